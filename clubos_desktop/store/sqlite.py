"""Everything that is SQLite's or SQLCipher's own: connecting, pragmas, guards, copies, and errors as sentences.

Another dialect (a shared PostgreSQL workspace) replaces this module alone.
"""

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from clubos_desktop.errors import ClubOSError, LockedError, StorageError

BUSY_MILLISECONDS = 5_000
"""How long a writer waits for another program's write before it says so."""


# The driver asks a registry how to bind each value that is no text and no number. Where it finds nothing it asks the
# value and the protocol too: for bytes that took longer than storing them.
dbapi2.register_adapter(bytes, bytes.__bytes__)
dbapi2.register_adapter(type(None), lambda nothing: nothing)

_PLAIN_HEAD = b"SQLite format 3\x00"
_PAGE_BYTES = 4096  # SQLCipher 4's page: a whole number of these is a workspace's length
_WRONG = "It may belong to another workspace, or the file may be damaged."


def engine(path: Path, key: bytes, *, reading: bool, read_only: bool) -> Engine:
    """An engine on the file at ``path``.

    ``reading`` makes connections that cannot write, in read snapshots; otherwise one connection whose transactions
    begin IMMEDIATE (and sync the disk at commit unless the execution option ``durable`` is False). ``read_only``
    opens the file itself for reading alone.
    """
    made = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, reading=reading, read_only=read_only),
        poolclass=QueuePool,
        pool_size=4 if reading else 1,
        max_overflow=12 if reading else 0,
        hide_parameters=True,  # or an error's text would carry personal values into reports
    )

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        # The driver is told to keep its hands off (isolation_level=None): otherwise a failed schema step leaves half
        # its tables behind (libraries.md section 4).
        if reading:
            connection.exec_driver_sql("BEGIN")
            return
        level = "FULL" if connection.get_execution_options().get("durable", True) else "NORMAL"
        if connection.info.get("synchronous") != level:  # of this connection to the file
            connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
            connection.info["synchronous"] = level
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def connect(path: Path, key: bytes, *, reading: bool, read_only: bool) -> Any:
    """A DB-API connection with the 32-byte ``key`` applied and proven. Raises the driver's own errors."""
    connection = dbapi2.connect(
        _address(path, read_only=read_only), uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            "cipher_log_level = NONE",  # or a wrong key prints to standard error
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "foreign_keys = ON",
            "secure_delete = FAST",  # the file is encrypted: freed pages need not be written once more
            "temp_store = MEMORY",  # sorting never spills to an unencrypted file
            "journal_size_limit = 67108864",  # the log shrinks again after a large act
            f"cache_size = -{16_384 if reading else 65_536}",  # KiB
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the key is proven here
        connection.execute("PRAGMA query_only = ON" if reading else "PRAGMA journal_mode = WAL").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _address(path: Path, *, read_only: bool) -> str:
    uri = path.absolute().as_uri()
    if not read_only:
        return f"{uri}?mode=rw"
    log = path.with_name(path.name + "-wal")
    settled = not log.exists() or log.stat().st_size == 0
    # A write-ahead log cannot be made in a folder that cannot be written; without one the file stands still.
    return f"{uri}?immutable=1" if settled and not os.access(path.parent, os.W_OK) else f"{uri}?mode=ro"


def make_file(path: Path) -> None:
    """An empty file that only its owner can read. Raises StorageError, FileExistsError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise
    except OSError as error:
        raise no_room(error, path) from error


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one that took its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def files(path: Path) -> tuple[Path, ...]:
    """The database file and its companions while it is open."""
    return (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"))


def set_aside(path: Path) -> None:
    """Before a new file comes to ``path``: the log of one that was lost there must not be played into it.

    The log is kept under another name, in case the lost file turns up again. Raises OSError.
    """
    _, log, shared = files(path)
    if log.exists():
        log.replace(log.with_name(f"{log.name}.lost-{secrets.token_hex(3)}"))
    shared.unlink(missing_ok=True)


def replacing(table: Table) -> Insert:
    """An insert of whole rows that takes the place of a row with the same primary key."""
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def guard_audit(connection: Connection) -> None:
    """Triggers that refuse to change or delete an audit entry."""
    for sql in guard_statements():
        connection.exec_driver_sql(sql)


def guard_statements() -> list[str]:
    """The triggers as SQL."""
    return [f"CREATE TRIGGER {name} {sql}" for name, sql in _GUARDS.items()]


_GUARDS = {
    "audit_no_update": "BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "audit_no_delete": "BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
}


def missing_guards(connection: Connection) -> list[str]:
    """Names of the audit log's triggers that are not there any more."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    present = {str(name): str(sql) for name, sql in rows}
    return [name for name, sql in _GUARDS.items() if present.get(name) != f"CREATE TRIGGER {name} {sql}"]


_STEPS = 20_000
"""Steps of SQLite's machine between two questions whether to give up: a few thousandths of a second."""


@contextmanager
def giving_up(connection: Any, stopping: Callable[[], bool] | None) -> Iterator[None]:
    """What the DB-API ``connection`` does inside ends with the driver's error "interrupted" once ``stopping`` says so.

    A transaction that was open is rolled back by whoever opened it, as after any other error.
    """
    if stopping is None:
        yield
        return
    connection.set_progress_handler(stopping, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def copy_into(path: Path, key: bytes, target: Path, stopping: Callable[[], bool] | None = None) -> None:
    """A whole, compact copy of the database in ``target``, encrypted with the same key. ``target`` must not exist.

    Raises StorageError, LockedError; the driver's error when ``stopping`` says so, which leaves a part in ``target``.
    """
    with sentences(path):
        connection = connect(path, key, reading=False, read_only=False)
        try:
            make_file(target)  # so that nobody else can read it from its first byte on
            with giving_up(connection, stopping):
                connection.execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.close()


def faults(connection: Connection) -> list[str]:
    """What is wrong with the file's pages, tables and references; empty when it is sound."""
    found = [f"a page: {row[0]}" for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    if not found:
        rows = connection.exec_driver_sql("PRAGMA integrity_check")
        found = [f"a table: {row[0]}" for row in rows if row[0] != "ok"]
    return found or broken_references(connection)


def broken_references(connection: Connection) -> list[str]:
    """Rows that point to rows that are not there."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return [f"a reference: row {row[1]} of {row[0]} to {row[2]}" for row in rows]


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turns the driver's errors about the file into StorageError and LockedError; others pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        known = explain(error.orig, path)
        if known is None:
            raise
        raise known from error
    except dbapi2.Error as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error


def explain(error: BaseException | None, path: Path) -> ClubOSError | None:  # noqa: PLR0911 - one return a cause
    """The sentence for a driver's error, or None when it is a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED):
        return LockedError(
            f"{path.name} is being written by another program. Nothing was changed.",
            remedy="Wait a moment, or close the other program, and try again.",
            code="storage.busy",
        )
    if code == dbapi2.SQLITE_FULL:
        return disk_full(path)
    if code == dbapi2.SQLITE_IOERR:
        return StorageError(
            f"The disk did not take what was written to {path.name}. Nothing of this step was kept.",
            remedy="Free some space, check that the disk or network drive is connected, and try again.",
            code="storage.disk",
        )
    if code in (dbapi2.SQLITE_READONLY, dbapi2.SQLITE_PERM):
        return cannot_write(path)
    if code == dbapi2.SQLITE_CANTOPEN:
        return cannot_open(path)
    if code == dbapi2.SQLITE_NOTADB:
        return not_readable(path)
    if code == dbapi2.SQLITE_CORRUPT:
        return StorageError(
            f"{path.name} is damaged and was not changed.", remedy="Restore the last backup.", code="storage.damaged"
        )
    return None


def disk_full(path: Path) -> StorageError:
    """No space is left."""
    return StorageError(
        f"The disk is full. Nothing of this step was kept; what {path.name} held before is safe.",
        remedy="Free some space and try again.",
        code="storage.full",
    )


def no_room(error: OSError, path: Path) -> StorageError:
    """The sentence for an operating system's refusal to write."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return disk_full(path) if full else cannot_write(path)


def cannot_write(path: Path) -> StorageError:
    """The folder or file refuses writing."""
    return StorageError(
        f"{path.name} cannot be written in its folder. Nothing was changed.",
        remedy="Allow writing there, or move the workspace to a folder of your own.",
        code="storage.read_only",
    )


def taken_away(path: Path) -> StorageError:
    """The file was moved, deleted or replaced under the running program."""
    return StorageError(
        f"{path.name} was moved, deleted or replaced while it was open here. Nothing was changed.",
        remedy="Close the program. Put the file back where it was, or restore the last backup, and open it again.",
        code="storage.taken_away",
    )


def cannot_open(path: Path) -> StorageError:
    """Missing, or not to be opened: in a folder that is closed to us nobody knows whether it is there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return StorageError(
            f"There is no workspace {path.name} in this folder.",
            remedy="Check the name and the folder, or make a new workspace.",
            code="storage.missing",
        )
    except OSError:
        pass
    return StorageError(
        f"{path.name} cannot be opened. Nothing was changed.",
        remedy="Check that you may read it, and that its folder is connected.",
        code="storage.unreadable",
    )


def not_readable(path: Path) -> StorageError:
    """Another program's file, or the wrong key: told apart as far as an encrypted file allows."""
    with path.open("rb") as file:
        head = file.read(16)
    size = path.stat().st_size
    if head == _PLAIN_HEAD or size % _PAGE_BYTES or size == 0:
        return StorageError(
            f"{path.name} is not a workspace of this program, or was cut short. It was not changed.",
            remedy="Choose another file, or restore the last backup.",
            code="storage.not_a_workspace",
        )
    return StorageError(
        f"{path.name} does not open with the key kept for it. {_WRONG} Nothing was changed.",
        remedy="Open it with the code of its recovery sheet, or restore the last backup.",
        code="storage.wrong_key",
    )
