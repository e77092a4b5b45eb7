"""Copies that wait for a person."""

from functools import partial

from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.store.views import Held
from ui.models.freshness import Freshness
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Flow, Notice
from ui.widgets.text import Words
from ui.words import number, shorten


class HeldCards(Flow):
    """One card for each copy that waits; nothing when none does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(4000)
        self._desk = desk

    def tell(self, fresh: Freshness, *, busy: bool) -> None:  # noqa: ARG002 - every card on top is told the same
        """Show what waits."""
        self.show_items([HeldCard(self._desk, held) for held in fresh.held])
        self.setVisible(bool(fresh.held))


class HeldCard(Notice):
    """A copy that waits for a person: half the members are not in the answer, and nothing was changed."""

    def __init__(self, desk: Desk, held: Held) -> None:
        super().__init__(Tone.NEEDS)
        what = DOMAIN_LABELS[held.run.domain].lower()
        self.say(
            f"{number(held.vanished)} {what} are not in the answer. Nothing was changed."
            if held.vanished
            else f"{held.run.reason} Nothing was changed.",
            f"{SIDE_LABELS[held.run.side]} listed {number(held.present - held.vanished)} of {number(held.present)}. "
            "Ask again in a while; often that is all it takes."
            if held.vanished
            else "Ask again in a while; often that is all it takes.",
        )
        self.offer("Ask again", partial(desk.copy_now, everything=True))
        self._names = Words("", "secondary").selectable()
        self._names.setText(", ".join(shorten(name, 60) for name in held.names))
        self._names.hide()
        self.body.addWidget(self._names)
        if held.names:
            self.offer("See the names", lambda: self._names.setVisible(self._names.isHidden()))
