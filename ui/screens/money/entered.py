"""ClubOS's totals: it shows no amounts, so a person reads them there, with a file as proof."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.model.evidence import EnteredTotal
from clubos_desktop.model.plan import today
from clubos_desktop.model.written import Writing
from clubos_desktop.verification.lists.sheet import Field, Kind
from ui.models import money_words as words
from ui.models.rows import RowsModel
from ui.places import Fold
from ui.screens.base import Desk, scrolling_page
from ui.tone import Tone
from ui.treasury import Money
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.form import FormCard
from ui.widgets.list_detail import ListDetail
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import KeyValues, Words
from ui.widgets.wrapping import WrappingLine

SAID = (
    "ClubOS shows no amounts to this program. Somebody reads its totals there and enters them here, or hands over a "
    "CSV file; the proof's check number is kept."
)
KINDS = (
    ("payments", "Payments"),
    ("invoices", "Invoices"),
    ("refunds", "Refunds"),
    ("donations", "Donations"),
    ("opening", "Owed before the first movement"),
    ("closing", "Owed after the last movement"),
)


def fields(currency: str) -> tuple[Field, ...]:
    """What is asked of a total."""
    return (
        Field("what", "What", Kind.CHOICE, KINDS, value="payments"),
        Field("amount", "Amount in ClubOS", hint="Like 1234.50, with a point before the cents."),
        Field("currency", "Currency", value=currency),
        Field("month", "Only this month", hint="Like Nov 2026.", needed=False),
        Field("until", "Counts documents until", Kind.DAY, hint="Today when it stays empty.", needed=False),
        Field("file", "Proof", Kind.FILE, hint="A screenshot or report; only its name and check number are kept."),
    )


class Entered(QWidget):
    """``filled`` carries what the form holds, ``file_chosen`` a CSV file."""

    filled = Signal(dict)
    file_chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._money: Money | None = None
        self._zone = ""
        self._now: datetime | None = None
        self.form: FormCard | None = None
        self.add = Button("Enter a total", icon="plus").does(self.ask)
        self.take = Button("Read a CSV file…", icon="upload").does(self._choose)
        acts = QWidget()
        line = WrappingLine(acts, spacing=8)
        line.addWidget(self.add)
        line.addWidget(self.take)
        self.trouble = Notice()
        self.trouble.hide()
        self.gap = Notice(Tone.NEEDS)
        self._model: RowsModel[EnteredTotal] = RowsModel(words.ENTERED_COLUMNS, self)
        self.table = Table(self._model, "Totals entered for ClubOS")
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        box = Card()
        box.body.setContentsMargins(8, 8, 8, 8)
        box.body.addWidget(self.table)
        self._name, self.facts = Words("", "title"), KeyValues()
        card = Card()
        card.body.addWidget(self._name)
        card.body.addWidget(self.facts)
        card.body.addStretch(1)
        side, column = scrolling_page()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.split = ListDetail(box, side)
        self.split.closed.connect(self.focus_first)
        self.split.stepped.connect(lambda by: self.table.select_row(self.table.current_row() + by))
        self._empty = Empty("circle-dashed")
        self._empty.say("No total of ClubOS was entered yet.", SAID, "Enter a total")
        self._empty.button.does(self.ask)
        self._form_page, self._form_column = scrolling_page()
        self._form_column.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedWidget()
        for page in (self.split, self._empty, self._form_page):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._words = Words(SAID, "secondary")
        for widget in (self._words, acts, self.trouble, self.gap):
            layout.addWidget(widget)
        layout.addWidget(self._pages, 1)

    def show_money(self, money: Money, zone: str, now: datetime) -> None:
        """Show the totals; times are of ``zone``."""
        self._money, self._zone, self._now = money, zone, now
        rows = () if money.found is None else money.found.entered
        self._model.show_rows(rows)
        if self.form is None:
            self._pages.setCurrentWidget(self.split if rows else self._empty)
        self.split.blank(blank=not rows)
        self._words.setVisible(bool(rows))
        gap = "" if money.found is None else words.unclosed(money.found)
        self.gap.say(gap, "One of the totals was read wrongly, or something is missing in ClubOS.")
        self.gap.setVisible(bool(gap))
        self.add.setVisible(bool(rows))
        self.table.select_row(0)

    def ask(self) -> None:
        """The form, in the page."""
        self.leave()
        form = FormCard("A total read in ClubOS", "", "Keep this total")
        club = self._desk.club
        form.ask(fields(club.currency), Writing(today(club.now(), club.zone), club.country))
        form.finish()
        form.filled.connect(lambda: self.filled.emit(form.values()))
        form.left.connect(self.leave)
        self.form = form
        holder = QHBoxLayout()
        holder.addWidget(form, 2)
        holder.addStretch(1)
        self._form_column.insertWidget(0, form)
        self._pages.setCurrentWidget(self._form_page)
        form.focus_first()

    def leave(self) -> bool:
        """Away with the form; False when there is none."""
        if self.form is None:
            return False
        form, self.form = self.form, None
        self._form_column.removeWidget(form)
        form.hide()
        form.deleteLater()
        self._pages.setCurrentWidget(self.split if self._model.rowCount() else self._empty)
        self.focus_first()
        return True

    def refuse(self, error: Exception) -> None:
        """Say why nothing was taken."""
        if self.form is not None:
            self.form.refuse(error)
            return
        self.trouble.say_error(error)
        self.trouble.show()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Totals of ClubOS", str(Path.home()), "CSV files (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.file_chosen.emit(Path(name)))
        dialog.open()

    def _moved(self, number: int) -> None:
        if number < 0 or self._money is None or self._now is None:
            return
        each = self._model.row(number)
        self.split.say_position(number, self._model.rowCount(), more=False)
        self._name.setText(words.entered_name(each))
        self.facts.say(words.entered_facts(each, dict(self._money.names), self._zone, self._now))

    def _opened(self, number: int) -> None:
        self.table.select_row(number)
        self.split.open_detail()

    def focus_first(self) -> None:
        """The list, or the one thing to do."""
        first: QWidget = self.table if self._model.rowCount() else self._empty.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Out of the form, then out of the detail."""
        return self.leave() or self.split.close_detail()

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        self.split.fold(fold)
        self.table.fold(fold)
