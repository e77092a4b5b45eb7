"""The one thing to do now: a step with its numbered acts, its proof, and how it ends; a pause point before it."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.cutover.laptop import Point
from clubos_desktop.model.people import Person
from clubos_desktop.model.runbook import Proof, RunKind
from clubos_desktop.verification.registers.runbook import Mark, Run, Taken, missing_answers
from ui.models import switch_words as words
from ui.screens.switching.around import rows_of, save_as
from ui.screens.switching.pause import PauseCard
from ui.screens.switching.report import ReportCard
from ui.switching import Standing
from ui.tone import Tone
from ui.widgets.cards import Flow, Notice
from ui.widgets.fields import Labelled
from ui.widgets.form import Signer, in_turn
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine


class StepCard(QWidget):
    """``begin``, ``done``, ``failed``, ``repair``, ``close``: what the person decided."""

    begin = Signal()
    done = Signal()
    failed = Signal()
    repair = Signal()
    close_run = Signal()
    help_wanted = Signal(str)
    note_wanted = Signal(str)
    paper_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.practice = Words("PRACTICE", "practice")
        self.where, self.title = Words("", "secondary"), Words("", "day")
        self.title.setAccessibleName("The step now")
        self.state = Words("", "reading")
        self.meta = Words("", "secondary")
        self._acts = QVBoxLayout()
        self._acts.setSpacing(8)
        self._act_words: list[Words] = []
        self.irreversible = Notice(icon="triangle-alert")
        self.irreversible.set_border()
        self.irreversible.hide()
        self.pause = PauseCard()
        self.trouble = Notice()
        self.time_over = Notice(Tone.NEEDS, "clock")
        self.time_over.hide()
        self.awake = Words("", "secondary")
        self.awake.hide()
        self._points = Flow(320, spacing=8, most=1)
        self._points.hide()
        self.report = ReportCard()
        self.report.hide()
        self.note = QLineEdit()
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("A note for later")
        self.add_note = Button("Add the note", role="quiet", icon="plus")
        self.add_note.does(self._note)
        self._note_line = self._noting()
        self._notes = Words("", "secondary")
        self.reconcile = Button("Reconciliation sheet…", icon="printer")
        self.reconcile.does(self._reconcile)
        self.told = QLineEdit()
        self.file = QLineEdit()
        self._file_line = Labelled("Proof: a picture or document", self._with_button())
        self._told_line = Labelled("What was seen", self.told)
        self._approvers = Flow(420, spacing=8, most=1)
        self.approvers: tuple[Signer, ...] = ()
        self._shown = ""
        self._offered: tuple[Person, ...] = ()
        self.helper = Button("")
        self.start = Button("Begin this step", role="main", icon="play", tip="Ctrl+Enter")
        self.finish = Button("Done", role="main", icon="check", tip="Ctrl+Enter")
        self.no = Button("It did not work", icon="x")
        self.bring_back = Button("Bring the copy back", icon="undo-2")
        self.end = Button("Close the run", role="main", icon="check")
        for button, signal in (
            (self.start, self.begin), (self.finish, self.done), (self.no, self.failed), (self.bring_back, self.repair),
            (self.end, self.close_run),
        ):  # fmt: skip
            button.does(signal.emit)
        self.helper.does(lambda: self.help_wanted.emit(self._check))
        self.helper.hide()
        self._check = ""
        self._build()

    def _with_button(self) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        self.file.setAccessibleName("File of the proof")
        line.addWidget(self.file, 1)
        line.addWidget(Button("Choose…", icon="folder-open").does(self._choose))
        return box

    def _noting(self) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.note, 1)
        line.addWidget(self.add_note)
        return box

    def _note(self) -> None:
        if self.note.text().strip():
            self.note_wanted.emit(self.note.text())
            self.note.clear()

    def _reconcile(self) -> None:
        path = save_as(self, "Save", "Reconciliation sheet.pdf", "PDF (*.pdf)")
        if path is not None:
            self.paper_wanted.emit("reconcile", path)

    def say_awake(self, sentence: str) -> None:
        """Whether the computer stays awake."""
        self.awake.setText(sentence)
        self.awake.setVisible(bool(sentence))

    def show_points(self, points: tuple[Point, ...], _code: str) -> None:
        """How this computer stands."""
        self._points.show_items(rows_of(points))
        self._points.show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top: tuple[QWidget, ...] = (
            self.practice,
            self.where,
            self.title,
            self.state,
            self.irreversible,
            self.trouble,
            self.time_over,
        )
        for widget in (*top, self.pause):
            column.addWidget(widget)
        column.addLayout(self._acts)
        fields: tuple[QWidget, ...] = (
            self.meta, self._points, self.report, self._file_line, self._told_line, self._approvers,
        )  # fmt: skip
        for field in fields:
            column.addWidget(field)
        acts = QWidget()
        line = WrappingLine(acts)
        for button in (self.start, self.helper, self.finish, self.end, self.no, self.reconcile, self.bring_back):
            line.addWidget(button)
        column.addWidget(acts)
        for widget in (self.awake, self._note_line, self._notes):
            column.addWidget(widget)
        column.addStretch(1)

    def show_step(self, standing: Standing) -> None:
        """Show the step whose turn it is; what was typed for it stays."""
        run = standing.run
        if run is None:
            return
        current = run.current
        began = words.clock_of(standing.at, standing.zone)
        self.practice.setVisible(not run.real)
        self.where.setText(f"{words.kind(run)} · {words.place(run)}, {began} · {words.pace(standing)}")
        self._fresh("" if current is None else current.step.id, standing, current, run)
        self.end.setVisible(current is None)
        self._note_line.setVisible(current is not None)
        if current is None:
            self._over()
            return
        step, mark = current.step, current.mark
        self.title.setText(step.title)
        self.state.setText(step.stands)
        timed = next(each for each in standing.times if each.taken is current or each.taken.step.id == step.id)
        who = f"{words.role(step.role)}: {standing.name(step.role)}"
        self.meta.setText(f"{who} · {words.minutes(timed)} · Done when: {step.expects}")
        paused = bool(missing_answers(run, current)) and mark in (Mark.NEXT, Mark.FAILED)
        self.pause.setVisible(paused)
        if paused:
            self.pause.ask(standing, run, current)
        doing = mark is Mark.UNDER_WAY
        self._check = step.check
        offered = words.helper(step, run)
        self.helper.setText(offered)
        self.helper.setVisible(doing and bool(offered))
        self.start.setVisible(not doing and not paused)
        self.start.setText("Begin this step" if mark is not Mark.FAILED else "Try again")
        for widget in (self.finish, self.no, self._told_line):
            widget.setVisible(doing)
        self._file_line.setVisible(doing and step.proof is Proof.FILE)
        two = step.people > 1 and run.begun.kind is not RunKind.TABLETOP
        self._approvers.setVisible(doing and two)
        self.bring_back.setVisible(bool(run.begun.failure) and mark is Mark.FAILED)
        self.reconcile.setVisible(doing and step.check == "final")
        self.report.setVisible(doing and step.id == "incident")
        self._told_line.title.setText(words.told_label(step, run))
        self._notes.setText("\n".join(f"Note: {text}" for text in current.remarks))
        self._notes.setVisible(bool(current.remarks))
        said = words.over(timed, standing)
        self.time_over.setVisible(said is not None)
        if said is not None:
            self.time_over.say(*said)
        self.irreversible.setVisible(not step.reversible)
        self.irreversible.say("Cannot be undone. Two people.", step.why)
        if mark is Mark.FAILED and current.failures:
            self.trouble.say(
                f"It did not work: {current.failures[-1][1]}", f"{step.stands} {step.next} {words.whom(standing, step)}"
            )
            self.trouble.show()

    def _fresh(self, step: str, standing: Standing, taken: Taken | None, run: Run) -> None:
        """Another step: empty fields, its acts, the approvers' PINs."""
        key = f"{run.number} {step}"
        if key == self._shown:
            if standing.people != self._offered:
                self._sign_again(standing, run)  # a PIN was set meanwhile, or somebody came or went
            return
        self._shown = key
        self.told.clear()
        self.file.clear()
        self._points.hide()
        self.trouble.hide()
        for old in self._act_words:
            self._acts.removeWidget(old)
            old.deleteLater()
        acts = words.acts(taken.step, run) if taken else ()
        self._act_words = [Words(text, "reading") for text in acts]
        for line in self._act_words:
            self._acts.addWidget(line)
        self._sign_again(standing, run)

    def _sign_again(self, standing: Standing, run: Run) -> None:
        """The approvers among the people there are now."""
        self._offered = standing.people
        self.approvers = _signers(standing.people, run)
        self._approvers.show_items(list(self.approvers))
        parts = (part for each in self.approvers for part in (each.who, each.pin.line))
        in_turn(self.file, self.told, *parts, self.start, self.helper, self.finish, self.no)

    def _over(self) -> None:
        self.title.setText("Every step is done.")
        self.state.setText("Close the run: its times and proofs are kept.")
        for widget in (
            self.pause, self.start, self.finish, self.no, self._told_line, self._file_line, self._approvers,
            self.bring_back, self.irreversible, self.helper, self.reconcile, self.report, self._note_line, self._notes,
            self.time_over, self._points,
        ):  # fmt: skip
            widget.hide()
        self.meta.setText("")

    def refuse(self, error: Exception) -> None:
        """Why it is not done; PINs are forgotten, all else stays."""
        for signer in (*self.approvers, *((self.pause.signer,) if self.pause.signer else ())):
            signer.pin.clear()
        self.trouble.say_error(error)
        self.trouble.show()

    def typed(self) -> tuple[str, Path | None, tuple[tuple[Person, str], ...]]:
        """What was seen, the proof, and who agreed with which PIN."""
        path = Path(self.file.text().strip()) if self.file.text().strip() else None
        signed = tuple(found for each in self.approvers if (found := each.typed()) is not None)
        return self.told.text(), path, signed

    def press(self) -> None:
        """Ctrl+Enter: whatever is the next thing."""
        for button in (self.start, self.finish, self.end):
            if not button.isHidden():
                button.click()
                return

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Proof of this step")
        if chosen:
            self.file.setText(chosen)


def _signers(people: Collection[Person], run: Run) -> tuple[Signer, ...]:
    roles = dict(run.begun.roles)
    return tuple(Signer(role.capitalize(), people, str(roles[role])) for role in ("approver", "second approver"))
