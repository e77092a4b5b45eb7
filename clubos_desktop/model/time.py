"""Instants, days and zones. An instant is text in UTC, so that text order is time order; a day is "YYYY-MM-DD"."""

import time as _time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from clubos_desktop.model.records import Day, Instant

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As they are shown, in the order of ``weekday`` and of the calendar."""


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises ZoneInfoNotFoundError."""
    return ZoneInfo(name)


def to_instant(moment: datetime) -> Instant:
    """An aware moment as "2026-03-04T17:15:30.117Z"."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_instant(instant: Instant) -> datetime:
    """The aware moment of an instant."""
    return datetime.fromisoformat(instant)


def from_timestamp(seconds: float) -> datetime:
    """The moment of so many seconds since 1970, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def read_instant(text: str, zone_name: str) -> Instant:
    """A source's time as an instant; without an offset it is wall time in ``zone_name`` (wild-apricot-api.md 2.8).

    A wall time that does not exist (spring) or exists twice (autumn) is taken as the earlier reading.
    Raises ValueError when the text is no time.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(zone_name))
    try:
        return to_instant(moment)
    except OverflowError as error:  # before the year 1 or after 9999 in UTC
        raise ValueError("no time of the calendar") from error


def read_day(text: str, zone_name: str) -> Day:
    """A source's date-only value as a day.

    A time without offset keeps its own date; an instant gives the date it has in ``zone_name``, except that midnight
    UTC exactly is how ClubOS writes a date and keeps its own (clubos-api.md C.5).
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment.date().isoformat()
    utc = moment.astimezone(UTC)
    if text.endswith("Z") and utc.time().isoformat() == "00:00:00":
        return utc.date().isoformat()
    return moment.date().isoformat() if not text.endswith("Z") else utc.astimezone(zone(zone_name)).date().isoformat()


def day_of(instant: Instant, zone_name: str) -> Day:
    """The calendar day of an instant in a zone."""
    return _at(instant, zone_name).date().isoformat()


def _at(instant: Instant, zone_name: str) -> datetime:
    """An instant by a zone's clocks; by UTC's where the calendar ends there."""
    moment = from_instant(instant)
    try:
        return moment.astimezone(zone(zone_name))
    except OverflowError:
        return moment


def wall(instant: Instant, zone_name: str) -> str:
    """Wall time for people: "Sat 18 Apr 2026, 09:00"."""
    moment = _at(instant, zone_name)
    # Not by strftime: Qt sets the computer's locale, and what is stored must not depend on it.
    return f"{DAYS[moment.weekday()]} {spell(moment.date().isoformat())}, {moment.hour:02d}:{moment.minute:02d}"


def spell(day: Day) -> str:
    """A day with its month's name: "4 Mar 2026"."""
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return _time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        _time.sleep(seconds)


class PracticeClock:
    """The practice world's time: it runs ``speed`` times as fast, so that a minute's limit takes seconds."""

    def __init__(self, speed: float = 60.0, start: datetime | None = None) -> None:
        self._speed = speed
        self._zero = _time.monotonic()
        self._start = start or datetime.now(UTC)

    def now(self) -> datetime:
        """The practice world's present moment in UTC."""
        return self._start + timedelta(seconds=self.monotonic() - self._zero * self._speed)

    def monotonic(self) -> float:
        """Seconds of the practice world."""
        return _time.monotonic() * self._speed

    def sleep(self, seconds: float) -> None:
        """Wait that many seconds of the practice world."""
        _time.sleep(seconds / self._speed)
