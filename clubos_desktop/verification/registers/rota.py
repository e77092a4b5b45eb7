"""The support rota: who is there when after the switch, and the holes in it. Pure.

The first line names the hours of every day ("hours 09:00-17:00"), each other line a shift
("10 Dec 2026 09:00-13:00 Ann Lee", or the day as "2026-12-10"). A holiday ("holiday 25 Dec 2026 Christmas") is a day
like any other: it needs a name, and a hole on it says that it is one.
"""

import re
from datetime import date, timedelta

from clubos_desktop.errors import InputError
from clubos_desktop.model.records import Day
from clubos_desktop.model.time import spell
from clubos_desktop.model.written import Writing

_HOURS = re.compile(r"hours (\d\d:\d\d)-(\d\d:\d\d)$")
_DAY = r"(\d{4}-\d\d-\d\d|\d{1,2}\.? [A-Za-z]{3,9}\.? \d{4})"
_SHIFT = re.compile(_DAY + r" (\d\d:\d\d)-(\d\d:\d\d) (\S.*)$")
_HOLIDAY = re.compile(rf"holiday {_DAY} (\S.*)$")

Shift = tuple[Day, str, str, str]


def read(text: str) -> tuple[tuple[str, str], tuple[Shift, ...]]:
    """The daily hours and the shifts. Raises InputError with the line that is wrong."""
    lines = _lines(text)
    head = _HOURS.match(lines[0]) if lines else None
    if head is None:
        raise _wrong(lines[0] if lines else "")
    return (head[1], head[2]), tuple(_shift(line) for line in lines[1:] if not _HOLIDAY.match(line))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def holidays(text: str) -> tuple[tuple[Day, str], ...]:
    """The holidays that the rota names, each with its name."""
    found = [(each, _day(each[1])) for line in _lines(text) if (each := _HOLIDAY.match(line)) is not None]
    return tuple((day, each[2]) for each, day in found if day is not None)


def _shift(line: str) -> Shift:
    found = _SHIFT.match(line)
    day = _day(found[1]) if found is not None else None
    if found is not None and day is not None and found[2] < found[3] <= "24:00":
        return day, found[2], found[3], found[4]
    raise _wrong(line)


def _day(text: str) -> Day | None:
    try:
        return Writing().day(text)
    except ValueError:
        return None


def days(text: str) -> tuple[Day, ...]:
    """The days on which anybody is there."""
    return tuple(sorted({shift[0] for shift in read(text)[1]}))


def holes(text: str, wanted: int) -> list[str]:
    """Times of the first ``wanted`` days in which nobody is there, like "10 Dec 2026 from 13:00 to 17:00"."""
    (opens, closes), shifts = read(text)
    if not shifts:
        return ["any day"]
    first = date.fromisoformat(min(shift[0] for shift in shifts))
    found = []
    named = dict(holidays(text))
    for n in range(wanted):
        day = (first + timedelta(days=n)).isoformat()
        shown = f"{spell(day)} ({named[day]})" if day in named else spell(day)
        until = opens
        for _, begin, end, _ in sorted(shift for shift in shifts if shift[0] == day):
            if begin > until and until < closes:
                found.append(f"{shown} from {until} to {min(begin, closes)}")
            until = max(until, end)
        if until < closes:
            found.append(f"{shown} from {until} to {closes}")
    return found


def _wrong(line: str) -> InputError:
    return InputError(
        f"The rota cannot be read at “{line}”. Nothing was recorded.",
        remedy="Write “hours 09:00-17:00” first, then a line for each shift: “10 Dec 2026 09:00-13:00 Ann Lee”.",
        code="rota",
    )
