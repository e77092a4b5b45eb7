"""Which column holds what: proposals with a score, for a person to confirm (wild-apricot-api.md section 6)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

LIKELY = 80
"""Score from which a column is proposed; 100 is a known heading."""


class Kind(StrEnum):
    """The export files that are known."""

    CONTACTS = "contacts"
    REGISTRATIONS = "event registrations"
    INVOICES = "invoices"
    PAYMENTS = "payments"


KNOWN: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.CONTACTS: {
        "key": ("User ID", "Contact ID", "Member ID"),
        "first_name": ("First name",),
        "last_name": ("Last name", "Surname"),
        "organization": ("Organization", "Organisation", "Company"),
        "email": ("Email", "E-mail", "Email address"),
        "phone": ("Phone", "Telephone", "Phone number"),
        "status": ("Membership status",),
        "level": ("Membership level",),
        "joined": ("Member since",),
        "renewal_due": ("Renewal due",),
        "balance": ("Balance",),
        "archived": ("Archived",),
        "groups": ("Group participation",),
        "bundle": ("Member bundle ID or email",),
        "created": ("Created on", "Creation date"),
        "modified": ("Profile last update", "Profile last updated"),
    },
    Kind.REGISTRATIONS: {
        "event": ("Event ID",),
        "title": ("Event title", "Event name"),
        "start": ("Start date", "Event start date"),
        "end": ("End date", "Event end date"),
        "location": ("Event location", "Location"),
        "member": ("User ID", "Contact ID"),
        "ticket": ("Ticket type/invitee reply", "Ticket type", "Registration type"),
        "registered": ("Event registration date", "Registration date"),
        "fee": ("Total fee incl. extra costs and guests registration fees", "Total fee", "Ticket type fee"),
        "status": ("Payment state", "Registration status"),
    },
    Kind.INVOICES: {
        "number": ("Invoice #", "Invoice number"),
        "dated": ("Invoice date",),
        "origin": ("Origin",),
        "status": ("Status",),
        "currency": ("Currency",),
        "amount": ("Item amount", "Amount"),
        "member": ("User ID", "Contact ID"),
    },
    Kind.PAYMENTS: {
        "key": ("Payment ID", "Payment #", "Payment number"),
        "dated": ("Payment date", "Date"),
        "amount": ("Amount", "Payment amount", "Value"),
        "tender": ("Payment type", "Tender", "Settled payment type(s)"),
        "kind": ("Type",),
        "member": ("User ID", "Contact ID"),
    },
}
"""The columns that are known, by the field they fill; a renamed or translated one is mapped by the person."""

NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CONTACTS: ("key",),
    Kind.REGISTRATIONS: ("event", "title", "start", "member"),
    Kind.INVOICES: ("number", "amount"),
    Kind.PAYMENTS: ("key", "amount"),
}
"""Fields without which a file is of no use."""

_MARKS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CONTACTS: ("first_name", "last_name", "email", "level", "status", "joined", "archived"),
    Kind.REGISTRATIONS: ("event", "title", "registered", "ticket"),
    Kind.INVOICES: ("number", "dated", "origin"),
    Kind.PAYMENTS: ("key", "tender", "dated"),
}
"""Fields by which a file of a kind is known."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A column for a field, with a score from 80 to 100."""

    field: str
    column: str
    score: int


def propose(kind: Kind, header: Sequence[str]) -> tuple[Proposal, ...]:
    """The best column for each field; no column serves two fields."""
    scored = [
        Proposal(field, column, score)
        for field, names in KNOWN[kind].items()
        for column in header
        if (score := max(_score(column, name) for name in names)) >= LIKELY
    ]
    scored.sort(key=lambda each: (-each.score, list(KNOWN[kind]).index(each.field), header.index(each.column)))
    chosen: dict[str, Proposal] = {}
    taken: set[str] = set()
    for each in scored:
        if each.field not in chosen and each.column not in taken:
            chosen[each.field] = each
            taken.add(each.column)
    return tuple(chosen[field] for field in KNOWN[kind] if field in chosen)


def guess(header: Sequence[str]) -> Kind | None:
    """The kind of file whose marks are found best; None where not even half of any kind's are."""
    best: tuple[float, Kind] | None = None
    for kind, marks in _MARKS.items():
        found = {each.field: each.score for each in propose(kind, header)}
        share = sum(found.get(mark, 0) for mark in marks) / (100 * len(marks))
        if share >= 0.5 and (best is None or share > best[0]):
            best = (share, kind)
    return best[1] if best else None


def _score(column: str, name: str) -> int:
    one, other = _plain(column), _plain(name)
    if one == other:
        return 100
    return min(99, round(fuzz.ratio(one, other))) if len(one) >= 4 else 0


def _plain(name: str) -> str:
    return re.sub(r"[^\w#]+", " ", name.casefold()).strip()
