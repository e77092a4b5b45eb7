"""Differences grouped into causes: "300 differences, 5 causes, about 40 minutes". No Qt in here."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlalchemy import Connection

from clubos_desktop.findings import reading
from clubos_desktop.findings.reading import FindingFilter, Summary
from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.fields import COMPARED, NOT_COMPARABLE
from clubos_desktop.model.findings import NEEDING, Standing
from clubos_desktop.model.records import Instant
from clubos_desktop.store import views
from ui.words import count


def minutes_for(n: int) -> int:
    """About how long a person looks at a cause: 60 differences of one cause take 8 minutes (ui.md section 4)."""
    return min(15, 2 + n // 10)


OPEN = (Kind.CHANGED, Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
"""The kinds that need a person."""

SETTLED = (Standing.TO_CORRECT, Standing.ASKED, Standing.ACCEPTED, Standing.EQUAL)
"""What was decided and needs nobody until the next copy, an answer, or a day."""

Place: TypeAlias = tuple[Domain, Kind, str]

SINGULAR = {
    Domain.FIELDS: "contact field",
    Domain.LEVELS: "level",
    Domain.GROUPS: "group",
    Domain.MEMBERS: "member",
    Domain.EVENTS: "event",
    Domain.REGISTRATIONS: "registration",
    Domain.INVOICES: "invoice",
    Domain.PAYMENTS: "payment",
    Domain.ALLOCATIONS: "allocation",
    Domain.REFUNDS: "refund",
    Domain.DONATIONS: "donation",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Differences of one domain, kind and field, with up to two samples."""

    domain: Domain
    kind: Kind
    field: str
    n: int
    seen_twice: int
    sentence: str
    meaning: str
    samples: tuple[Difference, ...] = ()

    @property
    def minutes(self) -> int:
        """About how long a person needs for this cause."""
        return minutes_for(self.n)

    @property
    def wanted(self) -> FindingFilter:
        """The filter of the list behind this card."""
        return FindingFilter(views.DifferenceFilter(self.domain, (self.kind,), self.field), NEEDING)


@dataclass(frozen=True, slots=True)
class Outline:
    """All differences in figures; ``open`` are those that need a person now."""

    causes: tuple[Cause, ...]
    open: int
    seen_once: int
    ignored: int
    not_comparable: int
    suggestions: int
    pairs: int
    to_correct: int = 0
    asked: int = 0
    accepted: int = 0

    @property
    def minutes(self) -> int:
        """About how long a person needs to look at all causes."""
        return sum(cause.minutes for cause in self.causes)


def label_of(domain: Domain, field: str) -> str:
    """A field's name on screen."""
    for each in (*COMPARED.get(domain, ()), *NOT_COMPARABLE.get(domain, ())):
        if each.name == field:
            return each.label
    return field.replace("_", " ").capitalize()


def read_outline(conn: Connection, at: Instant, *, samples: int = 2) -> Outline:
    """Count and group what needs a person at a moment, most harmful first, from the kept counters.

    Samples cost one short look into the index a cause; decided differences are read one by one.
    """
    summary = reading.summary(conn, at)
    grouped: dict[Place, list[int]] = {}
    for each in views.counts(conn):
        if each.kind in OPEN:
            place = grouped.setdefault((each.domain, each.kind, each.field), [0, 0])
            place[0] += each.n
            place[1] += each.n if each.status is Status.CONFIRMED else 0
    settled = _settled(conn, at, summary)
    for where, (n, twice) in settled.items():
        grouped[where][0] -= n
        grouped[where][1] -= twice
    causes = [
        Cause(*where, n, twice, sentence(*where, n), meaning(*where)) for where, (n, twice) in grouped.items() if n > 0
    ]
    causes.sort(key=lambda cause: (OPEN_ORDER.index(cause.kind), list(Domain).index(cause.domain), -cause.n))
    if samples:
        causes = [_with_samples(conn, at, cause, samples, decided=bool(settled)) for cause in causes]
    return Outline(
        tuple(causes),
        summary.needing,
        summary.once,
        summary.ignored,
        summary.not_comparable,
        sum(views.suggestion_totals(conn).values()),
        sum(views.pair_totals(conn).values()),
        summary.standing.get(Standing.TO_CORRECT, 0),
        summary.standing.get(Standing.ASKED, 0),
        summary.standing.get(Standing.ACCEPTED, 0) + summary.standing.get(Standing.EQUAL, 0),
    )


def _settled(conn: Connection, at: Instant, summary: Summary) -> dict[Place, list[int]]:
    """Differences that need nobody now because of a decision, and how many of them were seen twice, by place."""
    found: dict[Place, list[int]] = {}
    if any(summary.standing.get(each, 0) for each in SETTLED):
        for each in reading.every(conn, at, FindingFilter(views.DifferenceFilter(kinds=OPEN), SETTLED)):
            row = each.difference
            place = found.setdefault((row.domain, row.kind, row.field), [0, 0])
            place[0] += 1
            place[1] += row.status is Status.CONFIRMED
    return found


OPEN_ORDER = (Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CHANGED)
"""A person who is missing comes before a letter that differs."""


def _with_samples(conn: Connection, at: Instant, cause: Cause, limit: int, *, decided: bool) -> Cause:
    if decided:
        rows = tuple(each.difference for each in reading.page(conn, at, cause.wanted, limit=limit).rows)
    else:
        rows = views.samples(conn, cause.domain, cause.kind, cause.field, limit=limit)
    return replace(cause, samples=rows)


def sentence(domain: Domain, kind: Kind, field: str, n: int) -> str:
    """What the cause is, with its number."""
    what = count(n, SINGULAR[domain])
    stands = "is" if n == 1 else "are"
    if kind is Kind.ONLY_LEGACY:
        return f"{what} {stands} only in Wild Apricot"
    if kind is Kind.ONLY_CLUBOS:
        return f"{what} {stands} only in ClubOS"
    if domain in FINANCE:
        return f"{what} {'does' if n == 1 else 'do'} not add up in Wild Apricot ({label_of(domain, field).lower()})"
    label = label_of(domain, field)
    return f"{label} differs for {what}"


def meaning(domain: Domain, kind: Kind, field: str) -> str:
    """What it would mean for members if the club switched today."""
    if domain in FINANCE:
        return "The club's own figures would not add up; the treasurer should look before anything is moved."
    if kind is Kind.ONLY_LEGACY:
        return _MISSING.get(domain, "It would be lost after the switch.")
    if kind is Kind.ONLY_CLUBOS:
        return "Wild Apricot, which is in charge, does not have this: it may be a test entry, or it was deleted there."
    return _FIELD_MEANING.get((domain, field), "ClubOS would show something else than Wild Apricot does today.")


_MISSING = {
    Domain.MEMBERS: "They could not sign in to ClubOS and would get no mail from the club.",
    Domain.EVENTS: "Members would not find this in the calendar.",
    Domain.REGISTRATIONS: "People would come to an event that does not expect them.",
}

_FIELD_MEANING = {
    (Domain.MEMBERS, "email"): "They would not get their renewal mail.",
    (Domain.MEMBERS, "phone"): "A call would not reach them.",
    (Domain.MEMBERS, "status"): "They may lose access, or keep it without paying.",
    (Domain.MEMBERS, "level"): "They would be asked for another fee.",
    (Domain.MEMBERS, "joined"): "Years of membership would be wrong on lists and badges.",
    (Domain.MEMBERS, "first_name"): "Their name would be wrong on lists and badges.",
    (Domain.MEMBERS, "last_name"): "Their name would be wrong on lists and badges.",
    (Domain.EVENTS, "start"): "Members would come at the wrong time.",
    (Domain.EVENTS, "end"): "Members would expect another end.",
    (Domain.EVENTS, "location"): "Members would go to the wrong place.",
    (Domain.EVENTS, "capacity"): "Too many or too few could sign up.",
    (Domain.EVENTS, "published"): "Members would see it when they should not, or not see it when they should.",
    (Domain.REGISTRATIONS, "status"): "They may be turned away, or hold a place they gave back.",
}
