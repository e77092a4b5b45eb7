"""Everything that was decided, batch by batch, with an undo that outlives the sitting."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from clubos_desktop.findings.deciding import SHEET
from clubos_desktop.model.findings import Batch, Choice
from clubos_desktop.store import decisions, people
from clubos_desktop.store.verdicts import APART, TOGETHER
from ui.models.rows import Chunk, Column, RowsModel
from ui.models.settling import way_of
from ui.places import Fold
from ui.screens.base import Desk
from ui.screens.settling.page import Page
from ui.tone import Tone
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.words import count, moment, number, tip

PAGE = 100
_OTHERS = {TOGETHER: "They belong together", APART: "They are two", SHEET: "By a spreadsheet"}


def _what(batch: Batch) -> str:
    return _OTHERS.get(batch.act) or way_of(Choice(batch.act)).label


def _named(batch: Batch) -> str:
    return f"{_what(batch)}, {count(batch.n, 'difference')}"


class Decided(Page):
    """One row is one act, of one difference or of many; it is undone whole."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "What was decided")
        self._names: dict[str, str] = {}
        self._sure: int | None = None
        columns: tuple[Column[Batch], ...] = (
            Column("When", lambda row: moment(row.at, desk.club.zone, desk.club.now()), stretch=2),
            Column("Who", lambda row: self._names.get(row.by, row.by).split(",")[0], stretch=2, least=Fold.SYMBOLS),
            Column("What", _what, stretch=3, strong=True),
            Column("How many", lambda row: number(row.n), width=110, number=True),
            Column(
                "State",
                lambda row: "Undone" if row.undone else "Stands",
                width=160,
                tone=lambda row: Tone.UNMEASURED if row.undone else Tone.GOOD,
            ),
        )
        self._rows: RowsModel[Batch] = RowsModel(columns, self)
        self.table = Table(self._rows, "What was decided")
        self.table.moved.connect(lambda _row: self._fit())
        self.undo = Button("Undo the chosen one", icon="undo-2").does(self._undo)
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addStretch(1)
        self.column.addWidget(self.keep_table(self.table), 1)
        self.column.addLayout(row)

    def load(self) -> None:
        """Read the newest, the others by the page."""
        with self.desk.club.read() as conn:
            self._names = people.names(conn)
        place = max(0, self.table.current_row())
        self._rows.load(self._page)
        n = self._rows.rowCount()
        self.say(
            f"{count(n, 'act')} of deciding{' or more' if n == PAGE else ''}." if n else "Nothing was decided yet.",
            "Each is undone whole, also after the program was closed; what was decided anew meanwhile stays.",
        )
        self.table.select_row(min(place, n - 1))
        self._fit()

    def _page(self, after: object | None) -> Chunk[Batch]:
        with self.desk.club.read() as conn:
            rows = decisions.batches(conn, limit=PAGE, before=after if isinstance(after, int) else None)
        return Chunk(rows, rows[-1].id if len(rows) == PAGE else None)

    def fold(self, fold: Fold) -> None:
        """Leave out columns where room is short."""
        self.table.fold(fold)

    def begin(self) -> None:
        """The list comes first."""
        self.table.setFocus()

    def _row(self) -> Batch | None:
        place = self.table.current_row()
        return self._rows.row(place) if 0 <= place < self._rows.rowCount() else None

    def _fit(self) -> None:
        row = self._row()
        self.undo.setEnabled(row is not None and row.undone is None)
        self._sure = None
        other = self._other(row)
        self.undo.setText(f"Undo what {other} decided" if other else "Undo the chosen one")
        self.undo.setToolTip("" if row is None else tip(f"Undo: {_named(row)}"))

    def _other(self, row: Batch | None) -> str:
        """Who decided this, where it is somebody else than who acts now; else ""."""
        me = self.desk.club.people.me
        if row is None or me is None or row.by == people.actor(me):
            return ""
        return self._names.get(row.by, row.by).split(",")[0]

    def _undo(self) -> None:
        row, deciding = self._row(), self.desk.club.deciding
        if row is None:
            return
        other = self._other(row)
        if other and self._sure != row.id:
            self._sure = row.id
            self.undo.setText(f"Yes, undo {other}'s: {_named(row)}")
            return
        act = deciding.undo_pairing if row.act in (TOGETHER, APART) else deciding.undo
        self.desk.jobs.act(partial(act, row.id), succeeded=partial(self._undone, row), failed=self.failed)

    def _undone(self, row: Batch, _nothing: None) -> None:
        other = self._other(row)
        self.desk.say(f"Undone: {_named(row)}{f', which {other} had decided' if other else ''}.")
        self.desk.outdate()
