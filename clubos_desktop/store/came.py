"""What the newest copy brought, as people are told at its end: how many records are new, another, gone."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.model.records import Instant
from clubos_desktop.store import settings

_KEY = "came"
_NAMES = ("new", "changed", "gone", "missed", "back")


@dataclass(frozen=True, slots=True)
class Came:
    """Records that the taken over runs of ``copy`` brought; ``at`` is when the first of them was taken over.

    ``missed`` were not listed for the first time (a second copy says whether they are ``gone``), ``back`` are listed
    again. ``differences`` were first seen in this copy and stand.
    """

    copy: int
    at: Instant
    new: int
    changed: int
    gone: int
    missed: int
    back: int
    differences: int | None = None
    first: bool = False


def note(conn: Connection, copy: int, at: Instant, *, first: bool, n: Mapping[str, int]) -> None:
    """Count what a run brought, inside the transaction that accepts it."""
    kept = settings.get(conn, _KEY, {})
    if kept.get("copy") != copy:
        kept = {"copy": copy, "first": first}
    counted = {name: kept.get(name, 0) + n[name] for name in _NAMES}
    settings.write(conn, _KEY, kept | counted | {"at": kept.get("at", at), "first": bool(kept["first"] and first)})


def count_differences(conn: Connection) -> None:
    """At the end of a copy: how many differences are new with it."""
    kept = settings.get(conn, _KEY, None)
    if kept is None or "differences" in kept:
        return
    sql = (
        "SELECT count(*) FROM difference WHERE first_copy = ? AND closed IS NULL "
        "AND kind NOT IN ('ignored', 'not_comparable')"
    )
    found = conn.exec_driver_sql(sql, (kept["copy"],)).scalar_one()
    settings.write(conn, _KEY, kept | {"differences": int(found)})


def newest(conn: Connection) -> Came | None:
    """What the newest copy brought; None before the first, and after it was taken back."""
    kept = settings.get(conn, _KEY, None)
    if kept is None:
        return None
    return Came(
        kept["copy"],
        kept["at"],
        kept["new"],
        kept["changed"],
        kept["gone"],
        kept["missed"],
        kept["back"],
        kept.get("differences"),
        kept["first"],
    )


def forget(conn: Connection, copy: int) -> None:
    """A copy was taken back."""
    if settings.get(conn, _KEY, {}).get("copy") == copy:
        conn.exec_driver_sql("DELETE FROM setting WHERE key = ?", (_KEY,))
