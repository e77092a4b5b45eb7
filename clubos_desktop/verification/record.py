"""Judging the gates and keeping what was judged, so that a change of a gate has a date."""

import msgspec
from sqlalchemy import Connection, insert, select

from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import registers, settings, tables
from clubos_desktop.store.database import Database
from clubos_desktop.verification import daily, gates, measure, weekly


def assess(conn: Connection, at: Instant) -> Readiness:
    """Signals, gates and verdict from what the workspace holds at ``at``; nothing is written."""
    return finish(assessing(conn, at))


def assessing(conn: Connection, at: Instant) -> Job[Readiness]:
    """The same as a job that can be stopped between its parts: of a large club they take seconds."""
    zone = settings.get(conn, "club", {}).get("zone", "UTC")
    evidence = yield from measure.gathering(conn, at, zone)
    return gates.assess(evidence, measure.limits_of(conn))


def evaluate(database: Database, *, clock: Clock, actor: str) -> Job[Readiness]:
    """Judge now and keep the result; the first judgement of a club week seals that week."""
    yield Progress(measure.JUDGING)
    at = to_instant(clock.now())
    with database.read() as conn:
        readiness = yield from assessing(conn, at)
    passed = [gate.gate for gate in readiness.gates if gate.passed]
    subject = {"verdict": readiness.verdict.value, "passed": passed}
    with database.transaction(actor, "gates judged", subject) as tx:
        body = msgspec.json.encode(readiness).decode()
        row = {"at": at, "verdict": readiness.verdict.value, "body": body}
        tx.connection.execute(insert(tables.evaluation), row)
    daily.seal(database, readiness, clock=clock)
    weekly.seal(database, readiness, clock=clock)
    return readiness


def waits(conn: Connection, at: Instant) -> bool:
    """Whether there is something to judge (it was judged before) and this week has no judgement yet."""
    zone = settings.get(conn, "club", {}).get("zone", "UTC")
    return bool(kept(conn, limit=1)) and weekly.due(registers.read(conn), at, zone)


def kept(conn: Connection, *, limit: int = 60) -> tuple[Readiness, ...]:
    """Earlier judgements, newest first."""
    e = tables.evaluation.c
    bodies = conn.execute(select(e.body).order_by(e.id.desc()).limit(limit)).scalars()
    return tuple(msgspec.json.decode(body, type=Readiness) for body in bodies)
