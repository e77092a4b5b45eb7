"""Registrations and money of the practice club, written so that the legacy books balance to the cent."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from clubos_desktop.practice.legacy import (
    TENDERS,
    ZONE,
    Allocation,
    Contact,
    Donation,
    Event,
    Invoice,
    Legacy,
    Payment,
    Refund,
    Registration,
)
from clubos_desktop.practice.people import dues

FIRST_REGISTRATION, FIRST_INVOICE, FIRST_PAYMENT = 20_001, 9_000_001, 7_000_001
FIRST_ALLOCATION, FIRST_REFUND = 4_000_001, 3_000_001


def ids_after(table: dict[int, Any], first: int) -> Iterator[int]:
    """Ids that nobody has had: from ``first`` or after the highest one."""
    return count(max(table, default=first - 1) + 1)


class Books:
    """Writes invoices, payments, allocations and refunds that belong together."""

    def __init__(self, legacy: Legacy, rng: random.Random, now: datetime) -> None:
        self.legacy = legacy
        self.rng = rng
        self.now = now
        self.invoice_ids = ids_after(legacy.invoices, FIRST_INVOICE)
        self.payment_ids = ids_after(legacy.payments, FIRST_PAYMENT)
        self.allocation_ids = ids_after(legacy.allocations, FIRST_ALLOCATION)
        self.refund_ids = ids_after(legacy.refunds, FIRST_REFUND)

    def invoice(self, contact: int, when: datetime, value: int, order: str, registration: int | None = None) -> Invoice:
        """An unpaid invoice; one in forty bears an earlier date than the day it was written."""
        key = next(self.invoice_ids)
        dated = when - timedelta(days=self.rng.randint(60, 170)) if self.rng.random() < 0.025 else when
        made = Invoice(
            key, f"{key - FIRST_INVOICE + 1:05d}", contact, dated, value, 0, False, order, registration, when
        )
        self.legacy.invoices[key] = made
        return made

    def payment(self, contact: int, when: datetime, value: int, kind: str = "InvoicePayment") -> Payment:
        """Money received, not yet set against anything."""
        key = next(self.payment_ids)
        made = Payment(key, contact, when, value, self.rng.choice(list(TENDERS)), kind, 0, 0, when)
        self.legacy.payments[key] = made
        return made

    def pay(self, payment: Payment, invoice: Invoice, value: int) -> None:
        """Set a part of a payment against an invoice."""
        key = next(self.allocation_ids)
        self.legacy.allocations[key] = Allocation(key, value, payment.id, invoice.id, None, payment.dated)
        payment.allocated += value
        invoice.paid += value
        invoice.is_paid = invoice.paid >= invoice.value

    def refund(self, payment: Payment, when: datetime, value: int) -> Refund:
        """Give back a part of a payment that is not set against anything else."""
        key = next(self.refund_ids)
        made = Refund(key, payment.contact, when, value, value, payment.tender, when)
        self.legacy.refunds[key] = made
        number = next(self.allocation_ids)
        self.legacy.allocations[number] = Allocation(number, value, payment.id, None, key, when)
        payment.allocated += value
        payment.refunded += value
        return made


def make_registrations(legacy: Legacy, wanted: int, rng: random.Random, now: datetime) -> None:
    """About ``wanted`` registrations with guests, wait-lists, cancellations, and people who came back."""
    books = Books(legacy, rng, now)
    known = sorted((contact.created, contact.id) for contact in legacy.contacts.values())
    active = [key for _, key in known]
    weights = [rng.random() for _ in legacy.events]
    total = sum(weights)
    key = FIRST_REGISTRATION
    for event, weight in zip(legacy.events.values(), weights, strict=True):
        event.organizer = rng.choice(active)
        here = min(len(active) - 1, max(1, round(wanted * 0.936 * weight / total)))
        for contact in rng.sample(active, here):
            for made in _party(key, event, legacy.contacts[contact], rng, now):
                legacy.registrations[made.id] = made
                _settle(books, made)
                key = made.id + 1
            key += rng.choice((0, 0, 1))


def _when(event: Event, rng: random.Random, now: datetime) -> datetime:
    """A waking hour in the sixty days before the event or before today, never in a clock change."""
    last = min(event.start, now) - timedelta(days=1)
    day = (last - timedelta(days=rng.randint(1, 60))).astimezone(ZoneInfo(ZONE))
    return day.replace(hour=rng.randint(6, 22), minute=rng.randint(0, 59), second=rng.randint(0, 59), microsecond=0)


def _party(key: int, event: Event, contact: Contact, rng: random.Random, now: datetime) -> list[Registration]:
    """A registration, perhaps with a cancelled one before it or guests after it."""
    when = _when(event, rng, now).astimezone(now.tzinfo)
    waiting = event.capacity > 0 and rng.random() < 0.05
    made = Registration(key, event.id, contact.id, _status(event, rng, waiting=waiting), when, event.fee, 0)
    made.waitlisted = waiting
    made.checked_in = event.start < now and made.status not in {"Canceled", "OnWaitlist"} and rng.random() < 0.7
    party = [made]
    if made.status != "Canceled" and rng.random() < 0.012:
        earlier = Registration(key, event.id, contact.id, "Canceled", when - timedelta(days=2), event.fee, 0)
        made.id = key + 1
        party.insert(0, earlier)
    elif made.status not in {"Canceled", "OnWaitlist"} and rng.random() < 0.045:
        made.guests = rng.choice((1, 1, 1, 2))
        party += [
            Registration(key + step, event.id, contact.id, "Free", when, 0, 0, guest_of=key)
            for step in range(1, made.guests + 1)
        ]
    return party


def _status(event: Event, rng: random.Random, *, waiting: bool) -> str:
    """A payment state (wild-apricot-api.md 2.6)."""
    if waiting:
        return "OnWaitlist"
    if rng.random() < 0.08:
        return "Canceled"
    if not event.fee:
        return "Free"
    return rng.choices(("Paid", "Unpaid", "PartiallyPaid", "NoInvoice"), (88, 6, 3, 3))[0]


def _settle(books: Books, made: Registration) -> None:
    """The documents of a registration: invoice, payment, allocation; a void and a refund where it was cancelled."""
    if not made.fee or made.guest_of is not None or made.status in {"OnWaitlist", "NoInvoice", "Free"}:
        return
    rng, when = books.rng, made.registered
    invoice = books.invoice(made.contact, when, made.fee, "EventRegistration", made.id)
    later = when + timedelta(minutes=rng.randint(1, 600))
    if made.status == "Paid":
        books.pay(books.payment(made.contact, later, made.fee), invoice, made.fee)
        made.paid = made.fee
    elif made.status == "PartiallyPaid":
        half = made.fee // 2
        books.pay(books.payment(made.contact, later, half), invoice, half)
        made.paid = half
    elif made.status == "Canceled":
        invoice.voided = later + timedelta(hours=3)
        if rng.random() < 0.5:
            books.refund(books.payment(made.contact, later, made.fee), invoice.voided, made.fee)


def make_dues_and_gifts(legacy: Legacy, rng: random.Random, now: datetime) -> None:
    """Membership invoices of two years, mostly paid, some by one payment for two people; gifts; unpaid balances."""
    books = Books(legacy, rng, now)
    waiting: Invoice | None = None
    for contact in legacy.contacts.values():
        for when, fee, order in dues(contact, now):
            invoice = books.invoice(contact.id, when, fee, order)
            if rng.random() < 0.05:
                continue
            paid_on = min(now, when + timedelta(days=rng.randint(0, 20)))
            if waiting is not None:
                shared = books.payment(contact.id, paid_on, fee + waiting.value)
                books.pay(shared, waiting, waiting.value)
                books.pay(shared, invoice, fee)
                waiting = None
            elif rng.random() < 0.02:
                waiting = invoice
            else:
                books.pay(books.payment(contact.id, paid_on, fee), invoice, fee)
        if rng.random() < 0.15:
            _gift(books, contact.id)
    _balances(legacy)


def _gift(books: Books, contact: int) -> None:
    """A donation and its payment."""
    when = books.now - timedelta(days=books.rng.randint(2, 720), minutes=books.rng.randint(0, 600))
    value = books.rng.choice((1000, 2500, 5000, 10_000, 12_345))
    payment = books.payment(contact, when, value, "DonationPayment")
    books.legacy.donations[payment.id] = Donation(payment.id, contact, when, value, "For the library corner")


def _balances(legacy: Legacy) -> None:
    """What each contact still owes."""
    for invoice in legacy.invoices.values():
        if invoice.voided is None:
            legacy.contacts[invoice.contact].balance += invoice.value - invoice.paid
