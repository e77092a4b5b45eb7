"""The room there is: which parts of the window stand side by side, at which width, with the help beside or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent

from ui.frame.parts import Parts
from ui.frame.regions import focus_page
from ui.places import Fold, Place, fold_of
from ui.tokens import scale

if TYPE_CHECKING:
    from ui.club import Club
    from ui.frame.help import HelpPanel
    from ui.screens.base import Screen


class Room(Parts):
    """The parts of the window, folded by the room there is."""

    def __init__(self) -> None:
        super().__init__()
        self._club: Club | None = None
        self._screens: dict[Place, Screen] = {}
        self._place: Place | None = None
        self.help: HelpPanel | None = None
        self._fold = Fold.SIDE_BY_SIDE
        self._calm = False

    @property
    def has_club(self) -> bool:
        """True while a club is open."""
        return self._club is not None

    def here(self) -> Screen | None:
        """The screen that is shown."""
        return None if self._place is None else self._screens[self._place]

    def calm(self, *, on: bool) -> None:
        """Hide the sidebar while the day itself runs, and bring it back."""
        self._calm = on
        self.sidebar.setVisible(not on and self.has_club and self._fold >= Fold.SYMBOLS)

    def back(self) -> None:
        """Esc: close the help, else one level back on the page."""
        if self.help is not None and not self.help.isHidden():
            self.show_help()
        elif (screen := self.here()) is not None:
            screen.back()

    def topic(self) -> str:
        """What the help is about: the place, or the page of the first start."""
        return self._place or str(getattr(self.pages.currentWidget(), "topic", ""))

    def show_help(self) -> None:
        """Help for this page beside it; once more closes it."""
        if self.help is None:
            from ui.frame.help import HelpPanel  # noqa: PLC0415  made when it is asked for

            self.help = HelpPanel()
            self.help.closed.connect(self.show_help)
            self.help.place(self._fold, self.across, self.middle)  # before it is shown: alone it would be a window
        self.help.toggle(self.topic())
        self._refold(force=True)
        if self.help.isHidden():
            focus_page(self)

    def _show_topic(self, _number: int = 0) -> None:
        if self.help is not None:
            self.help.show_topic(self.topic())

    # --- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold by width."""
        super().resizeEvent(event)
        self._refold()

    def changeEvent(self, event: QEvent) -> None:
        """Fold anew when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._rescale)

    def _rescale(self) -> None:
        self.band.set_height()
        self.strip.set_height()
        self._refold(force=True)

    def _refold(self, *, force: bool = False) -> None:
        fold = fold_of(self.width(), scale())
        if fold == self._fold and not force:
            return
        self._fold = fold
        self.band.menu.setVisible(self.has_club and fold == Fold.ONE_COLUMN)
        self.band.fold(fold)
        if self.help is not None:
            self.help.place(fold, self.across, self.middle)
            self.middle.setVisible(self.help.isHidden() or fold > Fold.ONE_COLUMN)
        self.sidebar.fold(fold)
        self.sidebar.setVisible(not self._calm and self.has_club and fold >= Fold.SYMBOLS)
        for screen in self._screens.values() if self.has_club else ():
            screen.fold(fold)
