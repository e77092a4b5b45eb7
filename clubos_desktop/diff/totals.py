"""Totals of the chain of money: by month, level, event and tender; opening + movements = closing; balances. Pure.

Void invoices count as nothing. A payment belongs to the events whose invoices it was set against, part by part; what
is left of it belongs to none. A refund belongs to no event: Wild Apricot ties it to a payment alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clubos_desktop.diff.chain import Documents, Parts, explain
from clubos_desktop.model.chain import BalanceLine, By, Chain, Flow, MoneyLine, MoneyTotal, Month
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Donation, Instant, Invoice, Payment, Refund
from clubos_desktop.model.time import day_of

Document = Invoice | Payment | Refund | Donation


@dataclass(frozen=True, slots=True)
class Owed:
    """What a contact's balance is stated to be."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Around:
    """What documents are told apart by: a member's level, a registration's event, a contact's stated balance."""

    levels: Mapping[str, str]
    events: Mapping[str, str]
    balances: Mapping[str, Owed]


NOTHING_AROUND = Around({}, {}, {})


def chain(documents: Documents, zone: str, around: Around = NOTHING_AROUND) -> Chain:
    """Everything that follows from the documents; months are of ``zone``."""
    lines, parts = explain(documents, zone)
    return Chain(
        tuple(_flows(documents, lines)),
        lines,
        tuple(_months(documents, zone)),
        tuple(_totals(documents, parts, zone, around)),
        tuple(_balances(documents, parts, around)),
    )


def amount_of(document: Document) -> int:
    """What a document is worth; a void invoice nothing."""
    void = isinstance(document, Invoice) and document.void
    return 0 if void else document.amount or 0


def month_of(dated: Instant | None, zone: str) -> str:
    """The club's own month, "" without a date."""
    return "" if dated is None else day_of(dated, zone)[:7]


def _every(documents: Documents) -> Iterator[Document]:
    yield from documents.invoices
    yield from documents.payments
    yield from documents.refunds
    yield from documents.donations


def _flows(documents: Documents, lines: Iterable[MoneyLine]) -> Iterator[Flow]:
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in _every(documents):
        sums[each.currency or ""][each.domain] += amount_of(each)
    for invoice in documents.invoices:
        sums[invoice.currency or ""]["paid"] += 0 if invoice.void else invoice.paid or 0
    for line in lines:
        sums[line.currency]["explained"] += line.effect
    for currency, of in sorted(sums.items()):
        yield Flow(
            currency,
            of[Domain.INVOICES],
            of["paid"],
            of[Domain.PAYMENTS],
            of[Domain.DONATIONS],
            of[Domain.REFUNDS],
            of["explained"],
        )


def _months(documents: Documents, zone: str) -> Iterator[Month]:
    moved: dict[tuple[str, str], dict[Domain, int]] = defaultdict(lambda: defaultdict(int))
    for each in _every(documents):
        moved[each.currency or "", month_of(each.dated, zone)][each.domain] += amount_of(each)
    opening: dict[str, int] = defaultdict(int)
    for (currency, month), of in sorted(moved.items()):
        kinds = (Domain.INVOICES, Domain.PAYMENTS, Domain.DONATIONS, Domain.REFUNDS)
        invoiced, received, donated, refunded = (of[kind] for kind in kinds)
        closing = opening[currency] + invoiced + donated + refunded - received
        yield Month(month, currency, opening[currency], invoiced, received, donated, refunded, closing)
        opening[currency] = closing


def _totals(documents: Documents, parts: Parts, zone: str, around: Around) -> Iterator[MoneyTotal]:
    sums: dict[tuple[By, str, Domain, str], list[int]] = defaultdict(lambda: [0, 0])

    def add(by: By, group: str, document: Document, amount: int) -> None:
        total = sums[by, group, document.domain, document.currency or ""]
        total[0] += 1
        total[1] += amount

    for each in _every(documents):
        amount = amount_of(each)
        add(By.MONTH, month_of(each.dated, zone), each, amount)
        add(By.LEVEL, around.levels.get(each.member or "", ""), each, amount)
        if isinstance(each, Payment | Refund):
            add(By.TENDER, each.tender or "", each, amount)
        if not isinstance(each, Payment):
            add(By.EVENT, _event(each, around), each, amount)
    for payment, event, amount in _of_events(documents, parts, around):
        add(By.EVENT, event, payment, amount)
    for (by, group, domain, currency), (n, amount) in sorted(sums.items()):
        yield MoneyTotal(by, group, domain, currency, n, amount)


def _event(document: Document, around: Around) -> str:
    registration = document.registration if isinstance(document, Invoice) else None
    return around.events.get(registration or "", "")


def _of_events(documents: Documents, parts: Parts, around: Around) -> Iterator[tuple[Payment, str, int]]:
    """Each payment cut into what it paid for which event, and the rest."""
    events = {invoice.key: _event(invoice, around) for invoice in documents.invoices}
    pieces: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for use in parts.uses:
        event = events.get(use.invoice or "", "")
        if event:
            pieces[use.payment][event] += use.amount
    for payment in documents.payments:
        cut = pieces[payment.key]
        yield from ((payment, event, amount) for event, amount in cut.items())
        rest = (payment.amount or 0) - sum(cut.values())
        if rest or not cut:
            yield payment, "", rest


def _balances(documents: Documents, parts: Parts, around: Around) -> Iterator[BalanceLine]:
    """Contacts whose balance is neither what they owe, nor that less what they paid ahead."""
    owed: dict[tuple[str, str], int] = defaultdict(int)
    unused: dict[tuple[str, str], int] = defaultdict(int)
    for invoice in documents.invoices:
        if invoice.member is not None:
            left = 0 if invoice.void else amount_of(invoice) - parts.invoiced[invoice.key]
            owed[invoice.member, invoice.currency or ""] += left
    for payment in documents.payments:
        if payment.member is not None:
            unused[payment.member, payment.currency or ""] += parts.rest(payment)
    for member, stated in sorted(around.balances.items()):
        place = member, stated.currency
        if stated.amount not in (owed[place], owed[place] - unused[place]):
            yield BalanceLine(member, stated.currency, stated.amount, owed[place], unused[place])
