"""What stands above a list of differences: the way back, search, narrowing, order, keeping it, saving it as a file."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.store.views import Order
from ui.models.listing import EVERYTHING, ORDERS, WHATS, fields_of, narrowed
from ui.models.settling import ALIKE, way_of
from ui.screens.base import Desk
from ui.screens.difference_files import FileMenu
from ui.screens.keeping import KeepForm
from ui.tokens import px
from ui.widgets.fields import Choice
from ui.widgets.search import Search
from ui.widgets.symbol import Button
from ui.widgets.text import Elided
from ui.widgets.wrapping import WrappingLine
from ui.words import number

_OTHER = "other"
"""An order that the box does not offer: it came from a header."""


class ListTools(QWidget):
    """``changed`` asks for the list to be read again."""

    changed = Signal()
    back = Signal()
    settle_all = Signal(object)
    """A way in which all that is listed is to be settled."""

    def __init__(self, desk: Desk, into_list: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._order, self._descending = Order.HARM, False
        self._cause = self._saved = ""
        self._listed = FindingFilter()
        self.search = Search("Search differences", "Search names and values", into_list)
        for clear in self.search.findChildren(QToolButton):
            clear.setAccessibleName("Clear the search")
        self.title = Elided("", "title")
        self.whats = Choice("What is listed", [(label, value) for value, label in WHATS])
        self.fields = Choice("Which field", fields_of(EVERYTHING))
        self.orders = Choice("Order", [(label, order.value) for order, label in ORDERS.items()])
        self.whats.activated.connect(self._chose_what)
        self.fields.activated.connect(lambda _at: self.changed.emit())
        self.orders.activated.connect(lambda _at: self.sort(Order(self.orders.chosen())))
        self.keep = Button("Keep this list …", role="filter", icon="save").does(self._ask_name)
        self.forget = Button("Forget this list", role="filter").does(self._forget)
        self.files = FileMenu(desk, lambda: self._listed)
        self.all = Button("Settle all listed", role="filter", icon="check")
        menu = QMenu(self.all)
        for choice in ALIKE:
            menu.addAction(f"{way_of(choice).label} …", partial(self.settle_all.emit, way_of(choice)))
        self.all.setMenu(menu)
        self._narrowing = QWidget()
        self.form = KeepForm()
        self.form.kept.connect(self._keep)
        self.form.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        back = Button("All causes", role="quiet", icon="chevron-left", tip="Esc")
        back.clicked.connect(self.back)
        self.search.setMaximumWidth(px(300))
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(back)
        bar.addWidget(self.title, 1)
        bar.addWidget(self.search, 1)
        line = WrappingLine(self._narrowing)
        for widget in (self.whats, self.fields, self.orders, self.all, self.keep, self.forget, self.files):
            line.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self._narrowing)
        column.addWidget(self.form)

    def shorten(self, short: bool) -> None:
        """Keep the way back, the words and the search alone, or show everything."""
        self._narrowing.setVisible(not short)

    def show_filter(self, wanted: FindingFilter, cause: str, saved: str) -> None:
        """Begin with another list: its own domain, field, order and text."""
        x = wanted.differences
        self._cause, self._saved = cause, saved
        self.form.hide()
        self.search.setText(x.text)
        whole = not cause and (x.domain is None or bool(saved))
        self.whats.choose(x.domain.value if x.domain is not None else EVERYTHING)
        self._fill_fields(x.domain.value if x.domain is not None else EVERYTHING)
        self.fields.choose(x.field or EVERYTHING)
        for box in (self.whats, self.fields):
            box.setVisible(whole)
        self._order, self._descending = x.order, x.descending
        self._show_order()
        self.forget.setVisible(bool(saved))

    def wanted(self, base: FindingFilter) -> FindingFilter:
        """A filter with what was chosen and typed here."""
        text = self.search.text().strip()
        whole = not self.whats.isHidden()
        domain, field = (self.whats.chosen(), self.fields.chosen()) if whole else (EVERYTHING, EVERYTHING)
        self._listed = narrowed(base, domain, field, text, self._order, descending=self._descending)
        return self._listed

    def say(self, title: str, total: int, wanted: FindingFilter, *, more: bool = False) -> None:
        """The title, with how many were found when something narrows the list."""
        x = wanted.differences
        self.all.setEnabled(total > 1)
        many = f"more than {number(total)}" if more else number(total)
        found = f" ({many} found)" if x.text or (not self.whats.isHidden() and (x.domain or x.field)) else ""
        left = f"{many} left. " if self._cause and not found else ""
        self.title.say(f"{left}{title}{found}")

    def sort(self, order: Order) -> None:
        """Sort by this; once more turns it round."""
        again = order is self._order and order not in (Order.HARM, Order.RECORD)
        self._order, self._descending = order, again and not self._descending
        self._show_order()
        self.changed.emit()

    def _show_order(self) -> None:
        place = self.orders.findData(_OTHER)
        if self._order not in ORDERS and place < 0:
            self.orders.addItem("By a column", _OTHER)
        if self._order in ORDERS and place >= 0:
            self.orders.removeItem(place)
        self.orders.choose(self._order.value if self._order in ORDERS else _OTHER)

    def _chose_what(self, _at: int) -> None:
        self._fill_fields(self.whats.chosen())
        self.changed.emit()

    def _fill_fields(self, domain: str) -> None:
        self.fields.clear()
        for label, value in fields_of(domain):
            self.fields.addItem(label, value)
        self.fields.setEnabled(bool(domain))

    # --- keeping

    def _ask_name(self) -> None:
        self.form.ask(self._saved)

    def _keep(self, name: str) -> None:
        work = partial(self._desk.club.deciding.keep_list, self._listed, name, self._cause)
        self._desk.jobs.act(work, succeeded=self._kept, failed=self._failed)

    def _kept(self, _nothing: None) -> None:
        self.form.hide()
        self._desk.say("The list is kept; it stands beside the filters.")
        self._desk.outdate()

    def _forget(self) -> None:
        work = partial(self._desk.club.deciding.forget_list, self._saved)
        self._desk.jobs.act(work, succeeded=self._forgotten, failed=self._failed)

    def _forgotten(self, _nothing: None) -> None:
        self._desk.say("The list is no longer kept. No difference was changed.")
        self.back.emit()

    def _failed(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "That could not be done. Nothing was changed."))
