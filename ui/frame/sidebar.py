"""The places: words from 1180 pixels, symbols with tooltips from 900, below that a menu in the band."""

from collections.abc import Collection

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from ui.numerals import number
from ui.places import ENTRIES, UNDER, Entry, Fold, Place
from ui.tokens import colours_now, px
from ui.widgets.symbol import Button


class _PlaceButton(Button):
    """A place; the one where we are has a marker at its edge besides its ground and weight."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.label, role="place", icon=entry.icon, name=entry.label)
        self.entry = entry
        self._count = 0
        self.setCheckable(True)

    def show_count(self, count: int) -> None:
        """Show a number at the right edge."""
        self._count = count
        self.setAccessibleName(f"{self.entry.label}, {number(count)}" if count else self.entry.label)
        self.update()

    def as_symbol(self, *, symbol: bool) -> None:
        """Show the symbol alone, or with its word."""
        self.setText("" if symbol else self.entry.label)
        self.setToolTip(self.entry.label if symbol else "")
        self.setProperty("role", "symbol" if symbol else "place")
        self.style().unpolish(self)
        self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add marker and count."""
        super().paintEvent(event)
        colours = colours_now()
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(QRect(0, px(8), 3, self.height() - px(16)), QColor(colours.accent))
        if self._count and self.text():
            painter.setPen(QColor(colours.secondary))
            right = self.rect().adjusted(0, 0, -px(12), 0)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number(self._count))
        painter.end()


class Sidebar(QFrame):
    """All places in groups; a place that cannot be used yet is absent."""

    chosen = Signal(str)

    def __init__(self, places: Collection[Place]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName("Places")
        self._folded = Fold.SIDE_BY_SIDE
        self._buttons: dict[Place, _PlaceButton] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        last = 0
        for entry in ENTRIES:
            if entry.place not in places:
                continue
            button = _PlaceButton(entry)
            button.clicked.connect(lambda _=False, place=entry.place: self.chosen.emit(place))
            group.addButton(button)
            if entry.group != last:
                column.addWidget(_rule())
            last = entry.group
            column.addWidget(button)
            self._buttons[entry.place] = button
        column.addStretch(1)
        self.set_width()

    def set_width(self) -> None:
        """208 pixels, or as wide as a symbol."""
        self.setFixedWidth(px(208) if self._folded >= Fold.SIDE_BY_SIDE else px(44) + 18)

    def mark(self, place: Place) -> None:
        """Show where we are."""
        self._buttons[UNDER.get(place, place)].setChecked(True)

    def show_count(self, place: Place, count: int) -> None:
        """Show a number beside a place."""
        self._buttons[place].show_count(count)

    def focus_current(self) -> None:
        """Take the focus to the place where we are."""
        for button in self._buttons.values():
            if button.isChecked():
                button.setFocus(Qt.FocusReason.TabFocusReason)

    def fold(self, fold: Fold) -> None:
        """Words, symbols, or nothing."""
        self._folded = fold
        self.setVisible(fold >= Fold.SYMBOLS)
        for button in self._buttons.values():
            button.as_symbol(symbol=fold < Fold.SIDE_BY_SIDE)
        self.set_width()


def _rule() -> QWidget:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule
