"""Missing registrations: why each one has no counterpart; what was fetched is what is stored and what stands here."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from clubos_desktop.findings import missing
from clubos_desktop.findings.missing import Account, Missing
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from ui.models import time_words as words
from ui.models.rows import RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk, Screen, filling_page, keep_height, scrolling_page
from ui.tone import Tone
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.list_detail import ListDetail
from ui.widgets.segments import Segments
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer, KeyValues, Words
from ui.widgets.wrapping import WrappingLine
from ui.words import number

ALL = "all"


class MissingScreen(Screen):
    """The account of a system's registrations, a filter a reason, and one event looked into."""

    title = "Missing registrations"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.side = Side.LEGACY
        self._reason, self._event = ALL, ""
        self._rows: tuple[Missing, ...] = ()
        self.account: Account | None = None
        self._heading = Answer("Registrations")
        self._back = Button("Records", role="quiet", icon="arrow-left", tip="Esc")
        self._back.does(self._leave)
        self.sides = Segments([SIDE_LABELS[side] for side in Side], "Registrations of")
        labels = {SIDE_LABELS[side]: side for side in Side}
        self.sides.chosen.connect(lambda text: self.show_side(labels[text]))
        self._group = QButtonGroup(self)
        self.filters: dict[str, Button] = {}
        self._line = QWidget()
        line = WrappingLine(self._line)
        for key in (ALL, *words.SHORT):
            button = Button("", role="filter")
            button.setCheckable(True)
            button.does(partial(self.choose, key))
            self._group.addButton(button)
            self.filters[key] = button
            line.addWidget(button)
        self._problem = Notice()
        self._problem.hide()
        self._build_list()
        self._line.hide()  # its numbers come with the answer
        column = filling_page(self, self._stack)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._heading, self._problem, self.sides, self._line, self.probed):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def _build_list(self) -> None:
        self.probed = Notice(Tone.WAY, "search")
        self.probed.offer("All events again", self._all_events)
        self.probed.hide()
        self._model: RowsModel[Missing] = RowsModel(words.MISSING_COLUMNS, self)
        self.table = Table(self._model, "Registrations without a counterpart", tall=True)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        box = Card()
        box.body.setContentsMargins(8, 8, 8, 8)
        box.body.addWidget(self.table)
        card = Card()
        card.setAccessibleName("The chosen registration")
        self._name, self.facts = Words("", "title"), KeyValues()
        self.probe = Button("Look into this event", icon="search").does(self._probe)
        self.see = Button("See what causes it", icon="arrow-right").does(self._see_cause)
        self.own = Button("See the registration", role="quiet", icon="arrow-right").does(self._see_own)
        for widget in (self._name, self.facts):
            card.body.addWidget(widget)
        for button in (self.see, self.probe, self.own):
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        side, column = scrolling_page()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.split = ListDetail(box, side, width=400, wide=480)
        self.split.closed.connect(self.focus_first)
        self.split.stepped.connect(lambda by: self.table.select_row(self.table.current_row() + by))
        self._empty = Empty("circle-check")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.split)
        self._stack.addWidget(self._empty)

    # --- what is shown

    def refresh(self) -> None:
        """Read again on the worker: every registration without a partner is looked at."""
        club, side = self.desk.club, self.side
        if self.account is None:
            self._heading.say("Looking for reasons …")

        def work() -> tuple[Account, tuple[Missing, ...]]:
            with club.read() as conn:
                return missing.account(conn, side), tuple(missing.missing(conn, side))

        self.desk.jobs.act(work, succeeded=self.show_found, failed=self._failed)

    def show_found(self, found: tuple[Account, tuple[Missing, ...]]) -> None:
        """Show what was read."""
        self.account, self._rows = found
        self._problem.hide()
        self._heading.say(*words.missing_heading(self.account))
        counts = {reason.code: reason.n for reason in self.account.reasons}
        self.filters[ALL].setText(f"All {number(len(self._rows))}")
        for code, short in words.SHORT.items():
            self.filters[code].setText(f"{short} {number(counts.get(code, 0))}")
            self.filters[code].setVisible(bool(counts.get(code)))
        if self._reason != ALL and not counts.get(self._reason):
            self._reason = ALL
        self.filters[self._reason].setChecked(True)
        self._line.show()
        self._filter()

    def _filter(self) -> None:
        rows = [row for row in self._rows if self._reason in (ALL, row.reason)]
        if self._event:
            rows = [row for row in rows if row.key in self._of_event]
        place = max(0, self.table.current_row())
        self._model.show_rows(rows)
        self._stack.setCurrentWidget(self.split if rows else self._empty)
        self._empty.say("No registration is missing here.")
        self.table.select_row(min(place, len(rows) - 1))

    def show_side(self, side: Side) -> None:
        """The registrations of the other system."""
        self.side = side
        self.sides.choose(SIDE_LABELS[side])
        self._all_events()
        self.refresh()

    def choose(self, reason: str) -> None:
        """Only those of one reason."""
        self._reason = reason
        self.filters[reason].setChecked(True)
        self._filter()

    # --- one event

    _of_event: frozenset[str] = frozenset()

    def _probe(self) -> None:
        row = self._row()
        if row is None:
            return
        club, side, key = self.desk.club, self.side, row.key

        def work() -> tuple[str, int, int, tuple[Missing, ...]]:
            with club.read() as conn:
                event, fetched, paired = missing.of_event(conn, side, key)
                return event, fetched, paired, missing.probe(conn, side, event)

        self.desk.jobs.act(work, succeeded=self._show_event, failed=self._failed)

    def _show_event(self, found: tuple[str, int, int, tuple[Missing, ...]]) -> None:
        self._event, fetched, paired, rows = found
        self._of_event = frozenset(row.key for row in rows)
        reasons = {row.reason for row in rows}
        name = next((row.who.partition(" at ")[2] or row.who for row in rows), "This event")
        self.probed.say(
            f"{name}: {number(fetched)} copied = {number(paired)} in both + {number(len(rows))} with a reason.",
            " ".join(dict.fromkeys(words.REMEDY[code] for code in words.SHORT if code in reasons)),
        )
        self.probed.show()
        self.choose(ALL)

    def _all_events(self) -> None:
        self._event = ""
        self.probed.hide()
        self._filter()

    # --- moving about

    def _row(self) -> Missing | None:
        number_ = self.table.current_row()
        return self._model.row(number_) if number_ >= 0 else None

    def _moved(self, place: int) -> None:
        if place < 0:
            return
        row = self._model.row(place)
        self.split.say_position(place, self._model.rowCount(), more=False)
        self._name.setText(row.who)
        self.facts.say(words.missing_facts(row, self.side))
        self.see.setVisible(bool(row.cause_name))
        self.probe.setVisible(not self._event)

    def _opened(self, place: int) -> None:
        self.table.select_row(place)
        self.split.open_detail()

    def _see_cause(self) -> None:
        row = self._row()
        if row is not None and row.cause:
            domain = Domain.EVENTS if "event" in row.reason else Domain.MEMBERS
            self._go(domain, row.cause)

    def _see_own(self) -> None:
        row = self._row()
        if row is not None:
            self._go(Domain.REGISTRATIONS, row.key)

    def _go(self, domain: Domain, key: str) -> None:
        ours = self.side is Side.LEGACY
        self.desk.go(Place.RECORDS, (domain, key if ours else None, None if ours else key))

    def _leave(self) -> None:
        self.desk.go(Place.RECORDS, Domain.REGISTRATIONS)

    def _failed(self, error: Exception) -> None:
        self._problem.say_error(error)
        self._problem.show()

    def focus_first(self) -> None:
        """The list."""
        (self.table if self._model.rowCount() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """From the registration to the list, from the event to all, then to Records."""
        if self.split.close_detail():
            return True
        if self._event:
            self._all_events()
        else:
            self._leave()
        return True

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        keep_height(self._stack)
        self.split.fold(fold)
        self.table.fold(fold)
