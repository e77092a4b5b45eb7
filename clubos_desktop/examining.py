"""Examining everything that belongs to a workspace: file, log, history, figures, backups and packs.

Damage is named with the file and the place in it, also when the workspace cannot be opened any more.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from clubos_desktop.errors import ClubOSError
from clubos_desktop.evidence import seal
from clubos_desktop.evidence.verify import verify
from clubos_desktop.job import Job, Progress, aside
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import from_instant
from clubos_desktop.store import audit, backup, damage, notices, rotation, settings, strange
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.keys import KeyStore
from clubos_desktop.sync.zero import verify_from_zero
from clubos_desktop.workspace import Workspace, kept_key

NOTED = "examined"
"""The setting with the last examination's time and problems, and what notices about it are about."""

EVERY = timedelta(days=7)

_LOOKS = 3
"""How often a log that another program is writing is looked at before a half-written frame is called damage."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was looked at, and what is wrong; ``tested`` is the backup that was restored and opened ("" for none)."""

    problems: tuple[str, ...]
    backups: int
    packs: int
    tested: str


def examine(path: Path, keys: KeyStore, clock: Clock, *, seed: int | None = None) -> Job[Examined]:
    """Examine the workspace at ``path`` and all that lies beside it; ``seed`` chooses the backup that is restored.

    Raises LockedError (the keyring), StorageError (there is no such file); everything else is a problem that is named.
    """
    key = kept_key(path, keys)
    yield Progress("Examining each page of the file")
    spots = yield from aside(lambda: damage.pages(path, key), "Examining each page of the file")
    spots += yield from _log(path, clock)
    problems = [str(spot) for spot in spots]
    folder, evidence = rotation.beside(path), path.with_name(f"{path.stem} evidence")
    if not problems:
        workspace: Workspace | None = None
        try:
            workspace = Workspace.open(path, keys, clock, read_only=True)
            folder = yield from _inside(workspace, problems)
        except ClubOSError as error:
            problems.append(f"{path.name}: {error.sentence}")
        finally:
            if workspace is not None:
                workspace.close()
    files = [kept.file for kept in rotation.every(folder)]
    tested = yield from _backups(files, key, problems, random.Random(seed))  # noqa: S311 - which one is no secret
    packs = sorted(evidence.glob("*.pdf")) if evidence.is_dir() else []
    for pack in packs:
        yield Progress("Examining board packs")
        problems += yield from aside(lambda pack=pack: _pack(pack), "Examining board packs")  # type: ignore[misc]
    return Examined(tuple(problems), len(files), len(packs), tested)


def at_start(workspace: Workspace) -> list[str]:
    """The look at each opening, under two seconds: the history is whole and is the one that was seen last."""
    with workspace.database.read() as conn:
        return [problem.what for problem in audit.verify(conn, workspace.anchors())]


def noted(workspace: Workspace, *, actor: str) -> Job[Examined]:
    """Examine everything, keep what came out, and tell people once when something is wrong."""
    found = yield from examine(workspace.path, workspace.keys, workspace.clock)
    subject: dict[str, object] = {"problems": len(found.problems), "backups": found.backups, "packs": found.packs}
    with workspace.database.transaction(actor, "everything examined", subject) as tx:
        settings.put(tx, NOTED, {"at": tx.at, "problems": list(found.problems[:20])})
        state = "damaged" if found.problems else "good"
        if (notices.state(tx.connection, NOTED) or "good") != state:
            said = found.problems[0] if found.problems else "Everything is whole again."
            notices.add(tx, NOTED, state, said, "Restore a backup, or ask for help." if found.problems else "")
    return found


def weekly(workspace: Workspace) -> Job[None]:
    """The same by itself, when it was not done for a week."""
    with workspace.database.read() as conn:
        last = settings.get(conn, NOTED, None)
    age = None if last is None else workspace.clock.now() - from_instant(last["at"])
    if age is None or not timedelta() <= age < EVERY:
        yield from noted(workspace, actor=PROGRAM)


def _inside(workspace: Workspace, problems: list[str]) -> Job[Path]:
    """History and figures; returns where the backups lie."""
    from clubos_desktop import backups  # noqa: PLC0415 - registers and their acts, only where one can be opened

    with workspace.database.read() as conn:
        odd = strange.rows(conn)
    problems += [f"{workspace.path.name}, {each}: no row of this program" for each in odd]
    problems += yield from workspace.check()
    if odd:
        return backups.folder(workspace)  # figures of rows that cannot be read say nothing
    flaws = yield from verify_from_zero(workspace.database)
    problems += [f"{flaw.where}: {flaw.what}" for flaw in flaws]
    return backups.folder(workspace)


def _log(path: Path, clock: Clock) -> Job[list[damage.Spot]]:
    """Damage in the write-ahead log. A frame that is being written just now is whole at the next look."""
    found: list[damage.Spot] = []
    for _ in range(_LOOKS):
        found = yield from aside(lambda: damage.log(path), "Examining what was written last")
        if not found:
            break
        clock.sleep(0.05)
        yield Progress("Examining what was written last")
    return found


def _backups(files: Sequence[Path], key: bytes, problems: list[str], dice: random.Random) -> Job[str]:
    """Read every backup to its end; restore a random sound one and examine it. Returns which one."""
    sound = []
    for file in files:
        try:
            yield from aside(lambda file=file: backup.look(file), "Examining backups")  # type: ignore[misc]
            sound.append(file)
        except ClubOSError as error:
            problems.append(f"{file.name}: {error.sentence}")
    if not sound:
        return ""
    chosen = dice.choice(sound)
    try:
        problems += [f"{chosen.name}: {problem}" for problem in (yield from backup.rehearse(chosen, key))]
    except ClubOSError as error:
        problems.append(f"{chosen.name}: {error.sentence}")
    return chosen.name


def _pack(file: Path) -> list[str]:
    """What is wrong with a pack, held against itself and its manifest."""
    try:
        found = [f"{file.name}, {problem.where}: {problem.what}" for problem in verify(file)]
    except ClubOSError as error:
        return [f"{file.name}: {error.sentence}"]
    beside = seal.manifest_of(file)
    if not found and f'"{file.name}"'.encode() not in beside.read_bytes():
        found.append(f"{beside.name}, its name of the pack: damaged, or the pack was renamed")
    return found
