"""What stands on Go back besides the run: what happened since the switch, what the board owes, what comes after."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.models import return_words as words
from ui.places import Place
from ui.screens.base import Desk
from ui.switching import Returning
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine


def buttons(*made: Button) -> QWidget:
    """Buttons beside each other that wrap."""
    box = QWidget()
    line = WrappingLine(box)
    for button in made:
        line.addWidget(button)
    return box


class SinceCard(Card):
    """Changes still made in Wild Apricot, days on which nobody looked, issues, tickets, the weekly report."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Since the switch")
        self._desk = desk
        self._lines = Flow(300, spacing=4, most=1)
        self.look = Button("Look at Wild Apricot now", icon="refresh-cw")
        self.drift = Button("Who minds what changed", icon="file-check")
        self.issues = Button("Issues", icon="file-check")
        self.tickets = Button("Tickets by day", icon="file-check")
        self.report = Button("Write the weekly report…", icon="file-text")
        self.look.does(self._look)
        self.drift.does(partial(desk.go, Place.READY, "drift"))
        self.issues.does(partial(desk.go, Place.READY, "issues"))
        self.tickets.does(partial(desk.go, Place.READY, "asked"))
        self.report.does(self._report)
        self.body.addWidget(self._lines)
        self.body.addWidget(buttons(self.drift, self.issues, self.tickets, self.look, self.report))

    def show_all(self, found: Returning) -> None:
        """Show how it stands."""
        period = found.period
        self.setVisible(period is not None)
        if period is None:
            return
        lines = (words.minds(found), words.drift_line(period), *words.hole_lines(period, found.zone))
        self._lines.show_items(
            [Words(line) for line in (*lines, words.issue_line(period, found), words.ticket_line(period))]
        )

    def _look(self) -> None:
        self._desk.run("Looking at what still changed in Wild Apricot", self._desk.club.switching.look_now)

    def _report(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Weekly report", str(Path.home() / "week.pdf"), "PDF (*.pdf)")
        if chosen:
            self.write_report(Path(chosen))

    def write_report(self, path: Path) -> None:
        """Write the report of this week."""
        work = partial(self._desk.club.switching.report_week, path)
        self._desk.jobs.act(work, succeeded=self._desk.say, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "The report was not written."))


class BoardCard(Notice):
    """What the board has said, or owes, after a return that began in an emergency."""

    def __init__(self, go: Callable[[Place], None]) -> None:
        super().__init__(Tone.NEEDS)
        self.vote = self.offer("Record the vote", partial(go, Place.BOARD))
        self.hide()

    def show_all(self, found: Returning) -> None:
        """Show the newest one."""
        self.setVisible(bool(found.emergencies))
        if not found.emergencies:
            return
        last = found.emergencies[-1]
        self.set_tone({"ratified": Tone.GOOD, "waits": Tone.NEEDS}.get(last.state, Tone.PROBLEM))
        self.say(words.board_line(last, found.zone))
        self.vote.setVisible(last.state in {"waits", "overdue"})
