"""A row of words of which one is chosen; it goes on in the next line where room is short."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ui.widgets.segments import Segment
from ui.widgets.symbol import Button
from ui.widgets.wrapping import WrappingLine


class PartsBar(QWidget):
    """``chosen`` carries the word that was pressed."""

    chosen = Signal(str)

    def __init__(self, words: Sequence[str], name: str, *, role: str = "filter", spacing: int = 8) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        line = WrappingLine(self, spacing)
        for word in words:
            button = Segment(word, role=role)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, word=word: self.chosen.emit(word))
            self._group.addButton(button)
            self._buttons[word] = button
            line.addWidget(button)
        button.setProperty("edge", "last")
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.choose(words[0])

    def choose(self, word: str) -> None:
        """Mark one, without a signal."""
        self._buttons[word].setChecked(True)

    def button(self, word: str) -> Button:
        """The button with that word."""
        return self._buttons[word]
