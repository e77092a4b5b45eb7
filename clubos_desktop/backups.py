"""Backups without anybody's doing: after each copy, with each pack, before each risky act, and tested once a week."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop.errors import ClubOSError, StorageError
from clubos_desktop.job import Job
from clubos_desktop.model.proofs import Restored
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import from_instant
from clubos_desktop.store import notices, registers, rotation, settings, trial
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.rotation import Kept
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.workspace import Workspace

FOLDER = "backups.folder"
"""The setting of another folder (on another disk, say) than the one beside the workspace."""

TESTED_EVERY = timedelta(days=7)
SUBJECT = "backups"
"""What notices about backups are about."""


@dataclass(frozen=True, slots=True)
class Tested:
    """A tested restore: which backup, how many records were compared one by one, what was wrong."""

    file: Path
    records: int
    seconds: float
    problems: tuple[str, ...]


def folder(workspace: Workspace) -> Path:
    """Where backups are kept."""
    with workspace.database.read() as conn:
        chosen = settings.get(conn, FOLDER, None)
    return Path(str(chosen)) if chosen else rotation.beside(workspace.path)


def choose_folder(workspace: Workspace, path: Path | None) -> None:
    """Keep backups elsewhere from now on; None: beside the workspace. Raises StorageError when it cannot be used."""
    if path is not None:
        _make_folder(path)
    with workspace.database.transaction(workspace.actor, "folder of backups set") as tx:
        settings.put(tx, FOLDER, None if path is None else str(path))


def keep(workspace: Workspace, why: str) -> Job[Path]:
    """Make a backup in the folder, read it again, and let those go that are no longer wanted. Raises StorageError."""
    place = folder(workspace)
    _make_folder(place)
    file = rotation.name(place, workspace.clock.now(), why)
    yield from workspace.back_up(file)
    for old in rotation.doomed(rotation.every(place), file):
        old.file.unlink(missing_ok=True)
    return file


def after_copy(workspace: Workspace) -> Job[None]:
    """What follows a copy that took something over: a backup, and once a week a tested restore.

    A backup that cannot be made never spoils the copy: people are told of it once.
    """
    try:
        file = yield from keep(workspace, rotation.COPY)
        with workspace.database.read() as conn:
            due = _test_due(conn, workspace.clock.now().timestamp())
        if due:
            yield from try_backup(workspace, file, actor=PROGRAM)
    except ClubOSError as error:
        _tell(workspace, "failed", f"No backup could be made after the copy. {error.sentence}", error.remedy)
    else:
        _tell(workspace, "good", "Backups are made again.", "")


def beside_pack(workspace: Workspace) -> Job[None]:
    """The backup that goes with a board pack and stays as long as it. The pack is good without it; people are told."""
    try:
        yield from keep(workspace, rotation.PACK)
    except ClubOSError as error:
        _tell(workspace, "failed", f"No backup could be made with the board pack. {error.sentence}", error.remedy)


def try_backup(workspace: Workspace, file: Path, *, actor: str | None = None) -> Job[Tested]:
    """Restore a backup into a folder of its own, examine it, and hold every record against the present ones.

    What came out is recorded (gate 3 asks for it). Raises StorageError when the backup cannot be read at all.
    """
    database, clock = workspace.database, workspace.clock
    begun = clock.monotonic()
    said, records, problems = yield from trial.run(database, file)
    found = Tested(file, records, clock.monotonic() - begun, problems)
    enter(
        database,
        actor or workspace.actor,
        "restore",
        "tested",
        Restored(found.seconds, said.entries, said.database, found.problems),
    )
    return found


def last_test(conn: Connection) -> Entry | None:
    """The newest tested restore."""
    tested = [entry for entry in registers.read(conn).of("restore") if isinstance(entry.body, Restored)]
    return tested[-1] if tested else None


def last_backup(workspace: Workspace) -> Kept | None:
    """The newest backup in the folder."""
    return next(iter(rotation.every(folder(workspace))), None)


def _test_due(conn: Connection, now: float) -> bool:
    last = last_test(conn)
    return last is None or now - from_instant(last.at).timestamp() >= TESTED_EVERY.total_seconds()


def _tell(workspace: Workspace, state: str, sentence: str, remedy: str) -> None:
    """One notice a change of state; nothing is said while all was always well."""
    with workspace.database.read() as conn:
        if (notices.state(conn, SUBJECT) or "good") == state:
            return
    with workspace.database.transaction(PROGRAM, "notice given") as tx:
        notices.add(tx, SUBJECT, state, sentence, remedy)


def _make_folder(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(
            f"The folder for backups ({place.name}) cannot be used. Nothing was changed.",
            remedy="Plug its drive in again, or choose another folder under Copies, Backups.",
            code="backup.folder",
        ) from error
