"""What comes first: the choice of how to begin."""

from PySide6.QtCore import QObject

from ui.frame.window import Window
from ui.screens.first.choice import Choice


class Beginning(QObject):
    """Leads from the start to an open club."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def begin(self) -> None:
        """Show the first page."""
        self._window.show_page(Choice())
