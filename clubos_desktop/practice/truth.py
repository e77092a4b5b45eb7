"""What must be found in the practice club, from the knowledge of what was planted.

Pairs come from ClubOS's inner table of legacy ids and from what plants say about them (pairs_truth.py), values are
compared by code of its own. Whoever finds the same from the outside has found it honestly.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from clubos_desktop.practice import books_truth, legacy
from clubos_desktop.practice.club import Club
from clubos_desktop.practice.garden import CLUBOS, EVENTS, LEGACY, MEMBERS, REGISTRATIONS
from clubos_desktop.practice.importer import status_code, strip_tags
from clubos_desktop.practice.legacy import LEVELS, ZONE
from clubos_desktop.practice.pairs_truth import Pairs, event_pairs, folded, mail, member_pairs, name, phone

CHANGED, ONLY_LEGACY, ONLY_CLUBOS = "changed", "only_legacy", "only_clubos"
IGNORED, NOT_COMPARABLE = "ignored", "not_comparable"

NATURE = {
    "joined_invented": "ClubOS knows no member without a join date: who is no member got the day of creation.",
    "guest": "Guests are registrations of their own in Wild Apricot; ClubOS has none.",
    "superseded": "Who cancelled and registered again has two registrations in Wild Apricot; ClubOS has one.",
    "edited": "Something was changed by hand.",
}
"""What is so without having been planted."""

Json = dict[str, Any]
Compared = list[tuple[str, object, object, Callable[[Any], object]]]


def truth(club: Club) -> Json:
    """The truth as it stands: every difference after automatic pairing and two full copies, and what must stay open.

    ``differences`` are rows of domain, kind, legacy_id, clubos_id, field ("" for whole records), plant, and whether the
    row is a consequence of the plant rather than the plant itself. ``suggestions`` are pairs that only a person may
    make. Ids are texts.
    """
    members, events = member_pairs(club), event_pairs(club)
    rows = [*_members(club, members), *_events(club, events), *_registrations(club, members, events)]
    rows += books_truth.faults(club)
    rows.sort(key=lambda row: [str(row[name]) for name in ("domain", "kind", "legacy_id", "clubos_id", "field")])
    return {
        "seed": club.seed,
        "now": club.now.isoformat(),
        "differences": rows,
        "suggestions": [
            {"domain": domain, "legacy_id": str(key), "clubos_id": other, "plant": plant}
            for (domain, key, other), plant in sorted(club.garden.suggestions.items())
            if _open(club, domain, key, other, members if domain == MEMBERS else events)
        ],
        "plants": club.garden.listed(),
        "nature": NATURE,
    }


def _open(club: Club, domain: str, key: int, other: str, pairs: Pairs) -> bool:
    """Whether two records that a person had to decide on are both there and still unpaired."""
    source: Mapping[int, object] = club.legacy.contacts if domain == MEMBERS else club.legacy.events
    target: Mapping[str, object] = club.clubos.members if domain == MEMBERS else club.clubos.events
    return key in source and other in target and key not in pairs and other not in pairs.values()


Place = tuple[str, int | None, str | None]
"""Domain, legacy key, ClubOS key of a row."""


def _row(club: Club, kind: str, place: Place, field: str = "") -> Json:
    """A row of the truth, with the plant that made it."""
    domain, key, ident = place
    owner = club.garden.owner
    plant = owner.get((domain, LEGACY, key)) or owner.get((domain, CLUBOS, ident))
    if plant is None and domain == REGISTRATIONS:
        given = _together(club, (key, ident))
        return _made(kind, place, field, given or "edited", consequence=given is not None)
    return _made(kind, place, field, plant or "edited")


def _made(kind: str, place: Place, field: str, plant: str, *, consequence: bool = False) -> Json:
    domain, key, ident = place
    return {
        "domain": domain,
        "kind": kind,
        "legacy_id": None if key is None else str(key),
        "clubos_id": ident,
        "field": field,
        "plant": plant,
        "consequence": consequence,
    }


def _unpaired(club: Club, domain: str, pairs: Pairs, source: dict[int, Any], target: dict[str, Any]) -> Iterator[Json]:
    """Records of one side alone."""
    for key in source:
        if key not in pairs:
            yield _row(club, ONLY_LEGACY, (domain, key, None))
    there = set(pairs.values())
    for ident in target:
        if ident not in there:
            yield _row(club, ONLY_CLUBOS, (domain, None, ident))


def _fields(club: Club, domain: str, key: int, ident: str, compared: Compared) -> Iterator[Json]:
    """Unequal fields of a pair: changed, or hidden by a rule where the texts differ but mean the same."""
    for field, ours, theirs, meaning in compared:
        left, right = ours or None, theirs or None
        if left == right:
            continue
        mine, other = None if left is None else meaning(left), None if right is None else meaning(right)
        yield _row(club, IGNORED if mine == other else CHANGED, (domain, key, ident), field)


def _exact(value: object) -> object:
    return value


def _joined(moment: datetime) -> date:
    """The day a join date of ClubOS means; midnight UTC exactly is how it writes a bare date (clubos-api.md C.5)."""
    utc = moment.astimezone(UTC)
    return utc.date() if not (utc.hour or utc.minute or utc.second) else utc.astimezone(ZoneInfo(ZONE)).date()


def _members(club: Club, pairs: Pairs) -> Iterator[Json]:
    """Differences of members."""
    source, target = club.legacy.contacts, club.clubos.members
    yield from _unpaired(club, MEMBERS, pairs, source, target)
    for key, ident in pairs.items():
        ours, theirs = source[key], target[ident]
        level = None if ours.level is None else LEVELS[ours.level].name
        compared: Compared = [
            ("first_name", ours.first, theirs.first, name),
            ("last_name", ours.last, theirs.last, name),
            ("email", ours.email, theirs.email, mail),
            ("phone", ours.phone, theirs.phone, phone),
            ("status", status_code(ours), theirs.status, _exact),
            ("level", level, theirs.tier, _exact),
        ]
        yield from _fields(club, MEMBERS, key, ident, compared)
        if ours.since is None:
            yield _made(CHANGED, (MEMBERS, key, ident), "joined", "joined_invented")
        elif ours.since != _joined(theirs.joined):
            yield _row(club, CHANGED, (MEMBERS, key, ident), "joined")


def _minute(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}"


def _time(event: legacy.Event, moment: datetime | None) -> str | None:
    """What is compared of an event's start or end: the minute, of an all-day event the day in its own zone."""
    if moment is None or not event.all_day:
        return _minute(moment)
    return moment.astimezone(ZoneInfo(event.zone)).date().isoformat()


def _events(club: Club, pairs: Pairs) -> Iterator[Json]:
    """Differences of events."""
    source, target = club.legacy.events, club.clubos.events
    yield from _unpaired(club, EVENTS, pairs, source, target)
    for key, ident in pairs.items():
        ours, theirs = source[key], target[ident]
        description = " ".join((theirs.description or "").split())
        compared: Compared = [
            ("title", ours.title, theirs.title, folded),
            ("start", _time(ours, ours.start), _time(ours, theirs.start), _exact),
            ("end", _time(ours, ours.end), _time(ours, theirs.end), _exact),
            ("location", ours.location, theirs.location, folded),
            ("capacity", ours.capacity, theirs.capacity, _exact),
            ("category", ours.tags[0] if ours.tags else None, theirs.category, folded),
            ("published", "yes" if ours.access == "Public" else "no", "yes" if theirs.published else "no", _exact),
            ("description", strip_tags(ours.html), description, _exact),
        ]
        yield from _fields(club, EVENTS, key, ident, compared)


def _legacy_word(row: legacy.Registration) -> str:
    if row.status == "Canceled":
        return "cancelled"
    return "waitlisted" if row.waitlisted else "registered"


WORDS = {
    "CONFIRMED": "registered",
    "PENDING": "registered",
    "PENDING_PAYMENT": "registered",
    "NO_SHOW": "registered",
    "WAITLISTED": "waitlisted",
    "CANCELLED": "cancelled",
    "REFUNDED": "cancelled",
    "REFUND_PENDING": "cancelled",
    "DRAFT": "draft",
}
"""What ClubOS's registration statuses mean."""


def _registrations(club: Club, members: Pairs, events: Pairs) -> Iterator[Json]:
    """Differences of registrations; those of people and events without a pair are consequences."""
    live: dict[tuple[int, int], legacy.Registration] = {}
    for row in club.legacy.registrations.values():
        if row.guest_of is not None:
            yield _made(NOT_COMPARABLE, (REGISTRATIONS, row.id, None), "", "guest")
            continue
        place = (row.contact, row.event)
        held = live.get(place)
        if held is None:
            live[place] = row
            continue
        better, worse = (row, held) if _rank(row) > _rank(held) else (held, row)
        live[place] = better
        yield _made(NOT_COMPARABLE, (REGISTRATIONS, worse.id, None), "", "superseded")
    there = {(row.member, row.event): row for row in club.clubos.registrations.values()}
    for (contact, event), row in live.items():
        theirs = there.pop((members.get(contact, ""), events.get(event, "")), None)
        if theirs is None:
            above = (MEMBERS, LEGACY, contact) if contact not in members else (EVENTS, LEGACY, event)
            yield _alone(club, (row.id, None), above, in_a_pair=contact in members and event in events)
            continue
        compared: Compared = [
            ("status", _legacy_word(row), WORDS[theirs.status], _exact),
            ("registered", _minute(row.registered), _minute(theirs.registered), _exact),
        ]
        yield from _fields(club, REGISTRATIONS, row.id, theirs.id, compared)
    people, dates = set(members.values()), set(events.values())
    for other in there.values():
        holder = (MEMBERS, CLUBOS, other.member) if other.member not in people else (EVENTS, CLUBOS, other.event)
        yield _alone(club, (None, other.id), holder, in_a_pair=other.member in people and other.event in dates)


def _rank(row: legacy.Registration) -> tuple[bool, datetime, int]:
    return row.status != "Canceled", row.registered, row.id


def _alone(club: Club, keys: tuple[int | None, str | None], above: tuple[str, str, Any], *, in_a_pair: bool) -> Json:
    """A registration of one side alone: planted itself, or because its member or event (``above``) is alone.

    Where both are paired, the pair itself may be the plant: somebody's record went to somebody else.
    """
    owner = club.garden.owner
    own = owner.get((REGISTRATIONS, CLUBOS if keys[0] is None else LEGACY, keys[0] or keys[1]))
    kind = ONLY_CLUBOS if keys[0] is None else ONLY_LEGACY
    parent = owner.get(above) if not in_a_pair else _together(club, keys)
    made = own or parent or "edited"
    return _made(kind, (REGISTRATIONS, *keys), "", made, consequence=own is None and parent is not None)


def _together(club: Club, keys: tuple[int | None, str | None]) -> str | None:
    """The plant that gave this registration's member to somebody else."""
    key, ident = keys
    if key is not None:
        place = (MEMBERS, club.legacy.registrations[key].contact)
        return club.garden.apart.get(place) if place in club.garden.together else None
    member = club.clubos.registrations[ident or ""].member
    return next((club.garden.apart[place] for place, held in club.garden.together.items() if held == member), None)
