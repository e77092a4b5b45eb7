"""The plan of copies, and the club days on which a copy is due. Pure arithmetic on wall time in the club's zone.

A copy is due once a club day (a weekly plan: once a week) and counts as on time when it is complete inside the day's
window. A plan that is changed or switched off changes no day that has begun: the days belong to the plan that was in
force when they began, and the history of plans is kept (``Entry``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.time import from_instant, zone

GRACE = timedelta(minutes=15)
"""A copy that is complete this long after its window still counts as on time (features.md S4.10)."""


class Every(StrEnum):
    """How often a copy starts."""

    INTERVAL = "interval"
    DAILY = "daily"
    WEEKLY = "weekly"


class DueState(StrEnum):
    """What became of a day on which a copy was due. Only DONE is a success (features.md S4.10)."""

    WAITING = "waiting"
    DONE = "done"
    LATE = "late"
    PARTIAL = "partial"
    FAILED = "failed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Plan:
    """When copies start and which part of the day counts. Times are wall time "HH:MM" in ``zone``.

    ``at`` is the start of a daily or weekly plan (``weekday`` 0 is Monday), ``hours`` the time between two copies of
    an interval plan. No copy starts in ``quiet`` hours (from, to; may pass midnight). ``opens`` and ``closes`` bound
    the window; ``closes`` may be "24:00". A start is moved by up to ``jitter`` minutes, the same every time for a day.
    """

    zone: str
    every: Every = Every.DAILY
    at: str = "07:00"
    hours: int = 6
    weekday: int = 0
    quiet: tuple[str, str] | None = None
    opens: str = "00:00"
    closes: str = "24:00"
    jitter: int = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A plan and since when it is in force; ``plan`` None: switched off."""

    since: Instant
    plan: Plan | None


Timetable: TypeAlias = Sequence[Entry]
"""Every plan there was, oldest first."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A club day on which a copy is due, in UTC. ``ends`` is the end of the day, after which even late is over."""

    day: Day
    opens: datetime
    closes: datetime
    ends: datetime

    @property
    def last(self) -> datetime:
        """The last moment that counts as on time."""
        return self.closes + GRACE

    @property
    def over(self) -> datetime:
        """From this moment on nothing about the day can change."""
        return max(self.last, self.ends)


@dataclass(frozen=True, slots=True)
class Due:
    """A day as it is stored. ``settled``: when it was settled for good; None while it may still change."""

    day: Day
    opens: Instant
    closes: Instant
    state: DueState
    copy: int | None = None
    tries: int = 0
    reason: str = ""
    settled: Instant | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """One copy as it counts for a day. ``whole``: every part of both systems is complete; ``part``: at least one is.

    ``ended`` is None while it is unfinished. ``reason`` says why it is not whole.
    """

    number: int
    started: Instant
    ended: Instant | None
    whole: bool
    part: bool
    reason: str = ""


class Came(StrEnum):
    """What became of a try to make a due copy."""

    BEGUN = "begun"
    """It runs, or was broken off (the computer was switched off)."""
    DONE = "done"
    OFFLINE = "offline"
    FAILED = "failed"
    HELD = "held"
    SIGN_IN = "sign-in"
    """A person must sign in: the keyring is locked, a key or access code is missing, refused or run out."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The newest try. ``tries`` counts those since the last whole copy; ``code`` is the error's."""

    began: Instant
    ended: Instant | None
    came: Came
    tries: int = 1
    reason: str = ""
    remedy: str = ""
    code: str = ""


def moment(day: Day, wall: str, zone_name: str) -> datetime:
    """A wall time of a day, in UTC. "24:00" is the next day's beginning.

    A time that the clock skips in spring is the moment after the gap, one that it shows twice in autumn is the first:
    every wall time comes once a day.
    """
    on = date.fromisoformat(day)
    if wall == "24:00":
        on, wall = on + timedelta(days=1), "00:00"
    local = datetime.combine(on, time.fromisoformat(wall), zone(zone_name))
    return local.astimezone(UTC)


def today(now: datetime, zone_name: str) -> Day:
    """The club day of a moment."""
    return now.astimezone(zone(zone_name)).date().isoformat()


def later(day: Day, days: int) -> Day:
    """The day so many days after (before: negative)."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def planned(plan: Plan, day: Day) -> datetime | None:
    """When the copy of a day starts by the plan, without jitter; None on a day without one (weekly).

    An interval plan has no fixed start: its copy is due from the window's opening on.
    """
    if plan.every is Every.WEEKLY and date.fromisoformat(day).weekday() != plan.weekday:
        return None
    return moment(day, plan.opens if plan.every is Every.INTERVAL else plan.at, plan.zone)


def slot(timetable: Timetable, day: Day) -> Slot | None:
    """The slot of a club day; None when no copy is due.

    The plan in force when the day begins decides. On the first day of a plan a copy is due when its start lies ahead.
    """
    for place, entry in enumerate(timetable):
        plan = entry.plan
        if plan is None:
            continue
        start = planned(plan, day)
        begins = moment(day, "00:00", plan.zone)
        since = from_instant(entry.since)
        until = from_instant(timetable[place + 1].since) if place + 1 < len(timetable) else None
        in_force = since <= begins and (until is None or begins < until)
        begun = start is not None and begins < since <= start and (until is None or start < until)
        if start is not None and (in_force or begun):
            ends = moment(day, "24:00", plan.zone)
            return Slot(day, moment(day, plan.opens, plan.zone), moment(day, plan.closes, plan.zone), ends)
        if in_force:
            return None
    return None


def slots(timetable: Timetable, first: Day, last: Day) -> Iterator[Slot]:
    """The slots of the days from ``first`` to ``last``, both included."""
    day = first
    while day <= last:
        found = slot(timetable, day)
        if found is not None:
            yield found
        day = later(day, 1)


def first_day(timetable: Timetable) -> Day | None:
    """The first club day on which a plan was in force."""
    for entry in timetable:
        if entry.plan is not None:
            return today(from_instant(entry.since), entry.plan.zone)
    return None


def in_force(timetable: Timetable) -> Plan | None:
    """The plan of the newest entry."""
    return timetable[-1].plan if timetable else None
