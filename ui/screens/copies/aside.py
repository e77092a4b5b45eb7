"""What decisions about changed answers set aside: every record and value, accepted by name or not yet."""

from functools import partial

from PySide6.QtCore import Qt

from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk
from ui.tone import Tone
from ui.watching import SetAside
from ui.widgets.cards import Card, Notice
from ui.widgets.symbol import Button
from ui.widgets.table import Table
from ui.widgets.text import StatusWord, Words
from ui.words import count, shorten

NAMED = 20
"""Names that are said once more before they are accepted; the list has all."""

_COLUMNS: tuple[Column[SetAside], ...] = (
    Column("What", lambda each: f"{DOMAIN_LABELS[each.row.domain]}, {SIDE_LABELS[each.row.side]}", width=220),
    Column("Who or what", lambda each: each.who or each.row.key, width=220, strong=True),
    Column("Why", lambda each: each.row.why, stretch=1),
    Column("Accepted", lambda each: "By name" if each.named else "Not yet", width=110, least=Fold.SYMBOLS),
)


class AsideCard(Card):
    """The list, and the press that accepts all of it by name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Set aside")
        self._desk = desk
        self._rows: tuple[SetAside, ...] = ()
        self._status = StatusWord(Tone.NEEDS, "To accept")
        self._line = Words("", "secondary")
        self.table = Table(RowsModel(_COLUMNS, self), "Records and values set aside")
        self.accept = Button("", icon="check").does(self._ask)
        self.sure = Notice(Tone.NEEDS)
        self.yes = self.sure.offer("", self._accept)
        self.sure.offer("Not now", self._not_now, role="quiet")
        self.sure.hide()
        for widget in (self._status, self._line, self.table):
            self.body.addWidget(widget)
        self.body.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.sure)
        self.hide()

    def tell(self, rows: tuple[SetAside, ...]) -> None:
        """Show these, or nothing. What was asked about others is asked no more."""
        if rows == self._rows:
            return
        self._rows = rows
        self.sure.hide()
        self.setVisible(bool(rows))
        waiting = sum(not each.named for each in rows)
        self._status.say(*((Tone.NEEDS, "To accept by name") if waiting else (Tone.GOOD, "Accepted by name")))
        self._line.setText(
            f"{count(len(rows), 'record or value', 'records and values')} of the answers not taken over; what was "
            "copied of them before is kept. Gate 1 waits until each was accepted by name; when one more comes, all are "
            "asked about again."
        )
        self.table.rows.show_rows(rows)
        self.table.setFixedHeight(min(self.table.full_height(), 400))
        self.accept.setText("Accept it by name…" if len(rows) == 1 else f"Accept all {len(rows):,} by name…")
        self.accept.setVisible(bool(waiting))

    def _ask(self) -> None:
        """Every name once more, before anything is accepted."""
        names = [f"{shorten(each.who, 60) or each.row.key} ({DOMAIN_LABELS[each.row.domain]})" for each in self._rows]
        more = f" And {len(names) - NAMED:,} more: all that the list above holds." if len(names) > NAMED else ""
        self.sure.say(
            f"You accept that the copy goes on without {count(len(names), 'record or value', 'records and values')}.",
            f"{'; '.join(names[:NAMED])}.{more}",
        )
        self.yes.setText("Accept it" if len(names) == 1 else f"Accept these {len(names):,}")
        self.accept.hide()
        self.sure.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_now(self) -> None:
        self.sure.hide()
        self.accept.show()
        self.accept.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        work = partial(self._desk.club.watching.accept_aside, self._rows)
        self._not_now()
        self._desk.jobs.act(work, succeeded=self._accepted, failed=self._refused)

    def _accepted(self, _nothing: object) -> None:
        self._desk.say("Accepted by name.")
        self._desk.outdate()

    def _refused(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "That could not be done. Nothing was accepted."))
        self._desk.outdate()
