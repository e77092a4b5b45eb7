"""Lists that are all here are put in order by their headers; the order and the chosen row stay."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ui.models.rows import Chunk, Column, RowsModel
from ui.remembered import Remembered
from ui.widgets.orders import Orders
from ui.widgets.table import Table

LIST = [
    ("Run 9", "1,200", "4 Mar 2026"),
    ("run 10", "–", ""),
    ("Émile", "87", "12 Dec 2025"),
    ("Run 9", "9", "1 Jul 2026"),
]
COLUMNS = (
    Column("What", lambda row: row[0]),
    Column("How many", lambda row: row[1], number=True),
    Column("Day", lambda row: row[2]),
)


class Around(QWidget):
    """A window that remembers orders."""

    def __init__(self, kept):
        super().__init__()
        self.orders = Orders(kept)


@pytest.fixture
def shown(qtbot, dress, tmp_path):
    held = []

    def show(rows=LIST, columns=COLUMNS):
        around = Around(Remembered(tmp_path))
        held.append(around)
        qtbot.addWidget(around)
        model = RowsModel(columns, around)
        table = Table(model, "Runs", around)
        table.resize(600, 400)
        model.show_rows(rows)
        around.show()
        return table

    return show


def words(table, column=0):
    return [table.rows.index(row, column).data() for row in range(table.rows.rowCount())]


def press(table, column):
    header = table.horizontalHeader()
    header.sectionClicked.emit(column)


def test_a_header_puts_numbers_and_days_in_their_order_and_nothing_last(shown, qtbot):
    table = shown()
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert words(table, 1) == ["9", "87", "1,200", "–"]
    assert header.isSortIndicatorShown()
    press(table, 1)
    assert words(table, 1) == ["1,200", "87", "9", "–"]
    press(table, 1)
    assert words(table, 1) == [row[1] for row in LIST]
    assert not header.isSortIndicatorShown()
    press(table, 2)
    assert words(table, 2) == ["12 Dec 2025", "4 Mar 2026", "1 Jul 2026", ""]
    press(table, 0)
    assert words(table) == ["Émile", "Run 9", "Run 9", "run 10"]


def test_the_chosen_row_stays_chosen_and_new_rows_come_in_order(shown):
    table = shown()
    table.select_row(2)
    press(table, 1)
    assert table.rows.row(table.current_row()) is LIST[2]
    table.rows.show_rows([*LIST, ("New", "50", "")])
    assert words(table, 1) == ["9", "50", "87", "1,200", "–"]


def test_the_order_is_remembered_from_start_to_start_and_forgotten_with_its_columns(shown):
    table = shown()
    press(table, 1)
    press(table, 1)
    again = shown()
    assert words(again, 1) == ["1,200", "87", "9", "–"]
    assert words(shown(columns=(COLUMNS[0], COLUMNS[2])), 0) == [row[0] for row in LIST]
    press(again, 1)
    assert words(shown(), 1) == [row[1] for row in LIST]


def test_the_menu_key_orders_without_a_mouse(shown):
    table = shown()
    QApplication.sendEvent(table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    (menu,) = table.findChildren(QMenu)
    texts = [each.text() for each in menu.actions()]
    assert texts == ["Order by What", "Order by How many", "Order by Day", "As it came"]
    menu.actions()[1].trigger()
    assert words(table, 1)[0] == "9"
    menu.actions()[3].trigger()
    assert words(table, 1)[0] == "1,200"
    menu.close()


def test_rows_that_come_by_the_page_keep_the_order_of_the_store(shown):
    table = shown()
    table.rows.load(lambda after: Chunk(LIST, None if after else 1))
    press(table, 1)
    assert words(table, 1) == [row[1] for row in LIST]
    assert not table.horizontalHeader().sectionsClickable()
