"""Beginning a run: which kind, who does what, who signs."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubos_desktop.model.people import Person
from clubos_desktop.model.runbook import RunKind
from clubos_desktop.verification.acts.entering import BOARD
from clubos_desktop.verification.registers.checklists import ROLES
from ui.models.switch_words import KINDS
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.fields import Choice, Labelled
from ui.widgets.form import Signer, in_turn
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine

APPROVERS = ("approver", "second approver")
"""Roles that agree for the board."""


class BeginCard(Card):
    """``begun`` when it was sent, ``left`` when it was not wanted. What was chosen stays until it is begun."""

    begun = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(" ")
        self.real = False
        self._about = Words("", "secondary")
        self.kind = Choice("Which rehearsal", [(words, kind.value) for kind, words in KINDS.items()])
        self._kind_line = Labelled("Which rehearsal", self.kind)
        self.roles: dict[str, Choice] = {}
        self._roles = Flow(300, spacing=12, most=2)
        self._signers = Flow(420, spacing=8, most=1)
        self.signer: Signer | None = None
        self.second: Signer | None = None
        self.trouble = Notice()
        self.trouble.hide()
        self.send, leave = Button("Begin", role="main", icon="play"), Button("Not now", role="quiet")
        self.send.does(self._send)
        leave.does(self.left.emit)
        acts = QWidget()
        line = WrappingLine(acts)
        line.addWidget(self.send)
        line.addWidget(leave)
        for widget in (self._about, self._kind_line, self._roles, self._signers, self.trouble, acts):
            self.body.addWidget(widget)

    def ask(self, title: str, about: str, people: Collection[Person], me: str, *, real: bool, emergency: bool) -> None:
        """Ask anew; ``emergency`` asks for a second officer too."""
        self.real = real
        self.title.setText(title)
        self.title.show()
        self._about.setText(about)
        self._kind_line.setVisible(not real)
        chosen = {role: choice.chosen() for role, choice in self.roles.items()}
        offered = [(f"{person.name}, {person.role}", str(person.id)) for person in people]
        self.roles = {role: Choice(role.capitalize(), offered) for role in ROLES}
        usual = _usual(tuple(people))
        for role, choice in self.roles.items():
            choice.choose(chosen.get(role) or usual.get(role, ""))
        self._roles.show_items(
            [Labelled(role.capitalize(), choice, ROLES[role]) for role, choice in self.roles.items()]
        )
        self.signer = Signer("Who begins it", people, me)
        self.second = Signer("The second officer", people) if emergency else None
        for signer in (self.signer, self.second):
            if signer is not None:
                signer.pin.returnPressed.connect(self._send)
        self._signers.show_items([each for each in (self.signer, self.second) if each is not None])
        signers = [each for each in (self.signer, self.second) if each is not None]
        in_turn(
            self.kind,
            *self.roles.values(),
            *(part for each in signers for part in (each.who, each.pin.line)),
            self.send,
        )
        self.trouble.hide()
        self.send.setEnabled(True)
        self.show()
        self.signer.pin.setFocus()

    def chosen(self) -> tuple[RunKind, dict[str, int]]:
        """The kind and who does what."""
        kind = RunKind.REAL if self.real else RunKind(self.kind.chosen())
        return kind, {role: int(choice.chosen()) for role, choice in self.roles.items() if choice.chosen()}

    def refuse(self, error: Exception) -> None:
        """Say what is wrong; PINs are forgotten, all else stays."""
        for signer in (self.signer, self.second):
            if signer is not None:
                signer.pin.clear()
        self.send.setEnabled(True)
        self.trouble.say_error(error)
        self.trouble.show()

    def _send(self) -> None:
        if self.send.isEnabled():
            self.send.setEnabled(False)
            self.trouble.hide()
            self.begun.emit()


def _usual(people: tuple[Person, ...]) -> dict[str, str]:
    """Who is proposed for each role: approvers agree for the board, so they are people of the board where there are."""
    board = [person for person in people if person.role in BOARD]
    others = [person for person in people if person.role not in BOARD]
    found: dict[str, str] = {}
    for role in ROLES:
        first, then = (board, others) if role in APPROVERS else (others, board)
        order = [*first, *then]
        if order:
            place = sum((each in APPROVERS) == (role in APPROVERS) for each in found)
            found[role] = str(order[place % len(order)].id)
    return found
