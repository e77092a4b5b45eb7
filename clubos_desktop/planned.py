"""Copying by plan, put together: what the window's clock and the computer's scheduler call, both the same."""

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, runtime_checkable

from sqlalchemy import Connection

from clubos_desktop import connections, examining
from clubos_desktop.cutover import watch
from clubos_desktop.errors import ClubOSError, LockedError, NetworkError, SignInError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runbook import Watched
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.schedule import locked, mail, network, notices, record, returning
from clubos_desktop.schedule.run import Ran, run_due
from clubos_desktop.store import dues, settings, views
from clubos_desktop.store import notices as people_told
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.ledger import StoreBuckets, last_answer, noted
from clubos_desktop.verification import drift
from clubos_desktop.verification import record as judgement
from clubos_desktop.workspace import Workspace

PING_AFTER = timedelta(hours=12)
"""ClubOS ends a sign-in after 24 idle hours (clubos-api.md section A): half of that leaves a night for trying."""


POLL_AFTER = timedelta(hours=1)
"""ClubOS is asked how it is once an hour while a plan is in force (features.md, health polls)."""


_WATCH = "watch"
"""The subject of what the watch after the switch tells people."""
FRESH = timedelta(hours=20)
"""A copy of Wild Apricot this young serves the daily look: the copy by plan has just been made."""

_ASKED = ("health:clubos", "asked")
"""Where the last time is kept, also of a question that could not be put: it is put again an hour later."""


@runtime_checkable
class _Telling(Protocol):
    """A source that says how it is."""

    def health(self) -> Job[int]:
        """The status of its answer."""


@runtime_checkable
class _Pinging(Protocol):
    """A source whose sign-in falls idle."""

    def ping(self) -> Job[Instant | None]:
        """Stay signed in; when the sign-in ends."""


def due_now(workspace: Workspace) -> Job[Ran]:
    """Make the copy that is due by the plan, if one is; keep the sign-in awake; mail what people are to be told.

    Raises StorageError. What keeps the copy, the ping or the e-mail back is in the result and the notices, and is
    tried again.
    """
    database, clock = workspace.database, workspace.clock
    locked.fold(database, clock=clock)
    asked = addresses(workspace)
    ran = yield from run_due(
        database,
        copy=lambda: connections.copy_now(workspace, Mode.INCREMENTAL),
        online=lambda: network.online(asked),
        clock=clock,
        actor=PROGRAM,
    )
    yield from keep_watch(workspace, copied=bool(ran.runs))
    yield from _judge_week(workspace)
    if ran.attempt is not None:
        yield from examining.weekly(workspace)
    yield from stay_signed_in(workspace)
    yield from ask_health(workspace)
    yield from watch_return(workspace)
    yield Progress("Telling people of changes")
    with contextlib.suppress(NetworkError, SignInError, LockedError):  # they go with the next message
        mail.deliver(database, workspace.keys, clock=clock)
    return ran


def idle(conn: Connection, path: Path, now: datetime) -> bool:
    """Whether there is nothing at all to do now; asked by reading alone."""
    waits = _falls_idle(conn, now) or _unasked(conn, now) or locked.beside(path).exists() or mail.waits(conn, now)
    zone = settings.get(conn, "club", {}).get("zone", "UTC")
    waits = waits or judgement.waits(conn, to_instant(now)) or watch.waits(conn, to_instant(now), zone)
    waits = waits or (returning.waits(conn, to_instant(now)) and not _asked_lately(conn, now))
    return record.idle(conn, now) and not waits


def keep_watch(workspace: Workspace, *, copied: bool) -> Job[None]:
    """After the switch: copy and look when a look is due, by a plan of copies or without (features.md T4c, E26).

    A copy that does not come about is kept back by nothing: the look says what could not be measured.
    """
    database, clock = workspace.database, workspace.clock
    with database.read() as conn:
        if not watch.waits(conn, to_instant(clock.now()), workspace.club.zone):
            return
    if not copied:
        with contextlib.suppress(ClubOSError):
            yield from connections.copy_now(workspace, Mode.INCREMENTAL)
    yield Progress("Looking after the switch")
    seen = watch.record(database, PROGRAM).body
    said, kinds = (" ".join(seen.proposals), ", ".join(seen.kinds)) if isinstance(seen, Watched) else ("", "")
    with database.read() as conn:
        told = people_told.state(conn, _WATCH) or notices.GOOD
    state = kinds or notices.GOOD
    if state != told:  # once a change, like every notice; other figures of the same limits are none
        sentence = f"The watch found something. {said}" if said else "The watch found nothing any more."
        with database.transaction(PROGRAM, "notice given") as tx:
            people_told.add(tx, _WATCH, state, sentence, "See Switch day and decide; nothing is done.")


def _judge_week(workspace: Workspace) -> Job[None]:
    """Judge the gates when this club week has no judgement yet: also without a copy."""
    database, clock = workspace.database, workspace.clock
    with database.read() as conn:
        waits = judgement.waits(conn, to_instant(clock.now()))
    if waits:
        yield from judgement.evaluate(database, clock=clock, actor=PROGRAM)


def stay_signed_in(workspace: Workspace) -> Job[None]:
    """Ask ClubOS something small when it was not asked for half of its idle limit, as long as a plan is in force.

    A sign-in that has run out is noted as ended, which people are told of once.
    """
    database, clock = workspace.database, workspace.clock
    with database.read() as conn:
        if not _falls_idle(conn, clock.now()):
            return
    with contextlib.suppress(NetworkError, LockedError):  # asked again at the next question
        try:
            with connections.sources(workspace, (Side.CLUBOS,)) as found:
                source = found[Side.CLUBOS][0]
                ends = (yield from source.ping()) if isinstance(source, _Pinging) else None
        except SignInError:
            ends = to_instant(clock.now())
        _note_end(workspace, ends)
    notices.tell(database, clock=clock)


def ask_health(workspace: Workspace) -> Job[None]:
    """Ask ClubOS how it is, once an hour while a plan is in force; the ledger of calls keeps what it said."""
    with workspace.database.read() as conn:
        if not _unasked(conn, workspace.clock.now()):
            return
    StoreBuckets(workspace.database).save(*_ASKED, [workspace.clock.now().timestamp()])
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.suppress(NetworkError, LockedError, SignInError))
        source = stack.enter_context(connections.sources(workspace, (Side.CLUBOS,)))[Side.CLUBOS][0]
        if isinstance(source, _Telling):
            yield from source.health()


_LOOKED = ("return period", "looked")
"""Where the last try of the daily look is kept, also of one that failed: it is made again an hour later."""


def watch_return(workspace: Workspace) -> Job[None]:
    """While one may go back: look once a day at what still changes in Wild Apricot, and tell people what is new."""
    database, now = workspace.database, workspace.clock.now()
    with database.read() as conn:
        if not returning.waits(conn, to_instant(now)) or _asked_lately(conn, now):
            return
        due = drift.due(returning.known_now(conn, to_instant(now)))
    if due:
        try:
            yield from _look_at_legacy(workspace)
        except ClubOSError as error:
            StoreBuckets(database).save(*_LOOKED, [now.timestamp()])
            returning.failed(database, error)
    returning.tell(database, to_instant(workspace.clock.now()))


def _look_at_legacy(workspace: Workspace) -> Job[None]:
    """Copy Wild Apricot unless that was done in the last hours, then keep that somebody looked."""
    at = to_instant(workspace.clock.now() - FRESH)
    with workspace.database.read() as conn:
        latest = [run for (side, _), run in views.latest_runs(conn).items() if side is Side.LEGACY]
    if not latest or any(run.state is not RunState.COMPLETE or run.started < at for run in latest):
        runs = yield from connections.copy_now(workspace, Mode.INCREMENTAL, sides=(Side.LEGACY,))
        bad = next((run for run in runs if run.state is not RunState.COMPLETE), None)
        if bad is not None:
            raise NetworkError(bad.reason or "The copy is not complete.", remedy="Copy now.", code="drift.copy")
    drift.look(workspace.database, PROGRAM)


def _asked_lately(conn: Connection, now: datetime) -> bool:
    asked = noted(conn, *_LOOKED)
    return bool(asked) and 0 <= now.timestamp() - asked[-1] < POLL_AFTER.total_seconds()


def _unasked(conn: Connection, now: datetime) -> bool:
    plans = dues.timetable(conn)
    kind = settings.get(conn, "connection.clubos", {}).get("kind")
    if not plans or plans[-1].plan is None or kind != "clubos" or settings.get(conn, "account.clubos", None) is None:
        return False
    asked = noted(conn, *_ASKED)
    return not asked or not 0 <= now.timestamp() - asked[-1] < POLL_AFTER.total_seconds()


def _falls_idle(conn: Connection, now: datetime) -> bool:
    plans = dues.timetable(conn)
    account = settings.get(conn, "account.clubos", None)
    kind = settings.get(conn, "connection.clubos", {}).get("kind")
    if not plans or plans[-1].plan is None or account is None or kind != "clubos":
        return False
    if account.get("expires") and account["expires"] <= to_instant(now):
        return False  # it has ended: only a person can help
    last = last_answer(conn, Side.CLUBOS)
    return last is None or now - from_instant(last) >= PING_AFTER


def _note_end(workspace: Workspace, ends: Instant | None) -> None:
    with workspace.database.read() as conn:
        account = settings.get(conn, "account.clubos", {})
    if ends is None or account.get("expires") == ends:
        return
    with workspace.database.transaction(PROGRAM, "end of sign-in noted", {"side": Side.CLUBOS.value}) as tx:
        settings.put(tx, "account.clubos", account | {"expires": ends})


def addresses(workspace: Workspace) -> list[str]:
    """Where both connections speak to; none for export files."""
    return [url for side in Side for url in _addresses(connections.kept(workspace, side))]


def _addresses(kept: Mapping[str, object]) -> list[str]:
    """Where a connection speaks to; the real Wild Apricot when its settings name no other."""
    if kept.get("kind") == "wild-apricot" and "api_url" not in kept:
        from clubos_desktop.connectors.wild_apricot import API_URL  # noqa: PLC0415 - only where it is asked

        return [API_URL]
    return [str(kept[name]) for name in ("api_url", "url") if name in kept]
