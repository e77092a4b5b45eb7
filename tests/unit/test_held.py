"""A copy that waits: taken over by two people, never by one."""

from dataclasses import replace

import pytest

from clubos_desktop import held
from clubos_desktop.errors import InputError, RefusedError, SignInError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import RunState
from clubos_desktop.store import people, views
from tests.gui.filled import make_club
from tests.support.export_files import add_person, hold


@pytest.fixture
def work(tmp_path):
    club = make_club(tmp_path, members=0)
    club.people.set_pin("1234", "")
    yield club.workspace
    club.close()


def person(work, number):
    with work.database.read() as conn:
        return next(each for each in people.every(conn) if each.id == number)


def own(work):
    """Who acts, with the own PIN."""
    return work.person, "1234"


def present(work):
    with work.database.read() as conn:
        totals = {(total.side, total.domain): total for total in views.totals(conn)}
    return totals[Side.LEGACY, Domain.MEMBERS].present


def test_two_people_take_a_copy_over(work, tmp_path):
    run = hold(work, tmp_path / "exports")
    chair = person(work, add_person(work, "Ben Ode", "2468"))
    assert present(work) == 40
    taken = finish(held.take_over(work, run, (chair, "2468"), own(work)))
    assert (taken.state, taken.missing) == (RunState.COMPLETE, 20)
    with work.database.read() as conn:
        entry = next(each for each in views.audit(conn) if each.act == "held copy approved")
        names = people.names(conn)
    assert names[entry.subject["second"]] == "Ben Ode, chair"
    assert entry.actor.startswith("Anna Berg")
    with pytest.raises(RefusedError) as said:
        finish(held.take_over(work, run, (chair, "2468"), own(work)))
    assert said.value.code == "copy.not_held"


def test_one_person_alone_never_does(work, tmp_path):
    run = hold(work, tmp_path / "exports")
    chair = person(work, add_person(work, "Ben Ode", "2468"))
    for second in (None, (work.person, "1234")):
        with pytest.raises(RefusedError) as said:
            finish(held.take_over(work, run, second, own(work)))
        assert said.value.code == "second_person"
    with pytest.raises(SignInError):
        finish(held.take_over(work, run, (chair, "1111"), own(work)))
    with pytest.raises(InputError):
        finish(held.take_over(work, run, (replace(chair, id=99), "2468"), own(work)))
    with pytest.raises(InputError):
        finish(held.take_over(work, 999, (chair, "2468"), own(work)))
    assert present(work) == 40
