"""The return period: how long one may still go back, what that would cost now, what still changes in Wild Apricot.

Everything is worked out from the copies and the recorded steps; nothing here writes.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.cutover.legacy.export import UNREAD
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.money import show
from clubos_desktop.model.proofs import Rehearsed
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.runbook import Plan
from clubos_desktop.model.time import day_of, from_instant
from clubos_desktop.store import since as later
from clubos_desktop.store import views
from clubos_desktop.verification import drift
from clubos_desktop.verification.drift import Drift
from clubos_desktop.verification.registers import afterwards, runbook, tickets
from clubos_desktop.verification.registers.afterwards import GRACE_DAYS, Emergency, Issue
from clubos_desktop.verification.registers.known import Known, bodies
from clubos_desktop.verification.words import counted

NOTICES = (14, 7, 3, 1)
"""Days before the end on which a notice comes (features.md S6.4)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The return period: since and until when, its day (1 to 30), days left (rounded up), the notice due now.

    ``until`` is 30 x 24 hours after the switch, ``day`` the same moment's day on the club's calendar, ``lead`` the
    person who led the switch and minds the period.
    """

    since: Instant
    until: Instant
    day: Day
    number: int
    days_left: int
    notice: int | None
    lead: int

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.days_left == 0

    @property
    def whole(self) -> int:
        """How many days it has."""
        return GRACE_DAYS


@dataclass(frozen=True, slots=True)
class Cost:
    """What going back now would lose or have typed again: records by domain, money by currency in minor units.

    ``unread`` is what ClubOS does not show, so that nobody can count it.
    """

    records: dict[Domain, int]
    money: dict[str, int]
    unread: tuple[str, ...] = UNREAD
    known: bool = True
    """Whether all of ClubOS was copied since the switch: what no copy has seen is not nothing."""

    @property
    def said(self) -> str:
        """Like "37 registrations, 4 payments, 1,120.00 USD"; "nothing yet"."""
        counts = [counted(n, domain.value.removesuffix("s")) for domain, n in self.records.items()]
        sums = [show(minor, currency) for currency, minor in sorted(self.money.items())]
        found = ", ".join((*counts, *sums))
        if not self.known:
            unseen = "what ClubOS got is not known, because it was not copied whole since the switch"
            return f"{found}; the rest of {unseen}" if found else unseen
        return found or "nothing yet"

    @property
    def n(self) -> int:
        """All records."""
        return sum(self.records.values())


def clock(known: Known) -> Clock | None:
    """The return period at this moment; None while Wild Apricot is in charge."""
    since, until = runbook.switched(known.kept), afterwards.grace_ends(known.kept)
    if since is None or until is None:
        return None
    left = from_instant(until) - from_instant(known.at)
    days = max(0, -(-left // timedelta(days=1)))
    due = min((each for each in NOTICES if 0 < days <= each), default=None)
    number = min(GRACE_DAYS, (from_instant(known.at) - from_instant(since)) // timedelta(days=1) + 1)
    return Clock(since, until, day_of(until, known.zone), number, days, due, _lead(known))


def _lead(known: Known) -> int:
    """Who led the last switch."""
    made = [run for run in runbook.runs(known.kept, Plan.CUTOVER) if run.real and run.done("switch")]
    return dict(made[-1].begun.roles).get("lead", 0)


def cost(conn: Connection, known: Known) -> Cost | None:
    """What going back would cost now; None while there is nothing to go back from."""
    since = runbook.switched(known.kept)
    if since is None:
        return None
    records: dict[Domain, int] = {}
    money: dict[str, int] = {}
    for domain in (*PAIRED, *FINANCE):
        found = [each.record for each in later.changed(conn, Side.CLUBOS, domain, since)]
        n = len(found) + len(later.gone(conn, Side.CLUBOS, domain, since))
        if n:
            records[domain] = n
        for each in found if domain is Domain.PAYMENTS else ():
            amount, currency = getattr(each, "amount", None), getattr(each, "currency", None)
            if amount is not None and currency:
                money[currency] = money.get(currency, 0) + amount
    accepted = views.latest_accepted(conn)
    seen = [accepted.get((Side.CLUBOS, domain)) for domain in PAIRED]
    return Cost(records, money, known=all(run is not None and run.started >= since for run in seen))


@dataclass(frozen=True, slots=True)
class Period:
    """The return period as people look at it: clock, cost, changes in Wild Apricot, days nobody looked, issues."""

    clock: Clock
    cost: Cost
    drifted: tuple[Drift, ...]
    holes: tuple[tuple[Instant, Instant], ...]
    issues: tuple[Issue, ...]
    emergencies: tuple[Emergency, ...]
    closed: bool
    asked: tuple[tickets.Asked, ...]
    """Support tickets of each day since the switch."""

    @property
    def unsettled(self) -> tuple[Drift, ...]:
        """Changes that nobody has brought to an end."""
        return drift.unsettled(self.drifted)

    @property
    def unowned(self) -> int:
        """Changes that nobody minds."""
        return sum(not each.owner for each in self.drifted)

    @property
    def support(self) -> str:
        """What was asked since the switch."""
        return tickets.said(self.asked)

    @property
    def open_issues(self) -> tuple[Issue, ...]:
        """Issues that are not solved."""
        return tuple(each for each in self.issues if each.closed is None)


def period(conn: Connection, known: Known) -> Period | None:
    """Everything about the return period; None while Wild Apricot is in charge."""
    now, costs = clock(known), cost(conn, known)
    if now is None or costs is None:
        return None
    return Period(
        now,
        costs,
        drift.found(conn, known),
        drift.holes(known),
        afterwards.issues(known.kept),
        afterwards.emergencies(known),
        afterwards.closed(known.kept) is not None,
        tickets.by_day(known),
    )


def rehearsed(known: Known) -> float | None:
    """Seconds of the slower of the rehearsals that count; None when there is none."""
    made = [body for _, body in bodies(known.kept, "rehearsal", Rehearsed)]
    return max((sum(step.seconds for step in body.steps) for body in made), default=None)


REMAINING = (
    "Restore a backup of this workspace and read what was there.",
    "Type a few records again by hand: the files to read say what they held.",
    "Write ClubOS's records as import files for Wild Apricot; events and money cannot be imported there.",
    "Ask Wild Apricot's support to open the account again, if it was closed.",
)
"""What is still possible when the return period is over (features.md S6.8)."""
