"""A system that does not answer is not asked again and again within one copy: two kinds of record, then no more."""

import pytest

from clubos_desktop.errors import NetworkError, SignInError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import RunState
from tests.unit.sync.club import Club
from tests.unit.sync.test_order import fill


@pytest.fixture
def club(tmp_path):
    made = Club(tmp_path / "club.clubos")
    fill(made)
    yield made
    made.database.close()


def silent(club, side, error):
    """The system stops answering; the kinds of record that are asked for all the same."""
    asked = []

    def pages(domain, *_arguments, **_named):
        asked.append(domain)
        raise error
        yield

    club.sides[side].pages = pages
    return asked


def test_after_two_without_an_answer_the_rest_is_not_asked(club):
    away = NetworkError("Wild Apricot could not be reached.", remedy="Copy again.", code="timeout")
    asked = silent(club, Side.LEGACY, away)
    runs = club.copy()
    assert len(asked) == 2
    legacy = [run for (side, _), run in runs.items() if side is Side.LEGACY]
    assert {run.state for run in legacy} == {RunState.FAILED}
    assert all("could not be reached" in run.reason for run in legacy), "each says why"
    assert runs[Side.CLUBOS, Domain.MEMBERS].state is RunState.COMPLETE, "the other system is copied all the same"


def test_a_sign_in_that_is_refused_is_tried_once(club):
    asked = silent(club, Side.LEGACY, SignInError("The key was revoked.", remedy="Make another.", code="sign-in"))
    club.copy()
    assert len(asked) == 1


def test_the_next_copy_asks_again(club):
    away = NetworkError("Wild Apricot could not be reached.", remedy="Copy again.", code="timeout")
    pages = club.sides[Side.LEGACY].pages
    silent(club, Side.LEGACY, away)
    club.copy()
    club.sides[Side.LEGACY].pages = pages
    assert {run.state for run in club.copy().values()} == {RunState.COMPLETE}
