"""The two cards of the connected systems."""

from functools import partial

from PySide6.QtCore import Qt

from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.runs import Account
from ui.models.freshness import SideCopy, busy_sentence, busy_word
from ui.screens.base import Desk
from ui.screens.copies.doors import OpenDoors
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words


class SideCard(Card):
    """One system: account, what its key may do, and how its copy stands."""

    def __init__(self, desk: Desk, side: Side) -> None:
        super().__init__(SIDE_LABELS[side])
        self._account = Words("", "strong")
        self._status = StatusWord(Tone.UNMEASURED, "Not copied yet")
        self._copied = Words("")
        self._rights = Words("", "secondary")
        self._doors = OpenDoors()
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
        self._doors.show_doors(account.warnings if account is not None else ())


def account_text(account: Account | None) -> str:
    """Whose account it is."""
    if account is None:
        return "Not connected yet"
    known = account.account_id in account.name or account.kind != "wild-apricot"
    return account.name if known else f"{account.name}, account {account.account_id}"
