"""A row of buttons of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui.widgets.symbol import Button


class Segment(Button):
    """A button that is wide enough for its words in bold, which they are while it is chosen."""

    def sizeHint(self) -> QSize:
        """The width of the bold words."""
        hint = super().sizeHint()
        bold = QFont(self.font())
        bold.setBold(True)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more), hint.height())

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()


class Segments(QWidget):
    """``chosen`` carries the text of the button that was pressed."""

    chosen = Signal(str)

    def __init__(self, texts: Sequence[str], name: str, role: str = "segment") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0 if role == "segment" else 8)
        for text in texts:
            button = Segment(text, role=role)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, text=text: self.chosen.emit(text))
            self._group.addButton(button)
            self._buttons[text] = button
            row.addWidget(button)
        button.setProperty("edge", "last")
        row.addStretch(1)
        self.choose(texts[0])

    def choose(self, text: str) -> None:
        """Mark one, without a signal."""
        self._buttons[text].setChecked(True)

    def button(self, text: str) -> Button:
        """The button with that text."""
        return self._buttons[text]
