"""The days on which copies were due, the copies that count for them, and the plans: reading and writing."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import timedelta

import msgspec
from sqlalchemy import Connection, delete, select

from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.plan import Attempt, Due, DueState, Entry, Plan, Press
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.runs import Run, RunState
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import settings, sqlite, tables, views
from clubos_desktop.store.act import Tx

PLANS, ATTEMPT, VOID = "schedule.plans", "schedule.attempt", "schedule.void"

_REPLACE = sqlite.replacing(tables.due)
_LONGEST = timedelta(days=2)
"""A copy that is broken off goes on for a day at most (sync.pull.GOES_ON_FOR), so it cannot have begun earlier."""

_EVER = "2000-01-01T00:00:00.000Z"


def timetable(conn: Connection) -> tuple[Entry, ...]:
    """Every plan there was, oldest first."""
    return msgspec.convert(settings.get(conn, PLANS, []), tuple[Entry, ...])


def add_plan(tx: Tx, plan: Plan | None) -> None:
    """Put another plan in force from now on, or switch copying by plan off."""
    kept = [*timetable(tx.connection), Entry(tx.at, plan)]
    settings.put(tx, PLANS, [asdict(entry) for entry in kept])
    tx.subject["plan"] = None if plan is None else asdict(plan)


def attempt(conn: Connection) -> Attempt | None:
    """The newest try of a due copy."""
    kept = settings.get(conn, ATTEMPT, None)
    return None if kept is None else msgspec.convert(kept, Attempt)


def put_attempt(tx: Tx, made: Attempt) -> None:
    """Keep the newest try."""
    settings.put(tx, ATTEMPT, asdict(made))


def signed_in(conn: Connection) -> Instant | None:
    """When a connection was last set by a person."""
    c = tables.audit.c
    found: Instant | None = conn.execute(
        select(c.at).where(c.act == "connection set").order_by(c.seq.desc()).limit(1)
    ).scalar()
    return found


def seed(conn: Connection) -> str:
    """What this workspace draws its chances from: the hash of its first audit entry."""
    first: bytes | None = conn.execute(select(tables.audit.c.hash).where(tables.audit.c.seq == 1)).scalar()
    return "" if first is None else first.hex()


def every(conn: Connection, first: Day = "") -> dict[Day, Due]:
    """The stored days from ``first`` on, oldest first."""
    rows = conn.execute(select(tables.due).where(tables.due.c.day >= first).order_by(tables.due.c.day)).mappings()
    return {row["day"]: Due(**(dict(row) | {"state": DueState(row["state"])})) for row in rows}


def put(tx: Tx, days: Iterable[Due]) -> None:
    """Keep days as they stand."""
    rows = [asdict(day) | {"state": day.state.value} for day in days]
    if rows:
        tx.connection.execute(_REPLACE, rows)


def drop(tx: Tx, days: Collection[Day]) -> None:
    """Forget days that have not come yet: the clock had run ahead."""
    if days:
        tx.connection.execute(delete(tables.due).where(tables.due.c.day.in_(days)))


def presses(conn: Connection, since: Instant) -> list[Press]:
    """Copies that ended at ``since`` or later, or are unfinished, oldest first; not those that a wrong clock made void.

    A copy is whole when every part of every connected system is complete in it. What a part is: whatever was ever
    copied of that system, and for one that is read through its interface at least members, events and registrations.
    """
    needed = _needed(conn)
    void = set(settings.get(conn, VOID, []))
    earliest = to_instant(from_instant(since) - _LONGEST)
    c = tables.run.c
    rows = conn.execute(select(tables.run).where(c.started >= earliest).order_by(c.id)).mappings()
    grouped: dict[int, dict[tuple[Side, Domain], Run]] = {}
    for row in rows:
        run = views.to_run(row)
        grouped.setdefault(run.copy, {})[run.side, run.domain] = run
    found = [_press(number, runs, needed) for number, runs in sorted(grouped.items()) if number not in void]
    return [press for press in found if press.ended is None or press.ended >= since]


def last_whole(conn: Connection) -> Press | None:
    """The newest whole copy there ever was."""
    return max(
        (press for press in presses(conn, _EVER) if press.whole), key=lambda press: press.ended or "", default=None
    )


def _needed(conn: Connection) -> frozenset[tuple[Side, Domain]]:
    kinds = {side: settings.get(conn, f"connection.{side}", {}).get("kind") for side in Side}
    connected = [side for side in Side if settings.get(conn, f"account.{side}", None) is not None]
    ever = conn.execute(select(tables.run.c.side, tables.run.c.domain).distinct()).all()
    places = {(Side(side), Domain(domain)) for side, domain in ever}
    places |= {(side, domain) for side in connected if kinds[side] != "csv" for domain in PAIRED}
    return frozenset(place for place in places if place[0] in connected)


def _press(number: int, runs: dict[tuple[Side, Domain], Run], needed: frozenset[tuple[Side, Domain]]) -> Press:
    ends = [run.ended for run in runs.values()]
    ended = None if None in ends else max(end for end in ends if end is not None)
    good = {place for place, run in runs.items() if run.state is RunState.COMPLETE}
    lacking = [place for place in sorted(needed | runs.keys()) if place not in good]
    return Press(
        number,
        min(run.started for run in runs.values()),
        ended,
        whole=bool(needed) and not lacking and ended is not None,
        part=bool(good),
        reason=_reason(runs, lacking),
    )


def _reason(runs: dict[tuple[Side, Domain], Run], lacking: list[tuple[Side, Domain]]) -> str:
    for place in lacking:
        run = runs.get(place)
        if run is not None and run.reason:
            return run.reason
    if not lacking:
        return ""
    side, domain = lacking[0]
    return f"{DOMAIN_LABELS[domain]} of {SIDE_LABELS[side]} were not copied."


def void(tx: Tx, numbers: Collection[int]) -> None:
    """Copies whose times a wrong clock made count for no day; they stay copies."""
    if not numbers:
        return
    kept = set(settings.get(tx.connection, VOID, []))
    settings.put(tx, VOID, sorted(kept | set(numbers)))
