"""Whether the legacy system's own books add up: invoices, payments, allocations, refunds, donations.

ClubOS gives no amounts (clubos-api.md finding 8), so money is checked within Wild Apricot: what it states against
what its allocations say. Amounts are minor units; what the source does not say (None) is not checked. An allocation
counts on documents of its own currency alone: amounts of two currencies are never added up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.money import show
from clubos_desktop.model.records import Allocation, Donation, Invoice, Payment, Refund


@dataclass(frozen=True, slots=True)
class BookFault:
    """One place where the books do not add up; ``stated`` and ``found`` as shown to people, one a (key, field)."""

    domain: Domain
    key: str
    field: str
    stated: str | None
    found: str | None
    sentence: str


@dataclass(slots=True)
class _Sums:
    """Allocated amounts by what they are set against."""

    invoices: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    payments: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refunded: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    touched: set[str] = field(default_factory=set)


def check(
    invoices: Sequence[Invoice],
    payments: Sequence[Payment],
    allocations: Sequence[Allocation],
    refunds: Sequence[Refund],
    donations: Sequence[Donation],
    *,
    tolerance: int = 0,
) -> list[BookFault]:
    """Every fault, in the order of the domains given. ``tolerance`` in minor units (RuleSet.tolerance)."""
    sums = _sums(allocations, _currencies(invoices), _currencies(payments))
    gifts = {gift.payment or gift.key for gift in donations}
    known = ({one.key for one in invoices}, {one.key for one in payments}, {one.key for one in refunds})
    found: list[BookFault] = []
    for invoice in invoices:
        found += _invoice(invoice, sums, tolerance)
    for payment in payments:
        found += _payment(payment, sums, gifts, tolerance)
    for allocation in allocations:
        found += _allocation(allocation, known)
    return found + list(_refunds(payments, refunds, allocations, tolerance))


def _currencies(documents: Iterable[Invoice] | Iterable[Payment]) -> dict[str, str]:
    return {one.key: one.currency for one in documents if one.currency is not None}


def _sums(allocations: Iterable[Allocation], invoices: Mapping[str, str], payments: Mapping[str, str]) -> _Sums:
    sums = _Sums()
    for one in allocations:
        amount = one.amount or 0
        if one.invoice is not None and _same(one.currency, invoices.get(one.invoice)):
            sums.invoices[one.invoice] += amount
        if one.payment is not None:
            sums.touched.add(one.payment)
            if _same(one.currency, payments.get(one.payment)):
                sums.payments[one.payment] += amount
                sums.refunded[one.payment] += amount if one.refund is not None else 0
    return sums


def _same(one: str | None, other: str | None) -> bool:
    """What names no currency is of the other's."""
    return one is None or other is None or one == other


def _invoice(invoice: Invoice, sums: _Sums, tolerance: int) -> Iterator[BookFault]:
    money = _money(invoice.currency)
    called = f"Invoice {invoice.number or invoice.key}"
    allocated = sums.invoices.get(invoice.key, 0)
    if invoice.paid is not None and abs(invoice.paid - allocated) > tolerance:
        says, adds = money(invoice.paid), money(allocated)
        yield BookFault(
            Domain.INVOICES, invoice.key, "paid", says, adds,
            f"{called} says {says} was paid, but the payments set against it add up to {adds}.",
        )  # fmt: skip
    if invoice.void:
        on_it = max(invoice.paid or 0, allocated)
        if on_it > tolerance:
            yield BookFault(
                Domain.INVOICES, invoice.key, "void", "void", money(on_it),
                f"{called} is void, but {money(on_it)} is set against it.",
            )  # fmt: skip
    elif invoice.is_paid is not None and invoice.paid is not None and invoice.amount is not None:
        covered = invoice.paid >= invoice.amount - tolerance
        if invoice.is_paid != covered:
            says = "paid" if invoice.is_paid else "not paid"
            part = f"{money(invoice.paid)} of {money(invoice.amount)}"
            yield BookFault(
                Domain.INVOICES, invoice.key, "is_paid", says, part,
                f"{called} counts as {says}, but {part} was paid.",
            )  # fmt: skip


def _payment(payment: Payment, sums: _Sums, gifts: set[str], tolerance: int) -> Iterator[BookFault]:
    money = _money(payment.currency)
    called = f"Payment {payment.key}"
    allocated = sums.payments.get(payment.key, 0)
    gift = payment.key in gifts
    spent_on_gift = gift and payment.allocated == payment.amount
    if payment.allocated is not None and not spent_on_gift and abs(payment.allocated - allocated) > tolerance:
        says, adds = money(payment.allocated), money(allocated)
        yield BookFault(
            Domain.PAYMENTS, payment.key, "allocated", says, adds,
            f"{called} says {says} is allocated, but its allocations add up to {adds}.",
        )  # fmt: skip
    elif payment.key not in sums.touched and not gift and (payment.amount or 0) > tolerance:
        says = money(payment.amount or 0)
        yield BookFault(
            Domain.PAYMENTS, payment.key, "allocated", says, None,
            f"{called} of {says} is set against no invoice, refund or donation.",
        )  # fmt: skip
    refunded = sums.refunded.get(payment.key, 0)
    if payment.refunded is not None and abs(payment.refunded - refunded) > tolerance:
        says, adds = money(payment.refunded), money(refunded)
        yield BookFault(
            Domain.PAYMENTS, payment.key, "refunded", says, adds,
            f"{called} says {says} was refunded, but the refunds set against it add up to {adds}.",
        )  # fmt: skip


def _refunds(
    payments: Iterable[Payment], refunds: Iterable[Refund], allocations: Iterable[Allocation], tolerance: int
) -> Iterator[BookFault]:
    """Refunds that give back more than the payments they are set against brought in, alone or with earlier ones."""
    left = {one.key: one.amount for one in payments if one.amount is not None}
    behind: dict[str, list[str]] = defaultdict(list)
    for one in allocations:
        if one.refund is not None and one.payment in left:
            behind[one.refund].append(one.payment)
    for refund in refunds:
        sources = dict.fromkeys(behind.get(refund.key, ()))
        available = sum(left[payment] for payment in sources)
        if sources and refund.amount is not None and refund.amount - available > tolerance:
            money = _money(refund.currency)
            says, found = money(refund.amount), money(available)
            yield BookFault(
                Domain.REFUNDS, refund.key, "amount", says, found,
                f"Refund {refund.key} gives back {says}, but of the payments behind it only {found} was left.",
            )  # fmt: skip
        rest = refund.amount or 0
        for payment in sources:
            taken = min(rest, left[payment])
            left[payment] -= taken
            rest -= taken


def _allocation(allocation: Allocation, known: tuple[set[str], set[str], set[str]]) -> Iterator[BookFault]:
    called = ("invoice", "payment", "refund")
    keys = (allocation.invoice, allocation.payment, allocation.refund)
    for name, key, of in zip(called, keys, known, strict=True):
        if key is not None and key not in of:
            yield BookFault(
                Domain.ALLOCATIONS, allocation.key, name, key, None,
                f"Allocation {allocation.key} points to {name} {key}, which Wild Apricot does not list.",
            )  # fmt: skip
    if keys == (None, None, None):
        yield BookFault(
            Domain.ALLOCATIONS, allocation.key, "invoice", None, None,
            f"Allocation {allocation.key} points to no invoice, payment or refund.",
        )  # fmt: skip


def _money(currency: str | None) -> Callable[[int], str]:
    """Shows amounts of a currency; without one the bare number of units."""
    return lambda minor: show(minor, currency) if currency else str(minor)
