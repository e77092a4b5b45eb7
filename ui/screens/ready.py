"""Ready to switch: may we go, and if not, why not. The gates, every measurement, and the lists they rest on."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.verification.lists import catalogue
from clubos_desktop.verification.lists.sheet import Sheet, View
from ui.places import Fold, Place
from ui.screens.base import MARGIN, Desk, Screen, scrolling_page
from ui.screens.ready_gates import GateHead, Gates, answer
from ui.screens.ready_sheet import SheetPage
from ui.tokens import px
from ui.widgets.cards import Empty
from ui.widgets.segments import Segments
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Answer, Elided, Words
from ui.words import moment

GATES, MEASURED, LISTS = "Gates", "Measurements", "Lists"


class ListRow(QPushButton):
    """A list as a row: its name and what it says; Enter opens it."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.setProperty("role", "row")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(px(44))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        name = Words(sheet.title, "strong", wrap=False)
        name.setMinimumWidth(px(220))
        self._said = Elided("", "secondary")
        arrow = Symbol("chevron-right", 18)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(name)
        row.addWidget(self._said, 1)
        row.addWidget(arrow)
        for widget in (name, self._said, arrow):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_view(self, view: View) -> bool:
        """Say how the list stands; True when it has lines."""
        rows = self.sheet.rows(view)
        said = self.sheet.heading(view, rows) if rows else self.sheet.empty
        self._said.say(said)
        self.setAccessibleName(f"{self.sheet.title}. {said}")
        return bool(rows)

    def fold(self, fold: Fold) -> None:
        """In one column the name stands alone."""
        self._said.setVisible(fold >= Fold.SYMBOLS)


class Ready(Screen):
    """Gates, measurements and lists; ``want`` takes a gate's number or the id of a list."""

    title = "Ready to switch?"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading = Answer("Readiness")
        self.report = Button("Make this week's report", role="main", icon="file-text")
        self.report.does(partial(desk.go, Place.BOARD))
        self.parts = Segments([GATES, MEASURED, LISTS], "Parts of Ready to switch?")
        self.parts.chosen.connect(self.show_part)
        self.gates = Gates(desk, self.open_list)
        self._when = Words("", "secondary")
        self._empty = Empty("shield-check")
        self._empty.say("Being judged …", "This takes a second.")
        self.measured = SheetPage(desk, None)
        self.list = SheetPage(desk, partial(self.show_part, LISTS))
        self._from = LISTS
        self._build()

    def _build(self) -> None:
        gates, column = scrolling_page()
        self._scroll = gates
        column.setContentsMargins(0, 0, px(8), 0)
        for widget in (self._heading, self.report, self.gates, self._empty, self._when):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if widget is self.report else Qt.AlignmentFlag(0))
        column.addStretch(1)
        lists, inside = scrolling_page()
        inside.setContentsMargins(0, 0, px(8), 0)
        inside.setSpacing(8)
        self._lists = Answer("Registers")
        inside.addWidget(self._lists)
        self.rows: dict[str, ListRow] = {}
        for group in catalogue.GROUPS[:-1]:
            inside.addSpacing(8)
            inside.addWidget(Words(group.title, "title"))
            for sheet in group.sheets:
                row = self.rows[sheet.id] = ListRow(sheet)
                row.clicked.connect(partial(self.open_list, sheet.id))
                inside.addWidget(row)
        inside.addStretch(1)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {GATES: gates, MEASURED: self.measured, LISTS: lists, "": self.list}
        for page in self._pages.values():
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        margin = px(MARGIN)
        outer.setContentsMargins(margin, px(16), margin, px(16))
        outer.setSpacing(16)
        outer.addWidget(self.parts)
        outer.addWidget(self._stack, 1)

    # --- what is shown

    def refresh(self) -> None:
        """Show the gates as judged last; the window judges again after every change."""
        judged, view = self.desk.judged, self.desk.view
        self._empty.setVisible(judged is None)
        self.report.setVisible(judged is not None)
        if judged is None or view is None:
            self._heading.say("Are we ready?")
            return
        self._heading.say(*answer(judged, view))
        club = self.desk.club
        self._when.setText(f"Judged {moment(judged.at, club.zone, club.now())}, from what both copies hold.")
        self.gates.show_gates(judged, view)
        filled = sum([row.show_view(view) for row in self.rows.values()])
        why = "What the checks rest on. Each is filled in here, or from a CSV file."
        self._lists.say(f"{filled} of {len(self.rows)} lists hold something.", why)
        for page in (self.measured, self.list):
            page.show_view(view)

    def show_part(self, part: str) -> None:
        """Gates, measurements or lists."""
        self.parts.choose(part)
        if part == MEASURED:
            self.measured.open(catalogue.sheet("signals"))
        self._stack.setCurrentWidget(self._pages[part])
        self.focus_first()

    def open_list(self, identity: str, item: object = "") -> None:
        """Show a list, with one of its lines chosen."""
        self._from = GATES if self._stack.currentWidget() is self._pages[GATES] else LISTS
        self.parts.choose(LISTS)
        self.list.open(catalogue.sheet(identity), item if isinstance(item, str) else "")
        self._stack.setCurrentWidget(self.list)
        self.list.focus_first()

    def want(self, wanted: object) -> None:
        """Open one gate, or one list."""
        if isinstance(wanted, str):
            self.open_list(wanted)
            return
        self.parts.choose(GATES)
        self._stack.setCurrentWidget(self._pages[GATES])
        self.gates.open_gate(wanted)
        QTimer.singleShot(0, self, self._move_to_opened)  # its place is known when it is laid out

    def _move_to_opened(self) -> None:
        """Bring the first opened gate to the top of the page."""
        inside, row = self._scroll.widget(), self.gates.opened
        if inside is not None and row is not None:
            self._scroll.verticalScrollBar().setValue(row.mapTo(inside, row.head.pos()).y())

    # --- the window's wishes

    def focus_first(self) -> None:
        """The first gate, the first line, the first list."""
        here = self._stack.currentWidget()
        if isinstance(here, SheetPage):
            here.focus_first()
        elif here is self._pages[LISTS]:
            next(iter(self.rows.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.gates.rows:
            row = self.gates.opened or self.gates.rows[0]
            row.head.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def back(self) -> bool:
        """Esc: out of the form, out of the list, back to where it was opened from."""
        here = self._stack.currentWidget()
        if isinstance(here, SheetPage) and here.back():
            return True
        if here is self._pages[GATES]:
            return self.gates.close_opened()
        self.show_part(self._from if here is self.list else GATES)
        return True

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        self.gates.fold(fold)
        for row in self.rows.values():
            row.fold(fold)
        for page in (self.measured, self.list):
            page.fold(fold)


__all__ = ["GateHead", "Ready"]
