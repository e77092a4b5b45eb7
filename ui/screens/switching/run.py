"""What is done on the page of a plan: begin, a step and how it ends, GO or NO-GO, notes, papers, stop."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from clubos_desktop.cutover.laptop import Point
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from clubos_desktop.model.runbook import RunKind
from ui.models import switch_words as words
from ui.screens.base import Desk
from ui.screens.switching.page import RunPage


class RunScreen(RunPage):
    """The page with its acts. They run on the worker; what was typed stays until it is done."""

    real_about = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._connect()

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

    def asked_title(self) -> str:
        """What stands over the form of a real run."""
        return self.real_title.removesuffix("…")

    def ask(self, kind: RunKind) -> None:
        """Ask who does what."""
        real = kind is RunKind.REAL
        people = self.desk.club.people
        me = people.me
        self.begin.ask(
            self.asked_title() if real else "Rehearse",
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
        self.step.trouble.hide()  # else a second refusal looks as if nothing had been pressed
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


def _nobody() -> Exception:
    return InputError("Nobody was chosen who signs. Nothing was done.", remedy="Choose who signs.", code="person.none")
