"""The cards on top of Copies: what was missed."""

from ui.models.freshness import Freshness
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Notice


class Missed(Notice):
    """A planned copy that was not made, until a copy makes up for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(Tone.NEEDS)
        self._desk = desk
        self.offer("Copy now", desk.copy_now)

    def tell(self, fresh: Freshness, *, busy: bool) -> None:
        """Show it, unless a copy runs or a failure says more."""
        missed = self._desk.club.planning.missed()
        self.setVisible(bool(missed) and not busy and not fresh.failed)
        self.say(missed, "Copy now; a copy made by hand counts like a planned one.")
