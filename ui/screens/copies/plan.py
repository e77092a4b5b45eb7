"""Copying by plan: how the schedule stands, what became of each due day, and the plan itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from clubos_desktop.model.plan import Plan
from ui.models.freshness import Freshness
from ui.models.planned import Planned, legend, plan_line, share_lines, stand_line
from ui.screens.base import Desk, focus
from ui.screens.copies.mail_form import MailCard
from ui.screens.copies.part import Part
from ui.screens.copies.plan_form import PlanForm
from ui.screens.copies.told import NoticesCard
from ui.tone import Tone
from ui.widgets.calendar import Calendar
from ui.widgets.cards import Card, Notice
from ui.widgets.symbol import Button
from ui.widgets.text import StatusWord, Words

OPEN = "Due copies are made while this window is open."
CLOSED = "Due copies are made also while this window is closed; you must be signed in to this computer."


class StandCard(Card):
    """How the schedule stands now, what comes next, and whether copies are made while the window is closed."""

    def __init__(self, ask: Callable[[bool], None]) -> None:
        super().__init__("Copying by plan")
        self._ask, self._asks = ask, False
        self._status = StatusWord(Tone.UNMEASURED, "No plan")
        self._next = Words("", "strong")
        self._plan = Words("")
        self._where = Words("", "secondary")
        self.closed = Button("")
        self.closed.does(self._press)
        self.trouble = Notice()
        self.trouble.hide()
        for widget in (self._status, self._next, self._plan, self._where):
            self.body.addWidget(widget)
        self.body.addWidget(self.closed, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.trouble)
        self.setAccessibleName("How copying by plan stands")

    def _press(self) -> None:
        self.closed.setEnabled(False)
        self.trouble.hide()
        self._ask(not self._asks)

    def refuse(self, error: Exception) -> None:
        """Say why this computer does not take it up."""
        self.closed.setEnabled(True)
        self.trouble.say_error(error)
        self.trouble.show()

    def tell(self, planned: Planned, *, asks: bool, offered: bool) -> None:
        """Show it.

        ``asks`` tells whether this computer asks for due copies while the window is closed, ``offered`` whether that
        can be chosen: a club that is gone tomorrow is nothing to ask for.
        """
        if asks != self._asks:
            self.trouble.hide()
        self._asks = asks
        tone, word, sentence = stand_line(planned)
        self._status.say(tone, word)
        self._next.setText(sentence)
        self._plan.setText(plan_line(planned.plan))
        when = CLOSED if asks else OPEN
        self._where.setText(f"{when} After a sleep the copy is caught up, and it waits for the network.")
        self._where.setVisible(planned.plan is not None)
        self.closed.setText("Copy only while the window is open" if asks else "Copy also while the window is closed")
        self.closed.setEnabled(True)
        self.closed.setVisible(planned.plan is not None and offered)


class DaysCard(Card):
    """The calendar of due days."""

    def __init__(self) -> None:
        super().__init__("The last weeks")
        self._back = 0
        self._planned: Planned | None = None
        self._share = Words("")
        self.calendar = Calendar("Due copies, day by day")
        self._told = Words("", "strong")
        self._legend = Words("", "secondary")
        self.calendar.told.connect(self._told.setText)
        self._earlier = Button("Earlier", icon="chevron-left")
        self._earlier.does(partial(self._turn, 1))
        self._later = Button("Later", icon="chevron-right")
        self._later.does(partial(self._turn, -1))
        row = QHBoxLayout()
        row.addWidget(self._earlier)
        row.addWidget(self._later)
        row.addWidget(self._legend, 1)
        for widget in (self._share, self.calendar, self._told):
            self.body.addWidget(widget)
        self.body.addLayout(row)

    def tell(self, planned: Planned) -> None:
        """Show these days."""
        self._planned = planned
        self.setVisible(bool(planned.days))
        self._share.setText("\n".join(share_lines(planned)))
        self._show()

    def _turn(self, weeks: int) -> None:
        self._back = max(0, self._back + weeks)
        self._show()

    def _show(self) -> None:
        if self._planned is None:
            return
        weeks = self._planned.calendar(self._back)
        self.calendar.show_weeks(weeks)
        shown = [cell.due for week in weeks for cell in week if cell.due is not None]
        self._legend.setText(legend(shown))
        self._told.setText("")
        first = self._planned.first
        self._earlier.setEnabled(first is not None and first < weeks[0][0].day)
        self._later.setEnabled(self._back > 0)


class PlanPart(Part):
    """The plan of copies."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stand = StandCard(self._ask_closed)
        self.days = DaysCard()
        self.form = PlanForm(self._choose)
        self.notices = NoticesCard(desk)
        self.mail = MailCard(desk)
        for widget in (self.stand, self.days, self.form, self.notices, self.mail):
            self.column.addWidget(widget)

    def refresh(self, fresh: Freshness) -> None:  # noqa: ARG002 - every part is told the same
        """Show the plan as it stands."""
        planned = self.desk.club.planning.planned()
        club = self.desk.club
        self.stand.tell(planned, asks=club.planning.asks_closed(), offered=not club.practice)
        self.days.tell(planned)
        self.form.show_plan(planned.plan, planned.zone)
        self.notices.tell()
        self.mail.tell()

    def _ask_closed(self, on: bool) -> None:
        work = partial(self.desk.club.planning.ask_closed, on=on)
        said = CLOSED if on else OPEN
        self.desk.jobs.act(work, succeeded=lambda _none: self._asked(said), failed=self.stand.refuse)

    def _asked(self, said: str) -> None:
        self.desk.say(said)
        self.desk.outdate()

    def _choose(self, plan: Plan | None) -> None:
        choose = partial(self.desk.club.planning.choose, plan)
        self.desk.jobs.act(choose, succeeded=self._chosen, failed=self._failed)

    def _chosen(self, _nothing: None) -> None:
        planning = self.desk.club.planning
        self.desk.say("The plan is in force." if planning.plan() else "Copying by plan is off.")
        self.desk.outdate()

    def _failed(self, error: Exception) -> None:
        self.desk.say(getattr(error, "sentence", "The plan could not be changed."))

    def focus_first(self) -> None:
        """The way of copying that is chosen."""
        focus(self.form.ways.button(self.form.way), self)
