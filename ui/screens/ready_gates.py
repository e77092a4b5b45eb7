"""The five gates of Ready to switch?: rows that open to their checks."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from clubos_desktop.model.readiness import Criterion, GateResult, Readiness, State, Verdict
from clubos_desktop.model.time import wall
from clubos_desktop.verification import reasons
from clubos_desktop.verification.lists.catalogue import GOES
from clubos_desktop.verification.lists.checks import WORDS, owners, said
from clubos_desktop.verification.lists.sheet import View
from ui.models.overview import gate_fact
from ui.places import Fold, Place
from ui.screens.base import Desk
from ui.screens.ready_line import spark
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Elided, StatusWord, Words
from ui.words import count

WAYS: dict[str, tuple[Place, str, object]] = {
    "G1.1": (Place.DIFFERENCES, "Look at what differs", None),
    "G1.2": (Place.DIFFERENCES, "Look at what differs", None),
    "G1.3": (Place.DIFFERENCES, "Look at what differs", None),
    "G1.4": (Place.COPIES, "Go to Copies", None),
    "G1.5": (Place.COPIES, "Go to Copies", None),
    "G1.6": (Place.COPIES, "Go to the answers", "Answers"),
    "G3.2": (Place.COPIES, "Go to the plan of copies", "Plan"),
    "G3.4": (Place.COPIES, "Go to the connection", "Connection"),
    "G3.5": (Place.COPIES, "Go to the connection", "Connection"),
}
"""Where a check is looked at that no list feeds: the place, the words, what is wanted there."""


class CheckLine(QWidget):
    """One check: what, how it stands and since when, value, limit, what it rests on, how it went, and the way there."""

    def __init__(self, desk: Desk, view: View, check: Criterion, go: Callable[[str, str], None]) -> None:
        super().__init__()
        reason = reasons.reason(check, view.sealed, dict(view.waits))
        tone, word = Tone(WORDS[reason.form][0]), said(reason, view.zone)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Words(check.text, "strong"))
        for text in self._lines(view, check):
            column.addWidget(Words(text, "secondary"))
        ways = QHBoxLayout()
        ways.setSpacing(12)
        self.way = self._way(desk, check, go)
        if self.way is not None:
            ways.addWidget(self.way)
        self.more = Button("How it went", role="quiet", name=f"How it went: {check.text}")
        self.more.does(partial(go, "checks", check.id))
        ways.addWidget(self.more)
        ways.addStretch(1)
        column.addLayout(ways)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(StatusWord(tone, word), 0, Qt.AlignmentFlag.AlignRight)
        picture = spark(view, check.id, tone)
        if picture is not None:
            side.addWidget(picture, 0, Qt.AlignmentFlag.AlignRight)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 8)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addLayout(side)
        self.setAccessibleName(f"{check.text}: {word}. {', '.join(self._lines(view, check))}")

    def _lines(self, view: View, check: Criterion) -> list[str]:
        figures = [part for part in (check.value, _limit(check.limit)) if part]
        owner = owners(view).get(check.id)
        rests = [f"rests on {', '.join(check.evidence[:3])}"] if check.evidence else []
        rests += [f"minded by {owner}"] if owner else []
        why = check.why if check.state is not State.PASS else ""
        return [line for line in (", ".join(figures), why, ", ".join(rests)) if line]

    def _way(self, desk: Desk, check: Criterion, go: Callable[[str, str], None]) -> Button | None:
        """The exact place where something can be done about it; none for what passes by itself."""
        if check.id in GOES:
            return Button("Go there", icon="arrow-right", name=f"Go there: {check.text}").does(
                partial(go, GOES[check.id], "")
            )
        if check.state is State.PASS:
            return None
        place, label, wanted = WAYS[check.id]
        return Button(label, icon="arrow-right", name=f"{label}: {check.text}").does(partial(desk.go, place, wanted))


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

    def __init__(
        self, desk: Desk, view: View, gate: GateResult, go: Callable[[str, str], None], *, opened: bool
    ) -> None:
        super().__init__()
        fact = gate_fact(gate)
        closed = "" if gate.passed else reopened(view, gate)
        self.gate = gate.gate
        self.head = GateHead()
        self.head.setProperty("role", "row")
        self.head.setCheckable(True)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setMinimumHeight(px(48))
        self.head.setAccessibleName(f"Gate {fact.gate}, {fact.name}: {fact.word}. {closed}{fact.reason}")
        self.head.setCursor(Qt.CursorShape.PointingHandCursor)
        self._arrow = Symbol("chevron-right", 18)
        name = QLabel(f"{fact.gate}  {fact.name}")
        name.setProperty("role", "strong")
        name.setMinimumWidth(px(190))
        status = StatusWord(Tone.PROBLEM if closed else fact.tone, fact.word)
        self._reason = Elided(f"{closed}{fact.reason}", "secondary")
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
        self.lines = {check.id: CheckLine(desk, view, check, go) for check in gate.criteria}
        for line in self.lines.values():
            self._checks.body.addWidget(line)
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


def reopened(view: View, gate: GateResult) -> str:
    """Like "Closed again since Tue 8 Dec 2026, 06:00: "; "" for a gate that never was passed."""
    since = reasons.closed_since(gate, view.sealed)
    return f"Closed again since {wall(since, view.zone)}: " if since else ""


class Gates(QWidget):
    """The five gates as rows that open. ``go`` opens a list at a line."""

    def __init__(self, desk: Desk, go: Callable[[str, str], None]) -> None:
        super().__init__()
        self.desk = desk
        self._go = go
        self._fold = Fold.SIDE_BY_SIDE
        self._rows: list[GateRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    @property
    def rows(self) -> tuple[GateRow, ...]:
        """The rows, gate 1 first."""
        return tuple(self._rows)

    @property
    def opened(self) -> GateRow | None:
        """The first gate that is open; None when all are closed."""
        return next((row for row in self._rows if row.head.isChecked()), None)

    def show_gates(self, judged: Readiness, view: View) -> None:
        """Show the gates; the opened ones stay open."""
        opened = {row.gate for row in self._rows if row.head.isChecked()}
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [GateRow(self.desk, view, gate, self._go, opened=gate.gate in opened) for gate in judged.gates]
        for row in self._rows:
            row.fold(self._fold)
            self._column.addWidget(row)

    def open_gate(self, wanted: object) -> None:
        """Open one gate alone, so that its checks stand where one looks."""
        if any(row.gate == wanted for row in self._rows):
            for row in self._rows:
                row.head.setChecked(row.gate == wanted)

    def close_opened(self) -> bool:
        """Close the gate that the focus is in, else the last opened one; False when none is open."""
        opened = [row for row in self._rows if row.head.isChecked()]
        if not opened:
            return False
        focus = QApplication.focusWidget()
        here = next((row for row in opened if focus is not None and row.isAncestorOf(focus)), opened[-1])
        here.head.setChecked(False)
        here.head.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def fold(self, fold: Fold) -> None:
        """Follow the room."""
        self._fold = fold
        for row in self._rows:
            row.fold(fold)


def answer(judged: Readiness, view: View) -> tuple[str, str]:
    """The heading and its line: how many checks need somebody, are not measured, or wait until when."""
    passed = sum(gate.passed for gate in judged.gates)
    checks = [check for gate in judged.gates for check in gate.criteria if check.state is not State.PASS]
    forms = [reasons.reason(check, view.sealed, dict(view.waits)) for check in checks]
    words = {
        Verdict.READY_FOR_REVIEW: "Ready for the board to look at.",
        Verdict.AUTHORISED: "The board has decided.",
        Verdict.NOT_MEASURED: "Not measured yet.",
    }
    gates = f"{passed} of {len(judged.gates)} gates passed."
    return f"{words.get(judged.verdict, 'Not ready.')} {gates}", _why(forms, view.zone)


def _why(forms: list[reasons.Reason], zone: str) -> str:
    def many(form: reasons.Form) -> int:
        return sum(reason.form is form for reason in forms)

    needs, worse, unmeasured = many(reasons.Form.NEEDS), many(reasons.Form.WORSE), many(reasons.Form.UNMEASURED)
    last = max((reason.until for reason in forms if reason.until), default=None)
    waits = many(reasons.Form.WAITING)
    parts = [f"{count(worse, 'check')} got worse"] if worse else []
    parts += [f"{count(needs, 'check')} {'needs' if needs == 1 else 'need'} you"] if needs else []
    parts += [f"{unmeasured} {'is' if unmeasured == 1 else 'are'} not measured yet"] if unmeasured else []
    parts += [f"{waits} {'waits' if waits == 1 else 'wait'} until {wall(last, zone)}"] if waits and last else []
    said = f"{', '.join(parts)}." if parts else "Every check passes."
    return f"{said} A gate that is not measured is not passed." if unmeasured else said


def _limit(limit: str) -> str:
    """For example: "limit: 0.5 %", "none is allowed"."""
    if limit in ("", "recorded"):
        return ""
    return "none is allowed" if limit == "none" else f"limit: {limit}"
