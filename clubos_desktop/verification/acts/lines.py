"""Writing lines of the plain lists."""

from collections.abc import Mapping

from clubos_desktop.model.registers import Entry, Left, Noted
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import enter


def note(
    database: Database,
    actor: str,
    register: str,
    cells: Mapping[str, str],
    *,
    item: str | None = None,
    act: str = "noted",
) -> Entry:
    """A line as it is now; without ``item`` a new one with the next number."""
    return enter(database, actor, register, act, Noted(dict(cells)), item=item)


def leave(database: Database, actor: str, register: str, item: str) -> Entry:
    """A line that no longer counts."""
    return enter(database, actor, register, "left", Left(), item=item)
