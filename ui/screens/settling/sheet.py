"""Settling in a spreadsheet: write the rows, fill in their decisions, look at what was read, take it over."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from clubos_desktop import files
from clubos_desktop.findings import sheets
from clubos_desktop.findings.reading import NEEDING_A_PERSON
from clubos_desktop.findings.sheets import Read
from clubos_desktop.model.findings import Finding, Ruling
from ui.models.differing import clubos_text, field_text, wild_apricot_text
from ui.models.rows import Column, RowsModel
from ui.models.settling import way_of
from ui.places import Fold
from ui.screens.base import Desk
from ui.screens.settling.page import Page
from ui.tone import Tone
from ui.widgets.cards import Notice
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.words import count

Line = tuple[Finding, Ruling]

COLUMNS: tuple[Column[Line], ...] = (
    Column("Who or what", lambda row: row[0].difference.who, stretch=3, strong=True),
    Column("Field", lambda row: field_text(row[0].difference), width=140),
    Column("Wild Apricot", lambda row: wild_apricot_text(row[0].difference), stretch=2, least=Fold.SYMBOLS),
    Column("ClubOS", lambda row: clubos_text(row[0].difference), stretch=2, least=Fold.SYMBOLS),
    Column("Decision", lambda row: way_of(row[1].choice).label, width=170),
    Column("Why", lambda row: row[1].reason, stretch=2, least=Fold.SIDE_BY_SIDE),
)


class SheetPage(Page):
    """Only decision cells come back; a file that is stale or of another club is refused as a whole."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Settle in a spreadsheet")
        self._content = b""
        self._read: Read | None = None
        self._rows: RowsModel[Line] = RowsModel(COLUMNS, self)
        self.table = Table(self._rows, "Decisions in the file")
        self.write = Button("1. Write the sheet …", icon="save").does(self._ask_write)
        self.open = Button("2. Read the filled-in sheet …", icon="folder-open").does(self._ask_read)
        self.take = Button("3. Take them over", role="main", icon="check").does(self._take)
        self.problem = Notice(Tone.PROBLEM)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.write, self.open, self.take):
            row.addWidget(button)
        row.addStretch(1)
        card = self.keep_table(self.table)
        self.column.addLayout(row)
        self.column.addWidget(self.problem)
        self.column.addWidget(card, 1)
        self._forget()

    def load(self) -> None:
        """What was read stays until it is taken over; taking over checks it again."""

    def fold(self, fold: Fold) -> None:
        """Leave out columns where room is short."""
        self.table.fold(fold)

    def _forget(self) -> None:
        self._read, self._content = None, b""
        self.say(
            "Settle in a spreadsheet.",
            "The sheet lists what needs you; fill in its column Decision and read it back. Nothing is decided before "
            "you have seen what was read. The file holds personal data: delete it afterwards.",
        )
        self._rows.show_rows(())
        self.take.setEnabled(False)

    def _ask_write(self) -> None:
        name = f"to settle {self.desk.club.now():%Y-%m-%d}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self, "Where should the sheet go?", name, "Spreadsheet (*.xlsx)")
        if path:
            work = partial(self.desk.club.deciding.save_list, NEEDING_A_PERSON, "sheet", Path(path), hide_names=False)
            self.desk.jobs.act(work, succeeded=self._written, failed=self._refused)

    def _written(self, n: int) -> None:
        self.problem.hide()
        self.desk.say(f"{count(n, 'difference')} in the sheet. Fill in its column Decision and read it back.")

    def _ask_read(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Which sheet was filled in?", "", "Sheets (*.xlsx *.csv)")
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read a file; nothing is decided."""
        self.problem.hide()
        self.desk.jobs.act(partial(_content, self.desk, path), succeeded=self._show, failed=self._refused)

    def _show(self, found: tuple[bytes, Read]) -> None:
        self._content, self._read = found
        read = found[1]
        self._rows.show_rows(read.rulings)
        self.table.select_row(0)
        self.say(f"{count(read.n, 'decision')} in this file.", "Look at them; nothing is decided yet.")
        self.take.setText(f"3. Take {count(read.n, 'decision')} over")
        self.take.setEnabled(read.n > 0)

    def _take(self) -> None:
        work = partial(self.desk.club.deciding.apply_sheet, self._content)
        self.desk.jobs.act(work, succeeded=self._taken, failed=self._refused)

    def _taken(self, done: tuple[int, int]) -> None:
        batch, n = done
        self._forget()
        what = f"The sheet, {count(n, 'difference')}"
        self.desk.say(f"{count(n, 'difference')} settled by the sheet.", partial(self._undo, batch), what=what)
        self.desk.outdate()

    def _undo(self, batch: int) -> None:
        self.desk.jobs.act(partial(self.desk.club.deciding.undo, batch), succeeded=self.changed, failed=self.failed)

    def _refused(self, error: Exception) -> None:
        self._forget()
        self.problem.say_error(error)
        self.problem.show()


def _content(desk: Desk, path: Path) -> tuple[bytes, Read]:
    """The file and what it decides. Raises InputError, RefusedError."""
    content = files.read(path, sheets.LARGEST, nothing="Nothing was decided.", code="sheet.file")
    return content, desk.club.deciding.read_sheet(content)
