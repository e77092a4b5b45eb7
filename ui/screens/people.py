"""People and PINs, a card of Settings: who takes part, who acts now, and the PIN that proves it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.model.people import Person, Role
from clubos_desktop.store.pins import SHORTEST
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Card, Flow
from ui.widgets.fields import Choice, Labelled
from ui.widgets.hidden import Hidden
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words
from ui.widgets.wrapping import WrappingLine
from ui.words import shorten

ROLES = [(role.value.capitalize(), role.value) for role in Role]


class PersonForm(Card):
    """Name and role of somebody new, or of somebody who is here."""

    kept = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Somebody new")
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self.role = Choice("Role", ROLES)
        self._name_line = Labelled("Name", self.name)
        fields = Flow(220, spacing=16, most=2)
        fields.show_items([self._name_line, Labelled("Role", self.role)])
        self.body.addWidget(fields)
        self.keep, leave = Button("Add"), Button("Cancel", role="quiet")
        self.keep.clicked.connect(self._keep)
        self.name.returnPressed.connect(self._keep)
        leave.clicked.connect(self.left)
        self.body.addWidget(_line(self.keep, leave))

    def ask(self, person: Person | None) -> None:
        """Ask anew, with what is known of ``person``."""
        self.title.setText("Somebody new" if person is None else f"Change {person.name}")
        self.keep.setText("Add" if person is None else "Keep")
        self.name.setText("" if person is None else person.name)
        self.role.choose((person.role if person is not None else Role.OPERATOR).value)
        self._name_line.say("")
        self.show()
        self.name.setFocus()

    def _keep(self) -> None:
        name = self.name.text().strip()
        self._name_line.say("" if name else "Please write the name.", "problem")
        if name:
            self.kept.emit(name, self.role.chosen())


class PinForm(Card):
    """The own PIN, typed twice; who has one types it first."""

    kept = Signal(str, str)
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
        keep, leave = Button("Keep this PIN"), Button("Cancel", role="quiet")
        keep.clicked.connect(self._keep)
        leave.clicked.connect(self.left)
        for field in (self.present, self.new, self.again):
            field.returnPressed.connect(self._keep)
        self.body.addWidget(_line(keep, leave))

    def ask(self, person: Person) -> None:
        """Ask for the PIN of who acts now."""
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
        said = f"{getattr(error, 'sentence', 'The PIN could not be kept.')} {getattr(error, 'remedy', '')}".strip()
        code = getattr(error, "code", "")
        place = "new" if code == "person.short_pin" or self._lines["present"].isHidden() else "present"
        self._lines[place].say(said, "problem")

    def _keep(self) -> None:
        short = len(self.new.text().strip()) < SHORTEST
        other = self.new.text() != self.again.text()
        asks = not self._lines["present"].isHidden() and not self.present.text()
        self._lines["present"].say("Please type your present PIN." if asks else "", "problem")
        self._lines["new"].say(f"Please take at least {SHORTEST} characters." if short else "", "problem")
        self._lines["again"].say("This is not the same." if other and not short else "", "problem")
        if not (short or other or asks):
            self.kept.emit(self.new.text(), self.present.text())


class PersonRow(QWidget):
    """One person and what can be done."""

    def __init__(self, card: "PeopleCard", person: Person, *, me: bool) -> None:
        super().__init__()
        name = Words(shorten(person.name, 40), "strong", wrap=False)
        pin = "has a PIN" if person.has_pin else "no PIN yet"
        about = Words(f"{person.role.value.capitalize()}, {pin}", "secondary")
        self.acts = QWidget()
        line = WrappingLine(self.acts, spacing=8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(name)
        if me:
            top.addWidget(StatusWord(Tone.WAY, "Acts now"))
        top.addStretch(1)
        if me:
            line.addWidget(
                Button("Set my PIN" if not person.has_pin else "Change my PIN", icon="key").does(card.ask_pin)
            )
        else:
            line.addWidget(self._button("Act as", person, partial(card.desk.act_as, person.id)))
        line.addWidget(self._button("Change", person, partial(card.ask_person, person)))
        line.addWidget(self._button("Has left", person, partial(card.retire, person)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(about)
        column.addWidget(self.acts)
        column.addStretch(1)

    def _button(self, text: str, person: Person, act: Callable[[], object]) -> Button:
        shown = f"Act as {person.name}" if text == "Act as" else text
        button = Button(shown, role="" if text == "Act as" else "quiet", name=f"{text} {person.name}".strip())
        return button.does(act)


class PeopleCard(Card):
    """Everybody who acts here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("People and PINs")
        self.desk = desk
        self._changing: Person | None = None
        self.body.addWidget(
            Words("Every act carries a name. Sign-offs and votes ask for the PIN of who signs.", "secondary")
        )
        self.people = Flow(340, spacing=8, most=3, spread=False)
        self._add = Button("Add a person", icon="plus")
        self._add.does(partial(self.ask_person, None))
        self.person_form, self.pin_form = PersonForm(), PinForm()
        self.person_form.kept.connect(self._keep_person)
        self.pin_form.kept.connect(self._keep_pin)
        for form in (self.person_form, self.pin_form):
            form.left.connect(self.close_forms)
            form.hide()
        self._trouble = Words("", tone="problem")
        self._trouble.hide()
        for widget in (self.people, self._trouble, self.person_form, self.pin_form, _line(self._add)):
            self.body.addWidget(widget)

    def show_people(self) -> None:
        """Read who is here."""
        club = self.desk.club
        me = club.people.me
        there = club.people.active()
        focus = self.window().focusWidget()
        inside = focus is not None and self.people.isAncestorOf(focus)
        self.people.show_items([PersonRow(self, each, me=me is not None and each.id == me.id) for each in there])
        if inside:
            self._add.setFocus()  # what was pressed is gone; the focus stays in the card, never on the band

    def ask_person(self, person: Person | None) -> None:
        """Ask about somebody new, or about changes."""
        self.close_forms()
        self._changing = person
        self.person_form.ask(person)

    def ask_pin(self) -> None:
        """Ask for the own PIN."""
        self.close_forms()
        me = self.desk.club.people.me
        if me is not None:
            self.pin_form.ask(me)

    def close_forms(self) -> bool:
        """Close what was asked; False when nothing was."""
        open_ones = [form for form in (self.person_form, self.pin_form) if not form.isHidden()]
        for form in open_ones:
            form.hide()
        self._trouble.hide()
        if open_ones:
            self._add.setFocus()
        return bool(open_ones)

    def retire(self, person: Person) -> None:
        """Somebody has left."""
        act = partial(self.desk.club.people.retire, person.id)
        self._run(act, f"{person.name} acts here no more; what they did stays in the history.")

    def _keep_person(self, name: str, role: str) -> None:
        people, changing = self.desk.club.people, self._changing
        if changing is None:
            self._run(partial(people.add, name, Role(role)), f"{name} can act here now.")
        else:
            self._run(partial(people.change, changing.id, name, Role(role)), f"{name} is noted.")

    def _keep_pin(self, new: str, present: str) -> None:
        act = partial(self.desk.club.people.set_pin, new, present)
        self.desk.jobs.act(act, succeeded=self._pin_kept, failed=self.pin_form.refuse)

    def _pin_kept(self, _nothing: object) -> None:
        self._said = "Your PIN is kept."
        self._done(None)

    def _run(self, act: Callable[[], object], said: str) -> None:
        self._said = said
        self.desk.jobs.act(act, succeeded=self._done, failed=self._failed)

    _said = ""

    def _done(self, _result: object) -> None:
        self.close_forms()
        self.desk.say(self._said)
        self.desk.outdate()

    def _failed(self, error: Exception) -> None:
        self._trouble.setText(
            f"{getattr(error, 'sentence', 'That was not done.')} {getattr(error, 'remedy', '')}".strip()
        )
        self._trouble.show()


def _line(*buttons: QWidget) -> QWidget:
    box = QWidget()
    line = WrappingLine(box, spacing=8)
    for button in buttons:
        line.addWidget(button)
    return box
