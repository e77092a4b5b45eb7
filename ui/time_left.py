"""How long a job still takes, by its own pace. No Qt in here."""

from math import ceil

from clubos_desktop.job import Progress
from ui.numerals import left

SETTLES = 2.0
"""Seconds before a remaining time is worth saying."""

WAITED = 5.0
"""Seconds without a step forward after which a job is taken to have waited for its budget of calls."""


class TimeLeft:
    """The remaining time of the part now copied, from its own pace. Restarts with each new label.

    A budget of calls lets many leave at once and then none for the rest of a minute. So after a wait the time is
    counted in such rounds: how many steps one has, how long it takes, how many rounds are still to come (features.md
    E23: wrong by a quarter at most once a fifth is done).
    """

    def __init__(self) -> None:
        self._label = ""
        self._began = self._moved = self._round = 0.0
        self._from = self._done = self._at_round = 0
        self._each: tuple[int, float, float] | None = None
        """Steps of the last whole round, its seconds, those of them before it waited; None before the first wait."""

    def say(self, progress: Progress, now: float) -> str:
        """A phrase such as "about 4 min left", "" while nobody can tell."""
        seconds = self.seconds(progress, now)
        return "" if seconds is None else left(seconds)

    def seconds(self, progress: Progress, now: float) -> float | None:
        """The same in seconds, None while nobody can tell."""
        if progress.label != self._label:
            self._label = progress.label
            self._began = self._moved = self._round = now
            self._from = self._done = self._at_round = progress.done
            self._each = None
        if progress.done > self._done:
            if now - self._moved >= WAITED and self._done > self._at_round:
                self._each = self._done - self._at_round, now - self._round, self._moved - self._round
                self._at_round, self._round = self._done, now
            self._done, self._moved = progress.done, now
        done, spent = progress.done - self._from, now - self._began
        if progress.total is None or done <= 0 or spent < SETTLES:
            return None
        if self._each is None:
            return (progress.total - progress.done) * spent / done
        steps, seconds, busy = self._each
        to_come = max(1, progress.total - self._at_round)
        rounds = ceil(to_come / steps) - 1
        last = (to_come - rounds * steps) / steps * busy
        return max(0.0, rounds * seconds + last - (now - self._round))
