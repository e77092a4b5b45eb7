"""Numbers, times and durations as sentences say them. No Qt in here."""

from datetime import datetime

from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, zone
from ui.numerals import count, duration, left, listed, number, on_button, shorten, tip

__all__ = [
    "ago",
    "clock_time",
    "count",
    "day",
    "duration",
    "left",
    "listed",
    "moment",
    "number",
    "on_button",
    "shorten",
    "tip",
    "took",
]


def clock_time(instant: Instant, zone_name: str) -> str:
    """For example: "07:12"."""
    return f"{from_instant(instant).astimezone(zone(zone_name)):%H:%M}"


def day(instant: Instant, zone_name: str) -> str:
    """For example: "Tue 8 Dec 2026": a date always names the month."""
    moment = from_instant(instant).astimezone(zone(zone_name))
    return f"{moment:%a} {moment.day} {moment:%b %Y}"


def moment(instant: Instant, zone_name: str, now: datetime) -> str:
    """For example: "today, 07:12", "yesterday, 07:12", "Tue 8 Dec, 07:12", with the year when it is another one."""
    local = from_instant(instant).astimezone(zone(zone_name))
    today = now.astimezone(zone(zone_name)).date()
    age = (today - local.date()).days
    if age == 0:
        return f"today, {local:%H:%M}"
    if age == 1:
        return f"yesterday, {local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


def ago(instant: Instant, now: datetime) -> str:
    """For example: "just now", "12 minutes ago", "3 hours ago", "5 days ago"."""
    seconds = max(0.0, (now - from_instant(instant)).total_seconds())
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{count(int(seconds // 60), 'minute')} ago"
    if seconds < 2 * 86400:
        return f"{count(int(seconds // 3600), 'hour')} ago"
    return f"{count(int(seconds // 86400), 'day')} ago"


def took(seconds: float) -> str:
    """For example: "8 s", "4 min", "3 hours", "365 days"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    if seconds < 48 * 3600:
        return count(round(seconds / 3600), "hour")
    return count(round(seconds / 86400), "day")
