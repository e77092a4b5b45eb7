"""Menus of the band: who may act instead, and the places where the sidebar has no room."""

from functools import partial

from PySide6.QtWidgets import QMenu

from ui.frame.whole import Whole
from ui.numerals import on_button
from ui.places import ENTRIES, Place


def show_people(window: Whole) -> None:
    """Show everybody who acts here, the present one marked; one press lets another act."""
    menu, me = QMenu(window.window()), window.club.people.me
    for each in window.club.people.active():
        act = menu.addAction(on_button(f"{each.name}, {each.role}"), partial(window.act_as, each.id))
        act.setCheckable(True)
        act.setChecked(me is not None and each.id == me.id)
    menu.addSeparator()
    menu.addAction("People and PINs", partial(window.go, Place.SETTINGS))
    menu.aboutToHide.connect(menu.deleteLater)
    button = window.band.person
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def show_places(window: Whole) -> None:
    """The places, where the window is too narrow for the sidebar."""
    menu = QMenu(window.window())
    for entry in ENTRIES:
        menu.addAction(entry.label, partial(window.go, entry.place))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(window.band.menu.mapToGlobal(window.band.menu.rect().bottomLeft()))
