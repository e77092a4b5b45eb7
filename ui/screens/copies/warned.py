"""The cards on top of Copies: what stopped, and what was missed."""

from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
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


class Stopped(Notice):
    """A copy that was not made to its end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._broken = Side.LEGACY
        self.offer("Copy now", desk.copy_now)
        self.offer("Connect again", lambda: desk.connect_side(self._broken))

    def tell(self, fresh: Freshness, *, busy: bool) -> None:
        """Show the first that failed."""
        self.setVisible(bool(fresh.failed) and not busy)
        if fresh.failed:
            run = fresh.failed[0]
            self._broken = run.side
            self.say(
                f"{DOMAIN_LABELS[run.domain]} of {SIDE_LABELS[run.side]} were not copied to the end.",
                f"{run.reason} What was copied so far is kept; the next copy goes on from there.",
            )
