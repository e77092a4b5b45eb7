"""Taking a ClubOS log over: from a file or pasted, read by this program instead of counted by a person."""

import hashlib
from collections.abc import Mapping

from clubos_desktop.errors import InputError
from clubos_desktop.job import Job, finish
from clubos_desktop.model.proofs import LogRead
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import settings
from clubos_desktop.store.database import Database
from clubos_desktop.verification import logs
from clubos_desktop.verification.acts.entering import enter, known, need
from clubos_desktop.verification.logs import LogFound

SETTING = "log.words"
"""The club's own words of severity: word to grade."""

LARGEST = 200 * 1024 * 1024
"""Bytes of one log; longer ones are handed over in pieces."""


def look(database: Database, content: bytes) -> LogFound:
    """What a log holds, before anything is recorded. Raises InputError (too large, or no text)."""
    return finish(looking(database, content))


def looking(database: Database, content: bytes) -> Job[LogFound]:
    """The same in steps."""
    need(
        len(content) <= LARGEST,
        "This log is larger than 200 MB. Nothing was recorded.",
        "Cut it in pieces.",
        "log.size",
    )
    if b"\x00" in content[:4096]:
        raise InputError(
            "This is no text, so it is no log. Nothing was recorded.",
            remedy="Unpack it first, or choose another file.",
            code="log.no_text",
        )
    with database.read() as conn:
        words = settings.get(conn, SETTING, {})
    text = content.decode("utf-8", "replace")
    return (yield from logs.reading(text, known(database).zone, logs.mapped(words)))


def take(
    database: Database, actor: str, content: bytes, *, first: Instant | None = None, last: Instant | None = None
) -> tuple[Entry, LogFound]:
    """Record a log. ``first`` and ``last`` are the time it covers, where it was quiet at its ends.

    A log without a single readable line proves nothing: it is recorded only with both times said, and fails the check
    then. Raises InputError.
    """
    return finish(taking(database, actor, content, first=first, last=last))


def taking(
    database: Database, actor: str, content: bytes, *, first: Instant | None = None, last: Instant | None = None
) -> Job[tuple[Entry, LogFound]]:
    """The same in steps; nothing is recorded before the last."""
    found = yield from looking(database, content)
    begin, end = first or found.first, last or found.last
    if begin is None or end is None:
        raise InputError(
            "No line of this log has a time, so nobody can say what it covers. Nothing was recorded.",
            remedy="Hand over a log with times, or say from when to when it is (--from and --until).",
            code="log.empty",
        )
    begin, end = min(begin, found.first or begin), max(end, found.last or end)
    now = to_instant(database.clock.now())
    need(begin <= end <= now, "This log ends after now. Nothing was recorded.", "Check its times and its zone.", "log")
    body = LogRead(begin, end, found.lines, found.critical, hashlib.sha256(content).hexdigest())
    return enter(database, actor, "log", "read", body), found


def set_words(database: Database, actor: str, words: Mapping[str, str]) -> None:
    """How grave the club takes a word of severity; "" takes its own meaning away. Raises InputError."""
    grades = {grade.value for grade in logs.Grade}
    wrong = [grade for grade in words.values() if grade and grade not in grades]
    need(
        not wrong, f"{', '.join(wrong)} is no grade. Nothing was changed.", f"Choose: {', '.join(grades)}.", "log.grade"
    )
    with database.transaction(actor, "log words set") as tx:
        kept = {**settings.get(tx.connection, SETTING, {}), **{word.casefold(): grade for word, grade in words.items()}}
        settings.put(tx, SETTING, {word: grade for word, grade in kept.items() if grade})
        tx.subject["words"] = sorted(words)
