"""The return period: how long one may still go back, what that would cost now, what still changes in Wild Apricot.

Everything is worked out from the copies and the recorded steps; nothing here writes but ``carry`` and ``ratify``.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.cutover import locks
from clubos_desktop.cutover.legacy.export import UNREAD, changed
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.proofs import Rehearsed
from clubos_desktop.model.records import Day, Instant, Record
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Carried
from clubos_desktop.model.time import day_of, from_instant
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import enter, need, words
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.known import Known, bodies

NOTICES = (14, 7, 3, 1)
"""Days before the end on which a notice comes (features.md S6.4)."""

STATES = ("open", "carried over", "does not matter")
"""How a change that was still made in Wild Apricot ends."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The return period: since and until when, the last whole day, days left (rounded up), the notice due now."""

    since: Instant
    until: Instant
    day: Day
    days_left: int
    notice: int | None

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.days_left == 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What going back now would lose or have typed again: records by domain, money by currency in minor units.

    ``unread`` is what ClubOS does not show, so that nobody can count it.
    """

    records: dict[Domain, int]
    money: dict[str, int]
    unread: tuple[str, ...] = UNREAD

    @property
    def n(self) -> int:
        """All records."""
        return sum(self.records.values())


@dataclass(frozen=True, slots=True)
class Drift:
    """A record that changed in Wild Apricot after the switch, with who minds it and how it stands (features.md N24)."""

    domain: Domain
    key: str
    what: str
    owner: str
    state: str


def clock(known: Known) -> Clock | None:
    """The return period at this moment; None while Wild Apricot is in charge."""
    since, until = runbook.switched(known.kept), locks.grace_ends(known.kept)
    if since is None or until is None:
        return None
    left = from_instant(until) - from_instant(known.at)
    days = max(0, -(-left // timedelta(days=1)))
    due = min((each for each in NOTICES if 0 < days <= each), default=None)
    return Clock(since, until, day_of(until, known.zone), days, due)


def cost(conn: Connection, known: Known) -> Cost | None:
    """What going back would cost now; None while there is nothing to go back from."""
    since = runbook.switched(known.kept)
    if since is None:
        return None
    records = {domain: len(changed(conn, domain, since)) for domain in (*PAIRED, *FINANCE)}
    money: dict[str, int] = {}
    for each in changed(conn, Domain.PAYMENTS, since):
        amount, currency = getattr(each, "amount", None), getattr(each, "currency", None)
        if amount is not None and currency:
            money[currency] = money.get(currency, 0) + amount
    return Cost({domain: n for domain, n in records.items() if n}, money)


def rehearsed(known: Known) -> float | None:
    """Seconds of the slower of the rehearsals that count; None when there is none."""
    made = [body for _, body in bodies(known.kept, "rehearsal", Rehearsed)]
    return max((sum(step.seconds for step in body.steps) for body in made), default=None)


def drift(conn: Connection, known: Known) -> tuple[Drift, ...]:
    """Every record that a copy begun after the switch found changed in Wild Apricot; none is left out."""
    since = runbook.switched(known.kept)
    if since is None:
        return ()
    said = {entry.item: body for entry, body in bodies(known.kept, "drift", Carried)}
    found = []
    for domain in (*PAIRED, *FINANCE):
        for record in changed(conn, domain, since, Side.LEGACY):
            held = said.get(f"{domain.value} {record.key} {record.modified or ''}".strip())
            owner, state = (held.owner, held.state) if held else ("", STATES[0])
            found.append(Drift(domain, record.key, _called(record), owner, state))
    return tuple(found)


def _called(record: Record) -> str:
    names = [str(getattr(record, name, "") or "") for name in ("first_name", "last_name", "title", "number")]
    return " ".join(name for name in names if name) or record.key


def carry(database: Database, actor: str, drifted: Record, domain: Domain, *, owner: str, state: str) -> Entry:
    """Who minds a change in Wild Apricot, and how it ended. A later change of the record is open again."""
    need(state in STATES, f"“{state}” is no end. Nothing was recorded.", f"Choose: {', '.join(STATES)}.", "drift.state")
    item = f"{domain.value} {drifted.key} {drifted.modified or ''}".strip()
    return enter(database, actor, "drift", "carried", Carried(words(owner, "Who minds it"), state), item=item)


REMAINING = (
    "Restore a backup of this workspace and read what was there.",
    "Type a few records again by hand: the files to read say what they held.",
    "Write ClubOS's records as import files for Wild Apricot; events and money cannot be imported there.",
    "Ask Wild Apricot's support to open the account again, if it was closed.",
)
"""What is still possible when the return period is over (features.md S6.8)."""
