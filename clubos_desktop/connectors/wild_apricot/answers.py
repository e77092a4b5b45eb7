"""Wild Apricot's answers as typed structs; names are the source's own (wild-apricot-api.md 2.5 to 2.7).

Only what is read is declared: unknown fields are no fault, a known one of another type is.
"""

from decimal import Decimal
from typing import Any

import msgspec

from clubos_desktop.connectors.reading import Whole


class Answer(msgspec.Struct, rename="pascal", kw_only=True):
    """Fields are spelled as the source spells them: first_name is FirstName."""


class Link(Answer):
    """A reference to another record."""

    id: int
    name: str | None = None


class FieldValue(Answer):
    """One field of a contact: built in or the club's own."""

    field_name: str | None = None
    system_code: str | None = None
    value: Any = None


class Contact(Answer):
    """2.5; ``status`` and ``membership_level`` are absent for people who are no members."""

    id: int
    first_name: str | None = None
    last_name: str | None = None
    organization: str | None = None
    email: str | None = None
    profile_last_updated: str | None = None
    membership_level: Link | None = None
    membership_enabled: bool | None = None
    status: str | None = None
    field_values: list[FieldValue] = []


class Zone(Answer):
    """A Windows zone."""

    zone_id: str | None = None


class Details(Answer):
    """Comes only with a single event."""

    description_html: str | None = None
    time_zone: Zone | None = None


class Event(Answer):
    """2.6."""

    id: int
    name: str | None
    start_date: str | None
    start_time_specified: bool | None = None
    end_date: str | None = None
    end_time_specified: bool | None = None
    location: str | None = None
    access_level: str | None = None
    tags: list[str] | None = None
    registrations_limit: Whole | None = None
    pending_registrations_count: Whole | None = None
    confirmed_registrations_count: Whole | None = None
    details: Details | None = None


class EventRow(Answer):
    """What an event's row in a list tells: enough to see whether to read it again."""

    id: int
    name: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    pending_registrations_count: Whole | None = None
    confirmed_registrations_count: Whole | None = None


class Guests(Answer):
    """How many people somebody brings."""

    number_of_guests: Whole | None = None


class Registration(Answer):
    """2.6; ``status`` is a payment's state."""

    id: int
    event: Link
    contact: Link | None = None
    registration_type: Link | None = None
    guest_registrations_summary: Guests | None = None
    is_checked_in: bool | None = None
    registration_fee: Decimal | None = None
    paid_sum: Decimal | None = None
    registration_date: str | None = None
    is_guest_registration: bool | None = None
    parent_registration: Link | None = None
    on_waitlist: bool | None = None
    status: str | None = None


class Invoice(Answer):
    """2.7."""

    id: int
    value: Decimal | None = None
    document_date: str | None = None
    document_number: str | None = None
    contact: Link | None = None
    is_paid: bool | None = None
    paid_amount: Decimal | None = None
    order_type: str | None = None
    event_registration: Link | None = None
    voided_date: str | None = None
    updated_date: str | None = None


class Payment(Answer):
    """2.7."""

    id: int
    value: Decimal | None = None
    document_date: str | None = None
    contact: Link | None = None
    tender: Link | None = None
    allocated_value: Decimal | None = None
    refunded_amount: Decimal | None = None
    type: str | None = None
    updated_date: str | None = None


class Refund(Answer):
    """2.7."""

    id: int
    value: Decimal | None = None
    document_date: str | None = None
    contact: Link | None = None
    tender: Link | None = None
    settled_value: Decimal | None = None
    updated_date: str | None = None


class Allocation(Answer):
    """What part of a payment went where."""

    id: int
    value: Decimal | None = None
    invoice: Link | None = None
    payment: Link | None = None
    refund: Link | None = None
    invoice_date: str | None = None
    payment_date: str | None = None
    refund_date: str | None = None


class Donation(Answer):
    """2.7: it has no id of its own."""

    payment: Link
    contact: Link | None = None
    donation_date: str | None = None
    value: Decimal | None = None
    comment: str | None = None


class Level(Answer):
    """A membership level."""

    id: int
    name: str | None = None
    type: str | None = None
    membership_fee: Decimal | None = None


class Group(Answer):
    """A member group."""

    id: int
    name: str | None = None


class Allowed(Answer):
    """A value that may be chosen."""

    label: str | None = None


class FieldDefinition(Answer):
    """A contact field; section dividers may come without an id."""

    id: int | None = None
    field_name: str | None = None
    system_code: str | None = None
    field_type: str | None = None
    is_editable: bool | None = None
    support_search: bool | None = None
    allowed_values: list[Allowed] | None = None
