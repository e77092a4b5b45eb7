"""Who lets somebody in: one person alone never becomes two."""

from datetime import timedelta

import pytest

from clubos_desktop.errors import InputError, RefusedError, SignInError
from clubos_desktop.model.incidents import Severity
from clubos_desktop.model.people import Role
from clubos_desktop.store import audit, people, pins
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import membership
from clubos_desktop.verification.acts import people as acts
from tests.unit.copied_club import HandClock

PIN = "4711"


class Club:
    """People by their names; ``pin`` and the others act as each would."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock
        self.actor = "person:1"

    def __getitem__(self, name):
        with self.database.read() as conn:
            return next(each for each in people.every(conn) if each.name == name)

    def by(self, name, pin=PIN):
        return self[name], pin

    def add(self, name, role, by=None):
        return membership.add(self.database, self.actor, name, role, by=by)

    def pin(self, name, by=None, new=PIN, present=""):
        membership.set_pin(self.database, self[name], new, present=present, by=by)

    def change(self, name, role, by=None, called=None):
        membership.change(self.database, self.actor, self[name], called or name, role, by=by)

    def retire(self, name, by=None):
        membership.retire(self.database, self.actor, self[name], by=by)

    def together(self, first, second):
        membership.together(self.database, self[first].id, self[second].id)

    def waiting(self):
        with self.database.read() as conn:
            names = {each.id: each.name for each in people.every(conn)}
        return {names[number] for number in membership.waiting(self.database)}


@pytest.fixture
def club(tmp_path):
    clock = HandClock()
    database = Database.create(tmp_path / "club", bytes(32), clock=clock)
    made = Club(database, clock)
    made.add("Ann", Role.OPERATOR)
    yield made
    database.close()


@pytest.fixture
def board(club):
    """A chair and a treasurer who both have a PIN: the treasurer's was the second one, with the chair's word."""
    club.add("Bea", Role.CHAIR)
    club.add("Tess", Role.TREASURER)
    club.pin("Bea")
    club.pin("Tess", club.by("Bea"))
    return club


def test_until_the_board_has_a_pin_everybody_sets_up_the_people(club):
    club.add("Bea", Role.CHAIR)
    club.add("Cem", Role.OPERATOR)
    club.change("Cem", Role.SECRETARY)
    club.pin("Ann")
    assert not membership.guarded(club.database, Role.CHAIR)
    club.retire("Cem")
    club.pin("Bea")
    assert membership.guarded(club.database, Role.CHAIR, Role.OPERATOR)
    assert not membership.guarded(club.database, Role.OPERATOR)
    club.together("Ann", "Bea")
    assert club.waiting() == set()


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.OPERATOR])
def test_the_three_acts_of_the_attack_all_need_a_pin_of_the_board(board, role):
    board.add("Max", Role.OPERATOR)
    for act in (
        lambda: board.add("Ghost", role),
        lambda: board.change("Max", role),
        lambda: board.retire("Bea"),
        lambda: board.change("Bea", Role.OPERATOR),
        lambda: board.change("Bea", Role.CHAIR, called="Bert"),
    ):
        with pytest.raises(RefusedError, match="needs the PIN of a board member") as refused:
            act()
        assert refused.value.code == "person.needs_board"
        assert "Bea, Tess" in refused.value.remedy
    with pytest.raises(SignInError):
        board.add("Ghost", role, board.by("Bea", "0000"))
    with pytest.raises(RefusedError, match="act of the board"):
        board.add("Ghost", role, board.by("Ann"))
    assert board.add("Ghost", role, board.by("Bea")).role is role


def test_a_first_pin_of_the_board_needs_the_board_and_is_told_in_the_history(board):
    board.add("Sue", Role.SECRETARY, board.by("Tess"))
    with pytest.raises(RefusedError):
        board.pin("Sue")
    board.pin("Sue", board.by("Tess"))
    with board.database.read() as conn:
        entry = next(iter(audit.page(conn)))
    assert entry.act == "PIN set"
    assert entry.subject["allowed"] == board["Tess"].id
    with pytest.raises(SignInError):
        board.pin("Sue", new="2468", present="9999")
    board.pin("Sue", new="2468", present=PIN)
    assert pins.check(board.database, board["Sue"].id, "2468")


def test_who_alone_let_somebody_in_does_not_make_two_with_that_person(board):
    board.add("Ghost", Role.SECRETARY, board.by("Bea"))
    board.pin("Ghost", board.by("Bea"))
    board.add("Shade", Role.BOARD_MEMBER, board.by("Ghost"))
    board.pin("Shade", board.by("Ghost"))
    for pair in (("Bea", "Ghost"), ("Ghost", "Bea"), ("Bea", "Shade"), ("Ghost", "Shade"), ("Shade", "Bea")):
        with pytest.raises(RefusedError, match="does not count as a second person"):
            board.together(*pair)
    board.together("Bea", "Tess")
    board.together("Ghost", "Tess")
    board.together("Ann", "Shade")
    assert board.waiting() == {"Ghost", "Shade"}
    membership.vouch(board.database, board["Ghost"], by=board.by("Tess"))
    board.together("Bea", "Ghost")
    board.together("Bea", "Shade")
    assert board.waiting() == {"Shade"}


def test_a_sole_word_counts_after_two_weeks_and_not_before(board):
    board.add("Sue", Role.SECRETARY, board.by("Bea"))
    board.pin("Sue", board.by("Bea"))
    board.clock.at += timedelta(days=membership.DAYS, seconds=-1)
    with pytest.raises(RefusedError):
        board.together("Bea", "Sue")
    board.clock.at += timedelta(seconds=1)
    board.together("Bea", "Sue")
    assert board.waiting() == set()


def test_an_operator_sets_a_pin_alone_and_is_a_second_person_once_the_board_vouched(board):
    board.add("Max", Role.OPERATOR)
    board.pin("Max")
    board.clock.at += timedelta(days=100)
    for pair in (("Ann", "Max"), ("Max", "Ann")):
        with pytest.raises(RefusedError, match="nobody of the board has vouched"):
            board.together(*pair)
    with pytest.raises(RefusedError):
        membership.vouch(board.database, board["Max"], by=board.by("Ann"))
    membership.vouch(board.database, board["Max"], by=board.by("Bea"))
    board.together("Ann", "Max")


def test_the_rule_stands_in_acts_of_two(board):
    acts.open_incident(board.database, board.actor, "Nobody can sign in")
    board.add("Max", Role.OPERATOR)
    board.pin("Max")
    board.pin("Ann")
    membership.vouch(board.database, board["Ann"], by=board.by("Tess"))
    membership.vouch(board.database, board["Ann"], by=board.by("Bea"))

    def ease(second, first):
        return acts.regrade(board.database, board.actor, "1", Severity.P4, "Over", second=second, first=first)

    with pytest.raises(RefusedError, match="vouched"):
        ease(board.by("Max"), board.by("Ann"))
    for first in (None, board.by("Tess")):
        with pytest.raises(RefusedError) as refused:
            ease(board.by("Bea"), first)
        assert refused.value.code == "second_person.first"
    for second, first in ((board.by("Bea"), board.by("Ann", "0000")), (board.by("Bea", "0000"), board.by("Ann"))):
        with pytest.raises(SignInError):
            ease(second, first)
    assert ease(board.by("Bea"), board.by("Ann")).second == people.actor(board["Bea"])


def test_an_operator_who_comes_to_the_board_is_vouched_for_by_who_agrees(board):
    board.add("Max", Role.OPERATOR)
    board.pin("Max")
    board.change("Max", Role.SECRETARY, board.by("Bea"))
    with pytest.raises(RefusedError, match="same board member"):
        board.together("Bea", "Max")
    board.together("Tess", "Max")
    board.change("Max", Role.BOARD_MEMBER, board.by("Max"))
    assert board.waiting() == {"Max"}
    board.add("Lee", Role.OPERATOR)
    board.change("Lee", Role.SECRETARY, board.by("Bea"))
    assert board.waiting() == {"Max"}
    board.change("Bea", Role.SECRETARY, board.by("Tess"))
    assert board.waiting() == {"Max"}


def test_a_board_that_had_a_pin_is_never_without_one(club):
    club.add("Bea", Role.CHAIR)
    club.pin("Bea")
    club.add("Tess", Role.TREASURER, club.by("Bea"))
    for act in (
        lambda: club.retire("Bea", club.by("Bea")),
        lambda: club.change("Bea", Role.OPERATOR, club.by("Bea")),
    ):
        with pytest.raises(RefusedError, match="only one of the board with a PIN") as refused:
            act()
        assert refused.value.code == "person.last_board"
    club.change("Bea", Role.SECRETARY, club.by("Bea"), called="Bea Ott")
    club.pin("Tess", club.by("Bea Ott"))
    club.retire("Bea Ott", club.by("Tess"))
    assert not club["Bea Ott"].active


def test_a_treasurer_sent_away_and_made_anew_makes_no_two(board):
    board.retire("Tess", board.by("Bea"))
    board.add("Ghost", Role.TREASURER, board.by("Bea"))
    board.pin("Ghost", board.by("Bea"))
    with pytest.raises(RefusedError, match="same board member"):
        board.together("Bea", "Ghost")


def test_a_lost_pin_is_taken_away_by_somebody_else_of_the_board(board):
    with pytest.raises(RefusedError, match="Nobody does this for oneself"):
        membership.reset(board.database, board["Tess"], by=board.by("Tess"))
    with pytest.raises(InputError, match="has no PIN"):
        membership.reset(board.database, board["Ann"], by=board.by("Bea"))
    with pytest.raises(SignInError):
        membership.reset(board.database, board["Tess"], by=board.by("Bea", "0000"))
    membership.reset(board.database, board["Tess"], by=board.by("Bea"))
    assert not board["Tess"].has_pin
    board.add("Sue", Role.SECRETARY, board.by("Bea"))
    board.pin("Sue", board.by("Bea"))
    board.pin("Tess", board.by("Bea"), new="2468")
    with pytest.raises(RefusedError, match="same board member"):
        board.together("Bea", "Tess")


def test_two_who_vouch_for_each_other_are_no_two(board):
    board.add("Ghost", Role.SECRETARY, board.by("Bea"))
    board.pin("Ghost", board.by("Bea"))
    membership.reset(board.database, board["Bea"], by=board.by("Ghost"))
    board.pin("Bea", board.by("Ghost"))
    for pair in (("Bea", "Ghost"), ("Ghost", "Bea")):
        with pytest.raises(RefusedError):
            board.together(*pair)
    board.together("Bea", "Tess")


def test_the_only_board_member_there_is_vouches_alone(club):
    club.add("Bea", Role.CHAIR)
    club.pin("Bea")
    club.add("Max", Role.OPERATOR)
    club.pin("Max")
    assert club.waiting() == {"Max"}
    membership.vouch(club.database, club["Max"], by=club.by("Bea"))
    assert club.waiting() == set()
    club.together("Bea", "Max")


def test_vouching_needs_a_pin_to_vouch_for_and_somebody_else(board):
    board.add("Max", Role.OPERATOR)
    with pytest.raises(InputError, match="has no PIN yet"):
        membership.vouch(board.database, board["Max"], by=board.by("Bea"))
    with pytest.raises(RefusedError, match="oneself"):
        membership.vouch(board.database, board["Bea"], by=board.by("Bea"))
    membership.vouch(board.database, board["Bea"], by=board.by("Tess"))
    assert board.waiting() == set()


def test_two_people_do_not_have_one_name(board):
    for act in (lambda: board.add(" bEA ", Role.OPERATOR), lambda: board.change("Ann", Role.OPERATOR, called="tess")):
        with pytest.raises(InputError) as refused:
            act()
        assert refused.value.code == "person.twice"
    board.change("Ann", Role.OPERATOR)
    board.retire("Ann")
    assert board.add("Ann", Role.OPERATOR).active
