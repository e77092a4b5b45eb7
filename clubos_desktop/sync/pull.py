"""Pull one domain of one side: every page is kept as it came, at once, so that a kill at any moment loses nothing.

A run that was begun and not finished goes on at its last page. Reading, judging and taking over come after
(``accept``). What a source cannot give ends the run with a sentence and moves nothing.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

import xxhash
from sqlalchemy import Connection

from clubos_desktop import log
from clubos_desktop.errors import ClubOSError, ContractError, StorageError, UnavailableError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.cards import Trouble
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.protocols import Clock, Source
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Listing, Mode, Page, Run, RunState
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import failures, mirror, records, views
from clubos_desktop.store.database import Database
from clubos_desktop.sync.making import salt

GOES_ON_FOR = timedelta(hours=24)
"""A listing that was begun longer ago than this begins anew: its first pages are of another day."""

AT_LATEST = 0.1
"""Seconds after which pages that hold nothing new are committed."""

PARENTS = {Domain.REGISTRATIONS: Domain.EVENTS, Domain.ALLOCATIONS: Domain.INVOICES}
"""Domains that are listed along the accepted records of another one."""

LEFT = "It was left unfinished; a new copy began instead."


def pull(
    source: Source,
    account: Account,
    database: Database,
    domain: Domain,
    mode: Mode,
    *,
    clock: Clock,
    copy: int,
    actor: str,
) -> Job[Run]:
    """Land a domain. The run returned is RUNNING with its listing at its end, or FAILED or PARTIAL with a sentence.

    To cancel is to close: what was landed stays, and the next pull of the same side, domain and mode goes on there.
    Raises StorageError when this laptop cannot keep what comes.
    """
    run, _ = yield from try_pull(source, account, database, domain, mode, clock=clock, copy=copy, actor=actor)
    return run


def try_pull(
    source: Source,
    account: Account,
    database: Database,
    domain: Domain,
    mode: Mode,
    *,
    clock: Clock,
    copy: int,
    actor: str,
) -> Job[tuple[Run, ClubOSError | None]]:
    """The same, with the error that ended the run early."""
    run = _begin(database, source.side, domain, mode, copy=copy, clock=clock, actor=actor, account=account)
    yield Progress(f"Copying {DOMAIN_LABELS[domain].lower()} from {SIDE_LABELS[source.side]}")
    try:
        yield from _land(source, database, run, salt(account), clock)
    except StorageError:
        raise
    except ClubOSError as error:
        return give_up(database, run, error, clock=clock, actor=actor), error
    return run, None


def _begin(
    database: Database,
    side: Side,
    domain: Domain,
    mode: Mode,
    *,
    copy: int,
    clock: Clock,
    actor: str,
    account: Account,
) -> Run:
    """The unfinished run that goes on, or a new one."""
    at = to_instant(clock.now())
    with database.read() as conn:
        waiting = [run for run in mirror.unfinished(conn, side, domain) if run.mode is mode and _recent(run, at)]
        broken = mirror.broken_off(conn, side, domain)
    subject = {"side": side.value, "domain": domain.value, "mode": mode.value, "copy": copy}
    with database.transaction(actor, "copy continued" if waiting else "copy started", subject) as tx:
        conn = tx.connection
        goes_on = waiting[-1].id if waiting else None
        left = [run.id for run in mirror.unfinished(conn, side, domain) if run.id != goes_on]
        mirror.supersede(conn, left, LEFT)
        if goes_on is None:
            number = mirror.begin(conn, side, domain, mode, copy=copy, at=at)
            if broken is not None and broken.mode is mode and _recent(broken, at):
                mirror.take_over(conn, broken.id, number)
            elif broken is not None:
                mirror.drop_landing(conn, broken.id)
        else:
            number = goes_on
            mirror.join_copy(conn, number, copy)
        tx.subject["run"] = number
        tx.subject["account"] = account.account_id
        run = views.run(conn, number)
    assert run is not None  # noqa: S101 - it was written a line above
    return run


def _recent(run: Run, now: Instant) -> bool:
    return from_instant(now) - from_instant(run.started) < GOES_ON_FOR


def _land(source: Source, database: Database, run: Run, salted: int, clock: Clock) -> Job[None]:
    with database.read() as conn:
        if mirror.listing(conn, run.id) is not None:
            return  # killed after its last page: nothing is left to ask
        seq, cursor = mirror.place(conn, run.id)
        known = records.known_pages(conn, run.side, run.domain) if run.mode is Mode.FULL else {}
        landing = _Landing(database, clock, run=run.id, seq=seq, known=known.keys(), salted=salted)
        since = watermark(conn, run.side, run.domain) if run.mode is Mode.INCREMENTAL else None
        parents: Sequence[str] = ()
        if run.domain in PARENTS:
            parents = records.present_keys(conn, run.side, PARENTS[run.domain])
    pages = source.pages(run.domain, run.mode, since=since, resume=cursor, parents=parents)
    try:
        while True:
            try:
                piece = next(pages)
            except StopIteration as end:
                listing: Listing = end.value
                break
            if isinstance(piece, Page):
                landing.take(piece)
            else:
                landing.write_late()
                yield piece
    finally:
        pages.close()
        landing.write()
    with database.landing() as conn:
        mirror.land_end(conn, run.id, listing)


class _Landing:
    """Keeps pages. A page with anything new is committed at once, with those known before it.

    Pages that are known hold nothing but a cursor; of these the last tenth of a second may be asked again after a
    kill.
    """

    def __init__(
        self, database: Database, clock: Clock, *, run: int, seq: int, known: Collection[bytes], salted: int
    ) -> None:
        self._database = database
        self._run = run
        self._seq = seq
        self._known = known
        self._salt = salted
        self._clock = clock
        self._waiting: list[tuple[int, Page, bytes | None]] = []
        self._since = clock.monotonic()

    def take(self, page: Page) -> None:
        """Keep the next page."""
        hashed = xxhash.xxh3_128_digest(page.body, self._salt)
        known = hashed in self._known
        self._waiting.append((self._seq, page, hashed if known else None))
        self._seq += 1
        if not known:
            self.write()
        else:
            self.write_late()

    def write_late(self) -> None:
        """Commit what waits when it waited long enough."""
        if self._waiting and self._clock.monotonic() - self._since >= AT_LATEST:
            self.write()

    def write(self) -> None:
        """Commit what waits."""
        self._since = self._clock.monotonic()
        if not self._waiting:
            return
        with self._database.landing() as conn:
            for seq, page, known in self._waiting:
                mirror.land(conn, self._run, seq, page, known)
        self._waiting.clear()


def watermark(conn: Connection, side: Side, domain: Domain) -> Instant | None:
    """The newest time of change that was taken over from a side and domain; None before the first copy."""
    run = mirror.last_accepted(conn, side, domain)
    found = views.run(conn, run) if run else None
    return None if found is None else found.watermark


def give_up(database: Database, run: Run, error: ClubOSError, *, clock: Clock, actor: str) -> Run:
    """End a run early. Pages of a connection that broke off stay, so that the next pull goes on there."""
    at = clock.now()
    reason = f"{error.sentence} {error.remedy}"
    subject = {"run": run.id, "code": error.code, "kind": type(error).__name__}
    log.note("copy.failed", side=run.side, domain=run.domain, code=error.code, run=run.id)
    with database.transaction(actor, "copy failed", subject) as tx:
        conn = tx.connection
        landed = mirror.page_count(conn, run.id)
        keep = landed > 0 and isinstance(error, UnavailableError)
        state = RunState.PARTIAL if keep else RunState.FAILED
        stored = records.standing(conn, run.side, run.domain)
        took = round((at - from_instant(run.started)).total_seconds() * 1000)
        mirror.end(conn, run, mirror.Ending(state, reason, stored=stored), to_instant(at), max(0, took))
        faults = error.faults if isinstance(error, ContractError) else ()
        failures.note(
            conn,
            Trouble(run.side, run.domain, error.code, reason, to_instant(at), run.id, faults=faults, raw=error.raw),
        )
        if not keep:
            mirror.drop_landing(conn, run.id)
        ended = views.run(conn, run.id)
    assert ended is not None  # noqa: S101 - it was written a line above
    return ended
