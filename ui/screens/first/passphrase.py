"""The passphrase of a club on a computer without a keyring, and the recovery code on another computer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit

from ui.screens.first.page import StartPage
from ui.widgets.fields import Labelled, Secret
from ui.widgets.symbol import Button
from ui.widgets.text import Words


class PassphrasePage(StartPage):
    """Type the passphrase."""

    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, "Which passphrase opens this club?", "It was chosen when the club was made.", "Open")
        self._phrase = Secret("Passphrase", "")
        self._phrase.returnPressed.connect(self._pressed)
        self.body.addWidget(Labelled("Passphrase", self._phrase))
        self.proceed.clicked.connect(self._pressed)
        self.first_field(self._phrase)

    def _pressed(self) -> None:
        if self._phrase.text():
            self.wait(waiting=True)
            self.typed.emit(self._phrase.text())


class OtherComputer(StartPage):
    """The club's file or a backup of it, and the code of the recovery sheet."""

    wanted = Signal(str, str, str)

    def __init__(self, *, keyring: bool) -> None:
        super().__init__(
            0,
            "Where is the club's file, and what is on its sheet?",
            "Take the file that ends in .clubos, with its companion that ends in .keys, or a backup.",
            "Open",
        )
        self._file = QLineEdit()
        self._file.setPlaceholderText("The club's file")
        choose = Button("Choose the file …", icon="folder-open")
        choose.clicked.connect(self._choose)
        self._code = QLineEdit()
        self._code.setPlaceholderText("The code of the recovery sheet")
        self._phrase = Secret("Passphrase", "At least 12 characters")
        self._line = Labelled("Code", self._code, "Capital or small letters, with or without dashes.")
        self.body.addWidget(Labelled("File", self._file))
        self.body.addWidget(choose)
        self.body.addWidget(self._line)
        chosen = Labelled("A passphrase on this computer", self._phrase, "This computer has no safe place for keys.")
        self.body.addWidget(chosen)
        chosen.setVisible(not keyring)
        self.body.addWidget(Words("The other computer should not copy any more once this one does.", "secondary"))
        self.proceed.clicked.connect(self._pressed)
        self.aside.setText("Back to the beginning")
        self.aside.show()
        self.aside.clicked.connect(self.back)
        self.first_field(self._file)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "The club's file", "", "ClubOS Desktop (*.clubos)")
        if path:
            self._file.setText(path)

    def _pressed(self) -> None:
        if self._file.text().strip() and self._code.text().strip():
            self.wait(waiting=True)
            self.wanted.emit(self._file.text().strip(), self._code.text().strip(), self._phrase.text())
