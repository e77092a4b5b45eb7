"""The days around the switch as a calendar file (RFC 5545), for every calendar program (clubos-api.md row 38). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from clubos_desktop.cutover.grace import NOTICES
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.time import from_instant, to_instant, zone
from clubos_desktop.verification.registers.afterwards import GRACE_DAYS


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry: a name that stays the same in every file, what it is, when it begins, and for how many minutes."""

    uid: str
    title: str
    about: str
    begins: Instant
    minutes: int


_AROUND = (
    (-7, 0, 60, "Look at the gates together", "All five gates, what is open, who does what."),
    (-3, 0, 120, "Rehearse going back", "On a copy, with the people of the day."),
    (-2, 0, 30, "Tell the members that the switch comes", "The text “a week before” or “the day”, approved."),
    (-1, 0, 30, "Go or no-go", "Every role answers. One no-go holds it."),
    (0, 0, 180, "Switch day", "One step at a time; stopping is a good outcome."),
    (0, 240, 1200, "Watch", "A computer stays on and looks every hour."),
    (1, 0, 30, "All clear, or decide together", "The 24 hours are over."),
)
"""Days and minutes after the switch begins, length, title, text."""


def appointments(club: str, day: Day, at: str, zone_name: str) -> tuple[Appointment, ...]:
    """Every appointment around a switch on ``day`` at ``at`` ("07:00") by the club's clocks. Raises ValueError."""
    first = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=zone(zone_name))
    found = []
    for days, minutes, length, title, about in _AROUND:
        begins = first + timedelta(days=days, minutes=minutes)
        found.append(_made(club, day, title, about, begins=begins, minutes=length))
    end = first + timedelta(days=GRACE_DAYS)
    for left in NOTICES:
        title = f"{left} day{'s' * (left != 1)} left in which going back is possible"
        found.append(_made(club, day, title, "See Go back.", begins=end - timedelta(days=left), minutes=15))
    found.append(_made(club, day, "Going back ends", "Wild Apricot may be closed afterwards.", begins=end, minutes=15))
    return tuple(found)


def _made(club: str, day: Day, title: str, about: str, *, begins: datetime, minutes: int) -> Appointment:
    name = f"{day}-{title}".casefold().replace(" ", "-")
    return Appointment(f"{name}@clubos-desktop", f"{title} ({club})", about, to_instant(begins), minutes)


def ics(found: tuple[Appointment, ...], made: Instant) -> bytes:
    """The calendar file: lines of at most 75 bytes that end in CR LF, times in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ClubOS Desktop//Switch day//EN", "METHOD:PUBLISH"]
    for each in found:
        begins = from_instant(each.begins)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(each.uid)}",
            f"DTSTAMP:{_utc(from_instant(made))}",
            f"DTSTART:{_utc(begins)}",
            f"DTEND:{_utc(begins + timedelta(minutes=each.minutes))}",
            f"SUMMARY:{_text(each.title)}",
            f"DESCRIPTION:{_text(each.about)}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Parts of at most 75 bytes; every part after the first begins with a blank, and no letter is cut."""
    part, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > 74:
            yield part
            part, length = " ", 1
        part, length = part + letter, length + size
    yield part
