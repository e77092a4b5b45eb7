"""Two values side by side: Wild Apricot always left, ClubOS always right, words and letters that differ marked."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget

from clubos_desktop.findings.marking import around, marks
from ui.models.differing import marked
from ui.tokens import colours_now
from ui.widgets.text import Words

LONG, WORD = 120, 17
"""Letters of a value, and of one of its words, above which the two values stand below each other."""

WHOLE, AROUND = 800, 120
"""Letters above which a value is not shown whole, and how many then stand beside what differs; the record has all."""


class MarkedValue(QLabel):
    """A value with marks. Its text is escaped, so nothing from a record is taken for markup.

    ``right`` says that it is ClubOS's: both sides are then marked by one comparison.
    """

    def __init__(self, *, right: bool = False) -> None:
        super().__init__()
        self._right = right
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("role", "value")
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(1, self.fontMetrics().height())

    def say(self, value: str, other: str, *, mark: bool) -> None:
        """Show a value against the other side's."""
        colours = colours_now()
        against = other if mark else value
        left, right = marks(against, value) if self._right else marks(value, against)
        pieces = right if self._right else left
        if max(len(value), len(other)) > WHOLE:
            pieces = around(pieces, AROUND)
        self.setText(marked(pieces, colours.changed_letter, colours.changed_word))
        self.setAccessibleName(value)


class TwoSides(QFrame):
    """The two values of a field."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right = MarkedValue(), MarkedValue(right=True)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addWidget(_column("Wild Apricot", self.left), 1)
        self._row.addWidget(_column("ClubOS", self.right), 1)

    def say(self, wild_apricot: str, clubos: str, *, mark: bool = True) -> None:
        """Show both."""
        self.left.say(wild_apricot, clubos, mark=mark)
        self.right.say(clubos, wild_apricot, mark=mark)
        longest = max((len(word) for word in (*wild_apricot.split(), *clubos.split())), default=0)
        long = max(len(wild_apricot), len(clubos)) > LONG or longest > WORD
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if long else QBoxLayout.Direction.LeftToRight)


def _column(title: str, value: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Words(title, "secondary"))
    column.addWidget(value)
    column.addStretch(1)
    return box
