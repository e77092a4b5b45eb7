"""A new passphrase: typed twice, shown in letters on request."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.fields import Labelled
from ui.widgets.hidden import Hidden

LEAST = 10
"""Characters of a new passphrase, as the store asks for (store.passphrase.SHORTEST)."""


class ChosenPhrase(QWidget):
    """Two fields; ``wrong`` says in place what does not fit yet."""

    returnPressed = Signal()  # noqa: N815 - as Qt's own fields call it

    def __init__(self, label: str, why: str) -> None:
        super().__init__()
        self.first = Hidden("Passphrase", f"At least {LEAST} characters; four or five unrelated words are good")
        self.again = Hidden("Passphrase once more")
        self._lines = (Labelled(label, self.first, why), Labelled("The same once more", self.again))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for line in self._lines:
            column.addWidget(line)
        for field in (self.first, self.again):
            field.returnPressed.connect(self.returnPressed)

    def text(self) -> str:
        """What was chosen."""
        return self.first.text()

    def wrong(self) -> bool:
        """Say what does not fit, and whether anything does not."""
        short = len(self.first.text()) < LEAST
        other = not short and self.first.text() != self.again.text()
        self._lines[0].say(f"Please take at least {LEAST} characters." if short else "", "problem")
        self._lines[1].say("This is not the same passphrase." if other else "", "problem")
        return short or other
