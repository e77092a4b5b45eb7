"""What a benchmark measures with: CPU of this process, all threads, and a table for people."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def cpu(act: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds of an act, and what it returned."""
    start = time.process_time()
    result = act()
    return time.process_time() - start, result


def best(act: Callable[[], object], rounds: int = 3) -> float:
    """The least CPU seconds of some rounds."""
    return min(cpu(act)[0] for _ in range(rounds))


FIGURES: list[tuple[str, str, str]] = []
"""What was measured, how much, and the goal, for the table at the end (``conftest.py``)."""


def figure(what: str, measured: str, goal: str) -> None:
    """Note a figure for the table that can be pasted into the README."""
    FIGURES.append((what, measured, goal))
