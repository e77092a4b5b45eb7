"""The form of the plan: how often, when, in which hours not, and when a copy counts as on time."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clubos_desktop.errors import ClubOSError
from clubos_desktop.model.plan import Every, Plan
from clubos_desktop.model.time import DAYS
from clubos_desktop.schedule.plan import checked
from ui.models.planned import plan_line
from ui.widgets.cards import Card, Flow
from ui.widgets.fields import Choice, Labelled
from ui.widgets.segments import Segments
from ui.widgets.symbol import Button
from ui.widgets.text import Words

OFF = "Off"
WAYS = {OFF: None, "Every few hours": Every.INTERVAL, "Every day": Every.DAILY, "Every week": Every.WEEKLY}
_TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 30)]
_NONE = "none"


def _times(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [*more, *((wall, wall) for wall in _TIMES)]


class PlanForm(Card):
    """``chosen`` is called with the plan that was put together, None for none; nothing holds before that."""

    def __init__(self, chosen: Callable[[Plan | None], None]) -> None:
        super().__init__("The plan")
        self._chosen = chosen
        self._zone = "UTC"
        self._present: Plan | None = None
        self.ways = Segments(list(WAYS), "How often a copy is made")
        self.ways.chosen.connect(lambda _text: self._changed())
        self.way = OFF
        self.ways.chosen.connect(self._pick)
        self.hours = Choice("Hours between two copies", [(str(n), str(n)) for n in (1, 2, 3, 4, 6, 8, 12, 24)])
        self.at = Choice("Start of the copy", _times(), typing=True)
        self.weekday = Choice("Day of the week", [(name, str(n)) for n, name in enumerate(DAYS)])
        self.quiet_from = Choice("Quiet hours from", _times(("No quiet hours", _NONE)))
        self.quiet_to = Choice("Quiet hours until", _times())
        self.opens = Choice("On time from", _times())
        self.closes = Choice("On time until", [*_times()[1:], ("24:00", "24:00")])
        self.jitter = Choice("Chance", [(f"up to {n} minutes", str(n)) for n in (5, 10, 15, 30, 60)] + [("none", "0")])
        self._rows = {
            "hours": Labelled("Hours between two copies", self.hours),
            "weekday": Labelled("Day", self.weekday),
            "at": Labelled("Start", self.at, "By the club's clock."),
            "quiet_from": Labelled("Never from", self.quiet_from, "No copy starts in these hours."),
            "quiet_to": Labelled("Never until", self.quiet_to),
            "opens": Labelled("On time from", self.opens, "A copy counts when it is whole in this part of its day."),
            "closes": Labelled("On time until", self.closes),
            "jitter": Labelled("Started later by", self.jitter, "So that clubs do not all ask at one moment."),
        }
        self.fields = Flow(190, spacing=12, spread=False)
        self.said = Words("", "secondary")
        self.wrong = Words("", tone="problem")
        self.keep = Button("Put this plan in force", role="main", icon="check")
        self.keep.does(self._keep)
        for choice in (self.hours, self.at, self.weekday, self.quiet_from, self.quiet_to):
            choice.currentTextChanged.connect(lambda _text: self._changed())
        for choice in (self.opens, self.closes, self.jitter):
            choice.currentTextChanged.connect(lambda _text: self._changed())
        for widget in (self.ways, self.fields, self.said, self.wrong):
            self.body.addWidget(widget)
        self.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)

    def show_plan(self, plan: Plan | None, zone: str) -> None:
        """Fill in what is in force; what somebody has begun to choose stays."""
        if self._zone == zone and plan == self._present and self._touched():
            return
        self._zone, self._present = zone, plan
        shown = plan or Plan(zone)
        self.way = next(text for text, every in WAYS.items() if every is (None if plan is None else plan.every))
        self.ways.choose(self.way)
        for choice, value in (
            (self.hours, str(shown.hours)),
            (self.at, shown.at),
            (self.weekday, str(shown.weekday)),
            (self.quiet_from, shown.quiet[0] if shown.quiet else _NONE),
            (self.quiet_to, shown.quiet[1] if shown.quiet else "07:00"),
            (self.opens, shown.opens),
            (self.closes, shown.closes),
            (self.jitter, str(shown.jitter)),
        ):
            _choose(choice, value)
        self._changed()

    def wanted(self) -> Plan | None:
        """The plan as it is put together now."""
        every = WAYS[self.way]
        if every is None:
            return None
        begin = self.quiet_from.chosen()
        return Plan(
            self._zone,
            every,
            at=self.at.chosen(),
            hours=int(self.hours.chosen()),
            weekday=int(self.weekday.chosen()),
            quiet=None if begin == _NONE else (begin, self.quiet_to.chosen()),
            opens=self.opens.chosen(),
            closes=self.closes.chosen(),
            jitter=int(self.jitter.chosen()),
        )

    def _touched(self) -> bool:
        return self.wanted() != self._present

    def _pick(self, text: str) -> None:
        self.way = text
        self._changed()

    def _changed(self) -> None:
        """Show the fields that matter and what the plan would mean, or why it cannot be kept."""
        plan = self.wanted()
        shown: list[QWidget] = []
        if plan is not None:
            names = {
                Every.INTERVAL: ["hours"],
                Every.DAILY: ["at", "jitter"],
                Every.WEEKLY: ["weekday", "at", "jitter"],
            }
            names[plan.every] += ["quiet_from", *(["quiet_to"] if plan.quiet else []), "opens", "closes"]
            shown = [self._rows[name] for name in names[plan.every]]
        self.fields.show_items(shown, keep=True)
        try:
            wrong = "" if plan is None else _wrong(plan)
        except ValueError:
            wrong = "This is not a time of day."
        self.said.setText(plan_line(plan))
        self.said.setVisible(not wrong)
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self.keep.setEnabled(not wrong and plan != self._present)

    def _keep(self) -> None:
        self._chosen(self.wanted())


def _choose(choice: Choice, value: str) -> None:
    """Choose a value; one that is not in the list (set by the command line) is added."""
    if choice.findData(value) < 0:
        choice.addItem(value, value)
    choice.choose(value)


def _wrong(plan: Plan) -> str:
    try:
        checked(plan)
    except ClubOSError as error:
        return f"{error.sentence.removesuffix(' The plan was not changed.')} {error.remedy}"
    return ""
