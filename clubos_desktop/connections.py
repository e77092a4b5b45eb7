"""Connections of a workspace: what its settings and its keyring say of a system, made into a source to copy from."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

import msgspec

from clubos_desktop import asking, backups, instead
from clubos_desktop.connectors.budget import CLUBOS_LIMITS, DEFAULT_SHARE, WILD_APRICOT_LIMITS, SlidingBudget
from clubos_desktop.diff.rules import RuleSet, default_rules
from clubos_desktop.errors import (
    ClubOSError,
    InputError,
    LockedError,
    NetworkError,
    RefusedError,
    SignInError,
    StorageError,
)
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.cards import Trouble
from clubos_desktop.model.contact import FirstContact
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.protocols import Clock, Source
from clubos_desktop.model.records import Record
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runs import Account, Mode, Recheck, Run, RunState
from clubos_desktop.model.time import PracticeClock, to_instant
from clubos_desktop.schedule.record import refresh
from clubos_desktop.store import came, failures, settings, views
from clubos_desktop.store.ledger import StoreBuckets, StoreLedger
from clubos_desktop.sync import recheck, rulebook
from clubos_desktop.sync.copy import copy
from clubos_desktop.verification import practising
from clubos_desktop.verification.acts import pilots
from clubos_desktop.verification.measure import LOOKED
from clubos_desktop.verification.record import evaluate
from clubos_desktop.workspace import Workspace

if TYPE_CHECKING:
    from clubos_desktop.connectors.csv_folder import DryRun, FolderMapping

_LOOPBACK = ("127.0.0.1", "localhost", "::1")

Sources: TypeAlias = dict[Side, tuple[Source, Account]]

LIMITS: Mapping[str, Mapping[str, int]] = {"wild-apricot": WILD_APRICOT_LIMITS, "clubos": CLUBOS_LIMITS}
"""Calls a minute by kind of connection and kind of call."""


def account_key(side: Side, kept: Mapping[str, object]) -> str:
    """Under which name the windows of a connection's budget are kept: window and headless runs share them."""
    return f"{side.value}:{kept.get('api_url', '')}{kept.get('url', '')}"


def connect(workspace: Workspace, side: Side, wanted: Mapping[str, object], secret: str | None) -> Job[Account]:
    """Test a connection with few reading calls, then keep it: ``wanted`` in the settings, ``secret`` in the keyring.

    ``wanted`` holds "kind" and its addresses. Nothing is kept when the test fails. Raises SignInError, NetworkError,
    ContractError, InputError, RefusedError (another club's account than before).
    """
    _check_addresses(wanted)
    ledger = StoreLedger(workspace.database)
    source = _source(workspace, side, wanted, secret, ledger)
    try:
        account = yield from source.check()
    except NetworkError as error:
        raise _while_connecting(error) from error
    finally:
        source.close()
        ledger.flush()
    with workspace.database.read() as connection:
        _same_account(settings.get(connection, f"account.{side.value}", None), account)
    if secret is not None:
        workspace.keys.set(side.value, secret)
    with workspace.database.transaction(workspace.actor, "connection set", {"side": side.value}) as tx:
        settings.put(tx, f"connection.{side.value}", dict(wanted))
        settings.put(tx, f"account.{side.value}", asdict(account))
        if side is Side.CLUBOS:
            settings.put(tx, LOOKED, to_instant(workspace.clock.now()))
    return account


def _check_addresses(wanted: Mapping[str, object]) -> None:
    """Raise InputError for an address that no call may go to: unencrypted, with a password in it, or none at all."""
    for address in (str(wanted[name]) for name in ("api_url", "auth_url", "url") if name in wanted):
        if not _safe(address):
            raise InputError(
                "This address cannot be used: it has to begin with https:// and hold no user name, password or "
                "blanks. Nothing was sent and nothing was changed.",
                remedy="Copy it from the browser's address line, such as https://clubos.example.org.",
                code="connection.address",
            )


def _safe(address: str) -> bool:
    """Whether it is an encrypted address, or one of a practice club on this computer."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and not set(address) & set(' "<>\\^`{|}?#')
    local = host in _LOOPBACK
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and local)
    return plain and bool(host) and port != 0 and "@" not in parts.netloc and encrypted


def _while_connecting(error: NetworkError) -> NetworkError:
    """Nothing was copied yet, so "copy again" is no help to somebody who connects."""
    from clubos_desktop.connectors.failures import AGAIN  # noqa: PLC0415 - httpx, loaded by then

    if error.remedy != AGAIN:
        return error
    return NetworkError(error.sentence, remedy="Check the internet connection, then try again.", code=error.code)


def _same_account(before: Mapping[str, object] | None, now: Account) -> None:
    """A key of another club must never mix two clubs in one copy (features.md D2, scenario 2)."""
    if before and before.get("account_id") != now.account_id:
        raise RefusedError(
            f"This key opens {now.name} (account {now.account_id}); this workspace holds {before.get('name')} "
            f"(account {before.get('account_id')}). Nothing was changed.",
            remedy="Use the key of the same club, or start a new workspace for the other one.",
            code="connection.other_account",
        )


def known(workspace: Workspace, side: Side) -> Account | None:
    """What the connected system said of itself at the last test; None when nothing is connected."""
    with workspace.database.read() as connection:
        said = settings.get(connection, f"account.{side.value}", None)
    return None if said is None else msgspec.convert(said, Account)


@contextlib.contextmanager
def sources(
    workspace: Workspace, sides: tuple[Side, ...] = tuple(Side)
) -> Iterator[dict[Side, tuple[Source, Account]]]:
    """Open sources of the connected sides. Raises InputError (nothing connected), SignInError (no key), LockedError."""
    with contextlib.ExitStack() as stack:
        ledger = StoreLedger(workspace.database)
        stack.callback(ledger.flush)
        opened: dict[Side, tuple[Source, Account]] = {}
        for side in sides:
            account = known(workspace, side)
            if account is None:
                continue
            source = _opened(workspace, side, ledger, account.account_id)
            stack.callback(source.close)
            opened[side] = (source, account)
        if not opened:
            raise InputError(
                "Nothing is connected yet, so nothing was copied.",
                remedy="Connect Wild Apricot and ClubOS first.",
                code="connection.none",
            )
        yield opened


def _opened(workspace: Workspace, side: Side, ledger: StoreLedger, account: str) -> Source:
    """A side's source; what keeps it from being opened becomes a card. Raises SignInError, LockedError, InputError."""
    database = workspace.database
    try:
        secret = workspace.keys.get(side.value)
        source = _source(workspace, side, kept(workspace, side), secret, ledger, account=account)
    except ClubOSError as error:
        note_trouble(workspace, side, error)
        raise
    with database.read() as conn:
        stood = failures.read(conn, side, None) is not None
    if stood:
        with database.landing() as conn:
            failures.clear(conn, side, None)
    return source


def note_trouble(workspace: Workspace, side: Side, error: ClubOSError) -> None:
    """Keep for its card what stopped a copy as a whole, where this laptop can write at all."""
    reason = f"{error.sentence} {error.remedy}"
    trouble = Trouble(side, None, error.code, reason, to_instant(workspace.clock.now()))
    with contextlib.suppress(ClubOSError), workspace.database.landing() as conn:
        failures.note(conn, trouble)


def rules_of(workspace: Workspace) -> RuleSet:
    """The comparison rules in force, or the shipped ones for this club before the first copy."""
    with workspace.database.read() as connection:
        present = rulebook.present(connection)
    club = workspace.club
    return present or default_rules(club.zone, club.country, club.currency)


def copy_now(
    workspace: Workspace,
    mode: Mode,
    *,
    sides: tuple[Side, ...] = tuple(Side),
    domains: Sequence[Domain] | None = None,
) -> Job[tuple[Run, ...]]:
    """Copy the connected sides, compare and judge: what "Copy now" does. Raises what ``sources`` raises."""
    with sources(workspace, sides) as found:
        try:
            runs = yield from copy(
                found,
                workspace.database,
                rules=rules_of(workspace),
                mode=mode,
                domains=domains,
                clock=workspace.clock,
                actor=workspace.actor,
            )
        except (StorageError, LockedError) as error:
            note_trouble(workspace, next(iter(found)), error)
            raise
        if Side.CLUBOS in found:
            yield from asking.beside(workspace.database, *found[Side.CLUBOS], clock=workspace.clock)
    refresh(workspace.database, clock=workspace.clock)  # a copy made by hand counts for its day too
    pilots.collect(workspace.database)
    yield from evaluate(workspace.database, clock=workspace.clock, actor=workspace.actor)
    if any(run.state is RunState.COMPLETE for run in runs):
        with workspace.database.landing() as conn:
            came.count_differences(conn)
        yield from backups.after_copy(workspace)
    return runs


def read_votes(workspace: Workspace) -> Job[Entry | None]:
    """Ask ClubOS how its board voted, and judge; None where it has no such pages or nothing changed.

    Raises what ``sources`` raises, NetworkError, ContractError.
    """
    with sources(workspace, (Side.CLUBOS,)) as found:
        entry = yield from asking.votes(workspace.database, found[Side.CLUBOS][0])
    yield from evaluate(workspace.database, clock=workspace.clock, actor=workspace.actor)
    return entry


def open_pages(workspace: Workspace) -> Job[tuple[str, ...]]:
    """Pages of ClubOS that a visitor gets. No answer at all counts as closed only while Wild Apricot answers.

    Raises what ``sources`` raises, NetworkError when nothing answers.
    """
    from clubos_desktop.connectors.clubos import ClubOS  # noqa: PLC0415 - only one kind of connector is needed

    with sources(workspace, (Side.CLUBOS,)) as found:
        source = found[Side.CLUBOS][0]
        if not isinstance(source, ClubOS):
            return ()
        try:
            return (yield from source.open_pages())
        except NetworkError:
            with sources(workspace, (Side.LEGACY,)) as other:
                yield from other[Side.LEGACY][0].check()
            return ()


def try_files(workspace: Workspace, folder: Path, mapping: "FolderMapping") -> Job[tuple["DryRun", ...]]:
    """What a copy of export files would create and change, domain by domain; nothing is written. Raises InputError."""
    from clubos_desktop.connectors import csv_folder  # noqa: PLC0415 - only one kind of connector is needed

    source = csv_folder.CsvFolder(folder, mapping)
    account = yield from source.check()
    reader = source.reader(account)
    known: dict[Domain, frozenset[str]] = {}
    tried = []
    for domain in source.domains:
        raws: list[bytes] = []
        for step in source.pages(domain, Mode.FULL, since=None, resume=None, parents=()):
            if isinstance(step, Progress):
                yield step
            else:
                raws += reader.split(domain, step.body)
        reading = reader.parse(domain, raws)
        known[domain] = frozenset(record.key for record in reading.records)
        with workspace.database.read() as connection:
            held = tuple(views.current(connection, Side.LEGACY, domain))
        tried.append(csv_folder.dry_run(domain, reading, held, known))
    return tuple(tried)


def kept(workspace: Workspace, side: Side) -> Mapping[str, object]:
    """A connection as it is set; {} when there is none. It holds no secret."""
    with workspace.database.read() as connection:
        kept: Mapping[str, object] = settings.get(connection, f"connection.{side.value}", {})
    return kept


def _source(
    workspace: Workspace,
    side: Side,
    wanted: Mapping[str, object],
    secret: str | None,
    ledger: StoreLedger,
    *,
    account: str | None = None,
) -> Source:
    """The source of a side; ``account`` is the one this workspace holds: a key of another one stops every copy."""
    kind = str(wanted.get("kind"))
    text = {name: str(value) for name, value in wanted.items()}
    club = workspace.club
    if kind == "csv":
        from clubos_desktop.connectors import csv_folder  # noqa: PLC0415 - only one kind of connector is needed

        return csv_folder.connect(Path(text["folder"]), zone=club.zone, currency=club.currency)
    with workspace.database.read() as connection:
        closed = practising.session(connection) is not None
    if closed:
        secret = _NO_KEY
    if not secret:
        raise SignInError(
            f"There is no key for {SIDE_LABELS[side]} on this computer. Nothing was copied.",
            remedy="Paste the key again under Copies.",
            code="secret.missing",
        )
    clock = _clock(workspace.clock, text)
    budget = SlidingBudget(
        LIMITS[kind],
        clock=clock,
        account=account_key(side, text),
        share=float(text.get("share", DEFAULT_SHARE)),
        store=StoreBuckets(workspace.database),
    )
    if kind == "wild-apricot":
        from clubos_desktop.connectors import wild_apricot  # noqa: PLC0415 - only one kind of connector is needed

        made: Source = wild_apricot.connect(
            secret,
            ledger=ledger,
            budget=budget,
            clock=clock,
            account=account,
            accepted=lambda domain: _accepted(workspace, side, domain),
            recheck=lambda: _recheck(workspace, side),
            contact=None if account is None else _contact(workspace, side),
            closed=closed,
            api_url=text.get("api_url", wild_apricot.API_URL),
            auth_url=text.get("auth_url", wild_apricot.AUTH_URL),
        )
        return made if account is None else instead.wrapped(workspace, made)
    from clubos_desktop.connectors import clubos  # noqa: PLC0415 - only one kind of connector is needed

    return clubos.connect(
        secret,
        url=text["url"],
        ledger=ledger,
        budget=budget,
        clock=clock,
        zone=club.zone,
        currency=club.currency,
        closed=closed,
    )


def _contact(workspace: Workspace, side: Side) -> FirstContact | None:
    """What the last connection test found out about the interface."""
    with workspace.database.read() as connection:
        said = settings.get(connection, f"contact.{side.value}", None)
    return None if said is None else msgspec.convert(said, FirstContact)


_NO_KEY = "practice" * 5
"""In the place of a key where nothing leaves: a practice copy has none."""


def _clock(clock: Clock, text: Mapping[str, str]) -> Clock:
    """A practice club served with a fast clock is paced by one of the same speed; nothing else ever is."""
    speed = float(text.get("speed", 1))
    if speed == 1:
        return clock
    addresses = [text[name] for name in ("api_url", "url") if name in text]
    if not addresses or any(urlsplit(url).hostname not in _LOOPBACK for url in addresses):
        raise InputError(
            "Only a practice club on this computer may be copied faster than its limits. Nothing was changed.",
            remedy="Leave --speed out.",
            code="connection.speed",
        )
    return PracticeClock(speed)


def _recheck(workspace: Workspace, side: Side) -> Recheck:
    """Which invoices are asked again for what was paid on them."""
    with workspace.database.read() as connection:
        return recheck.gather(connection, side)


def _accepted(workspace: Workspace, side: Side, domain: Domain) -> tuple[Record, ...]:
    """What the copy holds now; lets the connector ask only for what may have changed."""
    with workspace.database.read() as connection:
        return tuple(views.current(connection, side, domain))
