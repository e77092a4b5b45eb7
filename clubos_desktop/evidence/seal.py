"""Making a pack: gather, seal in the audit log, draw, write beside its manifest. One generator for window and command.

Two acts: the first seals the snapshot and gives the check number that the pages print; the second notes the hash of
the finished file. A pack whose second act is missing was never finished and is not listed.
"""

import contextlib
import hashlib
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from clubos_desktop import __version__, files
from clubos_desktop.errors import ClubOSError, InputError
from clubos_desktop.evidence import pack as packs
from clubos_desktop.evidence import pdf
from clubos_desktop.evidence.pack import EvidencePack, Seal
from clubos_desktop.evidence.pseudonyms import KEY_BYTES, Pseudonyms
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.store import audit, settings, tables
from clubos_desktop.store.database import Database

SEALED, WRITTEN = "pack sealed", "pack written"
"""The two acts in the audit log."""

MANIFEST = ".manifest.json"
_KEY = "pseudonyms"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished pack. ``anchor`` is the hash of the entry that sealed it; its beginning is the check number."""

    path: Path
    manifest: Path
    sha256: str
    anchor: str
    pack: EvidencePack


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies beside a pack: the hash of the whole file, so that any changed byte is found."""

    format: str
    pack: str
    file: str
    sha256: str
    anchor: str
    entry: int
    snapshot: str


MANIFEST_FORMAT = "ClubOS Desktop pack manifest 1"


def make(
    database: Database,
    folder: Path,
    *,
    actor: str,
    zone: str,
    purpose: str = "",
    names_shown: bool = False,
    path: Path | None = None,
) -> Job[Made]:
    """Make a pack in ``folder`` (or at ``path``).

    Raises StorageError (disk full, folder not to be written, the file open in a viewer), InputError (no such folder).
    """
    if path is not None:
        files.refuse_own(path)  # before anything is sealed
    yield Progress("Gathering the figures")
    gathered = yield from _gather(database, actor=actor, zone=zone, purpose=purpose, names_shown=names_shown)
    row, seal = _seal(database, gathered, actor)
    pack = replace(gathered, seal=seal)
    content = yield from pdf.drawing(pack)
    yield Progress("Writing the file")
    target = path or folder / f"board-pack-{pack.id}{'-with-names' if names_shown else ''}.pdf"
    made = Made(target, manifest_of(target), hashlib.sha256(content).hexdigest(), seal.hash, pack)
    manifest = Manifest(MANIFEST_FORMAT, pack.id, target.name, made.sha256, seal.hash, seal.seq, seal.snapshot)
    _write(target, content, _written(manifest), private=names_shown)
    with database.transaction(actor, WRITTEN, {"pack": pack.id, "row": row, "sha256": made.sha256}) as tx:
        values = {"path": str(target), "sha256": made.sha256, "anchor": seal.hash}
        tx.connection.execute(update(tables.pack).where(tables.pack.c.id == row).values(values))
    return made


def copy(source: Path, target: Path) -> None:
    """Copy a pack to another place with its manifest, so that the copy verifies alone; as private as the original.

    Raises InputError, StorageError; what could not be copied whole leaves nothing new behind.
    """
    if target.resolve() == source.resolve():
        return
    try:
        content = files.read(source)
        manifest = files.read(manifest_of(source)) if manifest_of(source).exists() else None
        private = not source.stat().st_mode & 0o077
    except (OSError, InputError) as error:
        raise InputError(
            f"{source.name} is no longer where it was made. Nothing was copied.",
            remedy="Make a new pack; the earlier one stays in the history.",
            code="pack.missing",
        ) from error
    _write(target, content, manifest and _renamed(manifest, target.name), private=private)


def _renamed(manifest: bytes, name: str) -> bytes:
    """A manifest that names the copy; one that cannot be read stays as it is, and ``verify`` says so."""
    try:
        said = msgspec.json.decode(manifest, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return manifest
    return _written(msgspec.structs.replace(said, file=name))


def _written(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def _write(target: Path, content: bytes, manifest: bytes | None, *, private: bool) -> None:
    """Write a pack and its manifest, or neither; a manifest of another pack never stays beside it."""
    was_there, beside = target.exists(), manifest_of(target)
    files.write(target, content, private=private)
    try:
        if manifest is None:
            beside.unlink(missing_ok=True)
        else:
            files.write(beside, manifest, private=private)
    except (OSError, ClubOSError) as error:
        with contextlib.suppress(OSError):
            if not was_there:
                target.unlink()
            beside.unlink()  # it would be of what stood here before
        raise files.sentence(error, beside) if isinstance(error, OSError) else error from error


def _gather(database: Database, *, actor: str, zone: str, purpose: str, names_shown: bool) -> Job[EvidencePack]:
    pseudonyms = hidden_names(database, actor)
    at = to_instant(database.clock.now())
    with database.read() as conn:
        job = packs.gathering(
            conn,
            at,
            zone,
            identity=_identity(conn, day_of(at, zone)),
            purpose=purpose,
            program=__version__,
            pseudonyms=pseudonyms,
            names_shown=names_shown,
        )
        return (yield from job)


def hidden_names(database: Database, actor: str) -> Pseudonyms:
    """The workspace's pseudonyms; their secret is made once and never leaves the file."""
    with database.read() as conn:
        key = settings.get(conn, _KEY, None)
    if key is None:
        key = secrets.token_hex(KEY_BYTES)
        with database.transaction(actor, "hidden names set up") as tx:
            settings.put(tx, _KEY, key)
    return Pseudonyms(bytes.fromhex(key))


def _identity(conn: Connection, day: str) -> str:
    """The day and the number of the pack on it: "2026-12-08-1"."""
    n = conn.execute(select(func.count()).select_from(tables.pack)).scalar_one()
    return f"{day}-{n + 1}"


def _seal(database: Database, pack: EvidencePack, actor: str) -> tuple[int, Seal]:
    """Keep the snapshot, and its hash in the audit log; returns the row's id and the seal."""
    content = packs.snapshot(pack)
    digest = hashlib.sha256(content).hexdigest()
    with database.transaction(actor, SEALED, {"pack": pack.id, "snapshot": digest}) as tx:
        values = {
            "at": pack.evidence.at,
            "purpose": pack.purpose,
            "verdict": pack.readiness.verdict.value,
            "names_shown": pack.names_shown,
            "snapshot": content,
        }
        unfinished = {"path": "", "sha256": "", "anchor": ""}
        tx.connection.execute(insert(tables.pack).values(values | unfinished))
        row = tx.subject["row"] = tx.connection.execute(select(func.max(tables.pack.c.id))).scalar_one()
    with database.read() as conn:
        entry = next(each for each in audit.page(conn) if each.act == SEALED and each.subject["row"] == row)
    return row, Seal(entry.seq, entry.hash, digest)


def manifest_of(path: Path) -> Path:
    """Where a pack's manifest lies."""
    return path.with_name(path.stem + MANIFEST)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished pack as the workspace knows it; ``check_number`` is what the pages print."""

    id: int
    at: str
    purpose: str
    verdict: str
    names_shown: bool
    path: str
    sha256: str
    anchor: str

    @property
    def check_number(self) -> str:
        """The first eight characters of the anchor."""
        return Seal(0, self.anchor, "").check_number


def made(conn: Connection) -> tuple[Sealed, ...]:
    """The finished packs of a workspace, newest first."""
    c = tables.pack.c
    query = select(c.id, c.at, c.purpose, c.verdict, c.names_shown, c.path, c.sha256, c.anchor)
    return tuple(Sealed(*row) for row in conn.execute(query.where(c.sha256 != "").order_by(c.id.desc())))
