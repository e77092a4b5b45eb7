"""Differences and suggestions by the page. Import them from ``views``.

Pages are read by keyset: ``after`` is what the page before named as ``next``, so that a page costs the same wherever
it stands.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal, select, tuple_

from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.store import tables
from clubos_desktop.store.counts import counts

_HARM = (Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CHANGED, Kind.NOT_COMPARABLE, Kind.IGNORED)
"""Most harmful first (ui.md section 4, Differences): a person who is missing before a letter that differs."""


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
    """Some differences. ``total`` is how many the filter has; ``next`` goes into the next call, None at the end."""

    rows: tuple[Difference, ...]
    total: int
    next: int | None


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """Two records that may belong together; a person decides. ``score`` is 0 to 100."""

    id: int
    domain: Domain
    legacy_id: str
    clubos_id: str
    legacy_title: str
    clubos_title: str
    score: int
    reasons: tuple[str, ...]


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
) -> DifferencePage:
    """Differences that stand (or closed ones, if ``wanted.status`` is CLOSED), most harmful first.

    ``also`` are further conditions on the table of differences.
    """
    groups = _groups(conn, wanted)
    total = sum(n for *_, n in groups)
    if wanted.text or also:
        total = _count(conn, wanted, also)
    if wanted.order is not Order.HARM:
        rows_there, then = _sorted(conn, wanted, after, limit, also)
        return DifferencePage(rows_there, total, then)
    if after is not None:
        groups = _groups_after(conn, groups, after)
    rows: list[Difference] = []
    for position, (domain, kind, field, _) in enumerate(groups):
        c = tables.difference.c
        query = _LISTED.where(c.domain == domain, c.kind == kind, c.field == field, *_text(wanted), *also)
        query = query.where(*_standing(wanted)).order_by(c.id).limit(limit + 1 - len(rows))
        if after is not None and position == 0:
            query = query.where(c.id > after)
        rows += [to_difference(row) for row in conn.execute(query).all()]
        if len(rows) > limit:
            break
    shown = tuple(rows[:limit])
    return DifferencePage(shown, total, shown[-1].id if len(rows) > limit else None)


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
    if not wanted.text:
        return []
    c = tables.difference.c
    places = (c.who, c.legacy, c.clubos, c.legacy_id, c.clubos_id)
    found = places[0].icontains(wanted.text, autoescape=True)
    for place in places[1:]:
        found = found | place.icontains(wanted.text, autoescape=True)
    return [found]


def _count(conn: Connection, wanted: DifferenceFilter, also: Sequence[ColumnElement[bool]]) -> int:
    query = select(func.count()).select_from(tables.difference)
    query = query.where(*_standing(wanted), *_narrowed(wanted), *_text(wanted), *also)
    return conn.execute(query).scalar_one()


def _narrowed(wanted: DifferenceFilter) -> list[ColumnElement[bool]]:
    c = tables.difference.c
    found: list[ColumnElement[bool]] = [] if wanted.domain is None else [c.domain == wanted.domain]
    found += [] if wanted.kinds is None else [c.kind.in_(wanted.kinds)]
    return found + ([] if wanted.field is None else [c.field == wanted.field])


def _keys() -> dict[Order, tuple[ColumnElement[str], ...]]:
    c = tables.difference.c
    who, field = func.lower(c.who), c.domain + literal(".") + c.field
    return {
        Order.RECORD: (c.domain, who, func.coalesce(c.legacy_id, ""), func.coalesce(c.clubos_id, "")),
        Order.WHO: (who,),
        Order.FIELD: (field, who),
        Order.LEGACY: (func.lower(func.coalesce(c.legacy, "")),),
        Order.CLUBOS: (func.lower(func.coalesce(c.clubos, "")),),
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


def suggestions(
    conn: Connection, domain: Domain | None = None, *, after: int | None = None, limit: int = 100
) -> tuple[SuggestionRow, ...]:
    """Suggested pairs that wait for a person, the likeliest first; ``after`` is the id of the last one before."""
    s = tables.suggestion.c
    left, right = tables.record.alias("left"), tables.record.alias("right")
    query = (
        select(
            s.id,
            s.domain,
            s.score,
            s.reasons,
            left.c.key.label("legacy_id"),
            right.c.key.label("clubos_id"),
            left.c.title.label("legacy_title"),
            right.c.title.label("clubos_title"),
        )
        .join_from(tables.suggestion, left, left.c.id == s.legacy)
        .join(right, right.c.id == s.clubos)
        .order_by(s.score.desc(), s.id)
        .limit(limit)
    )
    if domain is not None:
        query = query.where(s.domain == domain)
    if after is not None:
        score = conn.execute(select(s.score).where(s.id == after)).scalar()
        place = (s.score < score) | ((s.score == score) & (s.id > after)) if score is not None else s.id > after
        query = query.where(place)
    return tuple(
        SuggestionRow(
            row.id,
            Domain(row.domain),
            row.legacy_id,
            row.clubos_id,
            row.legacy_title,
            row.clubos_title,
            row.score,
            tuple(json.loads(row.reasons)),
        )
        for row in conn.execute(query)
    )
