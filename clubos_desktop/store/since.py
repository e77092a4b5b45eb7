"""What came, changed or went after a moment: the records of a side that a copy begun later brought."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant, Record
from clubos_desktop.store import tables
from clubos_desktop.store.catalogue import read_record


@dataclass(frozen=True, slots=True)
class Later:
    """A record as it is now. ``run`` brought it so, ``at`` is when that copy began, ``new`` that nothing was before."""

    record: Record
    run: int
    at: Instant
    new: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that the side no longer has: its key and title, and the run that found it gone, with its moment."""

    key: str
    title: str
    run: int
    at: Instant


def changed(
    conn: Connection, side: Side, domain: Domain, since: Instant, until: Instant | None = None
) -> Iterator[Later]:
    """Records that a copy begun at ``since`` or later (before ``until``) brought or changed, in order of arrival."""
    v, r, run = tables.version.c, tables.record.c, tables.run.c
    before = tables.version.alias("before")
    first = select(func.min(before.c.from_run)).where(before.c.record == r.id).scalar_subquery()
    query = (
        select(v.fields, v.from_run, run.started, first.label("first"))
        .join_from(tables.record, tables.version, (v.record == r.id) & v.to_run.is_(None))
        .join(tables.run, run.id == v.from_run)
        .where(r.side == side, r.domain == domain, r.gone_run.is_(None), run.started >= since)
        .order_by(r.id)
    )
    for row in conn.execute(query if until is None else query.where(run.started < until)):
        yield Later(read_record(domain, row.fields), row.from_run, row.started, row.first == row.from_run)


def gone(conn: Connection, side: Side, domain: Domain, since: Instant, until: Instant | None = None) -> list[Gone]:
    """Records that two complete copies begun later (the second before ``until``) did not list any more."""
    r, run = tables.record.c, tables.run.c
    query = (
        select(r.key, r.title, r.gone_run, run.started)
        .join_from(tables.record, tables.run, run.id == r.gone_run)
        .where(r.side == side, r.domain == domain, run.started >= since)
        .order_by(r.id)
    )
    rows = conn.execute(query if until is None else query.where(run.started < until))
    return [Gone(row.key, row.title, row.gone_run, row.started) for row in rows]
