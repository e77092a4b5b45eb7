"""The buttons below a difference: who is right, and the other ways; what a way asks for is asked in place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clubos_desktop.findings.agreed import Agreed
from clubos_desktop.findings.deciding import unfit
from clubos_desktop.model.findings import Choice, Finding, Ruling
from ui.models.settling import AGREED, OTHERS, PROMPTS, RIGHT, WAYS, Way, label_of
from ui.tone import Tone
from ui.widgets.cards import Card
from ui.widgets.fields import Choice as Options
from ui.widgets.fields import DayField, Labelled
from ui.widgets.lines import Lines
from ui.widgets.symbol import Button
from ui.widgets.text import Words
from ui.widgets.wrapping import WrappingLine
from ui.words import tip

ACCEPTED_FOR = 60
"""Days that an acceptance is proposed for; it ends by itself."""


class DecisionForm(Card):
    """What a way asks for. Esc leaves it, Enter keeps it."""

    kept = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.way: Way = WAYS[0]
        self._title = Words("", "strong")
        self._news = Words("", "strong", tone="needs")
        self._news.hide()
        self._texts: dict[str, QLineEdit | Lines] = {"value": QLineEdit(), "reason": QLineEdit(), "note": Lines()}
        self._owner = Options(PROMPTS["owner"], [], typing=True)
        self._until = DayField(PROMPTS["until"])
        fields: dict[str, QWidget] = {"owner": self._owner, **self._texts, "until": self._until}
        self._lines = {name: Labelled(PROMPTS[name], field) for name, field in fields.items()}
        self.body.addWidget(self._title)
        self.body.addWidget(self._news)
        for line in self._lines.values():
            self.body.addWidget(line)
        for text in self._texts.values():
            (text.entered if isinstance(text, Lines) else text.returnPressed).connect(self._keep)
        keep, leave = Button("Keep"), Button("Cancel", role="quiet")
        keep.clicked.connect(self._keep)
        leave.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(keep)
        row.addWidget(leave)
        row.addStretch(1)
        self.body.addLayout(row)

    def ask(self, way: Way, today: QDate, people: Sequence[str]) -> None:
        """Show the fields of a way."""
        self.way = way
        self._title.setText(way.label)
        self._news.hide()
        for text in self._texts.values():
            text.clear()
        self._owner.clear()
        for name in people:
            self._owner.addItem(name, name)
        self._owner.setEditText("")
        self._until.setDate(today.addDays(ACCEPTED_FOR))
        for name, line in self._lines.items():
            line.setVisible(name in way.asks)
            line.say("")
        self._lines[way.asks[0]].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_news(self, news: str) -> None:
        """Say what changed while somebody was writing; the words stay."""
        self._news.setText(news)
        self._news.show()

    def _said(self) -> dict[str, str]:
        return {name: text.text().strip() for name, text in self._texts.items()} | {
            "owner": self._owner.currentText().strip()
        }

    def _keep(self) -> None:
        said = self._said()
        needed = [name for name in self.way.asks if name in said]
        if self.way.choice is Choice.ASK:
            needed.remove("reason")
        missing = [name for name in needed if not said[name]]
        for name, line in self._lines.items():
            line.say("Please fill this in." if name in missing else "", "problem")
        if not missing:
            until = self._until.date().toString("yyyy-MM-dd") if "until" in self.way.asks else None
            value = said["value"] if "value" in self.way.asks else None
            owner = said["owner"] if "owner" in self.way.asks else ""
            reason = said["note"] if "note" in self.way.asks else said["reason"]
            self.kept.emit(Ruling(self.way.choice, reason, value, owner, until))


class DecisionBar(QWidget):
    """All ways. ``decided`` carries the ruling."""

    decided = Signal(object)
    asked = Signal()
    pair = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.alike = ""
        self._warned: Way | None = None
        self.people: Sequence[str] = ()
        self.today = QDate.currentDate()
        self._buttons: dict[Choice, Button] = {}
        self._agreed: Agreed | None = None
        others = QWidget()
        line = WrappingLine(others, spacing=4)
        for way in OTHERS:
            line.addWidget(self._button(way, "filter"))
        self.agreed = Button("").does(self._take_agreed)
        self.form = DecisionForm()
        self.form.kept.connect(self._kept)
        self.form.left.connect(self.close_form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        for way in RIGHT:
            column.addWidget(self._button(way, ""))
        column.addWidget(self.agreed)
        column.addWidget(others)
        column.addWidget(self.form)
        self.form.hide()
        self.anyway = Button("").does(self._anyway)
        self._warning = Words("")
        self.warning = self._warning_card()
        column.addWidget(self.warning)

    def _warning_card(self) -> Card:
        card = Card(tone=Tone.NEEDS)
        card.body.addWidget(self._warning)
        for button in (Button("Look at the pair first").does(self.pair.emit), self.anyway):
            card.body.addWidget(button)
        card.body.addWidget(Button("Cancel", role="quiet").does(self.close_form))
        card.hide()
        return card

    def _button(self, way: Way, role: str) -> Button:
        button = Button(f"{way.label} ({way.key})", role=role)
        button.does(partial(self.choose, way))
        self._buttons[way.choice] = button
        return button

    def fit(self, finding: Finding, agreed: Agreed | None, *, keep_form: bool) -> None:
        """Offer what fits this difference; a form that is being filled in stays with ``keep_form``."""
        if not keep_form:
            self.close_form()
        for way in WAYS:
            why = unfit(finding, Ruling(way.choice))
            self._buttons[way.choice].setText(f"{label_of(way.choice, finding.difference.kind)} ({way.key})")
            self._buttons[way.choice].setEnabled(why is None)
            self._buttons[way.choice].setToolTip(tip(why or ""))
        self._agreed = agreed if agreed is not None and agreed.value else None
        self.agreed.setVisible(self._agreed is not None)
        self.agreed.setText(f"{AGREED[1]} ({AGREED[0]})")
        self.agreed.setEnabled(unfit(finding, Ruling(Choice.VALUE)) is None)

    def press(self, key: str) -> None:
        """A single letter or figure in the list."""
        if key == AGREED[0] and self._agreed is not None and self.agreed.isEnabled():
            self._take_agreed()
        for way in WAYS:
            if way.key == key.upper() and self._buttons[way.choice].isEnabled():
                self.choose(way)

    def would_ask(self, key: str) -> bool:
        """True when a letter asks for something before it decides."""
        way = next((way for way in WAYS if way.key == key.upper()), None)
        return way is not None and (bool(way.asks) or (bool(self.alike) and way in RIGHT))

    def choose(self, way: Way) -> None:
        """Decide, or ask for what the way needs."""
        self._warned = None
        self.warning.hide()
        if self.alike and way in RIGHT:
            self._warn(way)
        elif way.asks:
            self.form.show()
            self.form.ask(way, self.today, self.people)
            self.asked.emit()
        else:
            self.decided.emit(Ruling(way.choice))

    def _warn(self, way: Way) -> None:
        """Somebody may be removed, or added a second time, who is there under another name."""
        self.form.hide()
        self._warned = way
        what = self._buttons[way.choice].text().removesuffix(f" ({way.key})")
        act = what.partition(": ")[2] or what
        harm = "remove somebody" if "remove" in act else "add somebody a second time"
        self._warning.setText(
            f"{self.alike} If they are one, this would {harm}. First say whether they belong together."
        )
        self.anyway.setText(f"They are two: {act}")
        self.warning.show()
        self.asked.emit()

    def _anyway(self) -> None:
        way = self._warned
        self.close_form()
        if way is not None:
            self.decided.emit(Ruling(way.choice))

    def close_form(self) -> bool:
        """Close what was asked; False when nothing was."""
        was = not (self.form.isHidden() and self.warning.isHidden())
        self.warning.hide()
        self._warned = None
        self.form.hide()
        return was

    def ask_again(self, news: str) -> None:
        """What was kept could not be done: the form comes back with its words and says why."""
        self.form.show()
        self.form.say_news(news)
        self.asked.emit()

    def _take_agreed(self) -> None:
        if self._agreed is not None:
            self.decided.emit(Ruling(Choice.VALUE, AGREED[1], self._agreed.value))

    def _kept(self, ruling: Ruling) -> None:
        self.close_form()
        self.decided.emit(ruling)
