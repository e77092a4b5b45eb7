"""Every cent explained: why the money received is not the money used, one line a document (features.md S2.5, N21).

An allocation counts where it comes from (a payment) and where it goes to (an invoice or a refund) when that document
is there and in the allocation's currency. So what was received, less what invoices state as paid, less donations,
less refunds, is the sum of the lines' effects, in each currency, whatever the documents say. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from clubos_desktop.diff import books
from clubos_desktop.model.chain import MoneyLine, Reason
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.money import show
from clubos_desktop.model.records import Allocation, Donation, Invoice, Payment, Refund
from clubos_desktop.model.time import day_of

Document = Invoice | Payment | Allocation | Refund | Donation

_ORDER = {reason: number for number, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Documents:
    """All documents of the money of one system."""

    invoices: Sequence[Invoice] = ()
    payments: Sequence[Payment] = ()
    allocations: Sequence[Allocation] = ()
    refunds: Sequence[Refund] = ()
    donations: Sequence[Donation] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """An allocation that counts at both ends: part of a payment, for an invoice or a refund."""

    payment: str
    invoice: str | None
    refund: str | None
    amount: int


@dataclass(slots=True)
class Parts:
    """What was set against each document: sums, and of how many parts they are."""

    invoiced: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    spent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    repaid: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    returned: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    given: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    counts: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    uses: list[Use] = field(default_factory=list)

    def rest(self, payment: Payment) -> int:
        """What a payment was not used for; below 0 when it was used for more than it is."""
        return (payment.amount or 0) - self.spent[payment.key] - self.given[payment.key]


def explain(documents: Documents, zone: str) -> tuple[tuple[MoneyLine, ...], Parts]:
    """All lines, those without a reason first, and what was set against each document. Days are of ``zone``."""
    parts = Parts()
    found = [
        *_allocations(documents, parts, zone),
        *_donations(documents, parts, zone),
        *_payments(documents.payments, parts, zone),
        *_invoices(documents.invoices, parts, zone),
        *_refunds(documents.refunds, parts, zone),
    ]
    found += _stated(documents, parts, zone, {line.id for line in found})
    found.sort(key=lambda line: (_ORDER[line.reason], line.currency, -abs(line.effect), line.domain, line.key))
    return tuple(found), parts


def _allocations(documents: Documents, parts: Parts, zone: str) -> Iterator[MoneyLine]:
    payments = {each.key: each.currency or "" for each in documents.payments}
    invoices = {each.key: each.currency or "" for each in documents.invoices}
    refunds = {each.key: each.currency or "" for each in documents.refunds}
    for each in documents.allocations:
        goal, key, there = (
            ("refund", each.refund, refunds) if each.refund is not None else ("invoice", each.invoice, invoices)
        )
        source = None if each.payment is None else payments.get(each.payment)
        use = None if key is None else there.get(key)
        currency = each.currency or source or use or ""
        comes, goes = source == currency, use == currency
        amount = each.amount or 0
        if comes and each.payment is not None:
            parts.spent[each.payment] += amount
            parts.counts["payment", each.payment] += 1
            parts.returned[each.payment] += amount if goal == "refund" else 0
        if goes and key is not None:
            (parts.repaid if goal == "refund" else parts.invoiced)[key] += amount
            parts.counts[goal, key] += 1
        if comes and goes and each.payment is not None:
            parts.uses.append(Use(each.payment, each.invoice if goal == "invoice" else None, each.refund, amount))
            continue
        absent = source is None or use is None
        ends = [f"payment {each.payment}" if source is None and each.payment else "", f"{goal} {key}" if key else ""]
        lost = ends[0] if source is None else ends[1]
        why = f"points to {lost}, which Wild Apricot does not list" if lost else "points to nothing at one end"
        said = why if absent else f"ties documents of {source or '?'} and {use or '?'}; these are not added up"
        text = f"Allocation {each.key} of {_amount(amount, currency)} {said}."
        reason = Reason.NOTHING if absent else Reason.CURRENCY
        yield _line(each, zone, (amount * (comes - goes), currency), reason, text)


def _donations(documents: Documents, parts: Parts, zone: str) -> Iterator[MoneyLine]:
    payments = {each.key: each for each in documents.payments}
    for gift in documents.donations:
        currency, amount = gift.currency or "", gift.amount or 0
        payment = payments.get(gift.payment or gift.key)
        same = payment is not None and (payment.currency or "") == currency
        # A donation that has an invoice too is used up by the invoice already.
        part = min(amount, max(0, parts.rest(payment))) if payment is not None and same else 0
        if payment is not None and part:
            parts.given[payment.key] += part
        if part == amount:
            continue
        reason = Reason.CURRENCY if payment is not None and not same else Reason.GIFT
        left = "no payment" if payment is None else "no payment in its currency" if not same else None
        behind = left or f"{_amount(part, currency)} left of payment {gift.payment or gift.key}"
        text = f"Donation {gift.key} of {_amount(amount, currency)} has {behind} behind it."
        yield _line(gift, zone, (part - amount, currency), reason, text)


def _payments(payments: Iterable[Payment], parts: Parts, zone: str) -> Iterator[MoneyLine]:
    for each in payments:
        rest, currency = parts.rest(each), each.currency or ""
        if not rest:
            continue
        pays = f"Payment {each.key} of {_amount(each.amount or 0, currency)}"
        if _rounded(rest, parts.counts["payment", each.key]):
            reason, text = Reason.ROUNDING, f"{pays} and its parts differ by {_amount(rest, currency)} of rounding."
        elif rest > 0:
            reason, text = Reason.UNAPPLIED, f"Of {pays[0].lower()}{pays[1:]}, {_amount(rest, currency)} is not used."
        elif parts.returned[each.key] > 0:
            back = _amount(parts.returned[each.key], currency)
            reason = Reason.REFUND
            text = f"{pays} gives back {back}: {_amount(-rest, currency)} more than was left of it."
        else:
            reason, text = Reason.OVERUSED, f"{pays} is used for {_amount(-rest, currency)} more than it is."
        yield _line(each, zone, (rest, currency), reason, text)


def _invoices(invoices: Iterable[Invoice], parts: Parts, zone: str) -> Iterator[MoneyLine]:
    for each in invoices:
        currency, on_it = each.currency or "", parts.invoiced[each.key]
        called = f"Invoice {each.number or each.key}"
        if each.void:
            stated = max(on_it, each.paid or 0)
            if stated:
                text = f"{called} is void, but {_amount(stated, currency)} is set against it."
                yield _line(each, zone, (on_it, currency), Reason.VOID, text)
            continue
        gap = on_it - (each.paid or 0)
        if gap:
            reason = Reason.ROUNDING if _rounded(gap, parts.counts["invoice", each.key]) else Reason.UNEXPLAINED
            says, adds = _amount(each.paid or 0, currency), _amount(on_it, currency)
            text = f"{called} says {says} was paid; the payments set against it add up to {adds}."
            yield _line(each, zone, (gap, currency), reason, text)


def _refunds(refunds: Iterable[Refund], parts: Parts, zone: str) -> Iterator[MoneyLine]:
    for each in refunds:
        currency, amount, set_against = each.currency or "", each.amount or 0, parts.repaid[each.key]
        gap = set_against - amount
        if not gap:
            continue
        says, adds = _amount(amount, currency), _amount(set_against, currency)
        small = _rounded(gap, parts.counts["refund", each.key])
        reason = Reason.ROUNDING if small else Reason.REFUND if gap < 0 else Reason.UNEXPLAINED
        text = f"Refund {each.key} gives back {says}; {adds} of it is set against payments."
        yield _line(each, zone, (gap, currency), reason, text)


def _stated(documents: Documents, parts: Parts, zone: str, told: set[str]) -> Iterator[MoneyLine]:
    """What documents say beside their amounts (diff.books), where no line tells of them yet; it moves no money."""
    some: list[Document] = [*documents.invoices, *documents.payments, *documents.allocations, *documents.refunds]
    every = {(each.domain, each.key): each for each in some}
    said: dict[tuple[Domain, str], list[str]] = defaultdict(list)
    for fault in books.check(
        documents.invoices, documents.payments, documents.allocations, documents.refunds, documents.donations
    ):
        said[fault.domain, fault.key].append(fault.sentence)
    for refund in documents.refunds:
        if refund.settled is not None and refund.settled != parts.repaid[refund.key]:
            currency = refund.currency or ""
            says, adds = _amount(refund.settled, currency), _amount(parts.repaid[refund.key], currency)
            said[Domain.REFUNDS, refund.key].append(
                f"Refund {refund.key} says {says} is set against payments; it is {adds}."
            )
    for place, sentences in said.items():
        if f"{place[0].value}:{place[1]}" not in told:
            document = every[place]
            yield _line(document, zone, (0, document.currency or ""), Reason.STATED, " ".join(sentences))


def _rounded(gap: int, parts: int) -> bool:
    """Rounding can move each part, and the whole, by half a unit at most; without parts there is nothing to round."""
    return parts > 0 and abs(gap) <= (parts + 1) // 2


def _line(of: Document, zone: str, effect: tuple[int, str], reason: Reason, text: str) -> MoneyLine:
    day = "" if of.dated is None else day_of(of.dated, zone)
    return MoneyLine(of.domain, of.key, day, effect[1], effect[0], reason, text)


def _amount(minor: int, currency: str) -> str:
    return show(minor, currency).strip() if currency else f"{minor} units of no currency"
