from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.legacy import ZONE


@pytest.fixture(scope="module")
def club():
    return make(1200, 7, plants=False)


def test_the_demo_club_has_the_size_it_is_announced_with(club):
    legacy = club.legacy
    assert len(legacy.contacts) == 1200
    assert len(legacy.events) == 340
    assert 5900 < len(legacy.registrations) < 6300
    assert 4600 < len(legacy.payments) < 5100
    assert len(legacy.refunds) > 80
    assert len(legacy.donations) > 100


def test_the_same_seed_makes_the_same_club_and_another_seed_another(club):
    assert make(1200, 7, plants=False) == club
    assert make(1200, 8, plants=False).legacy.contacts != club.legacy.contacts


@pytest.mark.parametrize("members", [60, 250, 1200])
def test_with_what_was_planted_there_are_still_as_many_members_as_asked_for(members):
    club = make(members, 11)
    assert len(club.legacy.contacts) == members
    assert club.legacy.events.keys() >= {row.event for row in club.legacy.registrations.values()}
    assert club.legacy.contacts.keys() >= {row.contact for row in club.legacy.registrations.values()}


def test_ten_thousand_members_have_about_two_thousand_events():
    big = make(10_000, 3)
    assert len(big.legacy.contacts) == 10_000
    assert 1950 <= len(big.legacy.events) <= 2050
    assert len(big.legacy.registrations) > 48_000


def test_a_moment_can_be_given_and_events_lie_around_it():
    moment = datetime(2027, 2, 3, 12, tzinfo=UTC)
    club = make(200, 1, now=moment)
    starts = [event.start for event in club.legacy.events.values()]
    assert club.now == moment
    assert min(starts) > moment - timedelta(days=735)
    assert moment + timedelta(days=60) < max(starts) < moment + timedelta(days=92)


def test_a_club_of_fewer_than_sixty_is_refused():
    with pytest.raises(ValueError, match="60 to 200000"):
        make(59, 1)
    with pytest.raises(ValueError, match="60 to 200000"):
        make(200_001, 1)


def test_names_addresses_and_numbers_of_many_scripts_are_all_different(club):
    contacts = club.legacy.contacts.values()
    names = [(row.first.casefold(), row.last.casefold()) for row in contacts]
    phones = [row.phone.removeprefix("+1") for row in contacts if row.phone]
    assert len(set(names)) == len(names)
    assert len({row.email.lower() for row in contacts}) == len(contacts)
    assert len(set(phones)) == len(phones)
    text = "".join(row.first + row.last for row in contacts)
    for sign in "ëЮαכ山":
        assert sign.casefold() in text.casefold(), sign
    assert any("\u0600" <= letter <= "\u06ff" for letter in text)
    assert max(len(row.last) for row in contacts) == 300
    assert "🌻" in text


def test_no_event_can_be_taken_for_another(club):
    events = club.legacy.events.values()
    home = ZoneInfo(ZONE)
    days = {(row.title.casefold(), row.start.astimezone(home).date()) for row in events}
    places = {(row.location.casefold(), row.start) for row in events}
    assert len(days) == len(places) == len(events)


def test_there_are_all_day_events_other_zones_and_nights_of_clock_changes(club):
    events = club.legacy.events.values()
    assert any(row.all_day and row.end is not None for row in events)
    assert {row.zone for row in events} > {ZONE}
    assert sum("Meteor Watch" in row.title for row in events) >= 2
    titles = [row.title for row in events]
    assert max(titles.count(title) for title in titles) >= 12


def test_the_books_balance_to_the_cent(club):
    legacy = club.legacy
    by_invoice: dict[int, int] = {}
    by_payment: dict[int, int] = {}
    by_refund: dict[int, int] = {}
    for row in legacy.allocations.values():
        by_payment[row.payment] = by_payment.get(row.payment, 0) + row.value
        if row.invoice is not None:
            by_invoice[row.invoice] = by_invoice.get(row.invoice, 0) + row.value
        else:
            by_refund[row.refund] = by_refund.get(row.refund, 0) + row.value
    for invoice in legacy.invoices.values():
        assert invoice.paid == by_invoice.get(invoice.id, 0)
        assert invoice.is_paid == (invoice.paid >= invoice.value)
        assert not (invoice.voided and invoice.paid)
    for payment in legacy.payments.values():
        assert payment.allocated == by_payment.get(payment.id, 0)
        assert payment.refunded <= payment.value
        assert payment.allocated or payment.id in legacy.donations
    for refund in legacy.refunds.values():
        assert refund.settled == refund.value == by_refund[refund.id]


def test_people_came_back_after_cancelling_and_brought_guests(club):
    rows = list(club.legacy.registrations.values())
    guests = [row for row in rows if row.guest_of is not None]
    places = [(row.contact, row.event) for row in rows if row.guest_of is None]
    assert len(guests) > 150
    assert len(places) - len(set(places)) > 30
    assert {row.status for row in rows} == {
        "Paid",
        "Unpaid",
        "PartiallyPaid",
        "Canceled",
        "Free",
        "NoInvoice",
        "OnWaitlist",
    }
