"""Page 4: the recovery sheet, and page 5: the first copy."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from ui.models import help_texts
from ui.screens.first.page import StartPage
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine


class RecoverySheet(StartPage):
    """Print it, put it away, say so."""

    topic = help_texts.SHEET

    print_asked = Signal()
    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            4,
            "What if this computer is lost?",
            "The copy is encrypted. The sheet holds a code that opens it, or a backup, on another computer.",
            "It lies in a safe place",
        )
        card = Card("Recovery sheet")
        card.body.addWidget(
            Words("One page on paper. Keep it where the club keeps its important papers, not beside this computer.")
        )
        self._print = Button("Print the sheet …", icon="printer")
        self._print.clicked.connect(self.print_asked)
        opens = Button("Open it as a PDF", role="quiet", icon="external-link")
        opens.clicked.connect(self.open_asked)
        acts = QWidget()
        line = WrappingLine(acts, spacing=8)
        line.addWidget(self._print)
        line.addWidget(opens)
        self._said = Words("", "secondary", tone="good").selectable()
        self._said.hide()
        card.body.addWidget(acts)
        card.body.addWidget(self._said)
        self._safe = QCheckBox("It lies in a safe place")
        self._safe.toggled.connect(self.proceed.setEnabled)
        self.body.addWidget(card)
        self.body.addWidget(self._safe)
        self.proceed.setText("Continue")
        self.proceed.setEnabled(False)
        self.proceed.clicked.connect(self.done)
        self.aside.show()
        self.aside.clicked.connect(self.later)
        self.first_field(self._print)

    def tell(self, sentence: str) -> None:
        """Say what became of the sheet."""
        self._said.setText(sentence)
        self._said.show()


class FirstCopy(StartPage):
    """Nothing is left but to begin."""

    topic = help_texts.COPY

    def __init__(self, *, wild_apricot: bool, clubos: bool) -> None:
        super().__init__(
            5,
            "Ready for the first copy?",
            "It reads and changes nothing. You can close the laptop; copying goes on from there.",
            "Make the first copy",
        )
        for name, there in (("Wild Apricot", wild_apricot), ("ClubOS", clubos)):
            notice = Notice(Tone.GOOD if there else Tone.UNMEASURED)
            notice.set_tone("")
            notice.say(
                f"{name} is connected." if there else f"{name} is not connected yet.",
                "" if there else "You can connect it later, on Copies.",
            )
            self.body.addWidget(notice)
        row = QHBoxLayout()
        row.addStretch(1)
        self.body.addLayout(row)
        self.proceed.setEnabled(wild_apricot or clubos)
        self.proceed.clicked.connect(self.done)
        self.aside.setText("Look around first")
        self.aside.show()
        self.aside.clicked.connect(self.later)
        self.first_field(self.proceed)
