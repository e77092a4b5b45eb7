"""A folder of Wild Apricot's export files as a source, where there is no key (wild-apricot-api.md section 6)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from clubos_desktop.connectors.csv_folder.columns import Kind
from clubos_desktop.connectors.csv_folder.mapping import FileMapping, FolderMapping, check
from clubos_desktop.connectors.csv_folder.reader import CsvReader, Row
from clubos_desktop.connectors.csv_folder.recognise import Look, look
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Listing, Mode, Page

LANDED = 500
"""Rows in a landed page."""

KINDS = {
    Domain.MEMBERS: Kind.CONTACTS,
    Domain.EVENTS: Kind.REGISTRATIONS,
    Domain.REGISTRATIONS: Kind.REGISTRATIONS,
    Domain.INVOICES: Kind.INVOICES,
    Domain.PAYMENTS: Kind.PAYMENTS,
}
"""Which file serves which domain."""


class CsvFolder:
    """A ``model.protocols.Source`` over files: every copy reads them whole."""

    side = Side.LEGACY

    def __init__(self, folder: Path, mapping: FolderMapping) -> None:
        self._folder = folder
        self._mapping = mapping
        self._files = {each.kind: each for each in mapping.files}
        self.domains = tuple(domain for domain in Domain if KINDS.get(domain) in self._files)

    def check(self) -> Job[Account]:
        """Read each file once. Raises InputError when one does not fit what was confirmed."""
        for each in self._mapping.files:
            yield Progress(f"Looking at “{each.file}”")
            self._look(each)
        what = ", ".join(each.kind for each in self._mapping.files)
        rights = (f"Export files of {what}: as old as the day of their export.",)
        name = f"Export files in {self._folder.name}"
        return Account(self.side, "csv", "csv", name, self._mapping.zone, self._mapping.currency, rights)

    def reader(self, account: Account) -> CsvReader:
        """The pure reader for the confirmed date orders."""
        orders = {domain: self._look(self._files[KINDS[domain]]).order or "YMD" for domain in self.domains}
        return CsvReader(orders, account.zone, account.currency)

    def pages(
        self,
        domain: Domain,
        mode: Mode,  # noqa: ARG002 - a file has no "since": both modes read it whole
        *,
        since: Instant | None,  # noqa: ARG002 - same
        resume: str | None,
        parents: Sequence[str],  # noqa: ARG002 - the file names them
    ) -> Pages:
        """The rows of a domain's file; the cursor is the number of rows landed."""
        yield Progress(f"Reading {DOMAIN_LABELS[domain].lower()} from export files")
        each = self._files[KINDS[domain]]
        seen = self._look(each)
        rows = list(_rows(domain, seen, each))
        start = int(resume) if resume and resume.isdigit() else 0
        for at in range(start, len(rows), LANDED):
            piece = rows[at : at + LANDED]
            yield Page(domain, msgspec.json.encode(piece), str(at + len(piece)))
            yield Progress(f"Reading {DOMAIN_LABELS[domain].lower()} from export files", at + len(piece), len(rows))
        keys = Counter(row.key for row in rows)
        twice = sorted(key for key, count in keys.items() if count > 1)
        notes = [f"“{each.file}” holds {key} {keys[key]} times." for key in twice[:10]]
        return Listing(len(rows), len(rows), frozenset(keys), tuple(notes))

    def close(self) -> None:
        """Nothing stays open."""

    def _look(self, each: FileMapping) -> Look:
        seen = look(self._folder / each.file, encoding=each.encoding, delimiter=each.delimiter, order=each.order)
        check(seen, each)
        return seen


def _rows(domain: Domain, seen: Look, mapping: FileMapping) -> Iterator[Row]:
    """The file's rows for one domain: as they stand, or grouped to events and invoices."""
    places = {column: place for place, column in reversed(list(enumerate(seen.header)))}
    fields = {field: places[column] for field, column in mapping.columns.items()}
    own = [(column, places[column]) for column in seen.header if column and column not in mapping.columns.values()]
    cells = ({field: row[place] for field, place in fields.items()} for row in seen.rows)
    match domain:
        case Domain.MEMBERS:
            extra = ({column: row[place] for column, place in own if row[place]} for row in seen.rows)
            return (Row(key=each["key"], cells=each, own=more) for each, more in zip(cells, extra, strict=True))
        case Domain.EVENTS:
            return _events(cells)
        case Domain.REGISTRATIONS:
            return _registrations(cells)
        case Domain.INVOICES:
            return _invoices(cells)
        case _:
            return (Row(key=each["key"], cells=each) for each in cells)


def _events(cells: Iterable[dict[str, str]]) -> Iterator[Row]:
    """One row an event, from the first registration that names it."""
    first: dict[str, dict[str, str]] = {}
    for each in cells:
        kept = {name: each.get(name, "") for name in ("title", "start", "end", "location")}
        first.setdefault(each["event"], kept)
    return (Row(key=key, cells=found) for key, found in first.items())


def _registrations(cells: Iterable[dict[str, str]]) -> Iterator[Row]:
    """One row a registration. The file gives none an id: event and person do, and a number for further ones."""
    seen: Counter[str] = Counter()
    for each in cells:
        key = f"{each['event']}-{each['member']}"
        seen[key] += 1
        yield Row(key=key if seen[key] == 1 else f"{key}-{seen[key]}", cells=each)


def _invoices(cells: Iterable[dict[str, str]]) -> Iterator[Row]:
    """One row an invoice, with the amounts of its items."""
    found: dict[str, Row] = {}
    for each in cells:
        row = found.setdefault(each["number"], Row(key=each["number"], cells=each))
        row.amounts.append(each["amount"])
    return iter(found.values())
