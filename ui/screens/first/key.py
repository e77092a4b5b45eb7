"""Page 2: the key of Wild Apricot, with the steps to get one and a live answer."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.model.runs import Account
from ui.models import help_texts
from ui.screens.first.page import StartPage, order_by_place
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.fields import Labelled, Secret
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Words

SHORTEST = 24
"""Wild Apricot's keys have about 36 characters; anything much shorter is a password or a piece of one."""

STEPS = (
    ("settings", "Sign in to Wild Apricot as an administrator and open Settings (or Apps)."),
    ("plug", "Choose Integrations, then Authorized applications, then Authorize application."),
    ("shield-check", "Choose Server application, and read-only access if it is offered."),
    ("copy", "Copy the API key that is shown, and paste it below."),
)
"""wild-apricot-api.md section 1, key creation."""


class NumberedSteps(Card):
    """Numbered steps, each with a small picture."""

    def __init__(self, title: str, steps: tuple[tuple[str, str], ...]) -> None:
        super().__init__(title)
        self.body.setSpacing(12)
        for number, (icon, text) in enumerate(steps, start=1):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(Words(f"{number}.", "strong", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Symbol(icon, 20, "way"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Words(text), 1)
            self.body.addLayout(row)


class LiveAnswer(QWidget):
    """What is known of a key while it is being typed and tried."""

    def __init__(self) -> None:
        super().__init__()
        self._notice = Notice(Tone.UNMEASURED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column
        column.addWidget(self._notice)
        self.hide()

    def say(self, tone: Tone, cause: str, remedy: str = "") -> None:
        """Show a new answer."""
        self._column.removeWidget(self._notice)
        self._notice.deleteLater()
        self._notice = Notice(tone)
        self._notice.set_tone("" if tone is Tone.UNMEASURED else tone)
        self._column.addWidget(self._notice)
        self._notice.say(cause, remedy)
        self.show()


class WildApricotKey(StartPage):
    """Paste the key here."""

    topic = help_texts.KEY

    try_asked = Signal(str, str, str)
    files_asked = Signal()

    def __init__(self, *, alone: bool = False) -> None:
        super().__init__(
            0 if alone else 2,
            "How does this program get into Wild Apricot?",
            "With a key that you make there. This program reads only, whatever the key allows.",
            "Try the key",
        )
        self._connected = False
        self._secret = Secret("Wild Apricot key", "Paste the key here")
        self._secret.changed.connect(self._typed)
        self._secret.returnPressed.connect(self._pressed)
        self._field = Labelled(
            "Paste the key here", self._secret, "It is kept encrypted on this computer and never in a log."
        )
        self._live = LiveAnswer()
        self._details = Button("Details", role="quiet", icon="chevron-right")
        self._details.clicked.connect(self._show_details)
        self._files = Button("No key? Use Wild Apricot's export files", role="quiet", icon="file-text")
        self._files.clicked.connect(self.files_asked)
        self._api, self._auth = QLineEdit(), QLineEdit()
        for line in (self._api, self._auth):
            line.returnPressed.connect(self._pressed)
        self._addresses = Card()
        self._addresses.body.addWidget(
            Words("Only if Wild Apricot gave your club other addresses than everybody else.", "secondary")
        )
        self._addresses.body.addWidget(Labelled("Address of the interface", self._api))
        self._addresses.body.addWidget(Labelled("Address of the sign-in", self._auth))
        self.body.addWidget(NumberedSteps("How to get a key", STEPS))
        self.body.addWidget(self._field)
        self.body.addWidget(self._live)
        self.body.addWidget(self._files, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._details, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._addresses)
        self._addresses.hide()
        self.aside.setVisible(not alone)
        self.aside.clicked.connect(self.done)
        self.first_field(self._secret)
        self.proceed.setEnabled(False)
        self.proceed.clicked.connect(self._pressed)

    def connected(self, account: Account) -> None:
        """The key works."""
        self._connected = True
        files = account.kind == "csv"
        self._live.say(
            Tone.GOOD,
            f"{account.name} are used." if files else f"Connected to {account.name}, account {account.account_id}.",
            " ".join((*account.rights, *account.warnings)),
        )
        self.wait(waiting=False, text="Continue")
        self.aside.hide()
        self._files.hide()
        self.to_proceed()

    def refused(self, error: Exception) -> None:
        """The key does not work; the field keeps it."""
        remedy = getattr(error, "remedy", "Try again in a while.")
        self._live.say(Tone.PROBLEM, getattr(error, "sentence", "The key could not be tried."), remedy)
        self.wait(waiting=False, text="Try the key")

    def _typed(self, key: str) -> None:
        self._connected = False
        self.proceed.setText("Try the key")
        short = 0 < len(key) < SHORTEST
        self.proceed.setEnabled(bool(key) and not short)
        if short:
            self._live.say(Tone.NEEDS, f"This is not a key: only {len(key)} characters.", "A key has about 36.")
        else:
            self._live.hide()

    def _pressed(self) -> None:
        if self._connected:
            self.done.emit()
        elif self.proceed.isEnabled():
            self.wait(waiting=True)
            self._live.say(Tone.WAY, "Trying the key …")
            self.try_asked.emit(self._secret.secret(), self._api.text().strip(), self._auth.text().strip())

    def _show_details(self) -> None:
        shown = self._addresses.isHidden()
        self._addresses.setVisible(shown)
        self._details.show_icon("chevron-down" if shown else "chevron-right")
        QTimer.singleShot(0, self, partial(order_by_place, self))
