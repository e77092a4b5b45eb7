"""What every screen is, and what it may ask of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from ui.club import Club
from ui.jobs import JobRunner
from ui.places import Fold, Place
from ui.remembered import Looks
from ui.tokens import px

if TYPE_CHECKING:
    from clubos_desktop.findings.patterns import Pattern
    from clubos_desktop.model.readiness import Readiness
    from clubos_desktop.verification.lists.sheet import View

MARGIN = 24


class Lock(Protocol):
    """The lock of the window, as a screen sees it."""

    @property
    def minutes(self) -> int:
        """Minutes without a key or a click after which the window locks itself; 0 for never."""

    def choose(self, minutes: int) -> None:
        """Choose that time."""


class Leaving(Protocol):
    """What the close button does, as a screen sees it."""

    @property
    def possible(self) -> bool:
        """Whether there is a place beside the clock."""

    @property
    def choice(self) -> str:
        """What was chosen: "stay", "quit", or nothing while nobody was asked."""

    def choose(self, choice: str) -> None:
        """Choose it."""


class Desk(Protocol):
    """The window, as a screen sees it."""

    jobs: JobRunner
    closed: bool
    """Whether the window, and its club with it, was closed."""

    @property
    def locking(self) -> Lock:
        """When the window locks itself."""

    @property
    def leaving(self) -> Leaving:
        """What the close button does while a plan is in force."""

    judged: Readiness | None
    """The gates as judged last, None until that is done."""
    earliest: str
    """How soon one could go, in a sentence; "" until judged."""
    view: View | None
    """What the lists of Ready to switch? are made from, None until judged."""
    causes: tuple[Pattern, ...] | None
    """Why there are differences, as found last, None until that is done."""
    both: tuple[int, ...]
    """Ids of the differences that both systems changed since they agreed, as found last."""

    @property
    def club(self) -> Club:
        """The open club. Only asked while one is open."""

    def go(self, place: Place, wanted: object = None) -> None:
        """Show a place; ``wanted`` is what it should show there."""

    def copy_now(self, *, everything: bool = False) -> None:
        """Copy both systems."""

    def run(self, label: str, work: Callable[[], Job[object]], *, again: Callable[[], None] | None = None) -> None:
        """Run a long job with the strip; ``again`` is what "Go on" does after a stop."""

    def work_here(
        self,
        label: str,
        work: Callable[[], Job[object]],
        *,
        succeeded: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a long job with the strip whose end the screen itself shows."""

    def keep_free(self, *, on: bool) -> None:
        """Begin nothing by plan: people work through a real run, and its steps wait for nothing."""

    def calm(self, *, on: bool) -> None:
        """Hide all other places: on the day there is one thing to do."""

    def outdate(self) -> None:
        """Something in the workspace has changed."""

    def practise(self) -> None:
        """Make a copy of the club and practise on it."""

    def end_practice(self) -> None:
        """Back from the practice copy to the club."""

    def connect_side(self, side: Side) -> None:
        """Set or change the connection of a system."""

    def act_as(self, person: int) -> None:
        """Let somebody act from now on."""

    def leave(self, *, for_good: bool = False) -> None:
        """Close this club and begin with the choice again, ``for_good`` without it; not while something runs."""

    def looks(self) -> Looks:
        """Theme and text size now in force."""

    def wear(self, looks: Looks) -> None:
        """Put on another theme or text size."""

    def say(
        self,
        sentence: str,
        undo: Callable[[], None] | None = None,
        *,
        again: Callable[[], None] | None = None,
        what: str = "",
    ) -> None:
        """A toast; ``undo`` takes the act called ``what`` back (Ctrl+Z), ``again`` does it once more (Ctrl+Y)."""


class Screen(QWidget):
    """A place. It reads what it needs when it is shown and when the workspace has changed."""

    title = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stale = True
        self.setAccessibleName(self.title)

    def refresh(self) -> None:
        """Read again and show. Under 100 ms; anything slower goes through ``desk.jobs.act``."""

    def want(self, wanted: object) -> None:
        """Show a certain thing (a difference, a filter)."""

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""

    def back(self) -> bool:
        """One level back (Esc); False when already there. Loses nothing."""
        return False

    def search(self) -> None:
        """Ctrl+F."""

    def focus_first(self) -> None:
        """Where the focus goes when the place is shown."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def outdate(self) -> None:
        """The workspace has changed: read now if visible, else at the next showing."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Read at the first showing after a change."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()


class PageScreen(Screen):
    """A screen whose page scrolls as a whole, never sideways. Widgets go into ``column``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._scroll, self.column = scrolling_page()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)


def enable(button: QWidget, enabled: bool) -> None:
    """Enable or disable; a focus that would be lost stays on the screen instead of wandering to the band."""
    if not enabled and button.hasFocus():
        screen = button.parentWidget()
        while screen is not None and not isinstance(screen, Screen):
            screen = screen.parentWidget()
        if screen is not None:
            screen.setFocus(Qt.FocusReason.OtherFocusReason)
    button.setEnabled(enabled)


def focus(button: QWidget, screen: QWidget) -> None:
    """Focus a button, or the screen itself where the button cannot be used."""
    usable = button.isEnabled() and not button.isHidden()
    (button if usable else screen).setFocus(Qt.FocusReason.OtherFocusReason)


def scrolling_page() -> tuple[QScrollArea, QVBoxLayout]:
    """A page that scrolls up and down, and the column its widgets go into."""
    body = QWidget()
    body.setObjectName("pagebody")
    column = QVBoxLayout(body)
    margin = px(MARGIN)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(16)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(body)
    body.setAutoFillBackground(False)
    return scroll, column


def filling_page(screen: QWidget, filler: QWidget) -> QVBoxLayout:
    """A column whose ``filler`` takes the height that is left; where that is too little the page scrolls.

    Call ``keep_height`` with the filler at every fold.
    """
    scroll, column = scrolling_page()
    layout = QVBoxLayout(screen)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(scroll)
    margin = px(MARGIN)
    column.setContentsMargins(margin, px(12), margin, px(16))
    column.setSpacing(10)
    filler.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    keep_height(filler)
    return column


def keep_height(filler: QWidget) -> None:
    """Room for a head and five rows at the text scale now in force."""
    filler.setMinimumHeight(px(36 + 5 * 40 + 24))
