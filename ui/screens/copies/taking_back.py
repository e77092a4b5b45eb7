"""Taking a copy back: what that would do, run by run, then a reason, then the act itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from clubos_desktop.errors import ClubOSError
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.sync.taking_back import Part
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Notice
from ui.widgets.fields import Labelled
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.words import count, listed, shorten


class TakingBack(Notice):
    """Hidden until it is asked for. Esc or "Leave it" changes nothing."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(Tone.NEEDS, "undo-2")
        self._desk = desk
        self._copy = 0
        self._lines = Words("").selectable()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("For example: the key was another club's.")
        self.reason.returnPressed.connect(self._take)
        self._asked = Labelled("Why is what it brought not right?", self.reason)
        self.take = Button("Take this copy back", icon="undo-2")
        self.take.does(self._take)
        leave = Button("Leave it", role="quiet")
        leave.does(self.left.emit)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.take)
        row.addWidget(leave)
        row.addStretch(1)
        for widget in (self._lines, self._asked):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.hide()

    def ask(self, copy: int) -> None:
        """Say what taking a copy back would do, or why it cannot be."""
        self._copy = copy
        self.reason.clear()
        try:
            parts = self._desk.club.planning.undoing(copy)
        except ClubOSError as error:
            self.say_error(error)
            self._offer(on=False)
        else:
            moved = [each for each in parts if each.n]
            self.say(
                f"Take copy {copy} back?",
                "What stood before it stands again. Nothing is deleted: what the copy brought stays in the history, "
                "a backup is made first, and the next copy reads it all again.",
            )
            self._lines.setText("\n".join(map(sentence, moved)) or "It brought nothing that differs from before.")
            self._offer(on=True)
        self.show()
        (self.reason if self._asked.isVisibleTo(self) else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, *, on: bool) -> None:
        for widget in (self._lines, self._asked, self.take):
            widget.setVisible(on)

    def _take(self) -> None:
        if not self.reason.text().strip():
            self._desk.say("Say in a few words why, so that others understand it later.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        copy, reason = self._copy, self.reason.text()
        self._desk.work_here(
            "Taking a copy back",
            lambda: self._desk.club.planning.take_back(copy, reason),
            succeeded=partial(self._taken, copy),
            failed=self._refused,
        )

    def _taken(self, copy: int, _parts: object) -> None:
        self._desk.say(f"Copy {copy} was taken back. What stood before stands again.")
        self.left.emit()
        self._desk.outdate()

    def _refused(self, error: Exception) -> None:
        self.say_error(error)
        self._desk.outdate()


def sentence(part: Part) -> str:
    """For example: "Members of Wild Apricot: 2 as they were before, 1 gone again (Ann Lee, Bob Lee and 1 more)."."""
    acts: tuple[tuple[int, Callable[[int], str]], ...] = (
        (part.changed, lambda n: f"{count(n, 'record')} as before"),
        (part.new, lambda n: f"{n:,} new here, gone again"),
        (part.missed, lambda n: f"{n:,} not listed, here again"),
        (part.returned, lambda n: f"{n:,} that came back, away again"),
    )
    more = part.n - len(part.names)
    named = ", ".join(shorten(name, 40) for name in part.names) + (f" and {more:,} more" if more > 0 else "")
    what = f"{DOMAIN_LABELS[part.run.domain]} of {SIDE_LABELS[part.run.side]}"
    return f"{what}: {listed([say(n) for n, say in acts if n])} ({named})."
