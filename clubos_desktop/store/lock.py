"""One program at a time writes a workspace: a lock of the operating system's, which ends with the program.

The file ``club.clubos.lock`` is only what the lock is held on, and says who holds it; it need never be deleted. A
program that was killed leaves the file and no lock.
"""

import getpass
import json
import os
import socket
import sys
from pathlib import Path

from clubos_desktop.errors import LockedError
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import sqlite

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a locked byte cannot be read by others on Windows: lock one far behind the text

    def _try(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class InstanceLock:
    """A held lock."""

    def __init__(self, handle: int, holder: dict[str, object]) -> None:
        self._handle: int | None = handle
        self._holder = holder

    @staticmethod
    def take(path: Path, clock: Clock) -> "InstanceLock":
        """Hold the workspace at ``path``. Raises LockedError with the holder's name, StorageError."""
        file = path.with_name(path.name + ".lock")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise sqlite.no_room(error, path) from error
        try:
            _hold(handle, file, path)
            holder = _self(clock)
            _sign(handle, holder, path)
        except BaseException:
            os.close(handle)
            raise
        return InstanceLock(handle, holder)

    def add(self, name: str, value: object) -> None:
        """Say something more of the holder in the file. Raises StorageError."""
        if self._handle is not None:
            self._holder[name] = value
            _sign(self._handle, self._holder, Path("the lock"))

    def release(self) -> None:
        """Let go; a second time does nothing."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def _hold(handle: int, file: Path, path: Path) -> None:
    if not _try(handle):
        raise LockedError(
            f"{path.name} is open already: {_holder(file)}. Nothing was changed.",
            remedy="Go on in that window, or close it and try again.",
            code="workspace.locked",
        )


def _self(clock: Clock) -> dict[str, object]:
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "somebody"  # an account without a name
    return {"user": user, "computer": socket.gethostname(), "process": os.getpid(), "since": to_instant(clock.now())}


def _sign(handle: int, holder: dict[str, object], path: Path) -> None:
    try:
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(holder).encode())
    except OSError as error:
        raise sqlite.no_room(error, path) from error


def _holder(file: Path) -> str:
    try:
        holder = json.loads(file.read_text(encoding="utf-8"))
        since = from_instant(holder["since"]).astimezone()
        when = f"since {since.day} {since:%B, %H:%M}"
        return f"{holder['user']} on {holder['computer']}, {when}, process {holder['process']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program has it"
