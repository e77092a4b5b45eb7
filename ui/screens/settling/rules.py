"""When values count as equal: the rule of each field with what it hides, and what the words of both systems mean."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.errors import ClubOSError
from clubos_desktop.findings import ruling
from clubos_desktop.findings.compared import Compared
from clubos_desktop.findings.ruling import WordUse
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store.views import DifferenceFilter
from ui.models.rows import Column, RowsModel
from ui.models.ruling import (
    KIND_NAMES,
    TABLES,
    FieldRow,
    RuleView,
    compared_lines,
    kinds_of,
    meanings_of,
    spoken,
    whole,
)
from ui.places import Fold, Place
from ui.screens.base import Desk, scrolling_page
from ui.screens.settling.page import LEAST, Page
from ui.screens.settling.rule_change import RuleChange
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.fields import Choice
from ui.widgets.segments import Segments
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.words import count, number

FIELDS, WORDS, COMPARED = "Fields", "Words", "What is compared"

FIELD_COLUMNS: tuple[Column[FieldRow], ...] = (
    Column("Field", lambda row: row.title, stretch=3, strong=True),
    Column("Counts as equal", lambda row: KIND_NAMES[row.kind], stretch=4),
    Column("Hidden", lambda row: number(row.hides), width=90, number=True),
    Column("Differ", lambda row: number(row.differs), width=90, number=True),
)
WORD_COLUMNS: tuple[Column[WordUse], ...] = (
    Column("Word", lambda row: spoken(row.word), stretch=2, strong=True),
    Column("Where", lambda row: TABLES.get(row.table, row.table), stretch=4, least=Fold.SYMBOLS),
    Column("Records", lambda row: number(row.n), width=90, number=True),
    Column(
        "Means",
        lambda row: spoken(row.means) if row.mapped else "nothing yet",
        stretch=2,
        tone=lambda row: None if row.mapped else Tone.NEEDS,
    ),
)
COMPARED_COLUMNS: tuple[Column[Compared], ...] = (
    Column("Field", lambda row: f"{DOMAIN_LABELS[row.domain]}: {row.label}", stretch=4, strong=True),
    Column("In Wild Apricot", lambda row: row.legacy, stretch=3, least=Fold.SYMBOLS),
    Column("In ClubOS", lambda row: row.clubos or "not shown", stretch=3),
    Column(
        "Compared",
        lambda row: KIND_NAMES[row.kind] if row.kind else "cannot be compared",
        stretch=3,
        tone=lambda row: None if row.kind else Tone.UNMEASURED,
    ),
)


class Rules(Page):
    """One change at a time: its effect first, then its reason, then in force; the last one can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "When values count as equal")
        self._view: RuleView | None = None
        self._field_rows: RowsModel[FieldRow] = RowsModel(FIELD_COLUMNS, self)
        self._word_rows: RowsModel[WordUse] = RowsModel(WORD_COLUMNS, self)
        self._compared_rows: RowsModel[Compared] = RowsModel(COMPARED_COLUMNS, self)
        self.compared = Table(self._compared_rows, "What is compared with what")
        self.fields = Table(self._field_rows, "Fields and their rules")
        self.words = Table(self._word_rows, "Words and what they mean")
        self.segments = Segments([FIELDS, WORDS, COMPARED], "What is ruled")
        self.segments.chosen.connect(self.show_part)
        self.undo = Button("Undo the last change", icon="undo-2").does(self._undo)
        self.change = RuleChange(desk)
        self.change.look.connect(self._look)
        self.choice = Choice("Counts as equal", [])
        self.choice.activated.connect(lambda _at: self._propose())
        self.change.add(self.choice)
        for table in (self.fields, self.words, self.compared):
            table.moved.connect(partial(self._moved, table))
        self._lay_out()

    def _moved(self, table: Table, _row: int) -> None:
        """Rows that are read behind another list undo nothing that is being chosen."""
        if table is self._table():
            self._chosen()

    def _lay_out(self) -> None:
        top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.addWidget(self.segments, 1)
        top.addWidget(self.undo)
        card = self.keep_table(self.fields)
        for table in (self.words, self.compared):
            card.body.addWidget(table)
            table.setMinimumHeight(px(LEAST))
            table.hide()
        scroll, column = scrolling_page()
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.change)
        column.addStretch(1)
        self._side: QWidget = scroll
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(16)
        self._across.addWidget(card, 3)
        self._across.addWidget(scroll, 2)
        self.column.addLayout(top)
        self.column.addLayout(self._across, 1)

    def load(self) -> None:
        """Read the rules off the screen's thread: the words of all records are counted."""
        self.desk.jobs.act(self.desk.club.deciding.rules, succeeded=self._show, failed=self.failed)
        self.desk.jobs.act(self.desk.club.deciding.compared, succeeded=self._show_compared, failed=self.failed)

    def _show_compared(self, found: tuple[Compared, ...]) -> None:
        place = max(0, self.compared.current_row())
        self.compared.rows.show_rows(found)
        self.compared.select_row(min(place, len(found) - 1))

    def _show(self, view: RuleView) -> None:
        self._view = view
        n = view.unmapped
        words = (
            f"{count(n, 'word')} of the two systems {'has' if n == 1 else 'have'} no meaning in the other one."
            if n
            else "Every word of either system has a meaning in the other one."
        )
        self.say(
            f"Your rules hide {count(view.hidden, 'difference')}.",
            f"Every one of them stands under “equal by your rules”. {words} A change needs a reason and can be undone.",
        )
        self.undo.setEnabled(view.versions > 1)
        for table, rows in ((self.fields, view.fields), (self.words, view.words)):
            place = max(0, table.current_row())
            table.rows.show_rows(rows)
            table.select_row(min(place, len(rows) - 1))
        self._chosen()

    def show_part(self, part: str) -> None:
        """Fields or words."""
        self.segments.choose(part)
        self.fields.setVisible(part == FIELDS)
        self.words.setVisible(part == WORDS)
        self.compared.setVisible(part == COMPARED)
        self._chosen()

    def fold(self, fold: Fold) -> None:
        """Side by side, or one below the other."""
        beside = fold >= Fold.SIDE_BY_SIDE
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._side.setMinimumHeight(0 if beside else px(200))
        self.fields.fold(fold)
        self.words.fold(fold)
        self.compared.fold(fold)

    def begin(self) -> None:
        """The list comes first."""
        self._table().setFocus(Qt.FocusReason.OtherFocusReason)

    # --- one field or word

    def _table(self) -> Table:
        return next((each for each in (self.words, self.compared) if not each.isHidden()), self.fields)

    def _row(self) -> FieldRow | WordUse | None:
        """The chosen field or word; of what is compared the field that has a rule."""
        table = self._table()
        place = table.current_row()
        if not 0 <= place < table.rows.rowCount():
            return None
        row: FieldRow | WordUse | Compared = table.rows.row(place)
        if not isinstance(row, Compared):
            return row
        known = self._view.fields if self._view is not None else ()
        return next((each for each in known if (each.domain, each.field) == (row.domain, row.field)), None)

    def _say_compared(self) -> None:
        """Of a field in the list of all: both values of some records."""
        place = self.compared.current_row()
        if self.compared.isHidden() or not 0 <= place < self.compared.rows.rowCount():
            return
        row: Compared = self.compared.rows.row(place)
        self.change.setEnabled(True)
        self.choice.setVisible(bool(row.kind))
        self.change.rule.setText(f"{DOMAIN_LABELS[row.domain]}: {row.label}")
        self.change.now.setText("\n".join(compared_lines(row)))

    def _chosen(self) -> None:
        row = self._row()
        self.change.clear()
        self.choice.show()
        self.change.setEnabled(row is not None)
        self.choice.clear()
        if isinstance(row, FieldRow):
            for label, kind in kinds_of(row):
                self.choice.addItem(label, kind)
            self.choice.choose(row.kind)
            self.change.rule.setText(row.title)
            hides = f"It hides {count(row.hides, 'difference')}; {number(row.differs)} differ all the same."
            moved = f" In Wild Apricot itself {row.noise} moved between the last two copies." if row.noise else ""
            self.change.now.setText(f"{whole(row.kind)} {hides}{moved}")
        elif row is not None and self._view is not None:
            self.choice.addItem("Choose what it means" if not row.mapped else spoken(row.means), row.means)
            for means in meanings_of(row, self._view.tiers):
                if means != row.means:
                    self.choice.addItem(spoken(means), means)
            self.change.rule.setText(f"“{spoken(row.word)}”")
            self.change.now.setText(f"{TABLES.get(row.table, '')}, {count(row.n, 'record')}.")
        self._say_compared()
        self.change.see.setVisible(isinstance(row, FieldRow) and row.hides > 0)

    def _propose(self) -> None:
        row, view, chosen = self._row(), self._view, self.choice.chosen()
        if row is None or view is None:
            return
        chosen = str(self.choice.currentData())
        now = row.kind if isinstance(row, FieldRow) else row.means
        if chosen == now:
            self.change.clear()
            return
        try:
            if isinstance(row, FieldRow):
                then, domain = diff_rules.with_kind(view.rules, row.domain, row.field, chosen), row.domain
            else:
                then = ruling.with_word(view.rules, row.table, row.word, chosen)
                domain = Domain.REGISTRATIONS if "registration" in row.table else Domain.MEMBERS
        except ClubOSError as error:
            self.failed(error)
            return
        self.change.propose(then, domain)

    def _look(self) -> None:
        row = self._row()
        if isinstance(row, FieldRow):
            self.desk.go(Place.DIFFERENCES, DifferenceFilter(row.domain, (Kind.IGNORED,), row.field))

    def _undo(self) -> None:
        club = self.desk.club
        self.desk.run("Putting the rules before in force", partial(club.deciding.undo_rules))
