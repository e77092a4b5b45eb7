"""One list of Ready to switch?: its lines, what is known of the chosen one, and the forms that record something."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.verification.lists.catalogue import SHEETS
from clubos_desktop.verification.lists.sheet import Form, Row, Sheet, View
from ui.models.rows import RowsModel
from ui.places import Fold
from ui.registering import Filled
from ui.screens.base import Desk, scrolling_page
from ui.screens.ready_columns import columns_of
from ui.screens.ready_files import ask_file, ask_where, read_list, write_list
from ui.screens.ready_line import Detail, clear
from ui.tokens import px
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.form import FormCard
from ui.widgets.list_detail import ListDetail
from ui.widgets.spark import HeatMap
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer, Words
from ui.widgets.wrapping import WrappingLine


class SheetPage(QWidget):
    """A list. ``leave`` is what "All lists" does; None hides that way."""

    def __init__(self, desk: Desk, leave: Callable[[], None] | None) -> None:
        super().__init__()
        self.desk = desk
        self.sheet: Sheet = next(iter(SHEETS.values()))
        self._view: View | None = None
        self._rows: tuple[Row, ...] = ()
        self._wanted = ""
        self._left_at = ""
        """The line about which something was just recorded."""
        self.form: FormCard | None = None
        self._asked: tuple[Form, Row | None] | None = None
        self._back = Button("All lists", role="quiet", icon="arrow-left", tip="Esc")
        self._back.setVisible(leave is not None)
        if leave is not None:
            self._back.does(leave)
        self._name = Words("", "strong", wrap=False)
        self._heading = Answer()
        self.trouble = Notice()
        self.trouble.hide()
        self._acts = QWidget()
        self._line = WrappingLine(self._acts, spacing=8)
        self.buttons: dict[str, Button] = {}
        self.map = HeatMap()
        self._model: RowsModel[Row] = RowsModel((), self)
        self.table = Table(self._model, "Lines", tall=True)
        self.detail = Detail()
        self._empty = Empty("circle-dashed")
        self._stack = QStackedWidget()
        self._form_page, self._form_column = scrolling_page()
        self._arrange()

    def _arrange(self) -> None:
        box = Card()
        box.body.setContentsMargins(8, 8, 8, 8)
        box.body.addWidget(self.table)
        side, column = scrolling_page()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.detail)
        column.addStretch(1)
        self.split = ListDetail(box, side, width=380, wide=480)
        self.split.closed.connect(self.focus_first)
        self.split.replaced.connect(lambda _replaced: self._make_room())
        self.split.stepped.connect(lambda by: self.table.select_row(self.table.current_row() + by))
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        nothing, around = scrolling_page()  # with large text it is taller than what is left of the page
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._empty)
        for page in (self.split, nothing, self._form_page, self.map):
            self._stack.addWidget(page)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._back)
        top.addWidget(self._name)
        top.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addLayout(top)
        for widget in (self._heading, self.trouble, self._acts):
            outer.addWidget(widget)
        outer.addWidget(self._stack, 1)

    # --- what is shown

    def open(self, sheet: Sheet, item: str = "") -> None:
        """Show another list, with one of its lines chosen."""
        self.leave_form()
        self._wanted = item
        if sheet is not self.sheet or not self._model.columns:
            self.sheet = sheet
            self._stack.setCurrentIndex(0)
            self._rebuild()
        self.trouble.hide()
        if self._view is not None:
            self.show_view(self._view)

    def _rebuild(self) -> None:
        sheet = self.sheet
        self._model = RowsModel(columns_of(sheet), self)
        self.table.show_model(self._model, sheet.title)
        self._name.setText(sheet.title)
        self._name.setVisible(not self._back.isHidden())
        self._build_acts()

    def _build_acts(self) -> None:
        for button in self.buttons.values():
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for form in self.sheet.forms:
            if not form.on_row:
                button = Button(form.label, role="" if self.buttons else "main")
                self._add(form.id, button.does(partial(self.ask, form, None)))
        if self.sheet.id == "practice":
            self._add("practise", Button("Practise on a copy", role="main").does(self.desk.practise))
            self._add("end", Button("End the practice", role="main").does(self.desk.end_practice))
        if self.sheet.id == "communication":
            self._add("test", Button("Mail the chosen text to yourself", icon="mail").does(self._test))
        if any(form.files for form in self.sheet.forms):
            self._add("in", Button("Read a CSV file…", icon="upload").does(lambda: ask_file(self, self.read)))
        if self.sheet.id == "risks":
            self._add("map", Button("Heat map", icon="layout-dashboard").does(self._turn))
        self._add(
            "out", Button("Save as CSV…", icon="download").does(lambda: ask_where(self, self.sheet.title, self.write))
        )

    def _add(self, key: str, button: Button) -> None:
        self.buttons[key] = button
        self._line.addWidget(button)

    def show_view(self, view: View) -> None:
        """Show the list as it stands; the chosen line stays chosen."""
        self._view = view
        if not self._model.columns:
            return
        chosen = self._wanted or (row.item if (row := self.chosen()) is not None else "")
        self._wanted = ""
        rows = self.sheet.rows(view)
        chosen = self._following(rows, chosen)
        self._rows = rows
        self._heading.say(self.sheet.heading(view, rows) if rows else self.sheet.empty, self.sheet.about)
        self._model.show_rows(rows)
        self.buttons["out"].setEnabled(bool(rows))
        if self.sheet.id == "practice":
            self.buttons["practise"].setVisible(view.practice is None)
            self.buttons["end"].setVisible(view.practice is not None)
        if self.sheet.id == "risks":
            self.map.show_risks([(row.item, int(row.cells["likelihood"]), int(row.cells["impact"])) for row in rows])
        self.split.blank(blank=not rows)
        if self.form is None and not (self._mapped() and self.sheet.id == "risks"):
            self._stack.setCurrentIndex(0 if rows else 1)
        self._empty.say("Nothing here yet.")
        self.table.select_row(self._model.place(lambda row: row.item == chosen) or 0)
        if rows and self.table.current_row() >= 0:
            self._moved(self.table.current_row())

    def _following(self, rows: tuple[Row, ...], chosen: str) -> str:
        """The next line that still asks for something, once the one that was chosen is done; else the chosen one."""
        item = self._left_at
        if not item or item != chosen:
            self._left_at = ""
            return chosen
        places = [n for n, row in enumerate(rows) if row.item == item and row.tone == "good"]
        if not places:  # it was judged before the entry, or still asks for something
            return chosen
        self._left_at = ""
        after = [row.item for row in rows[places[0] + 1 :] if row.tone != "good"]
        return after[0] if after else chosen

    def _mapped(self) -> bool:
        return self._stack.currentWidget() is self.map

    def _turn(self) -> None:
        """From the list to the heat map and back."""
        self._stack.setCurrentWidget(self.split if self._mapped() else self.map)
        self.buttons["map"].setText("List" if self._mapped() else "Heat map")

    def chosen(self) -> Row | None:
        """The line with the cursor."""
        number = self.table.current_row()
        return self._model.row(number) if 0 <= number < self._model.rowCount() else None

    def _moved(self, number: int) -> None:
        if self._view is not None and 0 <= number < self._model.rowCount():
            self.detail.show_row(self._view, self.sheet, self._model.row(number), self.ask)
            self.split.say_position(number, self._model.rowCount(), more=False)

    def _opened(self, number: int) -> None:
        self.table.select_row(number)
        self.split.open_detail()
        offered = next(iter(self.detail.buttons.values()), None)
        if self.split.side_by_side and offered is not None:
            offered.show()  # just put into its place: it would be shown with the next turn
            offered.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- forms

    def ask(self, form: Form, row: Row | None) -> None:
        """Show a form in the list's place; one without any question is done at once."""
        if self._view is None:
            return
        self._asked = (form, row)
        fields = form.fields(self._view, row)
        if not (fields or form.signs or form.second or form.about):
            self._send()
            return
        about = form.about or (self._called(row) if row is not None else "")
        card = self.form = FormCard(form.label, about, form.send)
        card.ask(fields, self._view.writing)
        if form.signs:
            me = self.desk.club.people.me
            own = row.item if row is not None and self.sheet.id == "operators" else str(me.id) if me else ""
            card.ask_signer(self._view.people, own)
        if form.second:
            me = self.desk.club.people.me
            card.ask_second(self._view.people, "" if form.signs or me is None else str(me.id))
        if (form.signs or form.second) and self.sheet.id != "requests":
            me = self.desk.club.people.me
            card.offer_request(self._view.people, str(me.id) if me else "")
            card.requested.connect(self._request)
        card.finish()
        card.filled.connect(self._send)
        card.left.connect(self.leave_form)
        clear(self._form_column)
        card.setMaximumWidth(px(760))
        self._form_column.setContentsMargins(0, 0, 0, 0)
        self._form_column.addWidget(card)
        self._form_column.addStretch(1)
        self._make_room()
        self._stack.setCurrentWidget(self._form_page)
        card.focus_first()

    def _make_room(self) -> None:
        """A form, or a line in the list's place, has a name of its own and needs the room with large text."""
        whole = self.form is None and not self.split.in_place
        self._acts.setVisible(whole)
        self._heading.setVisible(whole)

    def _called(self, row: Row) -> str:
        """A line by its first column, and by the second where that one alone says what it is about."""
        first, second = self.sheet.columns[:2]
        whole = second.stretch and not first.stretch
        return f"{row.cells[first.key]}: {row.cells[second.key]}" if whole else row.cells[first.key]

    def leave_form(self) -> bool:
        """Back to the list; False when it is shown already."""
        if self.form is None:
            return False
        self.form.hide()
        self.form = None
        self._make_room()
        self._stack.setCurrentIndex(0 if self._rows else 1)
        self.focus_first()
        return True

    def _send(self) -> None:
        if self._asked is None:
            return
        form, row = self._asked
        card = self.form
        said = Filled(
            self.sheet,
            form,
            row.item if row is not None else "",
            card.values() if card is not None else {},
            card.signer.typed() if card is not None and card.signer is not None else None,
            card.second.typed() if card is not None and card.second is not None else None,
        )
        club, judged = self.desk.club, self.desk.judged
        if form.long:
            self.desk.run(form.label, lambda: club.registers.long(said, judged))
            return
        self.desk.jobs.act(
            lambda: club.registers.fill(said, judged),
            succeeded=lambda _none: self._done(),
            failed=self._refused,
        )

    def _test(self) -> None:
        """The chosen text to the club's own address: no member gets it."""
        row, club = self.chosen(), self.desk.club
        self.trouble.hide()
        if row is not None:
            self.desk.work_here(
                "Sending a test",
                lambda: club.registers.test_text(row.item),
                succeeded=lambda said: self.desk.say(str(said)),
                failed=self._refused,
            )

    def _request(self) -> None:
        card, asked = self.form, self._asked
        absent = card.absent if card is not None else None
        if card is None or asked is None or absent is None:
            return
        form, row = asked
        item = row.item if row is not None else ""
        said = Filled(self.sheet, form, item, card.values(), absent.own.typed())
        club, judged, whom, path = self.desk.club, self.desk.judged, absent.asked(), Path(absent.file.text().strip())
        self.desk.jobs.act(
            lambda: club.registers.request(said, whom, path, judged),
            succeeded=lambda _none: self._done(f"The request is written: {path.name}. Send it by mail."),
            failed=self._refused,
        )

    def _done(self, sentence: str = "") -> None:
        row = self._asked[1] if self._asked is not None else None
        self._left_at = row.item if row is not None and row.tone != "good" else ""
        self.leave_form()
        self.trouble.hide()
        self.desk.say(sentence or f"Recorded on the list “{self.sheet.title}”.")
        self.desk.outdate()

    def _refused(self, error: Exception) -> None:
        if self.form is not None:
            self.form.refuse(error)
        else:
            self.trouble.say_error(error)
            self.trouble.show()

    # --- files

    def write(self, path: Path) -> None:
        """Write the list to a file."""
        if self._view is not None:
            write_list(self.desk, self.sheet, self._view, path, self._refused)

    def read(self, path: Path) -> None:
        """Record every line of a file."""
        read_list(self.desk, self.sheet, path, done=self._done, refused=self._refused)

    # --- the window's wishes

    def focus_first(self) -> None:
        """The form, the list, or the one thing to do."""
        if self.form is not None:
            self.form.focus_first()
            return
        first: QWidget = self.table if self._rows else next(iter(self.buttons.values()), self)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Esc: leave the form, then the detail."""
        return self.leave_form() or self.split.close_detail() or self._to_the_lines()

    def _to_the_lines(self) -> bool:
        """From what can be done about a line back to the lines."""
        focus = self.window().focusWidget()
        if focus is None or not self.detail.isAncestorOf(focus):
            return False
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""
        self.split.fold(fold)
        self.table.fold(fold)
