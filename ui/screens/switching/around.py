"""What stands around a run: the plan with its times and ways back, the papers of the day, this computer."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.cutover.laptop import Point
from clubos_desktop.model.runbook import Plan, Step
from ui.models import switch_words as words
from ui.switching import Standing
from ui.tone import Tone
from ui.widgets.cards import Card, Flow
from ui.widgets.fields import DayField, Labelled
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine


def save_as(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where a person wants a file; None when nowhere."""
    path, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kinds)
    return Path(path) if path else None


class PlanCard(Card):
    """Every step before it is done: who, minutes planned and rehearsed, how it is taken back (features.md N10)."""

    def __init__(self) -> None:
        super().__init__("The steps and how each is taken back")
        self.path = Words("", "secondary")
        self._steps = Flow(420, spacing=12, most=2)
        self.body.addWidget(self.path)
        self.body.addWidget(self._steps)

    def show_plan(self, standing: Standing) -> None:
        """Show the plan as the club worded it."""
        self.path.setText(words.path_of(standing.steps))
        self._steps.show_items([_step(n, each, standing) for n, each in enumerate(standing.steps, 1)])


def _step(number: int, step: Step, standing: Standing) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    icon, tone = ("undo-2", Tone.UNMEASURED) if step.reversible else ("triangle-alert", Tone.NEEDS)
    line.addWidget(Symbol(icon, 16, tone), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Words(f"{number}. {step.title}", "strong"))
    column.addWidget(Words(words.undo_line(step, standing), "secondary"))
    column.addStretch(1)
    line.addLayout(column, 1)
    return box


class PapersCard(Card):
    """The papers: sheet, calendar, reconciliation sheet. ``wanted`` names one and where it goes."""

    wanted = Signal(str, object)
    planned = Signal(str, str)

    def __init__(self, plan: Plan) -> None:
        super().__init__("Papers for the day" if plan is Plan.CUTOVER else "Papers")
        self._plan = plan
        self.said = Words("", "secondary")
        self.sheet = Button("Sheet for the table…", icon="printer")
        self.reconcile = Button("Reconciliation sheet…", icon="printer")
        self.day, self.hour = DayField("Day of the switch"), QLineEdit("07:00")
        self.hour.setAccessibleName("Hour of the switch")
        self.calendar = Button("Plan this day and write the calendar…", icon="calendar")
        acts = QWidget()
        line = WrappingLine(acts)
        line.addWidget(self.sheet)
        line.addWidget(self.reconcile)
        self.body.addWidget(acts)
        when = QWidget()
        row = WrappingLine(when)
        for widget in (Labelled("Day of the switch", self.day), Labelled("Begins at", self.hour)):
            row.addWidget(widget)
        self.body.addWidget(self.said)
        self.body.addWidget(when)
        self.body.addWidget(self.calendar, 0, Qt.AlignmentFlag.AlignLeft)
        forward: tuple[QWidget, ...] = (when, self.said, self.reconcile, self.calendar)
        for each in forward:
            each.setVisible(plan is Plan.CUTOVER)
        self.sheet.does(lambda: self._save("sheet", f"{self._name()}.pdf", "PDF (*.pdf)"))
        self.reconcile.does(lambda: self._save("reconcile", "Reconciliation sheet.pdf", "PDF (*.pdf)"))
        self.calendar.does(self._calendar)

    def show_day(self, standing: Standing) -> None:
        """The day that was planned last, else a Saturday some weeks ahead."""
        self.said.setText(words.planned_line(standing))
        chosen = words.planned_or_usual(standing)
        if not (self.day.hasFocus() or self.hour.hasFocus()):
            self.day.choose(date.fromisoformat(chosen[0]))
            self.hour.setText(chosen[1])

    def _name(self) -> str:
        return "Switch day" if self._plan is Plan.CUTOVER else "Going back"

    def _calendar(self) -> None:
        self.planned.emit(self.day.chosen(), self.hour.text().strip())

    def ask_calendar(self) -> None:
        """Where the calendar goes, once the day is planned."""
        self._save("calendar", "Switch day.ics", "Calendar (*.ics)")

    def _save(self, paper: str, name: str, kinds: str) -> None:
        path = save_as(self, "Save", name, kinds)
        if path is not None:
            self.wanted.emit(paper, path)


class LaptopCard(Card):
    """The computer, looked at: each point in words, and the code for the first computer."""

    looked = Signal()

    def __init__(self) -> None:
        super().__init__("This computer")
        self.about = Words(
            "Mains power, room, clock, network, and whether a restart waits. On a second computer: open the "
            "workspace there once, look, and type its code at the first step.",
            "secondary",
        )
        self._points = Flow(320, spacing=8, most=2)
        self.code = Words("", "strong").selectable()
        self.code.hide()
        self.look = Button("Look at this computer", icon="search")
        self.look.does(self.looked.emit)
        for widget in (self.about, self._points, self.code):
            self.body.addWidget(widget)
        self.body.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)

    def show_points(self, points: tuple[Point, ...], code: str) -> None:
        """Show what was found."""
        self._points.show_items(rows_of(points))
        self.code.setText(f"Code of this computer, good for a week: {code}")
        self.code.show()


def rows_of(points: tuple[Point, ...]) -> list[QWidget]:
    """A line for each point, marked by symbol and word."""
    return [_point(each) for each in points]


def _point(point: Point) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    tone = {True: Tone.GOOD, False: Tone.PROBLEM, None: Tone.UNMEASURED}[point.good]
    line.addWidget(Symbol(tone.icon, 16, tone), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Words(f"{point.name}: {point.text}"), 1)
    return box
