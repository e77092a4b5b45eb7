"""Menus of the band: who may act instead, and the places where the sidebar has no room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from ui.places import ENTRIES, Place

if TYPE_CHECKING:
    from ui.frame.window import Window


def show_people(window: Window) -> None:
    """Show everybody who acts here, the present one marked; one press lets another act."""
    menu, me = QMenu(window), window.club.people.me
    for each in window.club.people.active():
        act = menu.addAction(f"{each.name}, {each.role}", partial(window.act_as, each.id))
        act.setCheckable(True)
        act.setChecked(me is not None and each.id == me.id)
    menu.addSeparator()
    menu.addAction("People and PINs", partial(window.go, Place.SETTINGS))
    menu.aboutToHide.connect(menu.deleteLater)
    button = window.band.person
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def show_places(window: Window) -> None:
    """The places, where the window is too narrow for the sidebar."""
    menu = QMenu(window)
    for entry in ENTRIES:
        menu.addAction(entry.label, partial(window.go, entry.place))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(window.band.menu.mapToGlobal(window.band.menu.rect().bottomLeft()))
