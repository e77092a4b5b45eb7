"""Paired domains as figures: all records, and those in the windows of the model's section 5.

An event is in the window when it ends on its first day or later in the club's zone, on either side; it is active
while it has not ended. A registration belongs to its event.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from clubos_desktop.diff.normal import normalise
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.findings import reading
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import Comparison, FieldFigures, StatusCount
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.records import Day, Instant, Member
from clubos_desktop.model.time import day_of
from clubos_desktop.store import tables
from clubos_desktop.verification import pilot

_STANDING = (Kind.CHANGED, Kind.CONFLICT)
_ALONE = (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """What ``compare`` found; None for what was not copied on both sides."""

    whole: tuple[Comparison, ...] = ()
    members: Comparison | None = None
    events: Comparison | None = None
    registrations: Comparison | None = None
    active: Comparison | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    id: int
    legacy: int
    clubos: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A difference that stands; ``pair`` or ``record`` says whose, ``aside`` that a person accepts it for now."""

    kind: Kind
    field: str
    once: bool
    pair: int | None
    record: int | None
    aside: bool = False


class _Times(msgspec.Struct):
    """What is read of an event."""

    start: Instant | None = None
    end: Instant | None = None


class _Standing(msgspec.Struct):
    """What is read of a member to count statuses."""

    status: str | None = None
    suspended: bool | None = None


@dataclass(frozen=True, slots=True)
class _Domain:
    """All of a paired domain: pairs, differences that stand, suggestions."""

    domain: Domain
    pairs: tuple[_Pair, ...]
    rows: tuple[_Row, ...]
    suggestions: tuple[tuple[int, int], ...]

    def part(self, records: Collection[int] | None = None, groups: dict[int, int] | None = None) -> Comparison:
        """The comparison of these records alone (None: of all). ``groups`` tells which event a registration is of."""
        pairs = [pair for pair in self.pairs if records is None or pair.legacy in records or pair.clubos in records]
        chosen = {pair.id for pair in pairs}
        every = [row for row in self.rows if row.pair in chosen or _within(row.record, records)]
        rows = [row for row in every if not row.aside]
        differing = [row for row in rows if row.kind in _STANDING]
        alone = [row for row in rows if row.kind in _ALONE]
        return Comparison(
            self.domain,
            pairs=len(pairs),
            only_legacy=sum(row.kind is Kind.ONLY_LEGACY for row in alone),
            only_clubos=sum(row.kind is Kind.ONLY_CLUBOS for row in alone),
            failing=len({row.pair for row in differing}) + len(alone),
            once=sum(row.once for row in (*differing, *alone)),
            suggestions=sum(_within(left, records) or _within(right, records) for left, right in self.suggestions),
            not_compared=sum(row.kind is Kind.NOT_COMPARABLE for row in rows),
            fields=_fields(self.domain, len(pairs), rows),
            gaps=_gaps(alone, groups or {}),
            known=len(every) - len(rows),
        )


def _within(record: int | None, records: Collection[int] | None) -> bool:
    return record is not None and (records is None or record in records)


def _fields(domain: Domain, pairs: int, rows: Sequence[_Row]) -> tuple[FieldFigures, ...]:
    unequal = Counter(row.field for row in rows if row.kind in _STANDING)
    once = Counter(row.field for row in rows if row.kind in _STANDING and row.once)
    ignored = Counter(row.field for row in rows if row.kind is Kind.IGNORED)
    return tuple(
        FieldFigures(field.name, pairs, unequal[field.name], once[field.name], ignored[field.name])
        for field in COMPARED[domain]
    )


def _gaps(alone: Sequence[_Row], groups: dict[int, int]) -> int:
    """Events with more registrations on one side than on the other."""
    balance: Counter[int] = Counter()
    for row in alone:
        if row.record in groups:
            balance[groups[row.record]] += 1 if row.kind is Kind.ONLY_LEGACY else -1
    return sum(difference != 0 for difference in balance.values())


def compare(conn: Connection, known: Collection[Domain], *, since: Day, at: Instant, zone: str) -> Found:
    """Figures of the domains ``known`` on both sides, at ``at``, with the window from ``since`` on in ``zone``."""
    aside = frozenset(reading.aside(conn, at))
    piloted = pilot.outside(conn)
    read = {domain: _read(conn, domain, aside, piloted) for domain in known}
    whole = tuple(each.part() for each in read.values())
    members = read[Domain.MEMBERS].part() if Domain.MEMBERS in read else None
    if Domain.EVENTS not in read:
        return Found(whole, members)
    times = dict(_each(conn, Domain.EVENTS, _Times))
    window = {record for record, (_, _, each) in times.items() if _day(each, zone) >= since}
    coming = {record for record, (_, _, each) in times.items() if (each.end or each.start or "") >= at}
    events = read[Domain.EVENTS].part(window)
    if Domain.REGISTRATIONS not in read:
        return Found(whole, members, events)
    groups = _groups(read[Domain.EVENTS].pairs, times)
    of = _events_of(conn, times)
    registrations = read[Domain.REGISTRATIONS]

    def among(chosen: set[int]) -> Comparison:
        inside = {groups[event] for event in chosen}
        part = {record: groups[event] for record, event in of.items() if groups[event] in inside}
        return registrations.part(part, part)

    return Found(whole, members, events, among(window), among(coming))


def statuses(conn: Connection, rules: RuleSet) -> tuple[StatusCount, ...]:
    """Members of both sides by the status that their words mean under the club's rules."""
    place = [field.name for field in COMPARED[Domain.MEMBERS]].index("status")
    piloted = pilot.outside(conn)
    words = Counter(
        (side, each.status, each.suspended)
        for record, (side, _, each) in _each(conn, Domain.MEMBERS, _Standing)
        if record not in piloted
    )
    counts: Counter[tuple[Side, str]] = Counter()
    for (side, status, suspended), n in words.items():
        means = normalise(rules, side, Member(key="", status=status, suspended=suspended))[place]
        counts[side, means or "none"] += n
    found = sorted({means for _, means in counts})
    return tuple(StatusCount(means, counts[Side.LEGACY, means], counts[Side.CLUBOS, means]) for means in found)


def _day(times: _Times, zone: str) -> Day:
    moment = times.end or times.start
    return "" if moment is None else day_of(moment, zone)


def _read(conn: Connection, domain: Domain, aside: Collection[int], piloted: Collection[int]) -> _Domain:
    p, d, s = tables.pair.c, tables.difference.c, tables.suggestion.c
    pairs = conn.execute(select(p.id, p.legacy, p.clubos).where(p.domain == domain))
    rows = conn.execute(
        select(d.id, d.kind, d.field, d.status, d.pair, d.record).where(d.domain == domain, d.closed.is_(None))
    )
    kinds = {kind.value: kind for kind in Kind}
    suggested = conn.execute(select(s.legacy, s.clubos).where(s.domain == domain))
    return _Domain(
        domain,
        tuple(_Pair(*row) for row in pairs),
        tuple(
            _Row(kinds[kind], field, status == Status.SEEN_ONCE, pair, record, identity in aside)
            for identity, kind, field, status, pair, record in rows
            if not (kind == Kind.ONLY_CLUBOS and record in piloted)
        ),
        tuple((left, right) for left, right in suggested),
    )


def _each(conn: Connection, domain: Domain, shape: Callable[..., T]) -> Iterator[tuple[int, tuple[Side, str, T]]]:
    """Every present record as ``shape``, by its id: side, key, value."""
    decode = msgspec.msgpack.Decoder(shape).decode
    r, v = tables.record.c, tables.version.c
    query = (
        select(r.id, r.side, r.key, v.fields)
        .join_from(tables.record, tables.version, (v.record == r.id) & v.to_run.is_(None))
        .where(r.domain == domain, r.gone_run.is_(None))
    )
    sides = {side.value: side for side in Side}
    for record, side, key, fields in conn.execute(query).all():
        yield record, (sides[side], key, decode(fields))


def _groups(pairs: Sequence[_Pair], events: dict[int, tuple[Side, str, _Times]]) -> dict[int, int]:
    """Both records of a paired event stand for one event; an unpaired one for itself."""
    groups = {record: record for record in events}
    return groups | {pair.clubos: pair.legacy for pair in pairs if pair.clubos in groups}


def _events_of(conn: Connection, events: dict[int, tuple[Side, str, _Times]]) -> dict[int, int]:
    """The event's record id of every registration whose event is known."""
    places: dict[tuple[str, str], int] = {(side.value, key): record for record, (side, key, _) in events.items()}
    r = tables.record.c
    query = select(r.id, r.side, r.event).where(r.domain == Domain.REGISTRATIONS, r.gone_run.is_(None))
    rows = ((record, places.get((side, event))) for record, side, event in conn.execute(query).all())
    return {record: event for record, event in rows if event is not None}
