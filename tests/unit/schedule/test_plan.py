"""Club days, windows and starts: both changes of the clock, leap days, quiet hours, chance."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.errors import InputError
from clubos_desktop.model.plan import Entry, Every, Plan, first_day, in_force, later, moment, slot, slots, today
from clubos_desktop.model.time import to_instant
from clubos_desktop.schedule.plan import awake, checked, start
from tests.unit.schedule.world import PACIFIC, ZONE, local

ZONES = ("America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata", "UTC")
DAYS = st.dates(date(2024, 1, 2), date(2032, 12, 30)).map(date.isoformat)
WALLS = st.times().map(lambda at: f"{at:%H:%M}")


def since(text, plan):
    return Entry(to_instant(local(text)), plan)


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        ("2026-03-08", "01:59", "2026-03-08T09:59"),
        ("2026-03-08", "02:30", "2026-03-08T10:30"),  # skipped: the moment after the gap, 03:30
        ("2026-03-08", "03:30", "2026-03-08T10:30"),
        ("2026-11-01", "01:30", "2026-11-01T08:30"),  # shown twice: the first
        ("2026-11-01", "02:00", "2026-11-01T10:00"),
        ("2028-02-29", "07:00", "2028-02-29T15:00"),
        ("2028-02-29", "24:00", "2028-03-01T08:00"),
        ("2026-11-01", "24:00", "2026-11-02T08:00"),
    ],
)
def test_a_wall_time_is_one_moment(day, wall, utc):
    assert moment(day, wall, ZONE) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(DAYS, WALLS, st.sampled_from(ZONES))
def test_every_wall_time_comes_once_a_day_on_its_day(day, wall, zone):
    at = moment(day, wall, zone)
    assert today(at, zone) == day
    shown = at.astimezone(ZoneInfo(zone))
    assert f"{shown:%H:%M}" == wall or moment(day, "00:00", zone) <= at  # a skipped time is shown later
    assert moment(day, "24:00", zone) == moment(later(day, 1), "00:00", zone)


@given(DAYS, st.integers(1, 40), st.sampled_from(ZONES))
def test_days_follow_each_other_without_gap_or_overlap(day, count, zone):
    timetable = [Entry("2020-01-01T00:00:00.000Z", Plan(zone))]
    found = list(slots(timetable, day, later(day, count - 1)))
    assert [each.day for each in found] == [later(day, n) for n in range(count)]
    assert all(one.closes == two.opens for one, two in pairwise(found))
    assert all(timedelta(hours=22) < each.closes - each.opens < timedelta(hours=26) for each in found)


@pytest.mark.parametrize("at", ["02:30", "01:30", "07:00"])
def test_a_daily_copy_starts_once_a_day_through_a_year(at):
    plan = replace(PACIFIC, at=at)
    days = [later("2026-01-01", n) for n in range(365)]
    starts = [start(plan, day, "") for day in days]
    assert [today(each, ZONE) for each in starts] == days


def test_the_first_day_counts_when_its_start_lies_ahead():
    assert slot([since("2026-11-02 06:59", PACIFIC)], "2026-11-02") is not None
    assert slot([since("2026-11-02 07:01", PACIFIC)], "2026-11-02") is None
    assert slot([since("2026-11-02 07:01", PACIFIC)], "2026-11-03").opens == local("2026-11-03 00:00")
    assert slot([since("2026-11-02 07:01", PACIFIC)], "2026-11-01") is None
    assert first_day([since("2026-11-02 07:01", PACIFIC)]) == "2026-11-02"
    assert first_day([]) is None
    assert in_force([]) is None


def test_a_plan_switched_off_does_not_undo_the_day_that_has_begun():
    timetable = [since("2026-11-01 12:00", PACIFIC), since("2026-11-03 06:00", None)]
    assert [each.day for each in slots(timetable, "2026-10-30", "2026-11-06")] == ["2026-11-02", "2026-11-03"]
    timetable.append(since("2026-11-05 06:00", replace(PACIFIC, opens="06:00")))
    assert slot(timetable, "2026-11-05").opens == local("2026-11-05 06:00")
    assert slot(timetable, "2026-11-04") is None
    assert in_force(timetable).opens == "06:00"


def test_the_window_of_a_day_that_has_begun_is_not_moved():
    timetable = [since("2026-11-01 12:00", PACIFIC), since("2026-11-03 06:00", replace(PACIFIC, opens="06:30"))]
    assert slot(timetable, "2026-11-03").opens == local("2026-11-03 00:00")
    assert slot(timetable, "2026-11-04").opens == local("2026-11-04 06:30")


def test_a_weekly_copy_is_due_on_its_weekday():
    timetable = [since("2026-11-01 12:00", replace(PACIFIC, every=Every.WEEKLY, weekday=4))]
    assert [each.day for each in slots(timetable, "2026-11-01", "2026-11-30")] == [
        "2026-11-06", "2026-11-13", "2026-11-20", "2026-11-27",
    ]  # fmt: skip
    assert start(timetable[0].plan, "2026-11-05", "") is None


def test_chance_is_the_same_for_a_day_and_differs_between_days_and_clubs():
    plan = replace(PACIFIC, jitter=30)
    days = [later("2026-11-01", n) for n in range(60)]
    moved = [start(plan, day, "a") - start(PACIFIC, day, "a") for day in days]
    assert moved == [start(plan, day, "a") - start(PACIFIC, day, "a") for day in days]
    assert all(timedelta() <= each < timedelta(minutes=30) for each in moved)
    assert len(set(moved)) > 50
    assert moved != [start(plan, day, "b") - start(PACIFIC, day, "b") for day in days]


def test_chance_leaves_neither_window_nor_quiet_hours():
    for day in (later("2026-11-01", n) for n in range(40)):
        at = start(replace(PACIFIC, at="21:50", quiet=("22:00", "06:00"), jitter=60), day, "s")
        assert moment(day, "21:50", ZONE) <= at < moment(day, "22:00", ZONE)
        at = start(replace(PACIFIC, at="21:50", closes="22:00", jitter=60), day, "s")
        assert moment(day, "21:50", ZONE) <= at < moment(day, "22:00", ZONE)
    assert start(replace(PACIFIC, every=Every.INTERVAL), "2026-11-01", "s") is None


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-02 21:59", "2026-11-02 21:59"),
        ("2026-11-02 22:00", "2026-11-03 06:00"),
        ("2026-11-03 05:59", "2026-11-03 06:00"),
        ("2026-11-03 06:00", "2026-11-03 06:00"),
    ],
)
def test_quiet_hours_may_pass_midnight(at, until):
    assert awake(replace(PACIFIC, quiet=("22:00", "06:00")), local(at)) == local(until)


def test_quiet_hours_on_the_days_when_the_clock_is_changed():
    plan = replace(PACIFIC, quiet=("00:30", "01:30"))
    assert awake(plan, local("2026-11-01 01:10")) == local("2026-11-01 01:30")
    assert awake(plan, local("2026-11-01 01:10+")) == local("2026-11-01 01:30+")  # the second 01:10
    plan = replace(PACIFIC, quiet=("01:30", "02:30"))
    assert awake(plan, local("2026-03-08 01:45")) == local("2026-03-08 03:30")


@pytest.mark.parametrize(
    "plan",
    [
        replace(PACIFIC, at="7:00"),
        replace(PACIFIC, at="24:00"),
        replace(PACIFIC, opens="24:01"),
        replace(PACIFIC, hours=0),
        replace(PACIFIC, hours=25),
        replace(PACIFIC, weekday=7),
        replace(PACIFIC, jitter=-1),
        replace(PACIFIC, jitter=61),
        replace(PACIFIC, opens="08:00"),
        replace(PACIFIC, opens="12:00", closes="12:00"),
        replace(PACIFIC, quiet=("05:00", "05:00")),
        replace(PACIFIC, quiet=("05:00", "five")),
        replace(PACIFIC, quiet=("22:00", "08:00")),
        replace(PACIFIC, every=Every.INTERVAL, opens="02:00", closes="05:00", quiet=("22:00", "06:00")),
        replace(PACIFIC, every=Every.INTERVAL, opens="02:00", closes="05:00", quiet=("22:00", "05:00")),
    ],
)
def test_a_plan_that_can_never_be_kept_is_refused(plan):
    with pytest.raises(InputError) as caught:
        checked(plan)
    assert "was not changed" in caught.value.sentence


def test_plans_that_can_be_kept():
    for plan in (PACIFIC, replace(PACIFIC, quiet=("22:00", "06:00")), replace(PACIFIC, closes="12:00")):
        assert checked(plan) is plan
