"""Times of an event in both systems: wall time, zone and UTC, and what is easily got wrong there (features.md N20).

Wild Apricot shows an event in the event's own zone, ClubOS in the club's; both keep an instant. Equal instants are
equal times, whatever the walls say. Pure.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, wall, zone

NEAR = timedelta(minutes=60)
"""So close to midnight a shift of an hour makes it another day."""


class Trait(StrEnum):
    """What is easily got wrong about a time."""

    CHANGE = "change"
    TWICE = "twice"
    MIDNIGHT = "midnight"
    OTHER_DAY = "other_day"
    OTHER_ZONE = "other_zone"


TRAIT_WORDS: dict[Trait, str] = {
    Trait.CHANGE: "clocks change that day",
    Trait.TWICE: "this wall time comes twice that night",
    Trait.MIDNIGHT: "close to midnight",
    Trait.OTHER_DAY: "another day in UTC",
    Trait.OTHER_ZONE: "the event's zone is not the club's",
}
"""The traits as they stand in lists."""


class Shift(StrEnum):
    """How ClubOS's time relates to Wild Apricot's."""

    SAME = "same"
    WALL_AS_UTC = "wall_as_utc"
    UTC_AS_WALL = "utc_as_wall"
    OTHER = "other"


SHIFT_WORDS: dict[Shift, str] = {
    Shift.SAME: "the same moment",
    Shift.WALL_AS_UTC: "local time was read as UTC",
    Shift.UTC_AS_WALL: "UTC was read as local time",
    Shift.OTHER: "another time",
}
"""The shifts as they stand in lists."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An instant as a system shows it: wall time, zone, offset like "UTC-08:00"."""

    instant: Instant
    wall: str
    zone: str
    offset: str


@dataclass(frozen=True, slots=True)
class Walls:
    """One time in both systems. ``minutes`` is by how much ClubOS's is later."""

    legacy: Shown
    clubos: Shown
    minutes: int
    shift: Shift
    traits: tuple[Trait, ...]

    @property
    def delicate(self) -> bool:
        """Around a clock change or midnight."""
        return bool({Trait.CHANGE, Trait.TWICE, Trait.MIDNIGHT} & set(self.traits))


def compare(legacy: Instant, clubos: Instant, event_zone: str, club_zone: str) -> Walls:
    """Both systems' view of one time; zones are IANA names."""
    minutes = round((from_instant(clubos) - from_instant(legacy)) / timedelta(minutes=1))
    traits = dict.fromkeys((*traits_of(legacy, event_zone), *traits_of(clubos, club_zone)))
    if _ahead(legacy, event_zone) != _ahead(legacy, club_zone):
        traits[Trait.OTHER_ZONE] = None
    ordered = tuple(trait for trait in Trait if trait in traits)
    return Walls(
        show(legacy, event_zone), show(clubos, club_zone), minutes, _shift(legacy, minutes, event_zone), ordered
    )


def show(instant: Instant, zone_name: str) -> Shown:
    """An instant in a zone."""
    ahead = _ahead(instant, zone_name)
    sign, hours, rest = "-" if ahead < 0 else "+", abs(ahead) // 60, abs(ahead) % 60
    return Shown(instant, wall(instant, zone_name), zone_name, f"UTC{sign}{hours:02d}:{rest:02d}")


def traits_of(instant: Instant, zone_name: str) -> tuple[Trait, ...]:
    """What is easily got wrong about an instant in a zone."""
    there = from_instant(instant).astimezone(zone(zone_name))
    day = there.date()
    begins = datetime(day.year, day.month, day.day, tzinfo=zone(zone_name))
    ends = begins + timedelta(days=1)  # wall arithmetic: midnight of the next day
    found = []
    if begins.utcoffset() != ends.utcoffset():
        found.append(Trait.CHANGE)
    if there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset():
        found.append(Trait.TWICE)
    since = timedelta(hours=there.hour, minutes=there.minute, seconds=there.second)
    if min(since, timedelta(days=1) - since) <= NEAR:
        found.append(Trait.MIDNIGHT)
    if from_instant(instant).date() != day:
        found.append(Trait.OTHER_DAY)
    return tuple(found)


def _shift(legacy: Instant, minutes: int, zone_name: str) -> Shift:
    if not minutes:
        return Shift.SAME
    ahead = _ahead(legacy, zone_name)
    return Shift.WALL_AS_UTC if minutes == ahead else Shift.UTC_AS_WALL if minutes == -ahead else Shift.OTHER


def _ahead(instant: Instant, zone_name: str) -> int:
    """Minutes by which the zone's wall time is ahead of UTC."""
    offset = from_instant(instant).astimezone(zone(zone_name)).utcoffset() or timedelta()
    return round(offset / timedelta(minutes=1))
