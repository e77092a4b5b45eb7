"""How healthy the two systems are, from our own calls: response times, what ClubOS said of itself, logs and copies."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.model.evidence import OnTime
from clubos_desktop.model.proofs import LogRead
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import calls, registers
from clubos_desktop.store.calls import Polls, Speed
from clubos_desktop.verification import measure, on_time
from clubos_desktop.verification.logs import Gap
from clubos_desktop.verification.registers.known import bodies


@dataclass(frozen=True, slots=True)
class Health:
    """Everything measured over the last ``days`` days. ``least`` calls of a kind are needed before it is judged.

    ``logs`` are the times that logs cover and ``holes`` the times between them that none covers.
    """

    since: Instant
    days: int
    least: int
    speeds: tuple[Speed, ...]
    polls: Polls
    schedule: OnTime | None
    logs: tuple[LogRead, ...]
    holes: tuple[Gap, ...]


def gather(conn: Connection, at: Instant, days: int | None = None) -> Health:
    """Read it all in one snapshot; ``days`` is the check's own window unless another is asked for."""
    limits = measure.limits_of(conn)
    days = days or limits.value("sync_days")
    since = to_instant(from_instant(at) - timedelta(days=days))
    logs = tuple(body for _, body in bodies(registers.read(conn), "log", LogRead))
    return Health(
        since,
        days,
        limits.value("response_sample"),
        calls.speeds(conn, since),
        calls.polls(conn, since),
        on_time.gather(conn, at, days),
        logs,
        holes([(log.first, log.last) for log in logs]),
    )


def holes(spans: list[tuple[Instant, Instant]]) -> tuple[Gap, ...]:
    """The times between the first and the last span that no span covers."""
    found = []
    until = ""
    for first, last in sorted(spans):
        if until and first > until:
            found.append(Gap(until, first))
        until = max(until, last)
    return tuple(found)
