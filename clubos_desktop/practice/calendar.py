"""Events of the practice club: series, single events, all-day trips, nights in which the clocks change."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clubos_desktop.practice import titles
from clubos_desktop.practice.legacy import ZONE, Event

FIRST_EVENT = 8001
PAST_DAYS, NEXT_DAYS = 730, 90
"""Events lie in the past two years and the next 90 days (gate 1 looks at 90 days: parallel-run-model.md section 5)."""


class Calendar:
    """Takes events in, refusing any that would be mistaken for another by title and start or by start and place."""

    def __init__(self, rng: random.Random, now: datetime) -> None:
        self.rng = rng
        self.now = now
        self.made: list[Event] = []
        self._taken: set[tuple[str, str]] = set()

    def keys(self, title: str, start: datetime, place: str) -> set[tuple[str, str]]:
        """What must not be shared: title on a day, and place at a minute."""
        local = start.astimezone(ZoneInfo(ZONE))
        return {(title.casefold(), local.date().isoformat()), (place.casefold(), f"{start:%Y-%m-%dT%H:%M}")}

    def add(
        self, title: str, local: datetime, hours: float, place: str, tag: str, *, all_day: bool = False, days: int = 1
    ) -> bool:
        """Add an event that starts at a wall time (aware); False when it would be ambiguous."""
        start = local.astimezone(UTC)
        keys = self.keys(title, start, place)
        if keys & self._taken:
            return False
        self._taken |= keys
        rng = self.rng
        fee = 0 if rng.random() < 0.39 or all_day else rng.choice((500, 1000, 1250, 2000, 3500, 8500))
        if all_day:
            end = None if days == 1 else (local + timedelta(days=days - 1)).astimezone(UTC)
        else:
            end = start + timedelta(hours=hours)
        zone = getattr(local.tzinfo, "key", ZONE)
        self.made.append(
            Event(
                id=0,
                title=title,
                start=start,
                end=end if all_day or rng.random() < 0.95 else None,
                zone=zone,
                all_day=all_day,
                location=place,
                capacity=0 if rng.random() < 0.4 else rng.choice((8, 12, 15, 20, 24, 30, 40, 60)),
                access="Public" if rng.random() < 0.86 else rng.choice(("AdminOnly", "Restricted")),
                tags=(tag,) if rng.random() < 0.8 else (tag, "Favourite"),
                html=_html(rng),
                fee=fee,
                organizer=0,
            )
        )
        return True


def _html(rng: random.Random) -> str:
    """A description whose text is the same however its tags are taken away: blanks stand between all blocks."""
    first, second, third = rng.sample(titles.SENTENCES, 3)
    return f"<p>{first} <b>Welcome!</b></p>\n<p>{second}</p>\n<ul>\n<li>{third}</li>\n</ul>"


def make_events(count: int, rng: random.Random, now: datetime) -> dict[int, Event]:
    """Events in the order of their start, ids ascending; at least twelve."""
    calendar = Calendar(rng, now)
    home = ZoneInfo(ZONE)
    midnight = now.astimezone(home).replace(hour=0, minute=0, second=0, microsecond=0)
    _clock_changes(calendar, midnight)
    _trips(calendar, midnight, max(4, count // 40))
    _series(calendar, midnight, count * 4 // 10)
    subjects = [(f"{subject} {theme}") for subject in titles.SUBJECTS for theme in titles.THEMES]
    rng.shuffle(subjects)
    number = 0
    while len(calendar.made) < count:
        place, tag = rng.choice(titles.PLACES)
        title = subjects[number % len(subjects)]
        title = title if number < len(subjects) else f"{title} No. {number // len(subjects) + 1}"
        day = midnight + timedelta(days=rng.randint(-PAST_DAYS, NEXT_DAYS))
        local = day.replace(hour=rng.randint(8, 20), minute=rng.choice((0, 0, 15, 30)))
        number += calendar.add(title, local, rng.choice((1.5, 2, 3, 4)), place, tag)
    made = sorted(calendar.made, key=lambda event: (event.start, event.title))
    for place_in_order, event in enumerate(made):
        event.id = FIRST_EVENT + place_in_order
    return {event.id: event for event in made}


def _clock_changes(calendar: Calendar, midnight: datetime) -> None:
    """Nights in which the clocks change (United States: second Sunday of March, first Sunday of November)."""
    home = ZoneInfo(ZONE)
    for year in (midnight.year - 1, midnight.year):
        spring = _sunday(year, 3, 2)
        autumn = _sunday(year, 11, 1)
        for local, title in (
            (spring.replace(hour=3, minute=30, tzinfo=home), f"Dawn Chorus {year}"),
            (autumn.replace(hour=1, minute=30, fold=0, tzinfo=home), f"Meteor Watch, first hour {year}"),
            (autumn.replace(hour=1, minute=30, fold=1, tzinfo=home), f"Meteor Watch, second hour {year}"),
        ):
            if timedelta(days=-PAST_DAYS) < local - midnight < timedelta(days=NEXT_DAYS):
                calendar.add(title, local, 2, "Alameda Park", "Outdoors")


def _sunday(year: int, month: int, nth: int) -> datetime:
    """The nth Sunday of a month."""
    first = datetime(year, month, 1, tzinfo=UTC)
    return (first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))).replace(tzinfo=None)


def _trips(calendar: Calendar, midnight: datetime, count: int) -> None:
    """All-day events, a third of them of several days, a quarter in other zones."""
    rng = calendar.rng
    for number in range(count):
        zone = rng.choice((ZONE, ZONE, ZONE, "America/New_York", "Pacific/Honolulu"))
        day = midnight + timedelta(days=rng.randint(-PAST_DAYS + 10, NEXT_DAYS - 10))
        local = day.replace(tzinfo=ZoneInfo(zone))
        calendar.add(
            f"Day Trip {number + 1}: {rng.choice(titles.THEMES)}",
            local,
            0,
            f"Bus stop {number + 1}",
            "Travel",
            all_day=True,
            days=rng.choice((1, 1, 3)),
        )


def _series(calendar: Calendar, midnight: datetime, count: int) -> None:
    """Recurring events: the same title and place, week by week, until there are enough."""
    rng = calendar.rng
    target = len(calendar.made) + count
    round_number = 0
    while len(calendar.made) < target and round_number < 40:
        for title, place, tag, step in titles.SERIES:
            name = title if not round_number else f"{title}, group {round_number + 1}"
            local = midnight + timedelta(days=NEXT_DAYS - rng.randint(0, step))
            hour = 8 + (titles.SERIES.index((title, place, tag, step)) * 2 + round_number) % 12
            for occurrence in range(max(3, min(24, count // 8))):
                day = (local - timedelta(days=step * occurrence)).replace(hour=hour)
                if (midnight - day).days < PAST_DAYS and len(calendar.made) < target:
                    calendar.add(name, day, 2, place, tag)
        round_number += 1
