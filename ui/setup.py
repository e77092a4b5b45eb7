"""The pages 2 to 5 of the first start: they can be left after each one and are taken up again where they were left."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubos_desktop.model.domains import Side
from clubos_desktop.model.runs import Account
from ui.frame.window import Window
from ui.opened import OpenedClub
from ui.opening import letter
from ui.screens.first.clubos import ClubOSAccess
from ui.screens.first.key import WildApricotKey
from ui.screens.first.page import StartPage
from ui.screens.first.sheet import FirstCopy, RecoverySheet

if TYPE_CHECKING:
    from clubos_desktop.connectors.csv_folder import FolderMapping

KEY, ACCESS, SHEET, COPY = 2, 3, 4, 5
DONE = 9
"""Kept in place of a page once the first start was ended or left: it does not come again by itself."""


def next_page(club: OpenedClub) -> int | None:
    """The page where the first start goes on; None when it is over (there was a copy, or all is done)."""
    if club.copied():
        return None
    if club.account(Side.LEGACY) is None:
        return KEY
    if club.account(Side.CLUBOS) is None:
        return ACCESS
    return COPY if club.sheet_safe() else SHEET


class Setup(QObject):
    """Leads through the pages."""

    page_wanted = Signal(QWidget)
    at = Signal(int)
    ended = Signal(bool)

    def __init__(self, window: Window, club: OpenedClub, parent: QObject, *, alone: bool = False) -> None:
        """With ``alone`` one page is shown and nothing after it (a connection is set or changed later)."""
        super().__init__(parent)
        self._alone = alone
        self._window = window
        self._club = club
        self._number = KEY
        self._page: StartPage | None = None

    def show(self, number: int) -> None:
        """Show a page."""
        self._number = number
        makers = {KEY: self._key, ACCESS: self._access, SHEET: self._sheet, COPY: self._copy}
        self._put(makers[number]())
        if not self._alone:
            self.at.emit(number)

    def _put(self, page: StartPage) -> None:
        page.back.connect(self._go_back)
        page.later.connect(self._leave)
        self._page = page
        self.page_wanted.emit(page)

    def _go_on(self) -> None:
        if self._alone:
            self._leave()
        else:
            self.show(self._number + 1)

    def _go_back(self) -> None:
        if self._alone:
            self._leave()
        else:
            self.show(self._number - 1)

    def _leave(self) -> None:
        self._end(copy=False)

    def _end(self, *, copy: bool) -> None:
        if not self._alone:
            self.at.emit(DONE)
        self.ended.emit(copy)

    def _key(self) -> StartPage:
        page = WildApricotKey(alone=self._alone)
        page.try_asked.connect(partial(self._try_key, page))
        page.files_asked.connect(self._files)
        page.done.connect(self._go_on)
        known = self._club.account(Side.LEGACY)
        if known is not None:
            page.connected(known)
        return page

    def _files(self) -> None:
        """Export files in place of the key."""
        from ui.models.export_files import mapping  # noqa: PLC0415  most clubs have a key
        from ui.screens.first.files import ExportFiles  # noqa: PLC0415  same

        page = ExportFiles(alone=self._alone)
        jobs, exports = self._window.jobs, self._club.exports

        def look(folder: str) -> None:
            jobs.act(partial(exports.look, Path(folder)), succeeded=page.looked, failed=page.fail)

        def wanted() -> "tuple[Path, FolderMapping]":
            return Path(page.folder.text().strip()), mapping(page.answers(), exports.zone, exports.currency)

        page.look_asked.connect(look)
        page.try_asked.connect(
            lambda: jobs.run(partial(exports.try_them, *wanted()), succeeded=page.was_tried, failed=page.fail)
        )
        page.use_asked.connect(
            lambda: jobs.run(partial(exports.use, *wanted()), succeeded=page.connected, failed=page.fail)
        )
        page.done.connect(self._go_on)
        self._put(page)
        page.back.disconnect(self._go_back)
        page.back.connect(partial(self.show, KEY))

    def _access(self) -> StartPage:
        page = ClubOSAccess(letter(self._club), alone=self._alone)
        page.try_asked.connect(lambda url, code: self._try(page, Side.CLUBOS, {"kind": "clubos", "url": url}, code))
        page.done.connect(self._go_on)
        known = self._club.account(Side.CLUBOS)
        if known is not None:
            page.connected(known)
        return page

    def _try_key(self, page: WildApricotKey, key: str, api: str, auth: str) -> None:
        addresses = {"api_url": api, "auth_url": auth}
        wanted = {"kind": "wild-apricot"} | {name: address for name, address in addresses.items() if address}
        self._try(page, Side.LEGACY, wanted, key)

    def _try(self, page: WildApricotKey | ClubOSAccess, side: Side, wanted: Mapping[str, object], secret: str) -> None:
        club = self._club
        self._window.jobs.run(lambda: club.connect(side, wanted, secret), succeeded=page.connected, failed=page.refused)

    def _sheet(self) -> StartPage:
        from ui.widgets.sheet_paper import SheetPaper  # noqa: PLC0415  printing is loaded on this page

        page = RecoverySheet()
        paper = SheetPaper(page, self._window.jobs, lambda: self._club, page.tell, page.fail)
        page.print_asked.connect(paper.print)
        page.open_asked.connect(paper.open)
        page.done.connect(self._keep_sheet)
        return page

    def _keep_sheet(self) -> None:
        if self._page is not None:
            self._window.jobs.act(self._club.confirm_sheet, succeeded=self._sheet_kept, failed=self._page.fail)

    def _sheet_kept(self, _nothing: None) -> None:
        self._go_on()

    def _copy(self) -> StartPage:
        there: dict[Side, Account | None] = {side: self._club.account(side) for side in Side}
        page = FirstCopy(wild_apricot=there[Side.LEGACY] is not None, clubos=there[Side.CLUBOS] is not None)
        page.done.connect(partial(self._end, copy=True))
        return page
