"""Events, registrations and money as CSV files for people: nothing in them is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from clubos_desktop.model.cells import harmless
from clubos_desktop.model.money import show
from clubos_desktop.model.records import Event, Record, Registration
from clubos_desktop.model.time import wall


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8 with a mark, as spreadsheets like it."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(head)
    out.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def events(found: Iterable[Event], zone: str) -> tuple[bytes, int]:
    """Events with times as the club's clocks show them; returns the file and its number of rows."""
    rows = [
        (each.key, each.title or "", _at(each.start, zone), _at(each.end, zone), each.location or "", each.status or "")
        for each in found
    ]
    return table(("Number", "Title", "Start", "End", "Place", "Status"), rows), len(rows)


def registrations(
    found: Iterable[Registration], people: Mapping[str, str], titles: Mapping[str, str], zone: str
) -> tuple[bytes, int]:
    """Registrations with the names behind their numbers."""
    rows = [
        (
            each.key,
            titles.get(each.event or "", each.event or ""),
            people.get(each.member or "", each.member or ""),
            each.status or "",
            _at(each.registered, zone),
        )
        for each in found
    ]
    return table(("Number", "Event", "Who", "Status", "Registered on"), rows), len(rows)


def money(found: Iterable[Record], people: Mapping[str, str], zone: str) -> tuple[bytes, int]:
    """Invoices, payments, refunds or donations, one line each."""
    rows = []
    for each in found:
        amount, currency = getattr(each, "amount", None), getattr(each, "currency", None)
        said = "" if amount is None else show(amount, currency or "")
        who = getattr(each, "member", None) or ""
        rows.append((each.key, people.get(who, who), _at(getattr(each, "dated", None), zone), said))
    return table(("Number", "Who", "Date", "Amount"), rows), len(rows)


def _at(instant: str | None, zone: str) -> str:
    return wall(instant, zone) if instant else ""
