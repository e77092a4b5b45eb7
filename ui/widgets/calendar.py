"""Weeks of days as a table: each day with its number, a symbol and a word. Arrow keys go from day to day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView, QWidget

from clubos_desktop.model.time import DAYS, MONTHS
from ui.models.planned import Cell
from ui.models.rows import ROOT, Index
from ui.tokens import colours_now, px, tone_colours
from ui.widgets.symbol import paint_symbol

CELL = 52


class DaysModel(QAbstractTableModel):
    """Weeks of cells, the newest week last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._weeks: list[list[Cell]] = []

    def show_weeks(self, weeks: Sequence[Sequence[Cell]]) -> None:
        """Show these weeks."""
        self.beginResetModel()
        self._weeks = [list(week) for week in weeks]
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """The day behind a place."""
        return self._weeks[index.row()][index.column()]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Weeks."""
        return 0 if parent.isValid() else len(self._weeks)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Days of a week."""
        return 0 if parent.isValid() else len(DAYS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The day in full for tooltip and screen reader, its word on screen."""
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if cell.mark is None else cell.mark.word
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.sentence
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The weekdays."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return DAYS[section]
        return None


class _DayDelegate(QStyledItemDelegate):
    """Paints a day: number above, symbol and word below; the word is left out where there is no room for it."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw one day."""
        model = index.model()
        assert isinstance(model, DaysModel)  # noqa: S101 - the only model of this view
        cell, colours, area = model.cell(index), colours_now(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = cell.mark
        colour, ground = (QColor(colours.secondary), QColor(colours.card))
        if mark is not None:
            colour, ground = tone_colours(colours, mark.tone)
        box = QRectF(area).adjusted(2, 2, -2, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(colours.accent if chosen else colours.line), 2 if chosen else 1))
        painter.drawRoundedRect(box, 6, 6)
        font = QFont(option.widget.font())
        font.setPixelSize(px(13))
        painter.setFont(font)
        inner = area.adjusted(px(8), px(5), -px(8), -px(5))
        painter.setPen(QColor(colours.secondary if mark is None else colours.text))
        top, left = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(top | left), _name(cell.day))
        if mark is not None:
            self._mark(painter, inner, mark.icon, mark.word, colour)
        painter.restore()

    def _mark(self, painter: QPainter, inner: QRect, icon: str, word: str, colour: QColor) -> None:
        size = px(16)
        box = QRectF(inner.left(), inner.bottom() - size + 1, size, size)
        paint_symbol(painter, icon, colour, box)
        room = inner.adjusted(size + px(6), 0, 0, 0)
        font = QFont(painter.font())
        font.setBold(True)
        if QFontMetrics(font).horizontalAdvance(word) <= room.width():
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), word)

    def sizeHint(self, _option: Any, _index: Index) -> QSize:
        """A day at the text scale."""
        return QSize(px(48), px(CELL))


def _name(day: str) -> str:
    """The number; the first of a month with its name."""
    on = date.fromisoformat(day)
    return f"{on.day} {MONTHS[on.month - 1]}" if on.day == 1 else str(on.day)


class Calendar(QTableView):
    """``told`` carries the sentence of the day that was chosen."""

    told = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.days = DaysModel(self)
        self.setAccessibleName(name)
        self.setModel(self.days)
        self.setItemDelegate(_DayDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_weeks(self, weeks: Sequence[Sequence[Cell]]) -> None:
        """Show these weeks, as high as they are."""
        self.days.show_weeks(weeks)
        self.verticalHeader().setDefaultSectionSize(px(CELL))
        self.horizontalHeader().setFixedHeight(px(32))
        self.setFixedHeight(px(32) + len(weeks) * px(CELL) + 2)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.told.emit(self.days.cell(now).sentence)
