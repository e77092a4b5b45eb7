"""An open act: what a writing function of the store is handed."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from clubos_desktop.model.records import Instant

PROGRAM = "program"
"""The actor of what no person asked for."""


@dataclass(frozen=True, slots=True)
class Tx:
    """An open act. Its audit entry is written at the end; until then the act may add keys to ``subject``.

    ``at`` is the time of the entry. Subjects hold keys and salted hashes, never personal values.
    """

    connection: Connection
    actor: str
    act: str
    at: Instant
    subject: dict[str, object] = field(default_factory=dict)
