"""Practice in the window: the whole program on a copy of the club, and back. The club itself stays open meanwhile."""

from collections.abc import Callable
from typing import Protocol

from clubos_desktop import training
from clubos_desktop.job import Job
from ui.club import Club
from ui.jobs import JobRunner
from ui.opened import OpenedClub
from ui.places import Place

READS = "A copy to practise on: nothing here is real."


def make_copy(real: OpenedClub) -> Job[OpenedClub]:
    """A fresh copy of the club, open for who acts now. Raises StorageError."""
    work = real.workspace
    person = work.person
    if person is None:
        raise RuntimeError("nobody acts in this club")
    yield from training.start(work, person)
    copy = training.open_copy(work, person)

    def close() -> None:
        copy.close()
        real.close()

    return OpenedClub(copy, practice=True, close=close, reads=READS)


class Stage(Protocol):
    """The window, as practice needs it."""

    jobs: JobRunner
    closed: bool

    def change_club(self, club: Club) -> None:
        """Show another club."""

    def go(self, place: Place, wanted: object = None) -> None:
        """Show a place."""

    def say(self, sentence: str) -> None:
        """A toast."""


class Training:
    """From the club to its practice copy, and back with what was passed."""

    def __init__(self, window: Stage, real: OpenedClub) -> None:
        self._window = window
        self._real = real
        self._copy: OpenedClub | None = None

    def begin(self, failed: Callable[[Exception], None]) -> None:
        """Make the copy and go on in it."""
        real = self._real
        self._window.jobs.run(lambda: make_copy(real), succeeded=self._opened, failed=failed)

    def _opened(self, copy: OpenedClub) -> None:
        self._copy = copy
        if self._window.closed:
            copy.close()
            return
        self._window.change_club(copy)
        self._window.go(Place.READY, "practice")

    def end(self, failed: Callable[[Exception], None]) -> None:
        """Back to the club; what was passed comes along, all else of the copy is thrown away."""
        copy, real = self._copy, self._real
        if copy is None:
            return
        self._copy = None

        def back() -> int:
            copy.workspace.close()
            return sum(each.passed for each in training.finish(real.workspace))

        self._window.jobs.act(back, succeeded=self._ended, failed=failed)

    def _ended(self, passed: int) -> None:
        if self._window.closed:
            return
        self._window.change_club(self._real)
        self._window.go(Place.READY, "practice")
        self._window.say(f"Back in your club. Passed in this practice: {passed} of 12 tasks.")
