"""Practice on a copy of the workspace: made, opened, and what was passed brought home.

The copy lies beside the workspace in a folder of its own, encrypted with the same key. It has no keys of the systems,
and its transport lets nothing leave. Nothing of it comes back but which tasks were tried and passed.
"""

import os
import shutil
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.people import Person
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.registers import Noted
from clubos_desktop.store import people, registers, sidecar
from clubos_desktop.store.database import Database
from clubos_desktop.store.keys import KeyStore, MemoryKeys
from clubos_desktop.verification import practising
from clubos_desktop.workspace import SUFFIX, Workspace

NAME = f"practice{SUFFIX}"
MARK = ".practice of ClubOS Desktop"
"""A file that says that this program made the folder: without it nothing in a folder is ever thrown away."""
_FILES = (NAME, f".{NAME}", MARK)
_FOLDERS = ("practice evidence", "practice backups", "practice practice")
"""What lies in the folder of a practice workspace: files that begin so, and these folders."""


def place(workspace: Path) -> Path:
    """Where the practice copy of a workspace lies."""
    return workspace.with_name(f"{workspace.stem} practice") / NAME


def start(workspace: Workspace, person: Person) -> Job[Path]:
    """A fresh copy for somebody to practise on; an earlier one is thrown away. Raises StorageError."""
    yield Progress("Making a copy to practise on", 0, 2)
    path = place(workspace.path)
    claim(path.parent)
    workspace.database.copy_to(path)
    files.write(sidecar.beside(path), sidecar.beside(workspace.path).read_bytes(), private=True, own=True)
    yield Progress("Making a copy to practise on", 1, 2)
    copy = Database.open(path, workspace.database.key, clock=workspace.clock)
    try:
        practising.mark(copy, person.id, person.name)
    finally:
        copy.close()
    return path


def foreign(folder: Path) -> list[Path]:
    """What in a folder of a practice workspace is not this program's; the folder itself where it is none, or a link."""
    if not os.path.lexists(folder):
        return []
    if folder.is_symlink() or not folder.is_dir():
        return [folder]
    if not (folder / MARK).is_file():
        return [folder] if any(folder.iterdir()) else []
    return [each for each in sorted(folder.iterdir()) if not each.name.startswith(_FILES) and each.name not in _FOLDERS]


def clear(folder: Path) -> None:
    """Throw an earlier practice copy away. Raises InputError when something else lies in its folder."""
    if foreign(folder):
        raise InputError(
            f"In the folder {folder.name} lies something that is not this program's. Nothing was thrown away.",
            remedy="Move it elsewhere.",
            code="practice.folder",
        )
    shutil.rmtree(folder, ignore_errors=True)


def claim(folder: Path) -> None:
    """Make a fresh folder for practice, in place of an earlier one. Raises InputError as ``clear``."""
    clear(folder)
    folder.mkdir(exist_ok=True, mode=0o700)
    (folder / MARK).touch()


def open_copy(workspace: Workspace, person: Person) -> Workspace:
    """The practice copy, open in this process beside the workspace, without the keys of the systems."""
    keys: KeyStore = MemoryKeys()
    keys.set("database", workspace.database.key.hex())
    clock: Clock = workspace.clock
    copy = Workspace.open(place(workspace.path), keys, clock)
    with copy.database.read() as conn:
        copy.person = next((each for each in people.every(conn) if each.id == person.id), copy.person)
    return copy


def finish(workspace: Workspace) -> tuple[practising.Outcome, ...]:
    """Note in the workspace what was tried and passed, and throw the copy away. Raises InputError without a copy."""
    path = place(workspace.path)
    if not path.exists():
        raise InputError(
            "Nobody practises here now. Nothing was noted.", remedy="Begin a practice first.", code="practice.none"
        )
    with workspace.database.beside(path) as conn:
        session, outcomes = practising.session(conn), practising.outcomes(conn)
    tried = tuple(each for each in outcomes if each.tries)
    if session is not None and tried:
        with workspace.database.transaction(f"person:{session.person}", "practice ended", {"tasks": len(tried)}):
            pass
        for each in tried:
            with workspace.database.transaction(f"person:{session.person}", "practice tried") as tx:
                registers.add(tx, "practice", str(session.person), "tried", Noted(_cells(each)))
    clear(path.parent)
    return tried


def _cells(each: practising.Outcome) -> dict[str, str]:
    return {
        "task": each.task.id,
        "passed": "yes" if each.passed else "no",
        "helped": "yes" if each.helped else "no",
        "tries": str(each.tries),
        "seconds": str(each.seconds),
    }
