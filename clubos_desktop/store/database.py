"""The one door to the encrypted file: reading in snapshots, writing with an audit entry (design.md section 5)."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop import log
from clubos_desktop.errors import InputError, LockedError, RefusedError
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import SystemClock, to_instant
from clubos_desktop.store import audit, migrations, sqlite
from clubos_desktop.store.act import Tx

KEY_BYTES = 32


class Database:
    """An open database. Made by ``create`` and ``open``; may be used from several threads, one of which writes."""

    def __init__(self, path: Path, key: bytes, *, clock: Clock, read_only: bool) -> None:
        self.path = path
        self.clock = clock
        self.read_only = read_only
        self.key = key
        """32 bytes; handed to the recovery code and to copies, shown nowhere."""
        self._reading = sqlite.engine(path, key, reading=True, read_only=read_only)
        self._writing = sqlite.engine(path, key, reading=False, read_only=read_only)
        self._writer = threading.Lock()
        self._owner: int | None = None
        self._file: tuple[int, int] | None = None

    @staticmethod
    def create(path: Path, key: bytes, *, clock: Clock | None = None) -> "Database":
        """A new file with the present schema. Raises InputError (there is one already), StorageError."""
        _check_key(key)
        try:
            sqlite.make_file(path)
        except FileExistsError as error:
            raise InputError(
                f"There is already a file {path.name} in this folder. It was not changed.",
                remedy="Choose another name, or open the one that is there.",
                code="storage.exists",
            ) from error
        database = Database(path, key, clock=clock or SystemClock(), read_only=False)
        try:
            with database.landing() as connection:
                migrations.make_schema(connection)
        except BaseException:
            database.close()
            for file in sqlite.files(path):
                file.unlink(missing_ok=True)
            raise
        return database

    @staticmethod
    def open(path: Path, key: bytes, *, read_only: bool = False, clock: Clock | None = None) -> "Database":
        """An existing file, brought to the present schema after a backup.

        Raises StorageError (missing, wrong key, damaged, read-only), LockedError (another program writes),
        RefusedError (made by a newer version of this program).
        """
        _check_key(key)
        if not os.access(path, os.R_OK):
            raise sqlite.cannot_open(path)
        if not read_only and not os.access(path, os.W_OK):
            raise sqlite.cannot_write(path)  # SQLite would open it for reading and say so at the first act
        database = Database(path, key, clock=clock or SystemClock(), read_only=read_only)
        try:
            with database.read() as connection:
                steps = migrations.missing_steps(connection, path)
            if steps:
                migrations.refuse_when(read_only, path)
                migrations.apply(path, key, database.clock, steps)
            elif not read_only:
                with database.landing():  # that it can be written is found out now, not at the first act
                    pass
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that cannot write and sees one state from its first statement to its end."""
        with sqlite.sentences(self.path), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def transaction(self, actor: str, act: str, subject: Mapping[str, object] | None = None) -> Iterator[Tx]:
        """The only way to write: all of it and its audit entry, or nothing.

        ``actor`` is who ("person:1", "program"), ``act`` what in two or three words. Raises StorageError, LockedError.
        """
        with self._write(durable=True, wait=-1) as connection:
            at = to_instant(self.clock.now())
            tx = Tx(connection, actor, act, at, dict(subject or {}))
            yield tx
            audit.append(connection, at, actor, act, tx.subject)
        log.note("act", act=act)

    @contextmanager
    def landing(self, *, wait: float = -1) -> Iterator[Connection]:
        """Write without an audit entry: only landing, run, call, bucket and page rows, which belong to a run's act.

        A power cut may lose the last of these commits, never half of one. ``wait`` is how many seconds to wait for
        another thread's write (-1: as long as it takes). Raises StorageError, LockedError.
        """
        with self._write(durable=False, wait=wait) as connection:
            yield connection

    @contextmanager
    def _write(self, *, durable: bool, wait: float) -> Iterator[Connection]:
        if self.read_only:
            raise RefusedError(
                "This workspace is open for reading only. Nothing was changed.",
                remedy="Close it in the other window, or open it for writing.",
                code="storage.opened_read_only",
            )
        with self._turn(wait), sqlite.sentences(self.path), self._writing.connect() as plain:
            self._check_file()
            connection = plain.execution_options(durable=durable)
            with connection.begin():
                yield connection

    def _check_file(self) -> None:
        """Where the file was moved away, what is written would go with it: nobody would ever find it again."""
        now = sqlite.identity(self.path)
        self._file = self._file or now
        if now is None or now != self._file:
            raise sqlite.taken_away(self.path)

    @contextmanager
    def _turn(self, wait: float) -> Iterator[None]:
        if self._owner == threading.get_ident():
            raise RuntimeError("a transaction is already open in this thread")
        if not self._writer.acquire(timeout=wait):
            raise LockedError(
                "The workspace is just being written. Nothing was changed.",
                remedy="Try again in a moment.",
                code="storage.busy",
            )
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._owner = None
            self._writer.release()

    def copy_to(self, target: Path, stopping: Callable[[], bool] | None = None) -> None:
        """A whole copy of the file's present state in ``target``, which must not exist. Raises StorageError.

        Given up as soon as ``stopping`` says so: with an error, and a part of a file in ``target``.
        """
        sqlite.copy_into(self.path, self.key, target, stopping)

    @contextmanager
    def beside(self, path: Path) -> Iterator[Connection]:
        """Read another file that has this one's key: a copy, a file of before a schema step."""
        other = Database(path, self.key, clock=self.clock, read_only=True)
        try:
            with other.read() as connection:
                yield connection
        finally:
            other.close()

    def close(self) -> None:
        """Let go of the file. Transactions that are still open end as they would."""
        self._reading.dispose()
        self._writing.dispose()


def _check_key(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a database key has {KEY_BYTES} bytes")
