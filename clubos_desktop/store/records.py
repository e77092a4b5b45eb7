"""Records and versions: what is known of a side and domain, and the writing of what a run brought.

Everything that takes a Connection to write is called inside an act. Lists of ids go into SQL as one JSON text, so that
a statement is the same for one id and for a million.
"""

import json
import zlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import msgspec
from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant
from clubos_desktop.store import bulk

_IN = "(SELECT value FROM json_each(?))"
_OUTDATED = b""
"""Place in ``page`` of the ids of records that changed since the pages were read."""

_COLUMNS = (
    *("key", "raw_hash", "fingerprint", "exact", "title", "sort"),
    *("member", "event", "candidate", "mark_a", "mark_b", "apart"),
)
"""What ``record`` keeps of a fresh record, besides its place."""

_FOUND_BY = ("sort", "member", "event", "mark_a", "mark_b")
"""Those of them that have an index. An index is written anew for each row whose column is set, changed or not."""

_PLAIN = tuple(name for name in _COLUMNS[1:] if name not in _FOUND_BY)


class Fresh(msgspec.Struct, gc=False):
    """A record that is new or whose raw answer changed, ready to be stored. ``id`` is 0 while it is new.

    ``member`` and ``event`` are keys of what a registration hangs on, ``apart`` says why a record is not compared,
    ``mark_a`` and ``mark_b`` are what it is found by when pairs are sought.
    """

    id: int
    key: str
    raw: bytes
    raw_hash: bytes
    fields: bytes
    modified: Instant | None
    title: str
    sort: str
    fingerprint: bytes | None = None
    exact: bytes | None = None
    candidate: bytes | None = None
    mark_a: int | None = None
    mark_b: int | None = None
    member: str | None = None
    event: str | None = None
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a record holds before a run is accepted; ``fields`` are those of its present version.

    From ``sort`` on: what there is an index of.
    """

    id: int
    key: str
    fingerprint: bytes | None
    exact: bytes | None
    candidate: bytes | None
    title: str
    apart: str
    fields: bytes
    sort: str
    member: str | None
    event: str | None
    mark_a: int | None
    mark_b: int | None

    def is_found_as(self, fresh: Fresh) -> bool:
        """Whether what there is an index of is the same."""
        return bool(_found_by(self) == _found_by(fresh))


_found_by = attrgetter(*_FOUND_BY)


@dataclass(frozen=True, slots=True)
class Printed:
    """A record with its prints and the fields of its present version."""

    id: int
    side: Side
    fingerprint: bytes | None
    exact: bytes | None
    candidate: bytes | None
    fields: bytes


def pack(ids: Iterable[int]) -> bytes:
    """Record ids as they are kept in ``presence`` and ``page``: sorted 64-bit numbers, deflated."""
    return zlib.compress(array("q", sorted(ids)).tobytes(), 1)


def unpack(packed: bytes) -> "array[int]":
    """The ids of ``pack``."""
    found = array("q")
    found.frombytes(zlib.decompress(packed))
    return found


def known_hashes(conn: Connection, side: Side, domain: Domain) -> dict[bytes, int]:
    """The id of the record whose present raw answer has a hash."""
    rows = conn.exec_driver_sql(
        "SELECT raw_hash, id FROM record WHERE side = ? AND domain = ?", (side.value, domain.value)
    )
    return dict(rows.fetchall())


def known_pages(conn: Connection, side: Side, domain: Domain) -> dict[bytes, bytes]:
    """The packed ids of each page whose records all are as they were when it was read."""
    rows = conn.exec_driver_sql("SELECT hash, keys FROM page WHERE side = ? AND domain = ?", (side.value, domain.value))
    found: dict[bytes, bytes] = dict(rows.fetchall())
    outdated = found.pop(_OUTDATED, None)
    if outdated is None:
        return found
    changed = set(unpack(outdated))
    return {hashed: keys for hashed, keys in found.items() if changed.isdisjoint(unpack(keys))}


def read_anew(conn: Connection, side: Side, domain: Domain) -> None:
    """Forget what is known of a domain's raw answers, so that the next copy of everything reads each of them again."""
    where = (side.value, domain.value)
    conn.exec_driver_sql("DELETE FROM page WHERE side = ? AND domain = ?", where)
    conn.exec_driver_sql("UPDATE record SET raw_hash = zeroblob(16) WHERE side = ? AND domain = ?", where)


def outdate_pages(conn: Connection, side: Side, domain: Domain, changed: Iterable[int]) -> None:
    """Some records are no longer as they stand on the pages that are known."""
    where = (side.value, domain.value, _OUTDATED)
    sql = "SELECT keys FROM page WHERE side = ? AND domain = ? AND hash = ?"
    there = conn.exec_driver_sql(sql, where).scalar()
    ids = set(changed) | set(() if there is None else unpack(there))
    if ids:
        conn.exec_driver_sql(
            "INSERT OR REPLACE INTO page (side, domain, hash, keys) VALUES (?, ?, ?, ?)", (*where, pack(ids))
        )


def stored_hashes(conn: Connection, side: Side, domain: Domain, keys: Sequence[str]) -> dict[str, tuple[int, bytes]]:
    """Id and hash of the present raw answer of the records with some keys."""
    rows = conn.exec_driver_sql(
        f"SELECT key, id, raw_hash FROM record WHERE side = ? AND domain = ? AND key IN {_IN}",
        (side.value, domain.value, json.dumps(keys)),
    )
    return {row[0]: (row[1], row[2]) for row in rows.fetchall()}


def stored(conn: Connection, ids: Sequence[int]) -> dict[str, Stored]:
    """What is stored of some records, by key."""
    rows = conn.exec_driver_sql(
        "SELECT r.id, r.key, r.fingerprint, r.exact, r.candidate, r.title, r.apart, v.fields, "
        f"{', '.join(f'r.{name}' for name in _FOUND_BY)} "
        f"FROM record r JOIN version v ON v.record = r.id AND v.to_run IS NULL WHERE r.id IN {_IN}",
        (json.dumps(ids),),
    )
    return {row[1]: Stored(*row) for row in rows.fetchall()}


def titles(conn: Connection, side: Side, domain: Domain, keys: Sequence[str]) -> dict[str, str]:
    """What people call the records with some keys."""
    rows = conn.exec_driver_sql(
        f"SELECT key, title FROM record WHERE side = ? AND domain = ? AND key IN {_IN}",
        (side.value, domain.value, json.dumps(keys)),
    )
    return dict(rows.fetchall())


def all_titles(conn: Connection, side: Side, domain: Domain) -> list[tuple[str, str]]:
    """Key and title of every record of a side."""
    rows = conn.exec_driver_sql(
        "SELECT key, title FROM record WHERE side = ? AND domain = ?", (side.value, domain.value)
    )
    return [(row[0], row[1]) for row in rows.fetchall()]


def raw_of(conn: Connection, record: int) -> bytes:
    """The raw answer of a record's present version."""
    row = conn.exec_driver_sql("SELECT raw FROM version WHERE record = ? AND to_run IS NULL", (record,))
    return bytes(row.scalar_one())


def standing(conn: Connection, side: Side, domain: Domain) -> int:
    """How many records there are that are no tombstones."""
    return int(
        conn.exec_driver_sql(
            "SELECT coalesce(sum(n), 0) FROM counter WHERE domain = ? AND kind = 'record' AND field = ? "
            "AND status = 'present'",
            (domain.value, side.value),
        ).scalar_one()
    )


def every_id(conn: Connection, side: Side, domain: Domain) -> dict[int, str]:
    """Id and key of every record, tombstones too."""
    rows = conn.exec_driver_sql("SELECT id, key FROM record WHERE side = ? AND domain = ?", (side.value, domain.value))
    return dict(rows.fetchall())


def every_count(conn: Connection, side: Side, domain: Domain) -> int:
    """How many records there are, tombstones too."""
    return int(
        conn.exec_driver_sql(
            "SELECT coalesce(sum(n), 0) FROM counter WHERE domain = ? AND kind = 'record' AND field = ? "
            "AND status IN ('present', 'gone')",
            (domain.value, side.value),
        ).scalar_one()
    )


def printed(conn: Connection, domain: Domain, after: int, count: int) -> list[Printed]:
    """Records of both sides with their prints, by id; tombstones too."""
    rows = conn.exec_driver_sql(
        "SELECT r.id, r.side, r.fingerprint, r.exact, r.candidate, v.fields FROM record r "
        "JOIN version v ON v.record = r.id AND v.to_run IS NULL WHERE r.id > ? AND +r.domain = ? ORDER BY r.id LIMIT ?",
        (after, domain.value, count),
    )
    return [Printed(row[0], Side(row[1]), row[2], row[3], row[4], row[5]) for row in rows.fetchall()]


def away(conn: Connection, side: Side, domain: Domain) -> dict[int, bool]:
    """Records that the last complete listing did not hold; True for tombstones (two listings)."""
    rows = conn.exec_driver_sql(
        "SELECT id, gone_run IS NOT NULL FROM record INDEXED BY ix_record_missing "
        "WHERE side = ? AND domain = ? AND missing_run IS NOT NULL",
        (side.value, domain.value),
    )
    return {row[0]: bool(row[1]) for row in rows.fetchall()}


def present_keys(conn: Connection, side: Side, domain: Domain) -> list[str]:
    """Keys of every record that is no tombstone, in the order of first arrival."""
    rows = conn.exec_driver_sql(
        "SELECT key FROM record WHERE side = ? AND domain = ? AND gone_run IS NULL ORDER BY id",
        (side.value, domain.value),
    )
    return list(rows.scalars())


def listed_ids(conn: Connection, side: Side, domain: Domain) -> list[int]:
    """Ids of the records that the last complete listing held, in order."""
    rows = conn.exec_driver_sql(
        "SELECT id FROM record WHERE side = ? AND domain = ? AND missing_run IS NULL ORDER BY id",
        (side.value, domain.value),
    )
    return list(rows.scalars())


def changed_since(conn: Connection, side: Side, domain: Domain, run: int) -> frozenset[str]:
    """Keys of present records whose present version came with a later run than ``run``."""
    rows = conn.exec_driver_sql(
        "SELECT r.key FROM record r JOIN version v ON v.record = r.id AND v.to_run IS NULL "
        "WHERE r.side = ? AND r.domain = ? AND r.gone_run IS NULL AND v.from_run > ?",
        (side.value, domain.value, run),
    )
    return frozenset(rows.scalars())


def missing_keys(conn: Connection, side: Side, domain: Domain) -> frozenset[str]:
    """Keys of records that the last complete listing did not hold, for the first time."""
    rows = conn.exec_driver_sql(
        "SELECT key FROM record INDEXED BY ix_record_missing "
        "WHERE side = ? AND domain = ? AND missing_run IS NOT NULL AND gone_run IS NULL",
        (side.value, domain.value),
    )
    return frozenset(rows.scalars())


def add(conn: Connection, side: Side, domain: Domain, run: int, fresh: Sequence[Fresh]) -> None:
    """Store new records; gives each its id."""
    last = int(conn.exec_driver_sql("SELECT coalesce(max(id), 0) FROM record").scalar_one())
    for number, record in enumerate(fresh, last + 1):
        record.id = number
    bulk.insert_of(
        conn, "record", {name: name for name in ("id", *_COLUMNS)}, fresh, {"side": side.value, "domain": domain.value}
    )
    _add_versions(conn, run, fresh)


def change(conn: Connection, run: int, fresh: Sequence[Fresh], old: Mapping[str, Stored]) -> None:
    """Store the new version of known records. ``old`` says, by key, what is stored of them."""
    _set(conn, _PLAIN, fresh)
    _set(conn, _FOUND_BY, [each for each in fresh if not old[each.key].is_found_as(each)])
    bulk.many(conn, "UPDATE version SET to_run = ? WHERE record = ? AND to_run IS NULL", [(run, f.id) for f in fresh])
    _add_versions(conn, run, fresh)


def set_all(conn: Connection, fresh: Sequence[Fresh]) -> None:
    """Everything that ``record`` keeps of some records; versions are left as they are."""
    _set(conn, _COLUMNS[1:], fresh)


def _set(conn: Connection, columns: Sequence[str], fresh: Sequence[Fresh]) -> None:
    sql = f"UPDATE record SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?"
    bulk.many(conn, sql, list(map(attrgetter(*columns, "id"), fresh)))


def _add_versions(conn: Connection, run: int, fresh: Sequence[Fresh]) -> None:
    same = {"record": "id", "modified": "modified", "fields": "fields", "raw": "raw"}
    bulk.insert_of(conn, "version", same, fresh, {"from_run": run})


def rehash(conn: Connection, rows: Sequence[tuple[bytes, int]]) -> None:
    """Raw answers that are the same under a newer reading: (hash, id)."""
    bulk.many(conn, "UPDATE record SET raw_hash = ? WHERE id = ?", list(rows))


def reprint(conn: Connection, rows: Sequence[tuple[bytes | None, bytes | None, bytes | None, int]]) -> None:
    """New prints under other rules: (fingerprint, exact, candidate, id)."""
    bulk.many(conn, "UPDATE record SET fingerprint = ?, exact = ?, candidate = ? WHERE id = ?", list(rows))


def retitle(conn: Connection, rows: Sequence[tuple[str, str, int]]) -> None:
    """What people call a record: (title, sort, id)."""
    bulk.many(conn, "UPDATE record SET title = ?, sort = ? WHERE id = ?", list(rows))


def set_apart(conn: Connection, rows: Sequence[tuple[str, int]]) -> None:
    """Why a record cannot be compared: (reason or "", id)."""
    bulk.many(conn, "UPDATE record SET apart = ? WHERE id = ?", list(rows))


def back(conn: Connection, ids: Sequence[int]) -> None:
    """Records that were away are listed again."""
    sql = f"UPDATE record SET missing_run = NULL, gone_run = NULL WHERE id IN {_IN}"
    conn.exec_driver_sql(sql, (json.dumps(ids),))


def miss(conn: Connection, run: int, first: Sequence[int], second: Sequence[int]) -> None:
    """Records that a complete listing did not hold, for the first time and for the second."""
    conn.exec_driver_sql(f"UPDATE record SET missing_run = ? WHERE id IN {_IN}", (run, json.dumps(first)))
    conn.exec_driver_sql(f"UPDATE record SET gone_run = ? WHERE id IN {_IN}", (run, json.dumps(second)))


def set_presence(conn: Connection, run: int, ids: Iterable[int]) -> None:
    """Which records a complete listing held."""
    conn.exec_driver_sql("INSERT INTO presence (run, records) VALUES (?, ?)", (run, pack(ids)))


def presence(conn: Connection, run: int) -> "array[int] | None":
    """The records a complete listing held, None for a run that listed only changes."""
    packed = conn.exec_driver_sql("SELECT records FROM presence WHERE run = ?", (run,)).scalar()
    return None if packed is None else unpack(packed)


def replace_pages(
    conn: Connection, side: Side, domain: Domain, *, kept: Collection[bytes], new: Sequence[tuple[bytes, bytes]]
) -> None:
    """Forget all pages but some, and remember others: (hash, packed ids)."""
    where = (side.value, domain.value)
    rows = conn.exec_driver_sql("SELECT hash FROM page WHERE side = ? AND domain = ?", where)
    gone = [each for each in rows.scalars() if each not in kept]
    bulk.many(conn, "DELETE FROM page WHERE side = ? AND domain = ? AND hash = ?", [(*where, each) for each in gone])
    bulk.many(
        conn,
        "INSERT OR REPLACE INTO page (side, domain, hash, keys) VALUES (?, ?, ?, ?)",
        [(*where, each, keys) for each, keys in new],
    )
