"""Bringing an older file to the present schema. Alembic is loaded here, only when there is a step to make."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from clubos_desktop.errors import StorageError
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import audit, sqlite
from clubos_desktop.store.act import PROGRAM

HERE = Path(__file__).parent


def apply(path: Path, key: bytes, clock: Clock, steps: tuple[str, ...], *, location: Path | None = None) -> None:
    """Make each of ``steps`` in a transaction of its own, after a backup of the file before it.

    A step that fails leaves the file as it was before that step. Raises StorageError, LockedError.
    """
    engine = sqlite.engine(path, key, reading=False, read_only=False)
    try:
        for step in steps:
            _back_up(path, key, step)
            with sqlite.sentences(path):
                _make(engine, path, clock, step, location or HERE)
    finally:
        engine.dispose()


def backup_path(path: Path, step: str) -> Path:
    """Where the file as it was before ``step`` is kept."""
    return path.with_name(f"{path.name}.before-{step}")


def _back_up(path: Path, key: bytes, step: str) -> None:
    target = backup_path(path, step)
    fresh = target.with_name(target.name + ".part")
    fresh.unlink(missing_ok=True)
    try:
        sqlite.copy_into(path, key, fresh)
        fresh.replace(target)
    except OSError as error:
        raise sqlite.no_room(error, path) from error
    finally:
        fresh.unlink(missing_ok=True)


def _make(engine: Engine, path: Path, clock: Clock, step: str, location: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(location).replace("%", "%%"))
    with engine.connect() as connection:
        # Outside the transaction, where alone it works: with references enforced, a table that is copied and dropped
        # takes its children's rows with it (libraries.md section 4).
        _driver(connection, "PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, step)
                broken = sqlite.broken_references(connection)
                if broken:
                    raise _failed(path, step, "; ".join(broken[:3]))
                audit.append(connection, to_instant(clock.now()), PROGRAM, "schema brought up", {"step": step})
        except SQLAlchemyError as error:
            if sqlite.explain(getattr(error, "orig", None), path):
                raise  # the disk or another program: it has its own sentence
            raise _failed(path, step, type(error).__name__) from error
        finally:
            _driver(connection, "PRAGMA foreign_keys = ON")


def _driver(connection: Connection, sql: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection that was just made has its driver's
    driver.execute(sql)


def _failed(path: Path, step: str, why: str) -> StorageError:
    copy = backup_path(path, step).name
    return StorageError(
        f"{path.name} could not be brought up to date (step {step}: {why}). It is as it was before.",
        remedy=f"Use the version of this program that made it, and report this. {copy} is a copy.",
        code="storage.step_failed",
    )
