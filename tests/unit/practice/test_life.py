from datetime import timedelta

import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.importer import Importer
from clubos_desktop.practice.life import live
from clubos_desktop.practice.truth import truth


@pytest.fixture
def club():
    return make(200, 9, plants=False)


def test_a_day_changes_a_little_and_marks_it(club):
    tomorrow = club.now + timedelta(days=1)
    documents = len(club.legacy.payments)
    done = live(club, tomorrow)
    changed = [row for row in club.legacy.contacts.values() if row.updated > club.now]
    assert 1 <= len(changed) <= done.contacts_changed + done.contacts_new
    assert all(row.updated <= tomorrow for row in changed)
    assert done.registrations_new >= 1
    assert len(club.legacy.payments) == documents + done.payments
    assert club.legacy.revision == 1


def test_the_books_still_balance_after_a_month(club):
    live(club, club.now + timedelta(days=30), 30)
    domains = {row["domain"] for row in truth(club)["differences"]}
    assert domains <= {"members", "events", "registrations"}


def test_documents_keep_their_ids_although_some_are_planted_or_deleted():
    club = make(300, 9)
    before = {name: set(getattr(club.legacy, name)) for name in ("invoices", "payments", "allocations")}
    live(club, club.now + timedelta(days=9), 9)
    for name, keys in before.items():
        assert keys <= set(getattr(club.legacy, name))
    assert len(club.legacy.payments) > len(before["payments"])


def test_the_same_days_are_lived_twice_the_same(club):
    other = make(200, 9, plants=False)
    moment = club.now + timedelta(days=3)
    assert live(club, moment, 3) == live(other, moment, 3)
    assert club == other


def test_an_import_brings_what_was_lived_to_clubos(club):
    before = truth(club)
    moment = club.now + timedelta(days=2)
    live(club, moment, 2)
    assert "edited" in {row["plant"] for row in truth(club)["differences"]}
    Importer(club.legacy, club.clubos, club.seed, moment).run()
    after = truth(club)
    assert "edited" not in {row["plant"] for row in after["differences"]}
    assert len(after["differences"]) >= len(before["differences"]) - 1


def test_a_careful_import_makes_people_recognisable_again():
    club = make(200, 4)
    before = truth(club)
    live(club, club.now + timedelta(days=2), 2)
    Importer(club.legacy, club.clubos, club.seed, club.now + timedelta(days=2)).run()
    after = truth(club)
    assert {"address_alone", "names_crossed", "surname_changed"} <= {row["plant"] for row in before["differences"]}
    left = {row["plant"] for row in after["differences"]}
    assert not left & {"address_alone", "names_crossed", "surname_changed", "registration_lost", "event_lost"}
    assert {"no_address", "no_last_name", "doubled", "member_new", "payment_alone"} <= left
    assert after["suggestions"] == []
