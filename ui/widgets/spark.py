"""Small pictures of figures: a line of the last values, and the heat map of the risks."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.tokens import colours_now, px, tone_colours
from ui.tone import Tone
from ui.words import tip


class Spark(QWidget):
    """The last values of a check as a line; its last point has the colour of how it stands. Told in words too."""

    def __init__(self, values: Sequence[float], tone: Tone, said: str) -> None:
        super().__init__()
        self._values = tuple(values)
        self._tone = tone
        self.setAccessibleName(said)
        self.setToolTip(tip(said))
        self.setFixedSize(px(96), px(28))

    def sizeHint(self) -> QSize:
        """A small line."""
        return QSize(px(96), px(28))

    def points(self) -> list[QPointF]:
        """Where the line goes; one value alone stands at the right edge."""
        low, high = min(self._values), max(self._values)
        left, right = px(3), self.width() - px(5)
        top, bottom = px(5), self.height() - px(5)
        steps = max(len(self._values) - 1, 1)
        first = right if len(self._values) == 1 else left
        return [
            QPointF(
                first + n * (right - first) / steps,
                (top + bottom) / 2 if high == low else bottom - (value - low) * (bottom - top) / (high - low),
            )
            for n, value in enumerate(self._values)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line and its last point."""
        if not self._values:
            return
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.secondary), 1.5))
        points = self.points()
        painter.drawPolyline(points)
        colour, _ = tone_colours(colours, self._tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], px(3), px(3))
        painter.end()


SCALE = ("low", "medium", "high")


class HeatMap(QWidget):
    """Risks by likelihood and impact: each square says its score in words of colour and holds the risks' numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[tuple[int, int], list[str]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumSize(px(760), px(420))

    def show_risks(self, risks: Sequence[tuple[str, int, int]]) -> None:
        """Show these: number, likelihood and impact, 1 to 3."""
        self._places = {}
        for number, likelihood, impact in risks:
            self._places.setdefault((likelihood, impact), []).append(number)
        said = "; ".join(
            f"likelihood {SCALE[likelihood - 1]}, impact {SCALE[impact - 1]}: {', '.join(numbers)}"
            for (likelihood, impact), numbers in sorted(self._places.items(), reverse=True)
        )
        self.setAccessibleName(f"Risks by likelihood and impact. {said}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Three by three squares, likelihood upwards, impact to the right."""
        colours = colours_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, bottom = px(132), px(24)
        width, height = (self.width() - left) / 3, (self.height() - bottom) / 3
        for likelihood in (1, 2, 3):
            row = QRectF(0, (3 - likelihood) * height, left - px(8), height)
            painter.setPen(QColor(colours.secondary))
            painter.drawText(row, int(_RIGHT), f"likelihood {SCALE[likelihood - 1]}")
            for impact in (1, 2, 3):
                self._square(painter, likelihood, impact, QRectF(left + (impact - 1) * width, row.top(), width, height))
        for impact in (1, 2, 3):
            place = QRectF(left + (impact - 1) * width, self.height() - bottom, width, bottom)
            painter.setPen(QColor(colours.secondary))
            painter.drawText(place, int(_MIDDLE), f"impact {SCALE[impact - 1]}")
        painter.end()

    def _square(self, painter: QPainter, likelihood: int, impact: int, area: QRectF) -> None:
        score = likelihood * impact
        tone = Tone.PROBLEM if score >= 6 else Tone.NEEDS if score >= 3 else Tone.GOOD
        colour, ground = tone_colours(colours_now(), tone)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(colours_now().line), 1))
        box = area.adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(colour)
        text = ", ".join(self._places.get((likelihood, impact), []))
        painter.drawText(box.adjusted(px(6), 0, -px(6), 0), int(_MIDDLE) | int(Qt.TextFlag.TextWordWrap), text)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
