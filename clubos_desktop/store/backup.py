"""A backup is one file: the encrypted database, the small file beside it, and a list of their SHA-256.

It opens on another computer with the code of the recovery sheet alone. The parts are stored uncompressed in a zip
archive, so that any other program can take them out too. Evidence files are not in it: packs are not encrypted, and
each can be drawn again from its sealed snapshot.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import IO

from clubos_desktop import files
from clubos_desktop.errors import InputError, StorageError
from clubos_desktop.job import Job, Progress, aside
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import audit, sidecar, sqlite
from clubos_desktop.store.database import Database

SUFFIX = ".clubos-backup"
_DATABASE, _KEYS, _LIST = "workspace.clubos", "workspace.clubos.keys", "list.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself: when it was made, the last audit entry in it, and the SHA-256 of its parts."""

    made: Instant
    entries: int
    head: str
    database: str
    keys: str


def make(database: Database, target: Path, actor: str) -> Job[Backup]:
    """Back up an open workspace into the new file ``target``; it is read again before this ends.

    Raises InputError (``target`` exists), StorageError.
    """
    files.refuse_own(target)
    if target.exists():
        raise _exists(target)
    work = target.with_name(f".{target.name}.backup-part")  # names that nobody gives a file of their own
    copy = target.with_name(f".{target.name}.backup-copy")
    try:
        for left in (work, *sqlite.files(copy)):
            left.unlink(missing_ok=True)
        yield Progress("Making a backup", 0, 3)
        stopping = Event()
        yield from aside(lambda: database.copy_to(copy, stopping.is_set), "Making a backup", stopping)
        yield Progress("Making a backup", 1, 3)
        said = yield from aside(lambda: _describe(database, copy), "Making a backup")
        yield from aside(lambda: _pack(work, copy, sidecar.beside(database.path), said), "Making a backup")
        yield Progress("Reading the backup", 2, 3)
        yield from aside(lambda: look(work), "Reading the backup")
        work.replace(target)
    except OSError as error:
        raise sqlite.no_room(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            for left in (work, *sqlite.files(copy)):
                left.unlink(missing_ok=True)
    with database.transaction(actor, "backup made", {"entries": said.entries, "sha256": said.database}):
        pass
    return said


def look(file: Path) -> Backup:
    """Read a backup to its end and compare every part with the list. Raises StorageError (damaged, not a backup)."""
    with _opened(file) as archive:
        said = _said(archive, file)
        for name, expected in ((_DATABASE, said.database), (_KEYS, said.keys)):
            with archive.open(name) as part:
                if _sha256(part) != expected:
                    raise _damaged(file, name)
    return said


def restore(file: Path, path: Path) -> Job[Backup]:
    """Put a backup's parts at the fresh ``path``; they are compared with the list while they are written.

    Open it then with its key, or with the code of the recovery sheet. A small file that is left from a lost database
    is replaced. Raises InputError (there is a file already), StorageError (damaged, disk full); nothing is left then.
    """
    if path.exists():
        raise _exists(path)
    yield Progress("Reading the backup", 0, 2)
    said = look(file)
    yield Progress("Restoring", 1, 2)
    fresh = path.with_name(f".{path.name}.restore-part")
    try:
        sqlite.set_aside(path)
        with _opened(file) as archive:
            fresh.unlink(missing_ok=True)
            sqlite.make_file(fresh)
            with archive.open(_DATABASE) as part, fresh.open("r+b") as out:
                shutil.copyfileobj(part, out, _CHUNK)
                out.flush()
                os.fsync(out.fileno())
            files.write(sidecar.beside(path), archive.read(_KEYS), private=True, own=True)
        fresh.replace(path)  # last: a workspace that is there is whole
    except OSError as error:
        raise sqlite.no_room(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    return said


def rehearse(file: Path, key: bytes) -> Job[list[str]]:
    """Restore a backup into a folder of its own, open it with ``key``, examine it, and throw it away.

    Returns what is wrong, for people; empty when it is sound.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workspace.clubos"
        said = yield from restore(file, path)
        yield Progress("Examining the restored workspace", 2, 2)
        database = Database.open(path, key)
        try:
            with database.read() as connection:
                anchor = audit.Anchor(said.head, "the backup's list", said.entries)
                problems = [problem.what for problem in audit.verify(connection, [anchor] if said.entries else [])]
                return sqlite.faults(connection) + problems
        finally:
            database.close()


def _describe(database: Database, copy: Path) -> Backup:
    with database.beside(copy) as connection:
        seq, head = audit.head(connection)
    with copy.open("rb") as part:
        hashed = _sha256(part)
    keys = hashlib.sha256(sidecar.beside(database.path).read_bytes()).hexdigest()
    return Backup(to_instant(database.clock.now()), seq, head.hex(), hashed, keys)


def _pack(work: Path, copy: Path, keys: Path, said: Backup) -> None:
    handle = os.open(work, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.write(copy, _DATABASE)
            archive.write(keys, _KEYS)
            archive.writestr(_LIST, json.dumps(asdict(said), indent=1, sort_keys=True))
        out.flush()
        os.fsync(out.fileno())


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    if file.exists() and not file.is_file():
        raise _damaged(file, "it is no file, so everything")
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError as error:
        raise sqlite.cannot_open(file) from error
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(file, "its list") from error


def _said(archive: zipfile.ZipFile, file: Path) -> Backup:
    parts = [archive.getinfo(name) for name in (_DATABASE, _KEYS, _LIST)]
    if any(part.compress_type != zipfile.ZIP_STORED for part in parts):
        raise _damaged(file, "its list")  # this program packs nothing: a small file must not become a huge one
    if archive.getinfo(_LIST).file_size > _CHUNK or archive.getinfo(_KEYS).file_size > _CHUNK:
        raise _damaged(file, "its list")
    try:
        return Backup(**json.loads(archive.read(_LIST)))
    except (ValueError, TypeError) as error:
        raise _damaged(file, "its list") from error


def _sha256(part: IO[bytes]) -> str:
    hashed = hashlib.sha256()
    while chunk := part.read(_CHUNK):
        hashed.update(chunk)
    return hashed.hexdigest()


def _exists(path: Path) -> InputError:
    return InputError(
        f"There is already a file {path.name} in this folder. It was not changed.",
        remedy="Choose another name.",
        code="storage.exists",
    )


def _damaged(file: Path, what: str) -> StorageError:
    return StorageError(
        f"{file.name} is not a sound backup: {what} is damaged. Nothing was changed.",
        remedy="Use an earlier backup.",
        code="storage.backup_damaged",
    )
