"""A spot check: draw a sample by chance, say of each record what a look came to, and what that can exclude."""

import secrets
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from clubos_desktop.errors import ClubOSError
from clubos_desktop.findings import sampling
from clubos_desktop.findings.sampling import Item, SpotCheck
from clubos_desktop.model.domains import PAIRED
from clubos_desktop.model.fields import DOMAIN_LABELS
from ui.models.rows import Column, RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.screens.settling.page import Page
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.fields import Choice, Quantity
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.words import count, number

RESULTS = {"right": ("Right (1)", "Right", Tone.GOOD), "wrong": ("Wrong (2)", "Wrong", Tone.NEEDS)}
UNSEEN = ("not_seen", "Could not look (3)", "Could not look")
SEEDS = 1_000_000_000


def _word(item: Item) -> str:
    return RESULTS[item.result][1] if item.result in RESULTS else UNSEEN[2] if item.result else "Not looked at"


def _tone(item: Item) -> Tone:
    return RESULTS[item.result][2] if item.result in RESULTS else Tone.UNMEASURED if item.result else Tone.WAY


COLUMNS: tuple[Column[Item], ...] = (
    Column("", lambda row: str(row.place), width=60, number=True),
    Column("Who or what", lambda row: row.title or "(no name)", stretch=3, strong=True),
    Column("In Wild Apricot", lambda row: row.legacy_id or "not there", width=150, least=Fold.SYMBOLS),
    Column("In ClubOS", lambda row: "there" if row.clubos_id else "not there", width=110, least=Fold.SYMBOLS),
    Column("Result", _word, width=160, tone=_tone),
    Column("Note", lambda row: row.note, stretch=2, least=Fold.SIDE_BY_SIDE),
)


class Spot(Page):
    """The sample of the last check, and the exact statement of what it can exclude."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Spot check")
        self._check: SpotCheck | None = None
        self._rows: RowsModel[Item] = RowsModel(COLUMNS, self)
        self.table = Table(self._rows, "The sample")
        self.table.opened.connect(self._open)
        self.table.letter.connect(self._press)
        self.domain = Choice("What is drawn from", [(DOMAIN_LABELS[each], each.value) for each in PAIRED])
        self.many = Quantity("Records in the sample", 1, 100_000)
        self.many.setValue(60)
        self.many.setMinimumWidth(px(96))
        self.seed = QLineEdit()
        self.seed.setAccessibleName("Seed")
        self.seed.setPlaceholderText("Seed: by chance")
        self.draw = Button("Draw a sample", icon="scale").does(self._draw)
        self.note = QLineEdit()
        self.note.setAccessibleName("Note on the chosen record")
        self.note.setPlaceholderText("Note on the chosen record")
        self.results = [Button(words).does(partial(self._record, key)) for key, (words, _, _) in RESULTS.items()]
        self.results.append(Button(UNSEEN[1]).does(partial(self._record, UNSEEN[0])))
        self.look = Button("See the whole record", icon="arrow-right")
        self.look.does(lambda: self._open(self.table.current_row()))
        self._lay_out()

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        for line in (top, below):
            line.setSpacing(8)
        for widget in (self.domain, self.many, self.seed, self.draw):
            top.addWidget(widget)
        top.addStretch(1)
        for button in self.results:
            below.addWidget(button)
        below.addWidget(self.note, 1)
        below.addWidget(self.look)
        card = self.keep_table(self.table)
        self.column.addLayout(top)
        self.column.addWidget(card, 1)
        self.column.addLayout(below)

    def load(self) -> None:
        """Read the last check."""
        try:
            with self.desk.club.read() as conn:
                self._check = sampling.read(conn)
        except ClubOSError:
            self._check = None
        check = self._check
        if check is None:
            self.say(
                "No sample was drawn yet.",
                "Chance chooses records; a person who knows them looks each one up in both systems. What the look can "
                "exclude is computed exactly.",
            )
        else:
            what = DOMAIN_LABELS[check.domain].lower()
            self.say(
                f"{number(check.open)} of {count(len(check.items), 'record')} left to look at."
                if check.open
                else f"All {count(len(check.items), 'record')} of the sample were looked at.",
                f"{sampling.statement(check)} Drawn from the {what} with seed {check.seed}: the same seed draws the "
                "same sample again.",
            )
        place = max(0, self.table.current_row())
        items = () if check is None else check.items
        self._rows.show_rows(items)
        self.table.select_row(min(place, len(items) - 1))
        for widget in (*self.results, self.note, self.look):
            widget.setEnabled(bool(items))

    def fold(self, fold: Fold) -> None:
        """Leave out columns where room is short."""
        self.table.fold(fold)

    def begin(self) -> None:
        """The sample comes first, or drawing one."""
        (self.table if self._check is not None else self.draw).setFocus()

    def _draw(self) -> None:
        text = self.seed.text().strip()
        if text and not (text.isascii() and text.isdecimal() and len(text) <= 15):
            self.desk.say("The seed is a whole number of at most 15 figures. Nothing was drawn.")
            return
        seed = int(text) if text else secrets.randbelow(SEEDS)
        work = partial(self.desk.club.deciding.draw_sample, self.domain.chosen(), self.many.value(), seed)
        self.desk.jobs.act(work, succeeded=self._drawn, failed=self.failed)

    def _drawn(self, _number: int) -> None:
        self.table.select_row(0)
        self.desk.say("The sample is drawn and kept.")
        self.desk.outdate()

    def _open(self, place: int) -> None:
        if self._check is not None and 0 <= place < self._rows.rowCount():
            row = self._rows.row(place)
            self.desk.go(Place.RECORDS, (self._check.domain, row.legacy_id, row.clubos_id))

    def _press(self, letter: str) -> None:
        if letter in ("1", "2", "3"):
            self.results[int(letter) - 1].click()

    def _record(self, result: str) -> None:
        place = self.table.current_row()
        if self._check is not None and 0 <= place < self._rows.rowCount():
            row, note = self._rows.row(place), self.note.text().strip()
            work = partial(self.desk.club.deciding.record_look, self._check.id, row.place, result, note)
            self.desk.jobs.act(work, succeeded=partial(self._recorded, place), failed=self.failed)

    def _recorded(self, place: int, _nothing: None) -> None:
        self.note.clear()
        self.desk.outdate()
        self.table.select_row(place + 1)
