"""People and PINs, a card of Settings: who takes part, who acts now, and the PIN that proves it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.model.people import Person, Role
from ui.screens.base import Desk
from ui.screens.people_forms import AgreeForm, PersonForm, PinForm, line_of, said
from ui.tone import Tone
from ui.widgets.allowing import WHY
from ui.widgets.cards import Card, Flow
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words
from ui.widgets.wrapping import WrappingLine
from ui.words import shorten


class PersonRow(QWidget):
    """One person and what can be done."""

    def __init__(self, card: "PeopleCard", person: Person, *, me: bool, waits: bool, other_board: bool) -> None:
        super().__init__()
        name = Words(shorten(person.name, 40), "strong", wrap=False)
        pin = "has a PIN" if person.has_pin else "no PIN yet"
        pin = "has a PIN; a board member has to vouch for it" if waits else pin
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
        if waits and other_board:
            line.addWidget(self._button("Vouch", person, partial(card.vouch, person)))
        if person.has_pin and other_board:
            line.addWidget(self._button("PIN lost", person, partial(card.reset, person)))
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
        self.person_form, self.pin_form, self.agree_form = PersonForm(), PinForm(), AgreeForm()
        self._agreed: Callable[[tuple[Person, str]], object] = lambda _by: None
        self.agree_form.agreed.connect(lambda by: self._run(partial(self._agreed, by), self._said, self.agree_form))
        self.person_form.kept.connect(self._keep_person)
        self.pin_form.kept.connect(self._keep_pin)
        for form in self._forms():
            form.left.connect(self.close_forms)
            form.hide()
        self._trouble = Words("", tone="problem")
        self._trouble.hide()
        for widget in (self.people, self._trouble, *self._forms(), line_of(self._add)):
            self.body.addWidget(widget)

    def _forms(self) -> tuple[PersonForm, PinForm, AgreeForm]:
        return self.person_form, self.pin_form, self.agree_form

    def show_people(self) -> None:
        """Read who is here."""
        club = self.desk.club
        me = club.people.me
        there, waiting, board = club.people.active(), club.people.waiting(), club.people.board()
        focus = self.window().focusWidget()
        inside = focus is not None and self.people.isAncestorOf(focus)
        self.people.show_items(
            [
                PersonRow(
                    self,
                    each,
                    me=me is not None and each.id == me.id,
                    waits=each.id in waiting,
                    other_board=any(one.id != each.id for one in board),
                )
                for each in there
            ]
        )
        if inside:
            self._add.setFocus()  # what was pressed is gone; the focus stays in the card, never on the band

    def ask_person(self, person: Person | None) -> None:
        """Ask about somebody new, or about changes."""
        self.close_forms()
        self._changing = person
        people = self.desk.club.people
        self.person_form.ask(person, people.board(), people.guards)

    def ask_pin(self) -> None:
        """Ask for the own PIN."""
        self.close_forms()
        me = self.desk.club.people.me
        people = self.desk.club.people
        if me is not None:
            self.pin_form.ask(me, people.board(), guarded=not me.has_pin and people.guards(me.role))

    def close_forms(self) -> bool:
        """Close what was asked; False when nothing was."""
        open_ones = [form for form in self._forms() if not form.isHidden()]
        for form in open_ones:
            form.hide()
        self._trouble.hide()
        if open_ones:
            self._add.setFocus()
        return bool(open_ones)

    def retire(self, person: Person) -> None:
        """Somebody has left; whoever was on the board leaves with a board member's PIN."""
        people = self.desk.club.people
        done = f"{person.name} acts here no more; what they did stays in the history."
        if people.guards(person.role):
            words = (f"{person.name} has left", WHY, "Has left")
            self._ask_board(words, partial(people.retire, person.id), done)
        else:
            self._run(partial(people.retire, person.id), done)

    def reset(self, person: Person) -> None:
        """A PIN was lost: another board member takes it away."""
        about = f"{person.name} can set a new one then. Another board member types the own PIN."
        act = partial(self.desk.club.people.reset, person.id)
        words = (f"PIN of {person.name} is lost", about, "Take it away")
        self._ask_board(words, act, f"{person.name} has no PIN now.", but=person)

    def vouch(self, person: Person) -> None:
        """A board member vouches for a PIN."""
        about = f"A board member knows that this PIN is {person.name}'s own. It counts as a second person's then."
        act = partial(self.desk.club.people.vouch, person.id)
        done = f"Noted: this is {person.name}'s own PIN."
        self._ask_board((f"Vouch for {person.name}", about, "Vouch"), act, done, but=person)

    def _ask_board(
        self,
        words: tuple[str, str, str],
        done: Callable[[tuple[Person, str]], object],
        sentence: str,
        *,
        but: Person | None = None,
    ) -> None:
        """Ask a board member, not ``but``, before ``done`` is done; ``words`` are title, explanation and button."""
        self.close_forms()
        self._agreed, self._said = done, sentence
        board = tuple(each for each in self.desk.club.people.board() if but is None or each.id != but.id)
        self.agree_form.ask(*words, board)

    def _keep_person(self, name: str, role: str, by: tuple[Person, str] | None) -> None:
        people, changing = self.desk.club.people, self._changing
        if changing is None:
            self._run(partial(people.add, name, Role(role), by), f"{name} can act here now.", self.person_form)
        else:
            act = partial(people.change, changing.id, name, Role(role), by)
            self._run(act, f"{name} is noted.", self.person_form)

    def _keep_pin(self, new: str, present: str, by: tuple[Person, str] | None) -> None:
        self._run(partial(self.desk.club.people.set_pin, new, present, by), "Your PIN is kept.", self.pin_form)

    def _run(
        self, act: Callable[[], object], sentence: str, form: PersonForm | PinForm | AgreeForm | None = None
    ) -> None:
        """Do it; what goes wrong is said in the form it came from."""
        self._said = sentence
        self.desk.jobs.act(act, succeeded=self._done, failed=self._failed if form is None else form.refuse)

    _said = ""

    def _done(self, _result: object) -> None:
        self.close_forms()
        self.desk.say(self._said)
        self.desk.outdate()

    def _failed(self, error: Exception) -> None:
        self._trouble.setText(said(error))
        self._trouble.show()
