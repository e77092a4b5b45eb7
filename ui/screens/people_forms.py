"""The forms of People and PINs: somebody new, the own PIN, and what a board member has to agree to."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clubos_desktop.model.people import Person, Role
from clubos_desktop.store.people import LONGEST
from clubos_desktop.store.pins import SHORTEST
from ui.widgets.allowing import Allowing
from ui.widgets.cards import Card, Flow
from ui.widgets.fields import Choice, Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine

ROLES = [(role.value.capitalize(), role.value) for role in Role]

Guards = Callable[..., bool]
"""Whether a change that touches these roles needs the PIN of a board member now."""


class PersonForm(Card):
    """Name and role of somebody new, or of somebody who is here; ``kept`` carries who of the board agrees, or None."""

    kept = Signal(str, str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Somebody new")
        self._was: tuple[Role, ...] = ()
        self._board: tuple[Person, ...] = ()
        self._guards: Guards = lambda *_roles: False
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.role = Choice("Role", ROLES)
        self._name_line = Labelled("Name", self.name)
        fields = Flow(220, spacing=16, most=2)
        fields.show_items([self._name_line, Labelled("Role", self.role)])
        self.body.addWidget(fields)
        self.allowing = Allowing()
        self.allowing.hide()
        self.allowing.pin.returnPressed.connect(self._keep)
        self.body.addWidget(self.allowing)
        self.role.currentIndexChanged.connect(self._ask_board)
        self.keep, leave = Button("Add"), Button("Cancel", role="quiet")
        self.keep.clicked.connect(self._keep)
        self.name.returnPressed.connect(self._keep)
        leave.clicked.connect(self.left)
        self.body.addWidget(line_of(self.keep, leave))

    def ask(self, person: Person | None, board: tuple[Person, ...] = (), guards: Guards | None = None) -> None:
        """Ask anew, with what is known of ``person``; ``board`` are those who can agree where ``guards`` says so."""
        self._was = () if person is None else (person.role,)
        self._board = board
        self._guards = guards or (lambda *_roles: False)
        self.title.setText("Somebody new" if person is None else f"Change {person.name}")
        self.keep.setText("Add" if person is None else "Keep")
        self.name.setText("" if person is None else person.name)
        self.role.choose((person.role if person is not None else Role.OPERATOR).value)
        self._name_line.say("")
        self._ask_board()
        self.show()
        self.name.setFocus()

    def _ask_board(self) -> None:
        """A PIN is asked for only where the roles want one."""
        needed = self._guards(*self._was, Role(self.role.chosen()))
        if needed != self.allowing.needed:
            self.allowing.ask(self._board, needed=needed)

    def refuse(self, error: Exception) -> None:
        """Say why it was not kept, beside what it is about."""
        words = said(error)
        if getattr(error, "code", "") in ("person.name", "person.twice") or not self.allowing.needed:
            self._name_line.say(words, "problem")
        else:
            self.allowing.refuse(words)

    def _keep(self) -> None:
        name = self.name.text().strip()
        self._name_line.say("" if name else "Please write the name.", "problem")
        by = self.allowing.signer()
        if name and (by is not None or not self.allowing.needed):
            self.kept.emit(name, self.role.chosen(), by)


class AgreeForm(Card):
    """An act on somebody that a board member has to agree to; ``agreed`` carries who agrees, with the PIN."""

    agreed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self._about = Words("", "secondary")
        self.allowing = Allowing()
        self.allowing.pin.returnPressed.connect(self._press)
        self.act, leave = Button(""), Button("Cancel", role="quiet")
        self.act.clicked.connect(self._press)
        leave.clicked.connect(self.left)
        for widget in (self._about, self.allowing, line_of(self.act, leave)):
            self.body.addWidget(widget)

    def ask(self, title: str, about: str, act: str, board: tuple[Person, ...]) -> None:
        """Ask for one act."""
        self.title.setText(title)
        self._about.setText(about)
        self.act.setText(act)
        self.allowing.why.setVisible(False)
        self.allowing.ask(board, needed=True)
        self.show()
        self.allowing.who.setFocus()

    def refuse(self, error: Exception) -> None:
        """Say why it was not done."""
        self.allowing.refuse(said(error))

    def _press(self) -> None:
        by = self.allowing.signer()
        if by is not None:
            self.agreed.emit(by)


class PinForm(Card):
    """The own PIN, typed twice; who has one types it first, and for a first one of the board a board member agrees."""

    kept = Signal(str, str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Your PIN")
        self.present = Hidden("Your present PIN", what="PIN")
        self.new = Hidden("New PIN", f"At least {SHORTEST} characters", what="PIN")
        self.again = Hidden("New PIN once more", what="PIN")
        self._lines = {
            "present": Labelled("Your present PIN", self.present),
            "new": Labelled("New PIN", self.new),
            "again": Labelled("New PIN once more", self.again),
        }
        self.body.addWidget(
            Words("It signs what you decide on this computer. Nobody else sets or sees it.", "secondary")
        )
        fields = Flow(220, spacing=16, most=2)
        fields.show_items([self._lines["new"], self._lines["again"]])
        self.body.addWidget(self._lines["present"])
        self.body.addWidget(fields)
        self.allowing = Allowing()
        self.allowing.hide()
        self.allowing.pin.returnPressed.connect(self._keep)
        self.body.addWidget(self.allowing)
        keep, leave = Button("Keep this PIN"), Button("Cancel", role="quiet")
        keep.clicked.connect(self._keep)
        leave.clicked.connect(self.left)
        for field in (self.present, self.new, self.again):
            field.returnPressed.connect(self._keep)
        self.body.addWidget(line_of(keep, leave))

    def ask(self, person: Person, board: tuple[Person, ...] = (), *, guarded: bool = False) -> None:
        """Ask for the PIN of who acts now; ``guarded`` when somebody of ``board`` has to agree."""
        self.allowing.ask(board, needed=guarded)
        self.title.setText(f"PIN of {person.name}")
        for field in (self.present, self.new, self.again):
            field.clear()
        for line in self._lines.values():
            line.say("")
        self._lines["present"].setVisible(person.has_pin)
        self.show()
        (self.present if person.has_pin else self.new).setFocus()

    def refuse(self, error: Exception) -> None:
        """Say why it was not kept."""
        words, code = said(error), getattr(error, "code", "")
        about_new = code in ("person.short_pin", "person.long_pin")
        if self.allowing.needed and not about_new:
            self.allowing.refuse(words)
            return
        place = "new" if about_new or self._lines["present"].isHidden() else "present"
        self._lines[place].say(words, "problem")

    def _keep(self) -> None:
        short = len(self.new.text().strip()) < SHORTEST
        other = self.new.text() != self.again.text()
        asks = not self._lines["present"].isHidden() and not self.present.text()
        self._lines["present"].say("Please type your present PIN." if asks else "", "problem")
        self._lines["new"].say(f"Please take at least {SHORTEST} characters." if short else "", "problem")
        self._lines["again"].say("This is not the same." if other and not short else "", "problem")
        if short or other or asks:
            return
        by = self.allowing.signer()
        if by is not None or not self.allowing.needed:
            self.kept.emit(self.new.text(), self.present.text(), by)


def said(error: Exception) -> str:
    """An error as people read it."""
    return f"{getattr(error, 'sentence', 'That was not done.')} {getattr(error, 'remedy', '')}".strip()


def line_of(*buttons: QWidget) -> QWidget:
    """Buttons beside each other."""
    box = QWidget()
    line = WrappingLine(box, spacing=8)
    for button in buttons:
        line.addWidget(button)
    return box
