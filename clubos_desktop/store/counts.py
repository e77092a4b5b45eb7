"""The kept counters: differences by domain, kind, field and status, and pairs. Import them from ``views``."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import PAIRED, Domain
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.store import tables


@dataclass(frozen=True, slots=True)
class Count:
    """How many differences of one kind and field stand; ``field`` is "" for whole records."""

    domain: Domain
    kind: Kind
    field: str
    status: Status
    n: int


@dataclass(frozen=True, slots=True)
class FieldTotal:
    """Comparable and unequal values of one compared field (design.md section 7: mismatch is unequal / comparable).

    ``comparable`` is one a pair, ``unequal`` those open differences of kind CHANGED, ``ignored`` equal by a rule.
    """

    domain: Domain
    field: str
    comparable: int
    unequal: int
    ignored: int


def pair_totals(conn: Connection) -> dict[Domain, int]:
    """Pairs of each paired domain."""
    return _of_paired(conn, "pair")


def suggestion_totals(conn: Connection) -> dict[Domain, int]:
    """Suggested pairs that wait for a person, of each paired domain."""
    return _of_paired(conn, "suggestion")


def _of_paired(conn: Connection, kind: str) -> dict[Domain, int]:
    c = tables.counter.c
    rows = conn.execute(select(c.domain, c.n).where(c.kind == kind)).all()
    return dict.fromkeys(PAIRED, 0) | {Domain(row.domain): row.n for row in rows}


def counts(conn: Connection, *, closed: bool = False) -> tuple[Count, ...]:
    """Differences by domain, kind, field and status; ``closed`` adds those that no longer stand."""
    c = tables.counter.c
    rows = conn.execute(
        select(c.domain, c.kind, c.field, c.status, c.n)
        .where(c.kind.in_(tuple(Kind)), c.n > 0)
        .order_by(c.domain, c.kind, c.field, c.status)
    ).all()
    found = (Count(Domain(row.domain), Kind(row.kind), row.field, Status(row.status), row.n) for row in rows)
    return tuple(count for count in found if closed or count.status is not Status.CLOSED)


def field_totals(conn: Connection) -> tuple[FieldTotal, ...]:
    """Comparable, unequal and ignored values of every compared field, in the order of the catalogue."""
    pairs = pair_totals(conn)
    found: dict[tuple[Domain, str, Kind], int] = {}
    for count in counts(conn):
        place = (count.domain, count.field, count.kind)
        found[place] = found.get(place, 0) + count.n
    return tuple(
        FieldTotal(
            domain,
            field.name,
            comparable=pairs[domain],
            unequal=found.get((domain, field.name, Kind.CHANGED), 0),
            ignored=found.get((domain, field.name, Kind.IGNORED), 0),
        )
        for domain in PAIRED
        for field in COMPARED[domain]
    )
