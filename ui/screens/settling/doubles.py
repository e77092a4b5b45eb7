"""Two records of one system that may be one person or event: they are one, or they are two."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from clubos_desktop.findings.doubles import Double
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from ui.models.rows import Column, RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.screens.settling.page import Page
from ui.tone import Tone
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.words import count, listed

COLUMNS: tuple[Column[Double], ...] = (
    Column("In", lambda row: SIDE_LABELS[row.side], width=130),
    Column("One record", lambda row: row.first.title or "(no name)", stretch=3, strong=True),
    Column("The other one", lambda row: row.second.title or "(no name)", stretch=3, strong=True),
    Column("Why", lambda row: listed(row.reasons), stretch=4, least=Fold.SYMBOLS),
    Column(
        "What it looks like",
        lambda row: "One, twice" if row.likely else "Perhaps a couple",
        width=170,
        tone=lambda row: Tone.NEEDS if row.likely else Tone.UNMEASURED,
    ),
)


class Doubles(Page):
    """Nothing is merged by this program; what is said here becomes a line on the list of corrections."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "One person twice in one system")
        self._rows: RowsModel[Double] = RowsModel(COLUMNS, self)
        self.table = Table(self._rows, "Two records that may be one")
        self.table.opened.connect(self._open)
        self.table.letter.connect(self._press)
        self.one = Button("They are one (1)").does(self._merge)
        self.two = Button("They are two (2)").does(self._say_two)
        look = Button("See the whole record", icon="arrow-right").does(lambda: self._open(self.table.current_row()))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.one, self.two, look):
            row.addWidget(button)
        row.addStretch(1)
        card = self.keep_table(self.table)
        self.column.addWidget(card, 1)
        self.column.addLayout(row)

    def load(self) -> None:
        """Find them off the screen's thread."""
        self.desk.jobs.act(self.desk.club.deciding.doubles, succeeded=self._show, failed=self.failed)

    def _show(self, found: tuple[Double, ...]) -> None:
        likely = sum(each.likely for each in found)
        self.say(
            f"{count(likely, 'record')} may be there twice." if likely else "No record seems to be there twice.",
            "“They are one” puts the one without a counterpart on the list of corrections: it is merged by hand in its "
            f"own system. {count(len(found) - likely, 'pair')} with one e-mail and another first name may be couples.",
        )
        place = max(0, self.table.current_row())
        self._rows.show_rows(found)
        self.table.select_row(min(place, len(found) - 1))
        for button in (self.one, self.two):
            button.setEnabled(bool(found))

    def fold(self, fold: Fold) -> None:
        """Leave out columns where room is short."""
        self.table.fold(fold)

    def begin(self) -> None:
        """The list comes first."""
        self.table.setFocus()

    def _row(self) -> Double | None:
        place = self.table.current_row()
        return self._rows.row(place) if 0 <= place < self._rows.rowCount() else None

    def _open(self, _place: int) -> None:
        row = self._row()
        if row is not None:
            legacy = row.side is Side.LEGACY
            key = row.second.key
            self.desk.go(Place.RECORDS, (row.domain, key if legacy else None, None if legacy else key))

    def _press(self, letter: str) -> None:
        if letter in ("1", "2"):
            (self.one if letter == "1" else self.two).click()

    def _merge(self) -> None:
        row = self._row()
        if row is not None:
            work = partial(self.desk.club.deciding.merge, row)
            self.desk.jobs.act(work, succeeded=self._merged, failed=self.failed)

    def _merged(self, batch: int) -> None:
        self.desk.say(
            "It stands on the list of corrections now.", partial(self._undo, batch), what="Two records that are one"
        )
        self.desk.outdate()

    def _undo(self, batch: int) -> None:
        self.desk.jobs.act(partial(self.desk.club.deciding.undo, batch), succeeded=self.changed, failed=self.failed)

    def _say_two(self) -> None:
        row = self._row()
        if row is not None:
            work = partial(self.desk.club.deciding.say_two, row.place)
            self.desk.jobs.act(work, succeeded=partial(self._said_two, row), failed=self.failed)

    def _said_two(self, row: Double, _nothing: None) -> None:
        self.desk.say(
            "They are two and are not listed again.", partial(self._take_back, row), what="Two records that are two"
        )
        self.desk.outdate()

    def _take_back(self, row: Double) -> None:
        work = partial(self.desk.club.deciding.list_again, row.place)
        self.desk.jobs.act(work, succeeded=self.changed, failed=self.failed)
