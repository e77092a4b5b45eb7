"""One record of each domain, typed, values as the source gave them.

Conventions: ``key`` is the source's own id as text. An ``Instant`` is UTC text with milliseconds and Z, so that text
order is time order; a ``Day`` is "YYYY-MM-DD". Money is integer minor units. ``None`` means the source shows nothing
there (an empty value) or cannot show it at all; which fields a side cannot show is in ``fields.UNSEEN``.
The structs are msgspec's because ten thousand of them are made at each first copy; they hold no loops, so the garbage
collector does not walk them (``gc=False``).
"""

from typing import Any, ClassVar, TypeAlias

import msgspec

from clubos_desktop.model.domains import Domain

Instant: TypeAlias = str
Day: TypeAlias = str


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What all records have. ``modified`` is the source's own time of change, where it has one."""

    domain: ClassVar[Domain]
    key: str
    modified: Instant | None = None


class Member(Record, frozen=True, kw_only=True, gc=False):
    """A contact or member. ``level`` is the level's or tier's name, ``status`` the source's own word."""

    domain = Domain.MEMBERS
    first_name: str | None = None
    last_name: str | None = None
    organization: str | None = None
    email: str | None = None
    phone: str | None = None
    status: str | None = None
    level: str | None = None
    joined: Day | None = None
    renewal_due: Day | None = None
    balance: int | None = None
    currency: str | None = None
    is_member: bool | None = None
    archived: bool | None = None
    suspended: bool | None = None
    bundle: str | None = None
    bundle_role: str | None = None
    groups: tuple[str, ...] = ()
    custom: dict[str, Any] = {}
    created: Instant | None = None


class Event(Record, frozen=True, kw_only=True, gc=False):
    """An event. ``all_day`` means the source gives no time of day; ``zone`` is an IANA name."""

    domain = Domain.EVENTS
    title: str | None = None
    start: Instant | None = None
    end: Instant | None = None
    zone: str | None = None
    all_day: bool | None = None
    location: str | None = None
    capacity: int | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    published: bool | None = None
    description: str | None = None
    status: str | None = None
    confirmed: int | None = None
    pending: int | None = None
    waitlisted: int | None = None


class Registration(Record, frozen=True, kw_only=True, gc=False):
    """One person at one event. ``guest_of`` is the key of the registration that brought a guest."""

    domain = Domain.REGISTRATIONS
    event: str | None = None
    member: str | None = None
    status: str | None = None
    waitlisted: bool | None = None
    cancelled: bool | None = None
    registered: Instant | None = None
    ticket: str | None = None
    guest_of: str | None = None
    guests: int | None = None
    checked_in: bool | None = None
    fee: int | None = None
    paid: int | None = None
    currency: str | None = None


class Invoice(Record, frozen=True, kw_only=True, gc=False):
    """An invoice. ``paid`` is what the source says was paid; the allocations must add up to it."""

    domain = Domain.INVOICES
    number: str | None = None
    member: str | None = None
    dated: Instant | None = None
    amount: int | None = None
    paid: int | None = None
    is_paid: bool | None = None
    currency: str | None = None
    origin: str | None = None
    registration: str | None = None
    void: bool | None = None


class Payment(Record, frozen=True, kw_only=True, gc=False):
    """Money received."""

    domain = Domain.PAYMENTS
    member: str | None = None
    dated: Instant | None = None
    amount: int | None = None
    allocated: int | None = None
    refunded: int | None = None
    currency: str | None = None
    tender: str | None = None
    kind: str | None = None


class Allocation(Record, frozen=True, kw_only=True, gc=False):
    """A part of a payment set against an invoice, or of a refund against a payment."""

    domain = Domain.ALLOCATIONS
    invoice: str | None = None
    payment: str | None = None
    refund: str | None = None
    amount: int | None = None
    currency: str | None = None
    dated: Instant | None = None


class Refund(Record, frozen=True, kw_only=True, gc=False):
    """Money given back. ``settled`` is the part set against payments."""

    domain = Domain.REFUNDS
    member: str | None = None
    dated: Instant | None = None
    amount: int | None = None
    settled: int | None = None
    currency: str | None = None
    tender: str | None = None


class Donation(Record, frozen=True, kw_only=True, gc=False):
    """A gift. Wild Apricot gives it no id of its own: the key is its payment's (wild-apricot-api.md 2.7)."""

    domain = Domain.DONATIONS
    member: str | None = None
    payment: str | None = None
    dated: Instant | None = None
    amount: int | None = None
    currency: str | None = None
    comment: str | None = None


class Level(Record, frozen=True, kw_only=True, gc=False):
    """A membership level."""

    domain = Domain.LEVELS
    name: str | None = None
    kind: str | None = None
    fee: int | None = None
    currency: str | None = None


class Group(Record, frozen=True, kw_only=True, gc=False):
    """A member group."""

    domain = Domain.GROUPS
    name: str | None = None


class FieldDefinition(Record, frozen=True, kw_only=True, gc=False):
    """A contact field, built in or the club's own."""

    domain = Domain.FIELDS
    name: str | None = None
    code: str | None = None
    kind: str | None = None
    editable: bool | None = None
    searchable: bool | None = None
    allowed: tuple[str, ...] = ()


TYPES: dict[Domain, type[Record]] = {
    kind.domain: kind
    for kind in (
        FieldDefinition,
        Level,
        Group,
        Member,
        Event,
        Registration,
        Invoice,
        Payment,
        Allocation,
        Refund,
        Donation,
    )
}
"""The record type of each domain."""
