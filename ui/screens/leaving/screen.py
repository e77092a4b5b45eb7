"""Archive and ending: the archive, staying with Wild Apricot, or closing it down."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from clubos_desktop import staying
from clubos_desktop.model.time import wall
from clubos_desktop.staying import Plan
from ui.jobs import JobRunner
from ui.leaving import Leaving
from ui.places import Place
from ui.screens.base import Desk, PageScreen
from ui.screens.leaving.archive import ArchiveCard
from ui.screens.leaving.stay import SigningCard, StayCard
from ui.widgets.symbol import Button
from ui.widgets.text import Answer, Words


class CloseCard(SigningCard):
    """The last act after the return period: Wild Apricot is closed down."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Close Wild Apricot down", desk)
        self._left = Words("")
        self.list = Button("Open the list with its proofs", icon="file-check")
        self.list.does(partial(desk.go, Place.READY, "closing"))
        self.close_down = Button("Wild Apricot is closed down", icon="check")
        self.close_down.does(self._close)
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
        if ready:
            self.may_sign(found)
        self._signers.setVisible(ready)
        self.close_down.setVisible(ready)

    def _close(self) -> None:
        signed = self.signer.typed() if self.signer else None
        if signed is not None:
            work = partial(self._desk.club.ending.close_down, signed, "The list is done")
            self._act(work)


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
        QTimer.singleShot(0, partial(leave, self.desk, plan, self.window()))


def leave(desk: Desk, plan: Plan, top: QWidget) -> None:
    """Close the club as soon as nothing runs on it, and only then delete what is planned; say how it went.

    The keys are wiped by now: what still runs is stopped, and nothing is deleted under an open club. ``top`` is the
    window around everything, which stays.
    """
    if desk.jobs.busy:
        again = partial(QTimer.singleShot, 0, partial(leave, desk, plan, top))
        once = Qt.ConnectionType.SingleShotConnection
        desk.jobs.busy_changed.connect(lambda _busy: again(), once)
        desk.jobs.stop()
        return
    if not desk.closed:
        desk.leave(for_good=not desk.club.practice)
    app = QApplication.instance()
    runner = JobRunner(app)  # the window's own went with the club
    told = partial(_told, runner, plan, top)
    runner.act(partial(staying.take_away, plan), succeeded=told, failed=lambda error: told((str(error),)))


def _told(runner: JobRunner, plan: Plan, top: QWidget, left: tuple[str, ...]) -> None:
    """Say where the history lies, and what could not be deleted."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "ClubOS Desktop", "Tidied away.", parent=top)
    box.setInformativeText(f"The history lies in {plan.kept}.")
    if left:
        box.setText(f"Not everything could be deleted: {len(left)} left")
        box.setInformativeText("\n".join([*left[:5], f"All of them stand in {plan.kept / staying.BY_HAND}."]))
    box.addButton("Close", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    runner.close()
    runner.deleteLater()
