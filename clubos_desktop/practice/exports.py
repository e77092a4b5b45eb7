"""The export files an administrator downloads from the legacy system (wild-apricot-api.md section 6), as bytes.

For clubs that give files instead of a key. Two spellings: as the system writes them, and as a spreadsheet program of
another country saves them again.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from clubos_desktop.practice.club import Club
from clubos_desktop.practice.legacy import GROUPS, LEVELS, ZONE, Contact

_HOME = ZoneInfo(ZONE)
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a program writes a table."""

    encoding: str
    delimiter: str
    day: str
    decimal: str


AS_EXPORTED = Spelling("utf-8", ",", "%m/%d/%Y", ".")
RESAVED = Spelling("utf-16", ";", "%d.%m.%Y", ",")


def files(club: Club, spelling: Spelling = AS_EXPORTED) -> dict[str, bytes]:
    """The four files by name: contacts, event registrations, invoices, payments."""
    tables = {
        "contacts.csv": _contacts(club, spelling),
        "event registrations.csv": _registrations(club, spelling),
        "invoices.csv": _invoices(club, spelling),
        "payments.csv": _payments(club, spelling),
    }
    return {name: _table(rows, spelling) for name, rows in tables.items()}


def write(club: Club, folder: Path, spelling: Spelling = AS_EXPORTED) -> None:
    """Write the files into a folder that is there."""
    for name, content in files(club, spelling).items():
        (folder / name).write_bytes(content)


def _table(rows: Iterable[Row], spelling: Spelling) -> bytes:
    """Rows as a file; all have the columns of the first."""
    listed = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(listed[0]) if listed else [], delimiter=spelling.delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode(spelling.encoding)


def _day(moment: datetime | date | None, spelling: Spelling, *, time: bool = False) -> str:
    """A day, or with ``time`` a moment, in the club's zone."""
    if moment is None:
        return ""
    here = moment.astimezone(_HOME) if isinstance(moment, datetime) else moment
    return here.strftime(spelling.day + (" %H:%M" if time else ""))


def _money(cents: int, spelling: Spelling) -> str:
    return f"{cents / 100:.2f}".replace(".", spelling.decimal)


def _who(contact: Contact | None) -> Row:
    if contact is None:
        return {"User ID": "", "Email": "", "Phone": ""}
    return {"User ID": str(contact.id), "Email": contact.email, "Phone": contact.phone}


def _contacts(club: Club, spelling: Spelling) -> Iterable[Row]:
    for row in club.legacy.contacts.values():
        yield {
            "User ID": str(row.id),
            "First name": row.first,
            "Last name": row.last,
            "Organization": row.organization,
            "Email": row.email,
            "Phone": row.phone,
            "Group participation": ", ".join(GROUPS[key] for key in row.groups),
            "Archived": "yes" if row.archived else "no",
            "Membership level": "" if row.level is None else LEVELS[row.level].name,
            "Membership status": row.status or "",
            "Member since": _day(row.since, spelling),
            "Renewal due": _day(row.renewal, spelling),
            "Balance": _money(row.balance, spelling),
            "Created on": _day(row.created, spelling, time=True),
            "Profile last update": _day(row.updated, spelling, time=True),
            "Member bundle ID or email": "" if row.bundle is None else str(row.bundle),
        }


def _registrations(club: Club, spelling: Spelling) -> Iterable[Row]:
    legacy = club.legacy
    for row in legacy.registrations.values():
        event, contact = legacy.events[row.event], legacy.contacts.get(row.contact)
        yield {
            "Event ID": str(event.id),
            "Event title": event.title,
            "Start date": _day(event.start, spelling, time=not event.all_day),
            "End date": _day(event.end, spelling, time=not event.all_day),
            "Event location": event.location,
            **_who(contact),
            "Ticket type/invitee reply": "Member",
            "Ticket type fee": _money(row.fee, spelling),
            "Event registration date": _day(row.registered, spelling, time=True),
            "Total fee incl. extra costs and guests registration fees": _money(row.fee, spelling),
            "Payment state": row.status,
            "Internal notes": "",
        }


def _invoices(club: Club, spelling: Spelling) -> Iterable[Row]:
    for row in club.legacy.invoices.values():
        status = "Void" if row.voided else "Paid" if row.is_paid else "Unpaid"
        yield {
            "Invoice #": row.number,
            "Invoice date": _day(row.dated, spelling),
            "Origin": row.order,
            "Status": status,
            "Currency": "USD",
            "Item": row.order,
            "Item quantity": "1",
            "Item price": _money(row.value, spelling),
            "Item amount": _money(row.value, spelling),
            **_who(club.legacy.contacts.get(row.contact)),
        }


def _payments(club: Club, spelling: Spelling) -> Iterable[Row]:
    for row in club.legacy.payments.values():
        yield {
            "Payment ID": str(row.id),
            "Payment date": _day(row.dated, spelling),
            "Amount": _money(row.value, spelling),
            "Payment type": row.tender,
            "Type": row.kind,
            **_who(club.legacy.contacts.get(row.contact)),
        }
