import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.model.time import (
    DAYS,
    MONTHS,
    PracticeClock,
    SystemClock,
    day_of,
    from_instant,
    from_timestamp,
    read_day,
    read_instant,
    spell,
    to_instant,
    wall,
)

CLUB = "America/Los_Angeles"


def test_seconds_since_1970_are_a_moment_in_utc():
    assert to_instant(from_timestamp(1_796_112_000.5)) == "2026-12-01T08:00:00.500Z"


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_an_instant_comes_back_to_the_millisecond(moment):
    back = from_instant(to_instant(moment))
    assert abs((back - moment).total_seconds()) < 0.001
    assert to_instant(back) == to_instant(moment)


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)),
)
def test_text_order_is_time_order(one, two):
    one, two = one.replace(microsecond=0), two.replace(microsecond=0)
    assert (to_instant(one) < to_instant(two)) == (one < two)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-04T09:15:30.117-08:00", "2026-03-04T17:15:30.117Z"),
        ("2026-03-02T19:20:21", "2026-03-03T03:20:21.000Z"),  # no offset: the account's wall time
        ("2026-07-02T19:20:21", "2026-07-03T02:20:21.000Z"),  # daylight saving
        ("2026-03-08T02:30:00", "2026-03-08T10:30:00.000Z"),  # does not exist: the earlier reading
        ("2026-11-01T01:30:00", "2026-11-01T08:30:00.000Z"),  # exists twice: the earlier one
        ("2025-08-20T11:00:00.000Z", "2025-08-20T11:00:00.000Z"),
    ],
)
def test_a_source_time_becomes_an_instant(text, instant):
    assert read_instant(text, CLUB) == instant


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_beyond_the_calendar_is_none(text):
    with pytest.raises(ValueError, match="calendar"):
        read_instant(text, CLUB)


def test_the_ends_of_the_calendar_have_a_day_and_a_wall_time():
    first, last = "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"
    assert to_instant(from_instant(first)) == first
    assert (day_of(first, CLUB), day_of(last, "Asia/Tokyo")) == ("0001-01-01", "9999-12-31")
    assert wall(first, CLUB) == "Mon 1 Jan 0001, 00:00"


def test_what_is_no_time_is_refused():
    with pytest.raises(ValueError, match="isoformat"):
        read_instant("soon", CLUB)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-03-01T00:00:00-08:00", "2019-03-01"),  # legacy, with its own offset
        ("2026-06-01T00:00:00", "2026-06-01"),  # legacy, none
        ("2019-03-01T08:00:00.000Z", "2019-03-01"),  # the importer's midnight in the club
        ("2019-03-01T05:00:00.000Z", "2019-02-28"),  # still the day before in the club
        ("2022-01-15T00:00:00.000Z", "2022-01-15"),  # a bare date written as midnight UTC
        ("2022-01-15", "2022-01-15"),
    ],
)
def test_a_date_only_value_keeps_its_day(text, day):
    assert read_day(text, CLUB) == day


def test_days_and_wall_times_are_the_clubs():
    assert day_of("2026-04-18T03:00:00.000Z", CLUB) == "2026-04-17"
    assert wall("2026-04-18T16:00:00.000Z", CLUB) == "Sat 18 Apr 2026, 09:00"


def test_the_systems_clock_is_utc_and_sleeps():
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.009
    assert clock.now().tzinfo is UTC


def test_the_practice_clock_runs_faster():
    start = datetime(2026, 3, 1, tzinfo=UTC)
    clock = PracticeClock(speed=1000, start=start)
    began = time.monotonic()
    clock.sleep(20)
    spent = time.monotonic() - began
    assert 0.02 <= spent < 20  # whatever a busy computer adds
    assert (clock.now() - start).total_seconds() >= 20
    assert clock.monotonic() > 0


def test_days_and_months_are_spelled_in_english_whatever_the_locale():
    shown = [wall(f"2026-{month:02d}-{month:02d}T12:05:00.000Z", "UTC") for month in range(1, 13)]
    assert shown[:3] == ["Thu 1 Jan 2026, 12:05", "Mon 2 Feb 2026, 12:05", "Tue 3 Mar 2026, 12:05"]
    assert [one.split()[2] for one in shown] == list(MONTHS)
    assert {one.split()[0] for one in shown} <= set(DAYS)
    assert spell("0999-12-31") == "31 Dec 0999"
