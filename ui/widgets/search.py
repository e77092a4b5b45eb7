"""A search field above a list."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.tokens import px


class Search(QLineEdit):
    """The search field; Down goes into the list."""

    def __init__(self, name: str, hint: str, down: Callable[[], None]) -> None:
        super().__init__()
        self._down = down
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(px(160))
        self.setMaximumWidth(px(420))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves the field."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._down()
            return
        super().keyPressEvent(event)
