"""Pairs that may belong together: both names, and why. A person decides; nothing is joined by itself."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store import views
from clubos_desktop.store.views import SuggestionRow
from ui.models.rows import Chunk, Column, RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.widgets.cards import Card
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import listed

PAGE = 100

COLUMNS: tuple[Column[SuggestionRow], ...] = (
    Column("In Wild Apricot", lambda row: row.legacy_title or "(no name)", stretch=1, strong=True),
    Column("In ClubOS", lambda row: row.clubos_title or "(no name)", stretch=1, strong=True),
    Column("What", lambda row: DOMAIN_LABELS[row.domain], width=120, least=Fold.SYMBOLS),
    Column("Why they may be the same", lambda row: listed(row.reasons), stretch=1),
)


class Pairs(QWidget):
    """The list, most of it read when it is scrolled to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows = RowsModel(COLUMNS, self)
        self.table = Table(self._rows, "Pairs that may belong together")
        self.table.opened.connect(self._open)
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            Words(
                "This program never joins two records by itself. Look at both sides (Enter); where they belong "
                "together, make name or e-mail the same in one system, and the next copy joins them.",
                "secondary",
            )
        )
        column.addWidget(card, 1)

    def load(self) -> None:
        """Read the first page."""
        self._rows.load(self._page)
        self.table.select_row(0)

    def _page(self, after: object | None) -> Chunk[SuggestionRow]:
        with self._desk.club.read() as conn:
            rows = views.suggestions(conn, after=after if isinstance(after, int) else None, limit=PAGE)
        return Chunk(rows, rows[-1].id if len(rows) == PAGE else None)

    def _open(self, number: int) -> None:
        row: SuggestionRow = self._rows.row(number)
        self._desk.go(Place.RECORDS, (row.domain, row.legacy_id, None))
