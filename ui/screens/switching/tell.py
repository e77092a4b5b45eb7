"""The message to the members: its text, whom it goes to, what may not arrive, a test to oneself. Nothing is sent."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from clubos_desktop.cutover.telling import Message
from clubos_desktop.model.fields import SIDE_LABELS
from ui.screens.base import Desk
from ui.screens.switching.since_switch import buttons
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Words


class TellCard(Card):
    """Shown in the step that tells the members."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("The message to the members")
        self._desk = desk
        self._to = Words("", "strong")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Text of the message")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(120))
        self._warnings = Flow(300, spacing=4, most=1)
        self.test = Button("Send it to our own address", icon="mail")
        self.write = Button("Save text and list of people…", icon="download")
        self.said = Notice(Tone.GOOD)
        self.said.hide()
        self.test.does(self._test)
        self.write.does(self._write)
        for widget in (self._to, self.text, self._warnings, buttons(self.test, self.write), self.said):
            self.body.addWidget(widget)

    def ask(self) -> None:
        """Read the message on the worker and show it."""
        self._desk.jobs.act(self._desk.club.switching.message, succeeded=self._show)

    def _show(self, made: Message) -> None:
        side = SIDE_LABELS[made.side]
        self._to.setText(f"To {len(made.reached):,} members, sent by a person from {side}. This program sends nothing.")
        self.text.setPlainText(made.text)
        self._warnings.show_items([Words(each) for each in made.warnings])

    def _write(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the folder is made")
        if chosen:
            self.write_to(Path(chosen) / "Message to the members")

    def write_to(self, folder: Path) -> None:
        """Save both into a new folder."""
        self._act(lambda: self._desk.club.switching.write_message(folder))

    def _test(self) -> None:
        """Send the test as a long job: a mail server may take its time, and Stop ends the waiting."""
        work = self._desk.club.switching.test_message
        self._desk.work_here(
            "Sending a test", work, succeeded=lambda sentence: self._done(str(sentence)), failed=self._failed
        )

    def _act(self, work: Callable[[], str]) -> None:
        self._desk.jobs.act(work, succeeded=self._done, failed=self._failed)

    def _done(self, sentence: str) -> None:
        self.said.set_tone(Tone.GOOD)
        self.said.say(sentence)
        self.said.show()

    def _failed(self, error: Exception) -> None:
        self.said.set_tone(Tone.PROBLEM)
        self.said.say_error(error)
        self.said.show()
