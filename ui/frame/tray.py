"""The symbol beside the clock, where the desktop has a place for it: notices, a small menu, the way to the window."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ui.tokens import colours_now

STOP, GO_ON = "Stop everything", "Go on"


class Tray(QObject):
    """It appears when a club is open and goes with the window; nothing of all this where there is no such place."""

    forward = Signal()
    """Somebody wants the window."""
    copy_asked = Signal()
    stop_asked = Signal()
    go_on_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._copy: QAction | None = None
        self._stop: QAction | None = None

    @property
    def there(self) -> bool:
        """Whether the symbol is shown."""
        return self._icon is not None

    def appear(self) -> None:
        """Show the symbol, if there is a place for it."""
        if self._icon is not None or not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self._icon = QSystemTrayIcon(_symbol(), self)
        self._icon.setToolTip("ClubOS Desktop")
        self._icon.messageClicked.connect(self.forward)
        self._icon.activated.connect(self._pressed)
        self._icon.setContextMenu(self._made_menu())
        self._icon.show()

    def _made_menu(self) -> QMenu:
        self._menu = QMenu()
        self._menu.addAction("Open the window").triggered.connect(self.forward)
        self._copy = self._menu.addAction("Copy now")
        self._copy.triggered.connect(self.copy_asked)
        self._stop = self._menu.addAction(STOP)
        self._stop.triggered.connect(self._stop_or_go_on)
        self._menu.addSeparator()
        self._menu.addAction("Quit").triggered.connect(self.quit_asked)
        return self._menu

    def tell(self, line: str, *, busy: bool, resting: bool) -> None:
        """Say in the menu and under the pointer how things stand; ``line`` holds nobody's name."""
        if self._icon is None or self._copy is None or self._stop is None:
            return
        self._icon.setToolTip(f"ClubOS Desktop\n{line}".strip())
        self._copy.setEnabled(not busy and not resting)
        self._stop.setText(GO_ON if resting else STOP)

    def post(self, cause: str, remedy: str) -> None:
        """Show a notice; nothing where there is no tray."""
        self.appear()
        if self._icon is not None:
            self._icon.showMessage(cause, remedy, QSystemTrayIcon.MessageIcon.Information, 10_000)

    def close(self) -> None:
        """Take the symbol away."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu, self._copy, self._stop = None, None, None

    def _pressed(self, why: QSystemTrayIcon.ActivationReason) -> None:
        if why is not QSystemTrayIcon.ActivationReason.Context:
            self.forward.emit()

    def _stop_or_go_on(self) -> None:
        wanted = self._stop is not None and self._stop.text() == GO_ON
        (self.go_on_asked if wanted else self.stop_asked).emit()


def _symbol() -> QIcon:
    from ui.widgets.symbol import symbol_icon  # noqa: PLC0415 - drawn with the first showing alone

    colour = QColor(colours_now().accent)
    return symbol_icon("refresh-cw", colour if colour.isValid() else QColor(Qt.GlobalColor.darkCyan), 32, 2.0)
