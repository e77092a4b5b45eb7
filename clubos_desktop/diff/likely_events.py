"""Which event may be which: suggestions for events without an exact key in common."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from rapidfuzz import fuzz

from clubos_desktop.diff import blocks
from clubos_desktop.diff.candidates import Candidate
from clubos_desktop.model.differences import Suggestion

LEAST: Final = 50
"""Points below which nothing is suggested."""


def suggest(
    left: Sequence[Candidate], right: Sequence[Candidate], apart: blocks.Apart = frozenset()
) -> list[Suggestion]:
    """The best three for each unpaired event of either side, without those ``apart``."""
    return blocks.suggest(left, right, blocks=_blocks, score=score, reasons=reasons, least=LEAST, apart=apart)


def _blocks(one: Candidate, _left: bool) -> Iterator[str]:
    title, start, day, place = one.parts
    if title:
        yield f"title {title}"
    if start and day:
        yield f"start {start}"
        yield f"day {day}"
        if place:
            yield f"place {place} {day[:7]}"
        for word in set((title or "").split()):
            if len(word) > 3:  # "the", "and"
                yield f"word {word} {day[:7]}"


def score(legacy: Candidate, clubos: Candidate) -> int:
    """0 to 100, from title, start and place."""
    points = _titles(legacy.parts[0], clubos.parts[0]) + _starts(legacy.parts[1], clubos.parts[1])
    if legacy.parts[3] is not None and clubos.parts[3] is not None:
        points += 12 if legacy.parts[3] == clubos.parts[3] else 0
    return max(0, min(points, 100))


def _titles(mine: str | None, other: str | None) -> int:
    if mine is None or other is None:
        return 0
    if mine == other:
        return 55
    return max(0, round((fuzz.token_sort_ratio(mine, other) - 50) * 0.9))


def _starts(mine: str | None, other: str | None) -> int:
    """Same minute, within a day (a lost time zone), a month or a season; beyond that a title is only a series."""
    hours = _hours(mine, other)
    if hours is None:
        return 0
    if hours == 0:
        return 38
    if hours <= 24:
        return 30
    if hours <= 31 * 24:
        return 12
    return -10 if hours <= 92 * 24 else -30


def _hours(mine: str | None, other: str | None) -> float | None:
    if mine is None or other is None:
        return None
    return abs((datetime.fromisoformat(mine) - datetime.fromisoformat(other)).total_seconds()) / 3600


def reasons(legacy: Candidate, clubos: Candidate) -> tuple[str, ...]:
    """Why, in words."""
    return tuple(_reasons(legacy.parts, clubos.parts))


def _reasons(mine: tuple[str | None, ...], other: tuple[str | None, ...]) -> Iterator[str]:
    if mine[0] is not None and mine[0] == other[0]:
        yield "same title"
    else:
        yield "similar title" if _titles(mine[0], other[0]) >= 20 else "another title"
    hours = _hours(mine[1], other[1])
    if hours == 0:
        yield "same start"
    elif hours is not None and hours <= 24:
        yield f"{hours:g} hours apart" if hours != 1 else "1 hour apart"
    elif hours is not None:
        yield f"{round(hours / 24)} days apart"
    if mine[3] is not None and other[3] is not None:
        yield "same place" if mine[3] == other[3] else "another place"
