"""The window locks itself after a while without a key or a click (features.md E40). What runs goes on behind it."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """``idle`` comes when nobody touched the window for so many minutes.

    It looks at the system's window, which sees keys and mouse before any widget and nothing else: a filter over the
    whole application would be asked at every painting.
    """

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._handle: QWindow | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.idle)

    def start(self, minutes: int, handle: QWindow | None) -> None:
        """Watch; with 0 minutes, or before the window is shown, it does not."""
        self.stop()
        if minutes and handle is not None:
            self._handle = handle
            handle.installEventFilter(self)
            self.timer.start(minutes * 60_000)

    def stop(self) -> None:
        """Watch no more."""
        self.timer.stop()
        if self._handle is not None:
            self._handle.removeEventFilter(self)
            self._handle = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin anew with each sign of life."""
        if event.type() in _SIGNS_OF_LIFE and self.timer.isActive():
            self.timer.start()
        return super().eventFilter(watched, event)
