"""Every place where this program kept the club's data, and what becomes of it when the club stays (features.md N22).

What the program made and what names members goes. What it did not make stays and is listed, so that nobody's own papers
are lost with it.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from clubos_desktop import backups, training
from clubos_desktop.cutover import rehearse
from clubos_desktop.errors import ClubOSError
from clubos_desktop.evidence import seal
from clubos_desktop.schedule import installing
from clubos_desktop.store import backup, rotation, sidecar, sqlite, tables
from clubos_desktop.workspace import Workspace

BESIDE, BACKUP, FOREIGN = "Beside the workspace", "A backup", "Not this program's"
NAMED, NAMELESS = "A board pack with names", "A board pack without names"
ELSEWHERE = "A board pack with names elsewhere, to be deleted by hand"

_REHEARSAL = re.compile(r"rehearsal \d+")
_PACK = re.compile(r"board-pack-.+\.pdf(\.manifest\.json)?")
_HALF = re.compile(r"\.(board-pack-.+|recovery sheet\.pdf)\.[0-9a-f]{8}")
"""A file of ours whose writing was cut off (``files.write``)."""
_HALF_BACKUP = re.compile(r"\..+\.backup-(part|copy)(-wal|-shm)?")


@dataclass(frozen=True, slots=True)
class Store:
    """A place with data. ``stays`` says that tidying away leaves it: it names nobody, or is for a person to delete."""

    what: str
    path: Path
    bytes: int
    stays: bool = False


def evidence(path: Path) -> Path:
    """The folder of evidence of the workspace at ``path``, whether it is there or not."""
    return path.with_name(f"{path.stem} evidence")


def stores(workspace: Workspace) -> Iterator[Store]:
    """Every place where this program kept the club's data."""
    path = workspace.path
    yield from _files(path)
    yield from _backups(workspace)
    yield from _practice(training.place(path).parent)
    for file, _ in installing.installation(path).files:
        if file.is_file():
            yield _store("Planned copies in this computer's scheduler", file)
    yield from _evidence(workspace)


def _store(what: str, path: Path, *, stays: bool = False) -> Store:
    inside = path.is_dir() and not path.is_symlink()
    files = [each for each in path.rglob("*") if each.is_file()] if inside else [path]
    return Store(what, path, sum(each.lstat().st_size for each in files), stays)


def _files(path: Path) -> Iterator[Store]:
    """The file, what lies beside it, and where it is a link what that points to."""
    for root in (path, path.resolve()) if path.is_symlink() else (path,):
        ends = (".locked", ".lock")
        named = (*sqlite.files(root), *(root.with_name(root.name + end) for end in ends), sidecar.beside(root))
        lost = (each for each in root.parent.iterdir() if each.name.startswith(f"{root.name}-wal.lost-"))
        for file in (*named, *sorted(lost)):
            if os.path.lexists(file):
                yield _store("The workspace" if file == root else BESIDE, file)


def _backups(workspace: Workspace) -> Iterator[Store]:
    """In the chosen folder, and beside the workspace: another one may have been chosen since."""
    beside = rotation.beside(workspace.path)
    for folder in {each.resolve(): each for each in (backups.folder(workspace).absolute(), beside)}.values():
        for kept in rotation.every(folder):
            if _ours(workspace, kept.file):
                yield Store(BACKUP, kept.file, kept.bytes)
    for file in sorted(beside.iterdir()) if beside.is_dir() else ():
        if _HALF_BACKUP.fullmatch(file.name):
            yield _store(BACKUP, file)


def _ours(workspace: Workspace, file: Path) -> bool:
    """Whether a backup is of this workspace: a folder that somebody chose may hold another club's too."""
    if file.parent == rotation.beside(workspace.path):
        return True
    try:
        said = backup.look(file)
    except ClubOSError:
        return False  # nobody knows whose it is
    c = tables.audit.c
    with workspace.database.read() as conn:
        head = conn.execute(select(c.hash).where(c.seq == said.entries)).scalar()
    return head is not None and head.hex() == said.head


def _practice(folder: Path) -> Iterator[Store]:
    """The copy that somebody practised on."""
    yield from _folder("A copy to practise on", folder, training.foreign(folder))


def _folder(what: str, folder: Path, foreign: list[Path]) -> Iterator[Store]:
    """A folder of ours whole, or what of it is ours where something else lies in it."""
    if not foreign:
        if folder.is_dir():
            yield _store(what, folder)
        return
    for each in sorted(folder.iterdir()) if folder not in foreign else (folder,):
        yield _store(FOREIGN if each in foreign else what, each, stays=each in foreign)


@dataclass(frozen=True, slots=True)
class _Packs:
    """What the workspace knows of its packs: the hashes of their files, and where they were written."""

    named: frozenset[str]
    nameless: frozenset[str]
    paths: frozenset[Path]
    with_names: tuple[Path, ...]

    def judge(self, pdf: Path, hashed: str) -> tuple[str, bool]:
        """What a file is, and whether it stays: without names only where its content says so."""
        if hashed in self.named:
            return NAMED, False
        if hashed in self.nameless:
            return NAMELESS, True
        if _PACK.fullmatch(pdf.name) or pdf.resolve() in self.paths:
            return "A board pack that was changed", False
        return FOREIGN, True


def _packs(workspace: Workspace) -> _Packs:
    c = tables.pack.c
    with workspace.database.read() as conn:
        rows = [tuple(row) for row in conn.execute(select(c.path, c.sha256, c.names_shown).order_by(c.id))]
    return _Packs(
        frozenset(sha for _, sha, named in rows if named and sha),
        frozenset(sha for _, sha, named in rows if not named and sha),
        frozenset(Path(path).resolve() for path, _, _ in rows if path),
        tuple(dict.fromkeys(Path(path).absolute() for path, _, named in rows if path and named)),
    )


def _evidence(workspace: Workspace) -> Iterator[Store]:
    """The folder of evidence, one by one: people put papers of their own into it."""
    packs, folder = _packs(workspace), evidence(workspace.path)
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _REHEARSAL.fullmatch(each.name):
            yield from _folder("A rehearsal", each, rehearse.foreign(each))
        elif each.is_symlink() or not each.is_file():
            yield _store(FOREIGN, each, stays=True)
        else:
            what, stays = _paper(each, packs)
            yield _store(what, each, stays=stays)
    for path in packs.with_names:
        if path.is_file() and path.resolve().parent != folder.resolve():
            yield _store(ELSEWHERE, path, stays=True)


def _paper(file: Path, packs: _Packs) -> tuple[str, bool]:
    """What a file in the folder of evidence is, and whether it stays. A manifest follows its pack."""
    if file.name == "recovery sheet.pdf":
        return "The recovery sheet", False
    if _HALF.fullmatch(file.name):
        return BESIDE, False
    if file.name.endswith(seal.MANIFEST):
        pdf = file.with_name(file.name.removesuffix(seal.MANIFEST))
        return packs.judge(pdf, _hash(pdf) if pdf.is_file() else _told(file))
    return packs.judge(file, _hash(file)) if file.suffix == ".pdf" else (FOREIGN, True)


def _hash(file: Path) -> str:
    """The SHA-256 of a file; "" where it cannot be read."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _told(manifest: Path) -> str:
    """The hash that a manifest gives its pack, which is gone."""
    try:
        said = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return ""
    return str(said.get("sha256", "")) if isinstance(said, dict) else ""
