"""The last failure of each domain of a side, kept until a complete copy takes it away."""

import base64
from dataclasses import asdict, replace
from typing import Any

import msgspec
from sqlalchemy import Connection

from clubos_desktop.model.cards import Trouble
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.store import settings

LARGEST = 64 * 1024
"""Bytes of an unknown answer that are kept."""


def _key(side: Side, domain: Domain | None) -> str:
    return f"failure.{side}.{domain or 'connection'}"


def note(conn: Connection, trouble: Trouble) -> None:
    """Keep a failure in place of the one before. Inside a write that has its audit entry elsewhere."""
    kept: dict[str, Any] = asdict(replace(trouble, raw=b""))
    kept["raw"] = base64.b64encode(trouble.raw[:LARGEST]).decode()
    settings.write(conn, _key(trouble.side, trouble.domain), kept)


def clear(conn: Connection, side: Side, domain: Domain | None) -> None:
    """A complete copy, or a connection that works, takes its failure away."""
    conn.exec_driver_sql("DELETE FROM setting WHERE key = ?", (_key(side, domain),))


def read(conn: Connection, side: Side, domain: Domain | None) -> Trouble | None:
    """The failure of a domain, None where the last copy was good."""
    kept = settings.get(conn, _key(side, domain), None)
    return None if kept is None else msgspec.convert(kept, Trouble)


def every(conn: Connection) -> tuple[Trouble, ...]:
    """All that stand: connections first, then domains in the order of reading."""
    places = [(side, domain) for side in Side for domain in (None, *Domain)]
    return tuple(found for side, domain in places if (found := read(conn, side, domain)) is not None)
