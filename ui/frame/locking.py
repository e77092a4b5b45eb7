"""The lock of the window: shown in place of everything, opened by the PIN of somebody who acts here."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.frame.idle import IdleWatch
from ui.frame.regions import focus_page
from ui.frame.whole import Whole
from ui.remembered import LOCKS_AFTER, Remembered
from ui.tokens import px
from ui.widgets.cards import Card
from ui.widgets.fields import Choice, Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Words

if TYPE_CHECKING:
    from clubos_desktop.model.people import Person

GOES_ON = "Copying goes on behind it."
NO_PIN = "Nobody here has a PIN yet, so a press opens it; Settings sets PINs."


class LockPage(QWidget):
    """No record and no figure is on it. ``typed`` carries the person's number (0: nobody has a PIN) and the PIN."""

    typed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The window is locked")
        card = Card()
        card.body.setContentsMargins(32, 32, 32, 32)
        card.body.setSpacing(12)
        card.setMaximumWidth(px(460))
        self._what = Words("", "secondary")
        self.who = Choice("Who opens it", [])
        self.pin = Hidden("PIN", what="PIN")
        self.pin.returnPressed.connect(self._press)
        self._who_line, self._pin_line = Labelled("Who opens it", self.who), Labelled("PIN", self.pin)
        self.open = Button("Open", role="main")
        self.open.clicked.connect(self._press)
        card.body.addWidget(Symbol("lock", 32))
        for widget in (Words("The window is locked.", "section"), self._what, self._who_line, self._pin_line):
            card.body.addWidget(widget)
        card.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(card)
        column.setAlignment(card, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.hide()

    def ask(self, people: Collection[Person], me: Person | None) -> None:
        """Lock anew; ``me`` acted last."""
        able = [person for person in people if person.has_pin]
        self.who.clear()
        for person in able:
            self.who.addItem(person.name, str(person.id))
        if me is not None:
            self.who.choose(str(me.id))
        self._what.setText(GOES_ON if able else f"{GOES_ON} {NO_PIN}")
        for line in (self._who_line, self._pin_line):
            line.setVisible(bool(able))
        self._begin("")
        (self.pin if able else self.open).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: Exception) -> None:
        """It stays locked."""
        said = getattr(error, "sentence", "This did not open it.")
        self._begin(f"{said} {getattr(error, 'remedy', '')}".strip())
        self.pin.setFocus()

    def _begin(self, wrong: str) -> None:
        self.pin.clear()
        self._pin_line.say(wrong, "problem")
        self.open.setEnabled(True)

    def _press(self) -> None:
        if not self.open.isEnabled():
            return
        asks = not self._pin_line.isHidden()
        typed = self.pin.text()
        if asks and not typed:
            self._begin("Please type the PIN.")
            return
        self.open.setEnabled(False)
        self.pin.clear()
        self.typed.emit(int(self.who.chosen()) if asks else 0, typed)


class Locking(QObject):
    """Locks the window by a key or when nobody touched it, and opens it again."""

    def __init__(self, window: Whole, everything: QWidget, remembered: Remembered | None) -> None:
        super().__init__(everything)
        self._window = window
        self._everything = everything
        self._remembered = remembered
        self.page: LockPage | None = None
        self.idle = IdleWatch(self)
        self.idle.idle.connect(self.lock)

    @property
    def locked(self) -> bool:
        """True while the lock alone is shown."""
        return self.page is not None and not self.page.isHidden()

    @property
    def minutes(self) -> int:
        """After how many minutes without a key or a click it locks itself; 0 for never."""
        return LOCKS_AFTER if self._remembered is None else self._remembered.locks_after()

    def choose(self, minutes: int) -> None:
        """Another time, kept for this computer."""
        if self._remembered is not None:
            self._remembered.keep_locks_after(minutes)
        self.watch()

    def watch(self) -> None:
        """Watch for the time that was chosen; the practice club never locks by itself."""
        window = self._window
        quiet = not window.has_club or window.club.practice
        self.idle.start(0 if quiet else self.minutes, window.window().windowHandle())

    def lock(self) -> None:
        """Show the lock alone. Open dialogues and menus are closed; what runs goes on."""
        window = self._window
        if not window.has_club or self.locked:
            return
        for other in QApplication.topLevelWidgets():
            if other is not window.window() and other.isVisible():
                other.close()
        page = self._page()
        self._everything.hide()
        window.setWindowTitle("ClubOS Desktop")
        page.show()
        page.ask(window.club.people.active(), window.club.people.me)

    def _page(self) -> LockPage:
        if self.page is None:
            self.page = LockPage()
            self.page.typed.connect(self._open)
            if (layout := self._window.layout()) is not None:
                layout.addWidget(self.page)
        return self.page

    def _open(self, person: int, pin: str) -> None:
        if person:
            prove = partial(self._window.club.people.prove, person, pin)
            self._window.jobs.act(prove, succeeded=self._opened, failed=self._page().refuse)
        else:
            self._opened(0)

    def _opened(self, person: int) -> None:
        window = self._window
        self._page().hide()
        self._everything.show()
        window.entitle()
        me = window.club.people.me
        if person and (me is None or me.id != person):
            window.act_as(person)
        self.watch()
        focus_page(window)
