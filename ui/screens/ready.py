"""Ready to switch: may we go, and if not, why not."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from clubos_desktop.model.readiness import Criterion, GateResult, Readiness, State, Verdict
from ui.models.overview import gate_fact
from ui.places import LABELS, Fold, Place
from ui.screens.base import Desk, PageScreen
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.cards import Card, Empty
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Answer, Elided, StatusWord, Words
from ui.words import count, moment

WAYS = {1: Place.DIFFERENCES, 3: Place.COPIES, 4: Place.BOARD}
"""Where the reasons of a gate are looked at; the other gates' registers come with their phase."""

STATES = {
    State.PASS: (Tone.GOOD, "Passed"),
    State.FAIL: (Tone.NEEDS, "Not passed"),
    State.NOT_MEASURED: (Tone.UNMEASURED, "Not measured"),
}


class CheckLine(QWidget):
    """One check: what, state, value and limit, why."""

    def __init__(self, check: Criterion) -> None:
        super().__init__()
        tone, word = STATES[check.state]
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Words(check.text))
        figures = [part for part in (check.value, f"limit: {check.limit}" if check.limit else "") if part]
        if figures:
            column.addWidget(Words(", ".join(figures), "secondary"))
        if check.why and check.state is not State.PASS:
            column.addWidget(Words(check.why, "secondary"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addWidget(StatusWord(tone, word), 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{check.text}: {word}. {', '.join(figures)}. {check.why}".strip())


class GateHead(QPushButton):
    """The visible row of a gate; → opens, ← closes, Enter does either (Qt would do none of it)."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """→ opens, ← closes, Enter does what a click does."""
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class GateRow(QWidget):
    """A gate as a row that opens to its checks."""

    def __init__(self, desk: Desk, gate: GateResult, *, opened: bool) -> None:
        super().__init__()
        fact = gate_fact(gate)
        self.gate = gate.gate
        self.head = GateHead()
        self.head.setProperty("role", "row")
        self.head.setCheckable(True)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setMinimumHeight(px(48))
        self.head.setAccessibleName(f"Gate {fact.gate}, {fact.name}: {fact.word}. {fact.reason}")
        self.head.setCursor(Qt.CursorShape.PointingHandCursor)
        self._arrow = Symbol("chevron-right", 18)
        name = QLabel(f"{fact.gate}  {fact.name}")
        name.setProperty("role", "strong")
        name.setMinimumWidth(px(190))
        status = StatusWord(fact.tone, fact.word)
        self._reason = Elided(fact.reason, "secondary")
        row = QHBoxLayout(self.head)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(name)
        row.addWidget(status)
        row.addWidget(self._reason, 1)
        row.addWidget(self._arrow)
        for widget in (name, status, self._reason, self._arrow):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._checks = Card()
        for check in gate.criteria:
            self._checks.body.addWidget(CheckLine(check))
        if gate.gate in WAYS and not gate.passed:
            place = WAYS[gate.gate]
            way = Button(f"Go to {LABELS[place]}", icon="arrow-right")
            way.does(partial(desk.go, place))
            self._checks.body.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self._checks)
        self.head.toggled.connect(self._toggled)
        self.head.setChecked(opened)
        self._toggled(opened)

    def fold(self, fold: Fold) -> None:
        """In one column the reason is said by the opened row alone."""
        self._reason.setVisible(fold >= Fold.SYMBOLS)

    def _toggled(self, opened: bool) -> None:
        self._checks.setVisible(opened)
        self._arrow.show_symbol("chevron-down" if opened else "chevron-right")


class Ready(PageScreen):
    """The five gates."""

    title = "Ready to switch?"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._fold = Fold.SIDE_BY_SIDE
        self._heading = Answer("Readiness")
        self.report = Button("Make this week's report", role="main", icon="file-text")
        self.report.does(partial(desk.go, Place.BOARD))
        self._gates = QVBoxLayout()
        self._gates.setSpacing(8)
        self._rows: list[GateRow] = []
        self._when = Words("", "secondary")
        self._empty = Empty("shield-check")
        self._empty.say("Being judged …", "This takes a second.")
        self.column.addWidget(self._heading)
        self.column.addWidget(self.report, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self._gates)
        self.column.addWidget(self._empty)
        self.column.addWidget(self._when)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Show the gates as judged last; the window judges again after every change."""
        judged = self.desk.judged
        self._empty.setVisible(judged is None)
        self.report.setVisible(judged is not None)
        if judged is None:
            self._heading.say("Are we ready?")
            return
        self._heading.say(*answer(judged))
        club = self.desk.club
        self._when.setText(f"Judged {moment(judged.at, club.zone, club.now())}, from what both copies hold.")
        opened = {row.gate for row in self._rows if row.head.isChecked()}
        for row in self._rows:
            self._gates.removeWidget(row)
            row.deleteLater()
        self._rows = [GateRow(self.desk, gate, opened=gate.gate in opened) for gate in judged.gates]
        for row in self._rows:
            row.fold(self._fold)
            self._gates.addWidget(row)

    def want(self, wanted: object) -> None:
        """Open one gate."""
        for row in self._rows:
            if row.gate == wanted:
                row.head.setChecked(True)

    def focus_first(self) -> None:
        """The first gate."""
        if self._rows:
            self._rows[0].head.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        self._fold = fold
        for row in self._rows:
            row.fold(fold)


def answer(judged: Readiness) -> tuple[str, str]:
    """The heading and its line."""
    passed = sum(gate.passed for gate in judged.gates)
    checks = [check for gate in judged.gates for check in gate.criteria]
    failed = sum(check.state is State.FAIL for check in checks)
    unmeasured = sum(check.state is State.NOT_MEASURED for check in checks)
    gates = f"{passed} of {len(judged.gates)} gates passed."
    words = {
        Verdict.READY_FOR_REVIEW: "Ready for the board to look at.",
        Verdict.AUTHORISED: "The board has decided.",
        Verdict.NOT_MEASURED: "Not measured yet.",
    }
    needs = "needs" if failed == 1 else "need"
    are = "is" if unmeasured == 1 else "are"
    parts = [f"{count(failed, 'check')} {needs} you"] if failed else []
    parts += [f"{unmeasured} {are} not measured yet"] if unmeasured else []
    why = f"{', '.join(parts)}. A gate that is not measured is not passed." if parts else "Every check passes."
    return f"{words.get(judged.verdict, 'Not ready.')} {gates}", why
