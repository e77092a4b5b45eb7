"""The legacy system's own records, as Wild Apricot keeps them (wild-apricot-api.md sections 2.5 to 2.7).

Mutable on purpose: this is the other party's database. Moments are aware UTC, money is integer cents.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

ACCOUNT = 123456
CLUB_NAME = "Lakeside Club"
ZONE = "America/Los_Angeles"
CURRENCY = "USD"

WINDOWS_ZONES = {
    "America/Los_Angeles": ("Pacific Standard Time", "(UTC-08:00) Pacific Time (US & Canada)", -480),
    "America/Denver": ("Mountain Standard Time", "(UTC-07:00) Mountain Time (US & Canada)", -420),
    "America/New_York": ("Eastern Standard Time", "(UTC-05:00) Eastern Time (US & Canada)", -300),
    "Pacific/Honolulu": ("Hawaiian Standard Time", "(UTC-10:00) Hawaii", -600),
}
"""IANA name to Windows id, name for people and minutes from UTC (CLDR windowsZones)."""


@dataclass(slots=True)
class Level:
    """A membership level; ``fee`` in cents."""

    id: int
    name: str
    kind: str
    fee: int


@dataclass(slots=True)
class Contact:
    """A contact. ``status`` and ``level`` are None for people who are no members."""

    id: int
    first: str
    last: str
    email: str
    phone: str
    organization: str
    status: str | None
    level: int | None
    since: date | None
    renewal: date | None
    created: datetime
    updated: datetime
    suspended: bool = False
    archived: bool = False
    balance: int = 0
    groups: tuple[int, ...] = ()
    bundle: int | None = None
    bundle_role: str | None = None
    custom: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Event:
    """An event. ``start`` of an all-day event is midnight in its own zone; ``capacity`` 0 means no limit."""

    id: int
    title: str
    start: datetime
    end: datetime | None
    zone: str
    all_day: bool
    location: str
    capacity: int
    access: str
    tags: tuple[str, ...]
    html: str
    fee: int
    organizer: int


@dataclass(slots=True)
class Registration:
    """A registration. ``status`` is a payment state (2.6); ``guest_of`` the registration that brought a guest."""

    id: int
    event: int
    contact: int
    status: str
    registered: datetime
    fee: int
    paid: int
    waitlisted: bool = False
    guest_of: int | None = None
    guests: int = 0
    checked_in: bool = False


@dataclass(slots=True)
class Invoice:
    """An invoice; ``voided`` is when it was made void."""

    id: int
    number: str
    contact: int
    dated: datetime
    value: int
    paid: int
    is_paid: bool
    order: str
    registration: int | None
    created: datetime
    voided: datetime | None = None


@dataclass(slots=True)
class Payment:
    """Money received; ``allocated`` is the part set against invoices and refunds (spec of 7.24)."""

    id: int
    contact: int
    dated: datetime
    value: int
    tender: str
    kind: str
    allocated: int
    refunded: int
    created: datetime


@dataclass(slots=True)
class Allocation:
    """A part of a payment set against an invoice or against a refund."""

    id: int
    value: int
    payment: int
    invoice: int | None
    refund: int | None
    dated: datetime


@dataclass(slots=True)
class Refund:
    """Money given back."""

    id: int
    contact: int
    dated: datetime
    value: int
    settled: int
    tender: str
    created: datetime


@dataclass(slots=True)
class Donation:
    """A gift; it has no id of its own, its payment's is used."""

    payment: int
    contact: int
    dated: datetime
    value: int
    comment: str


TENDERS = {"Cash": 41, "Check": 42, "Credit card": 43, "Online": 44}
"""Tender names and ids."""

GROUPS = {
    701: "Board",
    702: "Hiking",
    703: "Book club",
    704: "Newsletter team",
    705: "Kitchen",
    706: "Λέσχη (Greek table)",
}
"""Member groups and their names."""

LEVELS = {
    301: Level(301, "Regular", "Individual", 6000),
    302: Level(302, "Newcomer", "Individual", 4500),
    303: Level(303, "Household", "Bundle", 9500),
    304: Level(304, "Student", "Individual", 2000),
    305: Level(305, "Honorary", "Individual", 0),
}
"""Membership levels."""

CUSTOM: dict[str, tuple[str, str, dict[int, str]]] = {
    "custom-900001": ("T-shirt", "Choice", {21: "S", 22: "M", 23: "L", 24: "XL"}),
    "custom-900002": ("Interests", "MultipleChoice", {31: "Hiking", 32: "Wine", 33: "Books", 34: "Garden"}),
    "custom-900003": ("Emergency contact", "String", {}),
    "custom-900004": ("Birthday", "DateTime", {}),
    "custom-900005": ("Photo consent", "Boolean", {}),
}
"""The club's own fields: name, type, choices by id."""


@dataclass(slots=True)
class Legacy:
    """All records of the legacy system by id. ``revision`` grows with each change, so that answers can be kept."""

    contacts: dict[int, Contact] = field(default_factory=dict)
    events: dict[int, Event] = field(default_factory=dict)
    registrations: dict[int, Registration] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    payments: dict[int, Payment] = field(default_factory=dict)
    allocations: dict[int, Allocation] = field(default_factory=dict)
    refunds: dict[int, Refund] = field(default_factory=dict)
    donations: dict[int, Donation] = field(default_factory=dict)
    revision: int = 0
