"""A list and what is chosen in it: side by side where there is room, else the detail takes the list's place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.places import Fold
from ui.tokens import px
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words

DETAIL = 360
WIDE_DETAIL = 480


class ListDetail(QWidget):
    """``opened`` says whether the detail was asked for; ``stepped`` asks for the row before or after.

    ``replaced`` tells when the detail takes the list's place (True) and gives it back.
    """

    closed = Signal()
    replaced = Signal(bool)
    stepped = Signal(int)

    def __init__(self, left: QWidget, detail: QWidget, *, width: int = DETAIL, wide: int = WIDE_DETAIL) -> None:
        super().__init__()
        self._widths = (width, wide)
        self._left = left
        self._fold = Fold.SIDE_BY_SIDE
        self._blank = False
        self.opened = False
        self.position = Words("", "secondary", wrap=False)
        self._back = Button("Back to the list", role="quiet", icon="arrow-left", tip="Esc")
        self._back.clicked.connect(self.close_detail)
        before = Button("", role="symbol", icon="chevron-left", name="The one before")
        after = Button("", role="symbol", icon="chevron-right", name="The next one")
        before.clicked.connect(lambda: self.stepped.emit(-1))
        after.clicked.connect(lambda: self.stepped.emit(1))
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self._back)
        bar.addStretch(1)
        for widget in (before, self.position, after):
            bar.addWidget(widget)
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(detail, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(left, 1)
        row.addWidget(self._right)
        self.fold(self._fold)

    @property
    def side_by_side(self) -> bool:
        """True while list and detail are both shown."""
        return self._fold >= Fold.SIDE_BY_SIDE

    @property
    def in_place(self) -> bool:
        """True while the detail takes the list's place."""
        return self.opened and not self.side_by_side and not self._blank

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""
        self._fold = fold
        if self.side_by_side:
            self._right.setFixedWidth(px(self._widths[fold == Fold.THREE_COLUMNS]))
        else:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16_777_215)
        self._show()

    def open_detail(self) -> None:
        """Show the detail; in narrow windows it takes the list's place."""
        self.opened = True
        self._show()
        if not self.side_by_side:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_detail(self) -> bool:
        """Back to the list; False when it is shown already."""
        was = self.opened and not self.side_by_side
        self.opened = False
        self._show()
        if was:
            self.closed.emit()
        return was

    def blank(self, *, blank: bool) -> None:
        """With an empty list there is no detail to show."""
        self._blank = blank
        self._show()

    def say_position(self, row: int, rows: int, *, more: bool) -> None:
        """As "3 of 14"; ``more`` when there are rows that were not read yet."""
        self.position.setText(f"{row + 1:,} of {'more than ' if more else ''}{rows:,}" if row >= 0 else "")

    def _show(self) -> None:
        for table in self._left.findChildren(Table):
            table.opens_at_once = not self.side_by_side
        replaced = self.in_place
        self._bar.setVisible(not self.side_by_side)
        self._left.setVisible(not replaced)
        self._right.setVisible(replaced or (self.side_by_side and not self._blank))
        self.replaced.emit(replaced)
