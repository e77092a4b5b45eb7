"""Page 3: ClubOS. The access comes from the club's ClubOS contact, asked for by a letter that says exactly what."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from clubos_desktop.model.runs import Account
from clubos_desktop.model.time import wall
from ui.models import help_texts
from ui.screens.copies.doors import OpenDoors
from ui.screens.first.key import LiveAnswer
from ui.screens.first.page import StartPage
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.fields import Labelled, Secret
from ui.widgets.symbol import Button
from ui.widgets.text import Words


class ClubOSAccess(StartPage):
    """Copy the request, then paste the answer."""

    topic = help_texts.ACCESS

    try_asked = Signal(str, str)

    def __init__(self, letter: str, *, alone: bool = False) -> None:
        super().__init__(
            0 if alone else 3,
            "How does this program get into ClubOS?",
            "Your ClubOS contact gives you an address and an access code. You can go on without and come back.",
            "Try the code",
        )
        self._letter = letter
        self._connected = False
        ask = Card("1.  Ask for it")
        ask.body.addWidget(Words("A letter that says exactly which access is needed, and that it only reads."))
        self._copy = Button("Copy a request to your ClubOS contact", icon="copy")
        self._copy.clicked.connect(self._copy_letter)
        self._copied = Words("", "secondary", tone="good")
        self._copied.hide()
        ask.body.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        ask.body.addWidget(self._copied)
        self._address = QLineEdit()
        self._address.setPlaceholderText("https://")
        self._code = Secret("Access code", "Paste the access code here")
        self._address.textChanged.connect(self._typed)
        self._code.changed.connect(self._typed)
        self._address.returnPressed.connect(self._pressed)
        self._code.returnPressed.connect(self._pressed)
        answer = Card("2.  Paste the answer")
        answer.body.addWidget(Labelled("Address of your ClubOS", self._address))
        answer.body.addWidget(
            Labelled("Access code", self._code, "Kept encrypted on this computer and never in a log.")
        )
        self._live = LiveAnswer()
        self._doors = OpenDoors()
        for widget in (ask, answer, self._live, self._doors):
            self.body.addWidget(widget)
        self.aside.setVisible(not alone)
        self.aside.clicked.connect(self.done)
        self.first_field(self._copy)
        self.proceed.setEnabled(False)
        self.proceed.clicked.connect(self._pressed)

    def connected(self, account: Account) -> None:
        """The code works."""
        self._connected = True
        until = f" Valid until {wall(account.expires, account.zone)}." if account.expires is not None else ""
        self._live.say(Tone.GOOD, f"Connected to {account.name}.{until}", " ".join(account.rights))
        self._doors.show_doors(account.warnings)
        self.wait(waiting=False, text="Continue")
        self.aside.hide()
        self.to_proceed()

    def refused(self, error: Exception) -> None:
        """It does not work; the fields keep what was typed."""
        remedy = getattr(error, "remedy", "Try again in a while.")
        self._live.say(Tone.PROBLEM, getattr(error, "sentence", "The code could not be tried."), remedy)
        self.wait(waiting=False, text="Try the code")

    def _copy_letter(self) -> None:
        QGuiApplication.clipboard().setText(self._letter)
        self._copied.setText("Copied. Paste it into a mail to your ClubOS contact.")
        self._copied.show()

    def _typed(self) -> None:
        self._connected = False
        self._live.hide()
        self._doors.hide()
        self.proceed.setText("Try the code")
        self.proceed.setEnabled(len(self._address.text().strip()) > len("https://") and bool(self._code.secret()))

    def _pressed(self) -> None:
        if self._connected:
            self.done.emit()
        elif self.proceed.isEnabled():
            self.wait(waiting=True)
            self._live.say(Tone.WAY, "Trying the code …")
            self.try_asked.emit(self._address.text().strip(), self._code.secret())
