"""Times in both systems around clock changes and midnight: 24 zones, each where it hurts."""

from datetime import datetime, timedelta

import pytest

from clubos_desktop.diff.walls import SHIFT_WORDS, TRAIT_WORDS, Shift, Trait, compare, show, traits_of

LA = "America/Los_Angeles"

ZONES = [
    # zone, instant, wall, offset, traits
    (LA, "2026-03-08T09:30:00.000Z", "Sun 8 Mar 2026, 01:30", "UTC-08:00", "change"),
    (LA, "2026-03-08T10:30:00.000Z", "Sun 8 Mar 2026, 03:30", "UTC-07:00", "change"),
    (LA, "2026-11-01T08:30:00.000Z", "Sun 1 Nov 2026, 01:30", "UTC-07:00", "change twice"),
    (LA, "2026-11-01T09:30:00.000Z", "Sun 1 Nov 2026, 01:30", "UTC-08:00", "change twice"),
    (LA, "2026-11-01T06:30:00.000Z", "Sat 31 Oct 2026, 23:30", "UTC-07:00", "midnight other_day"),
    (LA, "2026-06-01T08:00:00.000Z", "Mon 1 Jun 2026, 01:00", "UTC-07:00", "midnight"),
    (LA, "2026-06-01T08:00:01.000Z", "Mon 1 Jun 2026, 01:00", "UTC-07:00", ""),
    (LA, "2026-06-02T06:00:00.000Z", "Mon 1 Jun 2026, 23:00", "UTC-07:00", "midnight other_day"),
    (LA, "2026-06-02T05:59:59.000Z", "Mon 1 Jun 2026, 22:59", "UTC-07:00", "other_day"),
    ("America/New_York", "2026-11-01T04:59:00.000Z", "Sun 1 Nov 2026, 00:59", "UTC-04:00", "change midnight"),
    ("America/St_Johns", "2026-07-01T02:29:00.000Z", "Tue 30 Jun 2026, 23:59", "UTC-02:30", "midnight other_day"),
    ("America/Phoenix", "2026-03-08T19:00:00.000Z", "Sun 8 Mar 2026, 12:00", "UTC-07:00", ""),
    ("Pacific/Honolulu", "2026-12-31T09:59:59.999Z", "Wed 30 Dec 2026, 23:59", "UTC-10:00", "midnight other_day"),
    ("America/Caracas", "2026-06-01T16:00:00.000Z", "Mon 1 Jun 2026, 12:00", "UTC-04:00", ""),
    ("America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "Sun 4 Nov 2018, 01:00", "UTC-02:00", "change midnight"),
    ("UTC", "2026-12-31T23:59:00.000Z", "Thu 31 Dec 2026, 23:59", "UTC+00:00", "midnight"),
    ("Europe/London", "2026-10-25T00:30:00.000Z", "Sun 25 Oct 2026, 01:30", "UTC+01:00", "change twice"),
    ("Europe/London", "2026-06-30T23:30:00.000Z", "Wed 1 Jul 2026, 00:30", "UTC+01:00", "midnight other_day"),
    ("Europe/Berlin", "2026-03-29T01:30:00.000Z", "Sun 29 Mar 2026, 03:30", "UTC+02:00", "change"),
    ("Europe/Lisbon", "2026-10-25T01:00:00.000Z", "Sun 25 Oct 2026, 01:00", "UTC+00:00", "change twice midnight"),
    ("Africa/Cairo", "2026-04-24T10:00:00.000Z", "Fri 24 Apr 2026, 13:00", "UTC+03:00", "change"),
    ("Africa/Johannesburg", "2026-03-29T10:00:00.000Z", "Sun 29 Mar 2026, 12:00", "UTC+02:00", ""),
    ("Africa/Casablanca", "2026-02-15T02:00:00.000Z", "Sun 15 Feb 2026, 02:00", "UTC+00:00", "change twice"),
    ("Asia/Tehran", "2026-03-21T20:30:00.000Z", "Sun 22 Mar 2026, 00:00", "UTC+03:30", "midnight other_day"),
    ("Asia/Kolkata", "2026-08-14T18:30:00.000Z", "Sat 15 Aug 2026, 00:00", "UTC+05:30", "midnight other_day"),
    ("Asia/Kathmandu", "2026-08-14T18:14:00.000Z", "Fri 14 Aug 2026, 23:59", "UTC+05:45", "midnight"),
    ("Asia/Tokyo", "2026-12-31T15:00:00.000Z", "Fri 1 Jan 2027, 00:00", "UTC+09:00", "midnight other_day"),
    ("Australia/Lord_Howe", "2026-04-04T15:15:00.000Z", "Sun 5 Apr 2026, 01:45", "UTC+10:30", "change twice other_day"),
    ("Australia/Sydney", "2026-10-03T16:30:00.000Z", "Sun 4 Oct 2026, 03:30", "UTC+11:00", "change other_day"),
    ("Pacific/Auckland", "2026-04-04T14:30:00.000Z", "Sun 5 Apr 2026, 02:30", "UTC+12:00", "change twice other_day"),
    ("Pacific/Chatham", "2026-01-01T00:00:00.000Z", "Thu 1 Jan 2026, 13:45", "UTC+13:45", ""),
    ("Pacific/Kiritimati", "2026-01-01T10:00:00.000Z", "Fri 2 Jan 2026, 00:00", "UTC+14:00", "midnight other_day"),
    ("Pacific/Apia", "2011-12-31T10:30:00.000Z", "Sun 1 Jan 2012, 00:30", "UTC+14:00", "midnight other_day"),
]


@pytest.mark.parametrize(("zone", "instant", "wall", "offset", "traits"), ZONES)
def test_a_time_in_its_zone(zone, instant, wall, offset, traits):
    shown = show(instant, zone)
    assert (shown.wall, shown.offset, shown.zone, shown.instant) == (wall, offset, zone, instant)
    assert " ".join(traits_of(instant, zone)) == traits


def test_there_are_24_zone_cases_at_least():
    assert len(ZONES) >= 24
    assert len({zone for zone, *_ in ZONES}) >= 20


@pytest.mark.parametrize("zone", sorted({zone for zone, *_ in ZONES}))
def test_an_offset_read_wrongly_is_told_from_any_other_shift(zone):
    """Summer and winter: local time read as UTC, UTC read as local time, another shift, none."""
    for instant in ("2026-01-15T18:00:00.000Z", "2026-07-15T18:00:00.000Z"):
        ahead = minutes_ahead(show(instant, zone).offset)
        if ahead:
            assert compare(instant, later(instant, ahead), zone, LA).shift is Shift.WALL_AS_UTC
            assert compare(instant, later(instant, -ahead), zone, LA).shift is Shift.UTC_AS_WALL
        found = compare(instant, later(instant, 7), zone, LA)
        assert (found.shift, found.minutes) == (Shift.OTHER, 7)
        same = compare(instant, instant, zone, LA)
        assert (same.shift, same.minutes) == (Shift.SAME, 0)
        assert (Trait.OTHER_ZONE in same.traits) == (show(instant, zone).offset != show(instant, LA).offset)


def minutes_ahead(offset):
    sign = -1 if offset[3] == "-" else 1
    return sign * (int(offset[4:6]) * 60 + int(offset[7:9]))


def later(instant, minutes):
    moment = datetime.fromisoformat(instant) + timedelta(minutes=minutes)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_the_8_hours_of_winter_and_the_7_of_summer_are_one_mistake():
    winter = compare("2026-12-05T17:00:00.000Z", "2026-12-05T09:00:00.000Z", LA, LA)
    summer = compare("2026-07-05T16:00:00.000Z", "2026-07-05T09:00:00.000Z", LA, LA)
    assert (winter.minutes, summer.minutes) == (-480, -420)
    assert winter.shift is summer.shift is Shift.WALL_AS_UTC
    assert winter.legacy.wall == "Sat 5 Dec 2026, 09:00"
    assert winter.clubos.wall == "Sat 5 Dec 2026, 01:00"


def test_traits_of_both_sides_stand_once_and_in_order():
    found = compare("2026-11-01T08:30:00.000Z", "2026-11-01T06:30:00.000Z", LA, LA)
    assert found.traits == (Trait.CHANGE, Trait.TWICE, Trait.MIDNIGHT, Trait.OTHER_DAY)
    assert found.delicate
    assert not compare("2026-06-01T18:00:00.000Z", "2026-06-01T18:00:00.000Z", LA, LA).delicate


def test_a_wall_that_reads_the_same_in_another_zone_is_another_time():
    found = compare("2026-06-01T16:00:00.000Z", "2026-06-01T19:00:00.000Z", "America/New_York", LA)
    assert (found.legacy.wall, found.clubos.wall) == ("Mon 1 Jun 2026, 12:00", "Mon 1 Jun 2026, 12:00")
    assert (found.shift, found.minutes) == (Shift.OTHER, 180)


def test_every_trait_and_shift_has_words():
    assert set(TRAIT_WORDS) == set(Trait)
    assert set(SHIFT_WORDS) == set(Shift)
