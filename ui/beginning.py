"""What comes first: the club that was open last, the practice club, or the choice of how to begin."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from clubos_desktop.errors import ClubOSError
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from ui.frame.clockwork import SHOW
from ui.frame.first import PATIENCE
from ui.frame.window import Window
from ui.places import Place
from ui.remembered import Remembered
from ui.screens.first.choice import Choice
from ui.screens.first.page import WANTED, StartPage
from ui.widgets.cards import Empty

if TYPE_CHECKING:
    from ui.opened import OpenedClub
    from ui.screens.first.passphrase import OtherComputer, PassphrasePage
    from ui.screens.first.you import AboutClub


class Beginning(QObject):
    """Leads from the start to an open club. One page at a time lies in the window until then."""

    def __init__(self, window: Window, remembered: Remembered) -> None:
        super().__init__(window)
        self._window = window
        self._remembered = remembered
        self._page: QWidget | None = None
        self._path: Path | None = None
        self._club: OpenedClub | None = None
        self._fault = ""
        window.connect_asked.connect(self._connect)

    def begin(self, workspace: Path | None, *, practice: tuple[int, int] | None, fault: str = "") -> None:
        """Show the first page; what is heavy comes after it is painted. ``practice`` is members and seed.

        ``fault`` is the failure card that the practice club is opened with.
        """
        self._fault = fault
        self._path = workspace or self._remembered.workspace()
        if practice is not None:
            self._wait("The practice club is being set up …")
            self._window.painted.connect(lambda: self.open_practice(*practice), Qt.ConnectionType.SingleShotConnection)
        elif self._path is not None:
            self._wait("Opening your club …")
            self._window.painted.connect(self._reopen, Qt.ConnectionType.SingleShotConnection)
        else:
            self._choose()

    def choose(self) -> None:
        """Show the choice, with the way back to the club that was open last."""
        self._path = self._remembered.workspace()
        self._choose()

    # --- pages

    def _show(self, page: QWidget) -> None:
        old, self._page = self._page, page
        self._window.show_page(page)
        if old is not None:
            self._window.drop_page(old)

    def _wait(self, sentence: str) -> None:
        page = Empty("clock")
        page.say(sentence, PATIENCE)
        self._show(page)

    def _choose(self, error: Exception | None = None) -> None:
        page = Choice()
        page.practice_chosen.connect(lambda: self.open_practice(1200, 7))
        page.club_chosen.connect(self._ask_about_you)
        page.other_computer_chosen.connect(self._ask_for_file)
        page.last_chosen.connect(self._open_last)
        page.last.setVisible(self._path is not None)
        if error is not None:
            page.trouble.say_error(error)
            page.trouble.show()
        self._show(page)

    def _open(self, club: "OpenedClub") -> None:
        """The club is open: on to its places, or to the page of the first start where it was left."""
        if self._window.closed:
            club.close()
            return
        self._club = club
        self._window.own(club)
        if club.practice:
            self._enter()
            if self._fault:
                self._window.go(Place.COPIES, "Failures")
            else:
                self._window.copy_now(everything=True)
            return
        self._remembered.keep_workspace(club.path)
        from ui.setup import DONE, next_page  # noqa: PLC0415  a club that is set up needs no first start

        page = next_page(club)
        if page is None or self._remembered.page() >= DONE:
            self._enter()
        else:
            self._set_up(max(page, self._remembered.page()))

    def _set_up(self, number: int) -> None:
        from ui.setup import Setup  # noqa: PLC0415  same

        if self._club is None:
            return
        setup = Setup(self._window, self._club, self)
        setup.page_wanted.connect(self._show)
        setup.at.connect(self._remembered.keep_page)
        setup.ended.connect(self._set_up_ended)
        setup.show(number)

    def _set_up_ended(self, copy: bool) -> None:
        self._enter()
        if copy:
            self._window.copy_now(everything=True)

    def _connect(self, side: Side) -> None:
        """Set one connection from Copies, and come back there."""
        from ui.setup import ACCESS, KEY, Setup  # noqa: PLC0415  seldom wanted

        if self._club is not None:
            setup = Setup(self._window, self._club, self, alone=True)
            setup.page_wanted.connect(self._show)
            setup.ended.connect(self._connected)
            setup.show(KEY if side is Side.LEGACY else ACCESS)

    def _connected(self, _copy: bool) -> None:
        self._window.go(Place.COPIES)
        self._window.outdate()
        self._drop()

    def _drop(self) -> None:
        if self._page is not None:
            self._window.drop_page(self._page)
            self._page = None

    def _enter(self) -> None:
        if self._club is not None:
            self._window.open_club(self._club)
        self._drop()

    # --- the ways in

    def _open_last(self) -> None:
        self._wait("Opening your club …")
        self._reopen()

    def open_practice(self, members: int, seed: int) -> None:
        """Invent a club, serve it, and make a workspace on it."""
        self._wait("The practice club is being set up …")

        def make() -> "Job[OpenedClub]":
            from ui.practising import open_practice  # noqa: PLC0415  runs on the worker, after the first paint

            return open_practice(members, seed, self._fault)

        self._window.jobs.run(make, succeeded=self._open, failed=self._choose)

    def _ask_about_you(self) -> None:
        def look() -> bool:
            from ui.opening import has_keyring  # noqa: PLC0415  runs on the worker, after the first paint

            return has_keyring()

        self._window.jobs.act(look, succeeded=self._show_about_you, failed=self._choose)

    def _show_about_you(self, keyring: bool) -> None:
        from ui.screens.first.you import YouAndYourClub  # noqa: PLC0415  reads the list of time zones

        page = YouAndYourClub(keyring=keyring)
        page.filled.connect(self._create)
        page.back.connect(self._choose)
        self._show(page)

    def _create(self, about: "AboutClub") -> None:
        def make() -> "OpenedClub":
            from ui.opening import create  # noqa: PLC0415  runs on the worker

            return create(about.club, about.person, about.passphrase)

        self._window.jobs.act(make, succeeded=self._open, failed=self._not_created)

    def _not_created(self, error: Exception) -> None:
        page = self._page
        if isinstance(page, StartPage):
            page.fail(error)

    def _reopen(self, passphrase: str | None = None, page: "PassphrasePage | None" = None) -> None:
        path = self._path
        if path is None:
            return

        def make() -> "OpenedClub":
            from ui.opening import reopen  # noqa: PLC0415  runs on the worker, after the first paint

            return reopen(path, passphrase)

        self._window.jobs.act(make, succeeded=self._open, failed=self._not_opened if page is None else page.fail)

    def _not_opened(self, error: Exception) -> None:
        path = self._path
        if isinstance(error, ClubOSError) and error.code == "workspace.locked" and path is not None:

            def ask() -> bool:
                from clubos_desktop.store import talk  # noqa: PLC0415  where another window has the club

                return talk.ask(path, SHOW) == talk.TAKEN

            self._window.jobs.act(ask, succeeded=lambda shown: self._shown(error, shown=shown))
        else:
            self._ask_again(error)

    def _shown(self, error: Exception, *, shown: bool) -> None:
        """The window that has the club came forward: this one goes; else it says who has it."""
        if shown:
            self._window.window().close()
        else:
            self._ask_again(error)

    def _ask_again(self, error: Exception) -> None:
        if isinstance(error, ClubOSError) and error.code == WANTED:
            from ui.screens.first.passphrase import PassphrasePage  # noqa: PLC0415  where there is no keyring

            page = PassphrasePage()
            page.typed.connect(lambda phrase: self._reopen(phrase, page))
            page.back.connect(self._choose)
            self._show(page)
        else:
            self._choose(error)

    def _ask_for_file(self) -> None:
        def look() -> bool:
            from ui.opening import has_keyring  # noqa: PLC0415  runs on the worker, after the first paint

            return has_keyring()

        self._window.jobs.act(look, succeeded=self._show_other_computer, failed=self._choose)

    def _show_other_computer(self, keyring: bool) -> None:
        from ui.screens.first.passphrase import OtherComputer  # noqa: PLC0415  seldom wanted

        page = OtherComputer(keyring=keyring)
        page.wanted.connect(lambda file, code, phrase: self._recover(page, Path(file), code, phrase or None))
        page.back.connect(self._choose)
        self._show(page)

    def _recover(self, page: "OtherComputer", path: Path, code: str, passphrase: str | None) -> None:
        def make() -> "OpenedClub":
            from ui.opening import recover  # noqa: PLC0415  runs on the worker

            return recover(path, code, passphrase)

        self._window.jobs.act(make, succeeded=self._recovered, failed=page.fail)

    def _recovered(self, club: "OpenedClub") -> None:
        self._open(club)
        if self._window.has_club:
            self._window.go(Place.COPIES)
            self._window.say("Here it is. Connect both systems again: their keys are never in the file.")
