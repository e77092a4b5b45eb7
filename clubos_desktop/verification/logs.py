"""Reading a log that ClubOS's operator hands over: which lines there are, from when to when, and how grave. Pure.

Lines may be JSON (a level by word or by pino's number, a time as text or milliseconds) or text with a time and a word
of severity. A line without a time belongs to the one before it (the lines of a stack trace).
"""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, read_instant, to_instant


class Grade(StrEnum):
    """How grave a line is."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    OTHER = "other"


WORDS: Mapping[str, Grade] = {
    "emerg": Grade.CRITICAL,
    "emergency": Grade.CRITICAL,
    "panic": Grade.CRITICAL,
    "alert": Grade.CRITICAL,
    "fatal": Grade.CRITICAL,
    "crit": Grade.CRITICAL,
    "critical": Grade.CRITICAL,
    "60": Grade.CRITICAL,
    "err": Grade.ERROR,
    "error": Grade.ERROR,
    "severe": Grade.ERROR,
    "50": Grade.ERROR,
    "warn": Grade.WARNING,
    "warning": Grade.WARNING,
    "40": Grade.WARNING,
}
"""Words of severity of syslog, pino (numbers) and the usual libraries; a club may map them otherwise."""

SILENCE = 6 * 3600.0
"""Seconds without a line that are shown as a gap."""

BLOCK = 100_000
"""Characters that are read in one step, some hundredths of a second."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?")
_LEVELS = ("level", "severity", "levelname", "lvl")
_TIMES = ("time", "timestamp", "@timestamp", "ts", "date")


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nothing was logged."""

    first: Instant
    last: Instant


@dataclass(frozen=True, slots=True)
class LogFound:
    """What a log holds: entries with a time (``lines``), from when to when, and how many of each grade.

    ``more`` are lines that belong to the one before, ``lost`` those before the first time; ``gaps`` are silences of
    six hours or more.
    """

    first: Instant | None
    last: Instant | None
    lines: int
    more: int
    lost: int
    grades: Mapping[Grade, int]
    gaps: tuple[Gap, ...]

    @property
    def critical(self) -> int:
        """Critical lines."""
        return self.grades.get(Grade.CRITICAL, 0)


def read(text: str, zone: str, mapping: Mapping[str, Grade] = WORDS) -> LogFound:
    """Read a log; times without a zone are wall time in ``zone``. The lines may come in any order."""
    return finish(reading(text, zone, mapping))


def reading(text: str, zone: str, mapping: Mapping[str, Grade] = WORDS) -> Job[LogFound]:
    """The same in steps: a log may hold a million lines."""
    times: list[Instant] = []
    grades: Counter[Grade] = Counter()
    more = lost = 0
    for start, lines in _blocks(text):
        yield Progress("Reading the log", start, len(text))
        for line in lines:
            if not line.strip():
                continue
            found = _entry(line, zone, mapping)
            if found is not None:
                times.append(found[0])
                grades[found[1]] += 1
            elif times:
                more += 1
            else:
                lost += 1
    times.sort()
    first, last = (times[0], times[-1]) if times else (None, None)
    return LogFound(first, last, len(times), more, lost, dict(grades), tuple(_gaps(times)))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Some lines at a time, with the place where they begin."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + BLOCK) + 1 or len(text)
        yield start, text[start:end].splitlines()
        start = end


def _gaps(times: list[Instant]) -> Iterator[Gap]:
    for before, after in itertools.pairwise(times):
        if (from_instant(after) - from_instant(before)).total_seconds() >= SILENCE:
            yield Gap(before, after)


def _entry(line: str, zone: str, mapping: Mapping[str, Grade]) -> tuple[Instant, Grade] | None:
    """Time and grade of a line; None when it has no time."""
    stripped = line.strip()
    if stripped[:1] == "{":
        found = _json(stripped, zone, mapping)
        if found is not None:
            return found
    time = _TIME.search(line)
    if time is None:
        return None
    at = _instant(time.group().replace(",", "."), zone)
    return None if at is None else (at, _worded(line[: time.start()] + line[time.end() : time.end() + 80], mapping))


def _json(line: str, zone: str, mapping: Mapping[str, Grade]) -> tuple[Instant, Grade] | None:
    """Of a line that begins with a brace: JSON gives a map then, or is none."""
    try:
        said: dict[str, object] = json.loads(line)
    except (ValueError, RecursionError):
        return None
    at = next((found for name in _TIMES if (found := _instant(said.get(name), zone)) is not None), None)
    level = next((said[name] for name in _LEVELS if name in said), None)
    return None if at is None else (at, mapping.get(str(level).casefold(), Grade.OTHER))


def _instant(value: object, zone: str) -> Instant | None:
    """A time as text, or seconds or milliseconds since 1970; None when it is none."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return to_instant(datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC))
        return read_instant(str(value).replace(" ", "T", 1), zone) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None


def _worded(text: str, mapping: Mapping[str, Grade]) -> Grade:
    """The grade of the first word of severity in a line's beginning."""
    for word in re.findall(r"[A-Za-z]+", text):
        grade = mapping.get(word.casefold())
        if grade is not None:
            return grade
    return Grade.OTHER


def mapped(pairs: Mapping[str, str]) -> dict[str, Grade]:
    """The usual words with a club's own beside or above them. Raises ValueError for a grade that there is not."""
    return {**WORDS, **{word.casefold(): Grade(grade) for word, grade in pairs.items()}}
