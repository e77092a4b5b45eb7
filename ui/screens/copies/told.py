"""Notices: what people were told, and what they have not looked at yet."""

from PySide6.QtCore import Qt

from clubos_desktop.store.notices import Notice as Given
from ui.models.freshness import Freshness
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.words import count, moment

ABOUT_COPIES = "copies"
"""Notices of the copies themselves: other cards on top say the same with more."""


class NewNotice(Notice):
    """The newest notice that nobody has looked at, on top of the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(Tone.NEEDS, "info")
        self._desk = desk
        self.offer("Seen", self._see)

    def tell(self, fresh: Freshness, *, busy: bool) -> None:  # noqa: ARG002 - every card on top is told the same
        """Show it, or hide."""
        club = self._desk.club
        new = [each for each in club.planning.told() if each.seen is None]
        worse = [each for each in new if each.state != "good" and each.subject != ABOUT_COPIES]
        self.setVisible(bool(worse))
        if worse:
            more = f" And {count(len(new) - 1, 'more notice')}, under Plan." if len(new) > 1 else ""
            self.say(
                worse[0].sentence, f"{moment(worse[0].at, club.zone, club.now()).capitalize()}. {worse[0].remedy}{more}"
            )

    def _see(self) -> None:
        self._desk.jobs.act(self._desk.club.planning.seen, succeeded=self._seen)

    def _seen(self, _nothing: object) -> None:
        self._desk.outdate()


class NoticesCard(Card):
    """The last notices."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Notices")
        self._desk = desk
        self.list = Words("").selectable()
        self.seen = Button("All seen", icon="check")
        self.seen.does(lambda: desk.jobs.act(desk.club.planning.seen, succeeded=self._done))
        for widget in (self.list, self.seen):
            self.body.addWidget(widget)
        self.body.addWidget(Words("Told once for each change: here and beside the clock.", "secondary"))
        self.body.setAlignment(self.seen, Qt.AlignmentFlag.AlignLeft)

    def tell(self) -> None:
        """Show them."""
        club = self._desk.club
        told = club.planning.told()
        self.list.setText("\n".join(self._line(each) for each in told[:6]) or "Nothing had to be told yet.")
        self.seen.setVisible(any(each.seen is None for each in told))

    def _line(self, each: Given) -> str:
        club = self._desk.club
        new = "" if each.seen else " (new)"
        return f"{moment(each.at, club.zone, club.now()).capitalize()}{new}: {each.sentence} {each.remedy}".strip()

    def _done(self, _nothing: object) -> None:
        self._desk.outdate()
