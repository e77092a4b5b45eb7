"""From rows of an export to records. Pure: a row lands as JSON with its fields by name, cells as they stood."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec

from clubos_desktop.connectors.csv_folder import cells
from clubos_desktop.connectors.reading import BROKEN, listed
from clubos_desktop.model import records
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.money import to_minor
from clubos_desktop.model.records import Day, Instant, Record
from clubos_desktop.model.runs import Fault, Reading
from clubos_desktop.model.time import read_day, read_instant

T = TypeVar("T")


class Row(msgspec.Struct, kw_only=True):
    """A row, or for invoices the rows of one: ``cells`` by field, ``own`` by the club's own heading."""

    key: str
    cells: dict[str, str]
    own: dict[str, str] = {}
    amounts: list[str] = []


class CsvReader:
    """A ``model.protocols.Reader`` over landed rows; ``orders`` are the date orders by domain."""

    def __init__(self, orders: Mapping[Domain, str], zone: str, currency: str) -> None:
        self._orders = orders
        self._zone = zone
        self._currency = currency

    def split(self, domain: Domain, body: bytes) -> list[bytes]:
        """The rows of a page."""
        return [bytes(raw) for raw in listed(body, "", domain)]

    def parse(self, domain: Domain, raws: Sequence[bytes]) -> Reading:
        """Records of rows, all faults collected."""
        found: list[Record] = []
        faults: list[Fault] = []
        for raw in raws:
            try:
                row = msgspec.json.decode(raw, type=Row)
            except BROKEN:
                faults.append(Fault(domain, "not a row"))
                continue
            values = _Values(row, self._orders.get(domain, "YMD"), self._zone, self._currency)
            record = _BUILD[domain](values)
            if values.faults:
                faults.extend(Fault(f"{domain} {row.key}", what) for what in values.faults)
            else:
                found.append(record)
        return Reading(tuple(found), tuple(faults))


class _Values:
    """Reads a row's cells and collects what cannot be read, by column and without the value."""

    def __init__(self, row: Row, order: str, zone: str, currency: str) -> None:
        self.row = row
        self.currency = row.cells.get("currency") or currency
        self.faults: list[str] = []
        self._order = order
        self._zone = zone

    def text(self, name: str) -> str | None:
        return self.row.cells.get(name) or None

    def flag(self, name: str) -> bool | None:
        return self._read(name, "neither yes nor no", cells.flag) if name in self.row.cells else None

    def day(self, name: str) -> Day | None:
        return self._read(name, "not a date", self._day)

    def instant(self, name: str) -> Instant | None:
        return self._read(name, "not a date", self._instant)

    def money(self, name: str) -> int | None:
        return self._read(name, "not an amount", self._minor)

    def total(self) -> int | None:
        """The sum of an invoice's items."""
        try:
            parts = [cells.amount(part) for part in self.row.amounts]
            return to_minor(sum((part for part in parts if part is not None), Decimal()), self.currency)
        except (ValueError, ArithmeticError):
            self.faults.append("amount: not an amount")
            return None

    def _day(self, cell: str) -> Day | None:
        moment = cells.moment(cell, self._order)
        return read_day(moment, self._zone) if moment else None

    def _instant(self, cell: str) -> Instant | None:
        moment = cells.moment(cell, self._order)
        return read_instant(moment, self._zone) if moment else None

    def _minor(self, cell: str) -> int | None:
        found = cells.amount(cell)
        return to_minor(found, self.currency) if found is not None else None

    def _read(self, name: str, why: str, read: Callable[[str], T]) -> T | None:
        cell = self.row.cells.get(name, "")
        try:
            return read(cell)
        except (ValueError, ArithmeticError):
            self.faults.append(f"{name}: {why}")
            return None


def _member(values: _Values) -> Record:
    groups = values.text("groups")
    return records.Member(
        key=values.row.key,
        modified=values.instant("modified"),
        first_name=values.text("first_name"),
        last_name=values.text("last_name"),
        organization=values.text("organization"),
        email=values.text("email"),
        phone=values.text("phone"),
        status=values.text("status"),
        level=values.text("level"),
        joined=values.day("joined"),
        renewal_due=values.day("renewal_due"),
        balance=values.money("balance"),
        currency=values.currency,
        archived=values.flag("archived"),
        bundle=values.text("bundle"),
        groups=tuple(sorted(name.strip() for name in groups.split(","))) if groups else (),
        custom=dict(values.row.own),
        created=values.instant("created"),
    )


def _event(values: _Values) -> Record:
    return records.Event(
        key=values.row.key,
        title=values.text("title"),
        start=values.instant("start"),
        end=values.instant("end"),
        location=values.text("location"),
    )


def _registration(values: _Values) -> Record:
    status = values.text("status")
    return records.Registration(
        key=values.row.key,
        event=values.text("event"),
        member=values.text("member"),
        status=status,
        cancelled=None if status is None else status.casefold() in ("canceled", "cancelled"),
        registered=values.instant("registered"),
        ticket=values.text("ticket"),
        fee=values.money("fee"),
        currency=values.currency,
    )


def _invoice(values: _Values) -> Record:
    amount = values.total()
    status = (values.text("status") or "").casefold()
    return records.Invoice(
        key=values.row.key,
        number=values.row.key,
        member=values.text("member"),
        dated=values.instant("dated"),
        amount=amount,
        paid=amount if status == "paid" else 0 if status == "unpaid" else None,
        is_paid=status == "paid" if status else None,
        currency=values.currency,
        origin=values.text("origin"),
        void=status in ("void", "voided"),
    )


def _payment(values: _Values) -> Record:
    return records.Payment(
        key=values.row.key,
        member=values.text("member"),
        dated=values.instant("dated"),
        amount=values.money("amount"),
        currency=values.currency,
        tender=values.text("tender"),
        kind=values.text("kind"),
    )


_BUILD: Mapping[Domain, Callable[[_Values], Record]] = {
    Domain.MEMBERS: _member,
    Domain.EVENTS: _event,
    Domain.REGISTRATIONS: _registration,
    Domain.INVOICES: _invoice,
    Domain.PAYMENTS: _payment,
}
