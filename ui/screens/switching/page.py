"""The page of a plan as it looks: before a run what holds it and who could begin; in a run one step at a time."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.job import finish
from clubos_desktop.model.runbook import Plan
from ui.jobs import Task
from ui.models import switch_words as words
from ui.places import Fold, Place
from ui.screens.base import Desk, PageScreen
from ui.screens.switching.around import LaptopCard, PapersCard, PlanCard
from ui.screens.switching.begin import BeginCard
from ui.screens.switching.morning import Morning
from ui.screens.switching.step import StepCard
from ui.screens.switching.watching import WatchCard
from ui.switching import Standing
from ui.tone import Tone
from ui.widgets.cards import Card, Flow, Notice
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Answer, Words
from ui.widgets.wrapping import WrappingLine

TICK = 30_000
"""Milliseconds between two looks at the clock while a run is under way: a step whose time is over says so."""


class RunPage(PageScreen):
    """One plan, read on the worker and shown; what can be pressed is connected by ``RunScreen``."""

    plan = Plan.CUTOVER
    term = ""
    real_title = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.standing: Standing | None = None
        self.heading = Answer(self.term)
        self.why_not = Card("What is still missing")
        self._reasons = Flow(300, spacing=4, most=1)
        self.why_not.body.addWidget(self._reasons)
        self.why_not.body.addWidget(
            Button("See Ready to switch?", role="quiet", icon="arrow-right").does(partial(desk.go, Place.READY)),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        self.rehearse = Button("Rehearse…", role="main", icon="play")
        self.real = Button(self.real_title, icon="lock")
        self.begin = BeginCard()
        self.begin.hide()
        self.stopped = Notice(Tone.GOOD)
        self.stopped.offer("Close", self.stopped.hide)
        self.stopped.hide()
        self.unsaved = Notice()
        self.unsaved.offer("Close", self.unsaved.hide)
        self.unsaved.hide()
        self.history = Card("Earlier runs")
        self._earlier = Flow(300, spacing=4, most=1)
        self.history.body.addWidget(self._earlier)
        todo = Button("Actions from rehearsals", role="quiet", icon="arrow-right")
        self.history.body.addWidget(todo.does(partial(desk.go, Place.READY, "actions")), 0, Qt.AlignmentFlag.AlignLeft)
        self.step, self.morning = StepCard(), Morning()
        self.plan_card, self.papers, self.laptop = PlanCard(), PapersCard(self.plan), LaptopCard()
        self.watch = WatchCard(desk)
        self._awake = False
        self._looking: Task[Standing] | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK)
        self._tick.timeout.connect(self._ticked)
        self.stop = Button("Stop here and go back to normal", icon="square")
        self._build()

    def more(self) -> list[QWidget]:
        """What else stands on the page before a run."""
        return []

    def show_more(self, standing: Standing) -> None:
        """Show it."""

    def show_step(self, standing: Standing) -> None:
        """Show what stands beside a step of this plan."""

    def emergency(self) -> bool:
        """Whether two officers begin it without a vote."""
        return False

    def _build(self) -> None:
        buttons = QWidget()
        line = WrappingLine(buttons)
        line.addWidget(self.rehearse)
        line.addWidget(self.real)
        self.before = QWidget()
        column = QVBoxLayout(self.before)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.watch.setVisible(False)
        around = (self.history, self.plan_card, self.papers, self.laptop)
        for widget in (buttons, self.begin, *self.more(), self.why_not, *around):
            column.addWidget(widget)
        self.waiting = Words("Looking how things stand …", "secondary")
        self.during = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.during)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(24)
        self._across.addWidget(self.step, 2)
        self._across.addWidget(self.morning, 1)
        self.column.addWidget(self.stopped)
        self.column.addWidget(self.unsaved)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.watch)
        self.column.addWidget(self.before)
        self.column.addWidget(self.during)
        self.column.addWidget(self.waiting)
        for widget in (self.heading, self.before, self.during, self.stop):
            widget.hide()  # nothing can be pressed before it is known how things stand
        foot = QHBoxLayout()
        foot.addWidget(self.stop)
        foot.addStretch(1)
        self.column.addStretch(1)
        self.column.addLayout(foot)

    def refresh(self) -> None:
        """Read how the plan stands; gates and history are looked through on the worker; the newest look counts."""
        if self._looking is not None:
            self._looking.stop()
        work = partial(self.desk.club.switching.standing, self.plan)
        judges = self.plan is Plan.CUTOVER and (self.standing is None or self.standing.run is None)
        if judges:  # seconds of a large club: in steps, behind what goes on
            self._looking = self.desk.jobs.aside(work, succeeded=self._show)
        else:  # in the bad moment nobody waits for the gates to be judged
            self._looking = self.desk.jobs.act(lambda: finish(work()), succeeded=self._show)

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees needs no clock; and a club that was closed is not asked any more."""
        super().hideEvent(event)
        self._tick.stop()

    def _ticked(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, standing: Standing) -> None:
        had = QApplication.focusWidget()  # before anything is hidden: hiding hands the focus on to just any neighbour
        another = _matter(standing) != _matter(self.standing)
        self.standing = standing
        running = standing.run is not None
        self.waiting.hide()
        self.heading.setVisible(not running)
        self.before.setVisible(not running)
        self.during.setVisible(running)
        self.stop.setVisible(running)
        self.desk.calm(on=running and standing.run is not None and standing.run.real)
        self.desk.keep_free(on=words.worked_through(standing))
        self._stay_awake(on=words.wakeful(standing))
        self._tick.start() if running and self.isVisible() else self._tick.stop()
        self.watch.show_watch(standing)
        self._place_watch(below=running)
        self.watch.setVisible(standing.watch is not None and words.watching(standing))
        if running:
            self.step.show_step(standing)
            self.show_step(standing)
            self.morning.show_all(standing)
        else:
            self._show_before(standing)
        if self.isVisible() and self._lost(had, another=another):
            self.focus_first()
            self._scroll.verticalScrollBar().setValue(0)  # Qt scrolled on to whatever it gave the focus to

    def _place_watch(self, *, below: bool) -> None:
        """In a run the step comes first, and the watch below it; afterwards the watch comes first."""
        if below != (self.column.indexOf(self.watch) > self.column.indexOf(self.during)):
            self.column.removeWidget(self.watch)
            self.column.insertWidget(self.column.indexOf(self.during if below else self.heading) + 1, self.watch)

    def _lost(self, had: QWidget | None, *, another: bool) -> bool:
        """Whether the focus has to be set: what had it has gone, or another matter is on the page.

        A look at the clock alone takes it from nobody, wherever it is. It never falls on Stop by itself.
        """
        if had is None or not self.isAncestorOf(had):
            return another
        return not had.isVisible() or (another and had is self.stop)

    def _stay_awake(self, *, on: bool) -> None:
        """Hold sleep off while a step runs; asked again only when that changes."""
        if on != self._awake:
            self._awake = on
            work = partial(self.desk.club.switching.stay_awake, on=on)
            self.desk.jobs.act(work, succeeded=self.step.say_awake)

    def _show_before(self, standing: Standing) -> None:
        self.heading.say(*words.heading(standing))
        self._reasons.show_items([_reason(each) for each in standing.locked])
        self.why_not.setVisible(bool(standing.locked))
        self.real.setEnabled(not standing.locked)  # in an emergency another button begins it
        self.real.show_icon("lock" if standing.locked else "play")
        self._earlier.show_items([Words(words.summary(run, standing.zone)) for run in standing.earlier[:10]])
        self.history.setVisible(bool(standing.earlier))
        self.plan_card.show_plan(standing)
        self.papers.show_day(standing)
        self.show_more(standing)

    def fold(self, fold: Fold) -> None:
        """One column where there is no room for two."""
        narrow = fold < Fold.SIDE_BY_SIDE
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._across.setDirection(direction)

    def back(self) -> bool:
        """Close the form; a run itself is only stopped by its own button."""
        if self.begin.isHidden():
            return False
        self.begin.hide()
        self.rehearse.setFocus()
        return True

    def focus_first(self) -> None:
        """The one thing to do."""
        answering = self.step.pause.signer
        first = (self.step.start, self.step.told, self.step.end, self.rehearse)
        for widget in (*first, *((answering.pin,) if answering is not None else ())):
            if widget.isVisible():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        super().focus_first()


def _matter(standing: Standing | None) -> tuple[object, ...]:
    """What the page is about: the run, its step, how that stands, and who has answered."""
    if standing is None:
        return ()
    run = standing.run
    current = None if run is None else run.current
    if run is None or current is None:
        return "", "" if run is None else run.number
    return run.number, current.step.id, current.mark, current.answers


def _reason(text: str) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Symbol("circle-dashed", 16, Tone.UNMEASURED), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Words(text), 1)
    return box
