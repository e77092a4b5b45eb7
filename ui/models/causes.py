"""Differences grouped into causes: "300 differences, 5 causes, about 40 minutes". No Qt in here."""

from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.fields import COMPARED, NOT_COMPARABLE
from clubos_desktop.store import views
from ui.words import count


def minutes_for(n: int) -> int:
    """About how long a person looks at a cause: 60 differences of one cause take 8 minutes (ui.md section 4)."""
    return min(15, 2 + n // 10)


OPEN = (Kind.CHANGED, Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
"""The kinds that need a person."""

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
    def wanted(self) -> views.DifferenceFilter:
        """The filter of the list behind this card."""
        return views.DifferenceFilter(domain=self.domain, kinds=(self.kind,), field=self.field)


@dataclass(frozen=True, slots=True)
class Outline:
    """All differences in figures."""

    causes: tuple[Cause, ...]
    open: int
    seen_once: int
    ignored: int
    not_comparable: int
    suggestions: int
    pairs: int

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


def read_outline(conn: Connection, *, samples: int = 2) -> Outline:
    """Count and group from the kept counters, most harmful first; samples cost one short query a cause."""
    grouped: dict[tuple[Domain, Kind, str], list[int]] = {}
    ignored = apart = seen_once = 0
    for each in views.counts(conn):
        if each.kind is Kind.IGNORED:
            ignored += each.n
        elif each.kind is Kind.NOT_COMPARABLE:
            apart += each.n
        else:
            place = grouped.setdefault((each.domain, each.kind, each.field), [0, 0])
            place[0] += each.n
            place[1] += each.n if each.status is Status.CONFIRMED else 0
            seen_once += each.n if each.status is Status.SEEN_ONCE else 0
    causes = [
        Cause(domain, kind, field, n, twice, sentence(domain, kind, field, n), meaning(domain, kind, field))
        for (domain, kind, field), (n, twice) in grouped.items()
    ]
    causes.sort(key=lambda cause: (OPEN_ORDER.index(cause.kind), list(Domain).index(cause.domain), -cause.n))
    if samples:
        causes = [_with_samples(conn, cause, samples) for cause in causes]
    return Outline(
        tuple(causes),
        sum(cause.n for cause in causes),
        seen_once,
        ignored,
        apart,
        sum(views.suggestion_totals(conn).values()),
        sum(views.pair_totals(conn).values()),
    )


OPEN_ORDER = (Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CHANGED)
"""A person who is missing comes before a letter that differs."""


def _with_samples(conn: Connection, cause: Cause, limit: int) -> Cause:
    rows = views.samples(conn, cause.domain, cause.kind, cause.field, limit=limit)
    return Cause(cause.domain, cause.kind, cause.field, cause.n, cause.seen_twice, cause.sentence, cause.meaning, rows)


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
        return "It is not in the system that is in charge: it may be a test entry, or it was deleted there."
    return _FIELD_MEANING.get((domain, field), "ClubOS would show something else than Wild Apricot does today.")


_MISSING = {
    Domain.MEMBERS: "They could not sign in to ClubOS and would get no mail from the club.",
    Domain.EVENTS: "Members would not find it in the calendar.",
    Domain.REGISTRATIONS: "They would come to an event that does not expect them.",
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
