"""What became of the days on which a copy was due, and when the next copy starts. Pure: the clock is an argument."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clubos_desktop.model.plan import (
    Attempt,
    Came,
    Due,
    DueState,
    Every,
    Plan,
    Press,
    Slot,
    Timetable,
    in_force,
    later,
    slot,
    today,
)
from clubos_desktop.model.records import Day
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.schedule.plan import awake, start

JUST_BEFORE = timedelta(hours=1)
"""A whole copy this short before a planned start takes its place; an earlier one of the same day does not."""

LAST_CALL = timedelta(hours=1)
"""An interval plan starts a copy this long before a day's window closes without one."""

AGAIN = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 120))
"""How long after a failed try the next one comes; the last holds from then on."""

UNLOCKED = timedelta(hours=1)
"""How long after a locked keyring it is asked again: this costs nobody anything."""

_AHEAD = 8
"""Days that are looked through for a start: a week and a day."""


class Stand(StrEnum):
    """How the schedule stands; one word for screen and command line."""

    OFF = "off"
    WAITING = "waiting"
    DUE = "due"
    AGAIN = "again"
    """A try failed; the next one has its time."""
    SIGN_IN = "needs sign-in"
    HELD = "waits for your OK"


@dataclass(frozen=True, slots=True)
class Look:
    """How things stand at a moment. ``start`` is when the next copy starts; None only when the schedule is off."""

    stand: Stand
    start: datetime | None
    reason: str = ""

    def due(self, now: datetime) -> bool:
        """Whether a copy starts now."""
        return self.start is not None and self.start <= now


def outcomes(
    slots: Iterable[Slot], presses: Sequence[Press], tried: Mapping[Day, tuple[int, str]], now: datetime
) -> list[Due]:
    """What became of each slot (oldest first). ``tried`` holds the tries of a day and why the last one failed.

    A copy counts for one day: inside the grace after a window it counts for that day if nothing else does.
    """
    used: set[int] = set()
    found = []
    for each in slots:
        state, press = _state(each, [p for p in presses if p.number not in used], now)
        tries, reason = tried.get(each.day, (0, ""))
        if state is DueState.MISSED and tries:
            state = DueState.FAILED
        if state is DueState.DONE and press and _ended(press) > each.closes:
            used.add(press.number)
        final = state is DueState.DONE or now > each.over
        found.append(
            Due(
                each.day,
                to_instant(each.opens),
                to_instant(each.closes),
                state,
                press.number if press else None,
                tries,
                "" if state is DueState.DONE else (press.reason if press and press.reason else reason),
                to_instant(now) if final else None,
            )
        )
    return found


def _state(each: Slot, presses: Sequence[Press], now: datetime) -> tuple[DueState, Press | None]:
    whole = sorted((press for press in presses if press.whole and press.ended), key=_ended)
    for press in whole:
        if each.opens <= _ended(press) <= each.last:
            return DueState.DONE, press
    if now <= each.last:
        return DueState.WAITING, None
    for press in whole:
        if each.last < _ended(press) <= each.ends:
            return DueState.LATE, press
    inside = [press for press in presses if not press.whole and each.opens <= _ended(press) <= each.last]
    some = [press for press in inside if press.part]
    if some:
        return DueState.PARTIAL, some[-1]
    return (DueState.FAILED, inside[-1]) if inside else (DueState.MISSED, None)


def _ended(press: Press) -> datetime:
    return from_instant(press.ended or press.started)


def look(
    timetable: Timetable,
    now: datetime,
    *,
    seed: str,
    presses: Sequence[Press] = (),
    attempt: Attempt | None = None,
    state: DueState | None = None,
    signed_in: datetime | None = None,
) -> Look:
    """How the schedule stands at ``now`` and when the next copy starts.

    ``state`` is today's (None: no copy is due today), ``signed_in`` when a connection was last set. Copies made by
    hand count like planned ones. A time in the future of ``now`` (the clock was set back) holds nothing up.
    """
    plan = in_force(timetable)
    if plan is None:
        return Look(Stand.OFF, None)
    whole = [min(_ended(press), now) for press in presses if press.whole and press.ended]
    last = max(whole, default=None)
    wanted = _wanted(timetable, plan, now, seed=seed, last=last, state=state)
    begins, stand, reason = wanted, Stand.WAITING, ""
    if attempt is not None and _holds_up(attempt, wanted, now, last):
        begins, stand = _again(plan, attempt, wanted, now, seed=seed, signed_in=signed_in)
        reason = attempt.reason
    begins = awake(plan, max(begins, now))
    if begins <= now and stand is Stand.WAITING:
        stand = Stand.DUE
    return Look(stand, begins, reason)


def _wanted(
    timetable: Timetable, plan: Plan, now: datetime, *, seed: str, last: datetime | None, state: DueState | None
) -> datetime:
    """When the next copy is wanted; in the past when one is overdue."""
    since = from_instant(timetable[-1].since)
    day = today(now, plan.zone)
    here = slot(timetable, day)
    waits = here is not None and state is DueState.WAITING
    if plan.every is Every.INTERVAL:
        return _interval(plan, since, last, here if waits else slot(timetable, later(day, 1)))
    passed = [at for at in _starts(plan, later(day, -_AHEAD), day, seed) if since <= at <= now]
    if passed and (last is None or last < passed[-1] - JUST_BEFORE):
        return passed[-1]
    ahead = [at for at in _starts(plan, day, later(day, _AHEAD), seed) if at > now]
    if here is not None and waits and here.opens <= now and not any(at < here.closes for at in ahead):
        return max(since, here.opens)
    return ahead[0]


def _interval(plan: Plan, since: datetime, last: datetime | None, open_slot: Slot | None) -> datetime:
    """So many hours after the last copy, but not after the last call of the next day that has none yet."""
    wanted = since if last is None else last + timedelta(hours=plan.hours)
    if open_slot is None:
        return wanted
    return min(wanted, max(open_slot.closes - LAST_CALL, open_slot.opens))


def _starts(plan: Plan, first: Day, last: Day, seed: str) -> list[datetime]:
    days = []
    while first <= last:
        days.append(first)
        first = later(first, 1)
    return [at for day in days if (at := start(plan, day, seed)) is not None]


def _holds_up(attempt: Attempt, wanted: datetime, now: datetime, last: datetime | None) -> bool:
    """Whether a try stands between what is wanted and the next start."""
    began = from_instant(attempt.began)
    if attempt.came is Came.DONE or began < wanted or began > now:
        return False
    return last is None or last < began


def _again(
    plan: Plan, attempt: Attempt, wanted: datetime, now: datetime, *, seed: str, signed_in: datetime | None
) -> tuple[datetime, Stand]:
    """When the next try comes after one that failed."""
    tried = from_instant(attempt.ended or attempt.began)
    if tried > now:
        return wanted, Stand.AGAIN
    if attempt.came not in (Came.SIGN_IN, Came.HELD):
        return tried + AGAIN[min(attempt.tries, len(AGAIN)) - 1], Stand.AGAIN
    stand = Stand.HELD if attempt.came is Came.HELD else Stand.SIGN_IN
    if stand is Stand.SIGN_IN and attempt.code.startswith("keys."):
        return tried + UNLOCKED, stand
    if signed_in is not None and signed_in > tried:
        return wanted, Stand.AGAIN
    return _next(plan, tried, seed), stand


def _next(plan: Plan, after: datetime, seed: str) -> datetime:
    """The first planned start after a moment; an interval plan waits its hours."""
    if plan.every is Every.INTERVAL:
        return after + timedelta(hours=plan.hours)
    day = today(after, plan.zone)
    return next(at for at in _starts(plan, day, later(day, _AHEAD), seed) if at > after)
