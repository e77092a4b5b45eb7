"""What came, changed or went after a moment: the records of a side that a copy begun later brought."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant, Record
from clubos_desktop.store import records, tables
from clubos_desktop.store.catalogue import read_record


@dataclass(frozen=True, slots=True)
class Later:
    """A record as a copy brought it. ``run`` is that copy, ``at`` when it began, ``new`` that nothing was before."""

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
    """Records that a copy begun at ``since`` or later brought or changed, in order of arrival, as they are now.

    With ``until`` they are as they were then: what copies begun from ``until`` on brought takes nothing away.
    """
    v, r, run = tables.version.c, tables.record.c, tables.run.c
    before = tables.version.alias("before")
    first = select(func.min(before.c.from_run)).where(before.c.record == r.id).scalar_subquery()
    query = (
        select(r.id, v.fields, v.from_run, run.started, first.label("first"))
        .join_from(tables.record, tables.version, v.record == r.id)
        .join(tables.run, run.id == v.from_run)
        .where(r.side == side, r.domain == domain, run.started >= since)
        .order_by(r.id, v.from_run)
    )
    if until is None:
        rows = list(conn.execute(query.where(v.to_run.is_(None), r.gone_run.is_(None))))
    else:
        then = {row.id: row for row in conn.execute(query.where(run.started < until))}  # the newest of each
        lost = _lost(conn, side, domain, since, until)
        rows = [row for row in then.values() if row.id not in lost]
    for row in rows:
        yield Later(read_record(domain, row.fields), row.from_run, row.started, row.first == row.from_run)


def gone(conn: Connection, side: Side, domain: Domain, since: Instant, until: Instant | None = None) -> list[Gone]:
    """Records that two complete copies begun later did not list any more, and that did not come back.

    With ``until`` both copies, and the one that a record came back with, are those begun before it.
    """
    r, run = tables.record.c, tables.run.c
    if until is not None:
        lost = _lost(conn, side, domain, since, until)
        named = select(r.id, r.key, r.title).where(r.side == side, r.domain == domain).order_by(r.id)
        return [Gone(row.key, row.title, *lost[row.id]) for row in conn.execute(named) if row.id in lost]
    query = (
        select(r.key, r.title, r.gone_run, run.started)
        .join_from(tables.record, tables.run, run.id == r.gone_run)
        .where(r.side == side, r.domain == domain, run.started >= since)
        .order_by(r.id)
    )
    return [Gone(row.key, row.title, row.gone_run, row.started) for row in conn.execute(query)]


def _lost(
    conn: Connection, side: Side, domain: Domain, since: Instant, until: Instant
) -> dict[int, tuple[int, Instant]]:
    """By record that was gone at ``until`` but not at ``since``: the second complete listing without it."""
    newest: dict[int, int] | None = None
    without: dict[int, list[tuple[int, Instant]]] = {}
    for number, at, held in _listings(conn, side, domain, since, until):  # the newest first
        if newest is None:
            newest = _unlisted(conn, side, domain, held, until)
            away = set(newest)
        away = {each for each in away if each not in held and newest[each] < number}
        for each in away:
            without.setdefault(each, []).append((number, at))
    found = {each: runs[-2] for each, runs in without.items() if len(runs) > 1}
    return {each: second for each, second in found.items() if second[1] >= since}


def _unlisted(conn: Connection, side: Side, domain: Domain, held: frozenset[int], until: Instant) -> dict[int, int]:
    """Records that a listing did not hold, each with the last run before ``until`` that brought something of it."""
    r, v, run = tables.record.c, tables.version.c, tables.run.c
    known = conn.execute(select(r.id).where(r.side == side, r.domain == domain)).scalars()
    absent = func.json_each(json.dumps([each for each in known if each not in held])).table_valued("value")
    query = (
        select(v.record, func.max(v.from_run).label("newest"))
        .join_from(tables.version, tables.run, run.id == v.from_run)
        .where(v.record.in_(select(absent.c.value)), run.started < until)
        .group_by(v.record)
    )
    return {row.record: row.newest for row in conn.execute(query)}


def _listings(
    conn: Connection, side: Side, domain: Domain, since: Instant, until: Instant
) -> Iterator[tuple[int, Instant, frozenset[int]]]:
    """The complete listings begun before ``until``, newest first, with the two that came before ``since``."""
    p, run = tables.presence.c, tables.run.c
    query = (
        select(run.id, run.started, p.records)
        .join_from(tables.presence, tables.run, run.id == p.run)
        .where(run.side == side, run.domain == domain, run.started < until)
        .order_by(run.id.desc())
    )
    early = 0
    for number, at, packed in conn.execute(query):
        yield number, at, frozenset(records.unpack(packed))
        early += at < since
        if early > 1:
            return
