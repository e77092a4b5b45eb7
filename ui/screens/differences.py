"""Differences: what still needs a person."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QStackedWidget, QVBoxLayout, QWidget

from clubos_desktop.errors import ClubOSError
from clubos_desktop.findings import saved
from clubos_desktop.findings.patterns import Pattern
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.findings.saved import Saved
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import views
from ui.models import differences as words
from ui.models.causes import Outline, read_outline, wanted
from ui.models.freshness import read_freshness
from ui.places import Fold, Place
from ui.screens.base import MARGIN, Desk, Screen, scrolling_page
from ui.screens.causes import cause_card, pairs_card
from ui.screens.difference_list import DifferenceList
from ui.screens.impacts import ImpactCard
from ui.screens.pairs import Pairs
from ui.tokens import px, scale
from ui.widgets.cards import Empty, Flow
from ui.widgets.symbol import Button
from ui.widgets.text import Answer
from ui.widgets.wrapping import WrappingLine
from ui.words import number, shorten

if TYPE_CHECKING:
    from ui.screens.settling.page import Page

CAUSES, LIST, PAIRS, NOTHING, MORE = range(5)
"""The pages below the filters; MORE is one of ``PAGES``."""

WITH_HEADING, WITH_FILTERS = 600, 440
"""Heights at 100 % text from which a list leaves room for the heading, and for the filters."""

ALL = "all"
TO_PAIR = "pairs"

PAGES: dict[str, tuple[str, str, str]] = {
    "correct": ("To correct by hand", "corrections", "Corrections"),
    "accepted": ("Accepted until a day", "accepted", "Accepted"),
    "decided": ("What was decided, with its undo", "decided", "Decided"),
    "sheet": ("Take over a filled-in spreadsheet", "sheet", "SheetPage"),
    "doubles": ("One person twice in one system", "doubles", "Doubles"),
    "rules": ("When values count as equal", "rules", "Rules"),
    "weeks": ("Found and gone, week by week", "weeks", "Weeks"),
    "spot": ("Spot check", "spot", "Spot"),
}
"""Words, module and class of each page behind "More", imported at its first showing."""


class Differences(Screen):
    """Causes first; behind each the list, and both sides of one difference."""

    title = "Differences"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._outline: Outline | None = None
        self._cause = ""
        self._saved: tuple[Saved, ...] = ()
        self._fold = Fold.SIDE_BY_SIDE
        self._heading = Answer()
        self._filters = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        self._more: dict[str, Page] = {}
        self.list = DifferenceList(desk)
        self.list.left.connect(self._to_causes)
        self.pairs = Pairs(desk)
        self._empty = Empty("git-compare")
        self._empty.button.does(partial(desk.go, Place.COPIES))
        self.pages = QStackedWidget()
        self._more_pages = QStackedWidget()
        for page in (self._cause_page(), self.list, self.pairs, self._empty, self._more_pages):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        margin = px(MARGIN)
        column.setContentsMargins(margin, margin, margin, px(16))
        column.setSpacing(12)
        self._above = self._filter_line()
        column.addWidget(self._heading)
        column.addWidget(self._above)
        column.addWidget(self.pages, 1)
        self.pages.currentChanged.connect(lambda _page: self._make_room())

    def _filter_line(self) -> QWidget:
        box = QWidget()
        self._line = WrappingLine(box)
        for key in (ALL, *words.FILTERS, TO_PAIR):
            self._line.addWidget(self._filter(key, "All causes" if key == ALL else "", partial(self.choose, key)))
        self._buttons[ALL].setChecked(True)
        self.more = Button("More", role="filter", icon="ellipsis", name="More about differences")
        menu = QMenu(self.more)
        for key, (label, _, _) in PAGES.items():
            menu.addAction(label, partial(self.open_page, key))
        self.more.setMenu(menu)
        self._line.addWidget(self.more)
        return box

    def _filter(self, key: str, text: str, act: partial[None]) -> Button:
        button = Button(text, role="filter")
        button.setCheckable(True)
        button.does(act)
        self._filters.addButton(button)
        self._buttons[key] = button
        return button

    def _cause_page(self) -> QWidget:
        scroll, column = scrolling_page()
        column.setContentsMargins(0, 4, 4, 8)
        self.impacts = ImpactCard(self.desk, self._show_people)
        self.causes = Flow(330, spacing=16, spread=False)
        column.addWidget(self.impacts)
        column.addWidget(self.causes)
        column.addStretch(1)
        return scroll

    def refresh(self) -> None:
        """Read the figures, and the list again if it is shown."""
        club = self.desk.club
        with club.read() as conn:
            outline = read_outline(conn, to_instant(club.now()), club.zone, self.desk.causes)
            fresh = read_freshness(conn, club.now(), club.zone, busy=self.desk.jobs.busy)
            kept = saved.every(conn)
        self._heading.say(*words.heading(outline, fresh, club.zone, club.now()))
        self._show_filters(outline, fresh.oldest is not None)
        self._show_saved(kept)
        if outline != self._outline:
            self._outline = outline
            self._show_causes(outline)
        if self.pages.currentIndex() == LIST:
            self._retitle(outline)
            self.list.load()
        elif self.pages.currentIndex() == PAIRS:
            self.pairs.load()
        elif self.pages.currentIndex() == MORE:
            self._page().load()
        else:
            nothing = fresh.oldest is None or not (outline.causes or outline.suggestions)
            self.pages.setCurrentIndex(NOTHING if nothing else CAUSES)
            self._empty.say(*words.nothing(fresh, club.zone, busy=self.desk.jobs.busy))
            self.impacts.load(outline)

    def _show_filters(self, outline: Outline, compared: bool) -> None:
        numbers = words.filter_numbers(outline, len(self.desk.both))
        for key, text in words.filter_texts(numbers).items():
            self._buttons[key].setText(text)
            wanted_here = key not in words.ONLY_WITH_A_NUMBER or numbers[key] > 0
            self._buttons[key].setVisible(wanted_here and compared)
        self._buttons[ALL].setVisible(compared)
        self.more.setVisible(compared)
        self._buttons[TO_PAIR].setText(f"{number(outline.suggestions)} to pair")
        self._buttons[TO_PAIR].setVisible(bool(outline.suggestions) and compared)

    def _show_saved(self, kept: tuple[Saved, ...]) -> None:
        if kept == self._saved:
            return
        for old in self._saved:
            button = self._buttons.pop(f"saved {old.name}")
            self._filters.removeButton(button)
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._saved = kept
        for each in kept:
            button = self._filter(f"saved {each.name}", shorten(each.name, 30), partial(self._open_saved, each))
            button.setAccessibleName(f"Kept list: {each.name}")
            self._line.addWidget(button)
            button.show()

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
            self._show_list(words.wanted(key, self.desk.both), words.TITLES[key], key)

    def open_page(self, key: str) -> None:
        """Open one of the pages behind "More"."""
        if key not in self._more:
            _, module, name = PAGES[key]
            page: Page = getattr(importlib.import_module(f"ui.screens.settling.{module}"), name)(self.desk)
            page.left.connect(self._to_causes)
            page.fold(self._fold)
            self._more[key] = page
            self._more_pages.addWidget(page)
        self._more_pages.setCurrentWidget(self._more[key])
        self.pages.setCurrentIndex(MORE)
        self._filters.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._filters.setExclusive(True)
        self._page().load()
        self._page().begin()

    def _page(self) -> Page:
        return next(page for page in self._more.values() if page is self._more_pages.currentWidget())

    def _look(self, cause: Pattern) -> None:
        self._show_list(wanted(cause), cause.sentence, ALL, cause.key)

    def _show_people(self, ids: tuple[int, ...], title: str) -> None:
        self._show_list(FindingFilter(ids=ids), title, ALL)

    def _open_saved(self, kept: Saved) -> None:
        club = self.desk.club
        try:
            with club.read() as conn:
                found = saved.wanted_of(conn, kept, club.zone)
        except ClubOSError as error:
            self.desk.say(error.sentence)
            self._to_causes()
            return
        self._show_list(found, kept.name, f"saved {kept.name}", kept.cause)

    def _to_causes(self) -> None:
        self._buttons[ALL].setChecked(True)
        self.pages.setCurrentIndex(CAUSES)
        self.refresh()

    def _show_list(self, listed: FindingFilter, title: str, key: str, cause: str = "") -> None:
        self._cause = cause
        self._buttons[key].setChecked(True)
        self.pages.setCurrentIndex(LIST)
        self.list.show_filter(listed, title, cause=cause, saved=title if key.startswith("saved ") else "")

    def want(self, wanted: object) -> None:
        """Show the list of a filter, a pair that waits for a person, or a page behind "More" by its key."""
        if isinstance(wanted, views.DifferenceFilter):
            self._show_list(FindingFilter(wanted), "Differences", ALL)
        elif isinstance(wanted, views.SuggestionRow):
            self.choose(TO_PAIR)
            self.pairs.show_pair(wanted)
        elif isinstance(wanted, str) and wanted in PAGES:
            self.open_page(wanted)

    def back(self) -> bool:
        """From the detail to the list, from the list to the causes."""
        here = self.pages.currentIndex()
        if here not in (LIST, PAIRS, MORE):
            return False
        if here == LIST and self.list.detail.bar.close_form():
            self.list.into_list()
            return True
        if here == MORE and self._page().back():
            return True
        if here != LIST or not self.list.split.close_detail():
            self._to_causes()
        return True

    def search(self) -> None:
        """Search in all differences, or in those that are listed."""
        if self.pages.currentIndex() != LIST:
            self.choose("need")
        self.list.begin_search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Low windows give their room to the list."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        room = self.height() / scale()
        open_list = self.pages.currentIndex() in (LIST, PAIRS, MORE)
        self._heading.setVisible(not open_list or room >= WITH_HEADING)
        self._above.setVisible(not open_list or room >= WITH_FILTERS)

    def fold(self, fold: Fold) -> None:
        """Detail beside the list or in its place."""
        self._fold = fold
        self.list.fold(fold)
        self.pairs.table.fold(fold)
        for page in self._more.values():
            page.fold(fold)
