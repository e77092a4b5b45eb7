"""Words on screen: labels of each size, the answer heading, the status word, key and value."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.numerals import tip
from ui.tone import Tone
from ui.widgets.symbol import Symbol


class Words(QLabel):
    """Plain text that wraps; never rich text, so that nothing from a record is taken for markup."""

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = True, tone: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def minimumSizeHint(self) -> QSize:
        """A text that wraps may become narrow; its height follows its width."""
        if self.wordWrap():
            return QSize(1, self.fontMetrics().height())
        return super().minimumSizeHint()

    def set_tone(self, tone: str) -> None:
        """Change the colour of the words."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def selectable(self) -> "Words":
        """Let mouse and keyboard mark the text."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self


class Elided(QLabel):
    """One line that ends in an ellipsis where room is short; the whole text is its tooltip and accessible name."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(text)

    def say(self, text: str) -> None:
        """Show a text."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """Fit again."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(1, super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(tip(self._full) if shown != self._full else "")


class Answer(QWidget):
    """The heading that is the answer, the model's term once in grey beside it, and one line of why."""

    def __init__(self, term: str = "") -> None:
        super().__init__()
        self.answer = Words("", "answer")
        self.why = Words("", "secondary")
        self.term = Words(term, "term", wrap=False)
        self.why.hide()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.answer, 1)
        line.addWidget(self.term, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.why)
        self.term.setVisible(bool(term))

    def say(self, answer: str, why: str = "") -> None:
        """Give the answer."""
        self.answer.setText(answer)
        self.setAccessibleName(answer)
        self.why.setText(why)
        self.why.setVisible(bool(why))


class StatusWord(QFrame):
    """A status as symbol and word on its tint."""

    def __init__(self, tone: Tone, word: str) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self._symbol = Symbol(tone.icon, 14, tone)
        self._word = Words(word, "strong", wrap=False, tone=tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 10, 1)
        row.setSpacing(6)
        row.addWidget(self._symbol)
        row.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(tone, word)

    def say(self, tone: Tone, word: str, icon: str = "") -> None:
        """Show a status."""
        self.setProperty("tone", tone)
        self._symbol.show_symbol(icon or tone.icon, tone)
        self._word.setText(word)
        self._word.set_tone(tone)
        self.setAccessibleName(word)
        self.style().unpolish(self)
        self.style().polish(self)
        self.updateGeometry()


class KeyValues(QWidget):
    """Lines of "what: value"."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._lines: dict[str, Words] = {}

    def say(self, pairs: dict[str, str]) -> None:
        """Show these lines and no others."""
        if list(pairs) != list(self._lines):
            self._rebuild(list(pairs))
        for key, value in pairs.items():
            self._lines[key].setText(value)

    def _rebuild(self, keys: list[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = {}
        for row, key in enumerate(keys):
            self._lines[key] = Words("")
            self._grid.addWidget(Words(key, "secondary", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._lines[key], row, 1)
