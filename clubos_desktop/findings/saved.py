"""Lists of differences that people keep under a name: filters, not results; kept in the workspace (features.md E43)."""

from typing import Any

import msgspec
from sqlalchemy import Connection

from clubos_desktop.errors import InputError
from clubos_desktop.findings import patterns
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Standing
from clubos_desktop.store import settings
from clubos_desktop.store.act import Tx
from clubos_desktop.store.lists import DifferenceFilter, Order

_SETTING = "differences.saved"
LONGEST = 60
MOST = 30
"""Lists that may be kept: more than anybody finds again."""


class Saved(msgspec.Struct, frozen=True):
    """A kept filter. ``cause`` is the key of a pattern: its differences are found anew each time."""

    name: str
    domain: Domain | None = None
    kinds: tuple[Kind, ...] | None = None
    field: str | None = None
    status: Status | None = None
    standings: tuple[Standing, ...] | None = None
    text: str = ""
    order: Order = Order.HARM
    descending: bool = False
    cause: str = ""


def every(conn: Connection) -> tuple[Saved, ...]:
    """The kept lists, in the order in which they were kept."""
    kept: list[dict[str, Any]] = settings.get(conn, _SETTING, [])
    return tuple(msgspec.convert(each, Saved) for each in kept)


def named(conn: Connection, name: str) -> Saved:
    """One of them. Raises InputError."""
    for each in every(conn):
        if each.name.casefold() == name.casefold():
            return each
    known = ", ".join(each.name for each in every(conn)) or "none yet"
    raise InputError(f"No list is kept under “{name}”.", remedy=f"Kept lists: {known}.", code="saved.unknown")


def of(wanted: FindingFilter, name: str, cause: str = "") -> Saved:
    """A filter as it is kept. Raises InputError."""
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST:
        raise InputError(
            f"A list is kept under a name of 1 to {LONGEST} letters. Nothing was kept.",
            remedy="Give it a short name.",
            code="saved.name",
        )
    x = wanted.differences
    return Saved(called, x.domain, x.kinds, x.field, x.status, wanted.standings, x.text, x.order, x.descending, cause)


def wanted_of(conn: Connection, saved: Saved, zone_name: str) -> FindingFilter:
    """The filter of a kept list. Raises InputError when its cause is gone."""
    ids = patterns.ids_of(conn, saved.cause, zone_name) if saved.cause else None
    x = DifferenceFilter(
        saved.domain, saved.kinds, saved.field, saved.status, saved.text, saved.order, saved.descending
    )
    return FindingFilter(x, saved.standings, ids)


def keep(tx: Tx, saved: Saved) -> None:
    """Keep a list; one of the same name is replaced. Raises InputError."""
    others = [each for each in every(tx.connection) if each.name.casefold() != saved.name.casefold()]
    if len(others) >= MOST:
        raise InputError(
            f"{MOST} lists are kept already. Nothing was kept.", remedy="Forget one of them first.", code="saved.many"
        )
    settings.put(tx, _SETTING, msgspec.to_builtins([*others, saved]))
    tx.subject["list"] = saved.name


def forget(tx: Tx, name: str) -> None:
    """Keep a list no longer. Raises InputError."""
    gone = named(tx.connection, name)
    settings.put(tx, _SETTING, msgspec.to_builtins([each for each in every(tx.connection) if each != gone]))
    tx.subject["list"] = gone.name
