"""The practice club as a whole: two systems, the time, and what was planted."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from clubos_desktop.practice.bookings import make_dues_and_gifts, make_registrations
from clubos_desktop.practice.calendar import make_events
from clubos_desktop.practice.clubos import ClubOS
from clubos_desktop.practice.garden import EVENTS, Garden
from clubos_desktop.practice.garden import MEMBERS as PEOPLE
from clubos_desktop.practice.importer import Importer
from clubos_desktop.practice.legacy import Legacy
from clubos_desktop.practice.people import make_contacts
from clubos_desktop.practice.plants import deleted_later, plant_after, plant_before, prepare

LEAST, MOST = 60, 200_000
"""Fewer contacts could not hold every kind of planted difference."""

MEMBERS, SEED = 1200, 7
"""The club of the demo (features.md D2): 1,200 contacts, 340 events, 6,100 registrations, 4,900 payments."""


@dataclass(slots=True)
class Club:
    """Both systems of the practice club. ``now`` is the moment of its making, ``garden`` knows what was planted."""

    seed: int
    now: datetime
    legacy: Legacy
    clubos: ClubOS
    garden: Garden = field(default_factory=Garden)


def make(members: int = MEMBERS, seed: int = SEED, *, now: datetime | None = None, plants: bool = True) -> Club:
    """A club of that many contacts; the same arguments always give the same club.

    ``now`` (aware) is fixed by the seed unless given. Events and registrations grow with the members: 340 and 6,100
    for 1,200, about 2,000 and 51,000 for 10,000. Without ``plants`` both systems agree wherever they can.
    Raises ValueError for fewer than 60 members, or more than a computer holds in memory.
    """
    if not LEAST <= members <= MOST:
        raise ValueError(f"a practice club has {LEAST} to {MOST} members")
    rng = random.Random(seed)
    moment = now or datetime(2026, 6, 1, 17, tzinfo=UTC) + timedelta(days=seed % 180)
    people, events = members, max(24, round(340 * (members / 1200) ** 0.835))
    if plants:
        people, events = people + deleted_later(PEOPLE, members), events + deleted_later(EVENTS, members)
    legacy = Legacy(contacts=make_contacts(people, rng, moment), events=make_events(events, rng, moment))
    make_registrations(legacy, round(members * 6100 / 1200), rng, moment)
    make_dues_and_gifts(legacy, rng, moment)
    target = ClubOS()
    bed = prepare(legacy, target, seed, rng, moment)
    if plants:
        plant_before(bed, members)
    Importer(legacy, target, seed, moment - timedelta(days=1)).run()
    if plants:
        plant_after(bed, members)
    return Club(seed, moment, legacy, target, bed.garden)
