"""The buttons below a difference: who is right, and the other ways; what a way asks for is asked in place."""

from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.findings.deciding import unfit
from clubos_desktop.model.findings import Choice, Finding, Ruling
from ui.models.settling import OTHERS, PROMPTS, RIGHT, WAYS, Way, label_of
from ui.widgets.cards import Card
from ui.widgets.fields import Labelled
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine

ACCEPTED_FOR = 60
"""Days that an acceptance is proposed for; it ends by itself."""


class DecisionForm(Card):
    """What a way asks for. Esc leaves it, Enter keeps it."""

    kept = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._way: Way = WAYS[0]
        self._title = Words("", "strong")
        self._texts = {name: QLineEdit() for name in ("value", "owner", "reason")}
        self._until = QDateEdit()
        self._until.setCalendarPopup(True)
        self._until.setDisplayFormat("d MMM yyyy")
        fields: dict[str, QWidget] = {**self._texts, "until": self._until}
        self._lines = {name: Labelled(PROMPTS[name], field) for name, field in fields.items()}
        self.body.addWidget(self._title)
        for line in self._lines.values():
            self.body.addWidget(line)
        for text in self._texts.values():
            text.returnPressed.connect(self._keep)
        keep, leave = Button("Keep"), Button("Cancel", role="quiet")
        keep.clicked.connect(self._keep)
        leave.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(keep)
        row.addWidget(leave)
        row.addStretch(1)
        self.body.addLayout(row)

    def ask(self, way: Way, today: QDate) -> None:
        """Show the fields of a way."""
        self._way = way
        self._title.setText(way.label)
        for text in self._texts.values():
            text.clear()
        self._until.setDate(today.addDays(ACCEPTED_FOR))
        for name, line in self._lines.items():
            line.setVisible(name in way.asks)
            line.say("")
        first = self._until if way.asks[0] == "until" else self._texts[way.asks[0]]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        said = {name: text.text().strip() for name, text in self._texts.items()}
        missing = [name for name in self._way.asks if name in said and not said[name] and name != "reason"]
        if "reason" in self._way.asks and not said["reason"] and self._way.choice is not Choice.ASK:
            missing.append("reason")
        for name, line in self._lines.items():
            line.say("Please fill this in." if name in missing else "", "problem")
        if not missing:
            until = self._until.date().toString("yyyy-MM-dd") if "until" in self._way.asks else None
            value = said["value"] if "value" in self._way.asks else None
            self.kept.emit(Ruling(self._way.choice, said["reason"], value, said["owner"], until))


class DecisionBar(QWidget):
    """All ways. ``decided`` carries the ruling."""

    decided = Signal(object)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[Choice, Button] = {}
        others = QWidget()
        line = WrappingLine(others, spacing=4)
        for way in OTHERS:
            line.addWidget(self._button(way, "filter"))
        self.form = DecisionForm()
        self.form.kept.connect(self._kept)
        self.form.left.connect(self.close_form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        for way in RIGHT:
            column.addWidget(self._button(way, ""))
        column.addWidget(others)
        column.addWidget(self.form)
        self.form.hide()

    def _button(self, way: Way, role: str) -> Button:
        button = Button(f"{way.label} ({way.key})", role=role)
        button.does(partial(self.choose, way))
        self._buttons[way.choice] = button
        return button

    def fit(self, finding: Finding) -> None:
        """Offer what fits this difference."""
        self.close_form()
        for way in WAYS:
            why = unfit(finding, Ruling(way.choice))
            self._buttons[way.choice].setText(f"{label_of(way.choice, finding.difference.kind)} ({way.key})")
            self._buttons[way.choice].setEnabled(why is None)
            self._buttons[way.choice].setToolTip(why or "")

    def press(self, key: str) -> None:
        """A single letter or figure in the list."""
        for way in WAYS:
            if way.key == key.upper() and self._buttons[way.choice].isEnabled():
                self.choose(way)

    def choose(self, way: Way) -> None:
        """Decide, or ask for what the way needs."""
        if way.asks:
            self.form.show()
            self.form.ask(way, QDate.currentDate())
            self.asked.emit()
        else:
            self.decided.emit(Ruling(way.choice))

    def close_form(self) -> bool:
        """Close what was asked; False when nothing was."""
        was = not self.form.isHidden()
        self.form.hide()
        return was

    def _kept(self, ruling: Ruling) -> None:
        self.close_form()
        self.decided.emit(ruling)
