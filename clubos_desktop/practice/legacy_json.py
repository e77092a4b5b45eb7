"""Wild Apricot's answers as JSON values, field by field as it writes them (wild-apricot-api.md 2.5 to 2.8)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from clubos_desktop.practice import legacy
from clubos_desktop.practice.legacy import ACCOUNT, CLUB_NAME, CUSTOM, GROUPS, LEVELS, TENDERS, WINDOWS_ZONES, ZONE

BASE = f"https://api.wildapricot.org/v2.2/accounts/{ACCOUNT}"
"""Where records say they live; the practice server keeps the real text."""

Json = dict[str, Any]
_HOME = ZoneInfo(ZONE)


def money(cents: int) -> float:
    """An amount in major units, a JSON number."""
    return cents / 100


def stamped(moment: datetime, zone: ZoneInfo = _HOME) -> str:
    """A moment with the zone's offset."""
    local = moment.astimezone(zone)
    return local.isoformat(timespec="milliseconds" if local.microsecond else "seconds")


def local(moment: datetime) -> str:
    """A moment as the account's wall time without offset (finance and registrations)."""
    return moment.astimezone(_HOME).replace(tzinfo=None).isoformat(timespec="seconds")


def day_stamped(day: date) -> str:
    """A day as midnight of the account with its offset (MemberSince)."""
    return stamped(datetime.combine(day, datetime.min.time(), _HOME))


def time_zone(name: str) -> Json:
    """A zone as Wild Apricot names it, by its Windows id."""
    ident, label, minutes = WINDOWS_ZONES[name]
    return {"ZoneId": ident, "Name": label, "UtcOffset": minutes}


def account(contacts: int) -> Json:
    """The account; ``contacts`` without the archived ones."""
    names = ("Contacts", "Events", "EventRegistrations", "Invoices", "Payments", "Refunds", "Donations", "Tenders")
    return {
        "Id": ACCOUNT,
        "Url": BASE,
        "Name": CLUB_NAME,
        "PrimaryDomainName": "lakeside.example",
        "IsFreeAccount": False,
        "Resources": [
            {"Name": name, "Url": f"{BASE}/{name}", "AllowedOperations": ["GET", "PUT", "POST"]} for name in names
        ],
        "ContactLimitInfo": {"CurrentContactsCount": contacts, "BillingPlanContactsLimit": 50_000},
        "TimeZone": time_zone(ZONE),
        "Currency": {"Code": "USD", "Name": "US Dollar", "Symbol": "$"},
        "Localization": {"DateFormat": "MM/dd/yyyy", "TimeFormat": "hh:mm tt"},
    }


def contact(row: legacy.Contact) -> Json:
    """A contact with its field values."""
    made: Json = {"Id": row.id, "Url": f"{BASE}/Contacts/{row.id}"}
    made |= {"FirstName": row.first, "LastName": row.last, "Organization": row.organization, "Email": row.email}
    made["DisplayName"] = f"{row.last}, {row.first}" if row.last else row.first
    made["ProfileLastUpdated"] = stamped(row.updated)
    if row.level is not None:
        level = LEVELS[row.level]
        made["MembershipLevel"] = {"Id": level.id, "Url": f"{BASE}/MembershipLevels/{level.id}", "Name": level.name}
        made["Status"] = row.status
    made["MembershipEnabled"] = row.level is not None and not row.suspended
    made |= {"IsAccountAdministrator": False, "TermsOfUseAccepted": True}
    made["FieldValues"] = _fields(row)
    return made


def _fields(row: legacy.Contact) -> list[Json]:
    """Field values; what is nowhere else: archived, since, renewal, balance, groups, the club's own (fact 8)."""
    member = row.level is not None
    values: list[tuple[str, str, Any]] = [
        ("Archived", "IsArchived", row.archived),
        ("Donor", "IsDonor", False),
        ("Member", "IsMember", member),
        ("Suspended member", "IsSuspendedMember", row.suspended),
        ("Subscribed to emails", "ReceiveNewsletters", True),
        ("Balance", "Balance", money(row.balance)),
        ("Profile last updated", "LastUpdated", stamped(row.updated)),
        ("Creation date", "CreationDate", stamped(row.created)),
        ("User ID", "MemberId", row.id),
        ("First name", "FirstName", row.first),
        ("Last name", "LastName", row.last),
        ("Organization", "Organization", row.organization),
        ("e-Mail", "Email", row.email),
        ("Phone", "Phone", row.phone),
        ("Notes", "Notes", ""),
        ("Group participation", "Groups", [{"Id": key, "Label": GROUPS[key]} for key in row.groups]),
    ]
    if member:
        values += [
            ("Member role", "MemberRole", row.bundle_role),
            ("Member since", "MemberSince", None if row.since is None else day_stamped(row.since)),
            ("Renewal due", "RenewalDue", None if row.renewal is None else f"{row.renewal.isoformat()}T00:00:00"),
            ("Membership level ID", "MembershipLevelId", row.level),
            ("Member bundle ID or email", "BundleId", row.bundle),
            ("Membership status", "Status", {"Id": 1, "Label": row.status, "Value": row.status}),
            ("Membership enabled", "MembershipEnabled", not row.suspended),
        ]
    values += [(CUSTOM[code][0], code, value) for code, value in row.custom.items()]
    return [{"FieldName": name, "SystemCode": code, "Value": value} for name, code, value in values]


def contact_fields() -> list[Json]:
    """Definitions of the contact fields, built in and the club's own."""
    plain = (
        ("First name", "FirstName", "String", True),
        ("Last name", "LastName", "String", True),
        ("Organization", "Organization", "String", True),
        ("e-Mail", "Email", "String", True),
        ("Phone", "Phone", "String", True),
        ("Archived", "IsArchived", "Boolean", False),
        ("Member since", "MemberSince", "DateTime", True),
        ("Renewal due", "RenewalDue", "DateTime", True),
        ("Membership status", "Status", "Choice", True),
        ("Group participation", "Groups", "MultipleChoice", True),
        ("Balance", "Balance", "Number", False),
        ("Profile last updated", "LastUpdated", "DateTime", False),
    )
    made = [_field(number, entry, {}, builtin=True) for number, entry in enumerate(plain, 800_001)]
    return made + [
        _field(int(code.removeprefix("custom-")), (name, code, kind, True), choices, builtin=False)
        for code, (name, kind, choices) in CUSTOM.items()
    ]


def _field(number: int, field: tuple[str, str, str, bool], choices: dict[int, str], *, builtin: bool) -> Json:
    """One definition; ``field`` is name, code, type and whether it can be changed."""
    name, code, kind, editable = field
    allowed = [
        {"Id": key, "Label": label, "Position": place, "SelectedByDefault": False}
        for place, (key, label) in enumerate(choices.items())
    ]
    return {
        "Id": number,
        "FieldName": name,
        "SystemCode": code,
        "FieldType": kind,
        "DisplayType": "Text",
        "IsSystem": builtin,
        "IsBuiltIn": builtin,
        "IsEditable": editable,
        "SupportSearch": True,
        "AdminOnly": False,
        "MemberOnly": False,
        "Access": "Members",
        "AllowedValues": allowed,
        "Order": number % 1000,
    }


def level(row: legacy.Level) -> Json:
    """A membership level."""
    return {
        "Id": row.id,
        "Url": f"{BASE}/MembershipLevels/{row.id}",
        "Name": row.name,
        "Description": "",
        "PublicCanApply": True,
        "Type": row.kind,
        "BundleMembersLimit": 6 if row.kind == "Bundle" else None,
        "MembershipFee": money(row.fee),
        "MemberCanChangeToLevels": [],
        "RenewalPeriod": {"Kind": "EveryNYears", "StartFromJoinDate": True},
    }


def event(row: legacy.Event, counts: tuple[int, int, int], totals: tuple[int, int] | None = None) -> Json:
    """An event; ``counts`` are pending, confirmed and checked in.

    ``Details`` come with a single event only, together with ``totals``: cents paid and due.
    """
    zone = ZoneInfo(row.zone)
    made: Json = {
        "Id": row.id,
        "Url": f"{BASE}/Events/{row.id}",
        "Name": row.title,
        "EventType": "Regular",
        "StartDate": stamped(row.start, zone),
        "StartTimeSpecified": not row.all_day,
        "EndDate": None if row.end is None else stamped(row.end, zone),
        "EndTimeSpecified": row.end is not None and not row.all_day,
        "Location": row.location,
        "RegistrationEnabled": True,
        "HasEnabledRegistrationTypes": True,
        "AccessLevel": row.access,
        "Tags": list(row.tags),
        "Sessions": [],
        "RegistrationsLimit": row.capacity or None,
        "PendingRegistrationsCount": counts[0],
        "ConfirmedRegistrationsCount": counts[1],
        "CheckedInAttendeesNumber": counts[2],
        "InviteeStat": None,
    }
    if totals is not None:
        paid, due = totals
        made["Details"] = {
            "DescriptionHtml": row.html,
            "TimeZone": time_zone(row.zone),
            "RegistrationTypes": [registration_type(row)],
            "EventRegistrationFields": [],
            "AccessControl": {"AccessLevel": row.access},
            "GuestRegistrationSettings": {"CreateContactMode": "NoContact"},
            "Organizer": {"Id": row.organizer, "Url": f"{BASE}/Contacts/{row.organizer}"},
            "TotalPaid": money(paid),
            "TotalDue": money(due),
            "PaymentMethod": "OnlineAndOffline",
            "IsWaitlistEnabled": row.capacity > 0,
            "MultipleRegistrationAllowed": False,
        }
    return made


def registration_type(row: legacy.Event) -> Json:
    """The one ticket type of an event."""
    return {
        "Id": row.id + 100_000,
        "EventId": row.id,
        "Url": f"{BASE}/EventRegistrationTypes/{row.id + 100_000}",
        "Name": "Member",
        "IsEnabled": True,
        "BasePrice": money(row.fee),
        "GuestPrice": 0.0,
        "MaximumRegistrantsCount": None,
    }


def registration(row: legacy.Registration, at: legacy.Event, who: legacy.Contact | None) -> Json:
    """A registration. One in five writes its date as wall time without offset, as the interface does (2.8)."""
    type_id = row.event + 100_000
    name = "" if who is None else (f"{who.last}, {who.first}" if who.last else who.first)
    return {
        "Id": row.id,
        "Url": f"{BASE}/EventRegistrations/{row.id}",
        "Event": {
            "Id": at.id,
            "Url": f"{BASE}/Events/{at.id}",
            "Name": at.title,
            "EventType": "Regular",
            "StartDate": stamped(at.start, ZoneInfo(at.zone)),
            "Location": at.location,
        },
        "Contact": {"Id": row.contact, "Url": f"{BASE}/Contacts/{row.contact}", "Name": name},
        "RegistrationTypeId": type_id,
        "RegistrationType": {"Id": type_id, "Url": f"{BASE}/EventRegistrationTypes/{type_id}", "Name": "Member"},
        "GuestRegistrationsSummary": {"NumberOfGuests": row.guests, "NumberOfGuestsCheckedIn": 0},
        "DisplayName": name,
        "Organization": "" if who is None else who.organization,
        "IsCheckedIn": row.checked_in,
        "RegistrationFee": money(row.fee),
        "PaidSum": money(row.paid),
        "IsPaid": row.paid >= row.fee,
        "RegistrationFields": [],
        "ShowToPublic": True,
        "RegistrationDate": local(row.registered) if row.id % 5 == 0 else stamped(row.registered),
        "Memo": "",
        "IsGuestRegistration": row.guest_of is not None,
        "ParentRegistration": None if row.guest_of is None else {"Id": row.guest_of},
        "OnWaitlist": row.waitlisted,
        "Status": row.status,
    }


def _document(key: int, kind: str, row: Any, contacts: dict[int, legacy.Contact]) -> Json:
    """What all financial documents have (2.7)."""
    who = contacts.get(row.contact)
    name = "" if who is None else (f"{who.last}, {who.first}" if who.last else who.first)
    return {
        "Id": key,
        "Url": f"{BASE}/{kind}/{key}",
        "Value": money(row.value),
        "DocumentDate": local(row.dated),
        "Contact": {"Id": row.contact, "Url": f"{BASE}/Contacts/{row.contact}", "Name": name},
        "CreatedDate": local(row.created),
        "CreatedBy": None,
        "UpdatedDate": local(row.created),
        "UpdatedBy": None,
    }


def invoice(row: legacy.Invoice, contacts: dict[int, legacy.Contact]) -> Json:
    """An invoice."""
    of = row.registration
    return _document(row.id, "Invoices", row, contacts) | {
        "DocumentNumber": row.number,
        "IsPaid": row.is_paid,
        "PaidAmount": money(row.paid),
        "OrderType": row.order,
        "EventRegistration": None if of is None else {"Id": of, "Url": f"{BASE}/EventRegistrations/{of}"},
        "OrderDetails": [{"Value": money(row.value), "OrderDetailType": "Unspecified", "Notes": "", "Taxes": None}],
        "Memo": "",
        "PublicMemo": "",
        "VoidedDate": None if row.voided is None else local(row.voided),
    }


def _tender(name: str) -> Json:
    return {"Id": TENDERS[name], "Url": f"{BASE}/Tenders/{TENDERS[name]}", "Name": name}


def payment(row: legacy.Payment, contacts: dict[int, legacy.Contact]) -> Json:
    """A payment."""
    return _document(row.id, "Payments", row, contacts) | {
        "Tender": _tender(row.tender),
        "Comment": "",
        "PublicComment": "",
        "AllocatedValue": money(row.allocated),
        "RefundedAmount": money(row.refunded),
        "Type": row.kind,
        "DonationId": row.id if row.kind == "DonationPayment" else None,
        "FieldValues": [],
    }


def refund(row: legacy.Refund, contacts: dict[int, legacy.Contact]) -> Json:
    """A refund."""
    return _document(row.id, "Refunds", row, contacts) | {
        "Tender": _tender(row.tender),
        "Comment": "",
        "PublicComment": "",
        "SettledValue": money(row.settled),
    }


def allocation(row: legacy.Allocation, invoices: dict[int, legacy.Invoice]) -> Json:
    """A part of a payment set against an invoice or a refund."""
    made: Json = {"Id": row.id, "Value": money(row.value)}
    made["Payment"] = {"Id": row.payment, "Url": f"{BASE}/Payments/{row.payment}"}
    made |= {"PaymentDate": local(row.dated), "PaymentType": "InvoicePayment"}
    made["Invoice"] = None if row.invoice is None else {"Id": row.invoice, "Url": f"{BASE}/Invoices/{row.invoice}"}
    known = None if row.invoice is None else invoices.get(row.invoice)
    made["InvoiceDate"] = None if known is None else local(known.dated)
    made["InvoiceNumber"] = None if known is None else known.number
    made["Refund"] = None if row.refund is None else {"Id": row.refund, "Url": f"{BASE}/Refunds/{row.refund}"}
    made["RefundDate"] = None if row.refund is None else local(row.dated)
    return made


def donation(row: legacy.Donation, contacts: dict[int, legacy.Contact]) -> Json:
    """A donation; it comes without an id of its own (2.7)."""
    who = contacts.get(row.contact)
    return {
        "Contact": {"Id": row.contact, "Url": f"{BASE}/Contacts/{row.contact}"},
        "Payment": {"Id": row.payment, "Url": f"{BASE}/Payments/{row.payment}"},
        "DonationDate": local(row.dated),
        "FirstName": "" if who is None else who.first,
        "LastName": "" if who is None else who.last,
        "Email": "" if who is None else who.email,
        "Organization": "",
        "Phone": "" if who is None else who.phone,
        "Comment": row.comment,
        "PublicComment": "",
        "Value": money(row.value),
        "Type": "Online",
        "FieldValues": [],
    }


def bundles(contacts: dict[int, legacy.Contact]) -> list[Json]:
    """Bundles with their members."""
    made: dict[int, Json] = {}
    for row in contacts.values():
        if row.bundle is None or row.level is None:
            continue
        link = {"Id": row.id, "Url": f"{BASE}/Contacts/{row.id}"}
        entry = made.setdefault(
            row.bundle,
            {"Id": row.bundle, "Url": f"{BASE}/Bundles/{row.bundle}", "Email": row.email, "ParticipantsCount": 0}
            | {"Administrator": link, "MembershipLevel": {"Id": row.level}, "SpacesLeft": None, "Members": []},
        )
        entry["ParticipantsCount"] += 1
        entry["Members"].append(link)
    return list(made.values())
