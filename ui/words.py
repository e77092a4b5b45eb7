"""Numbers, times and durations as sentences say them. No Qt in here."""

from collections.abc import Sequence
from datetime import datetime

from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, zone


def number(value: int) -> str:
    """1187 as "1,187"."""
    return f"{value:,}"


def count(value: int, one: str, many: str | None = None) -> str:
    """For example: "1 difference", "1,187 differences"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """For example: "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


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


def left(seconds: float) -> str:
    """For example: "a few seconds left", "about 40 s left", "about 4 min left"."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 90:
        return f"about {round(seconds / 10) * 10} s left"
    return f"about {round(seconds / 60)} min left"


def duration(minutes: int) -> str:
    """For example: "8 minutes", "2 hours"."""
    return count(minutes, "minute") if minutes < 90 else count(round(minutes / 60), "hour")


def shorten(text: str, limit: int) -> str:
    """Text on one line, cut with an ellipsis; names of 300 characters break nothing."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
