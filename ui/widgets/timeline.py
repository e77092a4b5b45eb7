"""The timeline: five phases side by side, each with its name, mark and dates. One press opens the list of phases."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.models.timeline import Span
from ui.tokens import colours_now, px, tone_colours
from ui.tone import Tone
from ui.widgets.symbol import paint_symbol

GAP = 6


class Timeline(QAbstractButton):
    """Painted; in a narrow window the phases stand below each other."""

    def __init__(self) -> None:
        super().__init__()
        self._spans: tuple[Span, ...] = ()
        self._down = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Show the phases."""
        self._spans = tuple(spans)
        words = {Tone.GOOD: "over", Tone.WAY: "now", Tone.UNMEASURED: "to come"}
        said = "; ".join(f"{span.name}, {words[span.tone]}, {span.dates}" for span in spans)
        self.setAccessibleName(f"Timeline of the five phases: {said}")
        self.setToolTip("\n".join(f"{span.name}: {span.dates}" for span in spans))
        self.updateGeometry()
        self.update()

    def fold(self, *, down: bool) -> None:
        """Below each other, or side by side."""
        self._down = down
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One row, or five."""
        rows = len(self._spans) if self._down else 1
        return QSize(px(320), rows * px(58) + max(rows - 1, 0) * GAP)

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each phase."""
        if not self._spans:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        n = len(self._spans)
        width = self.width() if self._down else (self.width() - (n - 1) * GAP) / n
        height = (self.height() - (n - 1) * GAP) / n if self._down else self.height()
        for place, span in enumerate(self._spans):
            left, top = (0, place * (height + GAP)) if self._down else (place * (width + GAP), 0)
            self._paint(painter, span, QRectF(left, top, width, height).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint(self, painter: QPainter, span: Span, area: QRectF) -> None:
        colours = colours_now()
        colour, ground = tone_colours(colours, span.tone)
        now = span.tone is Tone.WAY
        painter.setBrush(ground)
        edge = QColor(colours.accent) if now or self.hasFocus() else QColor(colours.line)
        painter.setPen(QPen(edge, 2 if now else 1))
        painter.drawRoundedRect(area, 6, 6)
        inner = area.adjusted(px(10), px(7), -px(8), -px(7))
        size = px(16)
        paint_symbol(painter, span.tone.icon, colour, QRectF(inner.left(), inner.top() + px(2), size, size))
        font = QFont(self.font())
        font.setBold(True)
        self._line(painter, font, QColor(colours.text), span.name, inner.adjusted(size + px(6), 0, 0, 0), top=True)
        font = QFont(self.font())
        font.setPixelSize(px(13))
        self._line(painter, font, QColor(colours.secondary), span.dates, inner, top=False)

    def _line(self, painter: QPainter, font: QFont, colour: QColor, text: str, area: QRectF, *, top: bool) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        where = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom
        painter.drawText(area, int(where | Qt.AlignmentFlag.AlignLeft), shown)
