"""Planted in ClubOS's registrations after the import, where member and event are paired and untouched."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from clubos_desktop.practice import clubos, legacy
from clubos_desktop.practice.clubos import new_id
from clubos_desktop.practice.garden import CLUBOS, EVENTS, LEGACY, MEMBERS, REGISTRATIONS, Bed, Plant


def _rows(
    bed: Bed, count: int, fits: Callable[[legacy.Registration, clubos.Registration], bool]
) -> Iterator[tuple[legacy.Registration, clubos.Registration]]:
    """Up to so many untouched pairs that fit, ClubOS's kept for ``fix``."""
    pool, passed = bed.spare[REGISTRATIONS], []
    while pool and count:
        ours, theirs = pool.pop()
        if not fits(ours, theirs):
            passed.append((ours, theirs))
            continue
        count -= 1
        bed.planted.count += 1
        bed.own(REGISTRATIONS, LEGACY, ours.id)
        bed.own(REGISTRATIONS, CLUBOS, theirs.id)
        bed.touch(CLUBOS, "registrations", theirs.id)
        yield ours, theirs
    pool.extend(reversed(passed))


def untouched(bed: Bed) -> list[tuple[legacy.Registration, clubos.Registration]]:
    """Pairs of registrations whose member and event no plant has touched, in a shuffled order."""
    pairs = []
    for theirs in bed.target.registrations.values():
        ours = bed.source.registrations.get(theirs.origin or 0)
        if ours is None or (MEMBERS, ours.contact) in bed.used or (EVENTS, ours.event) in bed.used:
            continue
        pairs.append((ours, theirs))
    bed.rng.shuffle(pairs)
    return pairs


def _coming(_ours: legacy.Registration, theirs: clubos.Registration) -> bool:
    return theirs.status in {"CONFIRMED", "PENDING_PAYMENT"}


def _status(word: str, fits: Callable[[legacy.Registration, clubos.Registration], bool]) -> Callable[[Bed, int], None]:
    """A plant that sets a status."""

    def sow(bed: Bed, count: int) -> None:
        for _, theirs in _rows(bed, count, fits):
            theirs.status = word

    return sow


def _lost(bed: Bed, count: int) -> None:
    for _, theirs in _rows(bed, count, _coming):
        del bed.target.registrations[theirs.id]


def _eight_hours(bed: Bed, count: int) -> None:
    for _, theirs in _rows(bed, count, _coming):
        theirs.registered -= timedelta(hours=8)


def _at_import(bed: Bed, count: int) -> None:
    for _, theirs in _rows(bed, count, _coming):
        theirs.registered = bed.now - timedelta(days=1)


def _places(bed: Bed) -> Callable[[], tuple[int, clubos.Member, int, clubos.Event]]:
    """A chooser of untouched members and events of which neither system has a registration."""
    contacts = [key for key in bed.members if key in bed.source.contacts and (MEMBERS, key) not in bed.used]
    events = [key for key in bed.events if key in bed.source.events and (EVENTS, key) not in bed.used]
    held = {(row.contact, row.event) for row in bed.source.registrations.values()}
    there = {(row.member, row.event) for row in bed.target.registrations.values()}

    def choose() -> tuple[int, clubos.Member, int, clubos.Event]:
        while True:
            contact, event = bed.rng.choice(contacts), bed.rng.choice(events)
            place = (bed.members[contact].id, bed.events[event].id)
            if (contact, event) not in held and place not in there:
                there.add(place)
                return contact, bed.members[contact], event, bed.events[event]

    return choose


def _only_here(bed: Bed, count: int) -> None:
    choose = _places(bed)
    for _ in range(count):
        _, member, _, event = choose()
        ident = new_id(bed.seed, "pilot registration", next(bed.fresh))
        bed.touch(CLUBOS, "registrations", ident)
        when = min(bed.now, event.start) - timedelta(days=1)
        bed.target.registrations[ident] = clubos.Registration(ident, event.id, member.id, "CONFIRMED", when)
        bed.own(REGISTRATIONS, CLUBOS, ident)
        bed.planted.count += 1


def _wrong_person(bed: Bed, count: int) -> None:
    contacts = [key for key in bed.members if key in bed.source.contacts and (MEMBERS, key) not in bed.used]
    held = {(row.contact, row.event) for row in bed.source.registrations.values()}
    there = {(row.member, row.event) for row in bed.target.registrations.values()}
    for ours, theirs in _rows(bed, count, _coming):
        free = [key for key in contacts if (key, ours.event) not in held]
        free = [key for key in free if (bed.members[key].id, theirs.event) not in there]
        theirs.member = bed.members[bed.rng.choice(free)].id
        there.add((theirs.member, theirs.event))


REGISTRATION_PLANTS = (
    Plant("registration_lost", REGISTRATIONS, "Registrations were lost.", 40, _lost),
    Plant("wrongly_waiting", REGISTRATIONS, "On the wait-list in ClubOS alone.", 8, _status("WAITLISTED", _coming)),
    Plant(
        "not_waiting",
        REGISTRATIONS,
        "On the wait-list in Wild Apricot alone.",
        4,
        _status("CONFIRMED", lambda ours, _: ours.waitlisted),
    ),
    Plant(
        "cancelled_comes",
        REGISTRATIONS,
        "Cancelled in Wild Apricot, still coming in ClubOS.",
        10,
        _status("PENDING", lambda ours, _: ours.status == "Canceled"),
    ),
    Plant("comes_cancelled", REGISTRATIONS, "Cancelled in ClubOS alone.", 5, _status("CANCELLED", _coming)),
    Plant("left_draft", REGISTRATIONS, "Left as a draft in ClubOS.", 3, _status("DRAFT", _coming)),
    Plant("registered_eight_hours", REGISTRATIONS, "Registered eight hours early.", 8, _eight_hours),
    Plant("registered_at_import", REGISTRATIONS, "Registered at the time of the import.", 4, _at_import),
    Plant("registration_new", REGISTRATIONS, "Registered in ClubOS alone.", 6, _only_here),
    Plant("wrong_person", REGISTRATIONS, "Registered for somebody else in ClubOS.", 4, _wrong_person),
    Plant("noise_no_show", REGISTRATIONS, "Noise: words that mean the same.", 30, _status("NO_SHOW", _coming)),
)
"""After the import. The last one makes no difference at all: it is a translation."""
