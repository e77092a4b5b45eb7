"""The list behind a number: differences by the page, one of them in detail, and with much room its whole record."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from clubos_desktop.model.differences import Difference
from clubos_desktop.store import views
from ui.models.differing import COLUMNS
from ui.models.rows import Chunk, RowsModel
from ui.places import Fold
from ui.screens.base import Desk
from ui.screens.difference import DifferenceDetail
from ui.screens.record_detail import RecordPane
from ui.tokens import px
from ui.widgets.cards import Card
from ui.widgets.list_detail import DETAIL, ListDetail
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import number

PAGE = 100
TYPING = 250
"""Milliseconds after the last letter before the list is searched."""

RECORD = 400
"""Width of the third column, from 1600 pixels on."""


class DifferenceList(QWidget):
    """A filter's differences. ``left`` asks for the way back to the causes."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted = views.DifferenceFilter()
        self._title = ""
        self.total = 0
        self.rows = RowsModel(COLUMNS, self)
        self.table = Table(self.rows, "Differences")
        self.detail = DifferenceDetail(desk)
        self._record = RecordPane(desk)
        self.split = ListDetail(self.table, self.detail, wide=DETAIL)
        self.split.closed.connect(self.into_list)
        self.split.stepped.connect(self._step)
        self.table.moved.connect(self._show_row)
        self.table.opened.connect(self._open_row)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search names and values")
        self.search.setAccessibleName("Search differences")
        self.search.setClearButtonEnabled(True)
        for clear in self.search.findChildren(QToolButton):
            clear.setAccessibleName("Clear the search")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(self.load)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._what = Words("", "title")
        self._lay_out()

    def _lay_out(self) -> None:
        back = Button("All causes", role="quiet", icon="chevron-left", tip="Esc")
        back.clicked.connect(self.left)
        self.search.setMaximumWidth(px(300))
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(back)
        bar.addWidget(self._what, 1)
        bar.addWidget(self.search, 1)
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(self.split)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(card, 1)
        across.addWidget(self._record)
        self._record.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addLayout(across, 1)

    def show_filter(self, wanted: views.DifferenceFilter, title: str) -> None:
        """Show other differences; a text in ``wanted`` goes into the search field."""
        self._wanted, self._title = replace(wanted, text=""), title
        self.search.setText(wanted.text)
        self._typing.stop()
        self.detail.current = None
        self.load()
        self.into_list()

    def load(self) -> None:
        """Read the first page; the row that was shown stays chosen if it still stands."""
        wanted = replace(self._wanted, text=self.search.text().strip())
        kept = self.detail.current
        self.rows.load(partial(self._page, wanted))
        self._what.setText(f"{self._title} ({number(self.total)} found)" if wanted.text else self._title)
        self.split.blank(blank=self.rows.rowCount() == 0)
        self.table.select_row(self._place_of(kept))

    def _page(self, wanted: views.DifferenceFilter, after: object | None) -> Chunk[Difference]:
        with self._desk.club.read() as conn:
            page = views.differences(conn, wanted, after=after if isinstance(after, int) else None, limit=PAGE)
        self.total = page.total
        return Chunk(page.rows, page.next)

    def _place_of(self, kept: Difference | None) -> int:
        if kept is not None:
            for row in range(self.rows.rowCount()):
                if self.rows.row(row).id == kept.id:
                    return row
        return 0

    def _show_row(self, row: int) -> None:
        if not 0 <= row < self.rows.rowCount():
            return
        shown = self.rows.row(row)
        self.detail.show_difference(shown)
        self.split.say_position(row, self.total, more=False)
        if not self._record.isHidden():
            with self._desk.club.read() as conn:
                found = views.detail(conn, shown.domain, legacy_id=shown.legacy_id, clubos_id=shown.clubos_id)
            if found is None:
                self._record.clear()
            else:
                self._record.show_detail(found)

    def _open_row(self, row: int) -> None:
        self._show_row(row)
        self.split.open_detail()
        if self.split.side_by_side:
            self.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def into_list(self) -> None:
        """The list takes the focus."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        row = self.table.current_row() + by
        if row >= self.rows.rowCount():
            self.rows.fetchMore(self.table.rootIndex())
        self.table.select_row(row)

    def fold(self, fold: Fold) -> None:
        """Detail beside the list or in its place; with much room the record too."""
        self.split.fold(fold)
        self.table.fold(fold)
        self._record.setFixedWidth(px(RECORD))
        wide = fold == Fold.THREE_COLUMNS
        if wide == self._record.isHidden():
            self._record.setVisible(wide)
            self._show_row(self.table.current_row())
