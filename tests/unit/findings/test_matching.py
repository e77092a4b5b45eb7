"""Pairs by people: what follows at once, what later copies keep, and what undo brings back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import bulk, matching, reading
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.model.records import Member
from clubos_desktop.store import views
from clubos_desktop.sync.zero import verify_from_zero
from tests.unit.findings.conftest import ACTOR

DINNER = (Domain.EVENTS, "7001", "e1")
BOB = Member(key="c77", first_name="Bob", last_name="Illich3", email="m3@example.org", status="Active")


def paired(desk, domain, legacy, clubos):
    detail = desk.read(views.detail, domain, legacy_id=legacy)
    return detail is not None and detail.clubos is not None and detail.clubos.key == clubos


def suggested(desk):
    return {(row.legacy_id, row.clubos_id) for row in desk.read(views.suggestions)}


def standing(desk):
    """Everything that a copy would make anew: differences, suggestions, pairs."""
    rows = [
        (d.difference.domain, d.difference.kind, d.difference.legacy_id, d.difference.clubos_id, d.difference.field)
        for d in desk.findings()
    ]
    return sorted(rows, key=str), suggested(desk), desk.read(views.pair_totals)


def sound(desk):
    return finish(verify_from_zero(desk.database)) == ()


def test_registrations_follow_a_confirmed_event_and_its_undo(desk):
    before = standing(desk)
    assert not paired(desk, *DINNER)
    followed = matching.confirm(desk.database, DINNER[0], [DINNER[1:]], actor=ACTOR)
    assert paired(desk, *DINNER)
    assert paired(desk, Domain.REGISTRATIONS, "9001", "r1")
    assert followed.registrations == 1
    assert followed.differences == -3  # five records that only one side had became two pairs; the title differs
    assert sound(desk)
    assert matching.undo(desk.database, actor=ACTOR).registrations == -1
    assert standing(desk) == before
    assert sound(desk)


def test_a_pair_by_a_person_outlives_copies_and_a_record_that_comes_back(desk):
    matching.confirm(desk.database, DINNER[0], [DINNER[1:]], actor=ACTOR)
    desk.club.copy()
    assert paired(desk, *DINNER)
    (event,) = desk.club.sides[Side.CLUBOS].records[Domain.EVENTS]
    desk.club.take(Side.CLUBOS, Domain.EVENTS, "e1")
    desk.club.copy(3)
    assert not paired(desk, *DINNER)
    desk.club.put(Side.CLUBOS, event)
    desk.club.copy()
    assert paired(desk, *DINNER)
    assert paired(desk, Domain.REGISTRATIONS, "9001", "r1")
    assert sound(desk)


def test_what_was_rejected_is_not_suggested_again(desk):
    desk.club.put(Side.CLUBOS, BOB)
    desk.club.copy()
    assert ("5003", "c77") in suggested(desk)
    before = standing(desk)
    matching.reject(desk.database, Domain.MEMBERS, [("5003", "c77")], actor=ACTOR, reason="her husband")
    assert ("5003", "c77") not in suggested(desk)
    desk.club.copy()
    assert ("5003", "c77") not in suggested(desk)
    assert sound(desk)
    matching.undo(desk.database, actor=ACTOR)
    assert standing(desk) == before
    matching.reject(desk.database, Domain.MEMBERS, [("5003", "c77")], actor=ACTOR)
    matching.confirm(desk.database, Domain.MEMBERS, [("5003", "c77")], actor=ACTOR)
    assert paired(desk, Domain.MEMBERS, "5003", "c77")
    matching.undo(desk.database, actor=ACTOR)
    assert ("5003", "c77") not in suggested(desk)  # the rejection stands again


def test_a_pair_that_was_parted_stays_apart_with_its_registrations(desk):
    matching.confirm(desk.database, DINNER[0], [DINNER[1:]], actor=ACTOR)
    before = standing(desk)
    followed = matching.split(desk.database, Domain.MEMBERS, "5001", "c1", actor=ACTOR, reason="mother and daughter")
    assert followed.registrations == -1
    assert not paired(desk, Domain.MEMBERS, "5001", "c1")
    assert not paired(desk, Domain.REGISTRATIONS, "9001", "r1")
    desk.club.copy(2)
    assert not paired(desk, Domain.MEMBERS, "5001", "c1")
    assert ("5001", "c1") not in suggested(desk)
    assert sound(desk)
    assert matching.undo(desk.database, actor=ACTOR).registrations == 1
    assert standing(desk) == before
    assert desk.read(views.detail, Domain.MEMBERS, legacy_id="5001").method == "e-mail and name"


@pytest.mark.parametrize(
    ("act", "arguments", "sentence"),
    [
        (matching.confirm, (Domain.MEMBERS, [("5001", "c1")]), "in a pair already"),
        (matching.confirm, (Domain.MEMBERS, [("5003", "c1")]), "in a pair already"),
        (matching.confirm, (Domain.MEMBERS, [("5003", "nobody")]), "no record nobody among the members of ClubOS"),
        (matching.confirm, (Domain.MEMBERS, []), "No records were chosen"),
        (matching.confirm, (Domain.REGISTRATIONS, [("9001", "r1")]), "paired by their member and event"),
        (matching.reject, (Domain.MEMBERS, [("5001", "c1")]), "are a pair, not a suggestion"),
        (matching.split, (Domain.MEMBERS, "5003", "c1"), "are no pair"),
        (matching.undo, (), "no such pair"),
        (matching.undo, (99,), "no such pair"),
    ],
)
def test_what_cannot_be_said_of_two_records_is_told_and_changes_nothing(desk, act, arguments, sentence):
    before = standing(desk)
    with pytest.raises((InputError, RefusedError), match=sentence):
        act(desk.database, *arguments, actor=ACTOR)
    assert standing(desk) == before


def test_a_parted_pair_cannot_come_back_when_one_has_another_partner(desk):
    matching.split(desk.database, Domain.MEMBERS, "5001", "c1", actor=ACTOR)
    first = desk.read(matching.newest)
    matching.confirm(desk.database, Domain.MEMBERS, [("5003", "c1")], actor=ACTOR)
    with pytest.raises(RefusedError, match="in a pair already"):
        matching.undo(desk.database, first, actor=ACTOR)
    assert paired(desk, Domain.MEMBERS, "5003", "c1")


def test_somebody_elses_word_is_taken_back_by_its_number_alone(desk):
    matching.split(desk.database, Domain.MEMBERS, "5001", "c1", actor=ACTOR)
    with pytest.raises(RefusedError, match="The last decision is"):
        matching.undo(desk.database, actor="person:99")
    matching.undo(desk.database, desk.read(matching.newest), actor="person:99")
    assert paired(desk, Domain.MEMBERS, "5001", "c1")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["confirm", "reject", "split"]),
            st.sampled_from(["5001", "5002", "5003", "5004"]),
            st.sampled_from(["c1", "c2", "c4"]),
        ),
        max_size=6,
    )
)
def test_any_acts_and_their_undo_leave_everything_as_it_was(desk, acts):
    before = standing(desk)
    for name, legacy, clubos in acts:
        try:
            if name == "split":
                matching.split(desk.database, Domain.MEMBERS, legacy, clubos, actor=ACTOR)
            else:
                getattr(matching, name)(desk.database, Domain.MEMBERS, [(legacy, clubos)], actor=ACTOR)
        except (InputError, RefusedError):
            continue
    assert sound(desk)
    while desk.read(matching.newest) is not None:
        matching.undo(desk.database, actor=ACTOR)
    assert standing(desk) == before
    assert sound(desk)


def test_who_may_be_there_under_another_name_is_told_before_it_is_added_or_removed(desk):
    desk.club.put(Side.CLUBOS, BOB)
    desk.club.copy()
    (row,) = desk.read(views.suggestions_of, Domain.MEMBERS, legacy_id="5003")
    assert (row.legacy_id, row.clubos_id) == ("5003", "c77")
    assert desk.read(views.suggestions_of, Domain.MEMBERS, clubos_id="c77") == (row,)
    assert desk.read(views.suggestions_of, Domain.MEMBERS, legacy_id="5001") == ()
    assert desk.read(views.suggestions_of, Domain.EVENTS, legacy_id="5003") == ()
    keys = [
        (Domain.MEMBERS, Side.LEGACY, "5003"),
        (Domain.MEMBERS, Side.CLUBOS, "5003"),
        (Domain.EVENTS, Side.LEGACY, "x"),
    ]
    assert desk.read(views.suggested, keys) == 1
    for choice, perhaps in ((Choice.CLUBOS, True), (Choice.LEGACY, True), (Choice.ACCEPT, False)):
        ruling = Ruling(choice, "why", until="2027-01-01" if choice is Choice.ACCEPT else None)
        effect = desk.read(bulk.preview, reading.FindingFilter(), ruling, desk.at)
        assert effect.perhaps == (2 if perhaps else 0)
        lone = [desk.one("5003")]
        if perhaps:
            with pytest.raises(RefusedError, match="perhaps there under another name"):
                desk.read(bulk.refuse_perhaps, lone, ruling)
        else:
            desk.read(bulk.refuse_perhaps, lone, ruling)
    desk.read(bulk.refuse_perhaps, [desk.one("5001", "phone")], Ruling(Choice.CLUBOS))
