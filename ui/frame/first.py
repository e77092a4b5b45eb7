"""The frame as it is painted first, and the top window around everything.

A person who starts the program sees its frame as soon as Qt can paint at all: the ground, the band with what
the program does, and what is being opened. Nothing else is loaded by then. Touching Qt's namespace of constants,
a style sheet or a drawn symbol each costs more than this whole frame, so they come after, with the window that
fills it.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.tokens import Colours, px

UNKNOWN = "This program only reads."
"""What the band says while it is not known who is in charge: never the wrong system's name."""
PATIENCE = "This takes a few seconds."


class Shell(QWidget):
    """The top window. It shows the frame until ``fill`` puts the window with all its parts in its place.

    ``painted`` comes once, after the frame was painted; ``closing`` before it closes, while its place is still known.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self, colours: Colours, sentence: str) -> None:
        super().__init__()
        self.setWindowTitle("ClubOS Desktop")
        self.setMinimumSize(480, 360)
        self.stays: Callable[[], bool] = lambda: False
        """Whether the program stays beside the clock when this window is closed."""
        self.inside: QWidget | None = None
        """The window with all its parts, once it is there."""
        self._was_painted = False
        _ground(self, colours.page, colours.text)
        self._band = QWidget(self)
        _ground(self._band, colours.sidebar, colours.text)
        self._line = QWidget(self._band)
        _ground(self._line, colours.line, colours.text)
        self._charge = _words(UNKNOWN, self._band, bold=True)
        self._opening = [_words(sentence, self, bold=True, size=16)]
        if sentence:
            self._opening.append(_words(PATIENCE, self, size=13, colour=colours.secondary))
        self._first: list[QWidget] = [self._band, *self._opening]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint, after which everything else is loaded."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The band on top, the sentence in the middle; what fills the frame takes all of it."""
        super().resizeEvent(event)
        if self.inside is not None:
            self.inside.setGeometry(self.rect())
            return
        width, band, left = self.width(), px(44), 16 + px(16) + 8
        self._band.setGeometry(0, 0, width, band)
        self._line.setGeometry(0, band - 1, width, 1)
        room = self._charge.sizeHint().width()
        self._charge.setGeometry(left, 0, room, band - 1)
        # Where the page that comes next has its words: below a symbol of 32 pixels, a third of the free room down.
        heights = (px(32), px(22), px(18))
        top = band + 24 + (self.height() - band - 72 - sum(heights)) // 3 + heights[0] + 12
        for label, height in zip(self._opening, heights[1:], strict=False):
            room = label.sizeHint().width()
            label.setGeometry((width - room) // 2, top, room, height)
            top += height + 12

    def fill(self, inside: QWidget) -> None:
        """Show the window with all its parts in place of the first frame."""
        self.inside = inside
        inside.setParent(self)
        inside.setAutoFillBackground(True)  # the frame's own ground would stay behind it when another theme is put on
        inside.windowTitleChanged.connect(self.setWindowTitle)
        inside.setGeometry(self.rect())
        inside.show()
        for part in self._first:
            part.hide()
            part.deleteLater()
        self._first = []

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close what is inside first; it may need to stop safely."""
        if self.inside is not None and self.stays():
            event.ignore()
            return
        self.closing.emit()
        if self.inside is not None and not self.inside.close():
            event.ignore()
            return
        super().closeEvent(event)


def _ground(widget: QWidget, ground: str, text: str) -> None:
    palette = QApplication.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)


def _words(text: str, parent: QWidget, *, bold: bool = False, size: int = 14, colour: str = "") -> QLabel:
    label = QLabel(text, parent)
    font = QApplication.font()
    font.setBold(bold)
    font.setPixelSize(px(size))
    label.setFont(font)
    if colour:
        palette = label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
        label.setPalette(palette)
    return label
