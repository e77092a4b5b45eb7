"""The history in sentences, by day. No Qt in here."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from clubos_desktop.model.cells import harmless
from clubos_desktop.model.people import AuditEntry
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runs import Run
from clubos_desktop.store import audit, registers, views
from ui.models.act_sentences import run_numbers, sentence
from ui.words import clock_time, count, day


class Show(StrEnum):
    """Which entries are listed."""

    ALL = "Everything"
    PEOPLE = "What people decided"
    COPIES = "Copies"


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the history. ``day`` is "" when the line above has the same."""

    seq: int
    day: str
    time: str
    sentence: str
    check: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Whether the record is whole: the answer, the line of why, and for a broken one what to do."""

    whole: bool
    answer: str
    why: str
    remedy: str = ""


def is_copy(entry: AuditEntry) -> bool:
    """True for what belongs to copying."""
    return entry.act.startswith("copy ")


def wanted(entry: AuditEntry, show: Show) -> bool:
    """Whether an entry is listed."""
    return show is Show.ALL or is_copy(entry) is (show is Show.COPIES)


def acts(
    conn: Connection, zone: str, show: Show, *, before: int | None, above: str, size: int
) -> tuple[tuple[Act, ...], int | None]:
    """A page of the history, newest first, and where the next one begins.

    ``before`` is the last entry of the page before and ``above`` its day, so that a day is named once.
    """
    kept: list[AuditEntry] = []
    more = True
    while more and len(kept) < size:
        entries = audit.page(conn, before=before, size=size)
        more = len(entries) == size
        before = entries[-1].seq if entries else before
        kept += [entry for entry in entries if wanted(entry, show)]
    runs, recorded = _runs(conn, kept), _recorded(conn, kept)
    found = []
    for entry in kept:
        name = day(entry.at, zone)
        found.append(
            Act(
                entry.seq,
                "" if name == above else name,
                clock_time(entry.at, zone),
                sentence(entry, runs, recorded.get(entry.seq)),
                entry.hash[:8],
            )
        )
        above = name
    return tuple(found), before if more else None


def _runs(conn: Connection, entries: Sequence[AuditEntry]) -> dict[int, Run]:
    found = {}
    for entry in entries:
        for number in run_numbers(entry):
            if number not in found and (run := views.run(conn, number)) is not None:
                found[number] = run
    return found


def _recorded(conn: Connection, entries: Sequence[AuditEntry]) -> dict[int, Entry]:
    """What these acts put into registers, by the act's number."""
    keys = {entry.seq: key for entry in entries if isinstance(key := entry.subject.get("entry"), int)}
    found = registers.some(conn, tuple(keys.values()))
    return {seq: found[key] for seq, key in keys.items() if key in found}


def examine(conn: Connection, anchors: Sequence[audit.Anchor], zone: str) -> Whole:
    """Examine the whole chain. Costs some 6 ms for 1,000 entries."""
    problems = audit.verify(conn, anchors)
    number, _hash = audit.head(conn)
    first = audit.page(conn, before=2, size=1)
    if not problems:
        since = f" since {day(first[0].at, zone)}" if first else ""
        return Whole(
            True,
            "Whole and unchanged, checked just now.",
            f"{count(number, 'entry', 'entries')}{since}, each chained to the one before it.",
        )
    places = [problem.seq for problem in problems if problem.seq is not None]
    doubtful = audit.page(conn, before=min(places) + 1, size=1) if places else []
    when = f"The first doubtful day is {day(doubtful[0].at, zone)}. " if doubtful else ""
    more = f"And {count(len(problems) - 1, 'other fault')}." if len(problems) > 1 else ""
    return Whole(
        False,
        "The record is not whole.",
        f"{problems[0].what} {more}".strip(),
        f"{when}Board packs and gates that rest on later entries do not count. "
        "Bring back a backup from before that day, and keep this file aside: somebody may want to look at it.",
    )


def as_csv(conn: Connection, zone: str, now: datetime) -> bytes:
    """The whole history as a table for spreadsheets, oldest first; no cell is taken for a formula."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(["Number", "Day", "Time", "Who", "What", "About", "Check number"])
    entries: list[AuditEntry] = []
    before: int | None = None
    while page := audit.page(conn, before=before, size=500):
        entries += page
        before = page[-1].seq
    runs, recorded = _runs(conn, entries), _recorded(conn, entries)
    for entry in reversed(entries):
        about = json.dumps(entry.subject, ensure_ascii=False, sort_keys=True)
        sheet.writerow(
            [
                entry.seq,
                day(entry.at, zone),
                clock_time(entry.at, zone),
                harmless(entry.actor),
                harmless(sentence(entry, runs, recorded.get(entry.seq))),
                harmless(about),
                entry.hash,
            ]
        )
    sheet.writerow([])
    sheet.writerow([f"Written {now:%Y-%m-%d %H:%M} UTC, times in {zone}"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
