"""The watch after the switch: what the last look found, the hours nobody looked, whose computer is on, whom to call."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clubos_desktop.cutover.watch import Board
from ui.models import switch_words as words
from ui.places import Place
from ui.screens.base import Desk
from ui.switching import Standing
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine

SHOWN = 6
"""Looks that are listed."""


class WatchCard(Card):
    """Shown while the return period runs; it proposes and never acts (features.md E26)."""

    look_now = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("The watch")
        self.head = Words("", "strong")
        self.proposes = Notice(Tone.NEEDS)
        self._looks = Flow(300, spacing=4, most=1)
        self._gaps = Flow(300, spacing=4, most=1)
        self._phones = Flow(300, spacing=4, most=1)
        acts = QWidget()
        line = WrappingLine(acts)
        self.now = Button("Look now", icon="search")
        self.now.does(self.look_now.emit)
        line.addWidget(self.now)
        line.addWidget(Button("Whose computer…", icon="users").does(partial(desk.go, Place.READY, "watchers")))
        for widget in (self.head, self.proposes, self._gaps, self._looks, acts, Words("Whom to call", "title")):
            self.body.addWidget(widget)
        self.body.addWidget(self._phones)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_watch(self, standing: Standing) -> None:
        """Show how the watch stands; hidden before the switch."""
        board = standing.watch
        self.setVisible(board is not None)
        if board is None:
            return
        self.head.setText(words.watch_head(board, standing.zone))
        self.proposes.setVisible(bool(board.proposals))
        self.proposes.say("The last look proposes", "\n".join(board.proposals))
        self._gaps.show_items(_gaps(board, standing.zone))
        looks = [Words(words.look_line(at, seen, standing.zone)) for at, seen in board.looks[:SHOWN]]
        self._looks.show_items([*looks] or [Words("Nobody has looked yet.", "secondary")])
        phones = [Words(f"{words.role(role)}: {name}, {reach}") for role, name, reach in standing.phones]
        self._phones.show_items([*phones] or [Words("Nobody is entered yet.", "secondary")])


def _gaps(board: Board, zone: str) -> list[QWidget]:
    found: list[QWidget] = []
    for line in words.gap_lines(board, zone):
        notice = Words(line)
        notice.set_tone(Tone.NEEDS)
        found.append(notice)
    return found
