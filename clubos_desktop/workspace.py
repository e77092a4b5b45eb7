"""A workspace is one club's move: one encrypted database and one folder of evidence. The composition root.

Beside ``club.clubos`` lie ``club.clubos.keys`` (store.sidecar), ``club.clubos.lock`` (store.lock) and the folder
``club evidence``. No list of workspaces is kept: a club's name stands nowhere in plain text.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from clubos_desktop.errors import InputError, LockedError, StorageError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Person, Role
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import zone
from clubos_desktop.store import audit, people, settings, sidecar, sqlite, talk
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import KEY_BYTES, Database
from clubos_desktop.store.keys import KeyStore
from clubos_desktop.store.lock import InstanceLock

SUFFIX = ".clubos"
_HASH = re.compile("[0-9a-f]{64}")


FOLDER = "CLUBOS_FOLDER"
"""Environment variable: another folder for workspaces than the system's own."""


def default_folder() -> Path:
    """Where workspaces lie unless a person chooses a file; window and command line look in the same place."""
    chosen = os.environ.get(FOLDER)
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path  # noqa: PLC0415 - only at first start and when no file is named

    return user_data_path("ClubOS Desktop", appauthor=False) / "workspaces"


def found(folder: Path) -> list[Path]:
    """The workspaces in a folder, last used first."""
    return sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)


LONGEST_CLUB = 200
"""Characters of a club's name."""


class Workspace:
    """An open workspace; hands out its parts. Functions take the parts they need, never the workspace."""

    def __init__(self, database: Database, keys: KeyStore, clock: Clock, lock: InstanceLock | None) -> None:
        self.path = database.path
        self.database = database
        self.keys = keys
        self.clock = clock
        self._lock = lock
        self._listening: talk.Listening | None = None
        self._closed = False
        with database.read() as connection:
            active = [person for person in people.every(connection) if person.active]
        self.person: Person | None = active[0] if active else None
        """Who acts now; a screen or ``--as`` sets another."""

    @staticmethod
    def create(path: Path, *, club: Club, person: tuple[str, Role], keys: KeyStore, clock: Clock) -> "Workspace":
        """A new workspace with its first person and its recovery code.

        It is made beside and put in its place last: a workspace that is there is whole. Raises InputError,
        StorageError, LockedError (the keyring).
        """
        from clubos_desktop.store import recovery  # noqa: PLC0415 - cryptography, only where a code is used

        _check(club, person[0])
        path = path.absolute()
        lock = InstanceLock.take(path, clock)
        fresh = path.with_name(f".{path.name}.new-part")  # a name that nobody gives a file of their own
        try:
            _refuse_taken(path)
            _wipe(fresh)
            key, code = secrets.token_bytes(KEY_BYTES), recovery.make()
            _fill(Database.create(fresh, key, clock=clock), club, person, code)
            keys.set("database", key.hex())
            sidecar.change(path, recovery=recovery.seal(key, code), seen=None)
            _set_aside(path)
            fresh.replace(path)
            return Workspace._opened(path, key, keys, clock, lock)
        except BaseException:
            _wipe(fresh)
            lock.release()
            raise

    @staticmethod
    def open(path: Path, keys: KeyStore, clock: Clock, *, read_only: bool = False) -> "Workspace":
        """An existing workspace. Reading only works while another program has it.

        Raises LockedError (another program, the keyring, no key), StorageError, RefusedError (a newer version's).
        """
        path = path.absolute()  # or it would mean another place once the program works elsewhere
        if not os.path.isfile(path):  # noqa: PTH113 - Path's own fails in a folder that is closed to us
            raise sqlite.cannot_open(path)
        lock = None if read_only else InstanceLock.take(path, clock)
        try:
            return Workspace._opened(path, kept_key(path, keys), keys, clock, lock)
        except BaseException:
            if lock:
                lock.release()
            raise

    @staticmethod
    def open_with_recovery(path: Path, code: str, keys: KeyStore, clock: Clock) -> "Workspace":
        """Open a workspace with the code of its recovery sheet, and keep its key in ``keys`` from now on.

        A passphrase of before no longer counts, with the connections' secrets behind it: a new one is asked for.
        Raises InputError (mistyped), SignInError (another workspace's code), and what ``open`` raises.
        """
        from clubos_desktop.store import recovery  # noqa: PLC0415 - cryptography, only where a code is used

        path = path.absolute()
        key = recovery.open_sheet(path, code)
        lock = InstanceLock.take(path, clock)
        try:
            workspace = Workspace._opened(path, key, keys, clock, lock)
        except BaseException:
            lock.release()
            raise
        try:
            sidecar.change(path, passphrase=None, practice=None)
            keys.set("database", key.hex())
            with workspace.database.transaction(PROGRAM, "opened with recovery code"):
                pass
        except BaseException:
            workspace.close()
            raise
        return workspace

    @staticmethod
    def _opened(path: Path, key: bytes, keys: KeyStore, clock: Clock, lock: InstanceLock | None) -> "Workspace":
        database = Database.open(path, key, read_only=lock is None, clock=clock)
        try:
            return Workspace(database, keys, clock, lock)
        except BaseException:
            database.close()
            raise

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading alone."""
        return self.database.read_only

    @property
    def actor(self) -> str:
        """Who acts now, as the audit log names people."""
        return PROGRAM if self.person is None else people.actor(self.person)

    @property
    def folder(self) -> Path:
        """The folder of evidence beside the file, made when it is missing."""
        folder = self.path.with_name(f"{self.path.stem} evidence")
        try:
            folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise sqlite.no_room(error, folder) from error
        return folder

    @property
    def club(self) -> Club:
        """The club as it was described at first start."""
        with self.database.read() as connection:
            return Club(**settings.get(connection, "club", {}))

    def anchors(self) -> list[audit.Anchor]:
        """What the small file beside knows of the history. Raises StorageError when it is damaged."""
        return _anchors(self.path)

    def recovery_code(self) -> str:
        """The code for the recovery sheet, the same until a new one is made."""
        with self.database.read() as connection:
            return str(settings.get(connection, "recovery.code", ""))

    def new_recovery_code(self) -> str:
        """A new code for a new sheet; the old sheet opens only backups that were made before."""
        from clubos_desktop.store import recovery  # noqa: PLC0415 - cryptography, only where a code is used

        return recovery.renew(self.database, self.actor)

    def back_up(self, target: Path) -> Job[str]:
        """Back up into the new file ``target`` and examine it; returns its SHA-256. See store.backup."""
        from clubos_desktop.store import backup  # noqa: PLC0415 - only when it is asked for

        self._note_seen()
        said = yield from backup.make(self.database, target, self.actor)
        return said.database

    def check(self) -> Job[list[str]]:
        """Examine pages, tables, references, the audit log and the small file; returns what is wrong, for people."""
        from clubos_desktop.store import recovery  # noqa: PLC0415 - cryptography, only where a code is used

        yield Progress("Examining the file", 0, 2)
        with self.database.read() as connection:
            problems = sqlite.faults(connection)
        yield Progress("Examining the history", 1, 2)
        anchors = _anchors(self.path)
        with self.database.read() as connection:
            problems += [problem.what for problem in audit.verify(connection, anchors)]
        if not recovery.sheet_opens(self.database):
            name = sidecar.beside(self.path).name
            problems.append(f"{name} does not fit: the recovery sheet would not open this workspace. Make a new sheet.")
        return problems

    def listen(self, answer: Callable[[str], str]) -> None:
        """Answer other programs of this computer that want something of the open workspace (store.talk)."""
        if self._lock is not None and self._listening is None and not self._closed:
            self._listening = talk.listen(self._lock, answer)

    def close(self) -> None:
        """Let go of the file and the lock; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._listening is not None:
            self._listening.close()
        with contextlib.suppress(StorageError):  # the note is a help for later checks, no reason to stay open
            self._note_seen()
        self.database.close()
        if self._lock:
            self._lock.release()

    def _note_seen(self) -> None:
        """Keep the last audit entry's hash outside the file too, unless an older file was put in its place."""
        if self.read_only:
            return
        anchors = _anchors(self.path)
        with self.database.read() as connection:
            if audit.missing(connection, anchors):
                return
            seq, hashed = audit.head(connection)
        sidecar.change(self.path, seen={"seq": seq, "hash": hashed.hex()})


def _fill(database: Database, club: Club, person: tuple[str, Role], code: str) -> None:
    try:
        with database.transaction(PROGRAM, "workspace made") as tx:
            settings.put(tx, "club", asdict(club))
            settings.put(tx, "recovery.code", code)
            people.add(tx, *person)
    finally:
        database.close()


def _anchors(path: Path) -> list[audit.Anchor]:
    seen = sidecar.load(path).get("seen")
    if seen is None:
        return []
    seq, hashed = seen.get("seq"), seen.get("hash")
    if not (isinstance(seq, int) and 0 <= seq < 1 << 63 and isinstance(hashed, str) and _HASH.fullmatch(hashed)):
        raise sidecar.damaged(path)
    return [audit.Anchor(hashed, sidecar.beside(path).name, seq)]


def _wipe(path: Path) -> None:
    for file in sqlite.files(path):
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)


def _set_aside(path: Path) -> None:
    try:
        sqlite.set_aside(path)
    except OSError as error:
        raise sqlite.no_room(error, path) from error


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise InputError(
            f"There is already a file {path.name} in this folder. It was not changed.",
            remedy="Choose another name, or open the one that is there.",
            code="storage.exists",
        )


def kept_key(path: Path, keys: KeyStore) -> bytes:
    """The key of the workspace at ``path``. Raises LockedError (the keyring, no key), StorageError (no key at all)."""
    secret = keys.get("database")
    if secret is None:
        raise LockedError(
            f"The key of {path.name} is not on this computer. The workspace was not opened.",
            remedy="Open it with the code of its recovery sheet.",
            code="keys.missing",
        )
    try:
        key = bytes.fromhex(secret)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise sqlite.not_readable(path)
    return key


def _check(club: Club, name: str) -> None:
    if not club.name.strip() or not name.strip():
        raise InputError("A club and a person need a name.", remedy="Fill in both names.", code="workspace.name")
    people.plain_name(name)
    if len(club.name) > LONGEST_CLUB:
        raise InputError(
            f"A club's name has at most {LONGEST_CLUB} characters. Nothing was made.",
            remedy="Shorten it.",
            code="workspace.name",
        )
    for what, code, letters in (("country", club.country, 2), ("currency", club.currency, 3)):
        if len(code) != letters or not (code.isascii() and code.isalpha()):
            raise InputError(
                f"“{code[:20]}” is no {what}. Nothing was made.",
                remedy=f"Write its {letters} letters, like {'US' if letters == 2 else 'USD'}.",
                code=f"workspace.{what}",
            )
    try:
        zone(club.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(
            f"{club.zone} is not a time zone.",
            remedy="Choose one from the list, such as America/Los_Angeles.",
            code="workspace.zone",
        ) from error
