"""Flow of a paper: headings, paragraphs and tables over pages. A table is drawn row by row, its head on every page.

Everything is placed first and drawn afterwards, because each page says how many there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from clubos_desktop.evidence import script
from clubos_desktop.evidence.paper import (
    BOTTOM,
    LEFT,
    PAGE,
    RIGHT,
    SECONDARY,
    TEXT,
    TOP,
    Colour,
    Paper,
    Tone,
)

Mark = Callable[[Paper], object]
"""One thing to draw."""

ID_ROOM = 19.0
"""Room for a figure's id at the right of its column."""

PAD = 3.5
"""Room above and below a row's text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, width in points, alignment, and whether figures' ids stand in it."""

    head: str
    width: float
    align: str = "left"
    ids: bool = False
    most: int = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text, and perhaps a figure's id behind it or a status symbol before it. ``more`` begins new lines."""

    text: str
    id: str = ""
    bold: bool = False
    ink: Colour = TEXT
    tone: Tone | None = None
    more: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """What begins on a line of its own."""
        return (self.text, *self.more)


class Flow:
    """Pages being filled from top to bottom."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.pages: list[list[Mark]] = []
        self.y = BOTTOM
        self.depth = 0
        """How many levels of the outline the headings stand below their own."""

    def page(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = TOP

    def mark(self, mark: Mark) -> None:
        """Draw something on this page."""
        self.pages[-1].append(mark)

    def need(self, height: float) -> bool:
        """Begin a new page unless ``height`` is left on this one; True when it did."""
        if self.y + height <= BOTTOM and self.pages:
            return False
        self.page()
        return True

    def heading(self, text: str, aside: str = "", *, fresh: bool = True, level: int = 0) -> None:
        """A heading with its bookmark, the model's own word in grey beside it."""
        if fresh and (not self.pages or self.y > TOP):
            self.page()
        self.need(80)
        self.y += 18 if level == 0 else 22
        size = 17.0 if level == 0 else 11.5
        name = f"{text} ({aside})" if aside and level == 0 else text
        self.mark(partial(Paper.bookmark, name=name, level=level + self.depth))
        y = self.y
        width = self.paper.bold.width(script.clean(text)) * size / 1000
        self.mark(lambda paper: paper.text(LEFT, y, text, size=size, bold=True))
        if aside:
            self.mark(lambda paper: paper.text(LEFT + width + 8, y, aside, size=9.5, ink=SECONDARY))
        self.y += 10 if level == 0 else 4

    def paragraph(
        self, text: str, *, size: float = 9.5, ink: Colour = TEXT, bold: bool = False, gap: float = 6
    ) -> None:
        """Running text over the width of the page."""
        for line in self.paper.face(bold=bold).wrap(text, RIGHT - LEFT, size):
            self.need(size * 1.45)
            self.y += size * 1.45
            self.mark(partial(Paper.text, x=LEFT, y=self.y, text=line, size=size, ink=ink, bold=bold))
        self.y += gap

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, size: float = 8.5, pad: float = PAD
    ) -> None:
        """A table as long as it needs to be; rows are never torn apart."""
        leading = size * 1.36
        self._head(columns, size)
        for row in rows:
            lines = [self._lines(cell, column, size) for cell, column in zip(row, columns, strict=True)]
            height = max(map(len, lines)) * leading + 2 * pad
            if self.need(height):
                self._head(columns, size)
            self._row(columns, row, lines, size=size, pad=pad)
            self.y += height
            self.mark(partial(Paper.line, x=LEFT, y=self.y, to=LEFT + sum(column.width for column in columns)))
        self.y += 8

    def _head(self, columns: Sequence[Column], size: float) -> None:
        if not any(column.head for column in columns):
            return
        heads = [self.paper.bold.wrap(column.head, column.width - 8, size - 0.5, 2) for column in columns]
        height = max(map(len, heads)) * size * 1.3 + 8
        self.need(height + 40)
        top, width = self.y, sum(column.width for column in columns)
        self.mark(partial(Paper.fill, x=LEFT, y=top, width=width, height=height, tint=PAGE))
        self.mark(partial(Paper.line, x=LEFT, y=top + height, to=LEFT + width, ink=SECONDARY, thick=0.7))
        x = LEFT
        for column, head in zip(columns, heads, strict=True):
            for number, line in enumerate(head):
                y = top + height - 5 - (len(head) - 1 - number) * size * 1.25
                self.mark(_placed(column, x, y, line, size=size - 0.5, bold=True, ink=TEXT))
            x += column.width
        self.y += height

    def _lines(self, cell: Cell, column: Column, size: float) -> list[str]:
        room = column.width - 8 - (ID_ROOM if column.ids else 0) - (size * 1.5 if cell.tone else 0)
        face = self.paper.face(bold=cell.bold)
        lines = [line for part in cell.parts for line in face.wrap(part, room, size, column.most)]
        return lines[: column.most]

    def _row(
        self,
        columns: Sequence[Column],
        row: Sequence[Cell],
        lines: Sequence[list[str]],
        *,
        size: float,
        pad: float,
    ) -> None:
        x = LEFT
        for column, cell, texts in zip(columns, row, lines, strict=True):
            for number, line in enumerate(texts):
                y = self.y + pad + size * 0.98 + number * size * 1.36
                shift = size * 1.5 if cell.tone else 0
                self.mark(_placed(column, x + shift, y, line, size=size, bold=cell.bold, ink=cell.ink))
                if number == 0 and cell.tone:
                    self.mark(partial(Paper.symbol, x=x + 4 + size * 0.5, y=y - size * 0.35, tone=cell.tone, size=size))
                if number == 0 and cell.id:
                    at = x + column.width - 4 - ID_ROOM + 3
                    self.mark(partial(Paper.text, x=at, y=y, text=cell.id, size=5.5, ink=SECONDARY))
            x += column.width


def _placed(column: Column, x: float, y: float, line: str, *, size: float, bold: bool, ink: Colour) -> Mark:
    at = x + 4
    if column.align == "right":
        at = x + column.width - 4 - (ID_ROOM if column.ids else 0)
    return partial(Paper.text, x=at, y=y, text=line, size=size, bold=bold, ink=ink, align=column.align)
