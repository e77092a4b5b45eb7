"""A log of ClubOS, pasted or from a file: looked into first, recorded after that."""

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit

from clubos_desktop.verification.health import Health
from clubos_desktop.verification.logs import Grade, LogFound
from ui.screens.base import Desk
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words
from ui.words import count, listed, moment, number

WORDS = {
    Grade.CRITICAL: ("critical", "critical"),
    Grade.ERROR: ("error", "errors"),
    Grade.WARNING: ("warning", "warnings"),
    Grade.OTHER: ("other line", "other lines"),
}


class LogCard(Card):
    """What logs say, and the way to hand one over."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("ClubOS's log")
        self._desk = desk
        self._content: bytes | None = None
        self._status = StatusWord(Tone.UNMEASURED, "No log read in")
        self._covered = Words("")
        self.paste = QPlainTextEdit()
        self.paste.setAccessibleName("Paste lines of the log here")
        self.paste.setPlaceholderText("Paste lines of the log here, or choose a file. Nothing is recorded yet.")
        self.paste.setTabChangesFocus(True)
        self.paste.setFixedHeight(px(110))
        choose = Button("Choose a file …", icon="folder-open")
        choose.does(self._ask)
        look = Button("Look into it", icon="search")
        look.does(lambda: self.look(self.paste.toPlainText().encode()))
        self.keep = Button("Record it", role="main", icon="check")
        self.keep.does(self._keep)
        row = QHBoxLayout()
        for button in (choose, look, self.keep):
            row.addWidget(button)
        row.addStretch(1)
        self.found = Notice(Tone.WAY, "file-text")
        self.found.hide()
        self.keep.hide()
        for widget in (self._status, self._covered, self.paste):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.body.addWidget(self.found)

    def tell(self, health: Health) -> None:
        """Which times logs cover, and which none covers."""
        club, lines = self._desk.club, sum(log.lines for log in health.logs)
        critical = sum(log.critical for log in health.logs)
        if not health.logs:
            self._status.say(Tone.UNMEASURED, "No log read in")
            self._covered.setText("No line read in is not the same as no error: ask ClubOS's operator for the log.")
            return
        tone = Tone.GOOD if lines and not critical and not health.holes else Tone.NEEDS
        self._status.say(tone, f"{number(critical)} critical in {count(lines, 'line')}")
        told = [
            f"{moment(log.first, club.zone, club.now())} to {moment(log.last, club.zone, club.now())}: "
            f"{count(log.lines, 'line')}, {number(log.critical)} critical."
            for log in health.logs[-5:]
        ]
        told += [
            f"No log covers {moment(hole.first, club.zone, club.now())} to {moment(hole.last, club.zone, club.now())}."
            for hole in health.holes
        ]
        self._covered.setText("\n".join(text[:1].upper() + text[1:] for text in told))

    def look(self, log: Path | bytes) -> None:
        """Say what a log holds; nothing is recorded."""
        work = partial(self._desk.club.planning.look_into_log, log)
        self._desk.work_here("Reading the log", work, succeeded=self._looked, failed=self._refused)

    def _looked(self, read: object) -> None:
        club = self._desk.club
        found, self._content = cast(tuple[LogFound, bytes], read)
        self.found.show()
        self.keep.setVisible(found.first is not None)
        if found.first is None or found.last is None:
            self.found.say("No line with a time was found.", "That is not the same as no error. Nothing was recorded.")
            return
        ends = [moment(at, club.zone, club.now()) for at in (found.first, found.last)]
        grades = [count(n, *WORDS[grade]) for grade, n in sorted(found.grades.items())]
        gaps = [
            f"Nothing was logged from {moment(gap.first, club.zone, club.now())} to "
            f"{moment(gap.last, club.zone, club.now())}."
            for gap in found.gaps[:5]
        ]
        self.found.say(
            f"{count(found.lines, 'line')}: {listed(grades)}.",
            " ".join(
                [
                    f"From {ends[0]} to {ends[1]}.",
                    *gaps,
                    "Recorded, it counts for the check of ClubOS's logs.",
                ]
            ),
        )

    def _keep(self) -> None:
        if self._content is not None:
            work = partial(self._desk.club.planning.take_log, self._content)
            self._desk.work_here("Recording the log", work, succeeded=self._kept, failed=self._refused)

    def _kept(self, _entry: object) -> None:
        self._content = None
        self.paste.clear()
        self.found.hide()
        self.keep.hide()
        self._desk.say("The log is recorded.")
        self._desk.outdate()

    def _refused(self, error: Exception) -> None:
        self.found.say_error(error)
        self.found.show()
        self.keep.hide()

    def _ask(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Which log is it?", str(Path.home()))
        if name:
            self.look(Path(name))
