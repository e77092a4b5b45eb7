"""Copies: is what I see fresh and complete."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.runs import Account
from clubos_desktop.store.views import Held
from ui.models.freshness import DomainLine, Freshness, SideCopy, busy_sentence, busy_word, read_freshness
from ui.models.overview import brief
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk, PageScreen, enable, focus
from ui.tone import Tone
from ui.widgets.cards import Card, Empty, Flow, Notice
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Answer, StatusWord, Words
from ui.words import clock_time, count, moment, number, shorten

COLUMNS: tuple[Column[DomainLine], ...] = (
    Column("What", lambda line: line.label, stretch=1, strong=True),
    Column("In Wild Apricot", lambda line: line.wild_apricot, width=140, number=True),
    Column("Copied", lambda line: line.wild_apricot_copied, width=100, number=True),
    Column("In ClubOS", lambda line: line.clubos, width=120, number=True, least=Fold.SYMBOLS),
    Column("Copied", lambda line: line.clubos_copied, width=100, number=True, least=Fold.SYMBOLS),
    Column("Since last time", lambda line: line.since, width=180, least=Fold.SYMBOLS),
    Column("State", lambda line: line.state, width=190, tone=lambda line: line.tone),
)


FIRST = (
    "Nothing copied yet.",
    "The first copy takes a few minutes. You can close the laptop; copying goes on from there.",
    "Make the first copy",
)
UNCONNECTED = ("Nothing copied yet.", "Connect both systems first; then they can be copied.")


class SideCard(Card):
    """One system: account, what its key may do, and how its copy stands."""

    def __init__(self, desk: Desk, side: Side) -> None:
        super().__init__(SIDE_LABELS[side])
        self._account = Words("", "strong")
        self._status = StatusWord(Tone.UNMEASURED, "Not copied yet")
        self._copied = Words("")
        self._rights = Words("", "secondary")
        self._doors = Notice(Tone.NEEDS)
        for widget in (self._account, self._status, self._copied, self._rights, self._doors):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.connect_button = Button("", icon="plug")
        self.connect_button.does(partial(desk.connect_side, side))
        self.body.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, copy: SideCopy, account: Account | None, expires: str, *, busy: bool) -> None:
        """Show it."""
        self._account.setText(account_text(account))
        self.connect_button.setText(f"Connect {copy.name}" if account is None else "Change the connection")
        self.connect_button.setAccessibleName(
            f"Connect {copy.name}" if account is None else f"Change the connection to {copy.name}"
        )
        self._status.say(Tone.WAY if busy else copy.tone, busy_word(copy) if busy else copy.state)
        self._copied.setText(busy_sentence(copy) if busy else copy.sentence)
        said = [*(account.rights if account is not None else ()), *([expires] if expires else [])]
        self._rights.setText("\n".join(said))
        self._rights.setVisible(bool(said))
        warnings = account.warnings if account is not None else ()
        self._doors.setVisible(bool(warnings))
        if warnings:
            self._doors.say(count(len(warnings), "open door"), "\n".join(brief(text) + "." for text in warnings))
            self._doors.setToolTip("\n\n".join(warnings))


def account_text(account: Account | None) -> str:
    """Whose account it is."""
    if account is None:
        return "Not connected yet"
    known = account.account_id in account.name
    return account.name if known else f"{account.name}, account {account.account_id}"


class HeldCard(Notice):
    """A copy that waits for a person: half the members are not in the answer, and nothing was changed."""

    def __init__(self, desk: Desk, held: Held) -> None:
        super().__init__(Tone.NEEDS)
        what = DOMAIN_LABELS[held.run.domain].lower()
        self.say(
            f"{number(held.vanished)} {what} are not in the answer. Nothing was changed."
            if held.vanished
            else f"{held.run.reason} Nothing was changed.",
            f"{SIDE_LABELS[held.run.side]} listed {number(held.present - held.vanished)} of {number(held.present)}. "
            "Ask again in a while; often that is all it takes."
            if held.vanished
            else "Ask again in a while; often that is all it takes.",
        )
        self.offer("Ask again", partial(desk.copy_now, everything=True))
        self._names = Words("", "secondary").selectable()
        self._names.setText(", ".join(shorten(name, 60) for name in held.names))
        self._names.hide()
        self.body.addWidget(self._names)
        if held.names:
            self.offer("See the names", lambda: self._names.setVisible(self._names.isHidden()))


class Copies(PageScreen):
    """Both copies, and the way to make them anew."""

    title = "Copies"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading = Answer("Connections and sync")
        self.copy = Button("Copy now", role="main", icon="refresh-cw", tip="F5")
        self.copy.does(desk.copy_now)
        more = Button("More", icon="chevron-down", name="More ways to copy")
        menu = QMenu(more)
        menu.addAction("Copy everything", partial(desk.copy_now, everything=True))
        more.setMenu(menu)
        self._more = more
        self._press = QWidget()
        row = QHBoxLayout(self._press)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.copy)
        row.addWidget(more)
        self._planned = Words("", "secondary")
        row.addWidget(self._planned, 1)
        self._held = Flow(4000)
        self._missed = Notice(Tone.NEEDS)
        self._missed.offer("Copy now", desk.copy_now)
        self._problem = Notice()
        self._broken = Side.LEGACY
        self._problem.offer("Copy now", desk.copy_now)
        self._problem.offer("Connect again", lambda: desk.connect_side(self._broken))
        self._cards = {side: SideCard(desk, side) for side in Side}
        sides = Flow(340, spacing=16, most=2)
        sides.show_items(list(self._cards.values()))
        self._model = RowsModel(COLUMNS, self)
        self._table = Table(self._model, "What was copied")
        self._box = Card()
        self._box.body.setContentsMargins(8, 8, 8, 8)
        self._box.body.addWidget(self._table)
        self._empty = Empty("refresh-cw")
        self._empty.button.does(desk.copy_now)
        for widget in (self._heading, self._held, self._missed, self._problem, sides):
            self.column.addWidget(widget)
        self.column.addWidget(self._press)
        self.column.addWidget(self._box)
        self.column.addWidget(self._empty)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Read both copies' state and show it."""
        club = self.desk.club
        with club.read() as conn:
            busy = self.desk.jobs.busy
            fresh = read_freshness(conn, club.now(), club.zone, busy=busy)
        self._heading.say(*self._answer(fresh, busy=busy))
        self._held.show_items([HeldCard(self.desk, held) for held in fresh.held])
        self._held.setVisible(bool(fresh.held))
        self._say_plan(busy=busy, failed=bool(fresh.failed))
        self._problem.setVisible(bool(fresh.failed) and not busy)
        if fresh.failed:
            run = fresh.failed[0]
            self._broken = run.side
            self._problem.say(
                f"{DOMAIN_LABELS[run.domain]} of {SIDE_LABELS[run.side]} were not copied to the end.",
                f"{run.reason} What was copied so far is kept; the next copy goes on from there.",
            )
        for side, copy in ((Side.LEGACY, fresh.wild_apricot), (Side.CLUBOS, fresh.clubos)):
            account = club.account(side)
            self._cards[side].say(copy, account, self._expires(account), busy=busy)
            self._cards[side].connect_button.setVisible(not club.practice)
        self._model.show_rows(fresh.lines)
        self._table.setFixedHeight(self._table.full_height())
        self._box.setVisible(bool(fresh.lines))
        connected = any(club.account(side) is not None for side in Side)
        self._press.setVisible(bool(fresh.lines) or busy)
        self._empty.setVisible(not fresh.lines and not busy)
        self._empty.say(*(FIRST if connected else UNCONNECTED))
        enable(self.copy, not busy)
        enable(self._more, not busy)

    def _say_plan(self, *, busy: bool, failed: bool) -> None:
        club = self.desk.club
        missed = "" if club.practice else club.planning.missed()
        self._planned.setText("" if club.practice else club.planning.next_line())
        self._missed.setVisible(bool(missed) and not busy and not failed)
        self._missed.say(missed, "Copy now; a copy made by hand counts like a planned one.")

    def _answer(self, fresh: Freshness, *, busy: bool) -> tuple[str, str]:
        club = self.desk.club
        if busy:
            return (
                "Copying now.",
                "What you see stays usable meanwhile. You can close the laptop; copying goes on from there.",
            )
        if fresh.unfinished:
            return "The copy is not finished.", "What was copied so far is kept; the next copy goes on from there."
        if fresh.oldest is None:
            return "Nothing copied yet.", "Copying only reads; nothing is changed in Wild Apricot or in ClubOS."
        if fresh.held:
            return f"{count(len(fresh.held), 'copy', 'copies')} waiting for your OK.", "Nothing was changed."
        if fresh.failed:
            return (
                f"The last copy was not finished; complete is that of {moment(fresh.oldest, club.zone, club.now())}.",
                "",
            )
        when = moment(fresh.oldest, club.zone, club.now())
        if when.startswith("today"):
            when = clock_time(fresh.oldest, club.zone)
        return f"Both copies are complete, {when}.", "Copied in full, counted against each system's own figures."

    def _expires(self, account: Account | None) -> str:
        if account is None or account.expires is None:
            return ""
        return f"Sign-in valid until {moment(account.expires, self.desk.club.zone, self.desk.club.now())}"

    def focus_first(self) -> None:
        """Enter copies, or connects where nothing is connected."""
        connects = self._cards[Side.LEGACY].connect_button
        focus(self.copy if self._press.isVisibleTo(self) else self._empty.button, self)
        if self._empty.isVisibleTo(self) and self._empty.button.isHidden():
            focus(connects, self)

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self._table.fold(fold)
        self._table.setFixedHeight(self._table.full_height())
