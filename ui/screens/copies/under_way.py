"""The job that runs, as a card: what is done, how far, how long it still takes."""

import time

from PySide6.QtWidgets import QProgressBar

from clubos_desktop.job import Progress
from ui.screens.base import Desk
from ui.time_left import TimeLeft
from ui.widgets.cards import Card
from ui.widgets.text import Words
from ui.words import number


class UnderWay(Card):
    """Hidden while nothing runs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Under way", tone="way")
        self._time = TimeLeft()
        self._what = Words("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("How far it is")
        self._left = Words("", "secondary")
        for widget in (self._what, self._bar, self._left):
            self.body.addWidget(widget)
        self.hide()
        desk.jobs.progressed.connect(self.say)
        desk.jobs.busy_changed.connect(lambda busy: None if busy else self.hide())

    def say(self, progress: Progress) -> None:
        """Show where the job stands; what it waits for is said too."""
        label, _, waits = progress.label.partition(": ")
        plain = Progress(label, progress.done, progress.total)
        known = bool(progress.total)
        figures = f", {number(progress.done)} of {number(progress.total or 0)}" if known else ""
        self._what.setText(f"{label}{figures}")
        self._bar.setRange(0, progress.total or 0 if known else 1)
        self._bar.setValue(min(progress.done, progress.total or 0))
        said = [self._time.say(plain, time.monotonic()), waits]
        self._left.setText("; ".join(text for text in said if text))
        self._left.setVisible(any(said))
        self.show()
