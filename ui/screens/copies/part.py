"""What every part of Copies is: a widget that is shown under the row of parts and reads when it is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.models.freshness import Freshness
from ui.places import Fold
from ui.screens.base import Desk


class Part(QWidget):
    """One part of Copies; its widgets go into ``column``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def refresh(self, fresh: Freshness) -> None:
        """Show how things stand; ``fresh`` is what was just read of both copies. Under 100 ms."""

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""

    def want(self, wanted: object) -> None:
        """Show a certain thing of this part."""

    def back(self) -> bool:
        """One level back (Esc); False when already there."""
        return False

    def focus_first(self) -> None:
        """Where the focus goes when the part is shown."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
