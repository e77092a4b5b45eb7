"""Rows that this program did not write: words, times, JSON and records that it could not read.

Whoever has the key can change the file by other means. Everything here is found by looking at the rows alone, before
anything reads them as values.
"""

import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum

import msgspec
from sqlalchemy import Connection

from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.plan import DueState
from clubos_desktop.model.records import TYPES
from clubos_desktop.model.runs import Mode, RunState

_WORDS: tuple[tuple[str, str, type[StrEnum]], ...] = (
    ("run", "side", Side),
    ("run", "domain", Domain),
    ("run", "mode", Mode),
    ("run", "state", RunState),
    ("call", "side", Side),
    ("record", "side", Side),
    ("record", "domain", Domain),
    ("pair", "domain", Domain),
    ("suggestion", "domain", Domain),
    ("difference", "domain", Domain),
    ("difference", "kind", Kind),
    ("difference", "status", Status),
    ("person", "role", Role),
    ("due", "state", DueState),
)
"""Columns that hold one of a few words."""

_JSON = (
    ("setting", "value"),
    ("audit", "subject"),
    ("suggestion", "reasons"),
    ("rules", "body"),
    ("evaluation", "body"),
    ("register_entry", "body"),
)
"""Columns that hold JSON."""

_INSTANTS = (
    ("audit", "at", False),
    ("call", "at", False),
    ("run", "started", False),
    ("run", "ended", True),
    ("run", "watermark", True),
    ("pair", "made", False),
    ("difference", "first_seen", False),
    ("difference", "confirmed", True),
    ("difference", "closed", True),
    ("evaluation", "at", False),
    ("register_entry", "at", False),
    ("notice", "at", False),
    ("pack", "at", False),
)
"""Columns that hold an instant; True where they may hold none."""

_INSTANT = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9].[0-9][0-9][0-9]Z"
_CLUB = frozenset({"name", "zone", "currency", "country"})
_SEALED = "pack sealed"


def rows(conn: Connection) -> list[str]:
    """What is strange, each a sentence part for people: the table, how many rows, and what about them."""
    return [*_words(conn), *_texts(conn), *_settings(conn), *_versions(conn), *_packs(conn)]


def _words(conn: Connection) -> Iterator[str]:
    for table, column, kind in _WORDS:
        known = ", ".join(f"'{each.value}'" for each in kind)
        yield from _counted(conn, table, column, f"{column} IS NULL OR {column} NOT IN ({known})", "an unknown word")


def _texts(conn: Connection) -> Iterator[str]:
    for table, column in _JSON:
        yield from _counted(conn, table, column, f"json_valid({column}) IS NOT 1", "text that is no JSON")
    for table, column, may_lack in _INSTANTS:
        wrong = f"{column} NOT GLOB '{_INSTANT}'"
        wrong = wrong if may_lack else f"{column} IS NULL OR {wrong}"
        yield from _counted(conn, table, column, wrong, "something that is no time")


def _counted(conn: Connection, table: str, column: str, wrong: str, what: str) -> Iterator[str]:
    n = conn.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE {wrong}").scalar_one()
    if n:
        yield f"{table}: {n:,} rows hold {what} in “{column}”"


def _settings(conn: Connection) -> Iterator[str]:
    """The club itself and the two connections, without which nothing can be shown."""
    found = conn.exec_driver_sql(
        "SELECT key, value FROM setting WHERE json_valid(value) = 1 AND key IN "
        "('club', 'connection.legacy', 'connection.clubos', 'account.legacy', 'account.clubos')"
    )
    for key, value in found.fetchall():
        said = json.loads(value)
        if not isinstance(said, dict) or (key == "club" and not said.keys() >= _CLUB):
            yield f"setting: “{key}” is not what this program writes"


def _versions(conn: Connection) -> Iterator[str]:
    """Present versions that cannot be read as records."""
    for domain in Domain:
        decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
        broken = 0
        versions = conn.exec_driver_sql(
            "SELECT v.fields FROM record r JOIN version v ON v.record = r.id AND v.to_run IS NULL WHERE r.domain = ?",
            (domain.value,),
        )
        for fields in versions.scalars():
            try:
                decode(fields)
            except (msgspec.DecodeError, UnicodeDecodeError):
                broken += 1
        if broken:
            yield f"version: {broken:,} rows of {domain.value} cannot be read"


def _packs(conn: Connection) -> Iterator[str]:
    """Snapshots of packs that are not the ones whose hash the history holds."""
    sealed = conn.exec_driver_sql(
        "SELECT json_extract(subject, '$.row'), json_extract(subject, '$.snapshot') FROM audit "
        "WHERE act = ? AND json_valid(subject) = 1",
        (_SEALED,),
    )
    digests = {row[0]: row[1] for row in sealed.fetchall()}
    for identity, snapshot in conn.exec_driver_sql("SELECT id, snapshot FROM pack").fetchall():
        if digests.get(identity) != hashlib.sha256(snapshot).hexdigest():
            yield f"pack: the sealed data of pack {identity} were changed"
