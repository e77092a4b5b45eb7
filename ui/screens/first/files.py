"""Export files in place of the key: chosen, looked at, tried, then used. Nothing is taken over before that."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.connectors.csv_folder import DryRun
from clubos_desktop.errors import ClubOSError
from clubos_desktop.model.runs import Account
from ui.models import export_files as words
from ui.models import help_texts
from ui.models.export_files import FileAnswer, TriedLine
from ui.models.rows import Column, RowsModel
from ui.screens.first.export_file import ExportFile
from ui.screens.first.page import StartPage, order_by_place
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.fields import Labelled
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words

COLUMNS: tuple[Column[TriedLine], ...] = (
    Column("What", lambda line: line.what, stretch=1, strong=True),
    Column("New", lambda line: line.created, width=80, number=True),
    Column("Changed", lambda line: line.changed, width=90, number=True),
    Column("Same", lambda line: line.same, width=80, number=True),
    Column("No longer there", lambda line: line.absent, width=130, number=True),
    Column("Not found", lambda line: line.unmatched, width=100, number=True),
)
LOOK, TRY, USE, ON = "Look at the files", "Try them", "Use these files", "Continue"
AGAIN = "Look at the files again"
"""After a trial in which rows could not be read: a copy would stop there, so the files are mended first."""

UNREADABLE = (
    "Some cells cannot be read, so a copy would stop there. Export these files anew without opening them in a "
    "spreadsheet, or take their column for “Not in this file”."
)


class ExportFiles(StartPage):
    """``look_asked`` with the folder, then ``try_asked`` and ``use_asked``; each is answered by a method here."""

    topic = help_texts.FILES

    look_asked = Signal(str)
    try_asked = Signal()
    use_asked = Signal()

    def __init__(self, *, alone: bool = False) -> None:
        super().__init__(
            0 if alone else 2,
            "Where are Wild Apricot's export files?",
            "In place of a key: contacts, event registrations, invoices and payments, exported as CSV.",
            LOOK,
        )
        self.setAcceptDrops(True)
        self.cards: list[ExportFile] = []
        self.folder = QLineEdit()
        self.folder.setPlaceholderText("The folder with the exports")
        self.folder.textChanged.connect(self._typed)
        self.folder.returnPressed.connect(self._pressed)
        choose = Button("Choose the folder …", icon="folder-open")
        choose.clicked.connect(self._choose)
        self._line = Labelled("Folder", self.folder, "Or drop the files here. They stay where they are.")
        self._files = QWidget()
        self._column = QVBoxLayout(self._files)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._asked = Notice(Tone.NEEDS)
        self._tried = self._table()
        self._warned = Notice(Tone.NEEDS)
        self._live = Notice(Tone.GOOD)
        for widget in (self._line, choose, self._files, self._asked, self._tried, self._warned, self._live):
            self.body.addWidget(widget)
        self.body.setAlignment(choose, Qt.AlignmentFlag.AlignLeft)
        self.back_button.show()  # to the key, which is the usual way
        self._step = LOOK
        self._to(LOOK)
        self.first_field(self.folder)
        self.proceed.clicked.connect(self._pressed)

    def _table(self) -> Card:
        card = Card("What taking them over would do")
        self._answer = Words("", "strong")
        self._model: RowsModel[TriedLine] = RowsModel(COLUMNS, self)
        self.table = Table(self._model, "What taking them over would do")
        for widget in (self._answer, self.table):
            card.body.addWidget(widget)
        return card

    def answers(self) -> list[FileAnswer]:
        """What was said of each file."""
        return [card.answer for card in self.cards]

    # --- the three answers

    def looked(self, answers: Sequence[FileAnswer]) -> None:
        """The files were looked at."""
        self._show_files(list(answers))
        self._to(TRY)

    def was_tried(self, runs: Sequence[DryRun]) -> None:
        """The trial is done."""
        self._answer.setText(words.tried_answer(runs))
        self._model.show_rows(words.tried_lines(runs))
        self.table.setFixedHeight(self.table.full_height())
        said = words.warnings(runs)
        unreadable = any(run.faults for run in runs)
        self._to(AGAIN if unreadable else USE)
        self._warned.setVisible(bool(said))
        cause = UNREADABLE if unreadable else "Some rows need a look. They are said here, not dropped."
        self._warned.say(cause, "\n".join(said))
        self.to_proceed()

    def connected(self, account: Account) -> None:
        """They are used from now on."""
        self._to(ON)
        self._live.say(f"{account.name} are used from now on.", " ".join(account.rights))
        self.to_proceed()

    def fail(self, error: Exception) -> None:
        """Say why in place; what was answered stays."""
        super().fail(error)
        self._to(self._step)

    # --- moving on

    def _to(self, step: str) -> None:
        self._step = step
        questions = words.open_questions(self.answers()) if self.cards else []
        self.wait(waiting=False, text=step)
        self.proceed.setEnabled(bool(self.folder.text().strip()) and not (step == TRY and questions))
        self._files.setVisible(step != LOOK and bool(self.cards))
        self._asked.setVisible(step == TRY and bool(questions))
        if questions:
            self._asked.say(questions[0], "\n".join(questions[1:]))
        tried = step in (USE, ON, AGAIN)
        self._tried.setVisible(tried)
        self._warned.setVisible(self._warned.isVisibleTo(self) and tried)
        self._live.setVisible(step == ON)
        QTimer.singleShot(0, self, lambda: order_by_place(self))

    def _pressed(self) -> None:
        if not self.proceed.isEnabled():
            return
        self.trouble.hide()
        if self._step == ON:
            self.done.emit()
            return
        self.wait(waiting=True)
        if self._step in (LOOK, AGAIN):
            self.look_asked.emit(self.folder.text().strip())
        elif self._step == TRY:
            self.try_asked.emit()
        else:
            self.use_asked.emit()

    def _show_files(self, answers: list[FileAnswer]) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [ExportFile(answer) for answer in answers]
        for card in self.cards:
            card.changed.connect(self._answered)
            card.reread.connect(lambda encoding, delimiter, card=card: self._reread(card, encoding, delimiter))
            self._column.addWidget(card)

    def _answered(self) -> None:
        self._warned.hide()
        self._to(TRY)

    def _reread(self, card: ExportFile, encoding: str, delimiter: str) -> None:
        """The file is read again at once: it is on this computer, and the eye needs the answer now."""
        folder = Path(self.folder.text().strip())
        try:
            again = words.looked_again(card.answer, folder, encoding=encoding, delimiter=delimiter)
        except ClubOSError as error:
            super().fail(error)
            return
        self.trouble.hide()
        self._show_files([again if each is card else each.answer for each in self.cards])
        self._answered()

    def _typed(self) -> None:
        self._show_files([])
        self._to(LOOK)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "The folder with the exports", self.folder.text())
        if folder:
            self.folder.setText(folder)
            self._pressed()

    # --- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Their folder is looked at."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def take(self, paths: Sequence[Path]) -> None:
        """Take what was dropped: a folder, or files that lie in one."""
        folders = {path if path.is_dir() else path.parent for path in paths}
        zips = [path.name for path in paths if path.suffix.casefold() == ".zip"]
        if zips or len(folders) != 1:
            said = f"{zips[0]} is a packed file." if zips else "These files lie in different folders."
            self.trouble.say(said, "Unpack it first." if zips else "Put them into one folder, and drop that.")
            self.trouble.show()
            return
        self.folder.setText(str(folders.pop()))
        self._pressed()
