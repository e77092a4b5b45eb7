import pytest

from clubos_desktop.model.cards import FailureCard, Hit
from clubos_desktop.model.contact import FirstContact
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.schema import COURSE_WORDS, Aside, Change, Course, Decided, Drift, Found

FIRST, LATER = "2026-12-01T08:00:00.000Z", "2026-12-02T08:00:00.000Z"


def test_a_card_counts_what_it_hit_since_the_first_of_it():
    hits = (Hit(Domain.MEMBERS, 7, LATER, 2), Hit(None, 0, FIRST, None), Hit(Domain.EVENTS, 3, LATER, 3))
    card = FailureCard(Side.LEGACY, "rate-limit", "It asks to wait.", "", "Wait.", hits)
    assert (card.id, card.records, card.since) == ("legacy.rate-limit", 10, FIRST)
    assert card.domains == (Domain.MEMBERS, Domain.EVENTS)


@pytest.mark.parametrize("kind", list(Drift))
def test_a_change_that_breaks_nothing_is_only_seen(kind):
    change = Change(Side.CLUBOS, Domain.EVENTS, kind, "title", "name", 3, 9, breaking=False)
    assert change.courses == (Course.ACCEPT,)
    assert change.id == f"clubos.events.{kind}.title.name"


@pytest.mark.parametrize("kind", list(Drift))
def test_what_can_be_decided_about_a_breaking_change_has_its_words(kind):
    change = Change(Side.LEGACY, Domain.MEMBERS, kind, "Email", "", 9, 9, breaking=True)
    assert set(change.courses) <= set(COURSE_WORDS)
    assert bool(change.courses) is (kind is not Drift.ANSWER)
    assert change.id == f"legacy.members.{kind}.Email"


def test_what_is_kept_of_a_change():
    change = Change(Side.LEGACY, Domain.MEMBERS, Drift.WORD, "Status", "OnHold", 1, 9, breaking=True)
    found = Found(change, FIRST, 4)
    decided = Decided(found.change, Course.ROWS, "", "", "person:1", LATER)
    aside = Aside(change.side, change.domain, "5001", "", "why", LATER, found.run)
    assert (decided.change.id, aside.run) == (change.id, 4)
    assert FirstContact(FIRST, ()).page == 100
