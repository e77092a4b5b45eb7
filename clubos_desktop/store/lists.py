"""Differences by the page. Import them from ``views``.

Pages are read by keyset: ``after`` is what the page before named as ``next``, so that a page costs the same wherever
it stands.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.store import finding, tables
from clubos_desktop.store.counts import counts

COUNTED = 1_000
"""How far a search without end is counted."""

_HARM = (Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CHANGED, Kind.NOT_COMPARABLE, Kind.IGNORED)
"""Most harmful first (ui.md section 4, Differences): a person who is missing before a letter that differs."""


_ALONE = (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)


class Order(StrEnum):
    """How a list is sorted: most harmful first, by record (its fields together), or by a column."""

    HARM = "harm"
    RECORD = "record"
    WHO = "who"
    FIELD = "field"
    LEGACY = "legacy"
    CLUBOS = "clubos"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class DifferenceFilter:
    """Which differences, in which order. None means all; ``text`` is looked for in who, values and ids."""

    domain: Domain | None = None
    kinds: tuple[Kind, ...] | None = None
    field: str | None = None
    status: Status | None = None
    text: str = ""
    order: Order = Order.HARM
    descending: bool = False


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Some differences. ``total`` is how many the filter has; ``next`` goes into the next call, None at the end.

    With ``more`` there are at least ``total``, and nobody counted how many; on later pages of such a search ``total``
    may be the page's alone.
    """

    rows: tuple[Difference, ...]
    total: int
    next: int | None
    more: bool = False


_SHOWN = tuple(tables.difference.c[field.name] for field in fields(Difference))
_LISTED = select(*_SHOWN)
"""A stored difference, its columns in the order of the value's fields."""

_DOMAINS = {each.value: each for each in Domain}
_KINDS = {each.value: each for each in Kind}
_STATUSES = {each.value: each for each in Status}


def to_difference(row: Sequence[Any]) -> Difference:
    """A row of ``_LISTED`` as its value."""
    identity, domain, kind, *said, status, closed = row
    return Difference(identity, _DOMAINS[domain], _KINDS[kind], *said, _STATUSES[status], closed)  # type: ignore[call-arg]  # its fields


def difference(conn: Connection, identity: int) -> Difference | None:
    """One difference, open or closed."""
    row = conn.execute(_LISTED.where(tables.difference.c.id == identity)).one_or_none()
    return None if row is None else to_difference(row)


def differences(
    conn: Connection,
    wanted: DifferenceFilter = DifferenceFilter(),
    *,
    after: int | None = None,
    limit: int = 100,
    also: Sequence[ColumnElement[bool]] = (),
    total: int | None = None,
    exact: bool = True,
) -> DifferencePage:
    """Differences that stand (or closed ones, if ``wanted.status`` is CLOSED), most harmful first.

    ``also`` are further conditions on the table of differences, ``total`` how many there are if that is known already.
    Without ``exact`` a search that finds thousands is not counted to its end.
    """
    few = finding.matching(conn, wanted.text) if wanted.text else None
    if few is not None:
        return _of_few(conn, wanted, few, after=after, limit=limit, also=also)
    groups = _groups(conn, wanted)
    if wanted.order is Order.HARM:
        rows, then = _walked(conn, wanted, groups, after=after, limit=limit, also=also)
    else:
        rows, then = _sorted(conn, wanted, after, limit, also)
    if wanted.text and not exact:
        total = len(rows)
        if then is not None and len(wanted.text) >= finding.LEAST:
            total = finding.how_many(conn, wanted.text, [*conditions(wanted), *also], COUNTED)
        return DifferencePage(rows, total, then, more=then is not None)
    if total is None:
        total = _count(conn, wanted, also) if wanted.text or also else sum(n for *_, n in groups)
    return DifferencePage(rows, total, then)


def _walked(
    conn: Connection,
    wanted: DifferenceFilter,
    groups: list[tuple[Domain, Kind, str, int]],
    *,
    after: int | None,
    limit: int,
    also: Sequence[ColumnElement[bool]],
) -> tuple[tuple[Difference, ...], int | None]:
    """A page by group, most harmful first, and where the next one begins."""
    if after is not None:
        groups = _groups_after(conn, groups, after)
    rows: list[Difference] = []
    for position, (domain, kind, field, _) in enumerate(groups):
        c = tables.difference.c
        query = _of_group(wanted, domain, kind, field).where(*_standing(wanted), *also)
        query = query.order_by(c.id).limit(limit + 1 - len(rows))
        if after is not None and position == 0:
            query = query.where(c.id > after)
        rows += [to_difference(row) for row in conn.execute(query).all()]
        if len(rows) > limit:
            break
    shown = tuple(rows[:limit])
    return shown, shown[-1].id if len(rows) > limit else None


def _of_group(wanted: DifferenceFilter, domain: Domain, kind: Kind, field: str) -> Select[tuple[Any, ...]]:
    """The differences of one domain, kind and field that hold the text.

    Records of one system alone have no values: what is looked for stands in an index (its own condition, letter by
    letter, is what SQLite chooses it by), so that a text that none of them holds is known without reading them.
    """
    c = tables.difference.c
    query = _LISTED.where(c.domain == domain, c.kind == kind)
    if not wanted.text or field or kind not in _ALONE or wanted.status is Status.CLOSED:
        return query.where(c.field == field, *_text(wanted))
    held = or_(*(place.contains(wanted.text, autoescape=True) for place in (c.who, c.legacy_id, c.clubos_id)))
    return query.where(literal_column("kind IN ('only_legacy', 'only_clubos')"), held)


def _of_few(
    conn: Connection,
    wanted: DifferenceFilter,
    few: Sequence[int],
    *,
    after: int | None,
    limit: int,
    also: Sequence[ColumnElement[bool]],
) -> DifferencePage:
    """A page of those that a search found: all are sorted, a page of them is read."""
    c = tables.difference.c
    query = select(c.id, c.kind, c.domain, c.field).where(c.id.in_(_listed(few)))
    query = query.where(*_standing(wanted), *_narrowed(wanted), *also)
    keys = () if wanted.order is Order.HARM else (*_KEYS[wanted.order], c.id)
    found = conn.execute(query.order_by(*(key.desc() if wanted.descending else key for key in keys))).all()
    if wanted.order is Order.HARM:
        domains = list(Domain)
        found = sorted(found, key=lambda row: (_HARM.index(row.kind), domains.index(row.domain), row.field, row.id))
    ids = [int(row.id) for row in found]
    start = 0 if after is None else ids.index(after) + 1 if after in ids else len(ids)
    page = ids[start : start + limit]
    rows = {row[0]: to_difference(row) for row in conn.execute(_LISTED.where(c.id.in_(_listed(page)))).all()}
    then = page[-1] if start + limit < len(ids) else None
    return DifferencePage(tuple(rows[each] for each in page), len(ids), then)


def _listed(ids: Sequence[int]) -> Select[tuple[int]]:
    """Ids as a table: any number of them is one bound value."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _sorted(
    conn: Connection,
    wanted: DifferenceFilter,
    after: int | None,
    limit: int,
    also: Sequence[ColumnElement[bool]],
) -> tuple[tuple[Difference, ...], int | None]:
    """A page of another order and where the next one begins, by keyset too: the last row's values, then its id."""
    c = tables.difference.c
    keys = [*_KEYS[wanted.order], c.id]
    query = _LISTED.where(*_standing(wanted), *_narrowed(wanted), *_text(wanted), *also)
    if after is not None:
        last = conn.execute(select(*keys).where(c.id == after)).one_or_none()
        if last is not None:
            place, here = tuple_(*keys), tuple_(*(literal(value) for value in last))
            query = query.where(place < here if wanted.descending else place > here)
    query = query.order_by(*(key.desc() if wanted.descending else key for key in keys)).limit(limit + 1)
    rows = [to_difference(row) for row in conn.execute(query).all()]
    return tuple(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None


def samples(conn: Connection, domain: Domain, kind: Kind, field: str, *, limit: int = 2) -> tuple[Difference, ...]:
    """The first open differences of one domain, kind and field: a look into the index, at any size of the list."""
    c = tables.difference.c
    query = _LISTED.where(c.domain == domain, c.kind == kind, c.field == field, c.closed.is_(None))
    return tuple(to_difference(row) for row in conn.execute(query.order_by(c.id).limit(limit)).all())


def _groups(conn: Connection, wanted: DifferenceFilter) -> list[tuple[Domain, Kind, str, int]]:
    """How many differences of each domain, kind and field there are, the most harmful first."""
    found: dict[tuple[Domain, Kind, str], int] = {}
    for count in counts(conn, closed=wanted.status is Status.CLOSED):
        if (
            (not wanted.kinds or count.kind in wanted.kinds)
            and (wanted.status is None or count.status is wanted.status)
            and (wanted.domain is None or count.domain is wanted.domain)
            and (wanted.field is None or count.field == wanted.field)
        ):
            place = (count.domain, count.kind, count.field)
            found[place] = found.get(place, 0) + count.n
    order = list(Domain)
    places = sorted(found, key=lambda place: (_HARM.index(place[1]), order.index(place[0]), place[2]))
    return [(*place, found[place]) for place in places]


def _groups_after(
    conn: Connection, groups: list[tuple[Domain, Kind, str, int]], after: int
) -> list[tuple[Domain, Kind, str, int]]:
    last = difference(conn, after)
    if last is None:
        return groups
    places = [position for position, group in enumerate(groups) if group[:3] == (last.domain, last.kind, last.field)]
    return groups[places[0] :] if places else groups


def _standing(wanted: DifferenceFilter) -> list[ColumnElement[bool]]:
    c = tables.difference.c
    if wanted.status is Status.CLOSED:
        return [c.closed.is_not(None)]
    return [c.closed.is_(None)] + ([c.status == wanted.status] if wanted.status else [])


def _text(wanted: DifferenceFilter) -> list[ColumnElement[bool]]:
    """Row by row; LIKE itself folds a to z."""
    if not wanted.text:
        return []
    c = tables.difference.c
    places = (c.who, c.legacy, c.clubos, c.legacy_id, c.clubos_id)
    return [or_(*(place.contains(wanted.text, autoescape=True) for place in places))]


def _count(conn: Connection, wanted: DifferenceFilter, also: Sequence[ColumnElement[bool]]) -> int:
    query = select(func.count()).select_from(tables.difference)
    query = query.where(*_standing(wanted), *_narrowed(wanted), *_text(wanted), *also)
    return conn.execute(query).scalar_one()


def counted(conn: Connection, wanted: DifferenceFilter) -> int:
    """How many there are whatever was decided, by the kept counters; a text is not looked for."""
    return sum(n for *_, n in _groups(conn, wanted))


def conditions(wanted: DifferenceFilter) -> list[ColumnElement[bool]]:
    """A filter's conditions on the table of differences, but for its text."""
    return [*_standing(wanted), *_narrowed(wanted)]


def _narrowed(wanted: DifferenceFilter) -> list[ColumnElement[bool]]:
    c = tables.difference.c
    found: list[ColumnElement[bool]] = [] if wanted.domain is None else [c.domain == wanted.domain]
    found += [] if wanted.kinds is None else [c.kind.in_(wanted.kinds)]
    return found + ([] if wanted.field is None else [c.field == wanted.field])


def _keys() -> dict[Order, tuple[ColumnElement[str], ...]]:
    """Written letter by letter as the indexes of ``tables`` are, without bound values: else they are not used."""
    c = tables.difference.c

    def key(sql: str) -> ColumnElement[str]:
        return literal_column(sql, Text)

    who, record = key("lower(who)"), (key("coalesce(legacy_id, '')"), key("coalesce(clubos_id, '')"))
    return {
        Order.RECORD: (c.domain, who, *record),
        Order.WHO: (who,),
        Order.FIELD: (key("domain || '.' || field"), who),
        Order.LEGACY: (key("lower(substr(coalesce(legacy, ''), 1, 60))"),),
        Order.CLUBOS: (key("lower(substr(coalesce(clubos, ''), 1, 60))"),),
        Order.SEEN: (c.first_seen,),
    }


_KEYS = _keys()
"""What each order sorts by, before the id."""


def differences_of(
    conn: Connection, domain: Domain, *, legacy_id: str | None = None, clubos_id: str | None = None
) -> tuple[Difference, ...]:
    """Open differences of one pair or record, by either side's key."""
    sides = [(Side.LEGACY, legacy_id), (Side.CLUBOS, clubos_id)]
    rows = [record_id(conn, side, domain, key) for side, key in sides if key is not None]
    found = [row for row in rows if row is not None]
    c, p = tables.difference.c, tables.pair.c
    pairs = select(p.id).where(p.legacy.in_(found) | p.clubos.in_(found))
    query = _LISTED.where(c.closed.is_(None)).order_by(c.id)
    paired = conn.execute(query.where(c.pair.in_(pairs))).all()
    alone = conn.execute(query.where(c.record.in_(found))).all()
    return tuple(to_difference(row) for row in (*paired, *alone))


def record_id(conn: Connection, side: Side, domain: Domain, key: str) -> int | None:
    """The row of a record by the source's key."""
    c = tables.record.c
    return conn.execute(select(c.id).where(c.side == side, c.domain == domain, c.key == key)).scalar()
