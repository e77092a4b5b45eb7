"""List and detail: side by side where there is room, else the detail takes the list's place ("‹ 3 of 14 ›")."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.places import Fold
from ui.tokens import px
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import number

DETAIL = 360


class ListAndDetail(QWidget):
    """Holds a table and the widget that shows its current row."""

    shown = Signal(int)

    def __init__(self, table: Table, detail: QWidget, *, total: Callable[[], int]) -> None:
        super().__init__()
        self._table = table
        self._detail = detail
        self._total = total
        self._beside = True
        self._pages = QStackedWidget()
        self._list_page, self._detail_page = QWidget(), QWidget()
        self._row = QHBoxLayout(self._list_page)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addWidget(table, 1)
        self._row.addWidget(detail)
        self._column = QVBoxLayout(self._detail_page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(self._bar())
        self._pages.addWidget(self._list_page)
        self._pages.addWidget(self._detail_page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        table.moved.connect(self._moved)
        table.opened.connect(self._opened)

    def _bar(self) -> QHBoxLayout:
        back = Button("List", role="quiet", icon="chevron-left", tip="Esc")
        back.clicked.connect(self.back)
        before = Button("Before", icon="arrow-up", name="The one before")
        before.clicked.connect(lambda: self._step(-1))
        after = Button("Next", icon="arrow-down", name="The next one")
        after.clicked.connect(lambda: self._step(1))
        self._place = Words("", "secondary", wrap=False)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (back, before, after, self._place):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""
        beside = fold >= Fold.SIDE_BY_SIDE
        self._table.fold(fold)
        if beside:
            self._row.addWidget(self._detail)
            self._detail.setFixedWidth(px(DETAIL))
            self._pages.setCurrentWidget(self._list_page)
        else:
            self._detail.setMinimumWidth(0)
            self._detail.setMaximumWidth(16_777_215)
            self._column.addWidget(self._detail, 1)
        self._detail.show()
        self._beside = beside

    def back(self) -> bool:
        """From the detail to the list; False when the list is shown already."""
        if self._pages.currentWidget() is self._list_page:
            return False
        self._pages.setCurrentWidget(self._list_page)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _moved(self, row: int) -> None:
        if row >= 0:
            self._place.setText(f"{number(row + 1)} of {number(self._total())}")
            self.shown.emit(row)

    def _opened(self, _row: int) -> None:
        if not self._beside:
            self._pages.setCurrentWidget(self._detail_page)
        self._detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        self._table.select_row(self._table.current_row() + by)
