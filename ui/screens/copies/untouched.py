"""Proof that nothing was written: every call by its method, and what Wild Apricot showed first and last."""

from clubos_desktop.evidence import untouched
from clubos_desktop.evidence.untouched import Calls, Proof
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.store.contents import Content
from ui.models.freshness import Freshness
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk
from ui.screens.copies.part import Part
from ui.tone import Tone
from ui.widgets.cards import Card, Notice
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import moment, number

CALLS: tuple[Column[Calls], ...] = (
    Column("Calls to", lambda each: SIDE_LABELS[each.side], stretch=1, strong=True),
    Column("Method", lambda each: each.method, width=140),
    Column("Calls", lambda each: number(each.n), width=120, number=True),
    Column("Could write", lambda each: number(each.writing), width=140, number=True),
)


def _columns(desk: Desk) -> tuple[Column[Content], ...]:
    def when(at: str) -> str:
        return moment(at, desk.club.zone, desk.club.now())

    return (
        Column("What", lambda each: DOMAIN_LABELS[each.domain], stretch=1, strong=True),
        Column("First whole copy", lambda each: when(each.first.at), width=160, least=Fold.SYMBOLS),
        Column("Hash", lambda each: each.first.hash[:10], width=120),
        Column("Last whole copy", lambda each: when(each.last.at), width=160, least=Fold.SYMBOLS),
        Column("Hash", lambda each: each.last.hash[:10], width=120),
        Column("Since then", lambda each: "the same" if each.same else f"{number(each.changed)} another", width=140),
    )


class UntouchedPart(Part):
    """The proof; the board pack prints the same."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.answer = Notice(Tone.GOOD)
        self.calls = Table(RowsModel(CALLS, self), "Calls by method")
        self.contents = Table(RowsModel(_columns(desk), self), "What Wild Apricot showed first and last")
        self._empty = Words("", "secondary")
        first, second = Card("Every call by its method"), Card("What Wild Apricot showed, first and last")
        first.body.addWidget(self.calls)
        second.body.addWidget(self._empty)
        second.body.addWidget(self.contents)
        for widget in (self.answer, first, second):
            self.column.addWidget(widget)

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Show the proof as it stands."""
        with self.desk.club.read() as conn:
            found = untouched.proof(conn)
        self._say(found)
        self.calls.rows.show_rows(found.calls)
        self.contents.rows.show_rows(found.contents)
        self._empty.setText("" if found.contents else "Nothing was copied whole yet.")
        self._empty.setVisible(not found.contents)
        self.contents.setVisible(bool(found.contents))
        for table in (self.calls, self.contents):
            table.setFixedHeight(table.full_height())

    def _say(self, found: Proof) -> None:
        tone = Tone.GOOD if found.nothing_written else Tone.PROBLEM if found.calls else Tone.NEEDS
        self.answer.set_tone(tone)
        self.answer.say(untouched.sentence(found), f"{untouched.WHY} The board pack prints the same page.")

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        for table in (self.calls, self.contents):
            table.fold(fold)
            table.setFixedHeight(table.full_height())
