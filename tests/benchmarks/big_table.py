"""A window on a club with a million differences; run by test_big_table.py in a process of its own.

python big_table.py FOLDER ours|plain|records       prints one line of JSON
"""

import json
import resource
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from clubos_desktop.findings.reading import NEEDING_A_PERSON
from clubos_desktop.store.lists import Order
from clubos_desktop.workspace import Workspace
from tests.benchmarks.million import CLOCK, keys_in, path_in
from ui import app as program
from ui import fonts, sheet
from ui.collecting import Collector
from ui.jobs import JobRunner
from ui.opened import OpenedClub
from ui.places import Fold
from ui.screens.difference_list import DifferenceList

SIZE = (1400, 900)
STEPS = 300


class Desk:
    """What the list asks of the window."""

    def __init__(self, club, jobs):
        self.club = club
        self.jobs = jobs
        self.judged = None
        self.earliest = ""
        self.both = frozenset()

    def outdate(self):
        pass

    def say(self, *_words, **_more):
        pass


def resident() -> float:
    """Megabytes of this process in memory that belong to it alone: the file's pages are read, not mapped."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Timed:
    """Milliseconds of wall time and CPU of an act until its result is painted."""

    def __init__(self, app):
        self._app = app

    def __call__(self, act) -> tuple[float, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        self._app.processEvents()
        return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3


class PlainModel(QAbstractTableModel):
    """The usual way: every row counted, pages of 256 read as the view asks."""

    def __init__(self, database, columns):
        super().__init__()
        self._database = database
        self._columns = columns
        self._pages = {}
        with database.read() as conn:
            self._n = conn.exec_driver_sql("SELECT count(*) FROM difference").scalar()

    def rowCount(self, parent=QModelIndex()):  # noqa: B008, N802  Qt's own way
        return 0 if parent.isValid() else self._n

    def columnCount(self, _parent=QModelIndex()):  # noqa: B008, N802  same
        return len(self._columns)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        page, place = divmod(index.row(), 256)
        if page not in self._pages:
            with self._database.read() as conn:
                self._pages[page] = conn.exec_driver_sql(
                    "SELECT who, field, legacy, clubos, status FROM difference WHERE id > ? ORDER BY id LIMIT 256",
                    (page * 256,),
                ).fetchall()
        return self._pages[page][place][index.column()]


def plain(workspace) -> QTableView:
    """A plain view of the same rows and columns at the same height."""
    view = QTableView()
    view.setModel(PlainModel(workspace.database, range(5)))
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.verticalHeader().setDefaultSectionSize(40)
    view.verticalHeader().hide()
    for column in range(5):
        view.setColumnWidth(column, 260)
    return view


def scrolled(table, timed) -> dict[str, float]:
    """CPU of steps of three rows, by the scroll bar as the wheel does, and by the arrow key with selection."""
    bar = table.verticalScrollBar()
    steps = [timed(lambda: bar.setValue(bar.value() + 3 * 40)) for _ in range(STEPS)]
    table.setFocus()
    keys = [timed(lambda: QTest.keyClick(table, Qt.Key.Key_Down)) for _ in range(60)]
    return {
        "scroll_cpu": statistics.mean(cpu for _, cpu in steps),
        "scroll_wall_p95": sorted(wall for wall, _ in steps)[int(STEPS * 0.95)],
        "key_cpu": statistics.mean(cpu for _, cpu in keys),
    }


def accessible(table) -> bool:
    """A screen reader finds the table, its cells and their words."""
    interface = QAccessible.queryAccessibleInterface(table)
    parts = [interface.child(number) for number in range(5, 25)]
    cells = [part.text(QAccessible.Text.Name) for part in parts if part.role() == QAccessible.Role.Cell]
    return interface.role() == QAccessible.Role.Table and len(cells) > 10 and all(cells)


def main(folder: Path, kind: str) -> dict[str, object]:
    """Everything measured of one view."""
    app = program.make_application([])
    collector = Collector(app)
    family = fonts.load_fonts()
    sheet.dress(app, dark=False, text_scale=1.0, family=family)
    workspace = Workspace.open(path_in(folder), keys_in(folder), CLOCK)
    club = OpenedClub(workspace)
    jobs = JobRunner(app)
    window = QWidget()
    column = QVBoxLayout(window)
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    timed = Timed(app)
    collector.settle()
    before, view = resident(), None

    def show():
        nonlocal view
        if kind == "plain":
            view = plain(workspace)
            column.addWidget(view)
        else:
            view.show_filter(NEEDING_A_PERSON, "All that need you")

    if kind == "ours":
        view = DifferenceList(Desk(club, jobs))  # a screen is made once, and shown with another list many times
        timed(lambda: column.addWidget(view))
        view.fold(Fold.SIDE_BY_SIDE)
        app.processEvents()
    made = resident() - before
    first = timed(show)
    found: dict[str, object] = {
        "first_wall": first[0],
        "first_cpu": first[1],
        "mb": resident() - before,
        "mb_made": made,
    }
    table = view if kind == "plain" else view.table
    if kind == "ours":
        found |= sorted_and_searched(view, timed)
    found |= scrolled(table, timed)
    found["mb_after"] = resident() - before
    found["accessible"] = accessible(table)
    jobs.close()
    workspace.close()
    return found


def sorted_and_searched(view, timed) -> dict[str, object]:
    """Each header pressed once and again; several texts typed."""
    header = view.table.horizontalHeader()
    sorts = {}
    for section in range(4):
        for way in ("up", "down"):
            sorts[f"{view.rows.columns[section].title} {way}"] = timed(
                lambda at=section: header.sectionClicked.emit(at)
            )
    view.tools.sort(Order.HARM)
    searches = {}
    for text in ("Illich 777777", "zzzz nobody", "example", "Zo", "4242", "illich", "Brandt 12"):
        view.search.setText(text)
        searches[text] = timed(view._typing.timeout.emit)
        view._typing.stop()
    view.search.clear()
    view._typing.stop()
    timed(view.load)
    return {"sorts": sorts, "searches": searches, "typing": view._typing.interval()}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
