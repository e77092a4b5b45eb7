"""Times: what each system shows of an event's times, around clock changes and midnight above all."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clubos_desktop.findings import times
from clubos_desktop.findings.times import TimeRow, Times
from clubos_desktop.model.domains import Domain
from ui.models import time_words as words
from ui.models.rows import RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk, Screen, filling_page, keep_height, scrolling_page
from ui.tone import Tone
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.list_detail import ListDetail
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer, KeyValues, Words


class TimesScreen(Screen):
    """Causes that many share first, then each time with wall, zone and UTC."""

    title = "Times of events"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: Times | None = None
        self._heading = Answer("Time rule")
        self._back = Button("Records", role="quiet", icon="arrow-left", tip="Esc")
        self._back.does(self._leave)
        self.cause = Notice(Tone.NEEDS, "clock")
        self.cause.offer("See these differences", lambda: desk.go(Place.DIFFERENCES))
        self._problem = Notice()
        self._model: RowsModel[TimeRow] = RowsModel(words.TIME_COLUMNS, self)
        self.table = Table(self._model, "Times of events in both systems", tall=True)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        box = Card()
        box.body.setContentsMargins(8, 8, 8, 8)
        box.body.addWidget(self.table)
        self.split = ListDetail(box, self._detail(), width=400, wide=480)
        self.split.closed.connect(self.focus_first)
        self.split.stepped.connect(lambda by: self.table.select_row(self.table.current_row() + by))
        self._empty = Empty("clock")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.split)
        self._stack.addWidget(self._empty)
        column = filling_page(self, self._stack)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._heading, self._problem, self.cause):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self._problem.hide()
        self.cause.hide()

    def _detail(self) -> QWidget:
        card = Card()
        card.setAccessibleName("The chosen time")
        self._name, self.facts = Words("", "title"), KeyValues()
        self.see = Button("See the whole event", icon="arrow-right").does(self._see)
        row = QHBoxLayout()
        row.addWidget(self.see)
        row.addStretch(1)
        card.body.addWidget(self._name)
        card.body.addWidget(self.facts)
        card.body.addLayout(row)
        card.body.addStretch(1)
        side, column = scrolling_page()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        return side

    def refresh(self) -> None:
        """Read again on the worker: every event is compared."""
        club = self.desk.club
        if self.found is None:
            self._heading.say("Comparing times …")

        def work() -> Times:
            with club.read() as conn:
                return times.read(conn, club.zone)

        self.desk.jobs.act(work, succeeded=self.show_times, failed=self._failed)

    def show_times(self, found: Times) -> None:
        """Show what was read, and keep the place."""
        self.found = found
        self._problem.hide()
        self._heading.say(*words.times_heading(found))
        said = " ".join(each.sentence for each in found.causes)
        self.cause.say(said, found.causes[0].advice if found.causes else "")
        self.cause.setVisible(bool(found.causes))
        place = max(0, self.table.current_row())
        self._model.show_rows(found.rows)
        self._stack.setCurrentWidget(self.split if found.rows else self._empty)
        self._empty.say("No time lies around a clock change or midnight, and none differs.")
        self.table.select_row(min(place, len(found.rows) - 1))

    def _failed(self, error: Exception) -> None:
        self._problem.say_error(error)
        self._problem.show()

    def _moved(self, number: int) -> None:
        if number >= 0:
            row = self._model.row(number)
            self.split.say_position(number, self._model.rowCount(), more=False)
            self._name.setText(f"{row.title}, {row.field}")
            self.facts.say(words.time_facts(row))

    def _opened(self, number: int) -> None:
        self.table.select_row(number)
        self.split.open_detail()

    def _see(self) -> None:
        if self.table.current_row() >= 0:
            row = self._model.row(self.table.current_row())
            self.desk.go(Place.RECORDS, (Domain.EVENTS, row.legacy_id, row.clubos_id))

    def _leave(self) -> None:
        self.desk.go(Place.RECORDS, Domain.EVENTS)

    def focus_first(self) -> None:
        """The table."""
        (self.table if self._model.rowCount() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """From the time to the table, then to Records."""
        if not self.split.close_detail():
            self._leave()
        return True

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        keep_height(self._stack)
        self.split.fold(fold)
        self.table.fold(fold)
