"""The window: band, sidebar, the places' pages, strip and toast. It is the ``Desk`` of the screens."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from ui.club import Club
from ui.frame.clockwork import Clockwork
from ui.frame.judged import Judged
from ui.frame.keys import bind_keys, keys_of
from ui.frame.leaving import Leaving
from ui.frame.locking import Locking
from ui.frame.menus import show_people, show_places
from ui.frame.screens import SCREENS, Loader
from ui.frame.telling import Telling
from ui.frame.tray import Tray
from ui.frame.undoing import Undoing, noted, redo, undo
from ui.frame.work import LongWork
from ui.jobs import JobRunner
from ui.places import Place
from ui.remembered import Looks, Remembered
from ui.screens.base import Screen
from ui.widgets.orders import Orders

if TYPE_CHECKING:
    from ui.training import Training


class Window(Judged):
    """The program's one window."""

    closing = Signal()
    redress = Signal()
    loaded = Signal()
    """Every place's module is in memory."""
    connect_asked = Signal(Side)
    left = Signal(bool)

    def __init__(self, jobs: JobRunner, remembered: Remembered | None = None) -> None:
        super().__init__(jobs)
        self._remembered = remembered
        self.orders = Orders(remembered)
        self._owned: Club | None = None
        self.closed = False
        self._training: Training | None = None
        self.undoing = Undoing()
        self.setWindowTitle("ClubOS Desktop")
        self.setMinimumSize(480, 360)
        self._wire()
        bind_keys(self, keys_of(self))

    def search(self) -> None:
        """Ctrl+F: search on the page."""
        if (screen := self.here()) is not None:
            screen.search()

    def _wire(self) -> None:
        self.band.stop_asked.connect(self.stop_everything)
        self.band.go_on_asked.connect(self.go_on)
        self.band.menu_asked.connect(partial(show_places, self))
        self.band.people_asked.connect(partial(show_people, self))
        self.band.help_asked.connect(self.show_help)
        self.sidebar.chosen.connect(lambda place: self.go(Place(place)))
        self.pages.currentChanged.connect(self._show_topic, Qt.ConnectionType.QueuedConnection)
        self.trouble.copies_asked.connect(partial(self.go, Place.COPIES))
        self.work = LongWork(self.jobs, self.band, self.strip, self.trouble, self)
        self.work.refreshed.connect(self._outdate_screens)
        self.work.ended.connect(self.outdate)
        self.work.refused.connect(self.say)
        self.work.rests.connect(self._rests)
        self.clockwork = Clockwork(self.jobs, self._copy_by_plan, self)
        self.tray = Tray(self)
        self.leaving = Leaving(self.tray, self._remembered, self.window, self)
        self.tray.forward.connect(self.come_forward)
        self.tray.copy_asked.connect(self.copy_now)
        self.tray.stop_asked.connect(self.stop_everything)
        self.tray.go_on_asked.connect(self.go_on)
        self._loader = Loader(self)
        self._loader.done.connect(self.loaded)
        self.loaded.connect(self._beside_the_clock)
        self.jobs.busy_changed.connect(self._tell_tray)
        self.clockwork.wanted.connect(self.come_forward)
        self.telling = Telling(self.jobs, self._tell, self)
        self.locking = Locking(self, self.everything, self._remembered)

    # --- the club

    def own(self, club: Club) -> None:
        """Close this club with the window, whether its places are shown already or not."""
        self._owned = club

    def open_club(self, club: Club) -> None:
        """Show a club, beginning with Overview."""
        self.own(club)
        self._club = club
        self.entitle()
        if self._remembered is not None and not club.practice:
            club.people.act_as(self._remembered.person())
        self.band.show_club(practice=club.practice, phase="", reads=club.reads)
        self.band.show_person(club.person, self._fold)
        self.band.stop.show()
        self._refold(force=True)
        self._ask_in_charge()
        self.go(Place.OVERVIEW)
        self._judge()
        self._loader.begin()
        self.clockwork.start(club)
        self.telling.start(club)
        self.jobs.act(club.planning.at_start, succeeded=self._looked_over, failed=self.trouble.say_error)
        self.locking.watch()

    def change_club(self, club: Club) -> None:
        """Show another club in place of this one: its places are built anew, and nothing of before can be undone."""
        self.clockwork.stop()
        self.toast.hide()
        self.undoing = Undoing()
        for screen in self._screens.values():
            self.pages.removeWidget(screen)
            screen.hide()
            screen.deleteLater()
        self._screens.clear()
        self._place = None
        self._unjudged()
        self.open_club(club)

    def practise(self) -> None:
        """Make a copy of the club and practise on it."""
        from ui.opened import OpenedClub  # noqa: PLC0415  loaded by then
        from ui.training import Training  # noqa: PLC0415  seldom wanted

        if self.jobs.busy or not isinstance(self._club, OpenedClub):
            self.say("Something is running; practice can begin after it.")
            return
        self._training = Training(self, self._club)
        self._training.begin(self.trouble.say_error)

    def end_practice(self) -> None:
        """Back from the practice copy to the club."""
        if self._training is not None and not self.jobs.busy:
            self._training.end(self.trouble.say_error)

    def show_page(self, page: QWidget) -> None:
        """Show something that is no place (the first start, a word while opening), without the sidebar."""
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._place = None
        self._refold(force=True)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_page(self, page: QWidget) -> None:
        """Take such a page away."""
        self.pages.removeWidget(page)
        page.deleteLater()

    # --- places

    def go(self, place: Place, wanted: object = None) -> None:
        """Show a place."""
        if self._club is None or place not in SCREENS:
            return
        if place is not self._place:
            self.toast.leave()
        screen = self._screen(place)
        self._place = place
        self.pages.setCurrentWidget(screen)
        self.sidebar.mark(place)
        if wanted is not None:
            screen.want(wanted)
        screen.focus_first()

    def _screen(self, place: Place) -> Screen:
        if place not in self._screens:
            module, name = SCREENS[place]
            screen: Screen = getattr(importlib.import_module(module), name)(self)
            self._screens[place] = screen
            self.pages.addWidget(screen)
            screen.fold(self._fold)
        return self._screens[place]

    def outdate(self) -> None:
        """Something in the workspace has changed: judge again; the visible screen reads now, the others when shown."""
        self._outdate_screens()
        if self._club is not None:
            self._judge()

    def act_as(self, person: int) -> None:
        """Let somebody act from now on: each act carries the name."""
        if self.club.people.act_as(person):
            if self._remembered is not None and not self.club.practice:
                self._remembered.keep_person(person)
            self.say(f"{self.club.person} acts now.")
            self._outdate_screens()

    # --- long work

    def copy_now(self, *, everything: bool = False) -> None:
        """Copy both systems, then pair and compare."""
        if self._club is None:
            return
        from clubos_desktop.model.runs import Mode  # noqa: PLC0415  reached at the first copy

        mode = Mode.FULL if everything else Mode.INCREMENTAL
        club = self.club
        again = partial(self.copy_now, everything=everything)
        self.work.run("Copying", lambda: club.copy(mode), again, succeeded=self._copied)

    def _copied(self, runs: object) -> None:
        """The closing words: what came, and the way to what differs now."""
        from ui.models.closing import closing  # noqa: PLC0415  reached at the end of a copy

        if self._club is None:
            return
        with self.club.read() as conn:
            said = closing(conn, runs, self.club.zone)
        self.toast.say(said.sentence, partial(self.go, said.place) if said.place else None, said.button)

    def _copy_by_plan(self) -> None:
        self.run("Copying by plan", self.club.planning.due_now, again=self.clockwork.ask)

    def _looked_over(self, problems: list[str]) -> None:
        """The short look at the opening found something: say it before anything else."""
        if problems:
            self.trouble.notice.say(
                f"The history is not the one that was seen last: {problems[0]}",
                "Look at History, and restore a backup under Copies, Backups.",
            )
            self.trouble.show()

    def _tell(self, sentence: str, remedy: str) -> None:
        """A notice: in the window, and beside the clock where there is a tray."""
        self.say(sentence)
        self.tray.post(sentence, remedy)

    def run(self, label: str, work: Callable[[], Job[object]], *, again: Callable[[], None] | None = None) -> None:
        """Run a long job with the strip. One at a time: while one runs, another is not begun."""
        self.work.run(label, work, again)

    def work_here(
        self,
        label: str,
        work: Callable[[], Job[object]],
        *,
        succeeded: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a long job with the strip whose end the screen itself shows."""
        self.work.run(label, work, None, succeeded=succeeded, failed=failed)

    def keep_free(self, *, on: bool) -> None:
        """Begin nothing by plan: people work through a real run, and its steps wait for nothing."""
        self.clockwork.kept_free = on

    def stays(self) -> bool:
        """Whether the close button leaves the program beside the clock."""
        return self.leaving.stays(self._club)

    def come_forward(self) -> None:
        """Show the window on top of others, also when it went beside the clock."""
        self.leaving.back()
        super().come_forward()

    def _beside_the_clock(self) -> None:
        if self._club is not None:
            self.tray.appear()
            self._tell_tray()

    def _tell_tray(self, busy: bool = False) -> None:
        if self._club is not None and self.tray.there:
            line = "" if busy else self.club.planning.next_line()
            self.tray.tell(line, busy=busy, resting=self.clockwork.resting)

    def stop(self) -> None:
        """Stop the job at its next safe point."""
        self.work.stop()

    def stop_everything(self) -> None:
        """Stop all there is, and begin nothing by plan; the band says so and offers to go on."""
        self.work.stop_everything()

    def go_on(self) -> None:
        """Go on with what was stopped."""
        self.work.go_on()

    def _rests(self, resting: bool) -> None:
        """Nothing begins by plan until something is begun by hand, or Go on is pressed."""
        self.clockwork.resting = resting
        self._tell_tray(self.jobs.busy)

    def connect_side(self, side: Side) -> None:
        """Set or change the connection of a system, on a page of its own."""
        if self.jobs.busy:
            self.say("A copy is being made; the connection can be changed after it.")
        else:
            self.connect_asked.emit(side)

    # --- looks

    def looks(self) -> Looks:
        """Theme and text size now in force."""
        return Looks() if self._remembered is None else self._remembered.looks()

    def wear(self, looks: Looks) -> None:
        """Put on another theme or text size, and keep it."""
        if self._remembered is not None:
            self._remembered.keep_looks(looks)
            self.redress.emit()

    # --- words

    @property
    def place(self) -> Place | None:
        """The place that is shown."""
        return self._place

    @property
    def me(self) -> tuple[int, str]:
        """Who acts now: the number and the name."""
        person = self._club.people.me if self._club is not None else None
        return (0, "") if person is None else (person.id, person.name)

    def undo(self) -> None:
        """Take the last act back, if it can be; elsewhere, or of somebody else, it is asked for first."""
        undo(self)

    def redo(self) -> None:
        """Do again what was taken back last."""
        redo(self)

    def say(
        self,
        sentence: str,
        undo: Callable[[], None] | None = None,
        *,
        again: Callable[[], None] | None = None,
        what: str = "",
    ) -> None:
        """A toast. What can be taken back stays so, under the name ``what``, after the toast is gone."""
        noted(self, sentence, undo, again, what)

    def leave(self, *, for_good: bool = False) -> None:
        """Close this club and begin with the choice again, ``for_good`` without it; not while something runs."""
        if self.jobs.busy:
            self.say("Something is running; stop it first, or let it end.")
        else:
            self.left.emit(for_good)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop safely, then close: copying goes on from there at the next start."""
        self.closed = True
        self.clockwork.stop()
        self.telling.stop()
        self.tray.close()
        self.closing.emit()
        self.jobs.close()
        self._club = None
        if self._owned is not None:
            self._owned.close()
            self._owned = None
        super().closeEvent(event)
