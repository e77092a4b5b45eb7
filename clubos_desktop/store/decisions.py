"""What people decided about differences, kept apart from the differences: a decision outlives the row it was made on.

At most one decision of a place stands. ``difference.decision`` names it, so that lists and counts need no search; the
functions that store, change and close differences call ``attach``, ``look_again`` and ``finish`` here.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, RowMapping, select, update
from xxhash import xxh3_128_digest

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import SET_ASIDE, Batch, Choice, Decision, Ended, Ruling
from clubos_desktop.model.records import Instant
from clubos_desktop.store import tables
from clubos_desktop.store.act import Tx

_IN = "(SELECT value FROM json_each(?))"
_pack = msgspec.msgpack.Encoder().encode
_KEPT_ASIDE = ", ".join(f"'{choice.value}'" for choice in SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose difference, by the sources' keys ("" where there is none), and in which field ("": the whole record)."""

    domain: str
    legacy_id: str
    clubos_id: str
    field: str
    kind: str


def seen(legacy: str | None, clubos: str | None) -> bytes:
    """What names two values together: a decision about other values is another decision."""
    return xxh3_128_digest(_pack((legacy, clubos)))


def begin(tx: Tx, act: str, n: int) -> int:
    """A new batch of ``n`` decisions; its id."""
    values = {"at": tx.at, "actor": tx.actor, "act": act, "n": n}
    key = tx.connection.execute(tables.batch.insert().values(values)).inserted_primary_key
    assert key is not None  # noqa: S101 - the row was just written
    return int(key[0])


def stand(
    conn: Connection,
    batch: int,
    ruling: Ruling,
    rows: Sequence[tuple[int, Place, bytes]],
    *,
    expires: Instant | None,
    copy: int,
) -> None:
    """Decide differences: (id, place, values seen). What stood before is replaced; a note stands beside it."""
    if ruling.choice is not Choice.NOTE:
        _end(conn, _standing_of(conn, [identity for identity, _, _ in rows]), Ended.REPLACED)
    last = int(conn.exec_driver_sql("SELECT coalesce(max(id), 0) FROM decision").scalar_one())
    stands = ruling.choice is not Choice.NOTE
    told = (ruling.choice.value, ruling.value, ruling.reason, ruling.owner, expires)
    _many(
        conn,
        "INSERT INTO decision (id, batch, domain, legacy_id, clubos_id, field, kind, choice, value, reason, owner, "
        "expires, seen, copy, stands) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, batch, *_values(place), *told, values, copy, stands)
            for number, (_, place, values) in enumerate(rows, last + 1)
        ],
    )
    if stands:
        pointed = [(number, identity) for number, (identity, _, _) in enumerate(rows, last + 1)]
        _many(conn, "UPDATE difference SET decision = ? WHERE id = ?", pointed)


def _values(place: Place) -> tuple[str, ...]:
    return place.domain, place.legacy_id, place.clubos_id, place.field, place.kind


def _standing_of(conn: Connection, differences: Collection[int]) -> list[int]:
    sql = f"SELECT decision FROM difference WHERE decision IS NOT NULL AND id IN {_IN}"
    return list(conn.exec_driver_sql(sql, (json.dumps(list(differences)),)).scalars())


def _end(conn: Connection, decisions: Collection[int], why: Ended) -> None:
    conn.exec_driver_sql(
        f"UPDATE decision SET stands = 0, ended = ? WHERE id IN {_IN}", (why.value, json.dumps(list(decisions)))
    )


def attach(conn: Connection, domain: Domain, after: int) -> None:
    """Differences stored after id ``after`` meet the decisions that stand about their places and values.

    A difference that went away and came back as it was is accepted as before; nothing else is.
    """
    if not conn.exec_driver_sql(
        "SELECT EXISTS (SELECT 1 FROM decision WHERE stands = 1 AND domain = ?)", (domain.value,)
    ).scalar_one():
        return
    waiting = conn.exec_driver_sql(
        "SELECT x.id, d.id, d.seen, x.legacy, x.clubos FROM decision d JOIN difference x ON x.domain = d.domain "
        "AND x.kind = d.kind AND x.field = d.field AND coalesce(x.legacy_id, '') = d.legacy_id "
        "AND coalesce(x.clubos_id, '') = d.clubos_id WHERE d.stands = 1 AND d.domain = ? AND x.id > ? "
        "AND x.closed IS NULL",
        (domain.value, after),
    ).fetchall()
    same = [(decision, row) for row, decision, values, *both in waiting if seen(*both) == values]
    _many(conn, "UPDATE difference SET decision = ? WHERE id = ?", same)
    other = [decision for _, decision, values, *both in waiting if seen(*both) != values]
    _end(conn, other, Ended.VALUES_CHANGED)


def look_again(conn: Connection, differences: Collection[int]) -> None:
    """Differences that say something else now: what was decided about the old values is over.

    Corrections go on: which side is right was decided, and the other one is still not corrected.
    """
    rows = conn.exec_driver_sql(
        "SELECT x.id, d.id, d.seen, x.legacy, x.clubos FROM difference x JOIN decision d ON d.id = x.decision "
        f"WHERE x.id IN {_IN} AND d.choice IN ({_KEPT_ASIDE}, 'ask', 'undecided')",
        (json.dumps(list(differences)),),
    ).fetchall()
    over = [(row, decision) for row, decision, values, *both in rows if seen(*both) != values]
    _end(conn, [decision for _, decision in over], Ended.VALUES_CHANGED)
    _many(conn, "UPDATE difference SET decision = NULL WHERE id = ?", [(row,) for row, _ in over])


def moved(conn: Connection, differences: Collection[int]) -> frozenset[int]:
    """Decided differences that hold other values now than when they were decided (features.md E41)."""
    rows = conn.exec_driver_sql(
        "SELECT x.id, d.seen, x.legacy, x.clubos FROM difference x JOIN decision d ON d.id = x.decision "
        f"WHERE x.id IN {_IN}",
        (json.dumps(list(differences)),),
    )
    return frozenset(row for row, values, *both in rows.fetchall() if seen(*both) != values)


def finish(conn: Connection, differences: Collection[int]) -> None:
    """Differences that no longer stand: what was to be done about them is done. Acceptances wait for their day."""
    conn.exec_driver_sql(
        f"UPDATE decision SET stands = 0, ended = 'gone' WHERE choice NOT IN ({_KEPT_ASIDE}) AND id IN "
        f"(SELECT decision FROM difference WHERE decision IS NOT NULL AND id IN {_IN})",
        (json.dumps(list(differences)),),
    )


def undo(conn: Connection, batch: int, at: Instant, actor: str) -> tuple[int, int]:
    """Take a batch back: what stood before each of its decisions stands again.

    Returns how many were taken back, and how many were not, because they were decided anew or are over.
    """
    every = conn.exec_driver_sql("SELECT count(*) FROM decision WHERE batch = ?", (batch,)).scalar_one()
    before = conn.exec_driver_sql(_BEFORE, (batch,)).fetchall()
    notes = conn.exec_driver_sql(
        "SELECT id FROM decision WHERE batch = ? AND choice = 'note' AND ended = ''", (batch,)
    ).scalars()
    live = [row[0] for row in before] + list(notes)
    _end(conn, live, Ended.UNDONE)
    conn.exec_driver_sql("UPDATE decision SET ended = 'undone' WHERE batch = ? AND ended = 'replaced'", (batch,))
    again = [(old, mine) for mine, old in before]
    _many(conn, "UPDATE decision SET stands = 1, ended = '' WHERE id = ?", [(old,) for old, _ in again if old])
    _many(conn, "UPDATE difference SET decision = ? WHERE decision = ? AND closed IS NULL", again)
    done = {"undone": at, "undone_by": actor}
    conn.execute(update(tables.batch).where(tables.batch.c.id == batch).values(done))
    return len(live), every - len(live)


_BEFORE = """
SELECT d.id, (
    SELECT CASE WHEN p.ended = 'replaced' AND p.seen = d.seen THEN p.id END FROM decision p
    WHERE p.domain = d.domain AND p.legacy_id = d.legacy_id AND p.clubos_id = d.clubos_id AND p.field = d.field
    AND p.kind = d.kind AND p.id < d.id AND p.choice <> 'note' AND p.ended <> 'undone' ORDER BY p.id DESC LIMIT 1
) FROM decision d WHERE d.batch = ? AND d.stands = 1
"""
"""Each decision of a batch that stands, and the one it replaced, if that was about the same values."""


def batches(conn: Connection, *, limit: int = 50, before: int | None = None) -> tuple[Batch, ...]:
    """Batches, newest first."""
    query = select(tables.batch).order_by(tables.batch.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(tables.batch.c.id < before)
    return tuple(to_batch(row) for row in conn.execute(query).mappings())


def batch(conn: Connection, identity: int) -> Batch | None:
    """One batch."""
    row = conn.execute(select(tables.batch).where(tables.batch.c.id == identity)).mappings().one_or_none()
    return None if row is None else to_batch(row)


def to_batch(row: RowMapping) -> Batch:
    """A stored batch as its value."""
    return Batch(row["id"], row["at"], row["actor"], row["act"], row["n"], row["undone"], row["undone_by"])


def some(conn: Connection, ids: Iterable[int]) -> Mapping[int, Decision]:
    """Decisions by id."""
    return {each.id: each for each in _decisions(conn, tables.decision.c.id.in_(list(ids)))}


def history(conn: Connection, place: Place) -> tuple[Decision, ...]:
    """Everything decided and noted about a place, newest first; what was undone too."""
    d = tables.decision.c
    same = (d.domain == place.domain) & (d.legacy_id == place.legacy_id) & (d.clubos_id == place.clubos_id)
    return tuple(_decisions(conn, same & (d.field == place.field) & (d.kind == place.kind)))


def _decisions(conn: Connection, where: object) -> list[Decision]:
    d, b = tables.decision.c, tables.batch.c
    columns = (d.id, d.batch, b.at, b.actor, d.choice, d.reason, d.value, d.owner, d.expires, d.copy, d.ended)
    query = select(*columns).join_from(tables.decision, tables.batch, b.id == d.batch).where(where)  # type: ignore[arg-type]
    rows = conn.execute(query.order_by(d.id.desc()))
    return [
        Decision(
            row.id,
            row.batch,
            row.at,
            row.actor,
            Choice(row.choice),
            row.reason,
            row.value,
            row.owner,
            row.expires,
            row.copy,
            Ended(row.ended),
        )
        for row in rows
    ]


def _many(conn: Connection, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        conn.exec_driver_sql(sql, list(rows))
