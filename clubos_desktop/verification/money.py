"""The legacy system's money chain, month by month: what it states and what its own lines add up to.

Four chains: *invoices* by origin (stated as paid, against allocations), *payments* by tender (stated as allocated,
against allocations to invoices and refunds), *refunds* by tender (stated as set against payments, against
allocations), *donations* (stated, against the payments they are). Single faults are found by ``diff.books`` and stand
in the list of differences.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, Domain, Side
from clubos_desktop.model.evidence import BookLine, Books
from clubos_desktop.model.records import Allocation, Donation, Instant, Invoice, Payment, Refund
from clubos_desktop.store import tables, views

R = TypeVar("R", Invoice, Payment, Refund, Donation)
A = TypeVar("A", Invoice, Payment, Allocation, Refund, Donation)


def books(conn: Connection) -> Books | None:
    """The chain as it is copied; None until invoices and payments of the legacy system were."""
    copied = {domain for side, domain in views.latest_accepted(conn) if side is Side.LEGACY}
    if not {Domain.INVOICES, Domain.PAYMENTS} <= copied:
        return None
    counted: Counter[Domain] = Counter()
    for count in views.counts(conn):
        if count.domain in FINANCE and count.kind is Kind.CHANGED:
            counted[count.domain] += count.n
    return Books(
        tuple(
            chain(
                _present(conn, Invoice),
                _present(conn, Payment),
                _present(conn, Allocation),
                _present(conn, Refund),
                _present(conn, Donation),
            )
        ),
        tuple((domain, counted[domain]) for domain in FINANCE if counted[domain]),
    )


def _present(conn: Connection, shape: type[A]) -> list[A]:
    """Every present record of a domain of the legacy system, read in one go."""
    r, v = tables.record.c, tables.version.c
    query = (
        select(v.fields)
        .join_from(tables.record, tables.version, (v.record == r.id) & v.to_run.is_(None))
        .where(r.side == Side.LEGACY, r.domain == shape.domain, r.gone_run.is_(None))
        .order_by(r.id)
    )
    decode = msgspec.msgpack.Decoder(shape).decode
    return [decode(fields) for fields in conn.execute(query).scalars().all()]


def chain(
    invoices: list[Invoice],
    payments: list[Payment],
    allocations: list[Allocation],
    refunds: list[Refund],
    donations: list[Donation],
) -> list[BookLine]:
    """All lines, by chain, month and group. Void invoices count with what was set against them. Pure."""
    invoiced = _sums((each.invoice, each.amount) for each in allocations)
    used = _sums((each.payment, each.amount) for each in allocations)
    repaid = _sums((each.refund, each.amount) for each in allocations)
    given = {each.key: each.amount or 0 for each in payments}
    gifts = {each.payment or each.key for each in donations}
    return [
        *_lines(
            Domain.INVOICES,
            invoices,
            group=lambda each: each.origin or "",
            amount=lambda each: 0 if each.void else each.amount or 0,
            stated=lambda each: each.paid or 0,
            found=lambda each: invoiced[each.key],
        ),
        *_lines(
            Domain.PAYMENTS,
            payments,
            group=lambda each: each.tender or "",
            amount=lambda each: each.amount or 0,
            stated=lambda each: each.allocated or 0,
            found=lambda each: _spent(each, gifts, used),
        ),
        *_lines(
            Domain.REFUNDS,
            refunds,
            group=lambda each: each.tender or "",
            amount=lambda each: each.amount or 0,
            stated=lambda each: each.settled or 0,
            found=lambda each: repaid[each.key],
        ),
        *_lines(
            Domain.DONATIONS,
            donations,
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
    domain: Domain,
    records: list[R],
    *,
    group: Callable[[R], str],
    amount: Callable[[R], int],
    stated: Callable[[R], int],
    found: Callable[[R], int],
) -> list[BookLine]:
    sums: dict[tuple[str, str, str], list[int]] = {}
    for record in records:
        line = sums.setdefault((_month(record.dated), group(record), record.currency or ""), [0, 0, 0, 0])
        for place, part in enumerate((1, amount(record), stated(record), found(record))):
            line[place] += part
    return [BookLine(month, domain, name, currency, *line) for (month, name, currency), line in sorted(sums.items())]


def _month(dated: Instant | None) -> str:
    return "" if dated is None else dated[:7]
