"""Which documents of money a copy brought, changed or took away: why a sign-off is void, in sentences."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from clubos_desktop.diff.totals import Document
from clubos_desktop.model.domains import FINANCE, Domain, Side
from clubos_desktop.model.money import show
from clubos_desktop.model.records import TYPES, Day, Invoice, Record
from clubos_desktop.model.time import day_of, spell
from clubos_desktop.store import tables
from clubos_desktop.verification.words import ONE

_NAMED = 5
"""Documents that are named one by one."""


def touched(conn: Connection, run: int, until: Day, zone: str) -> tuple[str, ...]:
    """Documents dated up to ``until`` that a copy after ``run`` brought, changed or took away, as sentences."""
    r, v = tables.record.c, tables.version.c
    query = (
        select(r.domain, r.key, r.gone_run, v.from_run, v.fields)
        .join_from(tables.record, tables.version, v.record == r.id)
        .where(r.side == Side.LEGACY, r.domain.in_([domain.value for domain in FINANCE]))
        .where((v.from_run > run) | (v.to_run > run) | (r.gone_run > run))
        .order_by(r.domain, r.id, v.id)
    )
    before: dict[tuple[str, str], Record] = {}
    after: dict[tuple[str, str], Record] = {}
    gone = set()
    for row in conn.execute(query):
        place = row.domain, row.key
        (after if row.from_run > run else before)[place] = msgspec.msgpack.decode(
            row.fields, type=TYPES[Domain(row.domain)]
        )
        if row.gone_run is not None and row.gone_run > run:
            gone.add(place)
    said = [
        text
        for place in sorted(before.keys() | after.keys())
        if (text := _change(before.get(place), None if place in gone else after.get(place), until, zone))
    ]
    more = len(said) - _NAMED
    return (*said[:_NAMED], *([f"{more:,} more documents were changed."] if more > 0 else []))


def _change(before: Record | None, after: Record | None, until: Day, zone: str) -> str:
    """What became of a document; "" when it is no document of the time, or nothing that counts was changed."""
    there = after or before
    if not isinstance(there, Document):
        return ""
    days = [day_of(each.dated, zone) for each in (before, after) if isinstance(each, Document) and each.dated]
    if days and min(days) > until:
        return ""
    called = f"{ONE[there.domain].capitalize()} {there.key}"
    if not isinstance(before, Document):
        return f"{called} of {_worth(there)} was added afterwards."
    if not isinstance(after, Document):
        return f"{called} of {_worth(before)} is no longer in Wild Apricot."
    was, now = _worth(before), _worth(after)
    if was != now:
        return f"{called} was {was} when it was signed; now it is {now}."
    told = [
        f"{word} {old or 'none'} became {new or 'none'}"
        for word, old, new in _beside(before, after, zone)
        if old != new
    ]
    return f"{called}: {', '.join(told)}." if told else ""


def _beside(before: Document, after: Document, zone: str) -> Iterable[tuple[str, str, str]]:
    for word, name in (("day", "dated"), ("means", "tender"), ("paid", "paid"), ("origin", "origin")):
        old, new = getattr(before, name, None), getattr(after, name, None)
        if name == "dated":
            old, new = old and spell(day_of(old, zone)), new and spell(day_of(new, zone))
        if name == "paid":
            old, new = _paid(old, before), _paid(new, after)
        yield word, str(old or ""), str(new or "")


def _paid(amount: int | None, document: Document) -> str:
    return "" if amount is None else _amount(amount, document.currency or "")


def _worth(document: Document) -> str:
    void = isinstance(document, Invoice) and document.void
    return f"{_amount(document.amount or 0, document.currency or '')}{' (void)' if void else ''}"


def _amount(minor: int, currency: str) -> str:
    return show(minor, currency) if currency else f"{minor} units"
