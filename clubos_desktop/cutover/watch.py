"""The first 24 hours: a look every hour while a computer is on, with the limits of clubos-api.md row 39.

It proposes and never acts. Hours without a look are gaps, and shown as such.
"""

from itertools import pairwise

from sqlalchemy import Connection, select

from clubos_desktop.cutover.times import plus
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Watched
from clubos_desktop.model.time import wall
from clubos_desktop.store import tables
from clubos_desktop.store.calls import percentile
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import entering
from clubos_desktop.verification.record import assess
from clubos_desktop.verification.registers.known import Known, bodies

HOURS = 24
_FAILED = 10
"""Failed calls of 1,000: more than 1 % (clubos-api.md row 39)."""
_BACK = 50
"""More than 5 % failing operations is a reason to go back (row 43)."""
_SLOW = 5000
"""Milliseconds of the slowest hundredth."""
_HOUR = 3600


def look(conn: Connection, known: Known) -> Watched:
    """Measure the last hour from the ledger of calls and the open differences; nothing is written."""
    c = tables.call.c
    since = plus(known.at, -_HOUR)
    rows = conn.execute(select(c.status, c.ms).where(c.side == Side.CLUBOS, c.at >= since)).all()
    failed = sum(status is None or status >= 500 for status, _ in rows)
    share = round(1000 * failed / len(rows)) if rows else 0
    p99 = percentile([ms for _, ms in rows], 99) if rows else 0
    evidence_gate = assess(conn, known.at).gates[0]
    differing = [each for each in evidence_gate.criteria if each.id in {"G1.1", "G1.2", "G1.3"}]
    different = sum(each.state.value == "fail" for each in differing)
    return Watched(len(rows), share, p99, different, tuple(_proposals(len(rows), share, p99, different)))


def _proposals(calls: int, failed: int, p99: int, different: int) -> list[str]:
    found = [] if calls else ["ClubOS was not asked in this hour: copy now, so that there is something to measure."]
    if failed > _BACK:
        found.append(f"{failed / 10:.1f} % of the calls failed; from 5 % on, talk about going back.")
    elif failed > _FAILED:
        found.append(f"{failed / 10:.1f} % of the calls failed; at most 1 % is expected.")
    if p99 > _SLOW:
        found.append(f"The slowest calls took {p99 / 1000:.1f} s; at most 5 s is expected.")
    if different:
        found.append("Records differ between the systems again: look at Differences.")
    return found


def record(database: Database, actor: str) -> Entry:
    """Look now and keep what was seen."""
    known = entering.known(database)
    with database.read() as conn:
        seen = look(conn, known)
    return entering.enter(database, actor, "watch", "looked", seen, item="")


def due(known: Known, start: Instant) -> bool:
    """Whether an hour has passed since the last look, within the 24 hours after ``start``."""
    if known.at >= plus(start, HOURS * _HOUR):
        return False
    looks = _since(known, start)
    return not looks or looks[-1] <= plus(known.at, -_HOUR)


def gaps(known: Known, start: Instant) -> tuple[tuple[Instant, Instant], ...]:
    """Spans of more than 90 minutes in which nobody looked, up to now or the end of the 24 hours."""
    until = min(known.at, plus(start, HOURS * _HOUR))
    marks = [start, *(at for at in _since(known, start) if at <= until), until]
    return tuple((first, last) for first, last in pairwise(marks) if last > plus(first, 1.5 * _HOUR))


def _since(known: Known, start: Instant) -> list[Instant]:
    return [entry.at for entry, _ in bodies(known.kept, "watch", Watched) if entry.at >= start]


def unfinished(conn: Connection, known: Known, start: Instant) -> list[str]:
    """Why the watch is not over; [] when 24 hours passed and the last look broke no limit."""
    ends = plus(start, HOURS * _HOUR)
    if known.at < ends:
        return [f"The 24 hours end on {wall(ends, known.zone)}."]
    looks = [(entry, body) for entry, body in bodies(known.kept, "watch", Watched) if entry.at >= start]
    if not looks:
        return ["Nobody looked in these 24 hours."]
    return [*looks[-1][1].proposals, *look(conn, known).proposals] if looks[-1][1].proposals else []
