"""Pairs and suggestions as they are stored, and pairs or lone records with what comparing needs of them."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant
from clubos_desktop.store import bulk

_IN = "(SELECT value FROM json_each(?))"
_ONE = "{0}.id, {0}.key, {0}.title, {0}.fingerprint, {0}.exact, {0}.apart, {0}.gone_run IS NOT NULL"
_ONE_WIDTH = 7
_Condition: TypeAlias = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class One:
    """A side's record as comparing needs it."""

    id: int
    key: str
    title: str
    fingerprint: bytes | None
    exact: bytes | None
    apart: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A pair, or a lone record (then ``pair`` is None and one side is None)."""

    pair: int | None
    legacy: One | None
    clubos: One | None


@dataclass(frozen=True, slots=True)
class PairRow:
    """A stored pair: its id, the ids of its records and how it was made."""

    id: int
    legacy: int
    clubos: int
    method: str


class CandidateRow(NamedTuple):
    """What a record is paired by. ``candidate`` is MessagePack, the marks are what equal keys are found by."""

    id: int
    side: str
    key: str
    candidate: bytes
    apart: str
    mark_a: int | None
    mark_b: int | None
    fingerprint: bytes


def begun(conn: Connection, domain: Domain) -> bool:
    """True when a domain was paired before."""
    row = conn.exec_driver_sql("SELECT 1 FROM counter WHERE domain = ? AND kind = 'pair'", (domain.value,))
    return row.one_or_none() is not None


def hanging_there(conn: Connection) -> bool:
    """True when there are records that hang on members or events."""
    row = conn.exec_driver_sql("SELECT 1 FROM record WHERE member IS NOT NULL LIMIT 1").one_or_none()
    return row is not None


_CANDIDATE = (
    "SELECT id, side, key, candidate, apart, mark_a, mark_b, fingerprint FROM record r "
    "WHERE gone_run IS NULL AND +domain = ? "
)
"""The plus keeps SQLite from walking a domain by name: one random page a record."""


def candidates(conn: Connection, domain: Domain) -> list[CandidateRow]:
    """Every record of a domain that is no tombstone."""
    return _candidates(conn, f"{_CANDIDATE} ORDER BY id", (domain.value,))


def lone_candidates(conn: Connection, domain: Domain, ids: Collection[int]) -> list[CandidateRow]:
    """Present records without a pair: those that stand in a difference as such, and those of ``ids``."""
    sql = (
        f"{_CANDIDATE} AND id IN (SELECT value FROM json_each(?) UNION SELECT record FROM difference "
        "WHERE domain = ? AND closed IS NULL AND kind IN ('only_legacy', 'only_clubos') AND field = '') "
        "AND NOT EXISTS (SELECT 1 FROM pair WHERE legacy = r.id) "
        "AND NOT EXISTS (SELECT 1 FROM pair WHERE clubos = r.id) ORDER BY id"
    )
    return _candidates(conn, sql, (domain.value, json.dumps(list(ids)), domain.value))


def marked(conn: Connection, domain: Domain, side: Side, which: int, mark: int) -> list[bytes]:
    """Candidates of the present records of a side that carry a mark; ``which`` is 0 or 1."""
    column = ("mark_a", "mark_b")[which]
    rows = conn.exec_driver_sql(
        f"SELECT candidate FROM record WHERE {column} = ? AND side = ? AND domain = ? AND gone_run IS NULL",
        (mark, side.value, domain.value),
    )
    return list(rows.scalars())


def attending(conn: Connection, side: Side, members: Collection[str]) -> list[CandidateRow]:
    """Present registrations of some members of a side."""
    sql = f"{_CANDIDATE} AND side = ? AND member IN {_IN} ORDER BY id"
    return _candidates(conn, sql, (Domain.REGISTRATIONS.value, side.value, json.dumps(list(members))))


def _candidates(conn: Connection, sql: str, values: tuple[str, ...]) -> list[CandidateRow]:
    rows = conn.exec_driver_sql(sql, values)
    return list(map(CandidateRow._make, rows))


def ended(conn: Connection, records: Collection[int]) -> list[PairRow]:
    """Pairs that hold some of the records and of which one side is a tombstone."""
    ids = json.dumps(list(records))
    rows = conn.exec_driver_sql(
        "SELECT p.id, p.legacy, p.clubos, p.method FROM pair p "
        "JOIN record l ON l.id = p.legacy JOIN record c ON c.id = p.clubos "
        "WHERE (l.gone_run IS NOT NULL OR c.gone_run IS NOT NULL) AND p.id IN "
        f"(SELECT id FROM pair WHERE legacy IN {_IN} UNION SELECT id FROM pair WHERE clubos IN {_IN})",
        (ids, ids),
    )
    return [PairRow(*row) for row in rows.fetchall()]


def pairs_holding(conn: Connection, records: Collection[int]) -> list[PairRow]:
    """The pairs that hold some of the records."""
    ids = json.dumps(list(records))
    rows = conn.exec_driver_sql(
        f"SELECT id, legacy, clubos, method FROM pair WHERE legacy IN {_IN} "
        f"UNION SELECT id, legacy, clubos, method FROM pair WHERE clubos IN {_IN}",
        (ids, ids),
    )
    return [PairRow(*row) for row in rows.fetchall()]


def candidates_of(conn: Connection, domain: Domain, ids: Collection[int]) -> list[CandidateRow]:
    """Some records, unless they are tombstones."""
    return _candidates(conn, f"{_CANDIDATE} AND id IN {_IN} ORDER BY id", (domain.value, json.dumps(list(ids))))


def all_pairs(conn: Connection, domain: Domain) -> list[PairRow]:
    """Every pair of a domain."""
    rows = conn.exec_driver_sql("SELECT id, legacy, clubos, method FROM pair WHERE domain = ?", (domain.value,))
    return [PairRow(*row) for row in rows.fetchall()]


def keyed(conn: Connection, domain: Domain, side: Side, keys: Collection[str] | None = None) -> dict[str, str]:
    """The pairs of a domain by the sources' keys, legacy's to ClubOS's; of those with some keys of a side, or all."""
    one = {Side.LEGACY: "l", Side.CLUBOS: "c"}[side]
    some, values = ("", ()) if keys is None else (f"AND {one}.key IN {_IN}", (json.dumps(list(keys)),))
    rows = conn.exec_driver_sql(
        "SELECT l.key, c.key FROM pair p JOIN record l ON l.id = p.legacy JOIN record c ON c.id = p.clubos "
        f"WHERE p.domain = ? {some}",
        (domain.value, *values),
    )
    return dict(rows.fetchall())


def add_pairs(
    conn: Connection, domain: Domain, made: Iterable[tuple[CandidateRow, CandidateRow, str]], at: Instant
) -> None:
    """Store pairs: legacy record, ClubOS record, method."""
    rows = list(made)
    bulk.insert(
        conn,
        "pair",
        {
            "domain": [domain.value] * len(rows),
            "legacy": [legacy.id for legacy, _, _ in rows],
            "clubos": [clubos.id for _, clubos, _ in rows],
            "method": [method for _, _, method in rows],
            "made": [at] * len(rows),
            "legacy_print": [legacy.fingerprint for legacy, _, _ in rows],
            "clubos_print": [clubos.fingerprint for _, clubos, _ in rows],
        },
    )


def drop_pairs(conn: Connection, pairs: Collection[int]) -> None:
    """Forget pairs. Their differences must be closed; they keep the sources' keys."""
    ids = (json.dumps(list(pairs)),)
    conn.exec_driver_sql(f"UPDATE difference SET pair = NULL WHERE pair IN {_IN}", ids)
    conn.exec_driver_sql(f"DELETE FROM pair WHERE id IN {_IN}", ids)


def refresh_prints(conn: Connection, records: Collection[int]) -> None:
    """Bring the prints of the pairs of some records up to date."""
    for side in ("legacy", "clubos"):
        conn.exec_driver_sql(
            f"UPDATE pair SET {side}_print = coalesce((SELECT fingerprint FROM record WHERE id = pair.{side}), x'') "
            f"WHERE {side} IN {_IN}",
            (json.dumps(list(records)),),
        )


def units(conn: Connection, domain: Domain, records: Collection[int]) -> list[Unit]:
    """The pairs that hold some of the records and show something else, and those records that are in no pair."""
    ids = json.dumps(list(records))
    holding = f"SELECT id FROM pair WHERE legacy IN {_IN} UNION SELECT id FROM pair WHERE clubos IN {_IN}"
    some = f"l.exact IS NOT c.exact AND p.id IN ({holding})"
    return _units(conn, domain, (some, (ids, ids)), (f"r.id IN {_IN}", (ids,)))


def units_of(conn: Connection, domain: Domain) -> list[Unit]:
    """Every pair of a domain whose two records show something else, and every lone record."""
    return _units(conn, domain, ("p.domain = ? AND l.exact IS NOT c.exact", (domain.value,)), ("1", ()))


def _units(conn: Connection, domain: Domain, pairs: _Condition, alone: _Condition) -> list[Unit]:
    paired = conn.exec_driver_sql(
        f"SELECT p.id, {_ONE.format('l')}, {_ONE.format('c')} FROM pair p "
        f"JOIN record l ON l.id = p.legacy JOIN record c ON c.id = p.clubos WHERE {pairs[0]}",
        pairs[1],
    )
    lone = conn.exec_driver_sql(
        f"SELECT side, {_ONE.format('r')} FROM record r WHERE {alone[0]} AND +r.domain = ? "
        "AND NOT EXISTS (SELECT 1 FROM pair WHERE legacy = r.id) "
        "AND NOT EXISTS (SELECT 1 FROM pair WHERE clubos = r.id)",
        (*alone[1], domain.value),
    )
    found = [Unit(row[0], _one(row[1 : 1 + _ONE_WIDTH]), _one(row[1 + _ONE_WIDTH :])) for row in paired.fetchall()]
    for row in lone.fetchall():
        one = _one(row[1:])
        found.append(Unit(None, one, None) if row[0] == Side.LEGACY else Unit(None, None, one))
    return found


def _one(row: Sequence[object]) -> One:
    identity, key, title, fingerprint, exact, apart, gone = row
    return One(identity, key, title, fingerprint, exact, apart, bool(gone))  # type: ignore[arg-type]


def fields_of(conn: Connection, records: Collection[int]) -> dict[int, bytes]:
    """The fields of the present version of some records, as MessagePack."""
    rows = conn.exec_driver_sql(
        f"SELECT record, fields FROM version WHERE record IN {_IN} AND to_run IS NULL", (json.dumps(list(records)),)
    )
    return dict(rows.fetchall())


def members_of(conn: Connection, domain: Domain, keys: Collection[str], side: Side) -> list[int]:
    """Registrations of some members or events (``domain``) of a side, by the keys of those."""
    column = "member" if domain is Domain.MEMBERS else "event"
    rows = conn.exec_driver_sql(
        f"SELECT id FROM record WHERE {column} IN {_IN} AND side = ? AND domain = ?",
        (json.dumps(list(keys)), side.value, Domain.REGISTRATIONS.value),
    )
    return [int(row[0]) for row in rows.fetchall()]


def keys_of(conn: Connection, records: Collection[int]) -> list[tuple[Side, str]]:
    """Side and key of some records."""
    rows = conn.exec_driver_sql(f"SELECT side, key FROM record WHERE id IN {_IN}", (json.dumps(list(records)),))
    return [(Side(row[0]), row[1]) for row in rows.fetchall()]


@dataclass(frozen=True, slots=True)
class Hanging:
    """A registration with the keys of what it hangs on."""

    side: Side
    id: int
    member: str | None
    event: str | None
    apart: str


def parents_of(conn: Connection, registrations: Collection[int]) -> list[Hanging]:
    """Some registrations with the keys of their members and events."""
    rows = conn.exec_driver_sql(
        f"SELECT side, id, member, event, apart FROM record WHERE id IN {_IN}", (json.dumps(list(registrations)),)
    )
    return [Hanging(Side(row[0]), row[1], row[2], row[3], row[4]) for row in rows.fetchall()]


def called(conn: Connection, side: Side, domain: Domain, keys: Collection[str]) -> dict[str, tuple[int, str]]:
    """Id and title of the records with some keys."""
    rows = conn.exec_driver_sql(
        f"SELECT key, id, title FROM record WHERE side = ? AND domain = ? AND key IN {_IN}",
        (side.value, domain.value, json.dumps(list(keys))),
    )
    return {row[0]: (row[1], row[2]) for row in rows.fetchall()}


@dataclass(frozen=True, slots=True)
class SuggestionKey:
    """A suggestion as it is stored; ``reasons`` is a JSON list."""

    legacy: int
    clubos: int
    score: int
    reasons: str


def all_suggestions(conn: Connection, domain: Domain) -> dict[SuggestionKey, int]:
    """Every suggestion of a domain and its id."""
    rows = conn.exec_driver_sql(
        "SELECT legacy, clubos, score, reasons, id FROM suggestion WHERE domain = ?", (domain.value,)
    )
    return {SuggestionKey(*row[:4]): row[4] for row in rows.fetchall()}


def change_suggestions(
    conn: Connection, domain: Domain, *, gone: Collection[int], new: Iterable[SuggestionKey]
) -> None:
    """Forget suggestions by id and store others."""
    conn.exec_driver_sql(f"DELETE FROM suggestion WHERE id IN {_IN}", (json.dumps(list(gone)),))
    bulk.many(
        conn,
        "INSERT INTO suggestion (domain, legacy, clubos, score, reasons) VALUES (?, ?, ?, ?, ?)",
        [(domain.value, each.legacy, each.clubos, each.score, each.reasons) for each in new],
    )


def titles_of(conn: Connection, side: Side, domain: Domain) -> dict[str, tuple[str, bool]]:
    """Title of every present record of a side by its key, and whether it is in a pair."""
    column = "legacy" if side is Side.LEGACY else "clubos"
    rows = conn.exec_driver_sql(
        f"SELECT key, title, EXISTS (SELECT 1 FROM pair p WHERE p.{column} = record.id) FROM record "
        "WHERE side = ? AND domain = ? AND gone_run IS NULL",
        (side.value, domain.value),
    )
    return {key: (title, bool(paired)) for key, title, paired in rows}
