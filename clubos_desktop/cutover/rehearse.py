"""Rehearsing on a copy: make it, prove that it is one, break it on purpose, repair it, compare, export and read back.

The same runbook runs as on the day; only its target is another (``model.runbook.RunKind``). What the rehearsal needs
lies in one folder beside the workspace, encrypted like it, and can be thrown away afterwards.
"""

import json
import os
import random
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from clubos_desktop import files
from clubos_desktop.cutover import sums
from clubos_desktop.cutover.legacy import export
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import InputError, RefusedError, StorageError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.records import Day
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import TIMED, Ended, Plan
from clubos_desktop.model.time import day_of, to_instant
from clubos_desktop.store import backup, sqlite, tables
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import proofs
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.runbook import Run

FAILURES = ("a record is lost", "a record is changed", "a pair is torn apart")
"""What a rehearsal breaks on the copy, on purpose (clubos-api.md row 37)."""

_LIST = "rehearsal.json"
_COPY = "copy.clubos"


@dataclass(frozen=True, slots=True)
class Stage:
    """A rehearsal's copy: its folder, the day it was made, the hash of each table, and what will break."""

    folder: Path
    snapshot: Day
    tables: dict[str, str]
    failure: str
    export: str = ""
    exported: int = 0
    read_back: int = 0

    @property
    def copy(self) -> Path:
        """The copy of the workspace."""
        return self.folder / _COPY

    @property
    def before(self) -> str:
        """One hash over all tables as they were."""
        return sums.whole(self.tables)


def prepare(database: Database, folder: Path, actor: str, *, zone: str, seed: int = 0) -> Job[Stage]:
    """Copy the workspace into a fresh ``folder`` and prove that it is a copy. Raises InputError, StorageError."""
    if folder.exists():
        raise InputError(f"There is already a folder {folder.name}.", remedy="Choose another.", code="rehearsal.folder")
    folder.mkdir(parents=True, mode=0o700)
    file = folder / f"snapshot{backup.SUFFIX}"
    yield from backup.make(database, file, actor)
    yield from backup.restore(file, folder / _COPY)
    yield Progress("Proving that it is a copy")
    with database.read() as conn:
        original = yield from sums.sums(conn)
    found = yield from _sums(database, folder / _COPY)
    if sums.differing(original, found):
        raise StorageError(
            "The copy is not the same as the workspace. The rehearsal was not begun.",
            remedy="Copy nothing meanwhile, and try again.",
            code="rehearsal.copy",
        )
    day = day_of(to_instant(database.clock.now()), zone)
    failure = random.Random(seed).choice(FAILURES)  # noqa: S311 - a drill, not a secret
    stage = Stage(folder, day, found, failure)
    _keep(stage)
    return stage


def foreign(folder: Path) -> list[Path]:
    """What in a rehearsal's folder is not this program's; the folder itself where it is none, or a link."""
    if not os.path.lexists(folder):
        return []
    if folder.is_symlink() or not folder.is_dir():
        return [folder]
    own = (_LIST, _COPY, "snapshot", f".{_COPY}", ".snapshot", "Files for Wild Apricot", f".{_LIST}", ".Files for")
    return [each for each in sorted(folder.iterdir()) if not each.name.startswith(own)]


def clear(folder: Path) -> None:
    """Take away what a beginning that was cut off left. Raises InputError when there is anything else."""
    if foreign(folder):
        raise InputError(
            f"In the folder {folder.name} lies something that is not this program's. Nothing was begun.",
            remedy="Move it elsewhere.",
            code="rehearsal.folder",
        )
    if folder.is_dir():
        shutil.rmtree(folder)


def load(folder: Path) -> Stage:
    """The stage of a rehearsal that was begun before. Raises InputError when it is gone or damaged."""
    try:
        said = json.loads((folder / _LIST).read_bytes())
        return Stage(folder, **said)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            "The rehearsal's copy is not there any more. Nothing was changed.",
            remedy="Stop this rehearsal and begin another.",
            code="rehearsal.gone",
        ) from error


def _keep(stage: Stage) -> None:
    said = {name: value for name, value in asdict(stage).items() if name != "folder"}
    files.write(stage.folder / _LIST, json.dumps(said, indent=1, sort_keys=True).encode(), private=True)


def break_it(database: Database, stage: Stage, *, seed: int = 0) -> str:
    """Make the copy go wrong as the rehearsal foresees; returns what, for people. The workspace is never touched."""
    _not_the_workspace(database, stage)
    chance = random.Random(seed)  # noqa: S311 - a drill, not a secret
    copy = Database.open(stage.copy, database.key, clock=database.clock)
    try:
        with copy.landing() as conn:
            _damage(conn, stage.failure, chance)
    finally:
        copy.close()
    return stage.failure


def _damage(conn: Connection, failure: str, chance: random.Random) -> None:
    torn = failure == "a pair is torn apart"
    keys = list(conn.execute(select(tables.pair.c.id if torn else tables.version.c.id)).scalars())
    if not keys:
        raise InputError(
            "There is nothing in the copy that could break.", remedy="Copy both systems first.", code="rehearsal.empty"
        )
    table = tables.pair if torn else tables.version
    chosen = table.c.id == chance.choice(keys)
    if torn:
        conn.execute(update(table).where(chosen).values(method="broken"))
    elif failure == "a record is changed":
        conn.execute(update(table).where(chosen).values(modified="broken"))
    else:
        conn.execute(delete(table).where(chosen))


def damaged(database: Database, stage: Stage) -> Job[tuple[str, ...]]:
    """Tables of the copy that are not as they were."""
    found = yield from _sums(database, stage.copy)
    return sums.differing(stage.tables, found)


def repair(database: Database, stage: Stage) -> Job[None]:
    """Bring the copy back from its snapshot."""
    _not_the_workspace(database, stage)
    for file in sqlite.files(stage.copy):
        file.unlink(missing_ok=True)
    yield from backup.restore(stage.folder / f"snapshot{backup.SUFFIX}", stage.copy)


def carry_back(database: Database, stage: Stage, rules: RuleSet, actor: str, zone: str) -> Job[Stage]:
    """Export what the copy's ClubOS holds in the old system's form, and read every row again."""
    copy = Database.open(stage.copy, database.key, clock=database.clock)
    target = stage.folder / "Files for Wild Apricot"
    number = 1
    while target.exists():
        number += 1
        target = stage.folder / f"Files for Wild Apricot {number}"
    try:
        made = yield from export.write(copy, target, rules, actor=actor, zone=zone)
    finally:
        copy.close()
    if made.problems:
        raise StorageError(" ".join(made.problems[:3]), remedy="Write the files again.", code="rehearsal.export")
    done = Stage(stage.folder, stage.snapshot, stage.tables, stage.failure, target.name, made.rows, made.read_back)
    _keep(done)
    return done


def end(database: Database, actor: str, stage: Stage) -> Job[Entry]:
    """Close a rehearsal of which every step is done: compare the copy's tables, keep times and proof for Gate 5.

    Raises RefusedError: steps are left.
    """
    run = _finished(database)
    yield Progress("Comparing the copy with what it was")
    found = yield from _sums(database, stage.copy)
    problems = tuple(f"The table {name} is not as it was." for name in sums.differing(stage.tables, found))
    after = sums.whole(found)
    noted = any(each.at >= run.at for each in known(database).kept.of("rehearsal"))  # it was cut off right here
    if run.begun.plan is Plan.ROLLBACK and run.begun.kind in TIMED and not noted:
        proofs.rehearsal(
            database,
            actor,
            stage.snapshot,
            tuple(each.seconds for each in run.steps),
            data=(stage.before, after),
            rows=(stage.exported, stage.read_back),
            checklist=run.begun.checklist,
        )
    hashes = tuple((name, stage.tables.get(name, ""), found.get(name, "")) for name in sorted({*stage.tables, *found}))
    ended = Ended(stage.before, after, stage.exported, stage.read_back, problems, hashes)
    return enter(database, actor, "runbook", "ended", ended, item=run.number)


def close(database: Database, actor: str) -> Entry:
    """Close a run without a copy (tabletop, dry run, or the real one) of which every step is done."""
    return enter(database, actor, "runbook", "ended", Ended(), item=_finished(database).number)


def _finished(database: Database) -> Run:
    run = runbook.under_way(known(database).kept)
    if run is None or run.current is not None:
        left = "No run is under way" if run is None or run.current is None else f"“{run.current.step.title}” is left"
        raise RefusedError(f"{left}. Nothing was changed.", remedy="Finish every step first.", code="runbook.left")
    return run


def _sums(database: Database, copy: Path) -> Job[dict[str, str]]:
    opened = Database.open(copy, database.key, read_only=True, clock=database.clock)
    try:
        with opened.read() as conn:
            return (yield from sums.sums(conn))
    finally:
        opened.close()


def _not_the_workspace(database: Database, stage: Stage) -> None:
    """Refuse to touch anything but a copy. Raises RefusedError."""
    same = stage.copy.exists() and (stage.copy.samefile(database.path) or stage.copy.stat().st_nlink > 1)
    if same or stage.copy.is_symlink() or not (stage.folder / _LIST).is_file():
        raise RefusedError(
            "This is not the copy of a rehearsal. Nothing was changed.",
            remedy="Begin the rehearsal anew.",
            code="rehearsal.copy",
        )
