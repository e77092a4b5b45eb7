"""Decisions: how a difference stands after each, what the next copy makes of it, and what undo brings back."""

import json

import pytest

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import deciding, reading
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.findings import Choice, Ended, Ruling, Standing
from clubos_desktop.model.records import Member
from clubos_desktop.store import settings
from clubos_desktop.sync.zero import verify_from_zero

PHONE = ("5001", "phone")


def decide(desk, place, choice, **named):
    found = desk.one(*place)
    ruling = Ruling(choice, **named)
    return deciding.decide(desk.database, {found.difference.id: found.seen}, ruling, **desk.decides)


def answer(desk, n, **fields):
    """Another answer of ClubOS for a member."""
    there = {each.key: each for each in desk.club.sides[Side.CLUBOS].records[Domain.MEMBERS]}
    kept = {name: getattr(there[f"c{n}"], name) for name in Member.__struct_fields__}
    desk.club.put(Side.CLUBOS, Member(**(kept | fields)))


@pytest.mark.parametrize(
    ("choice", "named", "standing"),
    [
        (Choice.CLUBOS, {}, Standing.TO_CORRECT),
        (Choice.LEGACY, {"owner": "person:1"}, Standing.TO_CORRECT),
        (Choice.VALUE, {"value": "+1 805 555 0199"}, Standing.TO_CORRECT),
        (Choice.EQUAL, {"reason": "the same phone"}, Standing.EQUAL),
        (Choice.ACCEPT, {"reason": "asked her", "until": "2026-12-31"}, Standing.ACCEPTED),
        (Choice.ASK, {"owner": "the webmaster"}, Standing.ASKED),
        (Choice.UNDECIDED, {}, Standing.OPEN),
        (Choice.NOTE, {"reason": "She called on Tuesday."}, Standing.OPEN),
    ],
)
def test_a_decision_and_its_undo(desk, choice, named, standing):
    before = desk.summary()
    batch = decide(desk, PHONE, choice, **named)
    assert desk.standing(*PHONE) is standing
    assert desk.summary().needing == before.needing - (standing is not Standing.OPEN)
    assert sum(desk.summary().standing.values()) == sum(before.standing.values())
    undone = deciding.undo(desk.database, **desk.acts)
    assert (undone.batch, undone.n, undone.left) == (batch, 1, 0)
    assert desk.standing(*PHONE) is Standing.OPEN
    assert desk.summary() == before
    told = desk.read(reading.history, desk.one(*PHONE).difference)
    assert [(each.choice, each.ended) for each in told] == [(choice, Ended.UNDONE)]
    with pytest.raises(InputError, match="no such decision"):
        deciding.undo(desk.database, **desk.acts)


def test_what_was_decided_before_comes_back_by_undo(desk):
    decide(desk, PHONE, Choice.ASK, owner="the treasurer")
    decide(desk, PHONE, Choice.EQUAL, reason="the same")
    decide(desk, PHONE, Choice.CLUBOS)
    standings = [desk.standing(*PHONE)]
    for _ in range(3):
        deciding.undo(desk.database, **desk.acts)
        standings.append(desk.standing(*PHONE))
    assert standings == [Standing.TO_CORRECT, Standing.EQUAL, Standing.ASKED, Standing.OPEN]


def test_a_correction_is_gone_or_still_there_after_the_next_copy_of_both(desk):
    decide(desk, PHONE, Choice.CLUBOS)
    decide(desk, ("5002", "last_name"), Choice.CLUBOS)
    answer(desk, 1, phone=None)
    desk.club.copy()
    assert desk.standing("5002", "last_name") is Standing.STILL_THERE
    assert not [each for each in desk.findings() if each.difference.legacy_id == "5001"]
    undone = deciding.undo(desk.database, 1, **desk.acts)
    assert (undone.n, undone.left) == (0, 1)  # it is gone: there is nothing left to take back


def test_half_a_correction_is_still_there(desk):
    decide(desk, PHONE, Choice.CLUBOS)
    answer(desk, 1, phone="+1 805 555 0777")
    desk.club.copy()
    assert desk.standing(*PHONE) is Standing.STILL_THERE


@pytest.mark.parametrize(
    ("choice", "named"),
    [
        (Choice.EQUAL, {"reason": "the same"}),
        (Choice.ACCEPT, {"reason": "until spring", "until": "2027-03-31"}),
        (Choice.ASK, {"owner": "the webmaster"}),
    ],
)
def test_other_values_reopen_what_was_decided_about_the_old_ones(desk, choice, named):
    decide(desk, PHONE, choice, **named)
    answer(desk, 1, phone="+1 805 555 0777")
    desk.club.copy()
    found = desk.one(*PHONE)
    assert found.standing is Standing.OPEN
    assert desk.read(reading.history, found.difference)[0].ended is Ended.VALUES_CHANGED


def test_an_accepted_difference_that_went_and_came_back_is_still_accepted(desk):
    decide(desk, PHONE, Choice.ACCEPT, reason="until spring", until="2027-03-31")
    answer(desk, 1, phone=None)
    desk.club.copy()
    answer(desk, 1, phone="+1 805 555 0101")
    desk.club.copy()
    assert desk.standing(*PHONE) is Standing.ACCEPTED
    answer(desk, 1, phone=None)
    desk.club.copy()
    answer(desk, 1, phone="+1 805 555 0102")
    desk.club.copy()
    assert desk.standing(*PHONE) is Standing.OPEN


def test_an_acceptance_ends_at_the_clubs_midnight(desk):
    decide(desk, PHONE, Choice.ACCEPT, reason="until spring", until="2026-12-31")
    difference = desk.one(*PHONE).difference.id
    at = {
        "2027-01-01T07:59:59.999Z": Standing.ACCEPTED,  # Los Angeles is 8 hours behind
        "2027-01-01T08:00:00.000Z": Standing.EXPIRED,
    }
    for moment, standing in at.items():
        assert desk.read(reading.finding, difference, moment).standing is standing
        counted = desk.read(reading.summary, moment).standing
        assert counted[standing] == 1
        page = desk.read(reading.page, moment, reading.FindingFilter(standings=(standing,)))
        assert [each.difference.id for each in page.rows] == [difference]
    needing = desk.read(reading.page, "2027-01-01T08:00:00.000Z")
    assert difference in {each.difference.id for each in needing.rows}


def test_only_so_many_are_accepted(desk):
    with desk.database.transaction("program", "limit") as tx:
        settings.put(tx, "limits", {"known": 1})
    decide(desk, PHONE, Choice.ACCEPT, reason="one", until="2026-12-31")
    with pytest.raises(RefusedError, match="above the limit of 1"):
        decide(desk, ("5003", ""), Choice.ACCEPT, reason="two", until="2026-12-31")
    decide(desk, PHONE, Choice.ACCEPT, reason="longer", until="2027-01-31")  # it is one still
    deciding.undo(desk.database, **desk.acts)
    deciding.undo(desk.database, **desk.acts)
    decide(desk, ("5003", ""), Choice.ACCEPT, reason="two", until="2026-12-31")


@pytest.mark.parametrize(
    ("place", "choice", "named", "sentence"),
    [
        (PHONE, Choice.EQUAL, {}, "only with a reason"),
        (PHONE, Choice.ACCEPT, {"reason": " "}, "only with a reason"),
        (PHONE, Choice.ACCEPT, {"reason": "x"}, "until a day"),
        (PHONE, Choice.ACCEPT, {"reason": "x", "until": "31.12."}, "until a day"),
        (PHONE, Choice.ACCEPT, {"reason": "x", "until": "2026-11-30"}, "30 Nov 2026 is not within a year"),
        (PHONE, Choice.ACCEPT, {"reason": "x", "until": "2036-11-30"}, "not within a year"),
        (PHONE, Choice.NOTE, {}, "note is empty"),
        (PHONE, Choice.ASK, {}, "Nobody was named"),
        (PHONE, Choice.VALUE, {"value": ""}, "other value is empty"),
        (("5003", ""), Choice.VALUE, {"value": "x"}, "has no other value"),
        (("5003", ""), Choice.EQUAL, {"reason": "x"}, "is equal to nothing: add it, remove it, or accept it"),
    ],
)
def test_what_cannot_be_decided_is_said(desk, place, choice, named, sentence):
    with pytest.raises((InputError, RefusedError), match=sentence):
        decide(desk, place, choice, **named)
    assert desk.standing(*place) is Standing.OPEN


def test_a_value_that_changed_while_somebody_looked_is_told(desk):
    looked = desk.one(*PHONE)
    answer(desk, 1, phone="+1 805 555 0777")
    desk.club.copy()
    with pytest.raises(RefusedError, match="0777"):
        deciding.decide(desk.database, {looked.difference.id: looked.seen}, Ruling(Choice.CLUBOS), **desk.decides)
    answer(desk, 1, phone=None)
    desk.club.copy()
    with pytest.raises(RefusedError, match="changed 1 of the 1 you were"):
        deciding.decide(desk.database, {looked.difference.id: looked.seen}, Ruling(Choice.CLUBOS), **desk.decides)


def test_the_log_tells_who_and_what_without_personal_values(desk):
    decide(desk, PHONE, Choice.VALUE, value="+1 805 555 0199", reason="Ann Illich told me")
    deciding.undo(desk.database, **desk.acts)
    acts = desk.audit()[:2]
    assert [each.act for each in acts] == ["decision undone", "decided: another_value"]
    said = json.dumps([each.subject for each in acts])
    assert "0199" not in said
    assert "Illich" not in said
    assert finish(verify_from_zero(desk.database)) == ()


def test_somebody_elses_newest_decision_is_taken_back_by_its_number_alone(desk):
    batch = decide(desk, PHONE, Choice.UNDECIDED)
    other = {**desk.acts, "actor": "person:99"}
    with pytest.raises(RefusedError, match="The last decision is") as refused:
        deciding.undo(desk.database, **other)
    assert str(batch) in refused.value.remedy
    assert deciding.undo(desk.database, batch, **other).n == 1
