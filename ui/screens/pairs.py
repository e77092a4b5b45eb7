"""Pairs that may belong together: both names, and why. A person decides; nothing is joined by itself."""

from collections import deque
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store import views
from clubos_desktop.store.views import SuggestionRow
from ui.models.rows import Chunk, Column, RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import listed

PAGE = 100
LIKELY, PERHAPS = 85, 65
"""Likeness from which a pair is likely, and from which it is worth a look."""

COLUMNS: tuple[Column[SuggestionRow], ...] = (
    Column("In Wild Apricot", lambda row: row.legacy_title or "(no name)", stretch=3, strong=True),
    Column("In ClubOS", lambda row: row.clubos_title or "(no name)", stretch=3, strong=True),
    Column("What", lambda row: DOMAIN_LABELS[row.domain], width=110, least=Fold.SIDE_BY_SIDE),
    Column("Likeness", lambda row: f"{row.score} of 100", width=140, tone=lambda row: tone_of(row.score)),
    Column("Why they may be the same", lambda row: listed(row.reasons), stretch=5),
)


def tone_of(score: int) -> Tone:
    """How likely a pair is, as a colour with its symbol; the number stands beside it."""
    return Tone.GOOD if score >= LIKELY else Tone.NEEDS if score >= PERHAPS else Tone.UNMEASURED


class Pairs(QWidget):
    """The list, read by the page, and two buttons alike: a decision has no default."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pending: deque[tuple[SuggestionRow, bool]] = deque()
        self._rows = RowsModel(COLUMNS, self)
        self.table = Table(self._rows, "Pairs that may belong together")
        self.table.opened.connect(self._open)
        self.table.letter.connect(self._press)
        self.together = Button("They belong together (1)").does(partial(self._say, True))
        self.apart = Button("They are two (2)").does(partial(self._say, False))
        look = Button("See the whole record", icon="arrow-right").does(lambda: self._open(self.table.current_row()))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.together, self.apart, look):
            row.addWidget(button)
        row.addStretch(1)
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            Words(
                "Where a doubt is left, a person decides. What you say here changes nothing in Wild Apricot or in "
                "ClubOS; it only says which records are compared with each other.",
                "secondary",
            )
        )
        column.addWidget(card, 1)
        column.addLayout(row)

    def load(self) -> None:
        """Read the first page; the cursor stays in its place."""
        place = max(0, self.table.current_row())
        self._rows.load(self._page)
        there = self._rows.rowCount() > 0
        self.table.select_row(min(place, self._rows.rowCount() - 1))
        for button in (self.together, self.apart):
            button.setEnabled(there)

    def show_pair(self, wanted: SuggestionRow) -> None:
        """Choose a pair, as far down as it may stand."""
        row = 0
        while True:
            if row >= self._rows.rowCount():
                if not self._rows.canFetchMore(self.table.rootIndex()):
                    return
                self._rows.fetchMore(self.table.rootIndex())
                if row >= self._rows.rowCount():
                    return
            if self._rows.row(row).id == wanted.id:
                self.table.select_row(row)
                return
            row += 1

    def _page(self, after: object | None) -> Chunk[SuggestionRow]:
        with self._desk.club.read() as conn:
            rows = views.suggestions(conn, after=after if isinstance(after, int) else None, limit=PAGE)
        return Chunk(rows, rows[-1].id if len(rows) == PAGE else None)

    def _open(self, number: int) -> None:
        if number >= 0:
            row: SuggestionRow = self._rows.row(number)
            self._desk.go(Place.RECORDS, (row.domain, row.legacy_id, None))

    def _press(self, letter: str) -> None:
        if letter in ("1", "2") and self.together.isEnabled():
            self._say(letter == "1")

    def _say(self, together: bool) -> None:
        number = self.table.current_row()
        if number < 0:
            return
        self._send(self._rows.row(number), together)

    def _send(self, row: SuggestionRow, together: bool) -> None:
        deciding = self._desk.club.deciding
        act = deciding.join if together else deciding.keep_apart
        self._pending.append((row, together))
        work = partial(act, row.domain, row.legacy_id, row.clubos_id)
        self._desk.jobs.act(work, succeeded=self._decided, failed=self._not_decided)

    def _decided(self, batch: int) -> None:
        row, together = self._pending.popleft()  # acts end in the order in which they were asked for
        said = (
            "They belong together and are compared from now on."
            if together
            else "They are two and are not proposed again."
        )
        what = "Two records that belong together" if together else "Two records that are two"
        self._desk.say(said, partial(self._undo, batch), again=partial(self._send, row, together), what=what)
        self._desk.outdate()

    def _not_decided(self, error: Exception) -> None:
        self._pending.popleft()
        self._failed(error)

    def _undo(self, batch: int) -> None:
        work = partial(self._desk.club.deciding.undo_pairing, batch)
        self._desk.jobs.act(work, succeeded=self._undone, failed=self._failed)

    def _undone(self, _nothing: None) -> None:
        self._desk.outdate()

    def _failed(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "That could not be done. Nothing was changed."))
