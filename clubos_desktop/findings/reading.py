"""Differences with what was decided about them, by the page; how many stand how. Everything is as of one moment.

Nothing has to run for an acceptance to end: at its minute the same rows read otherwise.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, literal, or_, select

from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.findings import (
    CORRECTIONS,
    DECIDABLE,
    NEEDING,
    Choice,
    Decision,
    Finding,
    Standing,
)
from clubos_desktop.model.records import Instant
from clubos_desktop.store import decisions, lists, mirror, tables, views
from clubos_desktop.store.decisions import Place
from clubos_desktop.store.views import DifferenceFilter

_ANY = DifferenceFilter()

ALONE = (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
"""Whole records that only one system has."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which differences, and how they stand ("needing" stands for the three that need a person). None means all.

    ``ids`` are the differences of a cause (``patterns``), ``owner`` whose decisions.
    """

    differences: DifferenceFilter = _ANY
    standings: tuple[Standing, ...] | None = None
    ids: tuple[int, ...] | None = None
    owner: str | None = None


NEEDING_A_PERSON = FindingFilter(DifferenceFilter(kinds=DECIDABLE), NEEDING)
"""The list that a person opens first."""


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Some findings. ``total`` is how many the filter has; ``next`` goes into the next call, None at the end.

    With ``more`` there are at least ``total``, and nobody counted how many.
    """

    rows: tuple[Finding, ...]
    total: int
    next: int | None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands now: ``standing`` of the kinds that need a person, and the others beside them, never left out.

    ``once`` are those of ``needing`` that were seen once, ``alone`` those that only one system has.
    """

    standing: Mapping[Standing, int]
    once: int
    ignored: int
    not_comparable: int
    alone: int = 0

    @property
    def needing(self) -> int:
        """How many need a person."""
        return sum(self.standing.get(each, 0) for each in NEEDING)


def copies(conn: Connection) -> dict[Domain, int]:
    """The last copy in which both sides of a domain were complete; the books are Wild Apricot's alone."""
    sides = {domain: tuple(Side) if domain in PAIRED else (Side.LEGACY,) for domain in Domain}
    return {domain: min(mirror.last_copy(conn, side, domain) for side in sides[domain]) for domain in Domain}


def standing_of(
    difference: Difference, decision: Decision | None, copied: Mapping[Domain, int], at: Instant
) -> Standing:
    """How a difference stands at a moment, ``copied`` being ``copies``."""
    if decision is None or decision.choice is Choice.UNDECIDED:
        return Standing.OPEN
    if decision.choice in CORRECTIONS:
        return Standing.STILL_THERE if copied[difference.domain] > decision.copy else Standing.TO_CORRECT
    if decision.choice is Choice.ACCEPT:
        return Standing.EXPIRED if decision.expires is None or decision.expires <= at else Standing.ACCEPTED
    return Standing.EQUAL if decision.choice is Choice.EQUAL else Standing.ASKED


def page(
    conn: Connection,
    at: Instant,
    wanted: FindingFilter = NEEDING_A_PERSON,
    *,
    after: int | None = None,
    limit: int = 100,
    exact: bool = True,
) -> FindingPage:
    """Findings by the page, most harmful first (keyset: ``after`` is what the page before named as ``next``).

    Without ``exact`` a search that finds thousands is not counted to its end.
    """
    copied = copies(conn)
    also, total = _conditions(wanted, copied, at), _total(conn, wanted, copied, at)
    found = views.differences(conn, wanted.differences, after=after, limit=limit, also=also, total=total, exact=exact)
    return FindingPage(_with_decisions(conn, found.rows, copied, at), found.total, found.next, found.more)


def _total(conn: Connection, wanted: FindingFilter, copied: Mapping[Domain, int], at: Instant) -> int | None:
    """How many a filter of standings has, from the kept counters and what was decided; None where that is not enough.

    Costs the same at any number of differences that nobody decided.
    """
    x, d = tables.difference.c, tables.decision.c
    plain = wanted.ids is None and wanted.owner is None and not wanted.differences.text
    if wanted.standings is None or not plain or wanted.differences.status is Status.CLOSED:
        return None
    decided = select(func.count()).join_from(tables.difference, tables.decision, d.id == x.decision)
    decided = decided.where(x.decision.is_not(None), *lists.conditions(wanted.differences))
    ways = [condition for how, condition in _by_decision(copied, at).items() if how in wanted.standings]
    total = 0
    if Standing.OPEN in wanted.standings:
        ways.append(d.choice == Choice.UNDECIDED)
        total = lists.counted(conn, wanted.differences) - conn.execute(decided).scalar_one()
    return total + (conn.execute(decided.where(or_(*ways))).scalar_one() if ways else 0)


def every(conn: Connection, at: Instant, wanted: FindingFilter) -> Iterator[Finding]:
    """All findings of a filter, read by the page."""
    after: int | None = None
    while True:
        some = page(conn, at, wanted, after=after, limit=2000)
        yield from some.rows
        if some.next is None:
            return
        after = some.next


def finding(conn: Connection, identity: int, at: Instant) -> Finding | None:
    """One difference with what was decided about it; closed ones too."""
    found = views.difference(conn, identity)
    return None if found is None else _with_decisions(conn, (found,), copies(conn), at)[0]


def history(conn: Connection, difference: Difference) -> tuple[Decision, ...]:
    """Everything decided and noted about a difference, newest first."""
    return decisions.history(conn, place_of(difference))


def place_of(difference: Difference) -> Place:
    """The place of a difference by the sources' keys."""
    return Place(
        difference.domain.value,
        difference.legacy_id or "",
        difference.clubos_id or "",
        difference.field,
        difference.kind.value,
    )


def summary(conn: Connection, at: Instant) -> Summary:
    """How many differences stand how. Costs the same at any size but for what was decided."""
    kinds: Counter[Kind] = Counter()
    once = 0
    for count in views.counts(conn):
        kinds[count.kind] += count.n
        once += count.n if count.kind in DECIDABLE and count.status is Status.SEEN_ONCE else 0
    decided = _decided(conn, at)
    standing = Counter({how: sum(n for *_, n in found) for how, found in decided.items()})
    standing[Standing.OPEN] += sum(kinds[kind] for kind in DECIDABLE) - standing.total()
    settled = [each for how, found in decided.items() if how not in NEEDING for each in found]
    once -= sum(n for seen_once, _, n in settled if seen_once)
    alone = sum(kinds[kind] for kind in ALONE) - sum(n for _, one, n in settled if one)
    return Summary(dict(standing), once, kinds[Kind.IGNORED], kinds[Kind.NOT_COMPARABLE], alone)


def oldest(conn: Connection) -> Instant | None:
    """The first sight of the oldest difference that nobody decided."""
    x = tables.difference.c
    undecided = (x.closed.is_(None), x.kind.in_(DECIDABLE), x.decision.is_(None))
    return conn.execute(select(func.min(x.first_seen)).where(*undecided)).scalar()


def _decided(conn: Connection, at: Instant) -> dict[Standing, list[tuple[bool, bool, int]]]:
    """Decided differences that are open, by how they stand: (seen once, in one system only, how many)."""
    x, d = tables.difference.c, tables.decision.c
    standing = case(
        *((condition, literal(how.value)) for how, condition in _by_decision(copies(conn), at).items()),
        else_=literal(Standing.OPEN.value),
    )
    rows = conn.execute(
        select(standing, x.status == Status.SEEN_ONCE, x.kind.in_(ALONE), func.count())
        .join_from(tables.difference, tables.decision, d.id == x.decision)
        .where(x.closed.is_(None), x.decision.is_not(None), x.kind.in_(DECIDABLE))
        .group_by(standing, x.status == Status.SEEN_ONCE, x.kind.in_(ALONE))
    )
    found: dict[Standing, list[tuple[bool, bool, int]]] = {}
    for how, seen_once, alone, n in rows:
        found.setdefault(Standing(how), []).append((bool(seen_once), bool(alone), n))
    return found


def _by_decision(copied: Mapping[Domain, int], at: Instant) -> dict[Standing, ColumnElement[bool]]:
    """What a decision must be for each standing but OPEN."""
    d = tables.decision.c
    correcting = d.choice.in_(CORRECTIONS)
    later = case({domain.value: n for domain, n in copied.items()}, value=d.domain, else_=0) > d.copy
    accepting = d.choice == Choice.ACCEPT
    return {
        Standing.STILL_THERE: and_(correcting, later),
        Standing.TO_CORRECT: and_(correcting, ~later),
        Standing.EXPIRED: and_(accepting, d.expires <= at),
        Standing.ACCEPTED: and_(accepting, d.expires > at),
        Standing.EQUAL: d.choice == Choice.EQUAL,
        Standing.ASKED: d.choice == Choice.ASK,
    }


def settled(conn: Connection, at: Instant) -> tuple[int, ...]:
    """Ids of the differences that need nobody at ``at``, because of what was decided about them."""
    x, d = tables.difference.c, tables.decision.c
    by_decision = _by_decision(copies(conn), at)
    over = or_(*(condition for how, condition in by_decision.items() if how not in NEEDING))
    query = select(x.id).join_from(tables.difference, tables.decision, d.id == x.decision)
    return tuple(conn.execute(query.where(x.closed.is_(None), x.decision.is_not(None), over)).scalars())


def aside(conn: Connection, at: Instant) -> tuple[int, ...]:
    """Ids of the differences that a person accepts at ``at`` or treats as equal: they are counted apart."""
    x, d = tables.difference.c, tables.decision.c
    query = select(x.id).join_from(tables.difference, tables.decision, d.id == x.decision)
    query = query.where(x.closed.is_(None), x.decision.is_not(None), d.stands)
    accepted = or_(d.choice == Choice.EQUAL, and_(d.choice == Choice.ACCEPT, d.expires > at))
    return tuple(conn.execute(query.where(accepted)).scalars())


def _conditions(wanted: FindingFilter, copied: Mapping[Domain, int], at: Instant) -> tuple[ColumnElement[bool], ...]:
    x, d = tables.difference.c, tables.decision.c
    found: list[ColumnElement[bool]] = []
    if wanted.standings is not None:
        by_decision = _by_decision(copied, at)
        chosen = [condition for how, condition in by_decision.items() if how in wanted.standings]
        ways: list[ColumnElement[bool]] = []
        if Standing.OPEN in wanted.standings:
            ways.append(x.decision.is_(None))
            chosen.append(d.choice == Choice.UNDECIDED)
        if chosen:
            ways.append(exists().where(d.id == x.decision, or_(*chosen)))
        found.append(or_(*ways) if ways else literal(value=False))
    if wanted.ids is not None:
        listed = func.json_each(str(list(wanted.ids))).table_valued("value")
        found.append(x.id.in_(select(listed.c.value)))
    if wanted.owner is not None:
        found.append(exists().where(d.id == x.decision, d.owner == wanted.owner))
    return tuple(found)


def _with_decisions(
    conn: Connection, rows: tuple[Difference, ...], copied: Mapping[Domain, int], at: Instant
) -> tuple[Finding, ...]:
    x = tables.difference.c
    some = select(x.id, x.decision).where(x.id.in_([row.id for row in rows]), x.decision.is_not(None))
    pointed = {row.id: row.decision for row in conn.execute(some)}
    known = decisions.some(conn, set(pointed.values()))
    found = []
    for row in rows:
        decision = known.get(pointed.get(row.id, 0))
        values = decisions.seen(row.legacy, row.clubos)
        found.append(Finding(row, standing_of(row, decision, copied, at), decision, values))
    return tuple(found)
