"""Differences accepted until a day and those treated as equal: by whom, why, until when, and how many there may be."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubos_desktop.findings import deciding, reading
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.findings import DECIDABLE, Choice, Finding, Ruling, Standing
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people
from clubos_desktop.store.views import DifferenceFilter
from ui.models.differing import clubos_text, field_text, wild_apricot_text
from ui.models.rows import Column, RowsModel
from ui.models.settling import standing_tone, standing_word, until_text
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.screens.settling.page import Page
from ui.tokens import px
from ui.widgets.fields import Quantity
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import number

_WANTED = FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.EXPIRED, Standing.ACCEPTED, Standing.EQUAL))
_MOST = 9_999


class Accepted(Page):
    """What ends by itself ends at midnight in the club's zone; nothing has to run for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Accepted until a day")
        self._names: dict[str, str] = {}
        columns: tuple[Column[Finding], ...] = (
            Column("Who or what", lambda row: row.difference.who, stretch=3, strong=True),
            Column("Field", lambda row: field_text(row.difference), width=130, least=Fold.SYMBOLS),
            Column("Both values", self._values, stretch=3, least=Fold.SIDE_BY_SIDE),
            Column("Why", lambda row: row.decision.reason if row.decision else "", stretch=3),
            Column("By", self._by, width=120, least=Fold.SYMBOLS),
            Column("Until", self._until, width=150),
            Column("State", standing_word, width=160, tone=standing_tone, least=Fold.SYMBOLS),
        )
        self._rows: RowsModel[Finding] = RowsModel(columns, self)
        self.table = Table(self._rows, "Accepted differences")
        self.table.opened.connect(self._open)
        self.open_again = Button("Undecided again").does(self._decide_again)
        look = Button("Look at it", icon="arrow-right").does(lambda: self._open(self.table.current_row()))
        card = self.keep_table(self.table)
        self.column.addWidget(card, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.open_again)
        row.addWidget(look)
        row.addStretch(1)
        self.known, self.equal = self._limit("known", row), self._limit("equal", row)
        self.column.addLayout(row)

    def _limit(self, key: str, row: QHBoxLayout) -> Quantity:
        label = {"known": "At most accepted", "equal": "At most treated as equal"}[key]
        box = Quantity(label, 0, _MOST)
        box.setMinimumWidth(px(96))
        box.setKeyboardTracking(False)
        box.editingFinished.connect(partial(self._set, key, box))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Words(label, "secondary", wrap=False))
        line.addWidget(box)
        row.addWidget(holder)
        return box

    def load(self) -> None:
        """Read the list, next to end first."""
        club = self.desk.club
        at = to_instant(club.now())
        with club.read() as conn:
            found = sorted(reading.every(conn, at, _WANTED), key=_ends)
            self._names = people.names(conn)
            self._limits = {"known": deciding.known_limit(conn), "equal": deciding.equal_limit(conn)}
        accepted = sum(each.standing is Standing.ACCEPTED for each in found)
        equal = sum(each.standing is Standing.EQUAL for each in found)
        over = len(found) - accepted - equal
        self.say(
            f"{number(accepted)} of at most {number(self._limits['known'])} differences are accepted.",
            f"{number(equal)} are treated as equal one by one, {number(over)} were accepted until a day that is over. "
            "All of them are counted apart everywhere; one whose value changes comes back by itself.",
        )
        for key, box in (("known", self.known), ("equal", self.equal)):
            box.setValue(self._limits[key])
        place = max(0, self.table.current_row())
        self._rows.show_rows(found)
        self.table.select_row(min(place, len(found) - 1))
        self.open_again.setEnabled(bool(found))

    def fold(self, fold: Fold) -> None:
        """Leave out columns where room is short."""
        self.table.fold(fold)

    def begin(self) -> None:
        """The list comes first."""
        self.table.setFocus()

    def _values(self, row: Finding) -> str:
        return f"{wild_apricot_text(row.difference)} / {clubos_text(row.difference)}"

    def _by(self, row: Finding) -> str:
        return "" if row.decision is None else self._names.get(row.decision.by, row.decision.by).split(",")[0]

    def _until(self, row: Finding) -> str:
        if row.decision is None or row.decision.choice is Choice.EQUAL:
            return "a value changes"
        return until_text(row.decision.expires, self.desk.club.zone)

    def _open(self, place: int) -> None:
        if place >= 0:
            row = self._rows.row(place).difference
            key = row.legacy_id or row.clubos_id or ""
            self.desk.go(Place.DIFFERENCES, DifferenceFilter(row.domain, (row.kind,), row.field, text=key))

    def _decide_again(self) -> None:
        place = self.table.current_row()
        if place >= 0:
            row = self._rows.row(place)
            act = self.desk.club.deciding.decide
            work = partial(act, {row.difference.id: row.seen}, Ruling(Choice.UNDECIDED))
            self.desk.jobs.act(work, succeeded=self._decided, failed=self.failed)

    def _decided(self, batch: int) -> None:
        self.desk.say("Undecided again.", partial(self._undo, batch), what="Undecided, 1 difference")
        self.desk.outdate()

    def _undo(self, batch: int) -> None:
        self.desk.jobs.act(partial(self.desk.club.deciding.undo, batch), succeeded=self.changed, failed=self.failed)

    def _set(self, key: str, box: Quantity) -> None:
        if box.value() != self._limits[key]:
            work = partial(self.desk.club.deciding.set_limit, key, box.value())
            self._limits[key] = box.value()
            self.desk.jobs.act(work, succeeded=self._limited, failed=self._not_limited)

    def _limited(self, _nothing: None) -> None:
        self.desk.say("The limit is changed. The next board pack says so.")
        self.desk.outdate()

    def _not_limited(self, error: Exception) -> None:
        self.failed(error)
        self.load()


def _ends(found: Finding) -> tuple[int, str]:
    order = (Standing.EXPIRED, Standing.ACCEPTED, Standing.EQUAL).index(found.standing)
    return order, (found.decision.expires or "") if found.decision else ""
