"""Differences with one cause as one row: "41 events are shifted by 8 hours".

Each difference belongs to the first pattern that explains it; what none explains stands under its field, last.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from clubos_desktop.errors import InputError
from clubos_desktop.findings import reading
from clubos_desktop.findings.cases import Case, cases, some_at_a_time
from clubos_desktop.findings.finders import ADVICE, FINDERS, Pattern, singles
from clubos_desktop.findings.naming import sentence
from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import DECIDABLE
from clubos_desktop.model.records import Instant
from clubos_desktop.store import views

__all__ = ["MOST", "Pattern", "find", "found", "ids_of", "outline", "outlining"]

_LOOKING = Progress("Looking for causes")

MOST = 20_000
"""So many open differences are searched for patterns; with more they are only grouped by field, at any size."""


def found(conn: Connection, zone_name: str, needing: Instant | None = None) -> tuple[Pattern, ...]:
    """The patterns of all open differences, the largest first; with ``needing`` of those that need a person then."""
    return find(cases(conn, needing=needing), zone_name)


def outline(conn: Connection, zone_name: str, at: Instant) -> tuple[Pattern, ...]:
    """The causes of what needs a person at a moment; above ``MOST`` differences grouped by field alone."""
    return finish(outlining(conn, zone_name, at))


def outlining(conn: Connection, zone_name: str, at: Instant) -> Job[tuple[Pattern, ...]]:
    """``outline`` in steps, so that acts of people find room between them."""
    counts = [each for each in views.counts(conn) if each.kind in DECIDABLE]
    if sum(each.n for each in counts) > MOST:
        return _counted(conn, counts, at)
    every: list[Case] = []
    for some in some_at_a_time(conn, needing=at):
        every += some
        yield _LOOKING
    return (yield from _finding(every, zone_name))


def _counted(conn: Connection, counts: list[views.Count], at: Instant) -> tuple[Pattern, ...]:
    """One pattern for each domain, kind and field, from the kept counters less what was decided."""
    places: dict[tuple[Domain, Kind, str], list[int]] = {}
    for each in counts:
        place = places.setdefault((each.domain, each.kind, each.field), [0, 0])
        place[0] += each.n
        place[1] += each.n * (each.status is Status.CONFIRMED)
    settled = reading.settled(conn, at)
    for decided in reading.every(conn, at, reading.FindingFilter(ids=settled)) if settled else ():
        row = decided.difference
        places[row.domain, row.kind, row.field][0] -= 1
        places[row.domain, row.kind, row.field][1] -= row.status is Status.CONFIRMED
    made = []
    for (domain, kind, field), (n, twice) in places.items():
        if n > 0:
            shown = views.samples(conn, domain, kind, field)
            samples = tuple((row.who, row.legacy, row.clubos) for row in shown)
            key = ".".join(filter(None, (domain, kind, field)))
            said = sentence(domain, kind, field, n) + "."
            made.append(Pattern(key, said, ADVICE, (), samples, (domain, kind, field), n, twice, single=True))
    return tuple(sorted(made, key=lambda pattern: (-pattern.n, pattern.key)))


def ids_of(conn: Connection, key: str, zone_name: str) -> tuple[int, ...]:
    """The differences of a pattern. Raises InputError when there is none of that key."""
    for pattern in found(conn, zone_name):
        if pattern.key == key:
            return pattern.ids
    raise InputError(
        f"No cause is called “{key}” now. Nothing was done.",
        remedy="List the causes: clubos-desktop causes.",
        code="cause.unknown",
    )


def find(every: Iterable[Case], zone_name: str) -> tuple[Pattern, ...]:
    """Patterns of cases; each case is in exactly one of them. Pure."""
    return finish(_finding(every, zone_name))


def _finding(every: Iterable[Case], zone_name: str) -> Job[tuple[Pattern, ...]]:
    left = list(every)
    patterns: list[Pattern] = []
    for finder in FINDERS:
        yield _LOOKING
        new = list(finder(left, zone_name))
        patterns += new
        explained = {identity for pattern in new for identity in pattern.ids}
        left = [case for case in left if case.id not in explained]
    patterns.sort(key=lambda pattern: (-pattern.n, pattern.key))
    return (*patterns, *singles(left))
