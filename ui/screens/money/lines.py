"""The lines that explain every cent, each with its documents' way and a note."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.model.chain import REASON_WORDS
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.time import spell
from clubos_desktop.verification import reconciled
from clubos_desktop.verification.reconciled import Reconciled, Step
from ui.models import money_words as words
from ui.models.money_words import Line
from ui.models.rows import RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk, scrolling_page
from ui.widgets.cards import Card, Notice
from ui.widgets.fields import Labelled
from ui.widgets.list_detail import ListDetail
from ui.widgets.symbol import Button, LongButton
from ui.widgets.table import Table
from ui.widgets.text import KeyValues, Words


class LinePane(Card):
    """One line: what it says, the way of its money, and what a person writes about it."""

    noted = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line = ""
        self.setAccessibleName("The chosen line")
        self.says = Words("", "title").selectable()
        self.facts = KeyValues()
        self._way = QWidget()
        self._steps = QVBoxLayout(self._way)
        self._steps.setContentsMargins(0, 0, 0, 0)
        self._steps.setSpacing(0)
        self.note = QLineEdit()
        self.note.setPlaceholderText("Seen with the bank on 3 December")
        self.note.returnPressed.connect(self._keep)
        self._labelled = Labelled("Why it is so", self.note, "Your words stand beside the line and in the history.")
        self.keep = Button("Keep this note", icon="check")
        self.keep.clicked.connect(self._keep)
        self.trouble = Notice()
        self.trouble.hide()
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        for widget in (self.says, self.facts, Words("The way of this money", "strong"), self._way, self._labelled):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.body.addWidget(self.trouble)
        self.body.addStretch(1)

    def show_line(self, found: Reconciled, line: Line, zone: str) -> None:
        """Show a line."""
        what, note, _asks = line
        if what.id != self._line:
            self.note.setText(note)
            self.trouble.hide()
        self._line = what.id
        self.says.setText(what.text)
        day = spell(what.day) if what.day else "no date"
        difference = words.amount(what.effect, what.currency)
        self.facts.say({"Reason": REASON_WORDS[what.reason], "Difference": difference, "Dated": day})
        self._show_way(reconciled.way(found.papers, *words.of_line(what.id), zone))

    def _show_way(self, steps: tuple[Step, ...]) -> None:
        while (item := self._steps.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for step in steps:
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(16 * step.depth, 0, 0, 0)
            known = step.domain is not Domain.ALLOCATIONS and not step.text.endswith("is not there")
            said: QWidget = LongButton(step.text) if known else Words(step.text)
            if isinstance(said, LongButton):
                said.clicked.connect(partial(self._desk.go, Place.RECORDS, (step.domain, step.key, None)))
            row.addWidget(said, 0 if known else 1)
            row.addStretch(1) if known else None
            self._steps.addWidget(box)

    def _keep(self) -> None:
        if self.keep.isEnabled() and self._line:
            self.noted.emit(self._line, self.note.text())


class Lines(QWidget):
    """The list and the pane."""

    noted = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._found: Reconciled | None = None
        self._zone = ""
        self._model: RowsModel[Line] = RowsModel(words.LINE_COLUMNS, self)
        self.table = Table(self._model, "Lines that explain the difference")
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        self.pane = LinePane(desk)
        self.pane.noted.connect(self.noted)
        box = Card()
        box.body.setContentsMargins(8, 8, 8, 8)
        box.body.addWidget(self.table)
        side, column = scrolling_page()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        column.addStretch(1)
        self.split = ListDetail(box, side, width=400, wide=480)
        self.split.closed.connect(self.focus_first)
        self.split.stepped.connect(lambda by: self.table.select_row(self.table.current_row() + by))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)

    def show_found(self, found: Reconciled, zone: str) -> None:
        """Show the lines, and keep the place."""
        self._found, self._zone = found, zone
        number = self.table.current_row()
        before = self._model.row(number)[0].id if number >= 0 else ""
        asked = number >= 0 and self._model.row(number)[2]
        rows = words.lines(found)
        if asked and not any(line[2] for line in rows if line[0].id == before):
            before = ""  # it was explained: on to the next that asks
            self.focus_first()
        self._model.show_rows(rows)
        self.split.blank(blank=not rows)
        self.table.select_row(self._model.place(lambda line: line[0].id == before) or 0)

    def _moved(self, number: int) -> None:
        if number >= 0 and self._found is not None:
            self.split.say_position(number, self._model.rowCount(), more=False)
            self.pane.show_line(self._found, self._model.row(number), self._zone)

    def _opened(self, number: int) -> None:
        self.table.select_row(number)
        self.split.open_detail()
        self.pane.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """From the line to the list."""
        return self.split.close_detail()

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        self.split.fold(fold)
        self.table.fold(fold)
