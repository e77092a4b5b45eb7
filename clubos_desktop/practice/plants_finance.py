"""Planted in the legacy system's own books: ClubOS shows no money, so these are faults within one system."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from clubos_desktop.practice.bookings import FIRST_PAYMENT
from clubos_desktop.practice.garden import LEGACY, Bed, Plant
from clubos_desktop.practice.legacy import Allocation, Invoice, Payment

INVOICES, PAYMENTS, ALLOCATIONS, REFUNDS = "invoices", "payments", "allocations", "refunds"


def _draw(bed: Bed, domain: str, count: int, fits: Callable[[Any], bool]) -> Iterator[Any]:
    """Up to so many untouched documents that fit. Every document of one contact counts as touched with it."""
    rows = list(getattr(bed.source, domain).values())
    bed.rng.shuffle(rows)
    for row in rows:
        if not count:
            return
        if ("money", row.contact) in bed.used or not fits(row):
            continue
        count -= 1
        bed.used.add(("money", row.contact))
        bed.planted.count += 1
        bed.own(domain, LEGACY, row.id)
        bed.touch(LEGACY, domain, row.id)
        yield row


def _alone(bed: Bed, kind: str) -> dict[int, Allocation]:
    """Invoices or payments with exactly one allocation, between one payment and one invoice."""
    seen: dict[int, list[Allocation]] = {}
    for row in bed.source.allocations.values():
        if row.invoice is not None:
            seen.setdefault(row.invoice if kind == INVOICES else row.payment, []).append(row)
    return {key: rows[0] for key, rows in seen.items() if len(rows) == 1}


def _live(row: Invoice) -> bool:
    return row.voided is None


def _paid_by_nothing(bed: Bed, count: int) -> None:
    for row in _draw(bed, INVOICES, count, lambda row: _live(row) and row.paid == 0 and row.value > 0):
        row.paid, row.is_paid = row.value, True


def _wrong_sum(bed: Bed, count: int) -> None:
    for row in _draw(bed, INVOICES, count, lambda row: _live(row) and row.is_paid and row.paid > 500):
        row.paid -= 250
        row.is_paid = False


def _paid_flag(bed: Bed, count: int) -> None:
    for row in _draw(bed, INVOICES, count, lambda row: _live(row) and row.is_paid and row.paid > 0):
        row.is_paid = False


def _void_with_money(bed: Bed, count: int) -> None:
    for row in _draw(bed, INVOICES, count, lambda row: _live(row) and row.is_paid and row.paid > 0):
        row.voided = bed.now - timedelta(days=20)


def _not_allocated(bed: Bed, count: int) -> None:
    """A payment on its own."""
    people = list(bed.source.contacts)
    for _ in range(count):
        made = Payment(
            FIRST_PAYMENT + 500_000 + next(bed.fresh),
            bed.rng.choice(people),
            bed.now - timedelta(days=bed.rng.randint(10, 300)),
            4200,
            "Check",
            "InvoicePayment",
            0,
            0,
            bed.now - timedelta(days=9),
        )
        bed.touch(LEGACY, PAYMENTS, made.id)
        bed.source.payments[made.id] = made
        bed.own(PAYMENTS, LEGACY, made.id)
        bed.planted.count += 1


def _wrong_allocated(bed: Bed, count: int) -> None:
    alone = _alone(bed, PAYMENTS)
    for row in _draw(bed, PAYMENTS, count, lambda row: row.id in alone and row.allocated > 500):
        row.allocated -= 300


def _wrong_refunded(bed: Bed, count: int) -> None:
    for row in _draw(bed, PAYMENTS, count, lambda row: row.refunded > 0):
        row.refunded -= 100


def _too_much_back(bed: Bed, count: int) -> None:
    """A refund larger than its payment, everything else saying so too."""
    by_refund = {row.refund: row for row in bed.source.allocations.values() if row.refund is not None}
    for row in _draw(bed, REFUNDS, count, lambda row: row.id in by_refund):
        part = by_refund[row.id]
        bed.touch(LEGACY, ALLOCATIONS, part.id)
        bed.touch(LEGACY, PAYMENTS, part.payment)
        payment = bed.source.payments[part.payment]
        for entry, name in ((row, "value"), (row, "settled"), (part, "value"), (payment, "allocated")):
            setattr(entry, name, getattr(entry, name) + 1500)
        payment.refunded += 1500


def _payment_gone(bed: Bed, count: int) -> None:
    """An allocation whose payment is there no more."""
    alone = _alone(bed, PAYMENTS)
    for row in _draw(bed, PAYMENTS, count, lambda row: row.id in alone and row.refunded == 0):
        part = alone[row.id]
        bed.own(ALLOCATIONS, LEGACY, part.id)
        del bed.source.payments[row.id]


FINANCE_PLANTS = (
    Plant(
        "paid_by_nothing",
        INVOICES,
        "Invoices that were paid by no payment.",
        3,
        _paid_by_nothing,
    ),
    Plant("paid_wrong_sum", INVOICES, "The paid amount is not the sum of the payments.", 4, _wrong_sum),
    Plant("paid_flag_wrong", INVOICES, "Paid in full, but counted as not paid.", 3, _paid_flag),
    Plant("void_with_money", INVOICES, "Void invoices with money on them.", 3, _void_with_money),
    Plant("payment_alone", PAYMENTS, "Payments that are set against nothing.", 4, _not_allocated),
    Plant("allocated_wrong", PAYMENTS, "The allocated amount is not the sum of the allocations.", 3, _wrong_allocated),
    Plant("refunded_wrong", PAYMENTS, "The refunded amount is not the sum of the refunds.", 3, _wrong_refunded),
    Plant("refund_too_large", REFUNDS, "Refunds larger than their payment.", 3, _too_much_back),
    Plant("payment_gone", ALLOCATIONS, "Allocations that point to a payment that is gone.", 2, _payment_gone),
)
"""Within the legacy system."""
