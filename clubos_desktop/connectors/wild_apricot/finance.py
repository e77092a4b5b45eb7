"""Listing money: documents with void ones, and what was set against what (wild-apricot-api.md 2.7)."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from clubos_desktop.connectors.batches import Batches, joined
from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wild_apricot import answers
from clubos_desktop.connectors.wild_apricot.api import Api, contract
from clubos_desktop.connectors.wild_apricot.walk import Lists, list_rows, walk
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import Allocation, Instant, Invoice
from clubos_desktop.model.runs import Listing, Mode, Page, Recheck
from clubos_desktop.model.time import from_instant, to_instant

WINDOW = timedelta(days=90)
"""How far "Copy what changed" looks back: documents can only be asked for by their date, which may be set back."""

_LISTS = {
    Domain.INVOICES: Lists(Domain.INVOICES, "invoices", "Invoices", (("includeVoided", "true"),)),
    Domain.PAYMENTS: Lists(Domain.PAYMENTS, "payments", "Payments"),
    Domain.REFUNDS: Lists(Domain.REFUNDS, "refunds", "Refunds"),
    Domain.DONATIONS: Lists(Domain.DONATIONS, "donations", "Payments"),
}


class _Id(msgspec.Struct):
    id: int = msgspec.field(name="Id")


def documents(api: Api, domain: Domain, mode: Mode, *, since: Instant | None, resume: str | None) -> Pages:
    """Invoices, payments, refunds or donations: all, or those dated in the 90 days before the last change seen."""
    standing = Standing(f"Copying {DOMAIN_LABELS[domain].lower()} from Wild Apricot")
    lists = _LISTS[domain]
    if mode is Mode.INCREMENTAL:
        start = ("StartDate", _window(api, since)[:10])
        lists = Lists(domain, lists.path, lists.wrapper, (*lists.params, start))
    listing = yield from walk(api, lists, standing, resume)
    if mode is Mode.FULL:
        return listing
    return Listing(listing.count_before, listing.count_after, None, listing.notes, listing.lost)


def allocations(api: Api, mode: Mode, *, since: Instant | None, resume: str | None, parents: Sequence[str]) -> Pages:
    """What was paid on each invoice that has money on it, and what each refund was set against.

    There is no list of all allocations and no count: one call an invoice, one a refund; what came is what there is.
    "Copy what changed" asks for the invoices of ``api.recheck`` and, with what the mirror holds of the others, ends as
    whole as a copy of everything.
    """
    recheck = api.recheck() if mode is Mode.INCREMENTAL and api.recheck is not None else None
    border = _window(api, since) if mode is Mode.INCREMENTAL else ""
    if recheck is not None and api.accepted is not None:
        held = tuple(one for one in api.accepted(Domain.ALLOCATIONS) if isinstance(one, Allocation))
        invoices = yield from _to_ask(api, frozenset(parents), recheck, held)
        resume = None  # few are asked: they are asked in one go, so that what is no longer there is noticed
    else:
        held = ()
        invoices = yield from _with_money(api, frozenset(parents), border)
    refunds = yield from _refunds(api, border)
    keys = tuple([f"i{key}" for key in invoices] + [f"r{key}" for key in refunds])
    standing = Standing(f"Copying {DOMAIN_LABELS[Domain.ALLOCATIONS].lower()} from Wild Apricot", 0, len(keys))
    found: set[str] = set()
    batches = Batches.after(keys, resume)
    for batch in batches:
        standing.done = batches.done
        rows: dict[str, bytes] = {}
        for piece in api.ask_all((_request(api, key) for key in batch), standing):
            if not isinstance(piece, Answer):
                yield piece
            elif piece.status == 200:
                rows.update(_rows(piece.body))
        fresh = {key: row for key, row in rows.items() if key not in found}
        found.update(fresh)
        yield Page(Domain.ALLOCATIONS, joined(tuple(fresh.values())), batches.read(batch, len(fresh)))
    if recheck is not None and held:
        found |= _untouched(held, frozenset(parents), frozenset(keys))
        note = f"{len(invoices):,} invoices that changed were asked for; all are asked again by {recheck.day}."
        return Listing(len(found), len(found), frozenset(found), (note,))
    whole = mode is Mode.FULL and batches.whole
    return Listing(batches.counted, batches.counted, frozenset(found) if whole else None)


def small(api: Api, domain: Domain, path: str) -> Pages:
    """A small list that comes whole: levels, groups, fields. It has no paging and no count."""
    standing = Standing(f"Copying {DOMAIN_LABELS[domain].lower()} from Wild Apricot")
    answer = yield from api.ask(api.request(path), standing)
    yield Page(domain, answer.body, "whole")
    return Listing(None, None)


def _window(api: Api, since: Instant | None) -> Instant:
    moment = from_instant(since) if since else api.http.clock.now()
    return to_instant(min(moment, api.http.clock.now()) - WINDOW)


def _request(api: Api, key: str) -> Request:
    name = "InvoiceId" if key[0] == "i" else "RefundId"
    return api.request("paymentAllocations", (name, key[1:]), accept=frozenset({404}))


def _rows(body: bytes) -> dict[str, bytes]:
    """Allocations by id; the answer is one, several, or nothing (wild-apricot-api.md 2.3)."""
    try:
        if body.lstrip()[:1] == b"{":
            one = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
            inner = one.get("PaymentAllocations", one.get("Allocations"))
            raws = msgspec.json.decode(inner, type=list[msgspec.Raw]) if inner else ([msgspec.Raw(body)] if one else [])
        else:
            raws = msgspec.json.decode(body, type=list[msgspec.Raw] | None) or []
        return {str(msgspec.json.decode(raw, type=_Id).id): bytes(raw) for raw in raws}
    except BROKEN as error:
        raise contract("allocations", "neither an allocation nor a list of them") from error


def _with_money(api: Api, parents: frozenset[str], border: Instant) -> Job[tuple[str, ...]]:
    """The invoices on which something was paid, changed since ``border``: the others have no allocations to ask for."""
    held: Iterable[Invoice]
    if api.accepted is not None:
        held = [record for record in api.accepted(Domain.INVOICES) if isinstance(record, Invoice)]
        paid = {record.key for record in held if (record.paid or record.is_paid) and _changed(record, border)}
    else:
        paid = yield from _paid(api, border)
    return tuple(sorted(parents & paid, key=int))


def _to_ask(api: Api, parents: frozenset[str], recheck: Recheck, held: Iterable[Allocation]) -> Job[tuple[str, ...]]:
    """The invoices to ask again that have money on them, or had."""
    paid = yield from _with_money(api, parents, "")
    had = {one.invoice for one in held if one.invoice is not None}
    return tuple(sorted(recheck.invoices & parents & (set(paid) | had), key=int))


def _untouched(held: Iterable[Allocation], invoices: frozenset[str], asked: frozenset[str]) -> set[str]:
    """Allocations that stand as they did: on an invoice that is there and was not asked for, or of such a refund."""
    return {
        one.key
        for one in held
        if f"i{one.invoice}" not in asked
        and f"r{one.refund}" not in asked
        and (one.invoice is None or one.invoice in invoices)
    }


def _changed(record: Invoice, border: Instant) -> bool:
    moment = record.modified or record.dated
    return moment is None or moment >= border


def _paid(api: Api, border: Instant) -> Job[set[str]]:
    """The same from a walk of the invoice list, where nobody tells what the mirror holds."""
    lists = _LISTS[Domain.INVOICES]
    if border:
        lists = Lists(Domain.INVOICES, lists.path, lists.wrapper, (*lists.params, ("StartDate", border[:10])))
    rows, _ = yield from list_rows(api, lists, Standing("Looking which invoices were paid"))
    try:
        seen = {key: msgspec.json.decode(row, type=answers.Invoice) for key, row in rows.items()}
    except BROKEN as error:
        raise contract("invoices", "a row with fields of another kind") from error
    return {key for key, row in seen.items() if row.paid_amount or row.is_paid}


def _refunds(api: Api, border: Instant) -> Job[tuple[str, ...]]:
    lists = _LISTS[Domain.REFUNDS]
    if border:
        lists = Lists(Domain.REFUNDS, lists.path, lists.wrapper, (("StartDate", border[:10]),))
    rows, _ = yield from list_rows(api, lists, Standing("Looking which refunds there are"))
    return tuple(rows)
