"""Contacts whose stated balance is another one than their documents come to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.model.domains import Domain
from clubos_desktop.verification.reconciled import Reconciled
from ui.models import money_words as words
from ui.models.money_words import Balance
from ui.models.rows import RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.widgets.cards import Card, Empty
from ui.widgets.table import Table
from ui.widgets.text import Words


class Balances(QWidget):
    """The list; Enter opens the contact."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._model: RowsModel[Balance] = RowsModel(words.BALANCE_COLUMNS, self)
        self.table = Table(self._model, "Balances")
        self.table.opened.connect(self._open)
        self._box = Card()
        self._box.body.setContentsMargins(8, 8, 8, 8)
        self._box.body.addWidget(self.table)
        self._empty = Empty("circle-check")
        self._empty.say("Every stated balance is what the documents come to.")
        said = "A balance is what a contact owes, or that less what was paid ahead. Enter opens the contact."
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Words(said, "secondary"))
        column.addWidget(self._box, 1)
        column.addWidget(self._empty, 1)

    def show_found(self, found: Reconciled) -> None:
        """Show the balances that do not fit."""
        rows = words.balances(found)
        self._model.show_rows(rows)
        self._box.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.table.select_row(0)

    def _open(self, number: int) -> None:
        self._desk.go(Place.RECORDS, (Domain.MEMBERS, self._model.row(number)[0].key, None))

    def focus_first(self) -> None:
        """The list."""
        (self.table if self._model.rowCount() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """There is nothing in front of the list."""
        return False

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        self.table.fold(fold)
