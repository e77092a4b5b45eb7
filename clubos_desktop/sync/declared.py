"""What each system's answers are known to hold, as far as this program reads them (the contract per domain and side).

Sources: wild-apricot-api.md 2.5 to 2.8, clubos-api.md B.1 to B.3. Fields that are read and not named here may come and
go without harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clubos_desktop.model.domains import Domain

TEXT, NUMBER, YESNO, LINK, LIST = "text", "number", "yes or no", "object", "list"


@dataclass(frozen=True, slots=True)
class Known:
    """A field that is read.

    ``kinds`` are the kinds its value may be of (nothing at all is always allowed). ``always``: every record carries it,
    even empty. ``date``: a text that is a date or time. ``words`` are all words it may be; () where a club has its own.
    ``decides``: it is a word from a list. ``matters`` says what it is used for.
    """

    path: str
    kinds: tuple[str, ...]
    always: bool = False
    date: bool = False
    decides: bool = False
    words: tuple[str, ...] = ()
    label: str = ""


def _text(path: str, label: str, *, always: bool = False) -> Known:
    return Known(path, (TEXT,), always, label=label)


def _date(path: str, label: str, *, always: bool = False) -> Known:
    return Known(path, (TEXT,), always, date=True, label=label)


def _number(path: str, label: str, *, always: bool = False) -> Known:
    return Known(path, (NUMBER,), always, label=label)


def _flag(path: str, label: str, *, always: bool = False) -> Known:
    return Known(path, (YESNO,), always, label=label)


def _link(path: str, label: str, *, always: bool = False) -> Known:
    return Known(path, (LINK,), always, label=label)


def _word(path: str, label: str, *words: str, always: bool = False) -> Known:
    return Known(path, (TEXT,), always, decides=True, words=words, label=label)


_ID = _number("Id", "Id", always=True)

_DOCUMENT = (
    _ID,
    _number("Value", "Amount", always=True),
    _date("DocumentDate", "Date", always=True),
    _link("Contact", "Member"),
    _date("UpdatedDate", "Last change"),
)

WILD_APRICOT: Mapping[Domain, tuple[Known, ...]] = {
    Domain.FIELDS: (_text("FieldName", "Name"), _text("SystemCode", "Code", always=True)),
    Domain.LEVELS: (_ID, _text("Name", "Name", always=True), _number("MembershipFee", "Fee")),
    Domain.GROUPS: (_ID, _text("Name", "Name", always=True)),
    Domain.MEMBERS: (
        _ID,
        _text("FirstName", "First name", always=True),
        _text("LastName", "Last name", always=True),
        _text("Email", "E-mail", always=True),
        _text("Organization", "Organisation"),
        _date("ProfileLastUpdated", "Last change"),
        _word("Status", "Status", "Active", "Lapsed", "PendingNew", "PendingRenewal", "PendingUpgrade"),
        _link("MembershipLevel", "Level"),
        _text("MembershipLevel.Name", "Level"),
        _flag("MembershipEnabled", "Membership enabled"),
        Known("FieldValues", (LIST,), always=True, label="Field values"),
        Known("FieldValues[Phone]", (TEXT, NUMBER), label="Phone"),
        _flag("FieldValues[IsArchived]", "Archived"),
        _flag("FieldValues[IsSuspendedMember]", "Suspended"),
        _flag("FieldValues[IsMember]", "Member"),
        _number("FieldValues[Balance]", "Balance"),
        _date("FieldValues[MemberSince]", "Member since"),
        _date("FieldValues[RenewalDue]", "Renewal due"),
        _date("FieldValues[CreationDate]", "Created"),
        Known("FieldValues[Groups]", (LIST,), label="Groups"),
    ),
    Domain.EVENTS: (
        _ID,
        _text("Name", "Title", always=True),
        _date("StartDate", "Start", always=True),
        _date("EndDate", "End"),
        _flag("StartTimeSpecified", "Start has a time"),
        _text("Location", "Place"),
        _word("AccessLevel", "Published", "Public", "AdminOnly", "Restricted", always=True),
        Known("Tags", (LIST,), label="Category"),
        _number("RegistrationsLimit", "Places"),
        _number("ConfirmedRegistrationsCount", "Confirmed"),
        _number("PendingRegistrationsCount", "Pending"),
        _link("Details", "Details", always=True),
        _text("Details.DescriptionHtml", "Description"),
        _link("Details.TimeZone", "Time zone"),
    ),
    Domain.REGISTRATIONS: (
        _ID,
        _link("Event", "Event", always=True),
        _link("Contact", "Member", always=True),
        _word("Status", "Status", always=True),
        _date("RegistrationDate", "Registered on", always=True),
        _flag("OnWaitlist", "On the wait list", always=True),
        _flag("IsCheckedIn", "Checked in"),
        _number("RegistrationFee", "Fee"),
        _number("PaidSum", "Paid"),
        _flag("IsGuestRegistration", "Guest"),
        _link("ParentRegistration", "Guest of"),
        _link("RegistrationType", "Ticket type"),
    ),
    Domain.INVOICES: (
        *_DOCUMENT,
        _number("PaidAmount", "Paid", always=True),
        _flag("IsPaid", "Is paid", always=True),
        _text("DocumentNumber", "Number"),
        _link("EventRegistration", "Registration"),
        _date("VoidedDate", "Void since"),
    ),
    Domain.PAYMENTS: (
        *_DOCUMENT,
        _number("AllocatedValue", "Allocated", always=True),
        _number("RefundedAmount", "Refunded"),
        _link("Tender", "Tender"),
    ),
    Domain.ALLOCATIONS: (_ID, _number("Value", "Amount", always=True), _link("Payment", "Payment")),
    Domain.REFUNDS: (*_DOCUMENT, _number("SettledValue", "Settled")),
    Domain.DONATIONS: (
        _link("Payment", "Payment", always=True),
        _number("Value", "Amount", always=True),
        _date("DonationDate", "Date", always=True),
    ),
}

TOGETHER: Mapping[Domain, tuple[tuple[str, str], ...]] = {
    Domain.MEMBERS: (("Status", "MembershipLevel"), ("MembershipLevel", "Status"))
}
"""Fields that come with another one in Wild Apricot: where somebody has the first, somebody has the second."""

LABELLED: Mapping[Domain, str] = {Domain.MEMBERS: "MembershipLevel", Domain.LEVELS: ""}
"""Where the answers name things by id and name: another name under the same id is a renaming."""

PLAIN = ("MembershipLevel", "MembershipLevel.Name", "RegistrationType", "Tender", "tier")
"""Fields whose values name nobody: examples show them as they are."""

_KEY = _text("id", "Id", always=True)

CLUBOS: Mapping[Domain, tuple[Known, ...]] = {
    Domain.MEMBERS: (
        _KEY,
        _text("firstName", "First name", always=True),
        _text("lastName", "Last name", always=True),
        _text("email", "E-mail", always=True),
        _word("status", "Status", always=True),
        _text("phone", "Phone"),
        _date("joinedAt", "Member since"),
        Known("tier", (TEXT, LINK), label="Level"),
    ),
    Domain.EVENTS: (
        _KEY,
        _text("title", "Title", always=True),
        _date("startTime", "Start", always=True),
        _date("endTime", "End"),
        _text("location", "Place"),
        _text("category", "Category"),
        _number("capacity", "Places"),
        _flag("isPublished", "Published"),
        _text("description", "Description"),
    ),
    Domain.REGISTRATIONS: (
        _KEY,
        _text("memberId", "Member", always=True),
        _text("eventId", "Event", always=True),
        _word(
            "status",
            "Status",
            *("DRAFT", "PENDING", "PENDING_PAYMENT", "CONFIRMED", "WAITLISTED", "CANCELLED"),
            *("REFUND_PENDING", "REFUNDED", "NO_SHOW"),
            always=True,
        ),
        _date("registeredAt", "Registered on"),
    ),
}

CONTRACTS: Mapping[str, Mapping[Domain, tuple[Known, ...]]] = {"wild-apricot": WILD_APRICOT, "clubos": CLUBOS}
"""The contracts by kind of connector. Files have columns that a person confirmed instead."""
