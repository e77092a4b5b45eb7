"""A copy taken back: a backup first, then what stood before stands again, and everything is judged anew."""

from clubos_desktop import backups
from clubos_desktop.job import Job
from clubos_desktop.schedule.record import refresh
from clubos_desktop.store import rotation
from clubos_desktop.sync import taking_back
from clubos_desktop.sync.taking_back import Part
from clubos_desktop.verification.record import evaluate
from clubos_desktop.workspace import Workspace


def plan(workspace: Workspace, copy: int) -> tuple[Part, ...]:
    """What taking a copy back would do; nothing is written. Raises InputError, RefusedError."""
    with workspace.database.read() as conn:
        return taking_back.plan(conn, copy)


def take_back(workspace: Workspace, copy: int, reason: str) -> Job[tuple[Part, ...]]:
    """Take a copy back. Raises InputError, RefusedError, StorageError (no backup could be made)."""
    plan(workspace, copy)
    yield from backups.keep(workspace, rotation.BEFORE)
    done = yield from taking_back.take_back(
        workspace.database, copy, reason=reason, clock=workspace.clock, actor=workspace.actor
    )
    refresh(workspace.database, clock=workspace.clock)
    yield from evaluate(workspace.database, clock=workspace.clock, actor=workspace.actor)
    return done
