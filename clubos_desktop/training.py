"""Practice on a copy of the workspace: made, opened, and what was passed brought home.

The copy lies beside the workspace in a folder of its own, encrypted with the same key. It has no keys of the systems,
and its transport lets nothing leave. Nothing of it comes back but which tasks were tried and passed.
"""

import shutil
from pathlib import Path

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


def place(workspace: Path) -> Path:
    """Where the practice copy of a workspace lies."""
    return workspace.with_name(f"{workspace.stem} practice") / NAME


def start(workspace: Workspace, person: Person) -> Job[Path]:
    """A fresh copy for somebody to practise on; an earlier one is thrown away. Raises StorageError."""
    yield Progress("Making a copy to practise on", 0, 2)
    path = place(workspace.path)
    _clear(path.parent)
    path.parent.mkdir(mode=0o700)
    workspace.database.copy_to(path)
    shutil.copyfile(sidecar.beside(workspace.path), sidecar.beside(path))
    yield Progress("Making a copy to practise on", 1, 2)
    copy = Database.open(path, workspace.database.key, clock=workspace.clock)
    try:
        practising.mark(copy, person.id, person.name)
    finally:
        copy.close()
    return path


def _clear(folder: Path) -> None:
    """Throw an earlier practice copy away. Raises InputError when something else lies in its folder."""
    if not folder.exists():
        return
    if folder.is_symlink() or any(not each.name.startswith(("practice", ".practice")) for each in folder.iterdir()):
        raise InputError(
            f"In the folder {folder.name} lies something that is not this program's. Nothing was thrown away.",
            remedy="Move it elsewhere.",
            code="practice.folder",
        )
    shutil.rmtree(folder, ignore_errors=True)


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
    _clear(path.parent)
    return tried


def _cells(each: practising.Outcome) -> dict[str, str]:
    return {
        "task": each.task.id,
        "passed": "yes" if each.passed else "no",
        "helped": "yes" if each.helped else "no",
        "tries": str(each.tries),
        "seconds": str(each.seconds),
    }
