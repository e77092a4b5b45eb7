"""Copies that wait for a person: what is missing, and the three ways on. None of them is proposed."""

from functools import partial

from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.people import Person
from clubos_desktop.model.runs import Run
from clubos_desktop.store.views import Held
from ui.models.freshness import Freshness
from ui.places import Place
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Flow, Notice
from ui.widgets.signing import SignHere
from ui.widgets.text import Words
from ui.words import count, number, shorten

NOBODY = "Nobody else here has a PIN yet. The second person is added once, and sets an own PIN."
NO_OWN = "Two people confirm this with their PINs, and you have none yet. Set it once."


class HeldCards(Flow):
    """One card for each copy that waits; nothing when none does. A card stays while its copy does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(4000)
        self._desk = desk
        self._cards: dict[int, HeldCard] = {}

    def tell(self, fresh: Freshness, *, busy: bool) -> None:
        """Show what waits."""
        self._cards = {held.run.id: self._cards.get(held.run.id) or HeldCard(self._desk, held) for held in fresh.held}
        self.show_items(list(self._cards.values()))
        self.setVisible(bool(fresh.held))
        for card in self._cards.values():
            card.tell(busy=busy)


class HeldCard(Notice):
    """A copy that waits for a person: half the members are not in the answer, and nothing was changed."""

    def __init__(self, desk: Desk, held: Held) -> None:
        super().__init__(Tone.NEEDS)
        self._desk = desk
        self._held = held
        self.say(*_sentences(held))
        self.again = self.offer("Ask again", partial(desk.copy_now, everything=True))
        self._names = Words("", "secondary").selectable()
        self._names.setText(_names(held))
        self._names.hide()
        if held.names:
            self.names = self.offer("See the names", self._toggle_names)
        self.accept = self.offer("Accept, with a second person", self._ask)
        self.sign = SignHere("Second person", "Take this copy over")
        self.sign.signed.connect(self._signed)
        self.sign.left.connect(self._leave)
        self.sign.people_wanted.connect(partial(desk.go, Place.SETTINGS))
        self._means = Words(_means(held), "secondary")
        for widget in (self._names, self._means, self.sign):
            self.body.addWidget(widget)
            widget.hide()

    def tell(self, *, busy: bool) -> None:
        """While something is copied, nothing can be decided here."""
        self.again.setEnabled(not busy)
        self.accept.setEnabled(not busy)
        if not self.sign.isHidden():
            self._offer()

    def _toggle_names(self) -> None:
        shown = self._names.isHidden()
        self._names.setVisible(shown)
        self.names.setText("Hide the names" if shown else "See the names")

    def _ask(self) -> None:
        self.accept.hide()
        self._means.show()
        self.sign.show()
        self._offer()
        self.sign.focus_first()

    def _offer(self) -> None:
        people = self._desk.club.people
        me = people.me
        if me is not None and not me.has_pin:
            self.sign.ask([], NO_OWN)
            return
        self.sign.ask([each for each in people.active() if me is None or each.id != me.id], NOBODY)
        self.sign.ask_own("" if me is None else me.name)

    def _leave(self) -> None:
        self.sign.hide()
        self._means.hide()
        self.accept.show()
        self.accept.setFocus()

    def _signed(self, person: Person, pin: str) -> None:
        club, run, own = self._desk.club, self._held.run.id, self.sign.own_typed
        self._desk.jobs.run(lambda: club.take_over(run, person, pin, own), succeeded=self._taken, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        self._desk.outdate()
        self.sign.refuse(error)

    def _taken(self, run: Run) -> None:
        what = DOMAIN_LABELS[run.domain].lower()
        self._desk.say(f"The copy of {what} was taken over. Copy now brings what waited for it.")
        self._desk.outdate()


def _sentences(held: Held) -> tuple[str, str]:
    """What happened, and what helps most often."""
    what = DOMAIN_LABELS[held.run.domain].lower()
    again = "Ask again in a while; often that is all it takes."
    if not held.vanished:
        return f"{held.run.reason} Nothing was changed.", again
    listed = f"{number(held.present - held.vanished)} of {number(held.present)}"
    return (
        f"{number(held.vanished)} {what} are not in the answer. Nothing was changed.",
        f"{SIDE_LABELS[held.run.side]} listed {listed}. {again}",
    )


def _names(held: Held) -> str:
    """The names, with how many more there are."""
    more = held.vanished - len(held.names)
    shown = ", ".join(shorten(name, 60) for name in held.names)
    return f"{shown}, and {count(more, 'more', 'more')}" if more > 0 else shown


def _means(held: Held) -> str:
    """What accepting does."""
    where = SIDE_LABELS[held.run.side]
    if held.vanished:
        return (
            f"Accepting means: they are really no longer in {where}. Nothing is deleted here; a second copy that still "
            "does not list them marks them as gone. Who acts and another person type their PINs."
        )
    return f"Accepting means: {where} was really changed like this. Who acts and another person type their PINs."
