"""Days and times as people write them, read into the forms that are stored; and an example of how to write one. Pure.

A day may name its month ("5 Dec 2026", "December 5", "Sat 5 Dec 2026"), be all figures ("5.12.2026", "5/12/2026"; where
the club's country puts the month first, "12/5/2026"), be "2026-12-05", or "today", "yesterday", "tomorrow". Without a
year it is the nearest such day. A time comes after the day or before it ("14:30", "2:30 pm", "2pm").
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clubos_desktop.model.records import Day
from clubos_desktop.model.time import DAYS, MONTHS, spell

MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "FM", "MH", "PW"})
"""Countries (ISO 3166) in which 12/5 is the fifth of December."""
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_FIGURES = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})(?:\s*[./-]\s*(\d{4}|\d\d)?)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?([a-z]{3,9})\.?,?(?:\s*(\d{4}))?$")
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?$")
_MONTH = re.compile(r"([a-z]{3,9})\.?,?\s+(\d{4})$")
_MONTH_FIGURES = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})$")
_CLOCK = re.compile(r"(?<![\d.:/-])(\d{1,2})(?:[:.](\d\d)(?::\d\d(?:\.\d+)?)?)?\s*(am|pm|a\.m\.|p\.m\.)?(?=$|[\s,])")
_NAMES = tuple(name.casefold() for name in MONTHS)
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAY = re.compile(rf"^(?:{'|'.join(day.casefold() for day in DAYS)})[a-z]*\.?,?\s+")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a club writes: its present day and its country (ISO 3166); without them only what is unmistakable is read."""

    today: Day = ""
    country: str = ""

    def day(self, text: str) -> Day:
        """The day that was meant. Raises ValueError when the text is none."""
        said = _WEEKDAY.sub("", " ".join(text.casefold().split()))
        if self.today and said in _NEAR:
            return (date.fromisoformat(self.today) + timedelta(days=_NEAR[said])).isoformat()
        if found := _ISO.match(said):
            return self._day(found[1], int(found[2]), int(found[3]))
        if found := _FIGURES.match(said):
            day, month = int(found[1]), int(found[2])
            if self.country in MONTH_FIRST and "." not in said:
                day, month = month, day
            return self._day(found[3], month, day)
        if found := _DAY_FIRST.match(said):
            return self._day(found[3], _month(found[2]), int(found[1]))
        if found := _NAME_FIRST.match(said):
            return self._day(found[3], _month(found[1]), int(found[2]))
        raise ValueError(text)

    def moment(self, text: str) -> str:
        """The wall time that was meant as "2026-12-05T14:30"; what is ISO 8601 stays as it is. Raises ValueError."""
        said = " ".join(text.casefold().split())
        if (stated := _stated(text.strip())) is not None:
            return stated
        found = _clock(said)
        if found is None:
            raise ValueError(text)
        clock, rest = found
        if not rest and not self.today:
            raise ValueError(text)
        return f"{self.day(rest) if rest else self.today}T{clock}"

    def month(self, text: str) -> str:
        """The month that was meant as "2026-12". Raises ValueError."""
        said = " ".join(text.casefold().split())
        if re.fullmatch(r"\d{4}-\d\d", said):
            return date.fromisoformat(f"{said}-01").isoformat()[:7]
        if found := _MONTH.match(said):
            return f"{found[2]}-{_month(found[1]):02d}"
        if found := _MONTH_FIGURES.match(said):
            return date(int(found[2]), int(found[1]), 1).isoformat()[:7]
        raise ValueError(text)

    def example(self, day: Day) -> str:
        """How such a day may be written in this country: "5 Dec 2026 or 5/12/2026"."""
        on = date.fromisoformat(day)
        figures = (on.month, on.day) if self.country in MONTH_FIRST else (on.day, on.month)
        return f"{spell(day)} or {figures[0]}/{figures[1]}/{on.year}"

    def _day(self, year: str | None, month: int, day: int) -> Day:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day).isoformat()
        if not self.today:
            raise ValueError("no year")
        here = date.fromisoformat(self.today)
        near = [found for n in (-1, 0, 1) if (found := _on(here.year + n, month, day)) is not None]
        if not near:
            raise ValueError("no such day")
        return min(near, key=lambda each: abs(each - here)).isoformat()


def _stated(text: str) -> str | None:
    """A moment in the form of ISO 8601 as it is; None where it is none."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """The number of a month by its name in full or shortened. Raises ValueError."""
    if name[:3] in _NAMES and (_FULL[_NAMES.index(name[:3])].startswith(name) or name == "sept"):
        return _NAMES.index(name[:3]) + 1
    raise ValueError(name)


def _clock(said: str) -> tuple[str, str] | None:
    """The time as "14:30" and what is left of the text; None where there is none."""
    for found in _CLOCK.finditer(said):
        hour, minutes, half = int(found[1]), int(found[2] or 0), found[3] or ""
        if not (found[2] or half) or hour > 23 or minutes > 59 or (half and not 1 <= hour <= 12):
            continue
        if half:
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        rest = said[: found.start()] + " " + said[found.end() :]
        rest = re.sub(r"\s*\bat\b\s*", " ", rest).strip(" ,")
        return f"{hour:02d}:{minutes:02d}", rest
    return None
