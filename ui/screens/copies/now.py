"""How both copies stand now: what needs a person, both systems, what is under way, and each kind of record."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from clubos_desktop.model.domains import Side
from clubos_desktop.model.runs import Account
from ui.models.freshness import DomainLine, Freshness
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk, focus
from ui.screens.copies.failed import Failed
from ui.screens.copies.held import HeldCards
from ui.screens.copies.part import Part
from ui.screens.copies.sides import SideCard
from ui.screens.copies.told import NewNotice
from ui.screens.copies.under_way import UnderWay
from ui.screens.copies.warned import Missed
from ui.widgets.cards import Card, Empty, Flow
from ui.widgets.table import Table
from ui.words import moment

COLUMNS: tuple[Column[DomainLine], ...] = (
    Column("What", lambda line: line.label, stretch=1, strong=True),
    Column("In Wild Apricot", lambda line: line.wild_apricot, width=140, number=True),
    Column("Copied", lambda line: line.wild_apricot_copied, width=100, number=True),
    Column("In ClubOS", lambda line: line.clubos, width=120, number=True, least=Fold.SYMBOLS),
    Column("Copied", lambda line: line.clubos_copied, width=100, number=True, least=Fold.SYMBOLS),
    Column("Since last time", lambda line: line.since, width=130, least=Fold.SIDE_BY_SIDE),
    Column("Age", lambda line: line.age, width=130, least=Fold.SYMBOLS),
    Column("State", lambda line: line.state, width=170, tone=lambda line: line.tone),
)


FIRST = (
    "Nothing copied yet.",
    "The first copy takes a few minutes. You can close the laptop; copying goes on from there.",
    "Make the first copy",
)
UNCONNECTED = ("Nothing copied yet.", "Connect both systems first; then they can be copied.")


class TopCard(Protocol):
    """A card on top of the page: it is made with the desk and shows itself only when it has something to say."""

    def tell(self, fresh: Freshness, *, busy: bool) -> None:
        """Show how things stand, or hide."""


CARDS = (HeldCards, Missed, Failed, NewNotice)
"""What may stand on top, in this order: each a widget made with the desk that is a ``TopCard``."""


class Now(Part):
    """Both copies as they are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.top: list[TopCard] = []
        for made in (card(desk) for card in CARDS):
            self.top.append(made)
            self.column.addWidget(made)
        self.under_way = UnderWay(desk)
        self.cards = {side: SideCard(desk, side) for side in Side}
        sides = Flow(340, spacing=16, most=2)
        sides.show_items(list(self.cards.values()))
        self.table = Table(RowsModel(COLUMNS, self), "What was copied")
        self._box = Card()
        self._box.body.setContentsMargins(8, 8, 8, 8)
        self._box.body.addWidget(self.table)
        self.empty = Empty("refresh-cw")
        self.empty.button.does(desk.copy_now)
        for widget in (self.under_way, sides, self._box, self.empty):
            self.column.addWidget(widget)

    def refresh(self, fresh: Freshness) -> None:
        """Show both copies' state."""
        club, busy = self.desk.club, self.desk.jobs.busy
        for card in self.top:
            card.tell(fresh, busy=busy)
        for side, copy in ((Side.LEGACY, fresh.wild_apricot), (Side.CLUBOS, fresh.clubos)):
            account = club.account(side)
            self.cards[side].say(copy, account, self._expires(account), busy=busy)
            self.cards[side].connect_button.setVisible(not club.practice)
        self.table.rows.show_rows(fresh.lines)
        self.table.setFixedHeight(self.table.full_height())
        self._box.setVisible(bool(fresh.lines))
        connected = any(club.account(side) is not None for side in Side)
        self.empty.setVisible(not fresh.lines and not busy)
        self.empty.say(*(FIRST if connected else UNCONNECTED))

    def _expires(self, account: Account | None) -> str:
        if account is None or account.expires is None:
            return ""
        return f"Sign-in valid until {moment(account.expires, self.desk.club.zone, self.desk.club.now())}"

    def focus_first(self) -> None:
        """The first copy, or the connection where nothing is connected."""
        connects: QWidget = self.cards[Side.LEGACY].connect_button
        focus(connects if self.empty.button.isHidden() else self.empty.button, self)

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self.table.fold(fold)
        self.table.setFixedHeight(self.table.full_height())
