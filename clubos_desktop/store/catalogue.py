"""Records by the page and one record in detail. Import them from ``views``.

Contents of a version are the record struct of model.records as MessagePack. Pages are read by keyset.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, RowMapping, func, select

from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import TYPES, Instant, Record
from clubos_desktop.store import tables
from clubos_desktop.store.lists import differences_of, record_id


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A pair, or an unpaired record: what the list of Records shows.

    ``changed`` and ``ignored`` count open differences (in the finance domains: what does not add up). ``missing`` and
    ``gone`` tell of either side's tombstone, ``apart`` why a registration is not compared (guest, superseded).
    """

    domain: Domain
    legacy_id: str | None
    clubos_id: str | None
    title: str
    changed: int
    ignored: int
    missing: bool
    gone: bool
    apart: str
    record: Record
    """The legacy side's record where there is one, else ClubOS's."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some records by name. ``next`` goes into the next call, None at the end."""

    rows: tuple[RecordRow, ...]
    next: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One side's record: its fields, the source's own time of change, and the run that brought this version.

    ``copied`` is when that run ended; ``missing`` means the last complete listing did not hold it, ``gone`` two.
    """

    side: Side
    key: str
    title: str
    record: Record
    modified: Instant | None
    run: int
    copied: Instant | None
    missing: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """Both sides of a pair or one of them, how they were paired, and all open differences."""

    domain: Domain
    legacy: Sighting | None
    clubos: Sighting | None
    method: str
    differences: tuple[Difference, ...]


def read_record(domain: Domain, fields: bytes) -> Record:
    """The record of a stored version."""
    return msgspec.msgpack.decode(fields, type=TYPES[domain])


def records(
    conn: Connection, domain: Domain, *, search: str = "", after: tuple[str, int] | None = None, limit: int = 100
) -> RecordPage:
    """Pairs and unpaired records by name; ``search`` is looked for in the name and e-mail, folded."""
    alone = ~select(tables.pair.c.id).where(tables.pair.c.clubos == tables.record.c.id).exists()
    c = tables.record.c
    columns = (c.id, c.side, c.key, c.title, c.sort, c.missing_run, c.gone_run, c.apart)
    query = select(*columns).where(c.domain == domain)
    if search:
        query = query.where(c.sort.contains(search.casefold(), autoescape=True))
    if after is not None:
        query = query.where((c.sort > after[0]) | ((c.sort == after[0]) & (c.id > after[1])))
    query = query.order_by(c.sort, c.id).limit(limit + 1)
    legacy = conn.execute(query.where(c.side == Side.LEGACY)).mappings()
    clubos = conn.execute(query.where(c.side == Side.CLUBOS, alone)).mappings()
    merged = sorted([*legacy, *clubos], key=lambda row: (row["sort"], row["id"]))
    shown = merged[:limit]
    rows = _record_rows(conn, domain, shown)
    more = len(merged) > limit
    return RecordPage(rows, (shown[-1]["sort"], shown[-1]["id"]) if more else None)


def _record_rows(conn: Connection, domain: Domain, shown: Sequence[RowMapping]) -> tuple[RecordRow, ...]:
    """The rows of a page: pairs, differences and contents are read in one go each."""
    p, v, r = tables.pair.c, tables.version.c, tables.record.c
    ids = [values["id"] for values in shown]
    paired = select(p.legacy, p.id, r.key, r.missing_run, r.gone_run).join_from(
        tables.pair, tables.record, r.id == p.clubos
    )
    pairs = {row.legacy: row for row in conn.execute(paired.where(p.legacy.in_(ids)))}
    contents = select(v.record, v.fields).where(v.record.in_(ids), v.to_run.is_(None))
    present = {row.record: read_record(domain, row.fields) for row in conn.execute(contents)}
    of_pairs = _kinds(conn, tables.difference.c.pair, [pair.id for pair in pairs.values()])
    of_records = _kinds(conn, tables.difference.c.record, [each for each in ids if each not in pairs])
    rows = []
    for values in shown:
        pair = pairs.get(values["id"])
        found = of_records if pair is None else of_pairs
        owner = values["id"] if pair is None else pair.id
        legacy = values["side"] == Side.LEGACY
        rows.append(
            RecordRow(
                domain,
                values["key"] if legacy else None,
                pair.key if pair is not None else None if legacy else values["key"],
                values["title"],
                changed=found.get((owner, Kind.CHANGED), 0),
                ignored=found.get((owner, Kind.IGNORED), 0),
                missing=values["missing_run"] is not None or (pair is not None and pair.missing_run is not None),
                gone=values["gone_run"] is not None or (pair is not None and pair.gone_run is not None),
                apart=values["apart"],
                record=present[values["id"]],
            )
        )
    return tuple(rows)


def _kinds(conn: Connection, owner: Column[Any], owners: Sequence[int]) -> dict[tuple[int, str], int]:
    """Open differences of each pair or record, counted by kind."""
    d = tables.difference.c
    query = select(owner, d.kind, func.count()).where(owner.in_(owners), d.closed.is_(None)).group_by(owner, d.kind)
    return {(row[0], row[1]): row[2] for row in conn.execute(query)} if owners else {}


def detail(
    conn: Connection, domain: Domain, *, legacy_id: str | None = None, clubos_id: str | None = None
) -> RecordDetail | None:
    """Both sides of a record by either side's key, None when there is no such record."""
    r, p = tables.record.c, tables.pair.c
    legacy = None if legacy_id is None else record_id(conn, Side.LEGACY, domain, legacy_id)
    clubos = None if clubos_id is None else record_id(conn, Side.CLUBOS, domain, clubos_id)
    pair = conn.execute(select(tables.pair).where((p.legacy == legacy) | (p.clubos == clubos))).first()
    if pair is not None:
        legacy, clubos = pair.legacy, pair.clubos
    rows = conn.execute(select(tables.record).where(r.id.in_([legacy, clubos]))).mappings().all()
    if not rows:
        return None
    seen = {row["side"]: _sighting(conn, domain, row) for row in rows}
    left, right = seen.get(Side.LEGACY), seen.get(Side.CLUBOS)
    found = differences_of(conn, domain, legacy_id=left.key if left else None, clubos_id=right.key if right else None)
    return RecordDetail(domain, left, right, "" if pair is None else pair.method, found)


def _sighting(conn: Connection, domain: Domain, values: RowMapping) -> Sighting:
    v = tables.version.c
    version = conn.execute(
        select(v.fields, v.modified, v.from_run).where(v.record == values["id"], v.to_run.is_(None))
    ).one()
    copied = conn.execute(select(tables.run.c.ended).where(tables.run.c.id == version.from_run)).scalar()
    return Sighting(
        Side(values["side"]),
        values["key"],
        values["title"],
        read_record(domain, version.fields),
        version.modified,
        version.from_run,
        copied,
        missing=values["missing_run"] is not None,
        gone=values["gone_run"] is not None,
    )


def versions(conn: Connection, side: Side, domain: Domain, key: str) -> tuple[tuple[int, int | None, Record], ...]:
    """Every version of a record, oldest first: run that brought it, run that replaced it (None: present), fields."""
    v, r = tables.version.c, tables.record.c
    query = (
        select(v.from_run, v.to_run, v.fields)
        .join_from(tables.version, tables.record, r.id == v.record)
        .where(r.side == side, r.domain == domain, r.key == key)
        .order_by(v.id)
    )
    return tuple((row.from_run, row.to_run, read_record(domain, row.fields)) for row in conn.execute(query))


def current(conn: Connection, side: Side, domain: Domain) -> Iterator[Record]:
    """Every present record of a side and domain (tombstones left out), in the order of first arrival."""
    v, r = tables.version.c, tables.record.c
    query = (
        select(v.fields)
        .join_from(tables.record, tables.version, (v.record == r.id) & v.to_run.is_(None))
        .where(r.side == side, r.domain == domain, r.gone_run.is_(None))
        .order_by(r.id)
    )
    for row in conn.execute(query):
        yield read_record(domain, row.fields)
