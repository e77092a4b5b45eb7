"""The copy of the old system as plain tables of text: each record one row, each field one column, nothing left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.money import show
from clubos_desktop.model.records import TYPES, Instant, Record
from clubos_desktop.model.time import from_instant
from clubos_desktop.model.time import zone as named
from clubos_desktop.store import views

DOMAINS = (*PAIRED, *FINANCE)
"""What an archive holds, in this order."""

_MONEY = frozenset({"amount", "paid", "fee", "balance", "allocated", "refunded", "settled"})
_EVERY = 2000
"""Records between two signs of life."""


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a kind. ``columns`` begin with the number in the old system; a column without a value is out."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything in an archive: whose, until when (``until`` as people write it), in which zone times are told."""

    club: str
    system: str
    made: Instant
    zone: str
    until: str
    tables: tuple[Table, ...]

    @property
    def records(self) -> int:
        """All rows."""
        return sum(len(table.rows) for table in self.tables)


def gather(conn: Connection, side: Side, zone: str) -> Job[tuple[Table, ...]]:
    """Every present record of a side as tables."""
    found = []
    for domain in DOMAINS:
        records = []
        for record in views.current(conn, side, domain):
            records.append(_cells(record, zone))
            if not len(records) % _EVERY:
                yield Progress(f"Reading {DOMAIN_LABELS[domain].lower()}", len(records))
        found.append(_table(domain, records))
        yield Progress(f"Reading {DOMAIN_LABELS[domain].lower()}", len(records))
    return tuple(table for table in found if table.rows)


def held_until(conn: Connection, side: Side) -> Instant | None:
    """Until when all that an archive holds is known: the end of the oldest of the newest accepted runs of a side."""
    accepted = views.latest_accepted(conn)
    runs = (accepted.get((side, domain)) for domain in DOMAINS)
    return min((run.ended for run in runs if run is not None and run.ended is not None), default=None)


def _table(domain: Domain, records: Iterable[dict[str, str]]) -> Table:
    rows = list(records)
    known = ["key", *(name for name in TYPES[domain].__struct_fields__ if name not in {"key", "modified", "custom"})]
    own = sorted({name for row in rows for name in row} - {*known, "modified"})
    wanted = [name for name in (*known, *own, "modified") if any(row.get(name) for row in rows)]
    columns = tuple("number" if name == "key" else name.replace("_", " ") for name in wanted)
    return Table(DOMAIN_LABELS[domain], columns, tuple(tuple(row.get(name, "") for name in wanted) for row in rows))


def _cells(record: Record, zone: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name == "custom":
            cells |= {f"own field: {label}": _text(each) for label, each in value.items()}
        elif name in _MONEY and isinstance(value, int):
            cells[name] = show(value, getattr(record, "currency", None) or "").strip()
        else:
            cells[name] = _told(value, zone)
    return cells


def _told(value: Any, zone: str) -> str:
    """A value as text; an instant with the club's clock and its distance from UTC, so that it stays exact."""
    if isinstance(value, str) and len(value) == 24 and value[10] == "T" and value.endswith("Z"):
        return from_instant(value).astimezone(named(zone)).isoformat(sep=" ", timespec="seconds")
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return "; ".join(_text(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(each)}" for name, each in value.items())
    return str(value)
