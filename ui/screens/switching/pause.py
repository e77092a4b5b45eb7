"""A pause point: the text that is read aloud, then GO or NO-GO of every role."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clubos_desktop.model.people import Person
from clubos_desktop.verification.registers.checklists import ROLES
from clubos_desktop.verification.registers.runbook import Run, Taken, missing_answers
from ui.switching import Standing
from ui.tokens import px
from ui.widgets.cards import Card, Flow
from ui.widgets.fields import Labelled
from ui.widgets.form import Signer
from ui.widgets.symbol import Button
from ui.widgets.text import Words


class PauseCard(Card):
    """Text to read aloud, then GO or NO-GO of every role, alike in size and colour (features.md E28, E29)."""

    answered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__("Read this aloud, then ask everyone")
        self.aloud = Words("", "aloud")
        self._rows = Flow(320, spacing=8, most=2, spread=False)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Needed for NO-GO")
        self._signer = Flow(420, most=1)
        self.signer: Signer | None = None
        self._offered: tuple[Person, ...] = ()
        self._shown: tuple[tuple[str, str, str, bool], ...] = ()
        for widget in (self.aloud, self._rows, self._signer, Labelled("Why not, if anybody says NO-GO", self.reason)):
            self.body.addWidget(widget)

    def ask(self, standing: Standing, run: Run, taken: Taken) -> None:
        """Show who has answered what; what is as it was is left alone, with the focus that may stand on it."""
        self.aloud.setText(taken.step.aloud)
        waiting = missing_answers(run, taken)
        said = {each.role: each for each in taken.answers}
        rows = []
        for role in ROLES:
            answer = said.get(role)
            state = "" if answer is None else "GO" if answer.go else f"NO-GO: {answer.reason}"
            rows.append((role, standing.name(role), state, role in waiting))
        if tuple(rows) != self._shown:
            self._shown = tuple(rows)
            self._rows.show_items([self._row(*row) for row in rows])
        if self.signer is None or self._offered != standing.people:
            self._ask_again(standing)

    def _ask_again(self, standing: Standing) -> None:
        """Offer the people there are now; whoever was chosen stays chosen, with what was typed."""
        chosen, typed = (str(self.signer.who.currentData() or ""), self.signer.pin.text()) if self.signer else ("", "")
        self._offered = standing.people
        self.signer = Signer("Who answers", standing.people, chosen or standing.me)
        self.signer.pin.line.setText(typed)
        self._signer.show_items([self.signer])

    def _row(self, role: str, name: str, state: str, open_: bool) -> QWidget:
        box = QWidget()
        box.setMinimumHeight(px(36))  # an answered row stays as high as its buttons: the others do not move away
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Words(f"{role.capitalize()}: {name}" + (f" · {state}" if state else "")), 1)
        if open_:
            for text, go in (("GO", True), ("NO-GO", False)):
                button = Button(text, name=f"{text}, {role}")
                button.does(partial(self.answered.emit, role, go))
                line.addWidget(button)
        return box
