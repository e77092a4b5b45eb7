"""The page of a plan: before a run what holds it and who could begin; in a run one step at a time."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.cutover.laptop import Point
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from clubos_desktop.model.runbook import Plan, RunKind
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


class RunScreen(PageScreen):
    """One plan. Acts run on the worker; what was typed stays until it is done."""

    plan = Plan.CUTOVER
    term = ""
    real_title = ""
    real_about = ""

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
        self._tick = QTimer(self)
        self._tick.setInterval(TICK)
        self._tick.timeout.connect(self._ticked)
        self.stop = Button("Stop here and go back to normal", icon="square")
        self._build()
        self._connect()

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

    def _connect(self) -> None:
        self.rehearse.does(partial(self.ask, RunKind.MOCK))
        self.real.does(partial(self.ask, RunKind.REAL))
        self.begin.begun.connect(self._begin)
        self.begin.left.connect(self.back)
        self.step.begin.connect(self._start)
        self.step.done.connect(self._done)
        self.step.failed.connect(self._failed)
        self.step.repair.connect(self._repair)
        self.step.close_run.connect(self._end)
        self.step.pause.answered.connect(self._say)
        self.step.help_wanted.connect(self._help)
        self.step.note_wanted.connect(self._note)
        self.step.paper_wanted.connect(self._write)
        self.step.report.wanted.connect(self._report)
        self.papers.wanted.connect(self._write)
        self.papers.planned.connect(self._plan_day)
        self.laptop.looked.connect(partial(self._look_around, self.laptop.show_points))
        self.watch.look_now.connect(lambda: self._act(self.desk.club.switching.look))
        self.stop.does(self._stop)
        for keys, act in (("Ctrl+Return", self.step.press), ("Ctrl+Enter", self.step.press)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def refresh(self) -> None:
        """Read how the plan stands; gates and history are looked through on the worker."""
        self.desk.jobs.act(partial(self.desk.club.switching.standing, self.plan), succeeded=self._show)

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees needs no clock; and a club that was closed is not asked any more."""
        super().hideEvent(event)
        self._tick.stop()

    def _ticked(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, standing: Standing) -> None:
        had = QApplication.focusWidget()  # before anything is hidden: hiding hands the focus on to just any neighbour
        self.standing = standing
        running = standing.run is not None
        self.waiting.hide()
        self.heading.setVisible(not running)
        self.before.setVisible(not running)
        self.during.setVisible(running)
        self.stop.setVisible(running)
        self.desk.calm(on=running and standing.run is not None and standing.run.real)
        self._stay_awake(on=words.wakeful(standing))
        self._tick.start() if running and self.isVisible() else self._tick.stop()
        self.watch.show_watch(standing)
        self.watch.setVisible(standing.watch is not None and words.watching(standing))
        if running:
            self.step.show_step(standing)
            self.show_step(standing)
            self.morning.show_all(standing)
        else:
            self._show_before(standing)
        if self.isVisible() and (had is None or had is self.stop or not (self.isAncestorOf(had) and had.isVisible())):
            self.focus_first()  # what had the focus has just gone; it never falls on Stop by itself
            self._scroll.verticalScrollBar().setValue(0)  # Qt scrolled on to whatever it gave the focus to

    def _show_before(self, standing: Standing) -> None:
        self.heading.say(*words.heading(standing))
        self._reasons.show_items([_reason(each) for each in standing.locked])
        self.why_not.setVisible(bool(standing.locked))
        self.real.setEnabled(not standing.locked or self.emergency())
        self.real.show_icon("lock" if standing.locked and not self.emergency() else "play")
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
        for widget in (self.step.start, self.step.told, self.step.end, self.rehearse):
            if widget.isVisible():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        super().focus_first()

    # --- acts

    def ask(self, kind: RunKind) -> None:
        """Ask who does what."""
        real = kind is RunKind.REAL
        people = self.desk.club.people
        me = people.me
        self.begin.ask(
            self.real_title if real else "Rehearse",
            self.real_about if real else "Real steps and real times. Nothing reaches Wild Apricot, ClubOS or a member.",
            people.active(),
            "" if me is None else str(me.id),
            real=real,
            emergency=real and self.emergency(),
        )

    def _begin(self) -> None:
        kind, roles = self.begin.chosen()
        signer = self.begin.signer.typed() if self.begin.signer else None
        second = self.begin.second.typed() if self.begin.second else None
        if signer is None:
            self.begin.refuse(_nobody())
            return
        work = partial(self.desk.club.switching.begin, self.plan, kind, roles, signer, second)
        self._long("Preparing", work, self.begin.refuse, self._begun)

    def _begun(self) -> None:
        self.begin.hide()
        self.stopped.hide()

    def _say(self, role: str, go: bool) -> None:
        pause = self.step.pause
        held = dict(self.standing.run.begun.roles) if self.standing and self.standing.run else {}
        if pause.signer:
            pause.signer.who.choose(str(held.get(role, "")))  # whoever holds the role answers for it
        signer = pause.signer.typed() if pause.signer else None
        if signer is None:
            self.step.refuse(_nobody())
            return
        step = self._step()
        work = partial(self.desk.club.switching.say, step, role, signer, go=go, reason=pause.reason.text())
        self._act(work)
        if pause.signer:
            pause.signer.pin.clear()

    def _start(self) -> None:
        self._long("Beginning the step", partial(self.desk.club.switching.start, self._step()), self.step.refuse)

    def _done(self) -> None:
        told, file, approvers = self.step.typed()
        work = partial(self.desk.club.switching.finish, self._step(), told, file, approvers)
        self._long("Looking whether it is done", work, self.step.refuse)

    def _help(self, check: str) -> None:
        switching = self.desk.club.switching
        if check == "laptop":
            self._look_around(self.step.show_points)
        elif check == "backup":
            self._long("Trying a restore", switching.try_restore, self.step.refuse)
        elif check == "watch":
            self._act(switching.look)
        elif check == "closed":
            self.write_files()
        else:
            self.desk.copy_now(everything=True)

    def _look_around(self, show: Callable[[tuple[Point, ...], str], None]) -> None:
        """Look at this computer; what was found stands beside the button."""
        self.desk.work_here(
            "Looking at this computer",
            self.desk.club.switching.look_around,
            succeeded=lambda found: show(*found),  # type: ignore[misc]  # the job's own pair
            failed=self.step.refuse,
        )

    def _note(self, text: str) -> None:
        self._act(partial(self.desk.club.switching.note, self._step(), text))

    def _write(self, paper: str, path: Path) -> None:
        self._save(partial(self.desk.club.switching.write, paper, self.plan, path))

    def _report(self, path: Path, answers: tuple[str, ...]) -> None:
        work = partial(self.desk.club.switching.write, "report", self.plan, path, answers)
        self._save(work, lambda: self.step.file.setText(str(path)))

    def _save(self, work: Callable[[], Path], then: Callable[[], None] = lambda: None) -> None:
        def saved(path: Path) -> None:
            then()
            self.desk.say(f"Saved as {path.name}.")

        self.desk.jobs.act(work, succeeded=saved, failed=self._unsaved)

    def _unsaved(self, error: Exception) -> None:
        self.unsaved.say_error(error)
        self.unsaved.show()

    def _plan_day(self, day: str, hour: str) -> None:
        def planned(_result: None) -> None:
            self.unsaved.hide()
            self._changed()
            self.papers.ask_calendar()

        work = partial(self.desk.club.switching.plan_day, day, hour)
        self.desk.jobs.act(work, succeeded=planned, failed=self._unsaved)

    def _stay_awake(self, *, on: bool) -> None:
        """Hold sleep off while a step runs; asked again only when that changes."""
        if on != self._awake:
            self._awake = on
            work = partial(self.desk.club.switching.stay_awake, on=on)
            self.desk.jobs.act(work, succeeded=self.step.say_awake)

    def write_files(self) -> None:
        """Write what ClubOS holds as files for Wild Apricot into a folder that a person chooses."""
        chosen = QFileDialog.getExistingDirectory(self, "Where the folder of files is made")
        if chosen:
            folder = Path(chosen) / "Files for Wild Apricot"
            export = partial(self.desk.club.switching.export, folder, since_switch=True)
            self.desk.run("Writing files for Wild Apricot", export)

    def _failed(self) -> None:
        refused = self.step.trouble.cause.text() if self.step.trouble.isVisible() else ""
        what = refused or self.step.told.text().strip() or "It did not work"
        self._act(partial(self.desk.club.switching.fail, self._step(), what))

    def _repair(self) -> None:
        self._long("Bringing the copy back", self.desk.club.switching.repair, self.step.refuse)

    def _end(self) -> None:
        self._long("Closing the run", self.desk.club.switching.end, self.step.refuse)

    def _stop(self) -> None:
        self.desk.jobs.act(self.desk.club.switching.stop, succeeded=self._stopped, failed=self.step.refuse)

    def _stopped(self, left: tuple[str, ...]) -> None:
        in_charge = self.standing.in_charge if self.standing else Side.LEGACY
        self.stopped.say(*words.stopped(left, in_charge))
        self.stopped.show()
        self._changed()

    def _step(self) -> str:
        run = self.standing.run if self.standing else None
        return run.current.step.id if run is not None and run.current is not None else ""

    def _act(self, work: Callable[[], object]) -> None:
        self.desk.jobs.act(work, succeeded=lambda _result: self._changed(), failed=self.step.refuse)

    def _long(
        self,
        label: str,
        work: Callable[[], Job[object]],
        failed: Callable[[Exception], None],
        succeeded: Callable[[], None] | None = None,
    ) -> None:
        """Work that may take a while; its strip shows it, its refusal stands beside the step."""

        def over(_result: object) -> None:
            if succeeded is not None:
                succeeded()
            self._changed()

        self.desk.work_here(label, work, succeeded=over, failed=failed)

    def _changed(self) -> None:
        self.step.trouble.hide()
        self.desk.outdate()


def _reason(text: str) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Symbol("circle-dashed", 16, Tone.UNMEASURED), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Words(text), 1)
    return box


def _nobody() -> Exception:
    from clubos_desktop.errors import InputError  # noqa: PLC0415 - only when somebody forgot to choose

    return InputError("Nobody was chosen who signs. Nothing was done.", remedy="Choose who signs.", code="person.none")
