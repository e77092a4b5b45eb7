"""What is to be corrected by hand, by owner: to print, to hand over, to look at."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from clubos_desktop.findings import correcting
from clubos_desktop.findings.correcting import Correction
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people
from clubos_desktop.store.views import DifferenceFilter
from ui.models.rows import Column, RowsModel
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.screens.settling.page import Page
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.fields import Choice
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.words import count, number

EVERYBODY, NOBODY = "", "nobody"

COLUMNS: tuple[Column[Correction], ...] = (
    Column("Correct in", lambda row: row.where, width=130),
    Column("Who or what", lambda row: row.who, stretch=3, strong=True),
    Column("Field", lambda row: row.field, width=130, least=Fold.SYMBOLS),
    Column("It says", lambda row: row.now, stretch=3, least=Fold.SYMBOLS),
    Column("It should say", lambda row: row.should, stretch=3),
    Column("By whom", lambda row: row.owner or "nobody yet", width=130),
    Column(
        "State",
        lambda row: "Changed since" if row.changed else "Still there" if row.still else "Waits for a copy",
        width=160,
        tone=lambda row: Tone.NEEDS if row.still or row.changed else Tone.WAY,
        least=Fold.SIDE_BY_SIDE,
    ),
)


class Corrections(Page):
    """Deciding writes to no system: this is the list of what people do there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "To correct by hand")
        self._every: tuple[Correction, ...] = ()
        self._rows: RowsModel[Correction] = RowsModel(COLUMNS, self)
        self.table = Table(self._rows, "Corrections")
        self.table.opened.connect(self._open)
        self.owners = Choice("Whose corrections", [("Everybody's", EVERYBODY)])
        self.owners.activated.connect(lambda _at: self._show())
        self.to = Choice("Hand over to", [], typing=True)
        self.to.setMinimumWidth(px(180))
        if (line := self.to.lineEdit()) is not None:
            line.setPlaceholderText("Somebody's name")
        self.give = Button("Hand the chosen one over").does(partial(self._hand_over, everything=False))
        self.give_all = Button("Hand all listed over").does(partial(self._hand_over, everything=True))
        self.paper = Button("Save as PDF to print …", role="main", icon="printer").does(self._ask)
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self.owners, self.paper):
            top.addWidget(widget)
        top.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(8)
        for wide in (self.to, self.give, self.give_all):
            below.addWidget(wide)
        below.addStretch(1)
        card = self.keep_table(self.table)
        self.column.addLayout(top)
        self.column.addWidget(card, 1)
        self.column.addLayout(below)

    def load(self) -> None:
        """Read the list."""
        club = self.desk.club
        with club.read() as conn:
            self._every = correcting.listed(conn, to_instant(club.now()))
            active = [each.name for each in people.every(conn) if each.active]
        still = sum(each.still for each in self._every)
        why = "Each is done by hand in its own system; the next complete copy says whether it was."
        changed = sum(each.changed for each in self._every)
        if changed:
            why = f"{count(changed, 'value')} changed since that was decided: look at the difference again first."
        if self._every:
            self.say(f"{count(len(self._every), 'correction')} to make by hand, {number(still)} still there.", why)
        else:
            self.say("Nothing is to be corrected by hand.", "What you settle as “is right” comes onto this list.")
        chosen, to = self.owners.chosen(), self.to.currentText()
        self.owners.clear()
        self.owners.addItem("Everybody's", EVERYBODY)
        for owner in dict.fromkeys(each.owner for each in self._every):
            self.owners.addItem(owner or "Nobody's yet", owner or NOBODY)
        self.owners.choose(chosen)
        self.to.clear()
        for name in active:
            self.to.addItem(name, name)
        self.to.setEditText(to)
        self._show()

    def listed(self) -> list[Correction]:
        """Those of the chosen owner."""
        wanted = self.owners.chosen()
        if wanted == EVERYBODY:
            return list(self._every)
        return [each for each in self._every if (each.owner or NOBODY) == wanted]

    def _show(self) -> None:
        place = max(0, self.table.current_row())
        self._rows.show_rows(self.listed())
        self.table.select_row(min(place, self._rows.rowCount() - 1))
        for button in (self.give, self.give_all, self.paper):
            button.setEnabled(self._rows.rowCount() > 0)

    def fold(self, fold: Fold) -> None:
        """Leave out columns where room is short."""
        self.table.fold(fold)

    def begin(self) -> None:
        """The list comes first."""
        self.table.setFocus()

    def _open(self, number_of: int) -> None:
        row = self._rows.row(number_of).finding.difference
        wanted = DifferenceFilter(row.domain, (row.kind,), row.field, text=row.legacy_id or row.clubos_id or "")
        self.desk.go(Place.DIFFERENCES, wanted)

    def _hand_over(self, *, everything: bool) -> None:
        row = self.table.current_row()
        some = self.listed() if everything else [self._rows.row(row)] if row >= 0 else []
        seen = {each.finding.difference.id: each.finding.seen for each in some}
        if seen:
            work = partial(self.desk.club.deciding.hand_over, seen, self.to.currentText())
            self.desk.jobs.act(work, succeeded=self._handed, failed=self.failed)

    def _handed(self, batch: int) -> None:
        self.desk.say("Handed over.", partial(self._undo, batch), what="Corrections handed over")
        self.desk.outdate()

    def _undo(self, batch: int) -> None:
        work = partial(self.desk.club.deciding.undo, batch)
        self.desk.jobs.act(work, succeeded=self.changed, failed=self.failed)

    def _ask(self) -> None:
        name = f"corrections {self.desk.club.now():%Y-%m-%d}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, "Where should the list go?", name, "PDF (*.pdf)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Draw the list that is shown."""
        work = partial(self.desk.club.deciding.save_corrections, self.listed(), path)
        self.desk.jobs.act(work, succeeded=self._saved, failed=self.failed)

    def _saved(self, path: Path) -> None:
        self.desk.say(f"{path.name} is ready to print. It holds personal data: delete it when it has served.")
