"""Cards, the problem card, the empty state, and a row of cards that folds by width."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clubos_desktop.errors import ClubOSError
from ui.tokens import px
from ui.tone import Tone
from ui.widgets.symbol import Button, Symbol
from ui.widgets.text import Words


class Card(QFrame):
    """A flat bordered box with a column of widgets in ``body``."""

    def __init__(self, title: str = "", *, tone: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(8)
        self.title = Words(title, "title")
        self.body.addWidget(self.title)
        self.title.setVisible(bool(title))

    def set_tone(self, tone: str) -> None:
        """Change the ground."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class Notice(Card):
    """A card that says one thing with symbol, cause and remedy: amber, red, green or blue, never by colour alone."""

    def __init__(self, tone: Tone = Tone.PROBLEM, icon: str = "") -> None:
        super().__init__(tone=tone)
        self._symbol = Symbol(icon or tone.icon, 20, tone)
        self.cause = Words("", "strong").selectable()
        self.remedy = Words("")
        self._offers = QWidget()
        self._offers.hide()
        self.buttons = QHBoxLayout(self._offers)
        self.buttons.setContentsMargins(0, 4, 0, 0)
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.cause)
        words.addWidget(self.remedy)
        words.addWidget(self._offers)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addLayout(row)

    def set_tone(self, tone: str) -> None:
        """Change ground and symbol."""
        super().set_tone(tone)
        if tone:  # without one the ground is plain, and the symbol stays
            self._symbol.show_symbol(Tone(tone).icon, tone)

    def set_border(self) -> None:
        """A border in the colour of text: for what cannot be undone, which is no fault."""
        super().set_tone("final")
        self._symbol.show_symbol("triangle-alert", "")

    def say(self, cause: str, remedy: str = "") -> None:
        """What happened, and what to do."""
        self.cause.setText(cause)
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))
        self.setAccessibleName(f"{cause} {remedy}".strip())

    def say_error(self, error: Exception) -> None:
        """An error's sentence and remedy; an unexpected one is named by its kind and never shows values."""
        if isinstance(error, ClubOSError):
            self.say(error.sentence, error.remedy)
        else:
            self.say(
                "Something went wrong inside the program, and it stopped that act.",
                f"Nothing was changed. Try again; if it happens twice, tell us: {type(error).__name__}.",
            )

    def offer(self, text: str, act: Callable[[], None], *, role: str = "") -> Button:
        """Add a button that remedies."""
        button = Button(text, role=role)
        button.does(act)
        self.buttons.insertWidget(self.buttons.count() - 1, button)
        self._offers.show()
        return button


class Empty(QWidget):
    """Why there is nothing here, and the one button that fills it."""

    def __init__(self, icon: str = "circle-dashed") -> None:
        super().__init__()
        self._symbol = Symbol(icon, 32, "unmeasured")
        self.sentence = Words("", "title")
        self.detail = Words("", "secondary")
        self.button = Button("", role="main")
        for words in (self.sentence, self.detail):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.sentence)
        column.addWidget(self.detail)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def say(self, sentence: str, detail: str = "", button: str = "", icon: str = "") -> None:
        """Show the reason and the way out."""
        if icon:
            self._symbol.show_symbol(icon, "unmeasured")
        self.sentence.setText(sentence)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.button.setText(button)
        self.button.setVisible(bool(button))


class Flow(QWidget):
    """Widgets side by side in equal columns; as many as fit at the text scale now in force.

    Few items spread over the whole width unless ``spread`` is False.
    """

    def __init__(self, least_width: int, spacing: int = 12, most: int = 0, *, spread: bool = True) -> None:
        super().__init__()
        self._spread = spread
        self._least = least_width
        self._most = most
        self._columns = 0
        self._items: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)

    def show_items(self, items: list[QWidget], *, keep: bool = False) -> None:
        """Show these widgets in place of the present ones, which end unless they are to be kept."""
        for old in self._items:
            if old not in items:
                self._grid.removeWidget(old)
                old.hide()
                if not keep:
                    old.deleteLater()
        self._items = items
        self._columns = 0
        self._arrange()
        for item in items:
            item.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew when the number of columns changes."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        fitting = max(1, self.width() // px(self._least))
        columns = min(fitting, self._most or fitting, max(1, len(self._items)) if self._spread else fitting)
        if columns == self._columns:
            return
        for index in range(self._columns):
            self._grid.setColumnStretch(index, 0)
        self._columns = columns
        for index, item in enumerate(self._items):
            self._grid.addWidget(item, index // columns, index % columns)
        for index in range(columns):
            self._grid.setColumnStretch(index, 1)
