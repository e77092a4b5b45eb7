"""The board member who lets a change of the people happen, with the PIN; hidden where nobody has to."""

from collections.abc import Collection

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.model.people import Person
from ui.widgets.cards import Flow
from ui.widgets.fields import Choice, Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.text import Words

WHY = "This concerns somebody of the board, so a board member types the own PIN."


class Allowing(QWidget):
    """Asked only while ``needed``; the PIN is forgotten with every try."""

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self.why = Words(WHY, "secondary")
        self.who = Choice("Board member who agrees", [])
        self.pin = Hidden("PIN of the board member", what="PIN")
        self._pin_line = Labelled("PIN of the board member", self.pin)
        fields = Flow(220, spacing=16, most=2)
        fields.show_items([Labelled("Board member who agrees", self.who), self._pin_line])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.why)
        column.addWidget(fields)

    @property
    def needed(self) -> bool:
        """Whether a PIN is asked for."""
        return not self.isHidden()

    def ask(self, board: Collection[Person], *, needed: bool) -> None:
        """Ask anew, or hide."""
        self._people = tuple(board)
        self.who.clear()
        for person in self._people:
            self.who.addItem(f"{person.name}, {person.role}", str(person.id))
        self.pin.clear()
        self._pin_line.say("")
        self.setVisible(needed)

    def signer(self) -> tuple[Person, str] | None:
        """Who agrees, with what was typed; None where nobody has to or nothing was typed (said then)."""
        chosen = next((each for each in self._people if str(each.id) == self.who.chosen()), None)
        typed = self.pin.text()
        if not self.needed or chosen is None:
            return None
        self._pin_line.say("" if typed else "Please type the PIN.", "problem")
        self.pin.clear()
        return (chosen, typed) if typed else None

    def refuse(self, words: str) -> None:
        """Say why it was not taken."""
        self._pin_line.say(words, "problem")
        self.pin.setFocus()
