"""Hashes of every table of a workspace: the proof that a copy is a copy, and that nothing changed in it."""

import hashlib

import msgspec
from sqlalchemy import Connection, Table, select

from clubos_desktop.job import Job, Progress
from clubos_desktop.store import tables

_CHUNK = 5000
_MOVING = frozenset({"setting", "audit", "call", "bucket", "register_entry", "evaluation", "notice", "due", "pack"})
"""Tables of the program's own bookkeeping, which go on while a copy is looked at."""


def sums(conn: Connection) -> Job[dict[str, str]]:
    """SHA-256 of each table of members' data, row by row in the order of its key."""
    found = {}
    data = [each for each in tables.metadata.sorted_tables if each.name not in _MOVING]
    for done, table in enumerate(data):
        yield Progress("Taking the hash of every table", done, len(data))
        found[str(table.name)] = yield from _sum(conn, table)
    return found


def _sum(conn: Connection, table: Table) -> Job[str]:
    hashed = hashlib.sha256()
    rows = conn.execute(select(table).order_by(*table.primary_key.columns))
    while part := rows.fetchmany(_CHUNK):
        hashed.update(msgspec.msgpack.encode([tuple(row) for row in part]))
        yield Progress("Taking the hash of every table", 0)
    return hashed.hexdigest()


def whole(found: dict[str, str]) -> str:
    """One SHA-256 over all of them."""
    return hashlib.sha256(msgspec.json.encode(sorted(found.items()))).hexdigest()


def differing(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    """Names of the tables that are not the same."""
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))
