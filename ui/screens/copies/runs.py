"""Every copy that was made; Enter goes down to its runs and to the calls of a run, Esc goes up again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from clubos_desktop.store import calls, views
from ui.models.freshness import Freshness
from ui.models.rows import Chunk, Column, RowsModel
from ui.models.run_lines import Line, of_call, of_copy, of_run
from ui.places import Fold
from ui.screens.base import Desk
from ui.screens.copies.part import Part
from ui.screens.copies.taking_back import TakingBack
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.cards import Card, Empty
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import moment

PAGE = 60
COLUMNS: tuple[Column[Line], ...] = (
    Column("What", lambda line: line.what, stretch=1, strong=True),
    Column("Where", lambda line: line.where, width=130, least=Fold.SIDE_BY_SIDE),
    Column("Figures", lambda line: line.figures, width=300, least=Fold.SYMBOLS),
    Column("Time", lambda line: line.time, width=90, number=True),
    Column("State", lambda line: line.state, width=190, tone=lambda line: line.tone),
)


class RunsPart(Part):
    """Copies, their runs, the calls of a run."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._copy: int | None = None
        self._run: int | None = None
        self._up = Button("", icon="chevron-left")
        self._up.does(self.back)
        self._title = Words("", "title")
        self.look = Button("Look into it", icon="chevron-right")
        self.look.does(self._open)
        top = QHBoxLayout()
        top.addWidget(self._up)
        top.addWidget(self._title, 1)
        top.addWidget(self.look)
        self.undo = Button("Take it back…", icon="undo-2", tip="Let stand again what stood before this copy")
        self.undo.does(self._ask_back)
        top.addWidget(self.undo)
        self.taking = TakingBack(desk)
        self.taking.left.connect(self._leave)
        self._why = Words("", "secondary").selectable()
        self.table = Table(RowsModel(COLUMNS, self), "Copies that were made")
        self.table.setMinimumHeight(px(340))
        self.table.opened.connect(lambda _row: self._open())
        self._box = Card()
        self._box.body.addLayout(top)
        self._box.body.addWidget(self.taking)
        self._box.body.addWidget(self._why)
        self._box.body.addWidget(self.table)
        self._empty = Empty("history")
        self._empty.say("Nothing was copied yet.", "Every copy is listed here, down to each call it made.")
        self.column.addWidget(self._box)
        self.column.addWidget(self._empty)

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Read again what is shown; the place in the list stays."""
        row = self.table.current_row()
        self._load()
        self.table.select_row(max(0, min(row, self.table.rows.rowCount() - 1)))

    def _load(self) -> None:
        deep = self._run is not None
        self._up.setVisible(self._copy is not None)
        self._up.setText("The copy" if deep else "All copies")
        self.look.setVisible(not deep)
        self.undo.setEnabled(not self.desk.jobs.busy)
        self.table.rows.load(self._calls if deep else self._runs if self._copy is not None else self._copies)
        self._say()
        stands = any(self.table.rows.row(row).tone is Tone.GOOD for row in range(self.table.rows.rowCount()))
        self.undo.setVisible(self._copy is not None and not deep and stands and self.taking.isHidden())
        found = self.table.rows.rowCount() > 0
        self._box.setVisible(found or self._copy is not None)
        self._empty.setVisible(not found and self._copy is None)

    def _say(self) -> None:
        """Where one is, and why a run ended as it did."""
        self._why.setText("")
        if self._copy is None:
            self._title.setText("Every copy that was made")
        elif self._run is None:
            self._title.setText(f"Copy {self._copy}")
        else:
            with self.desk.club.read() as conn:
                run = views.run(conn, self._run)
            line = None if run is None else of_run(run)
            club = self.desk.club
            began = "" if run is None else moment(run.started, club.zone, club.now())
            self._title.setText("" if line is None else f"{line.what} from {line.where}, {began}")
            self._why.setText("" if run is None else run.reason)
        self._why.setVisible(bool(self._why.text()))

    def _copies(self, after: object | None) -> Chunk[Line]:
        club = self.desk.club
        with club.read() as conn:
            page = views.copies(conn, limit=PAGE, before=after if isinstance(after, int) else None)
        return Chunk(
            [of_copy(copy, club.zone, club.now()) for copy in page], page[-1].copy if len(page) == PAGE else None
        )

    def _runs(self, _after: object | None) -> Chunk[Line]:
        assert self._copy is not None  # noqa: S101 - asked for only then
        with self.desk.club.read() as conn:
            found = next(iter(views.copies(conn, limit=1, before=self._copy + 1)), None)
        return Chunk([of_run(run) for run in found.runs] if found is not None else [])

    def _calls(self, after: object | None) -> Chunk[Line]:
        assert self._run is not None  # noqa: S101 - asked for only then
        with self.desk.club.read() as conn:
            run = views.run(conn, self._run)
            page = () if run is None else calls.of_run(conn, run, after=after if isinstance(after, int) else 0)
        last = page[-1].id if len(page) == calls.PAGE else None
        return Chunk([of_call(call, self.desk.club.zone) for call in page], last)

    def _open(self) -> None:
        row = self.table.current_row()
        if row < 0 or self._run is not None:
            return
        key = self.table.rows.row(row).key
        if self._copy is None:
            self._copy = key
        else:
            self._run = key
        self._load()
        self.table.select_row(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_back(self) -> None:
        if self._copy is not None:
            self.undo.hide()
            self.taking.ask(self._copy)

    def _leave(self) -> None:
        self.taking.hide()
        self._load()
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """One list up; False at the top."""
        if not self.taking.isHidden():
            self._leave()
            return True
        if self._copy is None:
            return False
        came = self._run if self._run is not None else self._copy
        if self._run is not None:
            self._run = None
        else:
            self._copy = None
        self._load()
        keys = [self.table.rows.row(row).key for row in range(self.table.rows.rowCount())]
        self.table.select_row(keys.index(came) if came in keys else 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self.table.fold(fold)

    def focus_first(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
