"""Wild Apricot's answers in the shapes of wild-apricot-api.md 2.5 to 2.7."""

import json
import random

import pytest

from clubos_desktop.connectors.wild_apricot import reader
from clubos_desktop.connectors.wild_apricot.zones import iana
from clubos_desktop.errors import ContractError
from clubos_desktop.model.domains import Domain

PURE = reader("America/Los_Angeles", "USD")

CONTACT = {
    "Id": 5001,
    "Url": "https://api.wildapricot.org/v2.2/accounts/100001/Contacts/5001",
    "FirstName": "Ada",
    "LastName": "Example",
    "Organization": "",
    "Email": " Ada@Example.org",
    "DisplayName": "Example, Ada",
    "ProfileLastUpdated": "2026-03-04T09:15:30.117-08:00",
    "MembershipLevel": {"Id": 301, "Url": "…", "Name": "Regular"},
    "MembershipEnabled": True,
    "Status": "Active",
    "FieldValues": [
        {"FieldName": "Renewal due", "SystemCode": "RenewalDue", "Value": "2026-06-01T00:00:00"},
        {"FieldName": "Member since", "SystemCode": "MemberSince", "Value": "2019-06-01T00:00:00-07:00"},
        {"FieldName": "Group participation", "SystemCode": "Groups", "Value": [{"Id": 701, "Label": "Board"}]},
        {"FieldName": "T-shirt", "SystemCode": "custom-900002", "Value": {"Id": 21, "Label": "M"}},
        {"FieldName": "Balance", "SystemCode": "Balance", "Value": -12.3450},
        {"FieldName": "Phone", "SystemCode": "Phone", "Value": "555-0100"},
        {"FieldName": "Archived", "SystemCode": "IsArchived", "Value": True},
        {"FieldName": "Suspended member", "SystemCode": "IsSuspendedMember", "Value": False},
        {"FieldName": "Member role", "SystemCode": "MemberRole", "Value": {"Id": 1, "Label": "Bundle coordinator"}},
        {"FieldName": "Bundle ID", "SystemCode": "BundleId", "Value": 901},
        {"FieldName": "Creation date", "SystemCode": "CreationDate", "Value": "2019-05-01T10:00:00-07:00"},
    ],
}

EVENT = {
    "Id": 8001,
    "Name": "Spring walk",
    "EventType": "Regular",
    "StartDate": "2026-04-18T09:00:00-07:00",
    "StartTimeSpecified": True,
    "EndDate": "2026-04-18T12:00:00",
    "Location": "North gate",
    "AccessLevel": "Public",
    "Tags": ["outdoors", "walk"],
    "RegistrationsLimit": 0,
    "ConfirmedRegistrationsCount": 12,
    "PendingRegistrationsCount": 1,
    "Details": {"DescriptionHtml": "<p>Bring water.</p>", "TimeZone": {"ZoneId": "US Mountain Standard Time"}},
}

REGISTRATION = {
    "Id": 9101,
    "Event": {"Id": 8001, "Name": "Spring walk"},
    "Contact": {"Id": 5001, "Name": "Example, Ada"},
    "RegistrationType": {"Id": 8301, "Name": "Member"},
    "GuestRegistrationsSummary": {"NumberOfGuests": 2, "NumberOfGuestsCheckedIn": 0},
    "IsCheckedIn": False,
    "RegistrationFee": 10.10,
    "PaidSum": 0.30000000000000004,
    "RegistrationDate": "2026-03-02T19:20:21",
    "IsGuestRegistration": False,
    "OnWaitlist": False,
    "Status": "Canceled",
}


def one(domain, answer, pure=PURE):
    reading = pure.parse(domain, [json.dumps(answer).encode()])
    assert reading.faults == ()
    return reading.records[0]


def faults(domain, answer):
    reading = PURE.parse(domain, [json.dumps(answer).encode()])
    assert reading.records == ()
    return [f"{fault.where}: {fault.what}" for fault in reading.faults]


def test_a_member_with_what_hides_in_the_field_values():
    found = one(Domain.MEMBERS, CONTACT)
    assert (found.key, found.email, found.organization) == ("5001", " Ada@Example.org", None)
    assert found.modified == "2026-03-04T17:15:30.117Z"
    assert (found.status, found.level, found.joined, found.renewal_due) == (
        "Active",
        "Regular",
        "2019-06-01",
        "2026-06-01",
    )
    assert (found.balance, found.currency) == (-1234, "USD")
    assert (found.archived, found.suspended, found.groups) == (True, False, ("701",))
    assert (found.bundle, found.bundle_role) == ("901", "Bundle coordinator")
    assert found.custom == {"custom-900002": {"Id": 21, "Label": "M"}}


def test_somebody_who_is_no_member():
    plain = {name: CONTACT[name] for name in ("Id", "FirstName", "LastName", "Email")}
    found = one(Domain.MEMBERS, plain | {"MembershipEnabled": False})
    assert (found.status, found.level, found.joined, found.suspended) == (None, None, None, False)


def test_a_suspended_member_is_known_without_its_own_field():
    fields = [value for value in CONTACT["FieldValues"] if value["SystemCode"] != "IsSuspendedMember"]
    assert one(Domain.MEMBERS, CONTACT | {"MembershipEnabled": False, "FieldValues": fields}).suspended is True


def test_a_renamed_field_is_found_by_its_code():
    renamed = [value | {"FieldName": "Téléphone"} for value in CONTACT["FieldValues"]]
    assert one(Domain.MEMBERS, CONTACT | {"FieldValues": renamed}) == one(Domain.MEMBERS, CONTACT)


def test_own_fields_are_kept_whole_and_exact():
    odd = [
        {"SystemCode": "custom-1", "Value": [{"Id": 1, "Label": "a"}]},
        {"SystemCode": "custom-2", "Value": 12.50},
        {"SystemCode": "custom-3", "Value": 2**70},
        {"SystemCode": "custom-4", "Value": None},
    ]
    raw = json.dumps(CONTACT | {"FieldValues": odd}).replace("12.5", "12.50").encode()
    found = PURE.parse(Domain.MEMBERS, [raw]).records[0]
    assert found.custom == {
        "custom-1": [{"Id": 1, "Label": "a"}],
        "custom-2": "12.50",
        "custom-3": str(2**70),
        "custom-4": None,
    }


def test_an_event_with_its_zone_and_without_limit():
    found = one(Domain.EVENTS, EVENT)
    assert (found.start, found.end, found.zone) == (
        "2026-04-18T16:00:00.000Z",
        "2026-04-18T19:00:00.000Z",
        "America/Phoenix",
    )
    assert (found.capacity, found.category, found.tags, found.published) == (
        None,
        "outdoors",
        ("outdoors", "walk"),
        True,
    )
    assert (found.all_day, found.confirmed, found.description) == (False, 12, "<p>Bring water.</p>")


def test_an_event_in_an_unknown_zone_is_in_the_account_s():
    odd = EVENT | {"Details": {"TimeZone": {"ZoneId": "Middle Earth Standard Time"}}, "AccessLevel": "AdminOnly"}
    found = one(Domain.EVENTS, odd | {"StartTimeSpecified": False, "Tags": []})
    assert (found.zone, found.published, found.all_day, found.category) == ("America/Los_Angeles", False, True, None)


def test_a_registration_with_guests_and_account_local_time():
    found = one(Domain.REGISTRATIONS, REGISTRATION)
    assert (found.event, found.member, found.status, found.cancelled, found.waitlisted) == (
        "8001",
        "5001",
        "Canceled",
        True,
        False,
    )
    assert (found.registered, found.fee, found.paid, found.guests) == ("2026-03-03T03:20:21.000Z", 1010, 30, 2)


def test_a_guest_names_who_brought_it():
    guest = REGISTRATION | {"Id": 9102, "IsGuestRegistration": True, "ParentRegistration": {"Id": 9101}}
    assert one(Domain.REGISTRATIONS, guest).guest_of == "9101"


def test_money():
    invoice = {
        "Id": 9501,
        "Value": 10.0,
        "DocumentDate": "2026-03-02T19:20:21",
        "DocumentNumber": "00042",
        "IsPaid": True,
        "PaidAmount": 10.0,
        "OrderType": "EventRegistration",
        "EventRegistration": {"Id": 9101},
        "Contact": {"Id": 5001, "Name": "Example, Ada"},
        "UpdatedDate": "2026-03-02T19:25:00",
        "VoidedDate": None,
    }
    found = one(Domain.INVOICES, invoice)
    assert (found.amount, found.paid, found.is_paid, found.void, found.registration) == (
        1000,
        1000,
        True,
        False,
        "9101",
    )
    assert one(Domain.INVOICES, invoice | {"VoidedDate": "2026-03-03T00:00:00"}).void is True
    yen = reader("Asia/Tokyo", "JPY")
    assert one(Domain.INVOICES, invoice | {"Value": 1200}, yen).amount == 1200
    gift = {"Payment": {"Id": 9602}, "Contact": {"Id": 5001}, "DonationDate": "2026-02-14T12:00:00", "Value": 25.0}
    assert one(Domain.DONATIONS, gift).key == "9602"


@pytest.mark.parametrize("wrapper", ["Contacts", "contacts"])
def test_lists_come_bare_or_wrapped(wrapper):
    bare = json.dumps([CONTACT, CONTACT]).encode()
    assert len(PURE.split(Domain.MEMBERS, bare)) == 2
    assert PURE.split(Domain.MEMBERS, b'{"%b":%b}' % (wrapper.encode(), bare)) == PURE.split(Domain.MEMBERS, bare)
    assert PURE.split(Domain.DONATIONS, b'{"Payments":[{"Payment":{"Id":1}}]}') == [b'{"Payment":{"Id":1}}']
    assert PURE.split(Domain.MEMBERS, b"\xef\xbb\xbf[1]") == [b"1"]


def test_another_wrapper_is_named():
    with pytest.raises(ContractError) as caught:
        PURE.split(Domain.MEMBERS, b'{"ResultId":"x","State":"Waiting"}')
    assert caught.value.faults == ("members: no list called Contacts in the answer, only ResultId, State",)


def test_every_fault_of_a_record_is_told_without_its_values():
    broken = CONTACT | {"FirstName": 7, "Email": ["secret@example.org"], "Status": {}, "FieldValues": "none"}
    told = faults(Domain.MEMBERS, broken)
    assert len(told) == 4
    assert all(line.startswith("members 5001: ") for line in told)
    assert "secret" not in "".join(told)


def test_faults_of_meaning_are_all_told():
    odd = CONTACT | {
        "ProfileLastUpdated": "yesterday",
        "FieldValues": [
            {"SystemCode": "MemberSince", "Value": "32/13/2020"},
            {"SystemCode": "Balance", "Value": "a lot"},
            {"SystemCode": "IsArchived", "Value": "perhaps"},
            {"SystemCode": "Groups", "Value": "Board"},
        ],
    }
    assert sorted(faults(Domain.MEMBERS, odd)) == [
        "members 5001: Balance: not a number",
        "members 5001: Groups: not a list of groups",
        "members 5001: IsArchived: neither yes nor no",
        "members 5001: MemberSince: not a date or time",
        "members 5001: ProfileLastUpdated: not a date or time",
    ]


def test_one_broken_record_does_not_spoil_its_neighbours():
    raws = [json.dumps(CONTACT | {"Id": number}).encode() for number in (1, 2, 3)]
    reading = PURE.parse(Domain.MEMBERS, [raws[0], b"{", raws[1].replace(b'"Ada"', b"7"), raws[2]])
    assert [record.key for record in reading.records] == ["1", "3"]
    assert len(reading.faults) == 2


@pytest.mark.parametrize("amount", ["1e999999", "-1e400", "123456789012345678901234567890"])
def test_an_amount_beyond_all_measure_costs_no_memory(amount):
    raw = json.dumps(REGISTRATION).replace("10.1", amount).encode()
    assert PURE.parse(Domain.REGISTRATIONS, [raw]).faults[0].what == "RegistrationFee: not an amount"


def test_the_zero_of_dates_is_nothing():
    assert one(Domain.EVENTS, EVENT | {"EndDate": "0001-01-01T00:00:00"}).end is None


@pytest.mark.parametrize(
    ("windows", "name"),
    [
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("UTC", "Etc/UTC"),
        ("Nowhere Standard Time", None),
        ("", None),
        (None, None),
    ],
)
def test_windows_zones(windows, name):
    assert iana(windows) in (name, "Etc/GMT") if windows == "UTC" else iana(windows) == name


ODD = [
    None,
    True,
    0,
    -1,
    2**63,
    2**80,
    1.5,
    "",
    "x",
    "\u0000",
    "9" * 40,
    [],
    [[]],
    {},
    {"Id": 1},
    "2026-13-45T99:00",
    [],
]


def spoil(value, dice):
    """A copy with one thing somewhere in it changed, taken away, doubled or renamed."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        name = dice.choice(list(value))
        changed = dict(value)
        match dice.randrange(4):
            case 0:
                changed[name] = spoil(value[name], dice)
            case 1:
                changed[name] = dice.choice(ODD)
            case 2:
                changed.pop(name)
            case _:
                changed[name + "New"] = changed.pop(name)
        return changed
    if isinstance(value, list) and value and dice.random() < 0.8:
        place = dice.randrange(len(value))
        return [*value[:place], spoil(value[place], dice), *value[place + 1 :]]
    return dice.choice(ODD)


@pytest.mark.parametrize("domain", [Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS])
def test_spoiled_answers_become_records_or_faults_never_tracebacks(domain):
    whole = {Domain.MEMBERS: CONTACT, Domain.EVENTS: EVENT, Domain.REGISTRATIONS: REGISTRATION}[domain]
    dice = random.Random(f"{domain} spoiled")
    for _ in range(600):
        answer = whole
        for _ in range(dice.randint(1, 3)):
            answer = spoil(answer, dice)
        reading = PURE.parse(domain, [json.dumps(answer).encode()])
        assert len(reading.records) + bool(reading.faults) == 1


def test_cut_and_garbled_bytes_become_faults_or_a_told_page():
    body = json.dumps({"Contacts": [CONTACT, CONTACT | {"Id": 5002}]}).encode()
    dice = random.Random(12)
    for _ in range(400):
        spoiled = bytearray(body)
        for _ in range(dice.randint(1, 4)):
            spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        cut = bytes(spoiled[: dice.choice([len(body), dice.randrange(len(body))])])
        try:
            raws = PURE.split(Domain.MEMBERS, cut)
        except ContractError:
            continue
        reading = PURE.parse(Domain.MEMBERS, raws)
        broken = {fault.where for fault in reading.faults}
        assert len(reading.records) + (len(broken) or 0) >= 1
        assert len(reading.records) <= 2


@pytest.mark.parametrize(
    "raw",
    [
        b'{"Id":1,"Id":2,"FirstName":"a","FirstName":"b"}',
        b'{"Id":1,"FirstName":"\\ud800"}',
        b'{"Id":1,"FirstName":"\xe4"}',
        b'{"Id":1,"FieldValues":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"Id":1e3}',
        b'{"Id":NaN}',
        b'{"Id":1,"FirstName":"' + b"x" * 10_000_000 + b'"}',
    ],
    ids=["doubled keys", "surrogate", "charset", "deep", "float id", "NaN", "10 MB"],
)
def test_odd_bytes(raw):
    reading = PURE.parse(Domain.MEMBERS, [raw])
    assert len(reading.records) + bool(reading.faults) == 1
