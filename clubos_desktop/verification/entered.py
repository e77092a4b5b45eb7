"""The totals that people read in ClubOS, beside Wild Apricot's own for the same documents. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clubos_desktop.diff.chain import Documents
from clubos_desktop.diff.totals import Document, chain
from clubos_desktop.model.chain import By, Chain
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.evidence import EnteredTotal
from clubos_desktop.model.records import Day
from clubos_desktop.model.time import day_of
from clubos_desktop.verification.ledger import Ledger

OPENING, CLOSING = "opening", "closing"
"""Parts that are no movement: what is owed before the first one and after the last."""

_SIGNS = {Domain.INVOICES: 1, Domain.DONATIONS: 1, Domain.REFUNDS: 1, Domain.PAYMENTS: -1}


def beside(entered: Iterable[EnteredTotal], ledger: Ledger | None, zone: str) -> tuple[EnteredTotal, ...]:
    """The totals with Wild Apricot's beside them, both of documents up to the same day."""
    if ledger is None:
        return tuple(entered)
    chains: dict[Day, Chain] = {}
    found = []
    for each in entered:
        if each.until not in chains:
            chains[each.until] = chain(upto(ledger.documents, each.until, zone), zone, ledger.around)
        found.append(replace(each, legacy=_legacy(each, chains[each.until], ledger)))
    return tuple(found)


def upto(documents: Documents, until: Day, zone: str) -> Documents:
    """The documents dated up to a day of the club; "" means all. Allocations have no date of their own."""
    if not until:
        return documents

    def dated(each: Document) -> bool:
        return each.dated is None or day_of(each.dated, zone) <= until

    return Documents(
        [each for each in documents.invoices if dated(each)],
        [each for each in documents.payments if dated(each)],
        documents.allocations,
        [each for each in documents.refunds if dated(each)],
        [each for each in documents.donations if dated(each)],
    )


def _legacy(total: EnteredTotal, found: Chain, ledger: Ledger) -> int | None:
    if total.part == OPENING:
        return None
    if total.part in (CLOSING, ""):
        flows = [flow for flow in found.flows if flow.currency == total.currency]
        amounts = {
            Domain.INVOICES: [flow.invoiced for flow in flows],
            Domain.PAYMENTS: [flow.received for flow in flows],
            Domain.REFUNDS: [flow.refunded for flow in flows],
            Domain.DONATIONS: [flow.donated for flow in flows],
        }
        closing = [flow.closing for flow in flows]
        return next(iter(closing if total.part == CLOSING else amounts[total.domain]), None)
    wanted = total.group.casefold()
    for each in found.totals:
        called = ledger.events.get(each.group, each.group) if each.by is By.EVENT else each.group
        same = (each.by.value, each.domain, each.currency) == (total.part, total.domain, total.currency)
        if same and wanted in (called.casefold(), each.group.casefold()):
            return each.amount
    return None


def closings(entered: Iterable[EnteredTotal]) -> Iterator[tuple[str, int]]:
    """ClubOS's own opening + movements - closing, by currency, where both ends were entered. It must be 0."""
    every = tuple(entered)
    ends = {(each.currency, each.part): each.amount for each in every if each.part in (OPENING, CLOSING)}
    for currency in sorted({each.currency for each in every}):
        if {(currency, OPENING), (currency, CLOSING)} <= ends.keys():
            moved = sum(
                _SIGNS[each.domain] * each.amount for each in every if not each.part and each.currency == currency
            )
            yield currency, ends[currency, OPENING] + moved - ends[currency, CLOSING]
