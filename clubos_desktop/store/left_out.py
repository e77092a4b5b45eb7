"""Records and values that a decision sets aside, and whether a person accepted each by name (features.md E19)."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import LeftOut
from clubos_desktop.model.schema import Aside
from clubos_desktop.store import settings
from clubos_desktop.store.act import Tx

Name = tuple[str, str]
"""The source's id of a record, and the field of it that is set aside ("" for the whole record)."""


def aside(conn: Connection, side: Side, domain: Domain) -> tuple[Aside, ...]:
    """What is set aside now."""
    return msgspec.convert(settings.get(conn, f"schema.aside.{side}.{domain}", []), tuple[Aside, ...])


def note(conn: Connection, side: Side, domain: Domain, rows: Sequence[Aside]) -> None:
    """Keep what is set aside from now on; inside the transaction that accepts a run."""
    settings.write(conn, f"schema.aside.{side}.{domain}", msgspec.to_builtins(sorted(rows, key=lambda each: each.key)))


def named(conn: Connection, side: Side, domain: Domain) -> frozenset[Name]:
    """What a person accepted by name, while the list is no longer than that: when it grows, nothing is accepted."""
    kept = settings.get(conn, f"aside.named.{side}.{domain}", {}).get("names", [])
    accepted = frozenset((key, path) for key, path in kept)
    return accepted if {(each.key, each.field) for each in aside(conn, side, domain)} <= accepted else frozenset()


def name(tx: Tx, side: Side, domain: Domain, names: Sequence[Name], by: str) -> None:
    """Keep that ``by`` accepted these by name."""
    body = {"names": sorted([key, path] for key, path in names), "by": by, "at": tx.at}
    settings.put(tx, f"aside.named.{side}.{domain}", body)


def figures(conn: Connection) -> tuple[LeftOut, ...]:
    """How much is set aside by side and domain, and how much of it was accepted by name."""
    found = []
    for side in Side:
        for domain in Domain:
            rows = {(each.key, each.field) for each in aside(conn, side, domain)}
            if rows:
                found.append(LeftOut(side, domain, len(rows), len(rows & named(conn, side, domain))))
    return tuple(found)
