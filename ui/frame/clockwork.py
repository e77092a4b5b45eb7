"""The window's clock: it asks now and then whether a copy is due by the plan, and makes it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ui.club import Club
from ui.jobs import JobRunner

SHOW = "show"
"""The word by which a second start of the program asks for the window of the first."""

EVERY = 60_000
"""Milliseconds between two questions; asking reads a few rows."""


class Clockwork(QObject):
    """Runs while a club is open, the practice club too: a plan that is tried out there is kept like any other."""

    wanted = Signal()
    """Somebody started the program once more: this window is wanted; sent from a thread of its own."""

    told = Signal()
    """Another program of this computer said that a copy may be due; sent from a thread of its own."""

    def __init__(self, jobs: JobRunner, begin: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._begin = begin
        self._club: Club | None = None
        self.resting = False
        """Set by Stop everything, until Go on."""
        self.kept_free = False
        """Set while people work through a real run."""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.ask)
        self.told.connect(self.ask)

    def start(self, club: Club) -> None:
        """Ask for this club from now on."""
        self._club = club
        self._timer.start(EVERY)
        self._jobs.act(lambda: club.planning.listen(self.answer))
        self.ask()

    def answer(self, word: str) -> str:
        """What the computer's own scheduler is told when it wants the due copy made (clubos_desktop.store.talk)."""
        if word == SHOW:
            self.wanted.emit()
            return "taken"
        if word != "run-due":
            return "unknown"
        if self.resting:
            return "stopped"
        if self._jobs.busy or self.kept_free:
            return "busy"
        self.told.emit()
        return "taken"

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()
        self._club = None

    def ask(self) -> None:
        """Ask now, unless something runs, all was stopped, or people work through a real run."""
        if self._club is not None and not self._jobs.busy and not self.resting and not self.kept_free:
            self._jobs.act(self._club.planning.idle, succeeded=self._answered)

    def _answered(self, idle: bool) -> None:
        hindered = self._jobs.busy or self.resting or self.kept_free
        if not idle and self._club is not None and not hindered:
            self._begin()
