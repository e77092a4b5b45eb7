"""What the window is made of, and where each part lies."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.frame.band import Band
from ui.frame.screens import SCREENS
from ui.frame.sidebar import Sidebar
from ui.frame.strip import Strip
from ui.frame.work import Trouble
from ui.widgets.toast import Toast


class Parts(QWidget):
    """Band on top, sidebar and pages below it, strip at the bottom. ``Window`` brings them to life."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False
        self.band = Band()
        self.sidebar = Sidebar(SCREENS)
        self.sidebar.hide()
        self.band.stop.hide()
        self.pages = QStackedWidget()
        self.strip = Strip()
        self.trouble = Trouble()
        self.middle = QWidget()
        self.toast = Toast(self.middle)
        inner = QVBoxLayout(self.middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.trouble)
        inner.addWidget(self.pages, 1)
        self.across = QHBoxLayout()
        self.across.setSpacing(0)
        self.across.addWidget(self.sidebar)
        self.across.addWidget(self.middle, 1)
        self.everything = QWidget()
        """All of these, so that the lock can stand in their place."""
        down = QVBoxLayout(self.everything)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.band)
        down.addLayout(self.across, 1)
        down.addWidget(self.strip)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.everything)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint, after which heavy parts are loaded."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def come_forward(self) -> None:
        """Show the window on top of others, also when it was minimised."""
        top = self.window()
        top.showNormal() if top.isMinimized() else top.show()
        top.raise_()
        top.activateWindow()
