"""The ledger of calls and the windows of the call budget, kept in the workspace's file."""

import json
import threading

from sqlalchemy import Connection, insert, select

from clubos_desktop import log
from clubos_desktop.errors import LockedError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import sqlite, tables
from clubos_desktop.store.calls import HEALTH
from clubos_desktop.store.database import Database

_BATCH = 64
_REPLACE = sqlite.replacing(tables.bucket)


def last_answer(conn: Connection, side: Side) -> Instant | None:
    """When a system last answered a call that it let in; None when it never did.

    To be asked how it is lets nobody in: that keeps no sign-in awake.
    """
    c = tables.call.c
    let_in = c.status.between(200, 399) & c.path.not_like(f"{HEALTH}%")
    newest = select(c.at).where(c.side == side, let_in).order_by(c.id.desc()).limit(1)
    found: Instant | None = conn.execute(newest).scalar()
    return found


def middle_wait(conn: Connection, side: Side, *, newest: int = 200) -> float | None:
    """The middle one of the last answer times of a system in seconds; None when it never answered."""
    c = tables.call.c
    rows = conn.execute(
        select(c.ms).where(c.side == side, c.status.is_not(None)).order_by(c.id.desc()).limit(newest)
    ).scalars()
    times = sorted(rows)
    return times[len(times) // 2] / 1000 if times else None


def noted(conn: Connection, account: str, kind: str) -> list[float]:
    """The wall times kept under an account and kind of the buckets; empty when there are none."""
    bucket = tables.bucket.c
    text = conn.execute(select(bucket.taken).where(bucket.account == account, bucket.kind == kind)).scalar()
    return [] if text is None else [float(at) for at in json.loads(text)]


class StoreLedger:
    """Notes calls in memory from any thread and writes them in batches; ``flush`` writes what is left.

    A program that is killed loses at most the last batch.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: list[dict[str, object]] = []

    def call(self, side: Side, method: str, path: str, status: int | None, milliseconds: float) -> None:
        """Note a call that left now."""
        log.detail("call", side=side, method=method, path=path, status=status, ms=round(milliseconds))
        at = to_instant(self._database.clock.now())
        with self._lock:
            self._waiting.append(
                {"at": at, "side": side, "method": method, "path": path, "status": status, "ms": round(milliseconds)}
            )
            full = len(self._waiting) >= _BATCH
        if full:
            self._write(wait=0)

    def flush(self) -> None:
        """Write what is waiting. Raises StorageError, LockedError; nothing that waits is lost then."""
        self._write(wait=-1)

    def _write(self, wait: float) -> None:
        with self._lock:
            rows, self._waiting = self._waiting, []
        if not rows:
            return
        try:
            with self._database.landing(wait=wait) as connection:
                connection.execute(insert(tables.call), rows)
        except BaseException as error:
            with self._lock:
                self._waiting = rows + self._waiting
            if isinstance(error, LockedError) and wait == 0:
                return  # somebody writes just now: with the next batch
            raise


class StoreBuckets:
    """The wall times (seconds since 1970) of an account's last calls, so that a restart does not forget them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._late: dict[tuple[str, str], list[float]] = {}

    def load(self, account: str, kind: str) -> list[float]:
        """The wall times last saved; empty when there are none."""
        with self._database.read() as connection:
            return noted(connection, account, kind)

    def save(self, account: str, kind: str, taken: list[float]) -> None:
        """Replace the wall times. When somebody else writes just now they are saved with the next call."""
        self._late[account, kind] = list(taken)
        rows = [
            {"account": account, "kind": kind, "taken": json.dumps(times)}
            for (account, kind), times in self._late.items()
        ]
        try:
            with self._database.landing(wait=0) as connection:
                connection.execute(_REPLACE, rows)
        except LockedError:
            return
        self._late.clear()
