"""History: who did what, and is the record whole."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from clubos_desktop import files
from clubos_desktop.errors import ClubOSError
from ui.models.history_words import Act, Show, Whole, acts, as_csv, examine
from ui.models.rows import Chunk, Column, RowsModel
from ui.places import Fold
from ui.screens.base import MARGIN, Desk, Screen
from ui.tokens import px
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.segments import Segments
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer

PAGE = 100

DAY: Column[Act] = Column("Day", lambda act: act.day, width=160, strong=True)
TIME: Column[Act] = Column("Time", lambda act: act.time, width=80)
WHAT: Column[Act] = Column("What", lambda act: act.sentence, stretch=1)
CHECK: Column[Act] = Column("Check number", lambda act: act.check, width=140, least=Fold.SIDE_BY_SIDE)


class History(Screen):
    """The audit log by day, examined each time it is shown."""

    title = "History"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._show = Show.ALL
        self._heading = Answer("Audit")
        self._broken = Notice()
        self._broken.hide()
        self._unsaved = Notice()
        """Apart from the other, so that a check that ends meanwhile does not wipe out why a file was not written."""
        self._unsaved.hide()
        self.save = Button("Save as file…", role="main", icon="download", tip="A table for spreadsheets")
        self.save.clicked.connect(self._ask_where)
        self.again = Button("Check again", icon="shield-check")
        self.again.clicked.connect(self._examine)
        self.filter = Segments(list(Show), "Which entries are listed")
        self.filter.chosen.connect(self._choose)
        self._model: RowsModel[Act] = RowsModel((DAY, TIME, WHAT, CHECK), self)
        self.table = Table(self._model, "History")
        self._box = Card()
        self._box.body.setContentsMargins(8, 8, 8, 8)
        self._box.body.addWidget(self.table)
        self._empty = Empty("history")
        self._empty.button.clicked.connect(partial(self._choose, Show.ALL))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(MARGIN), px(MARGIN), px(MARGIN), px(MARGIN))
        column.setSpacing(16)
        column.addWidget(self._heading)
        column.addWidget(self._broken)
        column.addWidget(self._unsaved)
        column.addLayout(row)
        column.addWidget(self._box, 1)
        column.addWidget(self._empty, 1)

    def refresh(self) -> None:
        """Read the newest entries, and examine the chain beside."""
        self._load()
        self._examine()

    def _load(self) -> None:
        try:
            self._model.load(self._fetch)
        except ClubOSError as error:
            self._broken.say_error(error)
            self._broken.show()
        found = self._model.rowCount() > 0
        self._box.setVisible(found)
        self._empty.setVisible(not found)
        if not found:
            nothing = "Nothing was copied yet." if self._show is Show.COPIES else "Nobody has decided anything yet."
            self._empty.say(nothing, "", "Show everything")

    def _fetch(self, after: object | None) -> Chunk[Act]:
        place = after if isinstance(after, tuple) else (None, "")
        with self.desk.club.read() as conn:
            page, following = acts(conn, self.desk.club.zone, self._show, before=place[0], above=place[1], size=PAGE)
        last = next((act.day for act in reversed(page) if act.day), place[1])
        return Chunk(page, None if following is None else (following, last))

    def _choose(self, text: str) -> None:
        self._show = Show(text)
        self.filter.choose(text)
        self._load()

    # --- is it whole

    def _examine(self) -> None:
        self._heading.say("Being checked…", "Every entry is compared with the one before it.")
        self.again.setEnabled(False)
        self.desk.jobs.act(self._look, succeeded=self._examined, failed=self._not_examined)

    def _look(self) -> Whole:
        from ui.models.packs import anchors  # noqa: PLC0415  reached off the screen's thread

        with self.desk.club.read() as conn:
            return examine(conn, anchors(conn, self.desk.club.zone), self.desk.club.zone)

    def _examined(self, whole: Whole) -> None:
        self._heading.say(whole.answer, whole.why)
        self._broken.setVisible(not whole.whole)
        self._broken.say(whole.answer, whole.remedy)
        self.again.setEnabled(True)

    def _not_examined(self, error: Exception) -> None:
        self._heading.say("Not checked.")
        self._broken.say_error(error)
        self._broken.show()
        self.again.setEnabled(True)

    # --- a file of it

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, "Save the history", str(Path.home() / f"{self.desk.club.name} history.csv"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Tables (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the whole history to a file."""
        self._path = path
        self._unsaved.hide()
        self.desk.jobs.act(partial(self._write, path), succeeded=self._saved, failed=self._not_saved)

    def _write(self, path: Path) -> None:
        club = self.desk.club
        with club.read() as conn:
            files.write(path, as_csv(conn, club.zone, club.now()), private=True)

    def _saved(self, _nothing: object) -> None:
        self.desk.say(f"Saved as {self._path.name}.")

    def _not_saved(self, error: Exception) -> None:
        self._unsaved.say_error(error)
        self._unsaved.show()

    def focus_first(self) -> None:
        """Up and down walk through the days."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self.table.fold(fold)
