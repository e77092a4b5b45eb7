"""The day beside the step: every step with its times, the critical path, and whom to call."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.cutover.times import Timed
from ui.models import switch_words as words
from ui.switching import Standing
from ui.widgets.cards import Card, Flow
from ui.widgets.text import StatusWord, Words


class Morning(Card):
    """The day's steps with their times, and below them whom to call."""

    def __init__(self) -> None:
        super().__init__("The steps")
        self._steps, self._phones = Flow(200, spacing=4, most=1), Flow(200, spacing=4, most=1)
        self.path = Words("", "secondary")
        self.body.addWidget(self._steps)
        self.body.addWidget(self.path)
        self.body.addWidget(Words("Whom to call", "title"))
        self.body.addWidget(self._phones)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_all(self, standing: Standing) -> None:
        """Show every step with planned and real times."""
        rows: list[QWidget] = [_row(timed, standing) for timed in standing.times]
        self.path.setText(words.path(standing))
        self._steps.show_items(rows)
        phones: list[QWidget] = [Words(f"{words.role(role)}: {name}, {reach}") for role, name, reach in standing.phones]
        self._phones.show_items(phones or [Words("Nobody is entered yet. Ready to switch?, Contacts.", "secondary")])


def _row(timed: Timed, standing: Standing) -> QWidget:
    mark = timed.taken.mark
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Words(words.moment(timed.ends, standing), "secondary", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(Words(timed.taken.step.title))
    text.addWidget(Words(words.planned_and_used(timed), "secondary"))
    line.addLayout(text, 1)
    line.addWidget(StatusWord(words.TONES[mark], words.WORDS[mark]), 0, Qt.AlignmentFlag.AlignTop)
    return box
