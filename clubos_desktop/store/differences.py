"""Differences as they are stored, and the counters kept with them in the same transaction."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from sqlalchemy import Connection

from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Instant
from clubos_desktop.store import bulk, decisions

_IN = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Text:
    """What a difference says: everything but its place and its history."""

    legacy_id: str | None
    clubos_id: str | None
    who: str
    legacy: str | None
    clubos: str | None
    rule: str
    detail: str


_SAID = ("legacy_id", "clubos_id", "who", "legacy", "clubos", "rule", "detail")
"""Columns that hold the attributes of a ``Text``."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a difference stands: a pair or a lone record, the kind, the field ("" for a whole record).

    Two differences never share a place while they are open.
    """

    pair: int | None
    record: int | None
    kind: Kind
    field: str


@dataclass(frozen=True, slots=True)
class Open:
    """A stored difference that is not closed."""

    id: int
    status: Status
    first_copy: int
    text: Text


@dataclass(slots=True)
class Counts:
    """Changes to the counters of a transaction, written once at its end."""

    changes: dict[tuple[str, str, str, str], int] = field(default_factory=dict)

    def add(self, domain: Domain, kind: str, name: str, status: str, n: int) -> None:
        """Count ``n`` more (or fewer)."""
        place = (str(domain), str(kind), name, str(status))
        self.changes[place] = self.changes.get(place, 0) + n

    def write(self, conn: Connection) -> None:
        """Bring the stored counters up to date."""
        rows = [(*place, n) for place, n in self.changes.items()]
        self.changes.clear()
        if rows:
            conn.exec_driver_sql(
                "INSERT INTO counter (domain, kind, field, status, n) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (domain, kind, field, status) DO UPDATE SET n = n + excluded.n",
                rows,
            )


_OPEN = (
    "SELECT id, status, first_copy, legacy_id, clubos_id, who, legacy, clubos, rule, detail, pair, record, kind, field "
    "FROM difference WHERE closed IS NULL AND "
)


def open_at(conn: Connection, pairs: Collection[int], records: Collection[int]) -> dict[Place, Open]:
    """The open differences of some pairs and lone records."""
    found = _open(conn, f"pair IN {_IN}", json.dumps(list(pairs)))
    return found | _open(conn, f"record IN {_IN}", json.dumps(list(records)))


def open_of(conn: Connection, records: Collection[int]) -> dict[Place, Open]:
    """The open differences of some records and of the pairs that hold them."""
    ids = json.dumps(list(records))
    holding = f"SELECT id FROM pair WHERE legacy IN {_IN} UNION SELECT id FROM pair WHERE clubos IN {_IN}"
    return _open(conn, f"pair IN ({holding})", ids, ids) | _open(conn, f"record IN {_IN}", ids)


def every_open(conn: Connection, domain: Domain) -> dict[Place, Open]:
    """All open differences of a domain."""
    return _open(conn, "domain = ?", domain.value)


def _open(conn: Connection, where: str, *values: str) -> dict[Place, Open]:
    found: dict[Place, Open] = {}
    for row in conn.exec_driver_sql(_OPEN + where, values).fetchall():
        place = Place(row[10], row[11], Kind(row[12]), row[13])
        found[place] = Open(row[0], Status(row[1]), row[2], Text(*row[3:10]))
    return found


def add(
    conn: Connection, domain: Domain, rows: Iterable[tuple[Place, Text]], *, copy: int, at: Instant, counts: Counts
) -> None:
    """Store differences that were not there before; what was decided about them then is known again."""
    listed = list(rows)
    if not listed:
        return
    last = int(conn.exec_driver_sql("SELECT coalesce(max(id), 0) FROM difference").scalar_one())
    for place, _ in listed:
        counts.add(domain, place.kind, place.field, Status.SEEN_ONCE, 1)
    bulk.insert(
        conn,
        "difference",
        {
            "domain": [domain.value] * len(listed),
            "kind": [place.kind.value for place, _ in listed],
            **{name: [getattr(place, name) for place, _ in listed] for name in ("pair", "record", "field")},
            **{name: [getattr(text, name) for _, text in listed] for name in _SAID},
            "first_seen": [at] * len(listed),
            "first_copy": [copy] * len(listed),
            "status": [Status.SEEN_ONCE.value] * len(listed),
        },
    )
    decisions.attach(conn, domain, last)


def update(conn: Connection, rows: Collection[tuple[int, Text]]) -> None:
    """What stored differences say now."""
    if not rows:
        return
    said = attrgetter(*_SAID)
    sql = f"UPDATE difference SET {', '.join(f'{name} = ?' for name in _SAID)} WHERE id = ?"
    bulk.many(conn, sql, [(*said(text), identity) for identity, text in rows])
    decisions.look_again(conn, [identity for identity, _ in rows])


def close(
    conn: Connection, domain: Domain, rows: Iterable[tuple[Place, Open]], *, fleeting: int, at: Instant, counts: Counts
) -> None:
    """Differences that no longer stand. Those first seen in copy ``fleeting``, still going on, leave no trace."""
    listed = list(rows)
    if not listed:
        return
    decisions.finish(conn, [stored.id for _, stored in listed])
    for place, stored in listed:
        counts.add(domain, place.kind, place.field, stored.status, -1)
    gone = [stored.id for _, stored in listed if stored.first_copy == fleeting]
    kept = [(place, stored) for place, stored in listed if stored.first_copy != fleeting]
    for place, _ in kept:
        counts.add(domain, place.kind, place.field, Status.CLOSED, 1)
    conn.exec_driver_sql(f"DELETE FROM difference WHERE id IN {_IN}", (json.dumps(gone),))
    conn.exec_driver_sql(
        f"UPDATE difference SET status = ?, closed = ? WHERE id IN {_IN}",
        (Status.CLOSED.value, at, json.dumps([stored.id for _, stored in kept])),
    )


def confirm(conn: Connection, domain: Domain, *, before: int, at: Instant, counts: Counts) -> int:
    """Differences first seen in a copy before number ``before`` that still stand are seen twice. Returns how many."""
    where = "domain = ? AND closed IS NULL AND status = ? AND first_copy < ?"
    values = (domain.value, Status.SEEN_ONCE.value, before)
    rows = conn.exec_driver_sql(
        f"SELECT kind, field, count(*) FROM difference WHERE {where} GROUP BY kind, field", values
    ).fetchall()
    for kind, name, n in rows:
        counts.add(domain, kind, name, Status.SEEN_ONCE, -n)
        counts.add(domain, kind, name, Status.CONFIRMED, n)
    if rows:
        conn.exec_driver_sql(
            f"UPDATE difference SET status = ?, confirmed = ? WHERE {where}", (Status.CONFIRMED.value, at, *values)
        )
    return sum(row[2] for row in rows)


def open_records(conn: Connection, domain: Domain) -> list[int]:
    """Lone records of a domain with open differences."""
    rows = conn.exec_driver_sql(
        "SELECT DISTINCT record FROM difference WHERE domain = ? AND closed IS NULL AND record IS NOT NULL",
        (domain.value,),
    )
    return [int(row[0]) for row in rows.fetchall()]
