"""The connector reads by what the first contact found out: rows a list gives at most, and the form of filters."""

import pytest

from clubos_desktop.connectors import wild_apricot
from clubos_desktop.job import finish
from clubos_desktop.model.contact import FirstContact
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Mode, RunState
from tests.support.practised import World
from tests.support.scripted import Notes, Unlimited


@pytest.fixture
def club(tmp_path):
    made = World(tmp_path / "club.clubos")
    yield made
    made.close()


def again(club, **found):
    club.source.close()
    where = club.served.addresses
    club.ledger = Notes()
    club.source = wild_apricot.connect(
        where.legacy_key,
        api_url=where.legacy_api_url,
        auth_url=where.legacy_auth_url,
        ledger=club.ledger,
        clock=club.clock,
        budget=Unlimited(),
        contact=FirstContact("2026-06-08T17:00:00.000Z", (), **found),
        seed=1,
    )


def asked(club, text):
    return [path for _, path, _ in club.ledger.calls if text in path]


def test_a_smaller_page_is_asked_for(club):
    again(club, page=25)
    run = club.copy(Domain.MEMBERS)[Domain.MEMBERS]
    assert (run.state, run.listed) == (RunState.COMPLETE, 60)
    assert len(asked(club, "$top=25&$skip")) >= 3
    assert not asked(club, "$top=100")


@pytest.mark.parametrize(("quoted", "filtered"), [(True, True), (None, False)])
def test_without_a_filter_that_is_understood_all_is_read(club, quoted, filtered):
    club.copy(Domain.MEMBERS)
    again(club, quoted=quoted)
    assert club.copy(Domain.MEMBERS, mode=Mode.INCREMENTAL)[Domain.MEMBERS].state is RunState.COMPLETE
    assert bool(asked(club, "$filter")) is filtered


def test_every_answer_of_the_list_has_its_words(club):
    found = finish(club.source.first_contact(None))
    asked_for = {"page", "filter", "ids", "sign-in", "limit", "mail-sent", "mail-drafts"}
    assert {each.name for each in found.answers} >= asked_for
    assert all(each.question.endswith("?") and each.answer for each in found.answers)
    assert found.calls < 18
    assert not club.world.writes["legacy"]
