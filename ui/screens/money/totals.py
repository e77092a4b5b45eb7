"""Totals by month, level, event and tender, with ClubOS's entered ones beside them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.model.chain import By
from clubos_desktop.verification.reconciled import Reconciled, TotalRow
from ui.models import money_words as words
from ui.models.rows import RowsModel
from ui.places import Fold
from ui.screens.base import scrolling_page
from ui.widgets.cards import Card
from ui.widgets.list_detail import ListDetail
from ui.widgets.parts import PartsBar
from ui.widgets.table import Table
from ui.widgets.text import KeyValues, Words


class Totals(QWidget):
    """A table told apart by one thing, and all figures of the chosen row."""

    def __init__(self) -> None:
        super().__init__()
        self._by = By.MONTH
        self._found: Reconciled | None = None
        self._fold = Fold.SIDE_BY_SIDE
        self.kinds = PartsBar(list(words.BY_WORDS.values()), "Totals by")
        labels = {label: by for by, label in words.BY_WORDS.items()}
        self.kinds.chosen.connect(lambda label: self.choose(labels[label]))
        self._box = Card()
        self._box.body.setContentsMargins(8, 8, 8, 8)
        self.table: Table | None = None
        self.facts = KeyValues()
        self._name = Words("", "title")
        card = Card()
        card.body.addWidget(self._name)
        card.body.addWidget(self.facts)
        self._note = Words("", "secondary")
        card.body.addWidget(self._note)
        card.body.addStretch(1)
        side, column = scrolling_page()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.split = ListDetail(self._box, side)
        self.split.closed.connect(self.focus_first)
        self.split.stepped.connect(self._step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.kinds)
        layout.addWidget(self.split, 1)

    def choose(self, by: By) -> None:
        """Tell the totals apart by another thing."""
        self._by = by
        self.kinds.choose(words.BY_WORDS[by])
        if self._found is not None:
            self.show_found(self._found)

    def show_found(self, found: Reconciled) -> None:
        """Show the totals."""
        self._found = found
        rows = found.totals(self._by)
        model: RowsModel[TotalRow] = RowsModel(words.total_columns(self._by, {row.currency for row in rows}), self)
        old, self.table = self.table, Table(model, f"Totals by {words.BY_WORDS[self._by].lower()}")
        if old is not None:
            self._box.body.removeWidget(old)
            old.hide()
            old.rows.deleteLater()
            old.deleteLater()
        self._box.body.addWidget(self.table)
        self.table.fold(self._fold)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        model.show_rows(rows)
        self.split.blank(blank=not rows)
        self.table.select_row(0)

    def _moved(self, number: int) -> None:
        if number < 0 or self.table is None or self._found is None:
            return
        row: TotalRow = self.table.rows.row(number)
        self.split.say_position(number, self.table.rows.rowCount(), more=False)
        self._name.setText(words.group(row, self._by))
        self.facts.say(words.row_facts(row, self._by, self._found.books.chain.months))
        self._note.setText(NOTES[self._by])

    def _opened(self, number: int) -> None:
        if self.table is not None:
            self.table.select_row(number)
            self.split.open_detail()

    def _step(self, by: int) -> None:
        if self.table is not None:
            self.table.select_row(self.table.current_row() + by)

    def focus_first(self) -> None:
        """The table."""
        (self.table or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """From the row to the table."""
        return self.split.close_detail()

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        self._fold = fold
        self.split.fold(fold)
        if self.table is not None:
            self.table.fold(fold)


NOTES = {
    By.MONTH: "Owed before, plus invoices, donations and refunds, less payments, is owed after.",
    By.LEVEL: "By the level that the person has now.",
    By.EVENT: "A payment counts for the events whose invoices it was set against, part by part.",
    By.TENDER: "Invoices and donations have no means of payment.",
}
