"""A card that is one button and paints its own lines: thirty of them cost what three built of labels would."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.tokens import Colours, colours_now, px, tone_colours
from ui.tone import Tone
from ui.widgets.symbol import paint_symbol
from ui.words import tip

PADDING = 16
RADIUS = 8
WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card. One that does not ``wrap`` ends in an ellipsis; ``tone`` makes it a status word."""

    text: str
    size: int = 14
    bold: bool = False
    secondary: bool = False
    wrap: bool = False
    tone: Tone | None = None
    above: int = 4


class PaintedCard(QAbstractButton):
    """Lines on a card; mouse, Enter and Space press it. A screen reader hears all lines and the act."""

    def __init__(self, lines: Sequence[Line], act: str, aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = tuple(lines)
        self._act = act
        self._aside = aside
        self._over = False
        self._heights: dict[int, int] = {}
        self.setAccessibleName(". ".join([act, *(line.text.rstrip(".") for line in lines)]))
        self.setToolTip(tip("\n".join(line.text for line in lines if not line.wrap and line.tone is None)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Lines that wrap need more height in less width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines and the act; kept, because layouts ask many times."""
        if width not in self._heights:
            self._heights[width] = self._measure(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew at another text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()

    def _measure(self, width: int) -> int:
        inner = width - 2 * px(PADDING)
        lines = sum(px(line.above) + self._height(line, inner) for line in self._lines)
        return 2 * px(PADDING) + lines + px(12) + QFontMetrics(self._font(14, bold=True)).height()

    def sizeHint(self) -> QSize:
        """A usual card."""
        return QSize(px(330), self.heightForWidth(px(330)))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(160), px(80))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """As it was."""
        super().leaveEvent(event)
        self._over = False
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, border, lines, act."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, colours)
        left, width = px(PADDING), self.width() - 2 * px(PADDING)
        top = px(PADDING)
        for line in self._lines:
            top += px(line.above)
            height = self._height(line, width)
            self._paint_line(painter, colours, line, QRect(left, top, width, height))
            top += height
        self._paint_foot(painter, colours)
        painter.end()

    def _paint_ground(self, painter: QPainter, colours: Colours) -> None:
        focus = self.hasFocus()
        stroke = 2 if focus else 1
        path = QPainterPath()
        path.addRoundedRect(
            QRectF(self.rect()).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2), RADIUS, RADIUS
        )
        painter.fillPath(path, QColor(colours.way_tint if self._over or self.isDown() else colours.card))
        painter.setPen(QPen(QColor(colours.accent if focus else colours.line), stroke))
        painter.drawPath(path)

    def _paint_line(self, painter: QPainter, colours: Colours, line: Line, area: QRect) -> None:
        font = self._font(line.size, bold=line.bold)
        painter.setFont(font)
        if line.tone is not None:
            self._paint_status(painter, colours, line.tone, line.text, area)
            return
        painter.setPen(QColor(colours.secondary if line.secondary else colours.text))
        if line.wrap:
            painter.drawText(area, WRAP, line.text)
        else:
            shown = QFontMetrics(font).elidedText(line.text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_status(self, painter: QPainter, colours: Colours, tone: Tone, word: str, area: QRect) -> None:
        ink, tint = tone_colours(colours, tone)
        size = px(14)
        width = px(8) + size + px(6) + painter.fontMetrics().horizontalAdvance(word) + px(10)
        pill = QRectF(area.left(), area.top(), min(width, area.width()), area.height())
        path = QPainterPath()
        path.addRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.fillPath(path, tint)
        box = QRectF(pill.left() + px(8), pill.center().y() - size / 2, size, size)
        paint_symbol(painter, tone.icon, ink, box)
        painter.setPen(ink)
        words = pill.adjusted(px(8) + size + px(6), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), word)

    def _paint_foot(self, painter: QPainter, colours: Colours) -> None:
        font = self._font(14, bold=True)
        metrics = QFontMetrics(font)
        foot = QRect(px(PADDING), 0, self.width() - 2 * px(PADDING), metrics.height())
        foot.moveBottom(self.height() - px(PADDING))
        painter.setFont(font)
        painter.setPen(QColor(colours.accent))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(foot, middle | int(Qt.AlignmentFlag.AlignLeft), self._act)
        used = metrics.horizontalAdvance(self._act)
        size = px(16)
        box = QRectF(foot.left() + used + px(6), foot.center().y() - size / 2 + 1, size, size)
        paint_symbol(painter, "arrow-right", QColor(colours.accent), box)
        painter.setFont(self._font(13))
        painter.setPen(QColor(colours.secondary))
        painter.drawText(foot, middle | int(Qt.AlignmentFlag.AlignRight), self._aside)

    def _height(self, line: Line, width: int) -> int:
        metrics = QFontMetrics(self._font(line.size, bold=line.bold))
        if line.tone is not None:
            return metrics.height() + px(4)
        if line.wrap:
            return metrics.boundingRect(QRect(0, 0, max(width, 1), 10_000), WRAP, line.text).height()
        return metrics.height()

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(size))
        font.setBold(bold)
        return font
