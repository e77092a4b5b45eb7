"""How long a job still takes, by its own pace. No Qt in here."""

from clubos_desktop.job import Progress
from ui.numerals import left

SETTLES = 2.0
"""Seconds before a remaining time is worth saying."""


class TimeLeft:
    """The remaining time of the part now copied, from its own pace. Restarts with each new label."""

    def __init__(self) -> None:
        self._label = ""
        self._began = 0.0
        self._from = 0

    def say(self, progress: Progress, now: float) -> str:
        """A phrase such as "about 4 min left", "" while nobody can tell."""
        if progress.label != self._label:
            self._label, self._began, self._from = progress.label, now, progress.done
        done, spent = progress.done - self._from, now - self._began
        if progress.total is None or done <= 0 or spent < SETTLES:
            return ""
        return left((progress.total - progress.done) * spent / done)
