"""Dates and times as the pages write them: in the club's zone, the month by name."""

from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.time import wall


def when(instant: Instant | None, zone: str) -> str:
    """Like "Tue 8 Dec 2026, 07:12"; a dash for what has not happened."""
    return "–" if instant is None else wall(instant, zone)


def day_in(instant: Instant, zone: str) -> str:
    """Like "8 Dec 2026"."""
    return wall(instant, zone).split(",")[0].split(" ", 1)[1]


def short_day(day: Day) -> str:
    """A day like "8 Dec 2026"."""
    return day_in(f"{day}T12:00:00.000Z", "UTC")
