"""The evidence day: each day on which the gates were judged is sealed once and chained; a day without one is a hole.

The first judgement of a club day seals it, with the hash of the day that was sealed before (features.md S1.5).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Daily, Entry, Kept
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.store import registers, settings
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.weekly import hashed


@dataclass(frozen=True, slots=True)
class EvidenceDay:
    """A day: sealed by an entry, or a hole. ``chained`` is False where it does not follow on the day before it."""

    day: Day
    entry: Entry | None
    body: Daily | None = None
    chained: bool = True


def days(kept: Kept, at: Instant, zone: str) -> tuple[EvidenceDay, ...]:
    """Every day from the first sealed one to now, oldest first; today only when it is sealed. Holes stay holes."""
    sealed = {body.day: (entry, body) for entry, body in reversed(bodies(kept, "day", Daily))}
    if not sealed:
        return ()
    found: list[EvidenceDay] = []
    day, today, before = min(sealed), day_of(at, zone), ""
    while day <= today:
        if day in sealed:
            entry, body = sealed[day]
            found.append(EvidenceDay(day, entry, body, body.before == before))
            before = body.sha256
        elif day < today:
            found.append(EvidenceDay(day, None))
        day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    return tuple(found)


def seal(database: Database, readiness: Readiness, *, clock: Clock) -> Entry | None:
    """Seal this day with a judgement that was just made; None when the day is sealed already."""
    at = to_instant(clock.now())
    with database.read() as conn:
        day = day_of(at, settings.get(conn, "club", {}).get("zone", "UTC"))
        kept = bodies(registers.read(conn), "day", Daily)
    if day in {body.day for _, body in kept}:
        return None
    passed = tuple(gate.gate for gate in readiness.gates if gate.passed)
    body = Daily(day, readiness.verdict.value, passed, hashed(readiness), kept[-1][1].sha256 if kept else "")
    with database.transaction(PROGRAM, "day sealed", {"day": day}) as tx:
        return registers.add(tx, "day", day, "sealed", body)
