"""What every page behind Differences is: a way back, a title that is the answer, and a body."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.places import Fold
from ui.screens.base import Desk, scrolling_page
from ui.tokens import px
from ui.widgets.cards import Card
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words

LEAST = 200
"""Least height of a table."""


class Page(QWidget):
    """``left`` asks for the way back to the causes. Widgets go into ``column``."""

    left = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(name)
        self.title = Words(name, "title")
        self.why = Words("", "secondary")
        self._back = Button("All causes", role="quiet", icon="chevron-left", tip="Esc").does(self.left.emit)
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        bar.addWidget(self.title, 1)
        scroll, self.column = scrolling_page()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addLayout(bar)
        self.column.addWidget(self.why)

    def say(self, title: str, why: str = "") -> None:
        """The answer and its line."""
        self.title.setText(title)
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def keep_table(self, table: Table) -> Card:
        """A table in its card; where room is short the page scrolls before the table is less than some rows."""
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(table)
        table.setMinimumHeight(px(LEAST))
        return card

    def load(self) -> None:
        """Read again and show."""

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""

    def back(self) -> bool:
        """One level back inside the page; False when there is none."""
        return False

    def begin(self) -> None:
        """Where the focus goes when the page is opened."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, _result: object = None) -> None:
        """Something was done: everything is read again."""
        self.desk.outdate()

    def failed(self, error: Exception) -> None:
        """Say why something could not be done."""
        self.desk.say(getattr(error, "sentence", "That could not be done. Nothing was changed."))
