from dataclasses import replace
from datetime import timedelta

import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.clubos import ClubOS
from clubos_desktop.practice.importer import AS_MEASURED, Flaws, Importer


@pytest.fixture
def club():
    return make(80, 5, plants=False)


def imported(club, **flaws):
    target = ClubOS()
    report = Importer(club.legacy, target, club.seed, club.now, Flaws(**flaws)).run()
    return target, report


def again(club, **flaws):
    return Importer(club.legacy, club.clubos, club.seed, club.now + timedelta(days=1), Flaws(**flaws)).run()


def member_of(club, contact):
    return next(row for row in club.clubos.members.values() if row.origin == contact.id)


def test_everybody_is_imported_once_and_a_second_run_changes_nothing(club):
    before = replace(club.clubos, imported=None, revision=0)
    report = again(club)
    assert len(club.clubos.members) == 80
    assert (report.created, report.updated, report.deleted) == (0, 0, 0)
    assert replace(club.clubos, imported=None, revision=0) == before


def test_addresses_become_lower_case_and_numbers_bare(club):
    contact = next(iter(club.legacy.contacts.values()))
    contact.email, contact.phone = "  Ann@Example.ORG ", "(805) 555-0123"
    again(club)
    member = member_of(club, contact)
    assert (member.email, member.phone) == ("ann@example.org", "8055550123")


@pytest.mark.parametrize("change", [{"email": ""}, {"last": "  "}, {"first": ""}])
def test_who_lacks_a_name_or_an_address_is_skipped_with_their_registrations(club, change):
    row = next(row for row in club.legacy.registrations.values() if row.guest_of is None)
    contact = club.legacy.contacts[row.contact]
    for name, value in change.items():
        setattr(contact, name, value)
    target, report = imported(club)
    assert report.skipped > 1
    assert contact.id not in {member.origin for member in target.members.values()}
    assert row.id not in {made.origin for made in target.registrations.values()}


def test_a_shared_address_takes_over_the_other_person_only_with_the_flaw(club):
    ann, dee, *_ = [row for row in club.legacy.contacts.values() if row.status == "Active"]
    dee.email = ann.email
    careful, _ = imported(club)
    assert {row.first for row in careful.members.values() if row.email == ann.email} == {ann.first}
    flawed, _ = imported(club, shared_overwrites=True)
    taken = [row for row in flawed.members.values() if row.email == ann.email]
    assert [(row.first, row.last, row.origin) for row in taken] == [(dee.first, dee.last, ann.id)]


def test_changed_status_join_date_and_time_never_arrive_with_the_flaws(club):
    contact = next(row for row in club.legacy.contacts.values() if row.status == "Active" and not row.suspended)
    event = next(iter(club.legacy.events.values()))
    member, held = member_of(club, contact), next(iter(club.clubos.events.values()))
    contact.status, contact.since = "Lapsed", contact.since - timedelta(days=40)
    event.start += timedelta(days=7)
    again(club, forgets_status=True, forgets_joined=True, forgets_times=True)
    assert member_of(club, contact).status == member.status
    assert member_of(club, contact).joined == member.joined
    assert club.clubos.events[held.id].start == held.start
    again(club)
    assert member_of(club, contact).status == "lapsed"
    assert member_of(club, contact).joined == member.joined - timedelta(days=40) or member_of(club, contact).joined
    assert club.clubos.events[held.id].start == event.start


def test_what_was_deleted_stays_only_with_the_flaw(club):
    contact = next(iter(club.legacy.contacts))
    del club.legacy.contacts[contact]
    again(club, keeps_deleted=True)
    assert contact in {row.origin for row in club.clubos.members.values()}
    again(club)
    assert contact not in {row.origin for row in club.clubos.members.values()}
    assert {row.member for row in club.clubos.registrations.values()} <= set(club.clubos.members)


def test_cancelled_ones_look_pending_with_the_flaw(club):
    careful, _ = imported(club)
    flawed, _ = imported(club, payment_words=True)
    assert {"CANCELLED", "CONFIRMED", "PENDING_PAYMENT"} <= {row.status for row in careful.registrations.values()}
    assert {row.status for row in flawed.registrations.values()} <= {"PENDING", "WAITLISTED"}


def test_suspended_people_look_active_with_the_flaw(club):
    contact = next(row for row in club.legacy.contacts.values() if row.status == "Active")
    contact.suspended = True
    careful, _ = imported(club)
    flawed, _ = imported(club, unknown_statuses=True)
    status = {row.origin: row.status for row in careful.members.values()}
    assert status[contact.id] == "suspended"
    assert {row.origin: row.status for row in flawed.members.values()}[contact.id] == "active"


def test_a_bare_array_gives_no_registration_and_the_first_page_a_hundred_contacts():
    club = make(150, 2, plants=False)
    target, _ = imported(club, bare_arrays=True, hundred_contacts=True)
    assert (len(target.members), len(target.registrations)) == (100, 0)


def test_naive_times_shift_by_the_distance_from_utc(club):
    target, _ = imported(club, naive_times=True)
    careful, _ = imported(club)
    shifts = {careful.events[key].start - row.start for key, row in target.events.items()}
    assert shifts == {timedelta(hours=7), timedelta(hours=8)}


def test_the_measured_importer_has_its_flaws_on():
    assert AS_MEASURED.shared_overwrites
    assert not AS_MEASURED.bare_arrays
