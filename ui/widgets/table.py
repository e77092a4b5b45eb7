"""A table without vertical lines: cells by delegate, selection with an accent edge, Enter opens, Ctrl+C copies."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.models.rows import STRONG_ROLE, TONE_ROLE, Order, RowsModel
from ui.places import Fold
from ui.tokens import colours_now, px, tone_colours
from ui.tone import Tone
from ui.widgets.orders import orders_of
from ui.widgets.symbol import paint_symbol

ROW = 40
TALL = 52
"""The height of a row that has room for two lines."""
EDGE = 3
PADDING = 12


def two_lines(text: str, font: QFont, width: int) -> str:
    """A text in two lines of a width; the second ends in an ellipsis where that is not enough."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    end = line.textLength()
    layout.endLayout()
    return f"{text[:end].rstrip()}\n{QFontMetrics(font).elidedText(text[end:], Qt.TextElideMode.ElideRight, width)}"


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: ground, line below, status symbol, one line of text that ends in an ellipsis."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        view = option.widget
        colours = colours_now()
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, QColor(colours.way_tint if selected else colours.card))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if selected and index.column() == 0:
            painter.fillRect(QRect(area.left(), area.top(), EDGE, area.height()), QColor(colours.accent))
        inner = area.adjusted(px(PADDING), 0, -px(PADDING), -1)
        said = index.data(TONE_ROLE)
        tone = None if said is None else Tone(said)
        text_colour = QColor(colours.text)
        if tone is not None:
            text_colour, _ = tone_colours(colours, tone)
            size = px(16)
            box = QRectF(inner.left(), inner.center().y() - size / 2 + 0.5, size, size)
            paint_symbol(painter, tone.icon, text_colour, box)
            inner = inner.adjusted(size + px(6), 0, 0, 0)
        font = QFont(view.font())
        font.setBold(bool(index.data(STRONG_ROLE)))
        painter.setFont(font)
        painter.setPen(text_colour)
        shown = " ".join(str(index.data(Qt.ItemDataRole.DisplayRole) or "").split())
        metrics, align = QFontMetrics(font), int(index.data(Qt.ItemDataRole.TextAlignmentRole))
        if area.height() >= px(TALL) and metrics.horizontalAdvance(shown) > inner.width():
            shown = two_lines(shown, font, inner.width())
        else:
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, align, shown)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row's height at the text scale."""
        return QSize(px(80), px(ROW))


class Table(QTableView):
    """Rows of a RowsModel."""

    opened = Signal(int)
    moved = Signal(int)
    sort_asked = Signal(int)
    """A header that can be pressed was pressed; see ``let_sort``."""
    letter = Signal(str)
    """A single letter or figure; it acts in lists only."""

    def __init__(self, model: RowsModel[Any], name: str, parent: QWidget | None = None, *, tall: bool = False) -> None:
        """With ``tall`` each row has room for two lines, and what is long goes on in the second one."""
        super().__init__(parent)
        self.rows = model
        self._row = TALL if tall else ROW
        self._folded = Fold.SIDE_BY_SIDE
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.sectionClicked.connect(self._pressed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._own_order, self._recalled = True, False
        model.modelReset.connect(self._fit_header)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.moved.emit(now.row()))
        self.opens_at_once = False
        """A single click opens: where the detail takes the list's place, choosing a row alone shows nothing."""
        self.clicked.connect(lambda index: self.opened.emit(index.row()) if self.opens_at_once else None)
        self.doubleClicked.connect(lambda index: None if self.opens_at_once else self.opened.emit(index.row()))
        self.rescale()

    def let_sort(self, columns: Sequence[int]) -> None:
        """Let these columns' headers be pressed; sorting itself is the store's."""
        self._own_order = False
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(lambda number: self.sort_asked.emit(number) if number in columns else None)

    def show_sorted(self, column: int | None, *, descending: bool) -> None:
        """Say by which column the rows are sorted, None for none of them."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        if column is not None:
            header.setSortIndicator(column, order)

    # --- the order of rows that are all here

    def _pressed(self, number: int) -> None:
        """Up, down, and as they came: what a header says at each press."""
        if not self._own_order or not self.rows.orderable:
            return
        before = self.rows.order
        if before is None or before.column != number:
            self.put_in_order(Order(number))
        else:
            self.put_in_order(None if before.descending else Order(number, descending=True))

    def put_in_order(self, order: Order | None) -> None:
        """Put the rows in order and remember it; the chosen row stays chosen."""
        place = self.current_row()
        chosen = self.rows.row(place) if place >= 0 else None
        self.rows.put_in_order(order)
        found = None if chosen is None else self.rows.place(lambda row: row is chosen)
        if found is not None:
            self.select_row(found)
        if (orders := orders_of(self)) is not None:
            orders.keep(self.accessibleName(), self.rows.columns, order)

    def _recall(self) -> None:
        """The order of last time."""
        if self._own_order and (orders := orders_of(self)) is not None:
            self._recalled = True
            order = orders.of(self.accessibleName(), self.rows.columns)
            if order != self.rows.order:
                self.rows.put_in_order(order)

    def _fit_header(self) -> None:
        """What the header says; only what is another thing by now, for each change lays the whole table out anew."""
        header = self.horizontalHeader()
        if not self._own_order or header.count() == 0:
            return
        if header.sectionsClickable() != self.rows.orderable:
            header.setSectionsClickable(self.rows.orderable)
        order = self.rows.order if self.rows.orderable else None
        if order is not None or header.isSortIndicatorShown():
            self.show_sorted(None if order is None else order.column, descending=bool(order and order.descending))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The headers' orders by keyboard (the menu key, or Shift+F10)."""
        if not self._own_order or not self.rows.orderable or self.rows.rowCount() < 2:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Order of the list")
        for number, column in enumerate(self.rows.columns):
            if column.title and not self.isColumnHidden(number):
                menu.addAction(f"Order by {column.title}").triggered.connect(partial(self._pressed, number))
        menu.addAction("As it came").triggered.connect(partial(self.put_in_order, None))
        menu.popup(event.globalPos())

    def show_model(self, model: RowsModel[Any], name: str) -> None:
        """Show the rows of another model, with its columns."""
        old = self.selectionModel()
        self.rows.modelReset.disconnect(self._fit_header)
        self.rows = model
        self.setAccessibleName(name)
        self.setModel(model)
        model.modelReset.connect(self._fit_header)
        old.deleteLater()
        self._recall()
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.moved.emit(now.row()))
        self.rescale()

    def rescale(self) -> None:
        """Heights and widths at the text scale."""
        self.verticalHeader().setDefaultSectionSize(px(self._row))
        header = self.horizontalHeader()
        header.setFixedHeight(px(36))
        header.setMinimumSectionSize(px(48))
        for number, column in enumerate(self.rows.columns):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
            self.setColumnHidden(number, self._folded < column.least)
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        """See ``_make_opaque``."""
        super().showEvent(event)
        self._make_opaque()
        if not self._recalled:
            self._recall()

    def changeEvent(self, event: QEvent) -> None:
        """See ``_make_opaque``."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._make_opaque()

    def _make_opaque(self) -> None:
        """Scrolling moves what is painted and adds a strip, in place of painting all anew: a quarter of the work.

        The style sheet takes this back each time it is put on.
        """
        self.viewport().setAutoFillBackground(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        shown = [column for column in self.rows.columns if self._folded >= column.least]
        fixed = sum(px(column.width) for column in shown if not column.stretch)
        parts = sum(column.stretch for column in shown) or 1
        room = max(0, self.viewport().width() - fixed)
        for number, column in enumerate(self.rows.columns):
            width = room * column.stretch // parts if column.stretch else px(column.width)
            if self.columnWidth(number) != width:
                self.setColumnWidth(number, width)

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self._folded = fold
        self.rescale()

    def full_height(self) -> int:
        """The height that shows every row, for a short table inside a page."""
        return px(36) + self.rows.rowCount() * px(self._row) + 2

    def select_row(self, number: int) -> None:
        """Select a row and bring it into view."""
        if 0 <= number < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(number, 0))

    def current_row(self) -> int:
        """The row with the cursor, -1 when there is none."""
        return self.currentIndex().row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a row; Ctrl+C copies it as cells."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_row() >= 0:
            self.opened.emit(self.current_row())
            return
        if event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._copy()
            return
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and event.text().isalnum() and len(event.text()) == 1:
            self.letter.emit(event.text())
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        row = self.current_row()
        if row >= 0:
            cells = [
                str(self.rows.index(row, number).data() or "").replace("\t", " ")
                for number in range(self.rows.columnCount())
                if not self.isColumnHidden(number)
            ]
            QGuiApplication.clipboard().setText("\t".join(cells))
