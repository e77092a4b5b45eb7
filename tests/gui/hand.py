"""A person's hand in the window: presses what is seen, fills in forms, and lets days pass between two sittings."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from ui.places import Place
from ui.screens.ready import GATES, LISTS


class Hand:
    """Does what a person does, by buttons and fields alone; ``pins`` are the PINs by name."""

    def __init__(self, window, qtbot, clock, pins):
        self.window, self.qtbot, self.clock, self.pins = window, qtbot, clock, pins

    # --- anywhere

    def press(self, button):
        QApplication.processEvents()  # what was just put into a page is shown with the next turn
        assert button.isVisible(), f"{button.text()} is not to be seen"
        assert button.isEnabled(), f"{button.text()} cannot be pressed"
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def called(self, text, within=None):
        """The visible button of a text."""
        found = [each for each in (within or self.window).findChildren(QAbstractButton) if each.text() == text]
        shown = [each for each in found if each.isVisible()]
        assert shown, f"no button {text}"
        return shown[0]

    def settle(self):
        """Until all that was asked for is done, and the window has judged after it."""
        heard = []
        self.window.jobs.act(lambda: True, succeeded=heard.append)
        self.qtbot.waitUntil(lambda: bool(heard) and not self.window.jobs.busy and not self.window.judging)

    def go(self, place):
        self.press(self.window.sidebar._buttons[place])
        return self.window.here()

    def act_as(self, name):
        people = self.go(Place.SETTINGS).people
        if self.window.club.person != name:
            self.press(self.called(f"Act as {name}", people))
            self.qtbot.waitUntil(lambda: self.window.band.person.text() == name)
        return people

    # --- the lists

    def list(self, identity):
        """The list, opened by its row under Ready to switch?."""
        ready = self.go(Place.READY)
        if ready.list.isVisible() and ready.list.sheet.id == identity:
            return ready.list
        self.press(ready.parts.button(LISTS))
        if ready.list.isVisible():
            self.press(ready.list._back)
        self.press(ready.rows[identity])
        assert ready.list.sheet.id == identity
        return ready.list

    def record(self, identity, form, item=None, *, signs="", second="", **values):
        """Fill in a form of a list, about one of its lines where it is about one, and send it."""
        page = self.list(identity)
        if item is None:
            button = page.buttons[form]
        else:
            page.table.select_row(next(n for n, row in enumerate(page._rows) if row.item == item))
            button = page.detail.buttons[form]
        self.press(button)
        card = page.form
        if card is not None:
            for key, value in values.items():
                put(card.fields[key], value)
            for signer, name in ((card.signer, signs), (card.second, second)):
                if name:
                    signer.who.setCurrentIndex(signer.who.findText(name, Qt.MatchFlag.MatchStartsWith))
                    signer.pin.line.setText(self.pins[name])
            self.press(card.send)
            self.qtbot.waitUntil(lambda: page.form is None or card.trouble.isVisible() or self.window.jobs.busy)
            self.settle()
            assert page.form is None, card.trouble.accessibleName() or said(card.trouble)
        self.settle()
        assert not page.trouble.isVisible(), said(page.trouble)
        return page

    def lines(self, identity):
        return self.list(identity)._rows

    # --- the gates

    def gates(self):
        """Which gates are passed, as the rows say it."""
        ready = self.go(Place.READY)
        self.press(ready.parts.button(GATES))
        return {row.gate: row.head.accessibleName() for row in ready.gates.rows}


def put(field, value):
    """Put a value into a field, whatever its kind; a choice by its value or by the word that is seen."""
    if hasattr(field, "findText") and field.findText(value) >= 0:
        field.setCurrentIndex(field.findText(value))
    elif hasattr(field, "choose"):
        field.choose(value)
    elif hasattr(field, "setPlainText"):
        field.setPlainText(value)
    else:
        getattr(field, "line", field).setText(str(value))


def said(widget):
    from tests.gui.walk import words

    return " ".join(words(widget))
