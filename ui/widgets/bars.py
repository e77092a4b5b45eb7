"""A small painted chart: groups of bars, each with its number above it. What it says stands in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.tokens import colours_now, px, tone_colours
from ui.tone import Tone

HEIGHT = 190
LEGEND = 24


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that stand together, below them their label."""

    label: str
    values: tuple[int, ...]


class Bars(QWidget):
    """``series`` are (name, tone) in the order of a group's values; bars keep that order, so colour is not alone."""

    def __init__(self, series: Sequence[tuple[str, Tone]]) -> None:
        super().__init__()
        self._series = tuple(series)
        self._groups: tuple[Group, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_groups(self, groups: Sequence[Group], said: str) -> None:
        """Show these; ``said`` is what a screen reader hears."""
        self._groups = tuple(groups)
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a card of figures."""
        return QSize(px(600), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(200), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Legend, bars with their numbers, labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(px(13))
        painter.setFont(font)
        metrics = QFontMetrics(font)
        self._paint_legend(painter, metrics)
        if self._groups:
            self._paint_bars(painter, metrics)
        painter.end()

    def _paint_legend(self, painter: QPainter, metrics: QFontMetrics) -> None:
        colours, x = colours_now(), 0.0
        for name, tone in self._series:
            ink, _ = tone_colours(colours, tone)
            painter.fillRect(QRectF(x, px(4), px(12), px(12)), ink)
            x += px(18)
            painter.setPen(QColor(colours.text))
            width = metrics.horizontalAdvance(name)
            area = QRectF(x, 0, width + 2, px(20))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
            x += width + px(20)

    def _paint_bars(self, painter: QPainter, metrics: QFontMetrics) -> None:
        colours = colours_now()
        line = float(metrics.height())
        base, top = self.height() - line - px(6), px(LEGEND) + line
        most = max(1, *(value for group in self._groups for value in group.values))
        step = self.width() / len(self._groups)
        bar = min(float(px(28)), step * 0.8 / len(self._series))
        painter.fillRect(QRectF(0, base, self.width(), 1), QColor(colours.line))
        for place, group in enumerate(self._groups):
            middle = (place + 0.5) * step
            left = middle - bar * len(self._series) / 2
            for number, ((_, tone), value) in enumerate(zip(self._series, group.values, strict=True)):
                height = (base - top) * value / most
                ink, _ = tone_colours(colours, tone)
                spot = QRectF(left + number * bar + 1, base - height, bar - 2, height)
                painter.fillRect(spot, ink)
                text = f"{value:,}" if value else ""
                if metrics.horizontalAdvance(text) <= bar * 1.6:
                    painter.setPen(QColor(colours.text))
                    above = QRectF(spot.center().x() - bar, spot.top() - line, 2 * bar, line)
                    painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), text)
            painter.setPen(QColor(colours.secondary))
            below = QRectF(middle - step / 2, base + px(4), step, line)
            shown = metrics.elidedText(group.label, Qt.TextElideMode.ElideRight, int(step))
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), shown)
