"""The time truth table over two copies: what differs first, then what lies around a clock change or midnight."""

import pytest

from clubos_desktop.diff.walls import Shift, Trait
from clubos_desktop.findings import times
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Event
from tests.unit.copied_club import ZONE, CopiedClub


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    """Events at noon, around the clock change and midnight; four were read as UTC; one lasts all day."""
    club = CopiedClub(tmp_path_factory.mktemp("times") / "club.clubos")
    club.event(1, "2026-12-05T20:00:00.000Z", "2026-12-05T22:00:00.000Z")
    club.event(2, "2026-11-01T09:30:00.000Z", "2026-11-01T20:00:00.000Z")
    club.event(3, "2026-12-12T07:30:00.000Z", "2026-12-12T20:00:00.000Z")
    for n, (start, read) in enumerate(
        [
            ("2026-07-04T17:00:00.000Z", "2026-07-04T10:00:00.000Z"),
            ("2026-07-05T17:00:00.000Z", "2026-07-05T10:00:00.000Z"),
            ("2026-12-06T18:00:00.000Z", "2026-12-06T10:00:00.000Z"),
            ("2026-12-07T18:00:00.000Z", "2026-12-07T10:00:00.000Z"),
        ],
        4,
    ):
        club.event(n, start, None, start=read)
    club.event(8, "2026-12-24T08:00:00.000Z", None, start="2026-12-24T20:00:00.000Z")
    club.event(9, "2026-12-25T08:00:00.000Z", None, start="2026-12-24T20:00:00.000Z")
    for n, day in ((8, "24"), (9, "25")):
        whole = {"title": f"Event {n}", "zone": ZONE, "all_day": True, "published": True}
        club.put(Side.LEGACY, Event(key=f"{7000 + n}", start=f"2026-12-{day}T08:00:00.000Z", **whole))
    club.copy()
    yield club
    club.close()


def read(club):
    with club.database.read() as conn:
        return times.read(conn, ZONE)


def test_what_differs_comes_first_then_what_is_easily_got_wrong(club):
    found = read(club)
    assert found.compared == 12
    said = [(row.legacy_id, row.field, row.walls.minutes, row.walls.shift) for row in found.rows]
    assert said == [
        ("7004", "start", -420, Shift.WALL_AS_UTC),
        ("7005", "start", -420, Shift.WALL_AS_UTC),
        ("7006", "start", -480, Shift.WALL_AS_UTC),
        ("7007", "start", -480, Shift.WALL_AS_UTC),
        ("7009", "start", -720, Shift.OTHER),
        ("7002", "start", 0, Shift.SAME),
        ("7002", "end", 0, Shift.SAME),
        ("7003", "start", 0, Shift.SAME),
    ]
    assert len(found.differing) == 5
    assert found.rows[5].walls.traits == (Trait.CHANGE, Trait.TWICE)
    assert found.rows[7].walls.traits == (Trait.MIDNIGHT, Trait.OTHER_DAY)


def test_seven_and_eight_hours_are_one_cause(club):
    (cause,) = [each for each in read(club).causes if each.key == "events.time.wall_as_utc"]
    assert cause.sentence == "4 events are 7 hours or 8 hours earlier in ClubOS: their local time was read as UTC."


def test_both_times_of_one_event_by_its_key_in_either_system(club):
    with club.database.read() as conn:
        assert [row.field for row in times.of_event(conn, ZONE, "7001")] == ["start", "end"]
        assert [row.field for row in times.of_event(conn, ZONE, "e1")] == ["start", "end"]
        assert times.of_event(conn, ZONE, "nothing") == ()


def test_an_event_without_a_zone_is_read_in_the_clubs(tmp_path):
    club = CopiedClub(tmp_path / "club.clubos")
    club.event(1, "2026-12-05T08:00:00.000Z", None)
    club.put(Side.LEGACY, Event(key="7001", title="Event 1", start="2026-12-05T08:00:00.000Z", published=True))
    club.copy()
    (row,) = read(club).rows
    assert (row.walls.legacy.zone, row.walls.traits) == (ZONE, (Trait.MIDNIGHT,))
    club.close()
