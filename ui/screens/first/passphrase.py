"""The passphrase of a club on a computer without a keyring, and the way on from another computer."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit

from ui.models import help_texts
from ui.screens.first.page import StartPage
from ui.widgets.chosen_phrase import ChosenPhrase
from ui.widgets.fields import Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.symbol import Button
from ui.widgets.text import Words


class PassphrasePage(StartPage):
    """Type the passphrase."""

    topic = help_texts.PHRASE

    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, "Which passphrase opens this club?", "It was chosen when the club was made.", "Open")
        self.phrase = Hidden("Passphrase")
        self.phrase.returnPressed.connect(self._pressed)
        self._line = Labelled("Passphrase", self.phrase)
        self.body.addWidget(self._line)
        self.body.addWidget(
            Words(
                "Forgotten? Go back and choose “Continue from another computer”: the recovery sheet opens it.",
                "secondary",
            )
        )
        self.proceed.clicked.connect(self._pressed)
        self.first_field(self.phrase)

    def _pressed(self) -> None:
        self._line.say("" if self.phrase.text() else "Please type the passphrase.", "problem")
        if self.phrase.text() and self.proceed.isEnabled():
            self.wait(waiting=True)
            self.typed.emit(self.phrase.text())


class OtherComputer(StartPage):
    """The club's file or a backup of it, and the code of the recovery sheet."""

    topic = help_texts.OTHER

    wanted = Signal(str, str, str)

    def __init__(self, *, keyring: bool) -> None:
        super().__init__(
            0,
            "Where is the club's file, and what is on its sheet?",
            "A backup (.clubos-backup), or the club's own file (.clubos) with its companion (.clubos.keys) beside it.",
            "Open",
        )
        self._keyring = keyring
        self.file = QLineEdit()
        self.file.setPlaceholderText("The club's file or a backup")
        choose = Button("Choose the file …", icon="folder-open")
        choose.clicked.connect(self._choose)
        self.code = QLineEdit()
        self.code.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.phrase = ChosenPhrase(
            "A passphrase for this computer",
            "It has no safe place for keys, so you will type this at every start. Write it down.",
        )
        self._file_line = Labelled("File", self.file, "Best copied onto this computer first, not opened from a stick.")
        self._code_line = Labelled(
            "Code of the recovery sheet", self.code, "Capital or small letters, with or without dashes."
        )
        self.body.addWidget(self._file_line)
        self.body.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._code_line)
        self.body.addWidget(self.phrase)
        self.phrase.setVisible(not keyring)
        self.body.addWidget(
            Words(
                "The keys of both systems are not in the file: Copies asks for them again. "
                "The other computer should not copy any more once this one does.",
                "secondary",
            )
        )
        self.proceed.clicked.connect(self._pressed)
        for field in (self.file, self.code):
            field.returnPressed.connect(self._pressed)
        self.phrase.returnPressed.connect(self._pressed)
        self.first_field(self.file)

    def _choose(self) -> None:
        kinds = "The club's file or a backup (*.clubos *.clubos-backup)"
        path, _ = QFileDialog.getOpenFileName(self, "The club's file", self.file.text(), kinds)
        if path:
            self.file.setText(path)
            self.code.setFocus()

    def _pressed(self) -> None:
        if not self.proceed.isEnabled():
            return
        file, code = self.file.text().strip(), self.code.text().strip()
        there = Path(file).is_file() if file else False
        missing = "" if there else f"There is no file {Path(file).name}." if file else "Please choose the file."
        self._file_line.say(missing, "problem")
        self._code_line.say("" if code else "Please type the code of the sheet.", "problem")
        unfit = not self._keyring and self.phrase.wrong()
        if there and code and not unfit:
            self.trouble.hide()
            self.wait(waiting=True)
            self.wanted.emit(file, code, self.phrase.text())
