"""Which invoices are asked again for what was paid on them.

Wild Apricot gives allocations only by the invoice: one call each, most of a copy of everything (wild-apricot-api.md
2.7). An answer cannot have changed without its invoice, or a payment on it, having changed too: their amounts and
their state of payment move with it. So a copy asks only for those, and for all of them once in ``EVERY``, because that
is what Wild Apricot is believed to do, not what it promises.
"""

from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.protocols import Clock, Source
from clubos_desktop.model.records import Allocation, Instant
from clubos_desktop.model.runs import Mode, Recheck
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import mirror, records, settings, views
from clubos_desktop.store.database import Database

EVERY = 30
"""Days after which every invoice is asked again; another number stands in the setting "recheck.days"."""

CHOICES = (7, 30, 90)
"""What the window offers; the command line takes any number from 1 to ``MOST``."""

MOST = 365
_SETTING = "recheck.days"


def mode(conn: Connection, source: Source, domain: Domain, clock: Clock) -> Mode | None:
    """How a domain that costs one call a record is copied; None for every other domain."""
    if domain not in getattr(source, "one_by_one", ()):
        return None
    last = mirror.last_full(conn, source.side, domain)
    if last is None:
        return Mode.FULL
    due = from_instant(last) + timedelta(days=days(conn))
    return Mode.FULL if clock.now() >= due else Mode.INCREMENTAL


def days(conn: Connection) -> int:
    """After how many days every invoice is asked again."""
    return int(settings.get(conn, _SETTING, EVERY))


def set_days(database: Database, days: int, *, actor: str) -> None:
    """Ask for every invoice again after so many days. Raises InputError."""
    if not 1 <= days <= MOST:
        raise InputError(
            f"Invoices can be asked again after 1 to {MOST} days. Nothing was changed.",
            remedy=f"Choose a number of days; {EVERY} is usual.",
            code="recheck.days",
        )
    with database.transaction(actor, "recheck set", {"days": days}) as tx:
        settings.put(tx, _SETTING, days)


def next_time(conn: Connection) -> Instant | None:
    """When every invoice of Wild Apricot is asked again; None before they were all asked once."""
    last = mirror.last_full(conn, Side.LEGACY, Domain.ALLOCATIONS)
    return None if last is None else to_instant(from_instant(last) + timedelta(days=days(conn)))


def gather(conn: Connection, side: Side) -> Recheck:
    """What to ask again now."""
    since = mirror.last_accepted(conn, side, Domain.ALLOCATIONS)
    payments = records.changed_since(conn, side, Domain.PAYMENTS, since)
    missing = records.missing_keys(conn, side, Domain.ALLOCATIONS)
    wanted = set(records.changed_since(conn, side, Domain.INVOICES, since))
    for each in views.current(conn, side, Domain.ALLOCATIONS):
        if isinstance(each, Allocation) and each.invoice and (each.payment in payments or each.key in missing):
            wanted.add(each.invoice)
    last = mirror.last_full(conn, side, Domain.ALLOCATIONS)
    due = None if last is None else from_instant(last) + timedelta(days=days(conn))
    return Recheck(frozenset(wanted), "the next copy" if due is None else f"{due.day} {due:%b %Y}")
