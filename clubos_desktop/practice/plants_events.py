"""Planted in ClubOS's events after the import."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clubos_desktop.practice import clubos, legacy
from clubos_desktop.practice.clubos import new_id
from clubos_desktop.practice.garden import CLUBOS, EVENTS, LEGACY, Bed, Plant
from clubos_desktop.practice.legacy import ZONE

HOME = ZoneInfo(ZONE)
EIGHT_HOURS = timedelta(hours=8)


def _day(moment: datetime) -> str:
    return moment.astimezone(HOME).date().isoformat()


def _titles(bed: Bed) -> Counter[str]:
    """How often each title is used in both systems."""
    return Counter(row.title.strip().casefold() for row in bed.source.events.values())


def _keys(row: legacy.Event | clubos.Event, start: datetime) -> tuple[tuple[str, str], ...]:
    """By what an event could be mistaken for another: title on a day, place at a minute."""
    title, place = row.title.strip().casefold(), (row.location or "").strip().casefold()
    return (("title " + title, _day(start)), ("place " + place, f"{start:%Y-%m-%dT%H:%M}"))


def enter(bed: Bed) -> None:
    """Write all events of both systems into the bed's diary."""
    rows: list[legacy.Event | clubos.Event] = [*bed.source.events.values(), *bed.target.events.values()]
    for row in rows:
        for key in _keys(row, row.start):
            bed.diary.setdefault(key, set()).add(row.id)


def _free(bed: Bed, event: clubos.Event, start: datetime) -> bool:
    """Whether an event may stand there without being mistaken for another of either system."""
    own = {event.id, event.origin}
    return all(bed.diary.get(key, own) <= own for key in _keys(event, start))


def _timed(row: legacy.Event) -> bool:
    return not row.all_day


def _shift(bed: Bed, event: legacy.Event, by: timedelta, *, end_too: bool = True) -> None:
    """Move ClubOS's event."""
    made = bed.event(event)
    made.start += by
    if end_too:
        made.end = None if made.end is None else made.end + by
    for key in _keys(made, made.start):
        bed.diary.setdefault(key, set()).add(made.id)


def _each(bed: Bed, count: int, fits: Callable[[legacy.Event], bool], change: Callable[[legacy.Event], None]) -> None:
    """Change up to so many events that fit."""
    for event in bed.draw(EVENTS, count, fits):
        change(event)


def _eight_hours(bed: Bed, count: int) -> None:
    """Winter evenings and mornings stored as if they were UTC: exactly eight hours early, still on the same day."""

    def fits(row: legacy.Event) -> bool:
        local = row.start.astimezone(HOME)
        winter = local.utcoffset() == -EIGHT_HOURS and local.hour >= 8 and row.zone == ZONE
        made = bed.events[row.id]
        return _timed(row) and winter and _free(bed, made, made.start - EIGHT_HOURS)

    _each(bed, count, fits, lambda row: _shift(bed, row, -EIGHT_HOURS))


def _half_an_hour(bed: Bed, count: int) -> None:
    by = timedelta(minutes=30)

    def fits(row: legacy.Event) -> bool:
        return _timed(row) and row.start.astimezone(HOME).hour < 22 and _free(bed, bed.events[row.id], row.start + by)

    _each(bed, count, fits, lambda row: _shift(bed, row, by, end_too=False))


def _three_days(bed: Bed, count: int) -> None:
    by, titles = timedelta(days=3), _titles(bed)

    def fits(row: legacy.Event) -> bool:
        alone = titles[row.title.strip().casefold()] == 1
        return _timed(row) and alone and _free(bed, bed.events[row.id], row.start + by)

    _each(bed, count, fits, lambda row: _shift(bed, row, by))


def _series(bed: Bed, count: int) -> None:
    by, titles = timedelta(days=2), _titles(bed)

    def fits(row: legacy.Event) -> bool:
        many = titles[row.title.strip().casefold()] > 2
        return _timed(row) and many and _free(bed, bed.events[row.id], row.start + by)

    def change(row: legacy.Event) -> None:
        _shift(bed, row, by)
        bed.part(EVENTS, row.id)
        bed.suggest(EVENTS, row.id, bed.events[row.id].id)

    _each(bed, count, fits, change)


def _day_early(bed: Bed, count: int) -> None:
    """All-day events at midnight UTC: in their own zone that is the day before."""
    for event in bed.draw(EVENTS, count, lambda row: row.all_day):
        made = bed.event(event)
        zone = ZoneInfo(event.zone)
        made.start = event.start.astimezone(zone).replace(tzinfo=UTC)
        made.end = None if event.end is None else event.end.astimezone(zone).replace(tzinfo=UTC)


def _title(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, _timed):
        made = bed.event(event)
        made.title = f"{made.title} (new title {next(bed.fresh)})"


def _place(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, _timed):
        bed.event(event).location = f"Moved to hall {next(bed.fresh)}"


def _place_case(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, lambda row: _timed(row) and row.location.isascii()):
        made = bed.event(event)
        made.location = (made.location or "").upper()


def _capacity(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, lambda row: row.capacity > 0):
        bed.event(event).capacity = event.capacity + 5


def _category(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, _timed):
        bed.event(event).category = "Imported"


def _published(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, _timed):
        made = bed.event(event)
        made.published = not made.published


def _description(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, _timed):
        made = bed.event(event)
        made.description = f"{made.description} Cancelled if it rains."


def _no_end(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, lambda row: _timed(row) and row.end is not None):
        bed.event(event).end = None


def _single(bed: Bed) -> Callable[[legacy.Event], bool]:
    """Events that are no part of a series: what is left of a deleted series' event could be taken for it."""
    titles = _titles(bed)
    return lambda row: _timed(row) and titles[row.title.strip().casefold()] == 1


def _lost(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, _single(bed)):
        made = bed.events[event.id]
        bed.own(EVENTS, CLUBOS, made.id)
        bed.remove(CLUBOS, EVENTS, made.id)
        bed.part(EVENTS, event.id)


def _kept(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, _single(bed)):
        bed.own(EVENTS, CLUBOS, bed.events[event.id].id)
        bed.remove(LEGACY, EVENTS, event.id)


def _new(bed: Bed, count: int) -> None:
    for _ in range(count):
        number = next(bed.fresh)
        start = bed.now.replace(minute=5, second=0, microsecond=0) + timedelta(days=7 + number % 60)
        made = clubos.Event(
            id=new_id(bed.seed, "pilot event", number),
            title=f"Pilot Evening {number}",
            description="Planned in ClubOS alone.",
            category="Pilot",
            location=f"Pilot room {number}",
            start=start,
            end=start + timedelta(hours=2),
            capacity=12,
            published=True,
        )
        bed.touch(CLUBOS, "events", made.id)
        bed.target.events[made.id] = made
        bed.own(EVENTS, CLUBOS, made.id)
        bed.planted.count += 1


EVENT_PLANTS = (
    Plant("event_eight_hours", EVENTS, "Eight hours early: local time was taken for UTC.", 12, _eight_hours),
    Plant("event_half_hour", EVENTS, "The start differs by half an hour.", 5, _half_an_hour),
    Plant("event_moved", EVENTS, "The event was moved by three days.", 4, _three_days),
    Plant("series_moved", EVENTS, "One of a series was moved: only a person can tell which.", 3, _series),
    Plant("all_day_early", EVENTS, "An all-day event lies on the day before.", 3, _day_early),
    Plant("title_changed", EVENTS, "The title differs; start and place tell which it is.", 5, _title),
    Plant("place_changed", EVENTS, "The place differs.", 5, _place),
    Plant("places_wrong", EVENTS, "The number of places differs.", 4, _capacity),
    Plant("category_wrong", EVENTS, "The category differs.", 4, _category),
    Plant("published_wrong", EVENTS, "Published in one system alone.", 4, _published),
    Plant("description_changed", EVENTS, "The description says something else.", 5, _description),
    Plant("end_missing", EVENTS, "ClubOS has no end.", 3, _no_end),
    Plant("event_lost", EVENTS, "Events were lost, with their registrations.", 3, _lost),
    Plant("event_kept", EVENTS, "Deleted in Wild Apricot, still in ClubOS.", 2, _kept),
    Plant("event_new", EVENTS, "Events that were planned in ClubOS alone.", 3, _new),
    Plant("noise_place", EVENTS, "Noise: capital letters in places.", 4, _place_case),
)
"""After the import."""
