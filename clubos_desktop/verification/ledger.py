"""All documents of Wild Apricot's money as they are copied, and what they are told apart by, read in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from clubos_desktop.diff.chain import Documents
from clubos_desktop.diff.totals import Around, Owed
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Allocation, Donation, Invoice, Payment, Refund
from clubos_desktop.store import tables, views

A = TypeVar("A", Invoice, Payment, Allocation, Refund, Donation)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The documents, what stands around them, and what events are called by their keys."""

    documents: Documents
    around: Around
    events: Mapping[str, str]


class _Person(msgspec.Struct):
    """What is read of a member."""

    level: str | None = None
    balance: int | None = None
    currency: str | None = None


def read(conn: Connection) -> Ledger | None:
    """None until invoices and payments were copied."""
    copied = {domain for side, domain in views.latest_accepted(conn) if side is Side.LEGACY}
    if not {Domain.INVOICES, Domain.PAYMENTS} <= copied:
        return None
    documents = Documents(
        _present(conn, Invoice),
        _present(conn, Payment),
        _present(conn, Allocation),
        _present(conn, Refund),
        _present(conn, Donation),
    )
    wanted = {each.registration for each in documents.invoices if each.registration is not None}
    booked = _booked(conn, wanted)
    return Ledger(documents, _around(conn, booked), _events(conn, set(booked.values())))


def _present(conn: Connection, shape: type[A]) -> list[A]:
    """Every present record of a domain."""
    decode = msgspec.msgpack.Decoder(shape).decode
    return [decode(fields) for _, fields in _rows(conn, shape.domain)]


def _rows(conn: Connection, domain: Domain) -> Iterable[tuple[str, bytes]]:
    """Key and fields of every present record of Wild Apricot."""
    r, v = tables.record.c, tables.version.c
    query = (
        select(r.key, v.fields)
        .join_from(tables.record, tables.version, (v.record == r.id) & v.to_run.is_(None))
        .where(r.side == Side.LEGACY, r.domain == domain, r.gone_run.is_(None))
        .order_by(r.id)
    )
    return [(row.key, row.fields) for row in conn.execute(query)]


def _around(conn: Connection, booked: Mapping[str, str]) -> Around:
    decode = msgspec.msgpack.Decoder(_Person).decode
    people = {key: decode(fields) for key, fields in _rows(conn, Domain.MEMBERS)}
    balances = {
        key: Owed(each.balance, each.currency or "") for key, each in people.items() if each.balance is not None
    }
    return Around({key: each.level or "" for key, each in people.items()}, booked, balances)


def _booked(conn: Connection, wanted: set[str]) -> dict[str, str]:
    """The event of each registration that an invoice names; also of those that are no longer there."""
    r = tables.record.c
    query = select(r.key, r.event).where(r.side == Side.LEGACY, r.domain == Domain.REGISTRATIONS, r.event.is_not(None))
    return {key: event for key, event in conn.execute(query) if key in wanted}


def _events(conn: Connection, wanted: set[str]) -> dict[str, str]:
    """What events are called: title and day."""
    r = tables.record.c
    query = select(r.key, r.title).where(r.side == Side.LEGACY, r.domain == Domain.EVENTS)
    return {key: title for key, title in conn.execute(query) if key in wanted}
