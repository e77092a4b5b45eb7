"""The weekly judgement: sealed once in each week of the club's calendar, with its trend; a missed week stays a hole.

A week begins on Monday. It is judged at the first opportunity in it: after a copy, when the program looks whether
something is due, or by hand. The seal is the hash of the whole judgement, kept in the audit chain with its entry.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Entry, Kept, Weekly
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.store import registers, settings
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database
from clubos_desktop.verification.registers.known import bodies


@dataclass(frozen=True, slots=True)
class Week:
    """A week: sealed by an entry, or missed. ``step`` is how many more gates are passed than in the one before."""

    week: Day
    entry: Entry | None
    passed: tuple[int, ...] = ()
    verdict: str = ""
    step: int = 0


def monday(at: Instant, zone: str) -> Day:
    """The first day of the club week of a moment."""
    day = date.fromisoformat(day_of(at, zone))
    return (day - timedelta(days=day.weekday())).isoformat()


def weeks(kept: Kept, at: Instant, zone: str) -> tuple[Week, ...]:
    """Every week from the first sealed one to now, oldest first; the present one only when it is sealed."""
    sealed = {body.week: (entry, body) for entry, body in reversed(bodies(kept, "week", Weekly))}
    if not sealed:
        return ()
    found: list[Week] = []
    before: tuple[int, ...] | None = None
    week, now = min(sealed), monday(at, zone)
    while week <= now:
        if week in sealed:
            entry, body = sealed[week]
            step = 0 if before is None else len(body.passed) - len(before)
            found.append(Week(week, entry, body.passed, body.verdict, step))
            before = body.passed
        elif week < now:
            found.append(Week(week, None))
        week = (date.fromisoformat(week) + timedelta(days=7)).isoformat()
    return tuple(found)


def due(kept: Kept, at: Instant, zone: str) -> bool:
    """Whether the week of ``at`` is not judged yet."""
    return monday(at, zone) not in {body.week for _, body in bodies(kept, "week", Weekly)}


def seal(database: Database, readiness: Readiness, *, clock: Clock, actor: str = PROGRAM) -> Entry | None:
    """Seal this week with a judgement that was just made; None when the week has its judgement already."""
    at = to_instant(clock.now())
    with database.read() as conn:
        zone = settings.get(conn, "club", {}).get("zone", "UTC")
        if not due(registers.read(conn), at, zone):
            return None
    passed = tuple(gate.gate for gate in readiness.gates if gate.passed)
    body = Weekly(monday(at, zone), readiness.verdict.value, passed, hashed(readiness))
    with database.transaction(actor, "week sealed", {"week": body.week}) as tx:
        return registers.add(tx, "week", body.week, "sealed", body)


def hashed(readiness: Readiness) -> str:
    """SHA-256 of a whole judgement."""
    return hashlib.sha256(msgspec.json.encode(readiness)).hexdigest()
