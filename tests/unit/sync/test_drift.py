"""Every class of change of the answers is told from the others: 40 mutations, 40 right (features.md R18)."""

import copy

import msgspec
import pytest

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.schema import Drift
from clubos_desktop.practice import schema_faults
from clubos_desktop.sync.declared import CONTRACTS, LABELLED
from clubos_desktop.sync.drift import Learned, changes
from clubos_desktop.sync.shapes import Watcher, form

LEVELS = {301: "Regular", 302: "Student"}


def contact(n):
    level = 301 if n % 2 else 302
    return {
        "Id": n,
        "FirstName": f"Ann{n}",
        "LastName": "Illich",
        "Organization": "",
        "Email": f"ann{n}@x.org",
        "ProfileLastUpdated": "2026-03-04T09:15:30.117-08:00",
        "MembershipLevel": {"Id": level, "Name": LEVELS[level], "Url": "https://x"},
        "MembershipEnabled": True,
        "Status": "Active" if n % 3 else "Lapsed",
        "FieldValues": [
            {"FieldName": "Phone", "SystemCode": "Phone", "Value": "805 555 0123"},
            {"FieldName": "Balance", "SystemCode": "Balance", "Value": 12.5},
            {"FieldName": "Archived", "SystemCode": "IsArchived", "Value": False},
            {"FieldName": "Member since", "SystemCode": "MemberSince", "Value": "2019-05-22T00:00:00-07:00"},
            {"FieldName": "Renewal due", "SystemCode": "RenewalDue", "Value": "2027-01-01T00:00:00"},
        ],
    }


def event(n):
    return {
        "Id": n,
        "Name": f"Walk {n}",
        "StartDate": "2026-06-01T10:00:00-07:00",
        "EndDate": "2026-06-01T12:00:00-07:00",
        "StartTimeSpecified": True,
        "Location": "Pier",
        "AccessLevel": "Public",
        "Tags": ["walks"],
        "RegistrationsLimit": 20,
        "ConfirmedRegistrationsCount": 4,
        "PendingRegistrationsCount": 0,
        "Details": {"DescriptionHtml": "<p>Sea</p>", "TimeZone": {"ZoneId": "Pacific Standard Time"}},
    }


def registration(n):
    return {
        "Id": n,
        "Event": {"Id": 1, "Name": "Walk"},
        "Contact": {"Id": 2, "Name": "Illich, Ann"},
        "Status": "Paid",
        "RegistrationDate": "2026-05-01T08:00:00-07:00",
        "OnWaitlist": False,
        "RegistrationFee": 10.0,
        "PaidSum": 10.0,
    }


def invoice(n):
    return {
        "Id": n,
        "Value": 25.5,
        "DocumentDate": "2026-05-01T08:00:00",
        "PaidAmount": 25.5,
        "IsPaid": True,
        "DocumentNumber": str(n),
        "UpdatedDate": "2026-05-02T08:00:00",
    }


def clubos_member(n):
    return {
        "id": f"c{n}",
        "firstName": f"Ann{n}",
        "lastName": "Illich",
        "email": f"ann{n}@x.org",
        "phone": "805 555 0123",
        "joinedAt": "2019-05-22T07:00:00.000Z",
        "status": "Active",
        "tier": "Regular",
    }


def clubos_registration(n):
    return {
        "id": f"r{n}",
        "memberId": "c1",
        "eventId": "e1",
        "status": "CONFIRMED",
        "registeredAt": "2026-05-01T15:00:00.000Z",
    }


MADE = {
    (Side.LEGACY, Domain.MEMBERS): contact,
    (Side.LEGACY, Domain.EVENTS): event,
    (Side.LEGACY, Domain.REGISTRATIONS): registration,
    (Side.LEGACY, Domain.INVOICES): invoice,
    (Side.CLUBOS, Domain.MEMBERS): clubos_member,
    (Side.CLUBOS, Domain.REGISTRATIONS): clubos_registration,
}
KINDS = {Side.LEGACY: "wild-apricot", Side.CLUBOS: "clubos"}


def seen(side, domain, rows):
    watcher = Watcher(CONTRACTS[KINDS[side]][domain], LABELLED.get(domain) if side is Side.LEGACY else None)
    for row in rows:
        watcher.look(msgspec.json.encode(row))
    return watcher.seen


def found(side, domain, spoil, *, first=False, n=60):
    rows = [MADE[side, domain](n) for n in range(1, n + 1)]
    learned = Learned()
    learned.learn(seen(side, domain, rows), whole=True)
    known = CONTRACTS[KINDS[side]][domain]
    assert changes(side, domain, known, learned, seen(side, domain, rows)) == ()
    spoilt = spoil(copy.deepcopy(rows))
    return changes(side, domain, known, None if first else learned, seen(side, domain, spoilt))


L, C = Side.LEGACY, Side.CLUBOS
M, E, R, B = Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS, Domain.INVOICES

MUTATIONS = [
    # side, domain, fault of the practice club, its value, class, field, breaking
    (L, M, "removed-field", "Email", Drift.MISSING, "Email", True),
    (L, M, "removed-field", "LastName", Drift.MISSING, "LastName", True),
    (L, M, "removed-field", "Status", Drift.MISSING, "Status", True),
    (L, M, "removed-field", "MembershipLevel", Drift.MISSING, "MembershipLevel", True),
    (L, M, "removed-field", "FieldValues", Drift.MISSING, "FieldValues", True),
    (L, M, "removed-field", "FieldValues[MemberSince]", Drift.MISSING, "FieldValues[MemberSince]", True),
    (L, E, "removed-field", "Details", Drift.MISSING, "Details", True),
    (L, R, "removed-field", "OnWaitlist", Drift.MISSING, "OnWaitlist", True),
    (L, B, "removed-field", "PaidAmount", Drift.MISSING, "PaidAmount", True),
    (C, M, "removed-field", "email", Drift.MISSING, "email", True),
    (C, R, "removed-field", "status", Drift.MISSING, "status", True),
    (L, M, "renamed-field", "Email", Drift.RENAMED, "Email", True),
    (L, M, "renamed-field", "MembershipLevel", Drift.RENAMED, "MembershipLevel", True),
    (L, M, "renamed-field", "FieldValues[Balance]", Drift.RENAMED, "FieldValues[Balance]", True),
    (L, E, "renamed-field", "StartDate", Drift.RENAMED, "StartDate", True),
    (L, R, "renamed-field", "Status", Drift.RENAMED, "Status", True),
    (L, B, "renamed-field", "Value", Drift.RENAMED, "Value", True),
    (C, M, "renamed-field", "firstName", Drift.RENAMED, "firstName", True),
    (L, M, "new-field", "Pronouns", Drift.NEW, "Pronouns", False),
    (L, E, "new-field", "Webinar", Drift.NEW, "Webinar", False),
    (C, R, "new-field", "ticket", Drift.NEW, "ticket", False),
    (L, M, "retyped-field", "Email", Drift.RETYPED, "Email", True),
    (L, M, "retyped-field", "MembershipLevel", Drift.RETYPED, "MembershipLevel", True),
    (L, M, "retyped-field", "FieldValues[Balance]", Drift.RETYPED, "FieldValues[Balance]", True),
    (L, E, "retyped-field", "Details", Drift.RETYPED, "Details", True),
    (L, R, "retyped-field", "OnWaitlist", Drift.RETYPED, "OnWaitlist", True),
    (L, B, "retyped-field", "Value", Drift.RETYPED, "Value", True),
    (C, M, "retyped-field", "phone", Drift.RETYPED, "phone", True),
    (L, M, "new-word", "Status=OnHold", Drift.WORD, "Status", True),
    (L, E, "new-word", "AccessLevel=Secret", Drift.WORD, "AccessLevel", True),
    (L, R, "new-word", "Status=Bartered", Drift.WORD, "Status", True),
    (C, M, "new-word", "status=Frozen", Drift.WORD, "status", True),
    (C, R, "new-word", "status=PARKED", Drift.WORD, "status", True),
    (L, M, "date-form", "ProfileLastUpdated", Drift.DATE_FORM, "ProfileLastUpdated", True),
    (L, M, "date-form", "FieldValues[RenewalDue]", Drift.DATE_FORM, "FieldValues[RenewalDue]", True),
    (L, E, "date-form", "StartDate", Drift.DATE_FORM, "StartDate", True),
    (L, E, "retyped-field", "EndDate", Drift.DATE_FORM, "EndDate", True),
    (C, M, "date-form", "joinedAt", Drift.DATE_FORM, "joinedAt", True),
    (C, R, "date-form", "registeredAt", Drift.DATE_FORM, "registeredAt", True),
    (L, M, "renamed-level", "Regular=Standard", Drift.WORD_RENAMED, "level 301", False),
]


def test_there_are_forty():
    assert len(set(MUTATIONS)) == 40
    assert {row[4] for row in MUTATIONS} == set(Drift) - {Drift.ANSWER}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: ".".join(map(str, mutation[:4])))
def test_a_mutation_is_classed_right(mutation):
    side, domain, fault, value, kind, field, breaking = mutation
    (change,) = found(side, domain, schema_faults.change(fault, value))
    assert (change.kind, change.field, change.breaking) == (kind, field, breaking)
    assert change.of == 60


@pytest.mark.parametrize(
    ("fault", "value", "kind"),
    [
        ("removed-field", "Email", Drift.MISSING),
        ("renamed-field", "LastName", Drift.RENAMED),
        ("retyped-field", "FirstName", Drift.RETYPED),
        ("new-word", "Status=OnHold", Drift.WORD),
        ("date-form", "ProfileLastUpdated", Drift.DATE_FORM),
    ],
)
def test_what_breaks_is_seen_before_anything_was_learned(fault, value, kind):
    (change,) = found(L, M, schema_faults.change(fault, value), first=True)
    assert (change.kind, change.breaking) == (kind, True)


def test_a_date_that_loses_its_offset_breaks_and_one_that_gains_it_does_not():
    def cut(rows):
        for row in rows:
            row["StartDate"] = row["StartDate"][:19]
        return rows

    (lost,) = found(L, E, cut)
    assert (lost.kind, lost.breaking) == (Drift.DATE_FORM, True)

    def add(rows):
        for row in rows:
            row["DocumentDate"] += "-08:00"
        return rows

    (gained,) = found(L, B, add)
    assert (gained.kind, gained.breaking) == (Drift.DATE_FORM, False)


def test_a_field_with_another_name_altogether_is_found_by_what_carries_it():
    def other(rows):
        for row in rows:
            row["Kundenklasse"] = row.pop("Organization")
        return rows

    (change,) = found(L, M, other)
    assert (change.kind, change.field, change.other) == (Drift.RENAMED, "Organization", "Kundenklasse")


def test_few_records_without_an_optional_field_prove_nothing():
    def none_of_few(rows):
        for row in rows:
            del row["Organization"]
        return rows

    assert found(L, M, none_of_few, n=20) == ()
    assert found(L, M, none_of_few, n=60)


def test_a_part_of_the_records_without_a_field_that_all_had_is_a_change():
    def some(rows):
        for row in rows[:15]:
            del row["Email"]
        return rows

    (change,) = found(L, M, some)
    assert (change.kind, change.n, change.breaking) == (Drift.MISSING, 15, True)


def test_answers_that_are_no_objects_are_left_to_the_reader():
    watcher = Watcher(CONTRACTS["clubos"][M])
    for raw in (b"", b"[1]", b"7", b'{"id"', b"\xff"):
        watcher.look(raw)
    assert watcher.seen.n == 0


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-03-04T09:15:30.117-08:00", "2027-12-31T23:59:59Z"),
        ("2026-03-04T09:15", "2026-03-04T09:15:30"),
        ("3/4/2026 9:15 AM", "12/31/2027 11:00 PM"),
    ],
)
def test_forms_do_not_depend_on_the_day(text, same):
    assert form(text) == form(same)
