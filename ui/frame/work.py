"""Long work in the window: begun, told by the strip, stopped safely, gone on with; its failures said in place."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.job import Job, Progress
from ui.frame.band import Band
from ui.frame.strip import Strip
from ui.jobs import JobRunner
from ui.widgets.cards import Notice

REFRESHED_EVERY = 2_000
"""Milliseconds between two refreshes of the screens while a job runs."""
CONNECTING = frozenset({"secret.missing", "connection.none"})
"""Codes of errors that are remedied where systems are connected."""


class Trouble(QWidget):
    """A red card above the page; it stays until it is closed or the next work begins."""

    copies_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice()
        self._copies = self.notice.offer("Go to Copies", self._go)
        self.notice.offer("Close", self.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 0)
        column.addWidget(self.notice)
        self.hide()

    def say_error(self, error: Exception) -> None:
        """Show what went wrong, and what to do."""
        self.notice.say_error(error)
        self._copies.setVisible(getattr(error, "code", "") in CONNECTING)
        self.show()

    def _go(self) -> None:
        self.hide()
        self.copies_asked.emit()


class LongWork(QObject):
    """One long job at a time. ``refreshed`` asks the screens to read again, ``ended`` to judge again too."""

    refreshed = Signal()
    ended = Signal()
    refused = Signal(str)
    rests = Signal(bool)
    """True once all was stopped, False once work goes on."""

    def __init__(self, jobs: JobRunner, band: Band, strip: Strip, trouble: Trouble, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._band = band
        self._strip = strip
        self._trouble = trouble
        self._again: Callable[[], None] | None = None
        self._label = ""
        self._all = False
        """Stop everything was pressed: whatever comes of the job under way, nothing begins by itself after it."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESHED_EVERY)
        self._soon.timeout.connect(self.refreshed)
        strip.stop_asked.connect(self.stop)

    def run(
        self,
        label: str,
        work: Callable[[], Job[object]],
        again: Callable[[], None] | None,
        *,
        succeeded: Callable[[object], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Begin a job with the strip; while one runs, another is not begun. ``again`` is what "Go on" does.

        A screen that shows the end itself hands in ``succeeded`` and ``failed``.
        """
        if self._jobs.busy:
            self.refused.emit("Something is running already; it stands at the bottom of the window.")
            return
        self._again = again
        self._trouble.hide()
        self._go()
        self._strip.begin(label)
        self._jobs.run(
            work,
            succeeded=partial(self._succeeded, succeeded),
            failed=partial(self._failed, failed),
            cancelled=self._cancelled,
            progressed=self._progressed,
        )
        self.refreshed.emit()

    def _progressed(self, progress: Progress) -> None:
        self._strip.say(progress)
        if progress.label != self._label:
            # Another part begins, so the part before may be in the copy already: the screens show it now.
            self._label = progress.label
            self._soon.start()

    def _succeeded(self, then: Callable[[object], None] | None, result: object) -> None:
        self._come_to_its_end()
        self._over()
        if then is not None:
            then(result)

    def _failed(self, then: Callable[[Exception], None] | None, error: Exception) -> None:
        (then or self._trouble.say_error)(error)
        self._come_to_its_end()
        self._over()

    def _come_to_its_end(self) -> None:
        """It ended by itself, also where Stop everything came too late for it: there is nothing to go on with."""
        self._again = None
        if self._all:
            self._show_stopped()

    def _cancelled(self) -> None:
        self._show_stopped()
        self._over()

    def _show_stopped(self) -> None:
        """What was stopped can be gone on with; where nothing was, the words are calm too."""
        self._band.show_stopped(stopped=True, ran=self._again is not None, rests=self._all)

    def _over(self) -> None:
        self._strip.hide()
        self.ended.emit()

    def stop(self) -> None:
        """Stop the job at its next safe point."""
        if self._jobs.busy:
            self._strip.stopping()
            self._jobs.stop()

    def stop_everything(self) -> None:
        """Stop all there is; the band says so and offers to go on."""
        self._all = True
        self.rests.emit(True)
        if self._jobs.busy:
            self.stop()
        else:
            self._show_stopped()

    def go_on(self) -> None:
        """Go on with what was stopped."""
        self._go()
        if self._again is not None:
            self._again()

    def _go(self) -> None:
        """Nothing is stopped any more."""
        self._all = False
        self._band.show_stopped(stopped=False)
        self.rests.emit(False)
