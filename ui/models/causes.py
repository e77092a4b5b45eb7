"""What Differences is about, in figures: the causes the engine finds, and everything beside them. No Qt in here."""

from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.findings import patterns, reading, weekly
from clubos_desktop.findings.patterns import Pattern
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.differences import Status
from clubos_desktop.model.findings import DECIDABLE, NEEDING, Standing
from clubos_desktop.model.records import Instant
from clubos_desktop.store import views


@dataclass(frozen=True, slots=True)
class Outline:
    """All differences in figures; ``open`` are those that need a person now."""

    causes: tuple[Pattern, ...]
    open: int
    seen_once: int
    ignored: int
    not_comparable: int
    suggestions: int
    pairs: int
    to_correct: int = 0
    asked: int = 0
    accepted: int = 0
    equal: int = 0
    still_there: int = 0
    alone: int = 0
    gone: int = 0
    oldest_once: Instant | None = None
    """Since when the oldest one that was seen once waits for another copy."""

    @property
    def minutes(self) -> int:
        """About how long a person needs to look at all causes."""
        return sum(cause.minutes for cause in self.causes)


def read_outline(conn: Connection, at: Instant, zone: str, causes: tuple[Pattern, ...] | None = None) -> Outline:
    """What stands at a moment. ``causes`` are those that were found off the screen's thread; None finds them now."""
    summary = reading.summary(conn, at)
    standing, counts = summary.standing, views.counts(conn, closed=True)
    return Outline(
        patterns.outline(conn, zone, at) if causes is None else causes,
        summary.needing,
        summary.once,
        summary.ignored,
        summary.not_comparable,
        sum(views.suggestion_totals(conn).values()),
        sum(views.pair_totals(conn).values()),
        standing.get(Standing.TO_CORRECT, 0),
        standing.get(Standing.ASKED, 0),
        standing.get(Standing.ACCEPTED, 0),
        standing.get(Standing.EQUAL, 0),
        standing.get(Standing.STILL_THERE, 0),
        summary.alone,
        sum(each.n for each in counts if each.status is Status.CLOSED and each.kind in DECIDABLE),
        weekly.oldest_maybe(conn) if 0 < summary.once <= patterns.MOST else None,
    )


def wanted(cause: Pattern) -> FindingFilter:
    """The filter of the list behind a cause."""
    domain, kind, field = cause.place
    if cause.ids:
        return FindingFilter(views.DifferenceFilter(kinds=DECIDABLE), NEEDING, cause.ids)
    return FindingFilter(views.DifferenceFilter(domain, (kind,), field), NEEDING)
