"""The connection test: a dozen reading questions, their answers, and what the key may do."""

from functools import partial

from PySide6.QtCore import Qt

from clubos_desktop.model.contact import Answered, FirstContact
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.runs import Account
from ui.models.freshness import Freshness
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk, focus
from ui.screens.copies.part import Part
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import count, moment


def _tone(each: Answered) -> Tone:
    if not each.known:
        return Tone.UNMEASURED
    return Tone.GOOD if each.expected else Tone.NEEDS


def _word(each: Answered) -> str:
    if not each.known:
        return "Not known yet"
    return "As expected" if each.expected else "Another way"


COLUMNS: tuple[Column[Answered], ...] = (
    Column("Question", lambda each: each.question, stretch=1, strong=True),
    Column("Answer", lambda each: each.answer, stretch=1),
    Column("Fits", _word, width=150, tone=_tone),
)


class SideTest(Card):
    """One system's test."""

    def __init__(self, desk: Desk, side: Side) -> None:
        super().__init__(f"{SIDE_LABELS[side]}")
        self._desk = desk
        self._side = side
        self._rights = Words("", "strong")
        self._when = Words("", "secondary")
        self.press = Button(f"Test {SIDE_LABELS[side]}", icon="plug")
        self.press.does(self._test)
        self.table = Table(RowsModel(COLUMNS, self), f"Answers of {SIDE_LABELS[side]}")
        for widget in (self._rights, self._when):
            self.body.addWidget(widget)
        self.body.addWidget(self.press, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.table)

    def tell(self, account: Account | None, found: FirstContact | None, *, busy: bool) -> None:
        """Show what the last test found."""
        club = self._desk.club
        self.setVisible(account is not None)
        self.press.setEnabled(not busy)
        self._rights.setText(" ".join(account.rights) if account is not None else "")
        self._rights.setVisible(bool(self._rights.text()))
        if found is None:
            self._when.setText("Not tested yet. The test only reads, with fewer than twenty calls.")
        else:
            when = moment(found.at, club.zone, club.now())
            self._when.setText(f"Tested {when} with {count(found.calls, 'reading call')}. Copies follow these answers.")
        self.table.rows.show_rows(found.answers if found is not None else ())
        self.table.setVisible(found is not None)
        self.table.setFixedHeight(self.table.full_height())

    def _test(self) -> None:
        label = f"Testing the connection to {SIDE_LABELS[self._side]}"
        self._desk.run(label, partial(self._desk.club.watching.test, self._side), again=self._test)


class ConnectionPart(Part):
    """Both tests."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sides = {side: SideTest(desk, side) for side in Side}
        for card in self.sides.values():
            self.column.addWidget(card)

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Show both."""
        club = self.desk.club
        for side, card in self.sides.items():
            with club.read() as conn:
                found = club.watching.tested(conn, side)
            card.tell(club.account(side), found, busy=self.desk.jobs.busy)

    def fold(self, fold: Fold) -> None:
        """Pass it on to the tables."""
        for card in self.sides.values():
            card.table.fold(fold)
            card.table.setFixedHeight(card.table.full_height())

    def focus_first(self) -> None:
        """The first test."""
        focus(self.sides[Side.LEGACY].press, self)
