"""The pace of copying: what each system allows, what is ours and left now, and what a copy would take."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.runs import Mode
from clubos_desktop.pace import Pace, SidePace
from clubos_desktop.sync import recheck
from clubos_desktop.sync.estimate import Cost
from ui.models.freshness import Freshness
from ui.models.rows import Column, RowsModel
from ui.places import Fold
from ui.screens.base import Desk, focus
from ui.screens.copies.part import Part
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.fields import Choice
from ui.widgets.segments import Segments
from ui.widgets.table import Table
from ui.widgets.text import Words
from ui.words import count, day, moment, number, took

SHARES = {"25 %": 0.25, "50 %": 0.5, "75 %": 0.75, "100 %": 1.0}
KINDS = {"list": "Lists of contacts", "one": "Single records", "other": "Everything else"}
MODES = {"What changed": Mode.INCREMENTAL, "Everything": Mode.FULL}

COLUMNS: tuple[Column[Cost], ...] = (
    Column("What", lambda cost: DOMAIN_LABELS[cost.domain], stretch=1, strong=True),
    Column("Where", lambda cost: SIDE_LABELS[cost.side], width=150, least=Fold.SYMBOLS),
    Column("Records", lambda cost: "–" if cost.records is None else number(cost.records), width=110, number=True),
    Column("Calls", lambda cost: number(cost.calls), width=110, number=True),
    Column("Time", lambda cost: took(cost.seconds), width=130, number=True, order=lambda cost: cost.seconds),
)


class SideBudget(Card):
    """The budget of one system, and the share of it that is ours."""

    def __init__(self, desk: Desk, side: Side) -> None:
        super().__init__(f"Calls to {SIDE_LABELS[side]}")
        self._desk, self._side = desk, side
        self._bars: dict[str, tuple[Words, QProgressBar]] = {}
        for kind, label in KINDS.items():
            words, bar = Words(""), QProgressBar()
            bar.setTextVisible(False)
            bar.setAccessibleName(f"{label}: calls used in this minute")
            self._bars[kind] = words, bar
            self.body.addWidget(words)
            self.body.addWidget(bar)
        self._waits = Notice(Tone.WAY)
        self._waits.hide()
        self.body.addWidget(self._waits)
        self.body.addWidget(Words("Our part of them", "strong"))
        self.shares = Segments(list(SHARES), f"Our part of the calls to {SIDE_LABELS[side]}")
        self.shares.chosen.connect(self._choose)
        self.body.addWidget(self.shares)
        self.body.addWidget(Words("The club's other programs share these calls; they need the rest.", "secondary"))
        self.body.addStretch(1)

    def tell(self, pace: SidePace, zone: str) -> None:
        """Show what is left now."""
        for kind in pace.kinds:
            words, bar = self._bars[kind.name]
            words.setText(
                f"{KINDS[kind.name]}: {number(kind.used)} of our {number(kind.ours)} a minute used "
                f"({number(kind.limit)} are allowed)"
            )
            bar.setRange(0, kind.ours)
            bar.setValue(min(kind.used, kind.ours))
        self.shares.choose(min(SHARES, key=lambda text: abs(SHARES[text] - pace.share)))
        club = self._desk.club
        said = []
        if pace.until:
            said.append(f"{SIDE_LABELS[self._side]} asked to wait until {moment(pace.until, zone, club.now())}.")
        if pace.asked:
            said.append(
                f"{moment(pace.asked.at, zone, club.now()).capitalize()} it asked to wait {took(pace.asked.asked)}; "
                f"{took(pace.asked.waited)} were waited, then it was asked again."
            )
        self._waits.setVisible(bool(said))
        self._waits.say(" ".join(said))

    def _choose(self, text: str) -> None:
        act = partial(self._desk.club.planning.set_share, self._side, SHARES[text])
        self._desk.jobs.act(act, succeeded=self._chosen, failed=self._failed)

    def _chosen(self, _nothing: None) -> None:
        self._desk.say("Our part of the calls is changed; it holds from the next call on.")
        self._desk.outdate()

    def _failed(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "The part could not be changed."))


class RecheckCard(Card):
    """How often every invoice is asked again for what was paid on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Invoices asked again")
        self._desk = desk
        self.body.addWidget(
            Words(
                "Wild Apricot tells what was paid on an invoice only invoice by invoice, most calls of a whole copy. "
                "So a copy asks for those that changed, and for all of them now and then, to be sure."
            )
        )
        self.days = Choice(
            "After how many days every invoice is asked again", [(_days(each), str(each)) for each in recheck.CHOICES]
        )
        self.days.activated.connect(self._choose)
        self._next = Words("", "secondary")
        self.body.addWidget(self.days, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._next)

    def tell(self, pace: Pace) -> None:
        """Show what holds; a number that the command line set is among the choices."""
        club = self._desk.club
        if self.days.findData(str(pace.recheck)) < 0:
            self.days.addItem(_days(pace.recheck), str(pace.recheck))
        self.days.choose(str(pace.recheck))
        self._next.setText(
            f"Next time from {day(pace.rechecked, club.zone)} on."
            if pace.rechecked
            else "They were not copied yet; the first copy asks for all of them."
        )

    def _choose(self, _place: int) -> None:
        days = int(self.days.chosen())
        act = partial(self._desk.club.planning.set_recheck, days)
        self._desk.jobs.act(act, succeeded=lambda _nothing: self._desk.outdate())


def _days(number: int) -> str:
    return f"Every {number} days" if number > 1 else "Every 1 day"


class PacePart(Part):
    """Budget and estimate."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._mode = Mode.INCREMENTAL
        self._budgets = {side: SideBudget(desk, side) for side in Side}
        self._row = Flow(340, spacing=16, most=2)
        self.modes = Segments(list(MODES), "Which copy is estimated")
        self.modes.chosen.connect(self._choose)
        self._sum = Words("", "strong")
        self._note = Words("", "secondary")
        self.table = Table(RowsModel(COLUMNS, self), "What the next copy takes")
        box = Card("What a copy would take now")
        for widget in (self.modes, self._sum, self.table, self._note):
            box.body.addWidget(widget)
        self.column.addWidget(box)
        self.column.addWidget(self._row)
        self.recheck = RecheckCard(desk)
        self.column.addWidget(self.recheck)

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Show both."""
        pace = self.desk.club.planning.pace(self._mode)
        self._tell(pace)
        self.recheck.tell(pace)
        self.recheck.setVisible(any(cost.domain is Domain.ALLOCATIONS for cost in pace.costs))
        shown = {each.side: each for each in pace.sides}
        for side, budget in self._budgets.items():
            if side in shown:
                budget.tell(shown[side], self.desk.club.zone)
        self._row.show_items([self._budgets[side] for side in shown], keep=True)

    def _tell(self, pace: Pace) -> None:
        sure = any(cost.known for cost in pace.costs) or pace.mode is Mode.FULL
        self._sum.setText(
            f"About {count(pace.calls, 'call')}, {took(pace.seconds)}."
            if pace.costs
            else "Nothing is connected yet, so nobody can tell."
        )
        self._note.setText(
            "From what both systems count, with the calls that are left now."
            if sure
            else "Never copied like this before: it takes at most this."
        )
        self.table.rows.show_rows(pace.costs)
        self.table.setFixedHeight(self.table.full_height())
        self.table.setVisible(bool(pace.costs))

    def _choose(self, text: str) -> None:
        self._mode = MODES[text]
        self._tell(self.desk.club.planning.pace(self._mode))

    def fold(self, fold: Fold) -> None:
        """Leave out columns for which there is no room."""
        self.table.fold(fold)
        self.table.setFixedHeight(self.table.full_height())

    def focus_first(self) -> None:
        """The choice of the copy."""
        focus(self.modes.button(next(text for text, mode in MODES.items() if mode is self._mode)), self)
