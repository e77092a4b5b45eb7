"""The money as people look at it: the chain with its notes, ClubOS's totals, the sign-off, and one document's way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from clubos_desktop.diff.chain import Documents
from clubos_desktop.diff.totals import Document
from clubos_desktop.model.chain import By, MoneyLine
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import Books, EnteredTotal, SignOff
from clubos_desktop.model.money import show
from clubos_desktop.model.records import Allocation, Instant, Invoice, Payment, Refund
from clubos_desktop.model.time import day_of, spell
from clubos_desktop.store import tables
from clubos_desktop.verification import ledger, money, treasurer
from clubos_desktop.verification.entered import beside, closings
from clubos_desktop.verification.ledger import Ledger
from clubos_desktop.verification.measure import known_at
from clubos_desktop.verification.registers import attest
from clubos_desktop.verification.words import ONE

COLUMNS = (Domain.INVOICES, Domain.PAYMENTS, Domain.REFUNDS, Domain.DONATIONS)
"""The kinds of money that totals have a column for."""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One month, level, event or tender in one currency: amounts and ClubOS's entered ones, by ``COLUMNS``."""

    group: str
    label: str
    currency: str
    amounts: tuple[int, ...]
    entered: tuple[int | None, ...]

    @property
    def differs(self) -> bool:
        """A total entered for ClubOS is another one."""
        return any(
            theirs is not None and theirs != mine for mine, theirs in zip(self.amounts, self.entered, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Everything the page about money shows."""

    books: Books
    entered: tuple[EnteredTotal, ...]
    signoff: SignOff | None
    notes: Mapping[str, tuple[str, str]]
    papers: Ledger
    people: Mapping[str, str]
    """What the contacts are called whose balance is another one than their documents come to, by key."""

    @property
    def unclosed(self) -> tuple[tuple[str, int], ...]:
        """By how much ClubOS's entered opening and movements miss its closing, in each currency where they do."""
        return tuple((currency, gap) for currency, gap in closings(self.entered) if gap)

    def lines(self) -> tuple[tuple[MoneyLine, str], ...]:
        """Every line with its note, those that still ask somebody first."""
        asking = {line.id for line in self.books.asking}
        ordered = sorted(self.books.chain.lines, key=lambda line: line.id not in asking)
        return tuple((line, self.notes.get(line.id, ("", ""))[1]) for line in ordered)

    def totals(self, by: By) -> tuple[TotalRow, ...]:
        """The totals told apart by one thing, months in order, others by name; what belongs to none comes last."""
        names = dict(self.books.events) if by is By.EVENT else {}
        sums: dict[tuple[str, str], dict[Domain, int]] = {}
        for each in self.books.chain.totals:
            if each.by is by:
                sums.setdefault((each.group, each.currency), {})[each.domain] = each.amount
        said = {
            (each.group.casefold(), each.currency, each.domain): each.amount for each in self.entered if each.part == by
        }
        rows = [
            TotalRow(
                group,
                names.get(group, group) or NONE[by],
                currency,
                tuple(amounts.get(kind, 0) for kind in COLUMNS),
                tuple(_entered(said, (group, names.get(group, group)), currency, kind) for kind in COLUMNS),
            )
            for (group, currency), amounts in sums.items()
        ]
        rows.sort(key=lambda row: (not row.group, row.label.casefold(), row.group, row.currency))
        return tuple(rows)


NONE = {
    By.MONTH: "Without a date",
    By.LEVEL: "Without a level",
    By.EVENT: "Not for an event",
    By.TENDER: "Means not said",
}
"""What belongs to no month, level, event or tender."""


def _entered(
    said: Mapping[tuple[str, str, Domain], int], names: tuple[str, str], currency: str, kind: Domain
) -> int | None:
    return next(
        (said[name.casefold(), currency, kind] for name in names if (name.casefold(), currency, kind) in said), None
    )


def read(conn: Connection, at: Instant, zone: str) -> Reconciled | None:
    """None until money was copied."""
    papers = ledger.read(conn)
    recorded = known_at(conn, at, zone)
    books = money.books(conn, papers, at, zone, recorded.kept)
    if papers is None or books is None:
        return None
    entered = beside(attest.totals(recorded), papers, zone)
    signed = treasurer.standing(conn, papers, books, kept=recorded.kept, entered=entered, zone=zone)
    people = _called(conn, {each.key for each in books.chain.balances})
    return Reconciled(books, entered, signed, money.notes(recorded.kept), papers, people)


def _called(conn: Connection, keys: set[str]) -> dict[str, str]:
    r = tables.record.c
    query = select(r.key, r.title).where(r.side == Side.LEGACY, r.domain == Domain.MEMBERS)
    return {key: title for key, title in conn.execute(query) if key in keys} if keys else {}


@dataclass(frozen=True, slots=True)
class Step:
    """A document on the way of money, ``depth`` steps from the one that was asked for."""

    depth: int
    domain: Domain
    key: str
    text: str


def way(papers: Ledger, domain: Domain, key: str, zone: str) -> tuple[Step, ...]:
    """A document and what money was set against it: invoice, payment, refund, donation, event; () without it."""
    documents = papers.documents
    if domain is Domain.ALLOCATIONS:
        found = [each for each in documents.allocations if each.key == key]
        ends = [
            (kind, end)
            for each in found
            for kind, end in (
                (Domain.PAYMENTS, each.payment),
                (Domain.INVOICES, each.invoice),
                (Domain.REFUNDS, each.refund),
            )
            if end is not None
        ]
        head = [Step(0, domain, key, _allocation(each)) for each in found]
        return (*head, *(_end(papers, kind, end, zone) for kind, end in ends))
    top = _find(documents, domain, key)
    if top is None:
        return ()
    return (Step(0, domain, key, _said(top, zone)), *_below(papers, top, zone, depth=1, seen={(domain, key)}))


def _below(
    papers: Ledger, document: Document, zone: str, *, depth: int, seen: set[tuple[Domain, str]]
) -> Iterator[Step]:
    """What is behind a document, each document once."""
    for part in papers.documents.allocations:
        mine = {Domain.INVOICES: part.invoice, Domain.PAYMENTS: part.payment, Domain.REFUNDS: part.refund}
        if mine.get(document.domain) != document.key:
            continue
        for kind, key in mine.items():
            if kind is document.domain or key is None or (kind, key) in seen:
                continue
            seen.add((kind, key))
            other = _find(papers.documents, kind, key)
            amount = _amount(part.amount, part.currency)
            said = f"{ONE[kind].capitalize()} {key} is not there" if other is None else _said(other, zone)
            yield Step(depth, kind, key, f"{amount} of it: {said}")
            if other is not None:
                yield from _below(papers, other, zone, depth=depth + 1, seen=seen)
    for gift in papers.documents.donations:
        if document.domain is Domain.PAYMENTS and (gift.payment or gift.key) == document.key:
            yield Step(depth, Domain.DONATIONS, gift.key, _said(gift, zone))
    event = papers.around.events.get(getattr(document, "registration", None) or "")
    if event is not None:
        yield Step(depth, Domain.EVENTS, event, f"For the event {papers.events.get(event, event)}")


def _find(documents: Documents, domain: Domain, key: str) -> Document | None:
    some: list[Document] = [*documents.invoices, *documents.payments, *documents.refunds, *documents.donations]
    return next((each for each in some if (each.domain, each.key) == (domain, key)), None)


def _end(papers: Ledger, domain: Domain, key: str, zone: str) -> Step:
    there = _find(papers.documents, domain, key)
    return Step(
        1, domain, key, f"{ONE[domain].capitalize()} {key} is not there" if there is None else _said(there, zone)
    )


def _allocation(each: Allocation) -> str:
    return f"Allocation {each.key} of {_amount(each.amount, each.currency)}"


def _said(document: Document, zone: str) -> str:
    """Like "Payment 7000001 of 45.00 USD, 3 Nov 2026, Check"."""
    number = document.number if isinstance(document, Invoice) else None
    parts = [
        f"{ONE[document.domain].capitalize()} {number or document.key} of {_amount(document.amount, document.currency)}"
    ]
    if document.dated is not None:
        parts.append(spell(day_of(document.dated, zone)))
    if isinstance(document, Payment | Refund) and document.tender:
        parts.append(document.tender)
    if isinstance(document, Invoice):
        parts.append("void" if document.void else f"{_amount(document.paid, document.currency)} paid")
    return ", ".join(parts)


def _amount(minor: int | None, currency: str | None) -> str:
    return show(minor or 0, currency) if currency else f"{minor or 0} units"
