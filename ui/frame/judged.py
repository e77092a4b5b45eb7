"""The open club in the window, and what its gates were judged to be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from clubos_desktop.model.fields import SIDE_LABELS
from ui.club import Club
from ui.frame.room import Room
from ui.jobs import JobRunner, Task
from ui.places import Place

if TYPE_CHECKING:
    from clubos_desktop.findings.patterns import Pattern
    from clubos_desktop.model.domains import Side
    from clubos_desktop.model.readiness import Readiness
    from clubos_desktop.verification.lists.sheet import View
    from ui.models.outlook import Outlook


class Judged(Room):
    """A window whose club is judged off the screen's thread, anew after each change."""

    def __init__(self, jobs: JobRunner) -> None:
        super().__init__()
        self.jobs = jobs
        self._judging: Task[Outlook] | None = None
        self._unjudged()

    def _unjudged(self) -> None:
        """Nothing is known of the club yet."""
        self.judged: Readiness | None = None
        self.earliest = ""
        self.view: View | None = None
        self.causes: tuple[Pattern, ...] | None = None
        self.both: tuple[int, ...] = ()

    @property
    def club(self) -> Club:
        """The open club. Raises RuntimeError while none is open."""
        if self._club is None:
            raise RuntimeError("no club is open")
        return self._club

    def entitle(self) -> None:
        """The club's name in the title, behind PRACTICE where nothing is real."""
        club = self.club
        self.setWindowTitle(f"{'PRACTICE – ' if club.practice else ''}{club.name} – ClubOS Desktop")

    @property
    def judging(self) -> bool:
        """Whether what is shown is about to be judged anew."""
        return self._judging is not None

    def _judge(self) -> None:
        """Judge the gates off the screen's thread; the visible screen shows it when it is there."""
        if self._judging is not None:
            self._judging.stop()  # what it would say is no longer so
        club = self.club
        told = partial(self._judged_now, club)
        self._judging = self.jobs.aside(club.judge, succeeded=told, failed=self.trouble.say_error)

    def _ask_in_charge(self) -> None:
        """Who is in charge is read first of all; until then, and in place of what is wrong, no system is named."""
        club = self.club
        self.band.show_in_charge("")
        self.jobs.act(club.in_charge, succeeded=partial(self._told_in_charge, club), failed=self.trouble.say_error)

    def _told_in_charge(self, club: Club, side: Side) -> None:
        if self._club is club and self.judged is None:  # what was judged is younger
            self.band.show_in_charge(SIDE_LABELS[side])

    def _judged_now(self, club: Club, outlook: Outlook) -> None:
        self._judging = None
        if self._club is not club:
            return  # it was closed while its gates were judged
        self.judged = outlook.readiness
        self.earliest = outlook.earliest
        self.view = outlook.view
        self.causes = outlook.causes
        self.both = outlook.both
        self.sidebar.show_count(Place.DIFFERENCES, outlook.differing)
        self.band.show_club(practice=club.practice, phase=outlook.phase, reads=club.reads)
        self.band.show_in_charge(SIDE_LABELS[outlook.in_charge])
        self.band.fold(self._fold)
        self._outdate_screens()

    def _outdate_screens(self) -> None:
        if self._club is not None:
            self.band.show_person(self._club.person, self._fold)
        for screen in self._screens.values():
            screen.outdate()
