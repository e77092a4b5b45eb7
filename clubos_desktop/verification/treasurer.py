"""The treasurer's sign-off: which figures are signed, their hash, and whether they still hold. Pure but ``standing``.

What is signed is all money dated up to a day of the club: how many documents of each kind and what they come to, by
month and tender or origin; every line that explains a difference, and what a person wrote about it; the totals
entered for ClubOS. A later payment for an open invoice changes none of them, a changed amount always does.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.chain import Documents
from clubos_desktop.diff.totals import Document, amount_of
from clubos_desktop.model.chain import REASON_WORDS, Chain, MoneyLine
from clubos_desktop.model.evidence import Books, EnteredTotal, SignOff
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.money import show
from clubos_desktop.model.proofs import MoneySigned
from clubos_desktop.model.records import Day
from clubos_desktop.model.registers import Entry, Kept
from clubos_desktop.model.time import day_of
from clubos_desktop.verification.ledger import Ledger
from clubos_desktop.verification.money import notes
from clubos_desktop.verification.touched import touched
from clubos_desktop.verification.words import ONE

Rows = tuple[tuple[str, str], ...]
"""Figures as (what, value), each what once."""


def figures(
    documents: Documents,
    found: Chain,
    entered: Iterable[EnteredTotal],
    said: Mapping[str, tuple[str, str]],
    *,
    until: Day,
    zone: str,
) -> Rows:
    """The figures of all money dated up to ``until``, in a fixed order."""
    sums: dict[str, list[int]] = {}
    shown: dict[str, str] = {}
    for each in _every(documents):
        day = "" if each.dated is None else day_of(each.dated, zone)
        if day <= until:
            what = _named(each, day)
            sums.setdefault(what, [0, 0])
            sums[what][0] += 1
            sums[what][1] += amount_of(each)
            shown[what] = each.currency or ""
    rows = {what: f"{n:,}, {_money(amount, shown[what])}" for what, (n, amount) in sums.items()}
    for line in found.lines:
        if line.day <= until:
            rows[_said(line)] = _money(line.effect, line.currency)
            if line.id in said:
                rows[f"Note to {_said(line)}"] = f"note {_short(said[line.id][1])}"
    for total in entered:
        name = " ".join(filter(None, (total.part, total.group, total.until and f"until {total.until}")))
        what = f"ClubOS: {DOMAIN_LABELS[total.domain]}, {total.currency}{f', {name}' if name else ''}"
        rows[what] = _money(total.amount, total.currency)
    return tuple(sorted(rows.items()))


def digest(rows: Rows) -> str:
    """SHA-256 of figures."""
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def changes(signed: Rows, now: Rows) -> tuple[str, ...]:
    """Every figure that is another one, as a sentence."""
    before, after = dict(signed), dict(now)
    return tuple(
        f"{what}: {before.get(what, 'nothing')} was signed, now it is {after.get(what, 'nothing')}."
        for what in sorted(before.keys() | after.keys())
        if before.get(what) != after.get(what)
    )


def newest(kept: Kept) -> tuple[Entry, MoneySigned] | None:
    """The signature that stands; None when there is none, it was withdrawn, or the register was changed."""
    found: tuple[Entry, MoneySigned] | None = None
    for entry in () if "money" in kept.broken else kept.of("money", "signed", "withdrew"):
        found = (entry, entry.body) if isinstance(entry.body, MoneySigned) else None
    return found


def standing(
    conn: Connection,
    ledger: Ledger | None,
    books: Books | None,
    *,
    kept: Kept,
    entered: Sequence[EnteredTotal],
    zone: str,
) -> SignOff | None:
    """The treasurer's signature and whether it still holds; None without one."""
    signature = newest(kept)
    if signature is None or ledger is None or books is None:
        return None
    entry, body = signature
    now = figures(ledger.documents, books.chain, entered, notes(kept), until=body.until, zone=zone)
    made = SignOff(entry.actor, entry.at, body.until, body.hash, digest(now))
    if made.holds:
        return made
    return replace(made, changes=(*touched(conn, body.run, body.until, zone), *changes(body.rows, now)))


def _every(documents: Documents) -> Iterable[Document]:
    yield from documents.invoices
    yield from documents.payments
    yield from documents.refunds
    yield from documents.donations


def _named(document: Document, day: Day) -> str:
    group = getattr(document, "tender", None) or getattr(document, "origin", None) or ""
    parts = (DOMAIN_LABELS[document.domain], day[:7] or "no date", group, document.currency or "no currency")
    return ", ".join(filter(None, parts))


def _said(line: MoneyLine) -> str:
    return f"{ONE[line.domain]} {line.key}, {REASON_WORDS[line.reason].lower()}"


def _short(text: str) -> str:
    """What tells two notes apart without showing them: figures are printed, notes may name people."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _money(amount: int, currency: str) -> str:
    return show(amount, currency) if currency else f"{amount} units"
