"""Which records belong together in the truth: known pairs first, then what exact keys newly tell.

Known is what came of what (ClubOS's inner table of legacy ids), less what plants took apart. What an import or a
repair has made recognisable again is paired by the contract's exact keys, unique among all records of both sides.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from clubos_desktop.practice import clubos, legacy
from clubos_desktop.practice.club import Club
from clubos_desktop.practice.forms import for_both, letters, numbered, same_first, same_last
from clubos_desktop.practice.garden import EVENTS, MEMBERS
from clubos_desktop.practice.legacy import ZONE

Pairs = dict[int, str]
Key = tuple[str, ...] | None
Keys = Callable[[Any], Key]
Fits = Callable[[Any, Any], bool]


def name(text: str) -> str:
    """A name as it is compared."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def mail(text: str) -> str:
    """An address as it is compared."""
    return text.strip().casefold()


def phone(text: str) -> str:
    """A number of the club's country or with a plus, as the whole world dials it."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if text.strip().startswith("+"):
        return f"+{digits}"
    if len(digits) == 10:
        return f"+1{digits}"
    return f"+{digits}" if len(digits) == 11 and digits.startswith("1") else digits


def folded(text: str) -> str:
    """A title or place as it is compared."""
    return " ".join(text.split()).casefold()


def minute(moment: datetime) -> str:
    """A moment to its minute."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}"


def day(moment: datetime) -> str:
    """A moment's day in the club's zone."""
    return moment.astimezone(ZoneInfo(ZONE)).date().isoformat()


def _key(*parts: str) -> Key:
    """A key of parts, none of which may be missing."""
    return parts if all(parts) else None


def _always(_ours: object, _theirs: object) -> bool:
    return True


def _days_between(ours: legacy.Contact, theirs: clubos.Member) -> int | None:
    """Days between the two dates of joining; of who is no member Wild Apricot knows none."""
    if ours.since is None:
        return None
    return abs((ours.since - theirs.joined.astimezone(ZoneInfo(ZONE)).date()).days)


def _unlike(ours: legacy.Contact, theirs: clubos.Member) -> int:
    """How many of address, phone and date of joining both have, and not the same."""
    mine, other = (mail(ours.email), phone(ours.phone or "")), (mail(theirs.email), phone(theirs.phone or ""))
    days = _days_between(ours, theirs)
    return sum(bool(one and two and one != two) for one, two in zip(mine, other, strict=True)) + (
        days is not None and days > 1
    )


def _clear(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    """No "Jr." on one side alone; what is unlike is outweighed by one date of joining."""
    if numbered(ours.first, ours.last) != numbered(theirs.first, theirs.last):
        return False
    return _together(ours, theirs) or _unlike(ours, theirs) == 0


def _together(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    return (days := _days_between(ours, theirs)) is not None and days <= 1


def _not_two(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    return _unlike(ours, theirs) <= 1


def _no_other_date(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    return _days_between(ours, theirs) in (None, 0, 1)


def _same_first(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    if not name(ours.first) or name(ours.first) != name(theirs.first):
        return False
    if numbered(ours.first, ours.last) == numbered(theirs.first, theirs.last) and letters(ours.last) == letters(
        theirs.last
    ):
        return _not_two(ours, theirs)
    return (same_last(ours.last, theirs.last) or not for_both(ours.first)) and _clear(ours, theirs)


def _last_or_phone(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    mine, other = phone(ours.phone or ""), phone(theirs.phone or "")
    telling = not for_both(ours.first) and not for_both(theirs.first)
    return same_last(ours.last, theirs.last) or (telling and bool(mine) and mine == other)


def _same_first_and_more(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    return _same_first(ours, theirs) and _last_or_phone(ours, theirs)


def _crossed(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    return same_first(ours.first, theirs.last) and same_last(ours.last, theirs.first) and _clear(ours, theirs)


def _first_form(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    return same_first(ours.first, theirs.first) and _clear(ours, theirs)


def _last_form(ours: legacy.Contact, theirs: clubos.Member) -> bool:
    return same_last(ours.last, theirs.last) and _clear(ours, theirs)


def _month(ours: legacy.Event, theirs: clubos.Event) -> bool:
    days = [datetime.fromisoformat(day(row.start)) for row in (ours, theirs)]
    return abs((days[0] - days[1]).days) <= 31


PASSES: dict[str, Sequence[tuple[Keys, Fits]]] = {
    MEMBERS: (
        (lambda row: _key(mail(row.email), name(row.first), name(row.last)), _not_two),
        (lambda row: _key(mail(row.email)), _same_first),
        (lambda row: _key(name(row.first), name(row.last), phone(row.phone or "")), _no_other_date),
        (lambda row: _key(mail(row.email), name(row.first)), _same_first_and_more),
    ),
    EVENTS: (
        (lambda row: _key(folded(row.title), minute(row.start)), _always),
        (lambda row: _key(folded(row.title), day(row.start)), _always),
        (lambda row: _key(folded(row.title)), _month),
        (lambda row: _key(minute(row.start), folded(row.location or "")), _always),
    ),
}
"""The contract's exact keys, in their order."""

FORMS: Sequence[tuple[Keys, Fits]] = (
    (lambda row: _key(mail(row.email)), _crossed),
    (
        lambda row: _key(mail(row.email)),
        lambda ours, theirs: _first_form(ours, theirs) and _last_or_phone(ours, theirs),
    ),
    (lambda row: _key(phone(row.phone or "")), _crossed),
    (lambda row: _key(name(row.first), phone(row.phone or "")), _last_form),
    (lambda row: _key(name(row.last), phone(row.phone or "")), _first_form),
    (
        lambda row: _key(phone(row.phone or "")),
        lambda ours, theirs: _first_form(ours, theirs) and _last_form(ours, theirs),
    ),
)
"""Of members whose addresses nobody else has: keys beside which a name may stand in two forms."""


def member_pairs(club: Club) -> Pairs:
    """Which contact is which member."""
    return _pairs(club, MEMBERS, club.legacy.contacts, club.clubos.members)


def event_pairs(club: Club) -> Pairs:
    """Which event is which."""
    return _pairs(club, EVENTS, club.legacy.events, club.clubos.events)


def _pairs(club: Club, domain: str, source: Mapping[int, Any], target: Mapping[str, Any]) -> Pairs:
    garden = club.garden
    pairs = {
        row.origin: row.id
        for row in target.values()
        if row.origin is not None and row.origin in source and (domain, row.origin) not in garden.apart
    }
    pairs |= {
        key: ident for (of, key), ident in garden.together.items() if of == domain and key in source and ident in target
    }
    for keys, fits in PASSES[domain]:
        pairs |= dict(_pass(keys, fits, source, target, pairs))
    if domain == MEMBERS:
        clear = _undisputed(source, target)
        for keys, fits in FORMS:
            made = _pass(keys, fits, source, target, pairs)
            pairs |= {key: ident for key, ident in made if clear(source[key], target[ident])}
        pairs |= _of_the_rest(source, target, pairs)
    return pairs


def _date(row: Any) -> date | None:
    """The date of joining of either side's row."""
    if isinstance(row, legacy.Contact):
        return row.since
    there: datetime = row.joined
    return there.astimezone(ZoneInfo(ZONE)).date()


def _names(row: Any) -> tuple[str, str]:
    return name(row.first), name(row.last)


def _of_the_rest(source: Mapping[int, Any], target: Mapping[str, Any], pairs: Pairs) -> Pairs:
    """Pairs by name and date of joining, of those who have none yet; a date on which many came tells nothing."""
    taken = set(pairs.values())
    sides: list[list[Any]] = [
        [row for key, row in source.items() if key not in pairs],
        [row for row in target.values() if row.id not in taken],
    ]
    often = [Counter(_names(row) for row in side) for side in sides]
    days = [Counter(_date(row) for row in side) for side in sides]
    found: Pairs = {}
    for ours in sides[0]:
        key = _names(ours)
        if not all(key) or any(count[key] != 1 for count in often):
            continue
        theirs = next(row for row in sides[1] if _names(row) == key)
        rare = days[0][_date(ours)] <= 3 and days[1][_date(theirs)] <= 3
        if rare and _together(ours, theirs):
            found[ours.id] = theirs.id
    return found


def _undisputed(source: Mapping[int, Any], target: Mapping[str, Any]) -> Fits:
    """Whether nobody but these two has an address of theirs."""
    having: dict[str, set[int | str]] = {}
    for row in (*source.values(), *target.values()):
        having.setdefault(mail(row.email), set()).add(row.id)

    def clear(ours: Any, theirs: Any) -> bool:
        return all(
            having[address] <= {ours.id, theirs.id} for address in (mail(ours.email), mail(theirs.email)) if address
        )

    return clear


def _pass(
    keys: Keys, fits: Fits, source: Mapping[int, Any], target: Mapping[str, Any], pairs: Pairs
) -> Iterator[tuple[int, str]]:
    """New pairs of one exact key, which must be unique among all records of each side."""
    taken = set(pairs.values())
    ours = {key: keys(row) for key, row in source.items()}
    theirs = {key: keys(row) for key, row in target.items()}
    often, there = Counter(ours.values()), Counter(theirs.values())
    free = {key: ident for ident, key in theirs.items() if ident not in taken and there[key] == 1}
    for key, found in ours.items():
        if found is not None and key not in pairs and often[found] == 1 and found in free:
            ident = free[found]
            if fits(source[key], target[ident]):
                yield key, ident
