"""Archive and ending: the archive, staying with Wild Apricot, or closing it down."""

from functools import partial

from PySide6.QtCore import Qt, QTimer

from clubos_desktop import staying
from clubos_desktop.model.time import wall
from clubos_desktop.staying import Plan
from ui.leaving import Leaving
from ui.places import Place
from ui.screens.base import Desk, PageScreen
from ui.screens.leaving.archive import ArchiveCard
from ui.screens.leaving.stay import StayCard
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.form import Signer
from ui.widgets.symbol import Button
from ui.widgets.text import Answer, Words


class CloseCard(Card):
    """The last act after the return period: Wild Apricot is closed down."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Close Wild Apricot down")
        self._desk = desk
        self._left = Words("")
        self.list = Button("Open the list with its proofs", icon="file-check")
        self.list.does(partial(desk.go, Place.READY, "closing"))
        self._signers = Flow(420, most=1)
        self.signer: Signer | None = None
        self.close_down = Button("Wild Apricot is closed down", icon="check")
        self.close_down.does(self._close)
        self.trouble = Notice()
        self.trouble.hide()
        self.body.addWidget(self._left)
        self.body.addWidget(self.list, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._signers)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.close_down, 0, Qt.AlignmentFlag.AlignLeft)

    def show_all(self, found: Leaving) -> None:
        """Show what is left of the list; the act itself when nothing is."""
        self.setVisible(found.switched)
        ready = found.over and not found.closing and found.closed is None
        if found.closed is not None:
            self._left.setText(f"Closed down since {wall(found.closed, found.zone)}. ClubOS alone is left.")
        elif not found.over:
            self._left.setText("As long as one may go back, only the last export and the archive are made.")
        else:
            self._left.setText(f"Still to do: {', '.join(found.closing).lower()}." if found.closing else "All is done.")
        if ready and self.signer is None:
            self.signer = Signer("Who signs for the board", found.people, found.me)
            self._signers.show_items([self.signer])
        self._signers.setVisible(ready)
        self.close_down.setVisible(ready)

    def _close(self) -> None:
        signed = self.signer.typed() if self.signer else None
        if signed is not None:
            work = partial(self._desk.club.ending.close_down, signed, "The list is done")
            self._desk.jobs.act(work, succeeded=lambda _done: self._desk.outdate(), failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.trouble.say_error(error)
        self.trouble.show()


class LeavingScreen(PageScreen):
    """What outlives the move, and how it is closed."""

    title = "Archive and ending"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.heading = Answer("Decommission, or stay")
        self.archive = ArchiveCard(desk)
        self.stay = StayCard(desk, self._gone)
        self.close_down = CloseCard(desk)
        for widget in (self.heading, self.archive, self.close_down, self.stay):
            self.column.addWidget(widget)
        for card in (self.close_down, self.stay):
            card.hide()  # until it is known which of them is meant
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Read on the worker: every place with data is looked at."""
        self.desk.jobs.act(self.desk.club.ending.look, succeeded=self._show)

    def _show(self, found: Leaving) -> None:
        if found.archived is None:
            answer = "No archive of Wild Apricot was written yet."
        else:
            answer = f"The archive of Wild Apricot holds {int(found.archived[1]):,} records."
        self.heading.say(answer, "It opens in any browser, without this program.")
        for card in (self.archive, self.close_down, self.stay):
            card.show_all(found)

    def back(self) -> bool:
        """Back to where one comes from."""
        self.desk.go(Place.BACK)
        return True

    def focus_first(self) -> None:
        """Who can read the archive."""
        self.archive.lock.setFocus(Qt.FocusReason.OtherFocusReason)

    def _gone(self, plan: Plan) -> None:
        """Close the club, then delete what is planned; what is left stands beside the history."""
        QTimer.singleShot(0, partial(_leave, self.desk, plan))


def _leave(desk: Desk, plan: Plan) -> None:
    desk.leave()
    staying.take_away(plan)
