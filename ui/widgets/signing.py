"""Who signs, here, with a PIN: chosen from the people of the club, proved by what they type."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.model.people import Person
from ui.widgets.fields import Choice, Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine


class SignHere(QWidget):
    """``signed`` carries the person and what was typed; ``people_wanted`` asks for the place where PINs are set.

    The PIN is forgotten with every try.
    """

    signed = Signal(object, str)
    left = Signal()
    people_wanted = Signal()

    def __init__(self, who: str, act: str) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self.own_typed = ""
        """What who acts typed as the own PIN, where it was asked for; it stands during ``signed`` alone."""
        self._nobody = Words("", "secondary")
        self._add = Button("Add people and PINs", icon="users")
        self._add.clicked.connect(self.people_wanted)
        self._who = Choice(who, [])
        self.pin = Hidden("PIN", what="PIN")
        self.pin.returnPressed.connect(self._press)
        self._pin_line = Labelled("PIN", self.pin)
        self.own = Hidden("Your PIN", what="PIN")
        self.own.returnPressed.connect(self._press)
        self._own_line = Labelled("Your PIN", self.own)
        self._own_line.hide()
        fields = QWidget()
        row = QHBoxLayout(fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(Labelled(who, self._who), 1)
        row.addWidget(self._pin_line, 1)
        self._fields = fields
        self.sign, leave = Button(act), Button("Not now", role="quiet")
        self.sign.clicked.connect(self._press)
        leave.clicked.connect(self.left)
        acts = QWidget()
        line = WrappingLine(acts, spacing=8)
        for button in (self._add, self.sign, leave):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        for widget in (self._nobody, self._own_line, fields, acts):
            column.addWidget(widget)

    def ask(self, people: Collection[Person], nobody: str) -> None:
        """Offer those who have a PIN; ``nobody`` is said when none of them has."""
        self._people = tuple(person for person in people if person.has_pin)
        chosen = self._who.currentText()
        self._who.clear()
        for person in self._people:
            self._who.addItem(f"{person.name}, {person.role}", str(person.id))
        self._who.setCurrentIndex(max(self._who.findText(chosen), 0))
        able = bool(self._people)
        self._nobody.setText(nobody)
        self._nobody.setVisible(not able)
        self._add.setVisible(not able)
        self._fields.setVisible(able)
        self.sign.setVisible(able)
        self.pin.clear()
        self._pin_line.say("")
        self.own.clear()
        self._own_line.hide()

    def ask_own(self, name: str) -> None:
        """Ask who acts for the own PIN too; called after ``ask``."""
        self._own_line.setVisible(bool(name) and bool(self._people))
        self._own_line.say(f"{name} acts now." if name else "")

    def focus_first(self) -> None:
        """The first thing to fill in."""
        (self._who if self._people else self._add).setFocus()

    def refuse(self, error: Exception) -> None:
        """Say why it was not taken; another try is open."""
        sentence, remedy = getattr(error, "sentence", "This could not be signed."), getattr(error, "remedy", "")
        self._pin_line.say(f"{sentence} {remedy}".strip(), "problem")
        self.sign.setEnabled(True)
        self.pin.setFocus()

    def wait(self, *, waiting: bool) -> None:
        """While it is tried."""
        self.sign.setEnabled(not waiting)

    def _press(self) -> None:
        number = self._who.chosen()
        person = next((each for each in self._people if str(each.id) == number), None)
        if person is None or not self.sign.isEnabled():
            return
        typed = self.pin.text()
        lacking = not self._own_line.isHidden() and not self.own.text()
        if not typed or lacking:
            self._pin_line.say("Please type both PINs." if lacking else "Please type the PIN.", "problem")
            return
        self.own_typed = self.own.text()
        self.pin.clear()
        self._pin_line.say("")
        self.wait(waiting=True)
        self.signed.emit(person, typed)
        self.own_typed = ""
        self.own.clear()
