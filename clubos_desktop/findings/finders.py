"""Finders of causes: each takes the differences that nothing explains yet and gives those of one cause as a pattern."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from clubos_desktop.findings.cases import Case, side_of
from clubos_desktop.findings.naming import label_of, many, meaning, sentence
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.records import Event, Member, Registration
from clubos_desktop.model.time import from_instant, zone

MANY = 3
"""As many alike are a pattern; fewer are chance."""

LARGE = 10
"""An event or a member that explains so many registrations is a cause of its own; smaller ones are told together."""

ADVICE = "Look at each of them."

EMPTY = {
    "clubos": "See whether the field was copied into ClubOS at all.",
    "legacy": "Wild Apricot never held it: see who or what filled it in ClubOS, and whether it is right.",
}
"""What helps against a field that one system does not fill."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Differences with one cause. ``key`` stays the same while the cause does; ``samples`` are (who, legacy, ClubOS).

    ``single`` says that nothing is known to connect them but the field. ``advice`` is what helps against all at once,
    ``meaning`` what it would mean for members. ``twice`` of them were seen in two copies. ``place`` is the domain, kind
    and field of the first; ``ids`` is empty where they were only counted (``counted``).
    """

    key: str
    sentence: str
    advice: str
    ids: tuple[int, ...]
    samples: tuple[tuple[str, str | None, str | None], ...]
    place: tuple[Domain, Kind, str]
    n: int
    twice: int
    single: bool = False

    @property
    def meaning(self) -> str:
        """What it would mean for members if the club switched today."""
        return meaning(*self.place)

    @property
    def minutes(self) -> int:
        """About how long a person looks at it: one cause is looked at once, single ones each."""
        return min(15, 2 + self.n // 10) if not self.single else min(60, max(1, self.n))


def _grouped(some: Iterable[Case], by: Callable[[Case], K | None]) -> dict[K, list[Case]]:
    groups: dict[K, list[Case]] = defaultdict(list)
    for case in some:
        key = by(case)
        if key is not None:
            groups[key].append(case)
    return groups


def _pattern(key: str, said: str, advice: str, some: list[Case], *, single: bool = False) -> Pattern:
    samples = tuple((case.who, *case.shown) for case in some[:2])
    place = (some[0].domain, some[0].kind, some[0].field)
    twice = sum(case.twice for case in some)
    return Pattern(key, said, advice, tuple(case.id for case in some), samples, place, len(some), twice, single)


def _lone_parents(some: list[Case], _zone: str) -> Iterator[Pattern]:
    """Registrations that only one system has because it alone has their event or member, counted with these."""
    alone = {
        (case.domain, side_of(case), case.there.key): case
        for case in some
        if case.kind in (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS) and case.there is not None
    }

    def parent(domain: Domain) -> Callable[[Case], tuple[Domain, str, str] | None]:
        def of(case: Case) -> tuple[Domain, str, str] | None:
            there = case.there
            if case.field or not isinstance(there, Registration):
                return None
            key = there.event if domain is Domain.EVENTS else there.member
            lone = case.lone_event if domain is Domain.EVENTS else case.lone_member
            return (domain, side_of(case), key) if lone and key else None

        return of

    taken: set[int] = set()
    for domain in (Domain.EVENTS, Domain.MEMBERS):
        small: dict[Side, list[tuple[Case | None, list[Case]]]] = defaultdict(list)
        for (_, _, key), group in sorted(_grouped(some, parent(domain)).items()):
            free = [case for case in group if case.id not in taken]
            if not free:
                continue
            side = side_of(free[0])
            own = alone.get((domain, side, key))
            if len(free) < LARGE:
                small[side].append((own, free))
                continue
            taken.update(case.id for case in free)
            yield _lone_parent(domain, side, key, own, free)
        for side, groups in small.items():
            if sum(len(free) for _, free in groups) >= MANY:
                taken.update(case.id for _, free in groups for case in free)
                yield _lone_many(domain, side, groups)


def _lone_parent(domain: Domain, side: Side, key: str, own: Case | None, free: list[Case]) -> Pattern:
    """One event or member that only one system has, with its registrations."""
    title = (free[0].event if domain is Domain.EVENTS else free[0].member) or key
    which = "which" if domain is Domain.EVENTS else "who"
    said = f"{len(free)} registrations belong to {title}, {which} has no counterpart: only in {SIDE_LABELS[side]}."
    return _pattern(f"{domain}.{side}.{key}", said, _lone_advice(side, title), [*([own] if own else []), *free])


def _lone_many(domain: Domain, side: Side, groups: list[tuple[Case | None, list[Case]]]) -> Pattern:
    """Several of them with few registrations each, told together; each is followed by its own registrations."""
    some = [case for own, free in groups for case in ([own] if own else []) + free]
    registrations = many(Domain.REGISTRATIONS, sum(len(free) for _, free in groups))
    stands = "is" if len(groups) == 1 else "are"
    said = f"{many(domain, len(groups))} with {registrations} {stands} only in {SIDE_LABELS[side]}."
    return _pattern(f"{domain}.{side}.with_registrations", said, _lone_advice(side, "each of them"), some)


def _lone_advice(side: Side, what: str) -> str:
    """What helps where one system alone has something: the one in charge is followed."""
    paired = "if it is there under another name, say so under “to pair”."
    if side is Side.LEGACY:
        return f"Bring {what} into ClubOS, or, {paired}"
    return f"Remove {what} from ClubOS, or bring it into Wild Apricot, or, {paired}"


def _moved(case: Case) -> int | None:
    """Minutes by which ClubOS's time of an event is later; None for other cases."""
    if case.field not in ("start", "end") or not (isinstance(case.legacy, Event) and isinstance(case.clubos, Event)):
        return None
    mine, theirs = getattr(case.legacy, case.field), getattr(case.clubos, case.field)
    if not mine or not theirs:
        return None
    return round((from_instant(theirs) - from_instant(mine)) / timedelta(minutes=1))


def _offset(case: Case, zone_name: str) -> int:
    """Minutes by which the club's wall time was ahead of UTC at the event."""
    mine = getattr(case.legacy, case.field)
    offset = from_instant(mine).astimezone(zone(zone_name)).utcoffset()
    return 0 if offset is None else round(offset / timedelta(minutes=1))


def _times(some: list[Case], zone_name: str) -> Iterator[Pattern]:
    """Times of events that are off by the zone (7 hours in summer, 8 in winter: one cause) or by another constant."""

    def cause(case: Case) -> str | None:
        minutes = _moved(case)
        if not minutes:
            return None
        ahead = _offset(case, zone_name)
        if ahead and minutes == ahead:
            return "wall_as_utc"
        return "utc_as_wall" if ahead and minutes == -ahead else f"by_{minutes}"

    words = {
        "wall_as_utc": "their local time was read as UTC",
        "utc_as_wall": "their UTC time was read as local time",
    }
    for key, group in _grouped(some, cause).items():
        events = {case.pair for case in group}
        if len(events) < MANY:
            continue
        spans = sorted({abs(_moved(case) or 0) for case in group})
        later = "later" if (_moved(group[0]) or 0) > 0 else "earlier"
        shift = " or ".join(_span(minutes) for minutes in spans)
        why = f": {words[key]}" if key in words else ""
        said = f"{len(events)} events are {shift} {later} in ClubOS{why}."
        advice = (
            "Correct the time zone once where ClubOS was filled, instead of every event."
            if key in words
            else "See how these times came into ClubOS: they are all off by the same."
        )
        yield _pattern(f"events.time.{key}", said, advice, group)


def _span(minutes: int) -> str:
    if minutes % 1440 == 0:
        days = minutes // 1440
        return f"{days} day{'s' * (days != 1)}"
    if minutes % 60 == 0:
        hours = minutes // 60
        return f"{hours} hour{'s' * (hours != 1)}"
    return f"{minutes} minutes"


def _phones(some: list[Case], _zone: str) -> Iterator[Pattern]:
    """Phones that lack the same first digits in one system."""

    def prefix(case: Case) -> tuple[str, str] | None:
        if case.field != "phone" or not (isinstance(case.legacy, Member) and isinstance(case.clubos, Member)):
            return None
        mine, theirs = _digits(case.legacy.phone), _digits(case.clubos.phone)
        if len(min(mine, theirs, key=len)) < 6:
            return None
        if mine != theirs and mine.endswith(theirs):
            return "clubos", mine[: -len(theirs)]
        return ("legacy", theirs[: -len(mine)]) if mine != theirs and theirs.endswith(mine) else None

    for (side, digits), group in _grouped(some, prefix).items():
        if len(group) >= MANY:
            where = "ClubOS" if side == "clubos" else "Wild Apricot"
            said = f"{len(group)} phones in {where} lack {digits} at their beginning."
            advice = f"Add {digits} to all of them at once, or compare phones by what they dial."
            yield _pattern(f"members.phone.{side}.{digits}", said, advice, group)


def _digits(phone: str | None) -> str:
    return re.sub(r"\D", "", phone or "")


def _words(some: list[Case], _zone: str) -> Iterator[Pattern]:
    """A word of one system that means nothing, or another thing, in the other: statuses and levels."""

    def words(case: Case) -> tuple[Domain, str, str | None, str | None] | None:
        enumerated = case.field in ("status", "level") and case.kind is Kind.CHANGED
        return (case.domain, case.field, *case.shown) if enumerated else None

    for (domain, field, mine, theirs), group in _grouped(some, words).items():
        if len(group) >= MANY:
            what = DOMAIN_LABELS[domain].lower()
            said = f"{len(group)} {what} have the {field} {_quoted(mine)} in Wild Apricot, {_quoted(theirs)} in ClubOS."
            advice = "If both words mean the same, say so in the rules; otherwise correct them together."
            yield _pattern(f"{domain}.{field}.{mine or '-'}.{theirs or '-'}", said, advice, group)


def _quoted(word: str | None) -> str:
    return f"“{word}”" if word else "nothing"


def _blanks(some: list[Case], _zone: str) -> Iterator[Pattern]:
    """A field that one system does not fill, or fills with one value."""

    def blank(case: Case) -> tuple[Domain, str, str] | None:
        if case.kind is not Kind.CHANGED or case.domain in FINANCE or case.shown.count(None) != 1:
            return None
        return case.domain, case.field, "legacy" if case.shown[0] is None else "clubos"

    for (domain, field, side), group in _grouped(some, blank).items():
        if len(group) >= MANY:
            where = "ClubOS" if side == "clubos" else "Wild Apricot"
            label = label_of(domain, field)
            said = f"{label} is empty in {where} for {len(group)} {DOMAIN_LABELS[domain].lower()}."
            advice = EMPTY[side]
            yield _pattern(f"{domain}.{field}.empty.{side}", said, advice, group)

    def same(case: Case) -> tuple[Domain, str, str] | None:
        full = case.kind is Kind.CHANGED and case.domain not in FINANCE and case.shown[0] and case.shown[1]
        return (case.domain, case.field, case.shown[1] or "") if full else None

    for (domain, field, value), group in _grouped(some, same).items():
        if len(group) >= MANY and len({case.shown[0] for case in group}) > 1:
            label = label_of(domain, field)
            said = f"{label} is “{value}” in ClubOS for {len(group)} {DOMAIN_LABELS[domain].lower()} that differ."
            yield _pattern(f"{domain}.{field}.same.{value}", said, "See where ClubOS took that value from.", group)


def singles(left: list[Case]) -> Iterator[Pattern]:
    """What no cause explains, by domain, kind and field."""
    groups = _grouped(left, lambda case: (case.domain, case.kind, case.field))
    for (domain, kind, field), group in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        key = ".".join(filter(None, (domain, kind, field)))
        yield _pattern(key, sentence(domain, kind, field, len(group)) + ".", ADVICE, group, single=True)


FINDERS: tuple[Callable[[list[Case], str], Iterator[Pattern]], ...] = (_lone_parents, _times, _phones, _words, _blanks)
"""In the order in which they may explain a difference."""
