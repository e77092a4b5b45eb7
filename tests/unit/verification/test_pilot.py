"""Pilot tasks: a mark is found by the next copy, counts once, and its record is in no figure of Gate 1."""

import pytest

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Registration
from clubos_desktop.verification import measure, pilot
from clubos_desktop.verification.acts import people, pilots
from clubos_desktop.verification.lists import catalogue, reading
from clubos_desktop.verification.lists.sheet import Doing, fill
from tests.unit.copied_club import ZONE


def given(desk, task):
    """A mark for Ann's task, by the list's own form."""
    sheet = catalogue.sheet("tasks")
    with desk.database.read() as conn:
        view = reading.view(conn, desk.known().at)
    fill(sheet, sheet.form("mark"), Doing(desk.database, desk.actor, f"1:{task}", {}, view))
    with desk.database.read() as conn:
        row = sheet.row(reading.view(conn, desk.known().at), f"1:{task}")
        return dict(row.more)["Mark"].split(".")[0]


def figures(desk):
    with desk.database.read() as conn:
        found = measure.gather(conn, desk.known().at, ZONE)
    return {each.domain: each.only_clubos for each in found.whole}, found.statuses


@pytest.fixture
def ann(desk):
    people.name_operator(desk.database, desk.actor, desk.ann)
    return desk.ann


def test_without_marks_nothing_is_found(desk):
    with desk.database.read() as conn:
        assert (pilot.found(conn), pilot.outside(conn)) == ({}, frozenset())
    assert pilots.collect(desk.database) == 0


def test_what_carries_a_mark_counts_once_and_outside_parity(desk, ann):
    event, other = given(desk, "make-event"), given(desk, "add-member")
    times = {"start": "2026-12-20T17:00:00.000Z", "end": "2026-12-20T19:00:00.000Z"}
    before = figures(desk)
    desk.club.put(
        Side.CLUBOS,
        Event(key="pe", title=f"Trial {event}", published=True, **times),
        Event(key="real", title="Nobody's trial", published=True, **times),
        Registration(key="pr", event="pe", member="c1", status="CONFIRMED", registered="2026-11-01T17:00:00.000Z"),
    )
    desk.club.copy()
    alone, statuses = figures(desk)
    assert (alone[Domain.EVENTS], alone[Domain.REGISTRATIONS]) == (1, 0), "the unmarked one stands"
    assert statuses == before[1]
    assert pilots.collect(desk.database) == 1
    (entry,) = desk.known().kept.of("operator", "did")
    assert (entry.body.task, entry.body.helped, entry.actor) == ("make-event", False, "program")
    assert entry.body.evidence == f"{event}: event pe in ClubOS"
    assert pilots.collect(desk.database) == 0, "a mark counts once"
    with desk.database.read() as conn:
        assert set(pilot.marks(conn)) == {event, other}


def test_a_marked_member_is_in_no_count_of_statuses(desk, ann):
    mark = given(desk, "add-member")
    before = figures(desk)[1]
    desk.club.member(9, last=f"Trial {mark}")
    desk.club.take(Side.LEGACY, Domain.MEMBERS, "5009")
    desk.club.copy()
    alone, statuses = figures(desk)
    assert (alone[Domain.MEMBERS], statuses) == (0, before)
    people.leave(desk.database, desk.actor, ann)
    assert pilots.collect(desk.database) == 0, "nobody's task any more"
