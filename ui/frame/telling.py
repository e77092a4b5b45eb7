"""Telling people what changed while nobody looked: one notice a change, in the window and beside the clock."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.club import Club
from ui.jobs import JobRunner

Posting = Callable[[str, str], None]
"""Shows a notice (what happened, what to do) outside the window."""


class Telling(QObject):
    """Looks for notices after each change and each job; ``post`` shows what is new since the club was opened.

    What was not seen before that stands under Copies and is not shouted again.
    """

    def __init__(self, jobs: JobRunner, post: Posting, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._post = post
        self._club: Club | None = None
        self._last: int | None = None
        jobs.busy_changed.connect(lambda busy: None if busy else self.look())

    def start(self, club: Club) -> None:
        """Tell of this club from now on."""
        self._club, self._last = club, None
        self.look()

    def stop(self) -> None:
        """Tell nothing more."""
        self._club = None

    def look(self) -> None:
        """Look for what is new, off the screen's thread."""
        if self._club is not None:
            self._jobs.act(self._club.planning.notices, succeeded=self._found)

    def _found(self, notices: list[tuple[int, str, str]]) -> None:
        """Notices newest first, as number, sentence and remedy."""
        newest = max((number for number, _, _ in notices), default=0)
        if self._club is not None and self._last is not None:
            for _, sentence, remedy in sorted(each for each in notices if each[0] > self._last):
                self._post(sentence, remedy)
        self._last = max(newest, self._last or 0)
