"""The legacy system's money chain, month by month: what it states and what its own lines add up to.

Four chains: *invoices* by origin (stated as paid, against allocations), *payments* by tender (stated as allocated,
against allocations to invoices and refunds), *refunds* by tender (stated as set against payments, against
allocations), *donations* (stated, against the payments they are). Single faults are found by ``diff.books`` and stand
in the list of differences; ``diff.chain`` explains every cent with one line a document.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from sqlalchemy import Connection, select

from clubos_desktop.diff.chain import Documents
from clubos_desktop.diff.totals import chain as whole_chain
from clubos_desktop.diff.totals import month_of
from clubos_desktop.findings import reading
from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.evidence import BookLine, Books
from clubos_desktop.model.proofs import MoneyNoted
from clubos_desktop.model.records import Donation, Instant, Invoice, Payment, Refund
from clubos_desktop.model.registers import Kept
from clubos_desktop.store import tables
from clubos_desktop.verification.ledger import Ledger
from clubos_desktop.verification.registers.known import bodies

R = TypeVar("R", Invoice, Payment, Refund, Donation)


_ADDING = "Adding the books up"


def books(conn: Connection, ledger: Ledger | None, at: Instant, zone: str, kept: Kept) -> Books | None:
    """The chain as it is copied, with what people said of it until ``at``; None until money was copied."""
    return finish(adding(conn, ledger, at, zone, kept))


def adding(conn: Connection, ledger: Ledger | None, at: Instant, zone: str, kept: Kept) -> Job[Books | None]:
    """The same as a job that can be stopped between its parts."""
    if ledger is None:
        return None
    found = whole_chain(ledger.documents, zone, ledger.around)
    yield Progress(_ADDING)
    asides, open_ = _faults(conn, at)
    explained = frozenset(notes(kept)) | {line.id for line in found.lines if asides[line.id] and not open_[line.id]}
    counted: Counter[Domain] = Counter()
    for identity, n in open_.items():
        counted[Domain(identity.partition(":")[0])] += 0 if identity in explained else n
    yield Progress(_ADDING)
    return Books(
        tuple(chain(ledger.documents, zone)),
        tuple((domain, counted[domain]) for domain in FINANCE if counted[domain]),
        found,
        tuple(sorted({line.id for line in found.lines if line.id in explained})),
        tuple(sorted({line.id for line in found.lines if open_[line.id] and line.id not in explained})),
        tuple(sorted(ledger.events.items())),
    )


def notes(kept: Kept) -> Mapping[str, tuple[str, str]]:
    """What people wrote about lines, by the line's id: actor and text. A register that was changed says nothing."""
    found: dict[str, tuple[str, str]] = {}
    for entry, said in () if "money" in kept.broken else bodies(kept, "money", MoneyNoted):
        found[entry.item] = (entry.actor, said.text)
    return {line: (actor, text) for line, (actor, text) in found.items() if text}


def _faults(conn: Connection, at: Instant) -> tuple[Counter[str], Counter[str]]:
    """How many differences of each document are accepted by a person, and how many are open; by the line's id."""
    aside = frozenset(reading.aside(conn, at))
    c = tables.difference.c
    query = select(c.id, c.domain, c.legacy_id).where(
        c.closed.is_(None), c.kind == Kind.CHANGED, c.domain.in_([domain.value for domain in FINANCE])
    )
    found: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for identity, domain, key in conn.execute(query):
        found[identity not in aside][f"{domain}:{key}"] += 1
    return found


def chain(documents: Documents, zone: str) -> list[BookLine]:
    """All lines, by chain, month and group. Void invoices count with what was set against them. Pure."""
    invoiced = _sums((each.invoice, each.amount) for each in documents.allocations)
    used = _sums((each.payment, each.amount) for each in documents.allocations)
    repaid = _sums((each.refund, each.amount) for each in documents.allocations)
    given = {each.key: each.amount or 0 for each in documents.payments}
    gifts = {each.payment or each.key for each in documents.donations}
    return [
        *_lines(
            documents.invoices,
            zone,
            group=lambda each: each.origin or "",
            amount=lambda each: 0 if each.void else each.amount or 0,
            stated=lambda each: each.paid or 0,
            found=lambda each: invoiced[each.key],
        ),
        *_lines(
            documents.payments,
            zone,
            group=lambda each: each.tender or "",
            amount=lambda each: each.amount or 0,
            stated=lambda each: each.allocated or 0,
            found=lambda each: _spent(each, gifts, used),
        ),
        *_lines(
            documents.refunds,
            zone,
            group=lambda each: each.tender or "",
            amount=lambda each: each.amount or 0,
            stated=lambda each: each.settled or 0,
            found=lambda each: repaid[each.key],
        ),
        *_lines(
            documents.donations,
            zone,
            group=lambda _: "",
            amount=lambda each: each.amount or 0,
            stated=lambda each: each.amount or 0,
            found=lambda each: given.get(each.payment or each.key, 0),
        ),
    ]


def _spent(payment: Payment, gifts: set[str], used: defaultdict[str, int]) -> int:
    """What a payment was used for: its allocations; a gift is used up by being one (diff.books says the same)."""
    whole = payment.key in gifts and payment.allocated == payment.amount
    return (payment.amount or 0) if whole else used[payment.key]


def _sums(parts: Iterable[tuple[str | None, int | None]]) -> defaultdict[str, int]:
    sums: defaultdict[str, int] = defaultdict(int)
    for key, amount in parts:
        if key is not None:
            sums[key] += amount or 0
    return sums


def _lines(
    records: Iterable[R],
    zone: str,
    *,
    group: Callable[[R], str],
    amount: Callable[[R], int],
    stated: Callable[[R], int],
    found: Callable[[R], int],
) -> list[BookLine]:
    sums: dict[tuple[Domain, str, str, str], list[int]] = {}
    for record in records:
        place = record.domain, month_of(record.dated, zone), group(record), record.currency or ""
        line = sums.setdefault(place, [0, 0, 0, 0])
        for number, part in enumerate((1, amount(record), stated(record), found(record))):
            line[number] += part
    return [BookLine(month, of, name, currency, *line) for (of, month, name, currency), line in sorted(sums.items())]
