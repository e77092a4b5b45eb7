"""Votes, the second page of Board: what the board decided, whether it counts, and the form for a new one."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Ballot
from clubos_desktop.model.time import zone
from ui.models import votes as words
from ui.models.packs import Pack, packs
from ui.models.votes import VoteLine
from ui.places import Place
from ui.screens.base import Desk, scrolling_page
from ui.screens.vote_form import VoteForm
from ui.voting import Said
from ui.widgets.cards import Card, Empty
from ui.widgets.symbol import Button
from ui.widgets.text import Answer, StatusWord, Words
from ui.widgets.wrapping import WrappingLine


class VoteCard(Card):
    """One vote."""

    def __init__(self, line: VoteLine) -> None:
        super().__init__(f"Vote {line.number}: {line.about}")
        self.body.addWidget(StatusWord(line.tone, line.word))
        self.body.addWidget(Words(f"{line.day}: {line.count}. Counts until {line.until}."))
        if line.why:
            self.body.addWidget(Words(line.why, tone="needs"))
        if line.held:
            self.body.addWidget(Words(f"In ClubOS: {line.held}.", "secondary"))
        if line.dissent:
            self.body.addWidget(Words(f"Minority: {line.dissent}", "secondary"))


class Votes(QWidget):
    """``closed`` leads back to the packs."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setAccessibleName("Votes of the board")
        scroll, column = scrolling_page()
        self._scroll = scroll
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        back = Button("Back to the packs", role="quiet", icon="arrow-left", tip="Esc")
        back.clicked.connect(self.closed)
        self._heading = Answer("Governance")
        self.start = Button("Record a vote", role="main", icon="gavel")
        self.start.clicked.connect(self.ask)
        self.form = VoteForm()
        self.form.hide()
        self.form.left.connect(self.leave_form)
        self.form.recorded.connect(self._record)
        self.form.ballot_chosen.connect(self._propose)
        self.form.people_wanted.connect(partial(desk.go, Place.SETTINGS))
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._cards: list[VoteCard] = []
        self._shown: tuple[VoteLine, ...] = ()
        self._empty = Empty("gavel")
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._heading)
        column.addWidget(self._acts())
        for part in (self.form, self._list, self._empty):
            column.addWidget(part)
        column.addStretch(1)

    def _acts(self) -> QWidget:
        """What can be done: a vote, ClubOS's own word on the votes, the board's look at a pack, the list."""
        self.held = Button("Ask ClubOS how they voted", icon="refresh-cw")
        self.held.does(self._ask_clubos)
        self.reviews = Button("The board's look at a pack", icon="eye")
        self.reviews.does(partial(self._desk.go, Place.READY, "reviews"))
        self.list = Button("All of it as a list", role="quiet")
        self.list.does(partial(self._desk.go, Place.READY, "votes"))
        box = QWidget()
        line = WrappingLine(box, spacing=8)
        for button in (self.start, self.held, self.reviews, self.list):
            line.addWidget(button)
        return box

    def _ask_clubos(self) -> None:
        self._desk.run("Asking ClubOS how the board voted", self._desk.club.voting.ask_clubos)

    def refresh(self) -> None:
        """Read the votes and whether they count."""
        club = self._desk.club
        known = club.voting.known()
        lines = words.vote_lines(known)
        self._heading.say(*words.heading(lines))
        if lines != self._shown:
            self._shown = lines
            self._show(lines)
        self._empty.setVisible(not lines and self.form.isHidden())
        copied = bool(known.criteria)
        self._empty.say(
            "No vote is recorded.",
            "What the board decided is entered here with the signed minutes."
            if copied
            else "The first copy and the first pack come before it.",
        )
        self.start.setVisible(self.form.isHidden())
        self.held.setVisible(bool(lines))
        if not self.form.isHidden():
            self.form.offer_signers(words.board_members(club.people.active()))

    def _show(self, lines: tuple[VoteLine, ...]) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [VoteCard(line) for line in lines]
        for card in self._cards:
            self._column.addWidget(card)

    def ask(self) -> None:
        """Show the form."""
        club = self._desk.club
        with club.read() as conn:
            found = packs(conn)
        self.form.ask(club.now().astimezone(zone(club.zone)).date(), found, _hashes(found))
        self.form.show()
        self.refresh()
        self.form.ballot.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_form(self) -> bool:
        """Close the form; False when it was not open."""
        was = not self.form.isHidden()
        self.form.hide()
        if was:
            self.refresh()
            self.start.setFocus(Qt.FocusReason.OtherFocusReason)
        return was

    def focus_first(self) -> None:
        """The one thing to do."""
        (self.start if self.form.isHidden() else self.form.ballot).setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self, ballot: Ballot) -> None:
        self.form.propose(words.motion(self._desk.club.voting.known(), ballot))

    def _record(self, said: Said, person: Person, pin: str) -> None:
        voting = self._desk.club.voting
        self._desk.jobs.act(partial(voting.record, said, person, pin), succeeded=self._recorded, failed=self._refused)

    def _recorded(self, number: str) -> None:
        self.form.sign.wait(waiting=False)
        self.leave_form()
        self._desk.say(f"Vote {number} is recorded.")
        self._desk.outdate()

    def _refused(self, error: Exception) -> None:
        self.form.refuse(error)
        focus = self.form.focusWidget()
        if focus is not None:
            self._scroll.ensureWidgetVisible(focus)


def _hashes(found: tuple[Pack, ...]) -> dict[int, str]:
    return {pack.id: pack.sha256 for pack in found}
