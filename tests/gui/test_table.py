"""The table: opaque under every theme, so that scrolling paints a strip; rows arrive as one scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.models.rows import Chunk, Column, RowsModel
from ui.tokens import DARK, LIGHT
from ui.widgets.table import Table, two_lines


def numbers(first):
    return Chunk([*range(first or 0, (first or 0) + 100)], (first or 0) + 100)


def table_of(qtbot):
    table = Table(RowsModel([Column("Number", str, stretch=1)]), "Numbers")
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.rows.load(numbers)
    table.show()
    qtbot.waitExposed(table)
    return table


def at_rest(painted):
    """True when three rounds of events painted nothing: another look is painted some time after it was put on."""
    painted.clear()
    for _ in range(3):
        QApplication.processEvents()
    return not painted


def test_scrolling_paints_only_what_comes_into_view(qtbot, dress):
    table = table_of(qtbot)
    painted = []
    inner = table.itemDelegate().paint

    def paint(painter, option, index):
        painted.append(index.row())
        inner(painter, option, index)

    table.itemDelegate().paint = paint
    for dark in (True, False):
        dress(dark=dark)
        qtbot.waitUntil(lambda: table.viewport().autoFillBackground())
        table.grab()
        qtbot.waitUntil(lambda: at_rest(painted))
        table.verticalScrollBar().setValue(table.verticalScrollBar().value() + 40)
        qtbot.waitUntil(lambda: bool(painted))
        assert len(set(painted)) <= 3


def test_below_the_last_row_is_the_colour_of_the_card(qtbot, dress):
    for dark, colours in ((True, DARK), (False, LIGHT)):
        dress(dark=dark)
        table = table_of(qtbot)
        table.rows.show_rows([1])
        picture = table.viewport().grab().toImage()
        assert picture.pixelColor(50, 200) == QColor(colours.card)


def test_a_cell_with_markup_is_shown_as_it_is_also_in_its_tooltip():
    model = RowsModel((Column("Name", lambda row: row),))
    model.show_rows(["<img src=x>Ann"])
    index = model.index(0, 0)
    assert model.data(index) == "<img src=x>Ann"
    assert "&lt;img" in model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_what_is_long_goes_on_in_a_second_line_and_no_further(qapp, dress):
    font = qapp.font()
    width = QFontMetrics(font).horizontalAdvance("Event count and details") + 8
    first, second = two_lines("Event count and details match for the whole verification period", font, width).split(
        "\n"
    )
    assert first == "Event count and details"
    assert second.startswith("match")
    assert second.endswith("…")
    assert max(QFontMetrics(font).horizontalAdvance(line) for line in (first, second)) <= width
