"""The history in sentences, by day. No Qt in here."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.people import AuditEntry
from clubos_desktop.model.runs import Run
from clubos_desktop.store import audit, views
from ui.words import clock_time, count, day, listed

PROGRAM = "This program"


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


Names = Mapping[str, object]
Runs = Mapping[int, Run]


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
    runs = _runs(conn, kept)
    found = []
    for entry in kept:
        name = day(entry.at, zone)
        found.append(
            Act(
                entry.seq,
                "" if name == above else name,
                clock_time(entry.at, zone),
                sentence(entry, runs),
                entry.hash[:8],
            )
        )
        above = name
    return tuple(found), before if more else None


def _runs(conn: Connection, entries: Sequence[AuditEntry]) -> dict[int, Run]:
    found = {}
    for entry in entries:
        for number in _numbers(entry):
            if number not in found and (run := views.run(conn, number)) is not None:
                found[number] = run
    return found


def _numbers(entry: AuditEntry) -> list[int]:
    said = entry.subject.get("runs", [entry.subject.get("run")])
    return [number for number in said if isinstance(number, int)] if isinstance(said, list) else []


def sentence(entry: AuditEntry, runs: Runs) -> str:
    """An entry as people say it: who did what."""
    who = entry.actor.split(",")[0]
    said = _SENTENCES.get(entry.act)
    return said(who, entry, runs) if said else f"{who}: {entry.act}."


def _plainly(words: str) -> Callable[[str, AuditEntry, Runs], str]:
    return lambda who, _entry, _runs: words.format(who=who)


def _what(entry: AuditEntry, runs: Runs) -> str:
    """Which copies an entry is about: "members and events from Wild Apricot"."""
    subject = entry.subject
    places = [(run.side, run.domain) for number in _numbers(entry) if (run := runs.get(number)) is not None]
    if not places and "side" in subject and "domain" in subject:
        places = [(Side(str(subject["side"])), Domain(str(subject["domain"])))]
    parts = []
    for side in Side:
        domains = [DOMAIN_LABELS[domain].lower() for of, domain in places if of is side]
        if domains:
            parts.append(f"{listed(domains)} from {SIDE_LABELS[side]}")
    return listed(parts) or "a copy"


def _copying(words: str) -> Callable[[str, AuditEntry, Runs], str]:
    return lambda who, entry, runs: words.format(who=who, what=_what(entry, runs))


def _connected(who: str, entry: AuditEntry, _runs: Runs) -> str:
    side = entry.subject.get("side")
    return f"{who} set the connection to {SIDE_LABELS[Side(str(side))] if side in set(Side) else 'a system'}."


_SENTENCES: dict[str, Callable[[str, AuditEntry, Runs], str]] = {
    "workspace made": _plainly("{who} made the file of this club."),
    "person added": _plainly("{who} added a person."),
    "person changed": _plainly("{who} changed a person's name or role."),
    "person retired": _plainly("{who} noted that a person acts here no more."),
    "PIN set": _plainly("{who} set a PIN."),
    "PIN wrong": _plainly("Somebody typed a wrong PIN."),
    "PIN right after wrong ones": _plainly("{who} typed the right PIN after wrong ones."),
    "connection set": _connected,
    "copy started": _copying("{who} began to copy {what}."),
    "copy continued": _copying("{who} went on copying {what}."),
    "copy failed": _copying("Copying {what} stopped. Nothing was taken over."),
    "copy accepted": _copying("The copy of {what} is complete and was taken over."),
    "copy not accepted": _copying("The copy of {what} was not taken over."),
    "rules changed": _plainly("{who} changed the rules of comparison."),
    "gates judged": _plainly("{who} had the gates judged."),
    "backup made": _plainly("{who} made a backup."),
    "opened with recovery code": _plainly("The file was opened with the code of the recovery sheet."),
    "recovery code made": _plainly("{who} had a new recovery sheet made; the old one opens nothing any more."),
    "recovery sheet confirmed": _plainly("{who} noted that the recovery sheet lies in a safe place."),
    "recovery sheet kept": _plainly("{who} noted that the recovery sheet lies in a safe place."),
    "limits set": _plainly("{who} changed the limits."),
    "hidden names set up": _plainly("{who} had names hidden in board packs."),
    "pack sealed": _plainly("{who} had the figures of a board pack sealed."),
    "pack written": _plainly("{who} made a board pack."),
}


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
    runs = _runs(conn, entries)
    for entry in reversed(entries):
        about = json.dumps(entry.subject, ensure_ascii=False, sort_keys=True)
        sheet.writerow(
            [
                entry.seq,
                day(entry.at, zone),
                clock_time(entry.at, zone),
                _cell(entry.actor),
                _cell(sentence(entry, runs)),
                _cell(about),
                entry.hash,
            ]
        )
    sheet.writerow([])
    sheet.writerow([f"Written {now:%Y-%m-%d %H:%M} UTC, times in {zone}"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
