"""Keeping what became of due copies, and when the next one starts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from clubos_desktop.model.plan import Due, DueState, Plan, Press, Timetable, first_day, in_force, slots, today
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import Day
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.schedule import due, notices
from clubos_desktop.schedule.due import Look
from clubos_desktop.schedule.plan import checked
from clubos_desktop.store import dues
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database

_REACH = timedelta(days=8)
"""How far back copies matter to the next start: a weekly plan's last one and a day."""


def choose(database: Database, plan: Plan | None, *, clock: Clock, actor: str) -> None:
    """Put a plan in force, or switch copying by plan off. Raises InputError when the plan could never be kept.

    Days that were missed before stay missed.
    """
    refresh(database, clock=clock)
    with database.transaction(actor, "schedule set" if plan else "schedule switched off") as tx:
        dues.add_plan(tx, None if plan is None else checked(plan))


def look(conn: Connection, now: datetime) -> Look:
    """How the schedule stands; nothing is written."""
    timetable = dues.timetable(conn)
    plan = in_force(timetable)
    state = None
    if plan is not None:
        here = today(now, plan.zone)
        state = next((day.state for day in stand(conn, now) if day.day == here), None)
    signed_in = dues.signed_in(conn)
    return due.look(
        timetable,
        now,
        seed=dues.seed(conn),
        presses=_counting(dues.presses(conn, to_instant(now - _REACH)), timetable, now),
        attempt=dues.attempt(conn),
        state=state,
        signed_in=None if signed_in is None else from_instant(signed_in),
    )


def stand(conn: Connection, now: datetime) -> list[Due]:
    """Every day on which a copy was due until now, oldest first, as it stands; nothing is written.

    Days that were settled stay as they are, except what a clock that ran ahead has settled.
    """
    timetable = dues.timetable(conn)
    first, last = _bounds(timetable, now)
    if first is None or last is None:
        return []
    kept = dues.every(conn)
    settled = {day: row for day, row in kept.items() if row.settled and from_instant(row.settled) <= now}
    open_days = [each for each in slots(timetable, first, last) if each.day not in settled]
    if not open_days:
        return _only(settled, first, last)
    counted = {row.copy for row in settled.values() if row.state is DueState.DONE}
    presses = _counting(dues.presses(conn, to_instant(open_days[0].opens)), timetable, now)
    presses = [press for press in presses if press.number not in counted]  # a copy counts for one day
    tried = {day: (row.tries, row.reason) for day, row in kept.items()}
    found = {row.day: row for row in due.outcomes(open_days, presses, tried, now)} | settled
    return _only(found, first, last)


def _only(found: dict[Day, Due], first: Day, last: Day) -> list[Due]:
    return [found[day] for day in sorted(found) if first <= day <= last]


def _bounds(timetable: Timetable, now: datetime) -> tuple[Day | None, Day | None]:
    zones = [entry.plan.zone for entry in timetable if entry.plan is not None]
    return (first_day(timetable), today(now, zones[-1])) if zones else (None, None)


def _counting(presses: list[Press], timetable: Timetable, now: datetime) -> list[Press]:
    """Without copies that seem to end on a day that has not come: the clock had run ahead."""
    ahead = _ahead(presses, timetable, now)
    return [press for press in presses if press.number not in ahead]


def _ahead(presses: list[Press], timetable: Timetable, now: datetime) -> set[int]:
    last = _bounds(timetable, now)[1]
    zones = [entry.plan.zone for entry in timetable if entry.plan is not None]
    return {
        press.number
        for press in presses
        if last is not None and today(from_instant(press.ended or press.started), zones[-1]) > last
    }


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is to be written: days as they stand now, days that have not come yet, copies of a clock that ran ahead."""

    days: tuple[Due, ...] = ()
    early: tuple[Day, ...] = ()
    void: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.days or self.early or self.void)


def _changes(conn: Connection, now: datetime) -> _Changes:
    timetable = dues.timetable(conn)
    last = _bounds(timetable, now)[1]
    if last is None:
        return _Changes()
    kept = dues.every(conn)
    return _Changes(
        tuple(day for day in stand(conn, now) if not _same(day, kept.get(day.day))),
        tuple(day for day in kept if day > last),
        tuple(sorted(_ahead(dues.presses(conn, to_instant(now)), timetable, now))),
    )


def idle(conn: Connection, now: datetime) -> bool:
    """Whether there is nothing to copy, to settle or to tell at this moment."""
    return not _changes(conn, now) and not notices.fresh(conn, now) and not look(conn, now).due(now)


def refresh(database: Database, *, clock: Clock) -> None:
    """Settle what can be settled and tell people of a change; writes only when something changed."""
    with database.read() as conn:
        changes = _changes(conn, clock.now())
    if changes:
        subject: dict[str, object] = {"days": {day.day: day.state.value for day in changes.days}}
        if changes.early or changes.void:
            subject["ahead"] = {"days": list(changes.early), "copies": list(changes.void)}
        with database.transaction(PROGRAM, "due copies settled", subject) as tx:
            dues.drop(tx, changes.early)
            dues.void(tx, changes.void)
            dues.put(tx, changes.days)
    notices.tell(database, clock=clock)


def _same(day: Due, kept: Due | None) -> bool:
    """Whether nothing but the present moment differs: a day that waits is written when something happens to it."""
    if kept is None:
        return day.state is DueState.WAITING
    return replace(day, settled=None) == replace(kept, settled=None) and bool(day.settled) == bool(kept.settled)
