"""A change of the rules before it is in force: its effect with samples, its reason, and the one press."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.findings.ruling import FieldEffect
from clubos_desktop.job import Progress
from clubos_desktop.model.domains import Domain
from ui.jobs import Task
from ui.models.ruling import effect_lines
from ui.screens.base import Desk
from ui.widgets.cards import Card
from ui.widgets.fields import Labelled
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.words import number


class RuleChange(Card):
    """``look`` asks for the list of what a rule hides now."""

    look = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("What the rule does")
        self._desk = desk
        self._then: RuleSet | None = None
        self._asked = 0
        self.rule = Words("", "strong")
        self.now = Words("")
        self.effect = Words("", "strong")
        self.stop = Button("Stop comparing", role="quiet").does(self._stop)
        self._task: Task[tuple[int, tuple[FieldEffect, ...]]] | None = None
        self.samples = Words("", "secondary").selectable()
        self.reason = QLineEdit()
        self.line = Labelled("Why", self.reason, "It stands in History and in the next board pack.")
        self.reason.textChanged.connect(lambda _text: self._fit())
        self.go = Button("Put this rule in force", role="main").does(self._put)
        self.see = Button("Look at what it hides", icon="arrow-right").does(self.look.emit)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go)
        buttons.addWidget(self.see)
        buttons.addStretch(1)
        self.extra = QHBoxLayout()
        for widget in (self.rule, self.now):
            self.body.addWidget(widget)
        self.body.addLayout(self.extra)
        for below in (self.effect, self.stop, self.samples, self.line):
            self.body.addWidget(below)
        self.body.addLayout(buttons)
        self.body.addStretch(1)
        self.clear()

    def add(self, widget: QWidget) -> None:
        """Put a choice above the effect."""
        self.extra.addWidget(widget, 1)

    def clear(self) -> None:
        """No change is proposed."""
        self._then = None
        self._asked += 1
        self._let_go()
        for widget in (self.effect, self.stop, self.samples, self.line):
            widget.hide()
        self.reason.clear()
        self._fit()

    def propose(self, then: RuleSet, domain: Domain) -> None:
        """Find out what other rules would do; the pairs of that domain are compared both ways."""
        self._then = then
        self._asked += 1
        self.effect.setText("Comparing both ways …")
        self.effect.show()
        self.stop.show()
        self.samples.hide()
        self._fit()
        self._let_go()
        work = partial(self._desk.club.deciding.effect, then, domain, self._asked)
        self._task = self._desk.jobs.aside(work, succeeded=self._show, failed=self._failed)
        self._task.progressed.connect(partial(self._tell, self._asked))

    def _tell(self, asked: int, progress: Progress) -> None:
        if asked == self._asked and progress.total:
            self.effect.setText(f"Comparing both ways: {number(progress.done)} of {number(progress.total)} pairs …")

    def _let_go(self) -> None:
        """Whatever is being compared is wanted no more."""
        task, self._task = self._task, None
        if task is not None:
            task.stop()

    def _stop(self) -> None:
        self.clear()
        self.effect.setText("Stopped. Nothing was changed.")
        self.effect.show()

    def _show(self, found: tuple[int, tuple[FieldEffect, ...]]) -> None:
        asked, effects = found
        if asked != self._asked:
            return  # something else was chosen meanwhile
        self._task = None
        self.stop.hide()
        sentence, samples = effect_lines(effects)
        self.effect.setText(sentence)
        self.samples.setText("\n".join(samples))
        self.samples.setVisible(bool(samples))
        self.line.show()
        self._fit()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.stop.hide()
        self.effect.setText(getattr(error, "sentence", "That could not be tried. Nothing was changed."))

    def _fit(self) -> None:
        ready = self._then is not None and not self.line.isHidden() and bool(self.reason.text().strip())
        self.go.setEnabled(ready)
        self.go.setVisible(self._then is not None)

    def _put(self) -> None:
        if self._then is not None:
            club, then, reason = self._desk.club, self._then, self.reason.text().strip()
            self.clear()
            self._desk.run("Comparing by the new rules", lambda: club.deciding.change_rules(then, reason))
