"""Differences: what still needs a person."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import PAIRED
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store import views
from ui.models.causes import OPEN, Cause, Outline, read_outline
from ui.models.differing import COLUMNS
from ui.models.freshness import Freshness, read_freshness
from ui.models.rows import Chunk, RowsModel
from ui.places import Fold, Place
from ui.screens.base import MARGIN, Desk, Screen, scrolling_page
from ui.screens.causes import cause_card, pairs_card
from ui.screens.difference import DifferenceDetail
from ui.screens.pairs import Pairs
from ui.tokens import px
from ui.widgets.cards import Card, Empty, Flow
from ui.widgets.list_detail import ListDetail
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer, Words
from ui.widgets.wrapping import WrappingLine
from ui.words import clock_time, count, duration, number

PAGE = 100
TYPING = 250
"""Milliseconds after the last letter before the list is searched."""

CAUSES, LIST, PAIRS, NOTHING = range(4)
"""The pages below the filters."""

ALL = "all"
TO_PAIR = "pairs"
FILTERS: dict[str, tuple[str, views.DifferenceFilter]] = {
    "once": ("{n} seen once", views.DifferenceFilter(kinds=OPEN, status=Status.SEEN_ONCE)),
    "twice": ("{n} seen twice", views.DifferenceFilter(kinds=OPEN, status=Status.CONFIRMED)),
    "equal": ("{n} equal by your rules", views.DifferenceFilter(kinds=(Kind.IGNORED,))),
    "apart": ("{n} cannot be compared", views.DifferenceFilter(kinds=(Kind.NOT_COMPARABLE,))),
}
"""The line of filters, always visible: nothing is hidden without a number."""


class Differences(Screen):
    """Causes first; behind each the list, and both sides of one difference."""

    title = "Differences"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = views.DifferenceFilter(kinds=OPEN)
        self._outline: Outline | None = None
        self._total = 0
        self._rows = RowsModel(COLUMNS, self)
        self._table = Table(self._rows, "Differences")
        self.detail = DifferenceDetail(desk)
        self._split = ListDetail(self._table, self.detail)
        self._split.closed.connect(self._into_list)
        self._split.stepped.connect(self._step)
        self._table.moved.connect(self._show_row)
        self._table.opened.connect(self._open_row)
        self._heading = Answer()
        self._filters = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search names and values")
        self._search.setAccessibleName("Search differences")
        self._search.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(self._load)
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._pages = QStackedWidget()
        self._pages.addWidget(self._cause_page())
        self._pages.addWidget(self._list_page())
        self._pairs = Pairs(desk)
        self._pages.addWidget(self._pairs)
        self._empty = Empty("git-compare")
        self._empty.button.does(partial(desk.go, Place.COPIES))
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        margin = px(MARGIN)
        column.setContentsMargins(margin, margin, margin, px(16))
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self._filter_line())
        column.addWidget(self._pages, 1)

    # --- parts

    def _filter_line(self) -> QWidget:
        texts = {ALL: "All causes", **{key: text for key, (text, _) in FILTERS.items()}, TO_PAIR: "to pair"}
        for key, text in texts.items():
            button = Button(text, role="filter")
            button.setCheckable(True)
            button.does(partial(self._choose, key))
            self._filters.addButton(button)
            self._buttons[key] = button
        box = QWidget()
        line = WrappingLine(box)
        for button in self._buttons.values():
            line.addWidget(button)
        self._buttons[ALL].setChecked(True)
        return box

    def _cause_page(self) -> QWidget:
        scroll, column = scrolling_page()
        column.setContentsMargins(0, 4, 4, 8)
        self._causes = Flow(330, spacing=16, spread=False)
        column.addWidget(self._causes)
        column.addStretch(1)
        return scroll

    def _list_page(self) -> QWidget:
        box = QWidget()
        bar = QHBoxLayout()
        bar.setSpacing(12)
        self._back = Button("All causes", role="quiet", icon="chevron-left", tip="Esc")
        self._back.clicked.connect(self.back)
        self._what = Words("", "title")
        self._search.setMaximumWidth(px(300))
        bar.addWidget(self._back)
        bar.addWidget(self._what, 1)
        bar.addWidget(self._search, 1)
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(self._split)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(card, 1)
        return box

    # --- reading

    def refresh(self) -> None:
        """Read the figures, and the list again if it is shown."""
        club = self.desk.club
        with club.read() as conn:
            outline = read_outline(conn)
            fresh = read_freshness(conn, club.now(), club.zone)
        self._say(outline, fresh)
        if outline != self._outline:
            self._outline = outline
            self._show_causes(outline)
        if self._pages.currentIndex() == LIST:
            self._load()
        elif self._pages.currentIndex() == PAIRS:
            self._pairs.load()
        else:
            nothing = fresh.oldest is None or not (outline.causes or outline.suggestions)
            self._pages.setCurrentIndex(NOTHING if nothing else CAUSES)
            if nothing:
                self._say_empty(fresh)

    def _show_causes(self, outline: Outline) -> None:
        cards: list[QWidget] = [cause_card(cause, partial(self._look, cause)) for cause in outline.causes]
        if outline.suggestions:
            cards.append(pairs_card(outline.suggestions, self._look_at_pairs))
        self._causes.show_items(cards)

    def _say(self, outline: Outline, fresh: Freshness) -> None:
        numbers = {
            "once": outline.seen_once,
            "twice": outline.open - outline.seen_once,
            "equal": outline.ignored,
            "apart": outline.not_comparable,
        }
        for key, (text, _) in FILTERS.items():
            self._buttons[key].setText(text.format(n=number(numbers[key])))
            self._buttons[key].setVisible(fresh.oldest is not None)
        self._buttons[ALL].setVisible(fresh.oldest is not None)
        self._buttons[TO_PAIR].setText(f"{number(outline.suggestions)} to pair")
        self._buttons[TO_PAIR].setVisible(bool(outline.suggestions))
        differences, causes = count(outline.open, "difference"), count(len(outline.causes), "cause")
        if fresh.oldest is None:
            self._heading.say("Nothing to compare yet.", "Both systems are compared as soon as both were copied.")
        elif not outline.open:
            self._heading.say("Nothing differs.", self._compared(fresh))
        elif outline.seen_once == outline.open:
            self._heading.say(
                f"{differences}, {causes}, about {duration(outline.minutes)}.",
                "All seen once; the next copy confirms them. Nothing is urgent.",
            )
        else:
            twice = number(outline.open - outline.seen_once)
            self._heading.say(
                f"{differences}, {causes}.", f"{twice} seen twice, so they are real. {self._compared(fresh)}"
            )

    def _say_empty(self, fresh: Freshness) -> None:
        if fresh.oldest is None:
            missing = [side.name for side in (fresh.wild_apricot, fresh.clubos) if side.copied_at is None]
            one = len(missing) == 1
            self._empty.say(
                "Only one side is here." if one else "Nothing copied yet.",
                f"There is no copy of {' and '.join(missing)} yet.",
                "Go to Copies",
            )
        else:
            self._empty.say("Nothing differs.", self._compared(fresh), "", "circle-check")

    def _compared(self, fresh: Freshness) -> str:
        lines = {line.domain: line for line in fresh.lines}
        parts = [f"{lines[d].wild_apricot_copied} {DOMAIN_LABELS[d].lower()}" for d in PAIRED if d in lines]
        when = "" if fresh.oldest is None else clock_time(fresh.oldest, self.desk.club.zone)
        return f"Compared {', '.join(parts)} at {when}." if parts else ""

    def _load(self) -> None:
        wanted = replace(self._wanted, text=self._search.text().strip())
        kept = self.detail.current
        self._rows.load(partial(self._page, wanted))
        found = f" ({number(self._total)} found)" if wanted.text else ""
        self._what.setText(f"{self._title}{found}")
        self._table.select_row(self._place_of(kept))

    def _page(self, wanted: views.DifferenceFilter, after: object | None) -> Chunk[Difference]:
        with self.desk.club.read() as conn:
            page = views.differences(conn, wanted, after=after if isinstance(after, int) else None, limit=PAGE)
        self._total = page.total
        return Chunk(page.rows, page.next)

    def _place_of(self, kept: Difference | None) -> int:
        if kept is not None:
            for row in range(self._rows.rowCount()):
                if self._rows.row(row).id == kept.id:
                    return row
        return 0

    def _show_row(self, row: int) -> None:
        if 0 <= row < self._rows.rowCount():
            self.detail.show_difference(self._rows.row(row))
            self._split.say_position(row, self._total, more=False)

    def _open_row(self, row: int) -> None:
        self._show_row(row)
        self._split.open_detail()
        if self._split.side_by_side:
            self.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _into_list(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        row = self._table.current_row() + by
        if row >= self._rows.rowCount():
            self._rows.fetchMore(self._table.rootIndex())
        self._table.select_row(row)

    # --- ways

    _title = "All differences"

    def _look(self, cause: Cause) -> None:
        self._show_list(cause.wanted, cause.sentence, ALL)

    def _choose(self, key: str) -> None:
        if key == ALL:
            self._pages.setCurrentIndex(CAUSES)
            self.refresh()
        elif key == TO_PAIR:
            self._look_at_pairs()
        else:
            _, wanted = FILTERS[key]
            self._show_list(wanted, self._buttons[key].text(), key)

    def _look_at_pairs(self) -> None:
        self._buttons[TO_PAIR].setChecked(True)
        self._pages.setCurrentIndex(PAIRS)
        self._pairs.load()
        self._pairs.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self, wanted: views.DifferenceFilter, title: str, key: str) -> None:
        self._wanted, self._title = wanted, title
        self._buttons[key].setChecked(True)
        self._search.clear()
        self._typing.stop()
        self._pages.setCurrentIndex(LIST)
        self._load()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def want(self, wanted: object) -> None:
        """Show the list of a filter."""
        if isinstance(wanted, views.DifferenceFilter):
            self._show_list(wanted, "Differences", ALL)
            self._search.setText(wanted.text)

    def back(self) -> bool:
        """From the detail to the list, from the list to the causes."""
        if self._pages.currentIndex() not in (LIST, PAIRS):
            return False
        if not self._split.close_detail():
            self._buttons[ALL].setChecked(True)
            self._choose(ALL)
        return True

    def search(self) -> None:
        """Search in all differences, or in those that are listed."""
        if self._pages.currentIndex() != LIST:
            self._show_list(views.DifferenceFilter(kinds=OPEN), "All differences", ALL)
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def fold(self, fold: Fold) -> None:
        """Detail beside the list or in its place."""
        self._split.fold(fold)
        self._pairs.table.fold(fold)
