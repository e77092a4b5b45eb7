"""The fields of a record in two value columns: Wild Apricot always left, ClubOS always right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.models.record_words import DIFFERENT, NOTHING, UNSEEN, Line
from ui.tone import Tone
from ui.widgets.sides import MarkedValue
from ui.widgets.symbol import Symbol
from ui.widgets.text import Words
from ui.words import shorten

LONGEST = 600
"""Letters of one value that are shown; a description may have thousands."""
WORD = 17
"""Letters of the longest word that fits half the pane; with a longer one (an e-mail) the values stand below each other,
each under its system's name."""
NAMES = ("Wild Apricot", "ClubOS")


class Value(MarkedValue):
    """One value; where there is none it stands in grey."""

    def show_value(self, line: Line, column: int) -> None:
        """Show the value of a column; letters that differ from the other side are marked."""
        mine, other = ((line.wild_apricot, line.clubos), (line.clubos, line.wild_apricot))[column]
        role = "secondary" if mine in (NOTHING, UNSEEN) else "value"
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
        shown = mine if len(mine) <= LONGEST else shorten(mine, LONGEST)
        self.say(shown, other, mark=line.word == DIFFERENT)
        self.setAccessibleName(f"{line.label}, {NAMES[column]}: {mine}")


class Block(QWidget):
    """A field: its label, how both sides compare, and both values."""

    def __init__(self) -> None:
        super().__init__()
        rule = QFrame()
        rule.setProperty("role", "rule")
        self._label = Words("", "secondary", wrap=False)
        self._symbol = Symbol(Tone.GOOD.icon, 16, Tone.GOOD)
        self._word = Words("", "secondary", wrap=False)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._label)
        top.addStretch(1)
        top.addWidget(self._symbol)
        top.addWidget(self._word)
        self._values = (Value(), Value(right=True))
        self._names = tuple(Words(name, "secondary") for name in NAMES)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(16)
        for name, value in zip(self._names, self._values, strict=True):
            side = QVBoxLayout()
            side.setSpacing(0)
            side.addWidget(name)
            side.addWidget(value, 1, Qt.AlignmentFlag.AlignTop)
            self._row.addLayout(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(3)
        column.addWidget(rule)
        column.addSpacing(3)
        column.addLayout(top)
        column.addLayout(self._row)

    def say(self, line: Line) -> None:
        """Show a field."""
        self._label.setText(line.label)
        self._word.setText(line.word)
        self._word.set_tone(line.tone or "")
        self._symbol.setVisible(line.tone is not None and bool(line.word))
        if line.tone is not None:
            self._symbol.show_symbol(line.tone.icon, line.tone)
        for column, value in enumerate(self._values):
            value.show_value(line, column)
        stacked = max(map(len, f"{line.wild_apricot} {line.clubos}".split()), default=0) > WORD
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(4 if stacked else 16)
        for name in self._names:
            name.setVisible(stacked)


class RecordFields(QWidget):
    """All fields. The blocks are kept, so that nothing flickers on the way down a list."""

    def __init__(self) -> None:
        super().__init__()
        self._heads = tuple((Words(name, "strong"), Words("", "secondary")) for name in NAMES)
        heads = QGridLayout()
        heads.setHorizontalSpacing(16)
        heads.setVerticalSpacing(2)
        for column, (name, time) in enumerate(self._heads):
            heads.addWidget(name, 0, column)
            heads.addWidget(time, 1, column, Qt.AlignmentFlag.AlignTop)
            heads.setColumnStretch(column, 1)
        self._blocks: list[Block] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(heads)
        self._column.addSpacing(6)

    def say(self, times: Sequence[str], lines: Sequence[Line]) -> None:
        """Show these lines and no others; ``times`` says of each column how fresh it is."""
        for (_name, time), said in zip(self._heads, times, strict=True):
            time.setText(said)
        while len(self._blocks) < len(lines):
            self._blocks.append(Block())
            self._column.addWidget(self._blocks[-1])
        for number, block in enumerate(self._blocks):
            block.setVisible(number < len(lines))
            if number < len(lines):
                block.say(lines[number])
