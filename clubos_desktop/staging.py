"""Bring about any one failure card on the practice club, by the fault that it is about (features.md S3.6).

Most are what the practice servers answer (``practice.card_faults``). The others are this computer's: no network, a
locked keyring, a full disk. They are made for the time of one copy and put right after it.
"""

import contextlib
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from clubos_desktop import connections
from clubos_desktop.demo import Practice
from clubos_desktop.errors import ClubOSError, UnavailableError
from clubos_desktop.job import Job
from clubos_desktop.model.cards import FailureCard
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.practice.card_faults import ADDRESSES, CARDS, FIRST
from clubos_desktop.practice.serve import shut_address
from clubos_desktop.store import records, settings, views
from clubos_desktop.store.database import Database
from clubos_desktop.store.keys import KeyringKeys
from clubos_desktop.sync.accept import accept_held
from clubos_desktop.sync.cards import cards
from clubos_desktop.sync.copy import copy
from clubos_desktop.sync.schema import ready

_FOR_GOOD = 1 << 30
"""Pages that no practice file reaches."""


def stage(practice: Practice, code: str) -> Job[tuple[FailureCard, ...]]:
    """Bring about the failure card called ``code`` and return all that stand then.

    Most want a good copy before; a few are what a first copy shows. Raises UnavailableError where this computer cannot
    be made to fail so.
    """
    workspace = practice.workspace
    if code not in FIRST:
        yield from connections.copy_now(workspace, Mode.FULL)
    if code in _HERE:
        yield from _HERE[code](practice)
    elif code in ADDRESSES:
        kept = connections.kept(workspace, Side.LEGACY)
        shut = dict(kept) | {"api_url": shut_address(code, str(kept["api_url"]))}
        with workspace.database.transaction(workspace.actor, "connection set", {"side": "legacy"}) as tx:
            settings.put(tx, "connection.legacy", shut)
        yield from connections.copy_now(workspace, Mode.FULL)
    else:
        practice.served.fault(code)
        yield from connections.copy_now(workspace, Mode.FULL)
    with workspace.database.read() as conn:
        return cards(conn)


def _stopped(practice: Practice, mode: Mode = Mode.FULL) -> Job[ClubOSError | None]:
    """A copy that is stopped as a whole; what it was stopped by."""
    try:
        yield from connections.copy_now(practice.workspace, mode)
    except ClubOSError as error:
        return error
    return None


# --- no way out, or one that this program does not take


def _offline(practice: Practice) -> Job[None]:
    def unplugged(*_where: object, **_how: object) -> socket.socket:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    with _in_place_of(socket, "create_connection", unplugged):
        yield from _stopped(practice)


def _late(practice: Practice) -> Job[None]:
    """Answers come late, and this program has less patience than it has with real systems."""
    from clubos_desktop.connectors import http  # noqa: PLC0415 - httpx, seldom wanted

    usual = http._client  # noqa: SLF001 - the one place where its patience is set

    def hasty(base: str, token_url: str | None, workers: int, _patience: float, *, closed: bool) -> object:
        return usual(base, token_url, workers, 0.3, closed=closed)

    practice.served.fault("timeout")
    with _in_place_of(http, "_client", hasty):
        yield from _stopped(practice)


def _guarded(practice: Practice) -> Job[None]:
    """The guard as though asking were writing, so that the first call is one that it stops."""
    from clubos_desktop.connectors.guard import ReadOnlyTransport  # noqa: PLC0415 - httpx, seldom wanted

    with _in_place_of(ReadOnlyTransport, "reading", frozenset({"HEAD"})):
        yield from _stopped(practice)


@contextlib.contextmanager
def _in_place_of(owner: Any, name: str, other: object) -> Iterator[None]:
    kept = getattr(owner, name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, kept)


# --- the key


def _no_key(practice: Practice) -> Job[None]:
    practice.workspace.keys.forget(Side.LEGACY.value)
    yield from _stopped(practice)


class _Ring:
    """A keyring that answers every question with an error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def get_password(self, _service: str, _user: str) -> str | None:
        """Never gives one."""
        raise self._error


def _locked(practice: Practice) -> Job[None]:
    from keyring.errors import KeyringLocked  # noqa: PLC0415 - loaded with its backend

    yield from _with_ring(practice, KeyringLocked("locked"))


def _denied(practice: Practice) -> Job[None]:
    yield from _with_ring(practice, PermissionError("denied"))


def _with_ring(practice: Practice, error: Exception) -> Job[None]:
    workspace = practice.workspace
    with _in_place_of(workspace, "keys", KeyringKeys(workspace.path, _Ring(error))):
        yield from _stopped(practice)


def _other_account(practice: Practice) -> Job[None]:
    workspace = practice.workspace
    with connections.sources(workspace, (Side.LEGACY,)) as opened:
        source, account = opened[Side.LEGACY]
        other = {Side.LEGACY: (source, replace(account, account_id="654321"))}
        with contextlib.suppress(ClubOSError):
            yield from copy(other, workspace.database, mode=Mode.FULL, clock=workspace.clock, actor=workspace.actor)


# --- a copy that others come between


def _overtaken(practice: Practice) -> Job[None]:
    """A copy is stopped when a domain has arrived; what is known of its answers goes; the copy goes on."""
    workspace = practice.workspace
    job = connections.copy_now(workspace, Mode.FULL)
    for progress in job:
        yield progress
        if progress.label.startswith("Reading members"):
            break
    job.close()
    with workspace.database.landing() as conn:
        records.read_anew(conn, Side.LEGACY, Domain.MEMBERS)
    yield from _stopped(practice)


def _left(practice: Practice) -> Job[None]:
    """A copy waits for an OK, a later one fails, then the first is taken over."""
    workspace = practice.workspace
    practice.served.fault("held.vanished")
    yield from connections.copy_now(workspace, Mode.FULL)
    practice.served.fault("server")
    yield from connections.copy_now(workspace, Mode.FULL)
    with workspace.database.read() as conn:
        held = next(run for run in views.runs(conn) if run.state is RunState.HELD)
    practice.served.fault("")
    with connections.sources(workspace, (held.side,)) as opened:
        source, account = opened[held.side]
        landed = yield from ready(workspace.database, held, source, account, clock=workspace.clock)
        rules = connections.rules_of(workspace)
        yield from accept_held(workspace.database, landed, rules, clock=workspace.clock, actor=workspace.actor)


# --- the disk


def _full(practice: Practice) -> Job[None]:
    with _room(practice.workspace.database):
        error = yield from _stopped(practice)
    _told(practice, error)


@contextlib.contextmanager
def _room(database: Database) -> Iterator[None]:
    """The file may not grow any more, as on a full disk."""
    with database.landing() as conn:
        present = int(conn.exec_driver_sql("PRAGMA page_count").scalar_one())
        conn.exec_driver_sql(f"PRAGMA max_page_count = {present}")
    try:
        yield
    finally:
        with database.landing() as conn:
            conn.exec_driver_sql(f"PRAGMA max_page_count = {_FOR_GOOD}")


def _refusing(practice: Practice) -> Job[None]:
    """Files may not grow, as on a disk that refuses; the operating system sees to it."""
    if os.name != "posix":
        raise UnavailableError(
            "This computer's disk cannot be made to refuse. Nothing was done.",
            remedy="Choose another card.",
            code="practice.disk",
        )
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.getsignal(signal.SIGXFSZ)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        error = yield from _stopped(practice)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, kept)
    _told(practice, error)


def _busy(practice: Practice) -> Job[None]:
    workspace = practice.workspace
    key = bytes.fromhex(workspace.keys.get("database") or "")
    other = Database.open(workspace.path, key, clock=workspace.clock)
    try:
        with other.landing():
            error = yield from _stopped(practice)
    finally:
        other.close()
    _told(practice, error)


def _told(practice: Practice, error: ClubOSError | None) -> None:
    """What could not be kept while nothing could be written is kept now."""
    if error is not None:
        connections.note_trouble(practice.workspace, Side.LEGACY, error)


_HERE: dict[str, Callable[[Practice], Job[None]]] = {
    "timeout": _late,
    "offline": _offline,
    "guard-write": _guarded,
    "secret.missing": _no_key,
    "keys.locked": _locked,
    "keys.denied": _denied,
    "copy.other_account": _other_account,
    "copy.overtaken": _overtaken,
    "left": _left,
    "storage.full": _full,
    "storage.disk": _refusing,
    "storage.busy": _busy,
}

CODES = tuple(dict.fromkeys((*CARDS, *ADDRESSES, *_HERE)))
"""Every card that can be brought about, which is every card there is."""
