"""All kinds of planted difference, and the order in which they are planted."""

import random
from datetime import datetime

from clubos_desktop.practice.clubos import ClubOS
from clubos_desktop.practice.garden import EVENTS, MEMBERS, REGISTRATIONS, Bed, Garden, Plant, Planted
from clubos_desktop.practice.legacy import Legacy
from clubos_desktop.practice.plants_before import BEFORE
from clubos_desktop.practice.plants_events import EVENT_PLANTS, enter
from clubos_desktop.practice.plants_finance import FINANCE_PLANTS
from clubos_desktop.practice.plants_members import COMPLETED, MEMBER_PLANTS
from clubos_desktop.practice.plants_registrations import REGISTRATION_PLANTS, untouched

PLANTS: tuple[Plant, ...] = (*BEFORE, *MEMBER_PLANTS, *EVENT_PLANTS, *REGISTRATION_PLANTS, *FINANCE_PLANTS)
"""Every kind. Beside them three things are so by nature: see ``truth.NATURE``."""


def _count(plant: Plant, members: int) -> int:
    """How many of a kind among so many members, at least one."""
    return max(1, round(plant.base * members / 1200))


def deleted_later(domain: str, members: int) -> int:
    """How many members or events of the legacy system plants will delete: so many more are needed at first."""
    return sum(_count(plant, members) for plant in PLANTS if plant.domain == domain and plant.name.endswith("_kept"))


def prepare(source: Legacy, target: ClubOS, seed: int, rng: random.Random, now: datetime) -> Bed:
    """A bed in which nothing was planted yet."""
    bed = Bed(Garden(), source, target, seed, now, rng, Planted(BEFORE[0]))
    for domain, rows in ((MEMBERS, list(source.contacts.values())), (EVENTS, list(source.events.values()))):
        rng.shuffle(rows)
        bed.spare[domain] = rows
    return bed


def _sow(bed: Bed, plant: Plant, members: int) -> None:
    bed.planted = bed.garden.planted.setdefault(plant.name, Planted(plant))
    plant.sow(bed, _count(plant, members))


def plant_before(bed: Bed, members: int) -> None:
    """Plant what must be there before the import, in a club of so many members."""
    for plant in BEFORE:
        _sow(bed, plant, members)


def plant_after(bed: Bed, members: int) -> None:
    """Plant the rest, in both systems."""
    bed.members = {row.origin: row for row in bed.target.members.values() if row.origin is not None}
    bed.events = {row.origin: row for row in bed.target.events.values() if row.origin is not None}
    for name, complete in COMPLETED.items():
        bed.planted = bed.garden.planted[name]
        complete(bed, bed.planted.count)
    enter(bed)
    for plant in (*MEMBER_PLANTS, *EVENT_PLANTS):
        _sow(bed, plant, members)
    bed.spare[REGISTRATIONS] = untouched(bed)
    for plant in (*REGISTRATION_PLANTS, *FINANCE_PLANTS):
        _sow(bed, plant, members)
