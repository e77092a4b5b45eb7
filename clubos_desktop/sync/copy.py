"""One press of "Copy now": both systems, domain by domain, each domain taken over from both sides at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import ContractError, NetworkError, RefusedError, SignInError
from clubos_desktop.job import Job
from clubos_desktop.model.cards import Trouble
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.protocols import Clock, Source
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Mode, Run, RunState
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import failures, mirror, settings, views
from clubos_desktop.store.database import Database
from clubos_desktop.sync import recheck, rulebook, schema
from clubos_desktop.sync.accept import accept
from clubos_desktop.sync.prepare import Landed
from clubos_desktop.sync.pull import GOES_ON_FOR, give_up, try_pull
from clubos_desktop.sync.rehash import rehash

EVERYTHING_EVERY = timedelta(days=7)
"""A copy of what changed copies everything when the last such copy is older (design.md section 7, id sweep weekly)."""

NEEDS = {
    Domain.REGISTRATIONS: (Domain.MEMBERS, Domain.EVENTS),
    Domain.ALLOCATIONS: (Domain.INVOICES,),
}
"""Domains that are not taken over while these are not complete (features.md R19: no half-read members)."""

AGAIN = 1
"""How often a listing that was not complete is read once more within the same copy: a busy club changes meanwhile."""

Sources = Mapping[Side, tuple[Source, Account]]


@dataclass(slots=True)
class _Copy:
    """One press: its number and what became of each side and domain so far.

    ``down`` are sides that cannot answer, with code and sentence: the sign-in was refused, or two domains were
    ``unanswered``.
    """

    sources: Sources
    database: Database
    rules: RuleSet
    clock: Clock
    actor: str
    number: int
    done: dict[tuple[Side, Domain], Run] = field(default_factory=dict)
    down: dict[Side, tuple[str, str]] = field(default_factory=dict)
    unanswered: dict[Side, int] = field(default_factory=dict)


def copy(
    sources: Sources,
    database: Database,
    *,
    mode: Mode,
    clock: Clock,
    actor: str,
    domains: Sequence[Domain] | None = None,
    rules: RuleSet | None = None,
) -> Job[tuple[Run, ...]]:
    """Copy the domains given (all that the sources have) from all sources; returns the runs in the order made.

    ``rules`` are those in force, else the shipped ones for this club, unless others are given: these are put in force.
    Goes on with a press that was interrupted less than a day ago. Raises RefusedError when a source is another account
    than the one this workspace was made with, StorageError when this laptop cannot keep what comes.
    """
    try:
        with database.read() as conn:
            _check_accounts(conn, sources)
    except RefusedError as error:
        _note_refusal(database, sources, error, to_instant(clock.now()))
        raise
    with database.read() as conn:
        number, done = _number(conn, clock, mode)
        rules = rules or rulebook.of_club(conn)
    yield from rehash(database, rules, clock=clock, actor=actor)
    press = _Copy(sources, database, rules, clock, actor, number, done)
    for domain in Domain:
        if domains is None or domain in domains:
            yield from _domain(press, domain, mode)
    return tuple(sorted(press.done.values(), key=lambda run: run.id))


def _domain(press: _Copy, domain: Domain, mode: Mode) -> Job[None]:
    sides = [side for side, (source, _) in press.sources.items() if domain in source.domains]
    left = [side for side in sides if (side, domain) not in press.done]
    for attempt in range(AGAIN + 1):
        landed = []
        for side in left:
            run = yield from _pull(press, side, domain, mode)
            press.done[side, domain] = run
            if run.state is RunState.RUNNING:
                ready = yield from watched(press, run)
                if isinstance(ready, Landed):
                    landed.append(ready)
                else:
                    press.done[side, domain] = ready
        if not landed:
            return
        runs = yield from accept(press.database, landed, press.rules, clock=press.clock, actor=press.actor)
        press.done.update({(run.side, run.domain): run for run in runs})
        left = [run.side for run in runs if run.state is RunState.PARTIAL]
        if not left or attempt == AGAIN:
            return


def watched(press: _Copy, run: Run) -> Job[Landed | Run]:
    """A landed run ready to be accepted under what was decided about its answers; ended where they changed too much."""
    source, account = press.sources[run.side]
    try:
        return (yield from schema.ready(press.database, run, source, account, clock=press.clock))
    except ContractError as error:
        return give_up(press.database, run, error, clock=press.clock, actor=press.actor)


def _pull(press: _Copy, side: Side, domain: Domain, mode: Mode) -> Job[Run]:
    source, account = press.sources[side]
    lacking = _lacking(press, side, domain)
    why = press.down.get(side, ("copy.needs", lacking))
    if why[1]:
        return _not_begun(press, side, domain, mode, why)
    with press.database.read() as conn:
        own = recheck.mode(conn, source, domain, press.clock)
        mode = own or _mode(conn, side, domain, mode, press.clock)
    run, error = yield from try_pull(
        source, account, press.database, domain, mode, clock=press.clock, copy=press.number, actor=press.actor
    )
    if run.state is RunState.RUNNING and (error := _another_name(source, account)) is not None:
        run = give_up(press.database, run, error, clock=press.clock, actor=press.actor)
    if isinstance(error, ContractError):
        schema.note_error(press.database, run, error, to_instant(press.clock.now()))
    if isinstance(error, NetworkError):
        press.unanswered[side] = press.unanswered.get(side, 0) + 1
    if error is not None and (isinstance(error, SignInError) or press.unanswered.get(side, 0) > 1):
        press.down[side] = (error.code, run.reason)
    return run


def _another_name(source: Source, account: Account) -> SignInError | None:
    """The account must still be called as when it was connected (features.md E10)."""
    seen: Account | None = getattr(source, "account", None)
    if seen is None or not seen.name or not account.name or seen.name == account.name:
        return None
    return SignInError(
        f"The account at {SIDE_LABELS[source.side]} is now called {seen.name}, before {account.name}. "
        "Nothing was taken over.",
        remedy="If the club was renamed, connect again; if not, this is another club's account: stop and ask.",
        code="marker.name",
    )


def _lacking(press: _Copy, side: Side, domain: Domain) -> str:
    """Which domain this one hangs on is not complete; "" when all are."""
    with press.database.read() as conn:
        latest = views.latest_runs(conn)
    for needed in NEEDS.get(domain, ()):
        if needed not in press.sources[side][0].domains:
            continue
        run = press.done.get((side, needed)) or latest.get((side, needed))
        if run is None or run.state is not RunState.COMPLETE:
            return (
                f"{DOMAIN_LABELS[domain]} were not copied, because {DOMAIN_LABELS[needed].lower()} "
                f"of {SIDE_LABELS[side]} are not complete."
            )
    return ""


def _not_begun(press: _Copy, side: Side, domain: Domain, mode: Mode, why: tuple[str, str]) -> Run:
    """A run that was due and could not start is a failed run (design.md section 7, rule 2)."""
    code, reason = why
    at = to_instant(press.clock.now())
    subject = {"side": side.value, "domain": domain.value, "copy": press.number}
    with press.database.transaction(press.actor, "copy failed", subject) as tx:
        number = mirror.begin(tx.connection, side, domain, mode, copy=press.number, at=at)
        run = views.run(tx.connection, number)
        assert run is not None  # noqa: S101 - it was written a line above
        mirror.end(tx.connection, run, mirror.Ending(RunState.FAILED, reason), at, 0)
        failures.note(tx.connection, Trouble(side, domain, code, reason, at, number))
        ended = views.run(tx.connection, number)
    assert ended is not None  # noqa: S101 - as above
    return ended


def _mode(conn: Connection, side: Side, domain: Domain, mode: Mode, clock: Clock) -> Mode:
    """What changed can be asked for when everything was copied once, less than a week ago."""
    if mode is Mode.FULL:
        return mode
    last = mirror.last_full(conn, side, domain)
    if last is None or clock.now() - from_instant(last) > EVERYTHING_EVERY:
        return Mode.FULL
    return mode


def _number(conn: Connection, clock: Clock, mode: Mode) -> tuple[int, dict[tuple[Side, Domain], Run]]:
    """The number of an interrupted press and what it took over already, or the next number and nothing."""
    latest = next(iter(views.copies(conn, limit=1)), None)
    if latest is None or not any(run.state is RunState.RUNNING for run in latest.runs):
        return mirror.next_copy(conn), {}
    if clock.now() - from_instant(latest.started) >= GOES_ON_FOR:
        return mirror.next_copy(conn), {}
    fitting = (run for run in latest.runs if run.mode is Mode.FULL or mode is Mode.INCREMENTAL)
    return latest.copy, {(run.side, run.domain): run for run in fitting if run.state is RunState.COMPLETE}


def _note_refusal(database: Database, sources: Sources, error: RefusedError, at: Instant) -> None:
    """A copy that is not begun has no run; its card stands at the connections that were asked."""
    with database.landing() as conn:
        for side, (_, account) in sources.items():
            if (settings.get(conn, f"account.{side}", None) or {}).get("account_id") not in (None, account.account_id):
                failures.note(conn, Trouble(side, None, error.code, f"{error.sentence} {error.remedy}", at))


def _check_accounts(conn: Connection, sources: Sources) -> None:
    """The account must be the one the workspace knows (features.md E10)."""
    for side, (_, account) in sources.items():
        known = settings.get(conn, f"account.{side}", None)
        if known is not None and known.get("account_id") != account.account_id:
            raise RefusedError(
                f"This sign-in belongs to another {SIDE_LABELS[side]} account than the one copied here so far. "
                "Nothing was copied.",
                remedy="Use the key of the account this workspace was made with, or make a new workspace.",
                code="copy.other_account",
            )
