"""The strip at the bottom, only while a job runs: what, how far, how long, Stop."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from clubos_desktop.job import Progress
from ui.numerals import number
from ui.time_left import TimeLeft
from ui.tokens import px
from ui.widgets.symbol import Button
from ui.widgets.text import Elided, Words


class Strip(QFrame):
    """40 pixels of progress."""

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._time = TimeLeft()
        self._words = Elided("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._left = Words("", "secondary", wrap=False)
        self.stop = Button("Stop", role="band", tip="Stops at the next safe point; nothing is lost")
        self.stop.clicked.connect(self.stop_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self._words, 3)
        row.addWidget(self._bar, 2)
        row.addWidget(self._left)
        row.addWidget(self.stop)
        self.set_height()
        self.hide()

    def set_height(self) -> None:
        """40 pixels at the text scale."""
        self.setFixedHeight(px(40))

    def begin(self, label: str) -> None:
        """A job was asked for."""
        self.say(Progress(label))
        self.stop.setEnabled(True)
        self.show()

    def say(self, progress: Progress) -> None:
        """Show where the job stands."""
        label, _, waiting = progress.label.partition(": ")
        progress = Progress(label, progress.done, progress.total)
        known = progress.total is not None and progress.total > 0
        self._words.say(
            f"{progress.label}, {number(progress.done)} of {number(progress.total or 0)}"
            if known
            else f"{progress.label}, {number(progress.done)}"
            if progress.done
            else f"{progress.label} …"
        )
        self._bar.setRange(0, progress.total or 1)
        self._bar.setValue(min(progress.done, progress.total or 0) if known else 0)
        self.setToolTip(waiting[:1].upper() + waiting[1:])
        # While it waits for a limit, the time of its own pace would be wrong: "waiting 40 s" and why as the tooltip.
        left = self._time.say(progress, time.monotonic())
        self._left.setText(waiting.partition(" for ")[0] or left)

    def stopping(self) -> None:
        """Stop was pressed; the next safe point is near."""
        self._words.say("Stopping at the next safe point …")
        self._left.setText("")
        self.stop.setEnabled(False)
