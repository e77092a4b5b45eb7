"""From Wild Apricot's answers to records. Pure; values stay as the source gave them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clubos_desktop.connectors.reading import JsonReader, Shape, Values, text
from clubos_desktop.connectors.wild_apricot import answers
from clubos_desktop.connectors.wild_apricot.zones import iana
from clubos_desktop.model import records
from clubos_desktop.model.domains import Domain

_LARGEST_WHOLE = 2**63
"""Larger whole numbers do not fit the mirror's encoding."""


def member(answer: answers.Contact, values: Values) -> records.Member:
    """A contact. Half of it hides in its field values (wild-apricot-api.md fact 8), found by code, never by name."""
    fields = {value.system_code: value.value for value in answer.field_values if value.system_code}
    enabled = answer.membership_enabled
    suspended = _flag(fields, "IsSuspendedMember", values)
    return records.Member(
        key=str(answer.id),
        modified=values.instant("ProfileLastUpdated", answer.profile_last_updated),
        first_name=text(answer.first_name),
        last_name=text(answer.last_name),
        organization=text(answer.organization),
        email=text(answer.email),
        phone=_text(fields, "Phone", values),
        status=text(answer.status),
        level=answer.membership_level.name if answer.membership_level else None,
        joined=values.day("MemberSince", _text(fields, "MemberSince", values)),
        renewal_due=values.day("RenewalDue", _text(fields, "RenewalDue", values)),
        balance=values.money("Balance", _number(fields, "Balance", values)),
        currency=values.currency,
        is_member=_flag(fields, "IsMember", values),
        archived=_flag(fields, "IsArchived", values) or False,
        suspended=suspended if suspended is not None else (enabled is False and answer.status is not None),
        bundle=_label(fields.get("BundleId"), by_id=True),
        bundle_role=_label(fields.get("MemberRole")),
        groups=_groups(fields.get("Groups"), values),
        custom={code: _plain(value) for code, value in fields.items() if code.startswith("custom-")},
        created=values.instant("CreationDate", _text(fields, "CreationDate", values)),
    )


def event(answer: answers.Event, values: Values) -> records.Event:
    """An event with its details."""
    details = answer.details
    zone = (iana(details.time_zone.zone_id) if details and details.time_zone else None) or values.zone
    tags = tuple(answer.tags or ())
    return records.Event(
        key=str(answer.id),
        title=text(answer.name),
        start=values.instant("StartDate", answer.start_date, zone),
        end=values.instant("EndDate", answer.end_date, zone),
        zone=zone,
        all_day=None if answer.start_time_specified is None else not answer.start_time_specified,
        location=text(answer.location),
        capacity=answer.registrations_limit or None,
        category=tags[0] if tags else None,
        tags=tags,
        published=None if answer.access_level is None else answer.access_level == "Public",
        description=text(details.description_html) if details else None,
        status=text(answer.access_level),
        confirmed=answer.confirmed_registrations_count,
        pending=answer.pending_registrations_count,
    )


def registration(answer: answers.Registration, values: Values) -> records.Registration:
    """A registration; a guest's names the one that brought it."""
    guests = answer.guest_registrations_summary
    parent = answer.parent_registration
    return records.Registration(
        key=str(answer.id),
        event=str(answer.event.id),
        member=_key(answer.contact),
        status=text(answer.status),
        waitlisted=answer.on_waitlist,
        cancelled=None if answer.status is None else answer.status == "Canceled",
        registered=values.instant("RegistrationDate", answer.registration_date),
        ticket=answer.registration_type.name if answer.registration_type else None,
        guest_of=str(parent.id) if parent is not None and answer.is_guest_registration is not False else None,
        guests=guests.number_of_guests if guests else None,
        checked_in=answer.is_checked_in,
        fee=values.money("RegistrationFee", answer.registration_fee),
        paid=values.money("PaidSum", answer.paid_sum),
        currency=values.currency,
    )


def invoice(answer: answers.Invoice, values: Values) -> records.Invoice:
    """An invoice, void or not."""
    return records.Invoice(
        key=str(answer.id),
        modified=values.instant("UpdatedDate", answer.updated_date),
        number=text(answer.document_number),
        member=_key(answer.contact),
        dated=values.instant("DocumentDate", answer.document_date),
        amount=values.money("Value", answer.value),
        paid=values.money("PaidAmount", answer.paid_amount),
        is_paid=answer.is_paid,
        currency=values.currency,
        origin=text(answer.order_type),
        registration=_key(answer.event_registration),
        void=bool(answer.voided_date),
    )


def payment(answer: answers.Payment, values: Values) -> records.Payment:
    """Money received."""
    return records.Payment(
        key=str(answer.id),
        modified=values.instant("UpdatedDate", answer.updated_date),
        member=_key(answer.contact),
        dated=values.instant("DocumentDate", answer.document_date),
        amount=values.money("Value", answer.value),
        allocated=values.money("AllocatedValue", answer.allocated_value),
        refunded=values.money("RefundedAmount", answer.refunded_amount),
        currency=values.currency,
        tender=answer.tender.name if answer.tender else None,
        kind=text(answer.type),
    )


def refund(answer: answers.Refund, values: Values) -> records.Refund:
    """Money given back."""
    return records.Refund(
        key=str(answer.id),
        modified=values.instant("UpdatedDate", answer.updated_date),
        member=_key(answer.contact),
        dated=values.instant("DocumentDate", answer.document_date),
        amount=values.money("Value", answer.value),
        settled=values.money("SettledValue", answer.settled_value),
        currency=values.currency,
        tender=answer.tender.name if answer.tender else None,
    )


def allocation(answer: answers.Allocation, values: Values) -> records.Allocation:
    """A payment's part for an invoice, or a refund's part of a payment."""
    dated = answer.payment_date or answer.refund_date or answer.invoice_date
    return records.Allocation(
        key=str(answer.id),
        invoice=_key(answer.invoice),
        payment=_key(answer.payment),
        refund=_key(answer.refund),
        amount=values.money("Value", answer.value),
        currency=values.currency,
        dated=values.instant("PaymentDate", dated),
    )


def donation(answer: answers.Donation, values: Values) -> records.Donation:
    """A gift, known by its payment."""
    return records.Donation(
        key=str(answer.payment.id),
        member=_key(answer.contact),
        payment=str(answer.payment.id),
        dated=values.instant("DonationDate", answer.donation_date),
        amount=values.money("Value", answer.value),
        currency=values.currency,
        comment=text(answer.comment),
    )


def level(answer: answers.Level, values: Values) -> records.Level:
    """A membership level."""
    return records.Level(
        key=str(answer.id),
        name=text(answer.name),
        kind=text(answer.type),
        fee=values.money("MembershipFee", answer.membership_fee),
        currency=values.currency,
    )


def group(answer: answers.Group, values: Values) -> records.Group:  # noqa: ARG001 - all builders are called alike
    """A member group."""
    return records.Group(key=str(answer.id), name=text(answer.name))


def definition(answer: answers.FieldDefinition, values: Values) -> records.FieldDefinition:
    """A contact field, known by its code: ids are absent for some built-in ones."""
    key = answer.system_code or (str(answer.id) if answer.id is not None else answer.field_name)
    if not key:
        values.faults.append("SystemCode: missing")
    return records.FieldDefinition(
        key=key or "",
        name=text(answer.field_name),
        code=text(answer.system_code),
        kind=text(answer.field_type),
        editable=answer.is_editable,
        searchable=answer.support_search,
        allowed=tuple(value.label for value in answer.allowed_values or () if value.label),
    )


SHAPES: Mapping[Domain, Shape] = {
    Domain.FIELDS: Shape(answers.FieldDefinition, definition, "ContactFields", ("SystemCode", "Id")),
    Domain.LEVELS: Shape(answers.Level, level, "MembershipLevels"),
    Domain.GROUPS: Shape(answers.Group, group, "MemberGroups"),
    Domain.MEMBERS: Shape(answers.Contact, member, "Contacts"),
    Domain.EVENTS: Shape(answers.Event, event, "Events"),
    Domain.REGISTRATIONS: Shape(answers.Registration, registration, "EventRegistrations"),
    Domain.INVOICES: Shape(answers.Invoice, invoice, "Invoices"),
    Domain.PAYMENTS: Shape(answers.Payment, payment, "Payments"),
    Domain.ALLOCATIONS: Shape(answers.Allocation, allocation, "PaymentAllocations"),
    Domain.REFUNDS: Shape(answers.Refund, refund, "Refunds"),
    Domain.DONATIONS: Shape(answers.Donation, donation, "Payments"),
}
"""How each domain's answers come: wrapped or bare, both are taken (wild-apricot-api.md fact 7)."""


def reader(zone: str, currency: str) -> JsonReader:
    """The pure reader of an account: its IANA zone and ISO currency."""
    return JsonReader(SHAPES, zone, currency)


def _key(link: answers.Link | None) -> str | None:
    return str(link.id) if link is not None else None


def _text(fields: Mapping[str, Any], code: str, values: Values) -> str | None:
    value = fields.get(code)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    values.faults.append(f"{code}: not a text")
    return None


def _flag(fields: Mapping[str, Any], code: str, values: Values) -> bool | None:
    value = fields.get(code)
    if value is None or isinstance(value, bool):
        return value
    values.faults.append(f"{code}: neither yes nor no")
    return None


def _number(fields: Mapping[str, Any], code: str, values: Values) -> Decimal | None:
    value = fields.get(code)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if value is not None:
        values.faults.append(f"{code}: not a number")
    return None


def _groups(value: Any, values: Values) -> tuple[str, ...]:
    """The keys of the member's groups: their labels here may differ from the groups' own (issue 13 of uhppoted)."""
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(entry, dict) and "Id" in entry for entry in value):
        return tuple(sorted(str(entry["Id"]) for entry in value))
    values.faults.append("Groups: not a list of groups")
    return ()


def _label(value: Any, *, by_id: bool = False) -> str | None:
    if isinstance(value, dict):
        value = value.get("Id" if by_id else "Label")
    return None if value is None or value == "" else str(value)


def _plain(value: Any) -> Any:
    """A club's own field, kept whole; numbers with a point stay exact as text."""
    if isinstance(value, Decimal) or (isinstance(value, int) and abs(value) >= _LARGEST_WHOLE):
        return str(value)
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    return value
