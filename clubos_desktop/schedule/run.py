"""Making the copy that is due.

The copy itself is handed in, and so is the question whether the network is there: the same engine runs in the window
and headless (features.md S3.1, E47).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, select

from clubos_desktop.errors import ClubOSError, InputError, LockedError, RefusedError, SignInError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.plan import Attempt, Came, Due, in_force, today
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.runs import Run, RunState
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.schedule.due import Look
from clubos_desktop.schedule.record import look, refresh, stand
from clubos_desktop.store import dues, tables
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database

Copying: TypeAlias = Callable[[], Job[tuple[Run, ...]]]
Online: TypeAlias = Callable[[], Job[bool]]

PATIENCE = 600.0
"""Seconds that a due copy waits for the network (features.md S3.1: at most 10 minutes)."""

PROBE_EVERY = 10.0
_STEP = 0.1
"""Seconds between two signs of life while it waits (design.md section 4)."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What ``run_due`` came to. ``attempt`` is None when nothing was due."""

    look: Look
    attempt: Attempt | None
    runs: tuple[Run, ...] = ()


def run_due(database: Database, *, copy: Copying, online: Online, clock: Clock, actor: str = PROGRAM) -> Job[Ran]:
    """Make the copy that is due now, if one is; waits up to ten minutes for the network first.

    Errors of the copy are kept as what became of the try, with a notice, and are not raised: the plan goes on. To
    cancel is to close; the try then counts as broken off. Raises StorageError when the workspace cannot be written.
    """
    refresh(database, clock=clock)
    now = clock.now()
    with database.read() as conn:
        found = look(conn, now)
    if not found.due(now):
        return Ran(found, None)
    attempt = _begin(database, now, actor)
    runs: tuple[Run, ...] = ()
    if (yield from _network(online, clock)):
        try:
            runs = yield from copy()
        except ClubOSError as error:
            attempt = _of_error(attempt, error)
        else:
            attempt = _of_runs(database, attempt, runs)
    else:
        attempt = replace(attempt, came=Came.OFFLINE, reason=_OFFLINE, code="offline")
    attempt = _end(database, attempt, clock, actor)
    refresh(database, clock=clock)
    with database.read() as conn:
        return Ran(look(conn, clock.now()), attempt, runs)


_OFFLINE = "There was no network for ten minutes, so the copy did not start."


def _network(online: Online, clock: Clock) -> Job[bool]:
    """Whether the network is there, waiting for it as long as ``PATIENCE``."""
    begun = clock.monotonic()
    while True:
        if (yield from online()):
            return True
        probed = clock.monotonic()
        if probed - begun + PROBE_EVERY > PATIENCE:
            return False
        while clock.monotonic() - probed < PROBE_EVERY:
            yield Progress("Waiting for the network", int(clock.monotonic() - begun), int(PATIENCE))
            clock.sleep(_STEP)


def _begin(database: Database, now: datetime, actor: str) -> Attempt:
    with database.transaction(actor, "due copy begun") as tx:
        before = dues.attempt(tx.connection)
        tries = 1 if before is None or before.came is Came.DONE else before.tries + 1
        attempt = Attempt(to_instant(now), None, Came.BEGUN, tries)
        dues.put_attempt(tx, attempt)
        _note(tx.connection, now, lambda days: dues.put(tx, [replace(day, tries=day.tries + 1) for day in days]))
        tx.subject["tries"] = tries
    return attempt


def _note(conn: Connection, now: datetime, keep: Callable[[list[Due]], None]) -> None:
    """Write something on today's slot, unless it is settled already."""
    plan = in_force(dues.timetable(conn))
    here = today(now, plan.zone) if plan is not None else ""
    keep([day for day in stand(conn, now) if day.day == here and day.settled is None])


def _end(database: Database, attempt: Attempt, clock: Clock, actor: str) -> Attempt:
    ended = replace(attempt, ended=to_instant(clock.now()))
    began = from_instant(attempt.began)
    with database.transaction(actor, "due copy ended", {"came": ended.came.value, "code": ended.code}) as tx:
        dues.put_attempt(tx, ended)
        _note(tx.connection, began, lambda days: dues.put(tx, [_after(day, ended) for day in days]))
    return ended


def _after(day: Due, ended: Attempt) -> Due:
    """The day of a try that ended: one that came to a copy was no failed try (the copy may count for another day)."""
    if ended.came is Came.DONE:
        return replace(day, tries=max(0, day.tries - 1))
    return replace(day, reason=ended.reason)


def _of_error(attempt: Attempt, error: ClubOSError) -> Attempt:
    """A sign-in, a lock or another account need a person; everything else is tried again by itself."""
    needs = isinstance(error, SignInError | RefusedError | InputError) or (
        isinstance(error, LockedError) and error.code.startswith("keys.")
    )
    came = Came.SIGN_IN if needs else Came.FAILED
    return replace(attempt, came=came, reason=error.sentence, remedy=error.remedy, code=error.code)


def _of_runs(database: Database, attempt: Attempt, runs: tuple[Run, ...]) -> Attempt:
    bad = [run for run in runs if run.state is not RunState.COMPLETE]
    if runs and not bad:
        return replace(attempt, came=Came.DONE)
    reason = next((run.reason for run in bad if run.reason), "The copy is not complete.")
    with database.read() as conn:
        codes = _failures(conn, {run.id for run in bad})
    refused = next((code for code, kind in codes if kind == SignInError.__name__), None)
    if refused is not None:
        return replace(attempt, came=Came.SIGN_IN, reason=reason, code=refused)
    held = any(run.state is RunState.HELD for run in bad)
    code = codes[0][0] if codes else ""
    return replace(attempt, came=Came.HELD if held else Came.FAILED, reason=reason, code=code)


def _failures(conn: Connection, runs: set[int]) -> list[tuple[str, str]]:
    """Codes and kinds of the errors that ended these runs, as the newest acts of the history have them."""
    c = tables.audit.c
    newest = select(c.subject).where(c.act == "copy failed").order_by(c.seq.desc()).limit(len(runs))
    said = [json.loads(subject) for subject in conn.execute(newest).scalars()]
    return [(each["code"], each.get("kind", "")) for each in said if each.get("run") in runs and "code" in each]
