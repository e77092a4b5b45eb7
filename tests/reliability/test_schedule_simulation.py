"""Thirty days of a laptop that sleeps, loses its network, meets captive portals and locked keyrings, and whose clock is
set, against a record that is written apart: each try with its result, and what became of each day.

The short form runs three seeds, ``-m long`` sixty. A failure names its seed; the same seed gives the same month.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clubos_desktop.errors import LockedError
from clubos_desktop.job import finish
from clubos_desktop.model.time import to_instant
from clubos_desktop.schedule import record
from clubos_desktop.schedule.run import run_due
from clubos_desktop.store import audit, dues
from clubos_desktop.verification import on_time
from tests.unit.schedule.world import PACIFIC, ZONE, World

HERE = ZoneInfo(ZONE)
MONTHS = (datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 2, 20, tzinfo=UTC), datetime(2028, 2, 20, tzinfo=UTC))
"""A month with the end of summer time, one with its beginning, and one with both 29 February and its beginning."""

DAYS = 30
PLANS = (
    replace(PACIFIC, at="07:00", quiet=("22:30", "05:30")),
    replace(PACIFIC, at="23:50"),  # made up in the minutes after midnight
    replace(PACIFIC, at="02:30"),  # a time that the clock skips in spring
    replace(PACIFIC, at="01:20"),  # one that it shows twice in autumn
    replace(PACIFIC, at="12:00", quiet=("13:00", "17:00")),
)
"""Each seed has one of them; the months and the plans have different periods."""

MINUTE = timedelta(minutes=1)


class Month:
    """What happens to the laptop, in true time."""

    def __init__(self, seed):
        chance = random.Random(seed)
        self.begins = MONTHS[seed % len(MONTHS)]
        self.ends = self.begins + timedelta(days=DAYS)
        self.asks = sorted(self.when_awake(chance))
        self.offline = self.spans(chance, 25, 14 * 60)
        self.portal = self.spans(chance, 12, 8 * 60)
        self.locked = self.spans(chance, 8, 10 * 60)
        jumps = ((timedelta(hours=5), 9), (timedelta(hours=-2), 4), (timedelta(hours=5), 20), (timedelta(hours=-5), 6))
        self.jumps = []
        for place, (jump, hours) in enumerate(jumps):
            at = self.begins + timedelta(days=3 + 6 * place, minutes=chance.randrange(4 * 1440))
            self.jumps.append((at, at + timedelta(hours=hours), jump))

    def when_awake(self, chance):
        for day in range(DAYS):
            for _ in range(chance.choice((0, 1, 1, 2, 3))):
                at = self.begins + timedelta(days=day, minutes=chance.randrange(1440))
                for _ in range(chance.randrange(1, 14)):
                    yield at
                    at += timedelta(minutes=chance.choice((15, 30, 30, 47)))

    def spans(self, chance, count, longest):
        starts = [self.begins + timedelta(minutes=chance.randrange(DAYS * 1440)) for _ in range(count)]
        return [(start, start + timedelta(minutes=chance.randrange(1, longest))) for start in starts]

    def offset(self, true):
        return sum((jump for begin, end, jump in self.jumps if begin <= true < end), timedelta())


def within(spans, true):
    return any(begin <= true < end for begin, end in spans)


class Clock:
    """The laptop's clock: true time and what it was set wrong by."""

    def __init__(self, month):
        self.month = month
        self.true = month.begins

    def now(self):
        return self.true + self.month.offset(self.true)

    def monotonic(self):
        return (self.true - self.month.begins).total_seconds()

    def sleep(self, seconds):
        self.true += timedelta(seconds=seconds)


class Laptop(World):
    def __init__(self, folder, month):
        super().__init__(folder)
        self.month = month
        self.clock = self.database.clock = Clock(month)

    def copy_job(self, **named):
        true = self.clock.true
        if within(self.month.locked, true):
            raise LockedError("The keyring is locked.", remedy="Unlock it.", code="keys.locked")
        self.portal = within(self.month.portal, true)
        return (yield from super().copy_job(**named))

    def ask(self):
        def online():
            yield from ()
            return not within(self.month.offline, self.clock.true)

        began = self.clock.true
        ran = finish(run_due(self.database, copy=self.copy_job, online=online, clock=self.clock))
        return None if ran.attempt is None else (began, self.clock.true, ran.attempt.came.value)


class Record:
    """What should have happened, by the words of the plan, on naive wall time. Knows nothing of the program."""

    waits = (15, 30, 60, 120)

    def __init__(self, month, plan, since):
        self.month, self.since = month, since
        self.at, self.quiet = plan.at, plan.quiet
        self.good = []  # (end by the laptop's clock, day it is of) of whole copies that count
        self.tried = {}  # day -> tries
        self.last = None  # the newest try: began, ended (laptop), came, how many
        self.first = self.day(since) if since <= self.starts(self.day(since)) else self.day(since) + timedelta(days=1)

    def local(self, laptop):
        return laptop.astimezone(HERE)

    def day(self, laptop):
        return self.local(laptop).date()

    def wall(self, laptop):
        return f"{self.local(laptop):%H:%M}"

    def starts(self, day):
        hour, minute = map(int, self.at.split(":"))
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE).astimezone(UTC)

    def is_quiet(self, laptop):
        if self.quiet is None:
            return False
        begin, end = self.quiet
        wall = self.wall(laptop)
        return begin <= wall < end if begin < end else not end <= wall < begin

    def expects(self, laptop):
        """Whether a try should begin now."""
        self.good = [end for end in self.good if self.day(end) <= self.day(laptop)]  # a clock that ran ahead
        if self.is_quiet(laptop):
            return False
        start = self.starts(self.day(laptop))
        if start > laptop:
            start = self.starts(self.day(laptop) - timedelta(days=1))
        if start < self.since or any(min(end, laptop) >= start - 60 * MINUTE for end in self.good):
            return False
        if self.last is None:
            return True
        began, ended, came, many = self.last
        newest = max((min(end, laptop) for end in self.good), default=None)
        if came == "done" or began < start or began > laptop or ended > laptop or (newest and newest >= began):
            return True
        wait = 60 if came == "sign-in" else self.waits[min(many, 4) - 1]
        return laptop >= ended + wait * MINUTE

    def comes_to(self, true):
        """What a try that begins now must come to."""
        for second in range(0, 601, 10):
            at = true + timedelta(seconds=second)
            if not within(self.month.offline, at):
                if within(self.month.locked, at):
                    return "sign-in"
                return "failed" if within(self.month.portal, at) else "done"
        return "offline"

    def note(self, began, ended, came):
        """A try was made (times by the laptop's clock)."""
        many = 1 if self.last is None or self.last[2] == "done" else self.last[3] + 1
        self.last = (began, ended, came, many)
        if came == "done":
            self.good.append(ended)
        else:
            self.tried[self.day(began)] = came

    def verdicts(self, laptop):
        """What became of each day up to now: of the copies that count, of the tries."""
        found, used = {}, set()
        day = self.first
        while day <= self.day(laptop):
            midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), HERE).astimezone(UTC)
            same = sorted(end for end in self.good if self.day(end) == day and end not in used)
            after = sorted(end for end in self.good if midnight <= end <= midnight + 15 * MINUTE)
            if same:
                found[day] = "done"
            elif after:
                used.add(after[0])
                found[day] = "done"
            elif laptop <= midnight + 15 * MINUTE:
                found[day] = "waiting"
            else:
                found[day] = "failed" if day in self.tried else "missed"
            day += timedelta(days=1)
        return {each.isoformat(): state for each, state in found.items()}


def live(folder, seed):
    """A month by the program and by the record; both must agree at every question."""
    month = Month(seed)
    laptop = Laptop(folder, month)
    try:
        plan = PLANS[seed % len(PLANS)]
        laptop.plan(plan)
        apart = Record(month, plan, laptop.clock.now())
        made = Counter()
        for true in month.asks:
            if true < laptop.clock.true:
                continue  # still busy with the try before
            laptop.clock.true = true
            began = laptop.clock.now()
            expected = apart.expects(began)
            did = laptop.ask()
            where = f"seed {seed}, {to_instant(true)}, the laptop shows {apart.local(began)}"
            assert (did is not None) == expected, where
            if did is not None:
                made[did[2]] += 1
                assert did[2] == apart.comes_to(true), where
                apart.note(began, laptop.clock.now(), did[2])
            assert laptop.days() == apart.verdicts(laptop.clock.now()), where
            assert laptop.look().start is not None, where
        laptop.clock.true = month.ends + timedelta(days=2)
        record.refresh(laptop.database, clock=laptop.clock)
        check_end(laptop, apart, seed)
        return made, list(apart.verdicts(laptop.clock.now()).values())
    finally:
        laptop.close()


def check_end(laptop, apart, seed):
    verdicts = apart.verdicts(laptop.clock.now())
    assert laptop.days() == verdicts, f"seed {seed}"
    stored = {day: due.state.value for day, due in laptop.stored().items()}
    assert stored == {day: state for day, state in verdicts.items() if state != "waiting"}, f"seed {seed}"
    with laptop.database.read() as conn:
        assert audit.verify(conn) == []
        figures = on_time.gather(conn, to_instant(laptop.clock.now()), 60)
        assert dues.attempt(conn) is not None
    counted = [state for state in verdicts.values() if state != "waiting"]
    assert (figures.due, figures.done) == (len(counted), counted.count("done")), f"seed {seed}"
    told = laptop.notices()
    pairs = list(zip([state for what, state in told if what == "copies"], told[1:], strict=False))
    assert all(state != after[1] for state, after in pairs), f"the same state was told twice, seed {seed}"


@pytest.mark.parametrize("seed", range(3))
def test_thirty_days_match_the_record(tmp_path, seed):
    made, states = live(tmp_path, seed)
    assert made["done"] > 10
    assert made.total() > made["done"]
    assert {"done", "missed"} <= set(states)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 63))
def test_sixty_more_months_match_the_record(tmp_path, seed):
    live(tmp_path, seed)


def test_the_months_hold_what_they_should():
    months = [Month(seed) for seed in range(3)]
    days = {(month.begins + timedelta(days=n)).date() for month in months for n in range(DAYS)}
    assert {date(2026, 11, 1), date(2026, 3, 8), date(2028, 2, 29), date(2028, 3, 12)} <= days
    for month in months:
        assert {bool(month.offset(at)) for at in month.asks} == {True, False}
        assert any(within(month.portal, at) for at in month.asks)
    assert any(within(month.locked, at) for month in months for at in month.asks)
