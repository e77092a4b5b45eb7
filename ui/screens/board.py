"""Board: what do I take to the meeting."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clubos_desktop.errors import ClubOSError
from ui.models.packs import Pack, Shelf, read_shelf
from ui.models.rows import Column, RowsModel
from ui.models.votes import vote_lines, votes_by_pack
from ui.places import Fold
from ui.screens.base import MARGIN, Desk, Screen
from ui.screens.pack_pages import PURPOSE, Making, Preview
from ui.screens.votes import Votes
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.cards import Card, Empty, Notice
from ui.widgets.list_detail import ListDetail
from ui.widgets.pages import Document, ask_printer, print_pages
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer

VOTES = "votes"
"""What ``want`` shows in place of the packs."""


class Board(Screen):
    """Packs on the left, the chosen one's pages on the right."""

    title = "Board"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shelf: Shelf | None = None
        self._making = False
        self._before_making: int | None = None
        self._voted: dict[str, str] = {}
        self._heading = Answer("Governance")
        self._stale_pack = Notice(Tone.NEEDS)
        self._stale_pack.hide()
        self._problem = Notice()
        self._problem.hide()
        self.start = Button("Make a pack for …", role="main", icon="file-text")
        self.start.clicked.connect(self.ask)
        self.check = Button("Check this pack", icon="shield-check")
        self.check.clicked.connect(self._check)
        self.vote = Button("Votes of the board", icon="gavel")
        self.vote.does(self.show_votes)
        self.making = Making()
        self.making.hide()
        self.making.make.clicked.connect(self._make)
        self.making.cancel.clicked.connect(self._leave_form)
        self._checked = Notice(Tone.GOOD)
        self._checked.hide()
        self._build_list()
        self._arrange()
        shortcut = QShortcut(QKeySequence.StandardKey.Print, self)
        shortcut.activated.connect(self._print)
        self.preview.print.clicked.connect(self._print)
        self.preview.open.clicked.connect(self._open)
        self.preview.keep.clicked.connect(self._ask_where)

    def _build_list(self) -> None:
        zone = self.desk.club.zone
        now = self.desk.club.now
        columns: tuple[Column[Pack], ...] = (
            Column("Made", lambda pack: pack.made(zone, now()), width=190, strong=True, order=lambda pack: pack.at),
            Column("For", lambda pack: pack.purpose, stretch=True),
            Column(
                "Verdict", lambda pack: pack.verdict_word, width=160, tone=lambda pack: pack.tone, least=Fold.SYMBOLS
            ),
            Column("Names", lambda pack: "shown" if pack.names_shown else "hidden", width=90, least=Fold.SYMBOLS),
            Column("Check number", lambda pack: pack.check, width=130, least=Fold.THREE_COLUMNS),
            Column("Vote", lambda pack: self._voted.get(pack.sha256, ""), width=190, least=Fold.THREE_COLUMNS),
        )
        self._model: RowsModel[Pack] = RowsModel(columns, self)
        self.table = Table(self._model, "Board packs")
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        self._box = Card()
        self._box.body.setContentsMargins(8, 8, 8, 8)
        self._box.body.addWidget(self.table)
        self._empty = Empty("file-text")
        self._empty.button.clicked.connect(self.ask)
        self._left = QStackedWidget()
        self._left.addWidget(self._box)
        self._left.addWidget(self._empty)
        self.preview = Preview()
        self.split = ListDetail(self._left, self.preview, width=460, wide=640)
        self.split.closed.connect(self.focus_first)
        self.split.replaced.connect(self._give_room)
        self.split.stepped.connect(lambda by: self.table.select_row(self.table.current_row() + by))

    def _arrange(self) -> None:
        self._acts = QWidget()
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(self.check)
        row.addWidget(self.vote)
        row.addStretch(1)
        packs = QWidget()
        self.votes = Votes(self.desk)
        self.votes.closed.connect(self.show_packs)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(packs)
        self.pages.addWidget(self.votes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        column = QVBoxLayout(packs)
        column.setContentsMargins(px(MARGIN), px(MARGIN), px(MARGIN), px(MARGIN))
        column.setSpacing(16)
        for widget in (self._heading, self._problem, self._stale_pack, self._checked, self.making):
            column.addWidget(widget)
        column.addWidget(self._acts)
        column.addWidget(self.split, 1)

    def show_votes(self) -> None:
        """What the board decided, in place of the packs."""
        self.pages.setCurrentWidget(self.votes)
        self.votes.refresh()
        self.votes.focus_first()

    def show_packs(self) -> None:
        """Back to the packs."""
        self.pages.setCurrentIndex(0)
        self.refresh()
        self.focus_first()

    def want(self, wanted: object) -> None:
        """Show the votes when they are asked for."""
        if wanted == VOTES:
            self.show_votes()

    def _give_room(self, replaced: bool) -> None:
        """In a narrow window the pages have the whole page."""
        self._heading.setVisible(not replaced)
        self._acts.setVisible(not replaced)

    # --- what is shown

    def refresh(self) -> None:
        """Read the packs, keep the chosen one."""
        chosen = self.chosen()
        here = self._has_focus()
        club = self.desk.club
        try:
            with club.read() as conn:
                shelf = self._shelf = read_shelf(conn, club.zone, club.now())
            self._voted = votes_by_pack(vote_lines(club.voting.known()))
        except ClubOSError as error:
            self._problem.say_error(error)
            self._problem.show()
            return
        self._problem.hide()
        if self.pages.currentWidget() is self.votes:
            self.votes.refresh()
        busy = self.desk.jobs.busy
        self._making = self._making and busy
        meanwhile = "A pack is being made; the others stay usable." if shelf.packs else "The first pack is being made."
        self._heading.say(shelf.answer, meanwhile if busy and self._making else shelf.why)
        self._stale_pack.setVisible(bool(shelf.stale) and not busy)
        self._stale_pack.say(shelf.stale, "What was copied since then is not in it. Make a new one for the meeting.")
        self.start.setEnabled(shelf.copied and not busy)
        self.start.setVisible(bool(shelf.packs) and self.making.isHidden())
        self.check.setVisible(bool(shelf.packs))
        self._model.show_rows(shelf.packs)
        self._left.setCurrentWidget(self._box if shelf.packs else self._empty)
        self.split.blank(blank=not shelf.packs)
        self._say_empty(shelf, busy=busy)
        arrived = self._arrived(shelf)
        self.table.select_row(
            0 if arrived else self._model.place(lambda pack: chosen is not None and pack.id == chosen.id) or 0
        )
        if not shelf.packs:
            self.preview.show_pack(None)
        focus = self.window().focusWidget()
        if here and not (focus is not None and focus.isVisible() and self.isAncestorOf(focus)):
            self.focus_first()  # never on "Stop everything", where it would fall

    def _arrived(self, shelf: Shelf) -> bool:
        """Whether the pack that was asked for has come: it is looked at next. True once."""
        if self._before_making is None or not shelf.packs or shelf.packs[0].id == self._before_making:
            return False
        self._before_making = None
        return True

    def _say_empty(self, shelf: Shelf, *, busy: bool) -> None:
        if shelf.copied:
            said = "It holds the verdict, the five gates and what differs, and nobody's name unless you ask."
            self._empty.say("No pack yet.", said, "" if busy else "Make a pack for …")
        else:
            self._empty.say("Nothing copied yet, so there is nothing to show to a board.", "", "Make the first copy")

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is self or (focus is not None and self.isAncestorOf(focus))

    def chosen(self) -> Pack | None:
        """The pack with the cursor."""
        number = self.table.current_row()
        return self._model.row(number) if number >= 0 else None

    def _moved(self, number: int) -> None:
        self._checked.hide()
        if number >= 0:
            self.preview.show_pack(self._model.row(number))
            self.split.say_position(number, self._model.rowCount(), more=False)

    def _opened(self, number: int) -> None:
        self.table.select_row(number)
        self.split.open_detail()
        self.preview.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- making one

    def ask(self) -> None:
        """Ask what the pack is for, in the page."""
        if self._shelf is not None and not self._shelf.copied:
            self.desk.copy_now(everything=True)
            return
        self.making.show()
        self.start.hide()
        self._left.setVisible(self._model.rowCount() > 0)
        self.making.purpose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.making.purpose.selectAll()

    def _leave_form(self) -> None:
        self.making.hide()
        self.start.setVisible(self._model.rowCount() > 0)
        self._left.show()
        self.focus_first()

    def _make(self) -> None:
        purpose = self.making.purpose.text().strip() or PURPOSE
        names = self.making.names.isChecked()
        club = self.desk.club
        self._leave_form()
        self.making.names.setChecked(False)
        self._before_making = self._shelf.packs[0].id if self._shelf is not None and self._shelf.packs else 0
        self._making = not self.desk.jobs.busy
        self.desk.run("Making a board pack", partial(club.make_pack, purpose, names=names))

    # --- checking one

    def _check(self) -> None:
        pack = self.chosen()
        if pack is None:
            return
        self.check.setEnabled(False)
        club = self.desk.club
        self.desk.jobs.act(partial(club.check_pack, pack.path), succeeded=self._was_checked, failed=self._not_checked)

    def _was_checked(self, problems: tuple[str, ...]) -> None:
        self.check.setEnabled(True)
        if problems:
            self._problem.say(f"This pack does not hold: {problems[0]}", "Do not use it. Make a new one.")
            self._problem.show()
            return
        self._checked.say(
            "This pack is whole.", "Every figure in it was made again from the sealed data, and all of them agree."
        )
        self._checked.show()

    def _not_checked(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self._problem.say_error(error)
        self._problem.show()

    # --- taking it along

    def _open(self) -> None:
        pack = self.chosen()
        if pack is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(pack.path)))

    def _print(self) -> None:
        pack = self.chosen()
        if pack is None or not pack.path.is_file():
            return
        self.dialog = ask_printer(self, lambda printer: self.print_on(printer, pack.path))

    def print_on(self, printer: QPrinter, path: Path) -> None:
        """Print a pack."""
        try:
            print_pages(Document(path), printer)
            self.desk.say("Sent to the printer.")
        except ClubOSError as error:
            self._problem.say_error(error)
            self._problem.show()

    def _ask_where(self) -> None:
        pack = self.chosen()
        if pack is None:
            return
        dialog = QFileDialog(self, "Save a copy", str(Path.home() / pack.path.name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF files (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(pack.path, Path(name)))
        dialog.open()

    def save_to(self, source: Path, target: Path) -> None:
        """Copy a pack to where it is taken along from."""
        from clubos_desktop.evidence import seal  # noqa: PLC0415 - it draws: not needed until a pack is copied

        try:
            seal.copy(source, target)
            self.desk.say(f"Saved as {target.name}, with its manifest beside it.")
        except ClubOSError as error:
            self._problem.say_error(error)
            self._problem.show()

    # --- the window's wishes

    def focus_first(self) -> None:
        """The list, or the one thing to do."""
        if self.pages.currentWidget() is self.votes:
            self.votes.focus_first()
            return
        first: QWidget = self.table if self._model.rowCount() else self._empty.button
        (first if first.isVisibleTo(self) else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Esc: leave the form, then the pages, then the votes."""
        if self.pages.currentWidget() is self.votes:
            if not self.votes.leave_form():
                self.show_packs()
            return True
        if self.making.isVisible():
            self._leave_form()
            return True
        return self.split.close_detail()

    def fold(self, fold: Fold) -> None:
        """Follow the room there is."""
        self.split.fold(fold)
        self.table.fold(fold)
