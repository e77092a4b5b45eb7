"""Open differences with the records behind them, typed: what patterns and impacts are found in."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select

from clubos_desktop.findings import reading
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.findings import DECIDABLE
from clubos_desktop.model.records import TYPES, Instant, Record
from clubos_desktop.store import pairs, tables

_IN = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Case:
    """A difference that is open and needs a person, with both records as far as they are there.

    ``lone_member`` and ``lone_event`` say of a registration that its member or event has no pair; they are called
    ``member`` and ``event``, after the titles people know; ``event_ends`` is None where no time is known. ``twice``
    says that a second copy saw it.
    """

    id: int
    domain: Domain
    kind: Kind
    field: str
    who: str
    shown: tuple[str | None, str | None]
    pair: int | None = None
    legacy: Record | None = None
    clubos: Record | None = None
    member: str = ""
    event: str = ""
    event_ends: Instant | None = None
    lone_member: bool = False
    lone_event: bool = False
    twice: bool = False

    @property
    def there(self) -> Record | None:
        """The record, of the legacy side where there is one."""
        return self.legacy or self.clubos


_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class _Parent:
    title: str
    lone: bool
    ends: Instant | None = None


class _Times(msgspec.Struct):
    """What is read of an event."""

    start: Instant | None = None
    end: Instant | None = None


def cases(
    conn: Connection, domains: Iterable[Domain] = (*PAIRED, *FINANCE), *, needing: Instant | None = None
) -> list[Case]:
    """All open differences of some domains, in the order in which they were found.

    With ``needing`` those alone that need a person at that moment: what was decided and stands is left out.
    """
    return [case for some in some_at_a_time(conn, domains, needing=needing) for case in some]


def some_at_a_time(
    conn: Connection, domains: Iterable[Domain] = (*PAIRED, *FINANCE), *, needing: Instant | None = None
) -> Iterator[list[Case]]:
    """The same, as many at a time as make nobody wait."""
    settled = frozenset() if needing is None else frozenset(reading.settled(conn, needing))
    for domain in domains:
        yield from _of_domain(conn, domain, settled)


def _of_domain(conn: Connection, domain: Domain, settled: frozenset[int]) -> Iterator[list[Case]]:
    x, p = tables.difference.c, tables.pair.c
    columns = (x.id, x.kind, x.field, x.who, x.legacy, x.clubos, x.pair, x.record, x.legacy_id, x.status)
    query = (
        select(*columns, p.legacy.label("mine"), p.clubos.label("theirs"))
        .join_from(tables.difference, tables.pair, p.id == x.pair, isouter=True)
        .where(x.domain == domain, x.closed.is_(None), x.kind.in_(DECIDABLE))
        .order_by(x.id)
    )
    rows = [row for row in conn.execute(query) if row.id not in settled]
    for at in range(0, len(rows), _AT_ONCE):
        yield _made(conn, domain, rows[at : at + _AT_ONCE])


def _made(conn: Connection, domain: Domain, rows: Sequence[Any]) -> list[Case]:
    ids = {identity for row in rows for identity in (row.mine, row.theirs, row.record) if identity is not None}
    decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
    records = {identity: decode(fields) for identity, fields in pairs.fields_of(conn, ids).items()}
    parents = _parents(conn, ids) if domain is Domain.REGISTRATIONS else {}
    made = []
    for row in rows:
        alone = row.pair is None
        mine = row.record if alone and row.legacy_id is not None else row.mine
        theirs = row.record if alone and row.legacy_id is None else row.theirs
        member, event = parents.get(mine or theirs or 0, (None, None))
        made.append(
            Case(
                row.id,
                domain,
                Kind(row.kind),
                row.field,
                row.who,
                (row.legacy, row.clubos),
                row.pair,
                records.get(mine or 0),
                records.get(theirs or 0),
                member=member.title if member else "",
                event=event.title if event else "",
                event_ends=event.ends if event else None,
                lone_member=member is not None and member.lone,
                lone_event=event is not None and event.lone,
                twice=row.status == Status.CONFIRMED,
            )
        )
    return made


def _parents(conn: Connection, registrations: Iterable[int]) -> dict[int, tuple[_Parent | None, _Parent | None]]:
    """Member and event of some registrations; None where the copy does not hold them."""
    rows = conn.exec_driver_sql(
        "SELECT r.id, m.id, m.title, e.id, e.title, v.fields FROM record r "
        "LEFT JOIN record m ON m.side = r.side AND m.domain = 'members' AND m.key = r.member AND m.gone_run IS NULL "
        "LEFT JOIN record e ON e.side = r.side AND e.domain = 'events' AND e.key = r.event AND e.gone_run IS NULL "
        "LEFT JOIN version v ON v.record = e.id AND v.to_run IS NULL "
        f"WHERE r.id IN {_IN}",
        (json.dumps(list(registrations)),),
    ).fetchall()
    owners = {identity for row in rows for identity in (row[1], row[3]) if identity is not None}
    held = pairs.pairs_holding(conn, owners)
    paired = {identity for pair in held for identity in (pair.legacy, pair.clubos)}

    decode = msgspec.msgpack.Decoder(_Times).decode

    def parent(identity: int | None, title: str, fields: bytes | None = None) -> _Parent | None:
        if identity is None:
            return None
        times = decode(fields) if fields else _Times()
        return _Parent(title, identity not in paired, times.end or times.start)

    return {row[0]: (parent(row[1], row[2]), parent(row[3], row[4], row[5])) for row in rows}


def side_of(case: Case) -> Side:
    """The side of a record that only one system has."""
    return Side.LEGACY if case.legacy is not None else Side.CLUBOS
