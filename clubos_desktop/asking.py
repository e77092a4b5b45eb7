"""What ClubOS is asked beside a copy: its doors and its database once a day, and how its board pages hold the votes.

None of it is a reason for a copy to fail: what was not seen grows old, and its check closes (verification.gates).
"""

import contextlib
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from clubos_desktop.errors import ContractError, NetworkError, RefusedError, SignInError
from clubos_desktop.job import Job
from clubos_desktop.model.protocols import Clock, Source
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runs import Account
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import settings
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import motions
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.measure import LOOKED
from clubos_desktop.verification.registers import decided

if TYPE_CHECKING:
    from clubos_desktop.connectors.clubos import ClubOS

EVERY = timedelta(days=1)
"""How often ClubOS is looked at beside a copy: about fifteen reading calls."""


def beside(database: Database, source: Source, account: Account, *, clock: Clock) -> Job[None]:
    """Look again where the last look is a day old, and read the board's motions where votes are recorded."""
    with contextlib.suppress(NetworkError, ContractError, SignInError, RefusedError):
        yield from _look(database, source, account, clock)
        yield from votes(database, source)


def votes(database: Database, source: Source) -> Job[Entry | None]:
    """What ClubOS holds of the board's votes, kept; None where it has no such pages, or nothing changed.

    Nothing is asked before a vote is recorded. Raises NetworkError, ContractError, SignInError.
    """
    clubos = _clubos(source)
    if clubos is None or not decided.votes(known(database)):
        return None
    found = yield from clubos.motions()
    return None if found is None else motions.keep(database, found)


def _clubos(source: Source) -> "ClubOS | None":
    """The source where it is the real connector; export files and memory can tell nothing more."""
    from clubos_desktop.connectors.clubos import ClubOS  # noqa: PLC0415 - only one kind of connector is needed

    return source if isinstance(source, ClubOS) else None


def _look(database: Database, source: Source, account: Account, clock: Clock) -> Job[None]:
    with database.read() as conn:
        last = settings.get(conn, LOOKED, None)
    if last is not None and clock.now() - from_instant(last) < EVERY:
        return
    clubos = _clubos(source)
    if clubos is None:
        return
    found = yield from clubos.check_again(account)
    if found.account_id != account.account_id:
        return
    with database.transaction(PROGRAM, "connection looked at", {"side": source.side.value}) as tx:
        settings.put(tx, f"account.{source.side.value}", asdict(found))
        settings.put(tx, LOOKED, to_instant(clock.now()))
