"""Faults in the legacy system's own books: what it states against what its allocations add up to."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clubos_desktop.practice.legacy import Allocation

if TYPE_CHECKING:
    from clubos_desktop.practice.club import Club

Json = dict[str, Any]


@dataclass(slots=True)
class Sums:
    """What allocations add up to: on invoices, from payments, given back from payments, brought in behind refunds."""

    on_invoice: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    from_payment: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    back: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    behind: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def faults(club: "Club") -> Iterator[Json]:
    """Every fault as a row of the truth: kind "changed", no ClubOS id (the contract's books)."""
    sums = Sums()
    for part in club.legacy.allocations.values():
        yield from _part(club, part, sums)
    yield from _invoices(club, sums)
    for payment in club.legacy.payments.values():
        alone = not sums.from_payment[payment.id] and payment.id not in club.legacy.donations
        if payment.allocated != sums.from_payment[payment.id] or alone:
            yield _row(club, "payments", payment.id, "allocated")
        if payment.refunded != sums.back[payment.id]:
            yield _row(club, "payments", payment.id, "refunded")
    for refund in club.legacy.refunds.values():
        if refund.id in sums.behind and refund.value > sums.behind[refund.id]:
            yield _row(club, "refunds", refund.id, "amount")


def _part(club: "Club", part: Allocation, sums: Sums) -> Iterator[Json]:
    """Add an allocation up; a row for each thing it points to that is not there."""
    books = club.legacy
    sums.from_payment[part.payment] += part.value
    if part.invoice is not None:
        sums.on_invoice[part.invoice] += part.value
        if part.invoice not in books.invoices:
            yield _row(club, "allocations", part.id, "invoice")
    if part.refund is not None:
        sums.back[part.payment] += part.value
        paid = books.payments.get(part.payment)
        sums.behind[part.refund] += 0 if paid is None else paid.value
        if part.refund not in books.refunds:
            yield _row(club, "allocations", part.id, "refund")
    if part.payment not in books.payments:
        yield _row(club, "allocations", part.id, "payment")


def _invoices(club: "Club", sums: Sums) -> Iterator[Json]:
    """Invoices whose paid amount, paid mark or void mark does not fit what is set against them."""
    for invoice in club.legacy.invoices.values():
        if invoice.paid != sums.on_invoice[invoice.id]:
            yield _row(club, "invoices", invoice.id, "paid")
        if invoice.voided is not None:
            if invoice.paid or sums.on_invoice[invoice.id]:
                yield _row(club, "invoices", invoice.id, "void")
        elif invoice.is_paid != (invoice.paid >= invoice.value):
            yield _row(club, "invoices", invoice.id, "is_paid")


def _row(club: "Club", domain: str, key: int, name: str) -> Json:
    return {
        "domain": domain,
        "kind": "changed",
        "legacy_id": str(key),
        "clubos_id": None,
        "field": name,
        "plant": club.garden.owner.get((domain, "legacy", key), "edited"),
        "consequence": False,
    }
