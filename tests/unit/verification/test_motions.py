"""Recorded votes held against ClubOS's own motions: the same, another count, another result, none, old, tampered."""

from dataclasses import replace

import pytest

from clubos_desktop.errors import ClubOSError
from clubos_desktop.model.people import Role
from clubos_desktop.model.readiness import State
from clubos_desktop.model.registers import Ballot, BoardMotion, Linked, MotionsRead
from clubos_desktop.store import people as persons
from clubos_desktop.verification.acts import motions as acts
from clubos_desktop.verification.lists import catalogue
from clubos_desktop.verification.registers import motions

from .register_book import full, vote
from .signing_desk import PIN
from .test_lists import Clerk
from .test_registers import criteria

THEIRS = BoardMotion("m1", 1, "  to   SWITCH ", "2026-12-03", 5, 1, 1, "PASSED", True)


THIRD = "ClubOS's motion 1 of 3 Dec 2026"


def book(*held, at="2026-12-07T08:00:00.000Z", linked=None):
    made = full().add("governance", "read", MotionsRead(held), at, "")
    return made if linked is None else made.add("vote", "linked", Linked(linked))


def test_the_same_words_on_the_same_day_are_the_same_vote(well):
    found = criteria(well, book(THEIRS))["G4.1"]
    assert found.state is State.PASS
    entry = full().known().kept.of("vote")[0]
    held = "motion 1 of 3 Dec 2026: 5 for, 1 against, 1 abstained, asked Mon 7 Dec 2026, 08:00"
    assert motions.said(book(THEIRS).known(), entry, vote()) == held
    assert motions.said(book().known(), entry, vote()) == "no motion of this vote, asked Mon 7 Dec 2026, 08:00"
    assert motions.said(full().known(), entry, vote()) == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"for_": 4, "against": 2},
            f"{THIRD} has 4 for, 2 against, 1 abstained; recorded here are 5 for, 1 against, 1 abstained.",
        ),
        ({"result": "FAILED"}, "ClubOS's motion 1 of 3 Dec 2026 says FAILED."),
        ({"result": "TABLED"}, "ClubOS's motion 1 of 3 Dec 2026 says TABLED."),
        ({"result": ""}, "ClubOS's motion 1 of 3 Dec 2026 has no result yet."),
        ({"quorum": False}, "ClubOS's motion 1 of 3 Dec 2026: the meeting had no quorum by what ClubOS says."),
        ({"text": "Another"}, "ClubOS holds 1 motion of this day with other words: say which of them it is, or none."),
    ],
)
def test_what_differs_voids_the_vote_and_says_why(well, change, why):
    found = criteria(well, book(replace(THEIRS, **change)))["G4.1"]
    assert (found.state, found.why) == (State.FAIL, why)


def test_without_a_motion_of_that_day_the_minutes_alone_count(well):
    for held in ((), (replace(THEIRS, day="2026-12-02"),)):
        assert criteria(well, book(*held))["G4.1"].state is State.PASS


def test_a_person_says_which_motion_it_is_or_none(well):
    other = replace(THEIRS, text="Another", day="2026-12-02")
    found = criteria(well, book(other, linked="m1"))["G4.1"]
    assert found.why == "ClubOS's motion 1 of 2 Dec 2026 is of another day than this vote, 3 Dec 2026."
    assert criteria(well, book(replace(THEIRS, text="Another"), linked="m1"))["G4.1"].state is State.PASS
    assert criteria(well, book(replace(THEIRS, text="Another"), linked=""))["G4.1"].state is State.PASS
    gone = "ClubOS no longer shows the motion of this vote."
    assert criteria(well, book(linked="m1"))["G4.1"].why == gone
    assert criteria(well, full().add("vote", "linked", Linked("m1")))["G4.1"].why == gone
    twice = book(THEIRS, replace(THEIRS, id="m2", number=2))
    assert "2 motions of this day" in criteria(well, twice)["G4.1"].why


def test_what_clubos_said_counts_for_seven_days_to_the_minute(well):
    before, last = "2026-12-14T07:59:59.999Z", "2026-12-14T08:00:00.000Z"
    assert criteria(well, book(THEIRS), before)["G4.1"].state is State.PASS
    assert criteria(well, book(THEIRS), last)["G4.1"].state is State.FAIL
    entry = full().known().kept.of("vote")[0]
    said = "What ClubOS says of it counted until Mon 14 Dec 2026, 08:00; copy again."
    assert motions.faults(book(THEIRS).known(last), entry, vote()) == [said]
    assert motions.until(book().known(), entry, vote()) is None
    assert motions.until(full().known(), entry, vote()) is None


def test_a_lost_vote_is_no_contradiction(well):
    lost = replace(THEIRS, for_=1, against=5, result="FAILED")
    entry = full().known().kept.of("vote")[0]
    assert motions.faults(book(lost).known(), entry, vote(for_=1, against=5)) == []


def test_the_same_is_kept_once_a_day_and_a_change_at_once(desk):
    assert motions.read(desk.known()) is None
    assert acts.keep(desk.database, (THEIRS,)) is not None
    assert acts.keep(desk.database, (THEIRS,)) is None
    assert acts.keep(desk.database, (replace(THEIRS, for_=4),)) is not None
    desk.clock.at = desk.clock.at.replace(day=desk.clock.at.day + 2)
    assert acts.keep(desk.database, (replace(THEIRS, for_=4),)) is not None
    assert len(desk.known().kept.of("governance")) == 3


def test_the_board_says_which_motion_of_clubos_a_vote_is(desk):
    clerk = Clerk(desk)
    number = desk.vote()
    form = "votes", "link", number
    assert [option for option, _ in _choices(clerk, number)] == ["none"]
    theirs = replace(THEIRS, day=desk.today, text="In other words", for_=3, against=1, abstain=0)
    acts.keep(desk.database, (replace(theirs, id="m0", day="2026-01-02"), theirs))
    assert [option for option, _ in _choices(clerk, number)] == ["m1", "m0", "none"]
    row = clerk.row("votes", number)
    assert (row.tone, dict(row.more)["In ClubOS"].partition(",")[0]) == ("problem", "no motion of this vote")
    clerk.do(*form, motion="m1", signer=(desk.bea, PIN))
    assert clerk.row("votes", number).tone == "good"
    clerk.do(*form, motion="none", signer=(desk.bea, PIN))
    assert clerk.row("votes", number).tone == "good"
    for who, vote_number, motion in (
        (desk.ann, number, "m1"),
        (desk.bea, "9", "m1"),
        (desk.bea, number, "m9"),
    ):
        with pytest.raises(ClubOSError):
            acts.link(desk.database, who, PIN, vote_number, motion)
    desk.pack()
    with desk.database.transaction("program", "person added") as tx:
        persons.add(tx, "Dora", Role.SECRETARY)
    cutover = desk.vote(Ballot.CUTOVER, pack="ab" * 32, motion="In other words")
    assert desk.criteria()["G4.1"].state is State.PASS
    acts.keep(desk.database, (replace(theirs, for_=2),))
    assert "has 2 for" in desk.criteria()["G4.1"].why
    assert clerk.row("votes", cutover).cells["state"] == "does not count"


def _choices(clerk, number):
    sheet = catalogue.sheet("votes")
    field = sheet.form("link").fields(clerk.view(), sheet.row(clerk.view(), number))[0]
    return field.options
