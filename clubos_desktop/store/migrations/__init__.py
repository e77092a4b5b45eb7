"""Schema steps. A new file gets the present schema at once; an older one is brought to it step by step."""

from pathlib import Path

from sqlalchemy import Connection, inspect

from clubos_desktop.errors import RefusedError, StorageError
from clubos_desktop.model.protocols import Clock
from clubos_desktop.store import finding, sqlite, tables

STEPS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every step there is, oldest first; the last is the present schema."""

_STAMP = (
    "CREATE TABLE alembic_version ("
    "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def make_schema(connection: Connection) -> None:
    """The present schema in an empty database."""
    tables.metadata.create_all(connection, checkfirst=False)
    sqlite.guard_audit(connection)
    finding.make(connection)
    connection.exec_driver_sql(_STAMP)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (STEPS[-1],))


def missing_steps(connection: Connection, path: Path) -> tuple[str, ...]:
    """The steps between the file's schema and the present one. Raises StorageError, RefusedError."""
    if not inspect(connection).has_table("alembic_version"):
        raise StorageError(
            f"{path.name} holds no workspace. It was not changed.",
            remedy="Choose another file, or restore the last backup.",
            code="storage.not_a_workspace",
        )
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision not in STEPS:
        raise RefusedError(
            f"{path.name} was made by a newer version of this program. It was not changed.",
            remedy="Install the newest version and open it again.",
            code="storage.newer",
        )
    return STEPS[STEPS.index(revision) + 1 :]


def refuse_when(read_only: bool, path: Path) -> None:
    """An older file cannot be brought up while it is open for reading only. Raises RefusedError."""
    if read_only:
        raise RefusedError(
            f"{path.name} was made by an older version of this program and must be brought up to date first.",
            remedy="Open it once for writing; a backup is made before.",
            code="storage.older",
        )


def apply(path: Path, key: bytes, clock: Clock, steps: tuple[str, ...]) -> None:
    """Bring a file up, step by step, each after a backup. Raises StorageError, LockedError."""
    from clubos_desktop.store.migrations import run  # noqa: PLC0415 - Alembic, only when there is a step to make

    run.apply(path, key, clock, steps)
