"""The window as the parts of its frame see it: they serve it and do not know its module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from ui.club import Club
from ui.frame.band import Band
from ui.frame.sidebar import Sidebar
from ui.frame.strip import Strip
from ui.jobs import JobRunner
from ui.places import Place
from ui.screens.base import Screen

if TYPE_CHECKING:
    from ui.frame.help import HelpPanel


class Locks(Protocol):
    """The lock of the window, as its keys use it."""

    @property
    def locked(self) -> bool:
        """Whether the lock alone is shown."""

    def lock(self) -> None:
        """Show the lock alone."""


class Paged(Protocol):
    """The window's pages."""

    pages: QStackedWidget

    def here(self) -> Screen | None:
        """The screen that is shown."""


class Whole(Paged, Protocol):
    """What keys, menus, regions and the lock ask of the window."""

    jobs: JobRunner
    strip: Strip
    band: Band
    sidebar: Sidebar
    help: HelpPanel | None

    @property
    def locking(self) -> Locks:
        """The lock of the window."""

    @property
    def club(self) -> Club:
        """The open club."""

    @property
    def has_club(self) -> bool:
        """Whether one is open."""

    def go(self, place: Place, wanted: object = None) -> None:
        """Show a place."""

    def copy_now(self, *, everything: bool = False) -> None:
        """Copy both systems."""

    def act_as(self, person: int) -> None:
        """Let somebody act."""

    def search(self) -> None:
        """Search on the page."""

    def back(self) -> None:
        """One level back."""

    def undo(self) -> None:
        """Take the last act back."""

    def redo(self) -> None:
        """Do it again."""

    def stop_everything(self) -> None:
        """Stop all there is."""

    def show_help(self) -> None:
        """Show or close the help."""

    def window(self) -> QWidget:
        """The top window around it."""

    def layout(self) -> QLayout | None:
        """Its own layout."""

    def entitle(self) -> None:
        """Put the club's name into the title."""

    def setWindowTitle(self, title: str, /) -> None:
        """What the system's frame says."""
