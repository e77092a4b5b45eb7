"""What the differences would mean for people if the club switched today, as sentences that open their lists."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from clubos_desktop.findings.impacts import Impact
from ui.models.causes import Outline
from ui.screens.base import Desk
from ui.widgets.cards import Card
from ui.widgets.symbol import Button, LongButton
from ui.widgets.wrapping import WrappingLine

FIRST = 3
"""Sentences shown before "Show all" is pressed: the gravest."""


class ImpactCard(Card):
    """``look`` opens a list: ids of differences and a title. Read off the screen's thread, once for each outline."""

    def __init__(self, desk: Desk, look: Callable[[tuple[int, ...], str], None]) -> None:
        super().__init__("If the club switched today")
        self._desk = desk
        self._look = look
        self._read_for: Outline | None = None
        self._found: tuple[Impact, ...] = ()
        self._all = False
        self._lines = QWidget()
        self._rows = WrappingLine(self._lines)
        self.more = Button("", role="quiet", icon="chevron-down").does(self._toggle)
        self.body.addWidget(self._lines)
        self.hide()

    def load(self, outline: Outline) -> None:
        """Find them, unless nothing has changed since."""
        if outline != self._read_for:
            self._read_for = outline
            self._desk.jobs.act(self._desk.club.deciding.impacts, succeeded=self._show, failed=self._failed)

    def _show(self, found: tuple[Impact, ...]) -> None:
        self._found = found
        self._fill()

    def _failed(self, _error: Exception) -> None:
        self._read_for = None
        self.hide()

    def _toggle(self) -> None:
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.more:
                widget.hide()
                widget.deleteLater()
        for impact in self._found if self._all else self._found[:FIRST]:
            button = LongButton(impact.sentence).does(partial(self._open, impact))
            self._rows.addWidget(button)
            button.show()
        self._rows.addWidget(self.more)
        self.more.setText("Show the gravest" if self._all else f"Show all {len(self._found)}")
        self.more.show_icon("chevron-up" if self._all else "chevron-down")
        self.more.setVisible(len(self._found) > FIRST)
        self.setVisible(bool(self._found))

    def _open(self, impact: Impact) -> None:
        ids = tuple(dict.fromkeys(person.difference for person in impact.people if person.difference))
        if ids:
            self._look(ids, impact.sentence)
        else:
            self._desk.say("These registrations are equal by your rules; Records shows them.")
