"""Differences: what still needs a person."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.findings.patterns import Pattern
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import views
from ui.models import differences as words
from ui.models.causes import Outline, read_outline, wanted
from ui.models.freshness import read_freshness
from ui.places import Fold, Place
from ui.screens.base import MARGIN, Desk, Screen, scrolling_page
from ui.screens.causes import cause_card, pairs_card
from ui.screens.difference_list import DifferenceList
from ui.screens.pairs import Pairs
from ui.tokens import px
from ui.widgets.cards import Empty, Flow
from ui.widgets.symbol import Button
from ui.widgets.text import Answer
from ui.widgets.wrapping import WrappingLine
from ui.words import number

CAUSES, LIST, PAIRS, NOTHING = range(4)
"""The pages below the filters."""

ALL = "all"
TO_PAIR = "pairs"


class Differences(Screen):
    """Causes first; behind each the list, and both sides of one difference."""

    title = "Differences"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._outline: Outline | None = None
        self._cause = ""
        self._heading = Answer()
        self._filters = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        self.list = DifferenceList(desk)
        self.list.left.connect(self._to_causes)
        self.pairs = Pairs(desk)
        self._empty = Empty("git-compare")
        self._empty.button.does(partial(desk.go, Place.COPIES))
        self.pages = QStackedWidget()
        for page in (self._cause_page(), self.list, self.pairs, self._empty):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        margin = px(MARGIN)
        column.setContentsMargins(margin, margin, margin, px(16))
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self._filter_line())
        column.addWidget(self.pages, 1)

    def _filter_line(self) -> QWidget:
        box = QWidget()
        line = WrappingLine(box)
        for key in (ALL, *words.FILTERS, TO_PAIR):
            button = Button("All causes" if key == ALL else "", role="filter")
            button.setCheckable(True)
            button.does(partial(self.choose, key))
            self._filters.addButton(button)
            self._buttons[key] = button
            line.addWidget(button)
        self._buttons[ALL].setChecked(True)
        return box

    def _cause_page(self) -> QWidget:
        scroll, column = scrolling_page()
        column.setContentsMargins(0, 4, 4, 8)
        self.causes = Flow(330, spacing=16, spread=False)
        column.addWidget(self.causes)
        column.addStretch(1)
        return scroll

    def refresh(self) -> None:
        """Read the figures, and the list again if it is shown."""
        club = self.desk.club
        with club.read() as conn:
            outline = read_outline(conn, to_instant(club.now()), club.zone, self.desk.causes)
            fresh = read_freshness(conn, club.now(), club.zone, busy=self.desk.jobs.busy)
        self._heading.say(*words.heading(outline, fresh, club.zone))
        numbers = words.filter_numbers(outline)
        for key, text in words.filter_texts(outline).items():
            self._buttons[key].setText(text)
            wanted = key not in words.ONLY_WITH_A_NUMBER or numbers[key] > 0
            self._buttons[key].setVisible(wanted and fresh.oldest is not None)
        self._buttons[ALL].setVisible(fresh.oldest is not None)
        self._buttons[TO_PAIR].setText(f"{number(outline.suggestions)} to pair")
        self._buttons[TO_PAIR].setVisible(bool(outline.suggestions))
        if outline != self._outline:
            self._outline = outline
            self._show_causes(outline)
        if self.pages.currentIndex() == LIST:
            self._retitle(outline)
            self.list.load()
        elif self.pages.currentIndex() == PAIRS:
            self.pairs.load()
        else:
            nothing = fresh.oldest is None or not (outline.causes or outline.suggestions)
            self.pages.setCurrentIndex(NOTHING if nothing else CAUSES)
            self._empty.say(*words.nothing(fresh, club.zone, busy=self.desk.jobs.busy))

    def _retitle(self, outline: Outline) -> None:
        cause = next((each for each in outline.causes if each.key == self._cause), None)
        if cause is not None:
            self.list.retitle(cause.sentence, wanted(cause))

    def _show_causes(self, outline: Outline) -> None:
        cards: list[QWidget] = [cause_card(cause, partial(self._look, cause)) for cause in outline.causes]
        if outline.suggestions:
            cards.append(pairs_card(outline.suggestions, partial(self.choose, TO_PAIR)))
        self.causes.show_items(cards)

    # --- ways

    def choose(self, key: str) -> None:
        """Press one of the filters."""
        self._buttons[key].setChecked(True)
        if key == ALL:
            self._to_causes()
        elif key == TO_PAIR:
            self.pages.setCurrentIndex(PAIRS)
            self.pairs.load()
            self.pairs.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show_list(words.FILTERS[key][1], words.TITLES[key], key)

    def _look(self, cause: Pattern) -> None:
        self._show_list(wanted(cause), cause.sentence, ALL, cause.key)

    def _to_causes(self) -> None:
        self._buttons[ALL].setChecked(True)
        self.pages.setCurrentIndex(CAUSES)
        self.refresh()

    def _show_list(self, wanted: FindingFilter, title: str, key: str, cause: str = "") -> None:
        self._cause = cause
        self._buttons[key].setChecked(True)
        self.pages.setCurrentIndex(LIST)
        self.list.show_filter(wanted, title)

    def want(self, wanted: object) -> None:
        """Show the list of a filter."""
        if isinstance(wanted, views.DifferenceFilter):
            self._show_list(FindingFilter(wanted), "Differences", ALL)

    def back(self) -> bool:
        """From the detail to the list, from the list to the causes."""
        if self.pages.currentIndex() not in (LIST, PAIRS):
            return False
        if self.pages.currentIndex() == LIST and self.list.detail.bar.close_form():
            self.list.into_list()
            return True
        if self.pages.currentIndex() == PAIRS or not self.list.split.close_detail():
            self._to_causes()
        return True

    def search(self) -> None:
        """Search in all differences, or in those that are listed."""
        if self.pages.currentIndex() != LIST:
            self.choose("need")
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    def fold(self, fold: Fold) -> None:
        """Detail beside the list or in its place."""
        self.list.fold(fold)
        self.pairs.table.fold(fold)
