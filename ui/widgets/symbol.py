"""Lucide symbols in the colour of the text they stand beside, sharp at every device pixel ratio."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

import resources
from ui.tokens import px


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    """The SVG text of a symbol, "" when it is not shipped."""
    file = resources.path(f"icons/{name}.svg")
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def paint_symbol(painter: QPainter, name: str, colour: QColor, area: QRectF) -> None:
    """Draw a symbol tinted into an area."""
    drawing = _drawing(name)
    if drawing:
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
        renderer.render(painter, area)


def symbol_icon(name: str, colour: QColor, size: int, ratio: float, gap: int = 0) -> QIcon:
    """A tinted icon for a button, with a ``gap`` to the words after it."""
    pixmap = QPixmap(QSize(size + gap, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_symbol(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return QIcon(pixmap)


class Symbol(QLabel):
    """A decorative symbol; its meaning always stands beside it in words."""

    def __init__(self, name: str, size: int = 20, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self.setProperty("tone", tone)
        self.setFixedSize(px(size), px(size))

    def show_symbol(self, name: str, tone: str = "") -> None:
        """Show another symbol."""
        self._name = name
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().polish(self)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setFixedSize(px(self._size), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw in the text's colour."""
        painter = QPainter(self)
        paint_symbol(painter, self._name, self.palette().color(self.foregroundRole()), QRectF(self.rect()))
        painter.end()


class Button(QPushButton):
    """A button with words, and a symbol if wanted. ``role`` is "", "main", "quiet", "band", "filter", ..."""

    def __init__(self, text: str, *, role: str = "", icon: str = "", name: str = "", tip: str = "") -> None:
        super().__init__(text)
        self._icon_name = icon
        self._tinted: tuple[str, str, int, int, float] | None = None
        self.setProperty("role", role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if name:
            self.setAccessibleName(name)
        if tip:
            self.setToolTip(tip)
        self._tint()

    def does(self, act: Callable[[], object]) -> "Button":
        """Call ``act`` when pressed."""
        self.clicked.connect(lambda _checked=False: act())
        return self

    def setText(self, text: str) -> None:
        """Say something else; with words the symbol keeps away from them."""
        super().setText(text)
        self._tint()

    def show_icon(self, name: str) -> None:
        """Show another symbol."""
        self._icon_name = name
        self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text scale."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._tint()

    def _tint(self) -> None:
        if not self._icon_name:
            return
        size, gap, ratio = px(18), px(4) if self.text() else 0, self.devicePixelRatioF()
        colour = self.palette().color(self.foregroundRole())
        wanted = (self._icon_name, colour.name(), size, gap, ratio)
        if wanted != self._tinted:
            self._tinted = wanted
            self.setIconSize(QSize(size + gap, size))
            self.setIcon(symbol_icon(self._icon_name, colour, size, ratio, gap))


class LongButton(Button):
    """A quiet button with a text of any length: it ends in an ellipsis where room is short; the tooltip has all."""

    def __init__(self, text: str) -> None:
        super().__init__(text, role="quiet", name=text, tip=text)
        self._full = text
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2 * px(8), hint.height())

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(48), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text."""
        super().resizeEvent(event)
        room = self.width() - 2 * px(6)
        self.setText(self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room))
