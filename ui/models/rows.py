"""A table's rows, read page by page from the store; nothing loads a whole table."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.tone import Tone
from ui.words import tip

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
STRONG_ROLE = int(Qt.ItemDataRole.UserRole) + 2


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: its title, what it says of a row, and how it is set.

    ``stretch`` is its part of the room that the columns of fixed ``width`` leave.
    ``tone`` adds a status symbol before the word; ``least`` is the fold below which the column is left out.
    ``order`` gives the value by which rows are put in order where that is not what the text says: a moment, a time
    taken. None of it comes last.
    """

    title: str
    text: Callable[[R], str]
    width: int = 160
    stretch: int = 0
    number: bool = False
    strong: bool = False
    tone: Callable[[R], Tone | None] | None = None
    least: int = 0
    order: Callable[[R], Any] | None = None


class Order(NamedTuple):
    """Rows in the order of a column."""

    column: int
    descending: bool = False


_NUMBER = re.compile(r"[-−]?\d[\d,]*(\.\d+)?")
_PARTS = re.compile(r"(\d+)")


@cache
def _day() -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,2}}) ({'|'.join(_months())}) (\d{{4}})")


def _months() -> Sequence[str]:
    from clubos_desktop.model.time import MONTHS  # noqa: PLC0415  not before the first paint

    return MONTHS


def _by_the_calendar(day: re.Match[str]) -> str:
    return f"{day[3]}-{_months().index(day[2]) + 1:02d}-{int(day[1]):02d}"


def order_of(column: Column[R], row: R) -> Any:
    """By what a row is put in order: what the column says, else the number or the words it shows; None for nothing.

    Days are written "4 Mar 2026"; they go by the calendar, and "Run 10" comes after "Run 9".
    """
    if column.order is not None:
        return column.order(row)
    text = " ".join(column.text(row).split())
    if column.number:
        found = _NUMBER.search(text)
        return None if found is None else float(found[0].replace(",", "").replace("−", "-"))
    if not text or text == "–":
        return None
    text = _day().sub(_by_the_calendar, text)
    parts = _PARTS.split(unicodedata.normalize("NFKD", text).casefold())
    return [(each.isdecimal(), int(each) if each.isdecimal() else 0, each) for each in parts if each]


@dataclass(frozen=True, slots=True)
class Chunk(Generic[R]):
    """Some rows and where the next ones begin (None: these were the last)."""

    rows: Sequence[R]
    next: object | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows that arrive by the page. ``fetch`` takes None for the first page, else what ``Chunk.next`` named."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[R] = []
        self._next: object | None = None
        self._fetch: Callable[[object | None], Chunk[R]] | None = None
        self._given: tuple[R, ...] | None = None
        self.order: Order | None = None
        """The order that was asked for; None as the rows came."""

    @property
    def orderable(self) -> bool:
        """Whether all rows are here, so that they can be put in order; those read by the page have the store's."""
        return self._given is not None

    def load(self, fetch: Callable[[object | None], Chunk[R]]) -> None:
        """Begin anew with a source of pages."""
        self._begin(fetch, fetch(None), None)

    def _begin(self, fetch: Callable[[object | None], Chunk[R]], chunk: Chunk[R], given: tuple[R, ...] | None) -> None:
        self.beginResetModel()
        self._fetch, self._given = fetch, given
        self._rows = list(chunk.rows)
        self._next = chunk.next
        self.endResetModel()

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these few rows, in the order that was asked for."""
        given = tuple(rows)
        chunk = Chunk(self._ordered(given))
        self._begin(lambda _after: chunk, chunk, given)

    def put_in_order(self, order: Order | None) -> None:
        """Show the same rows in another order, None as they came."""
        self.order = order if order is None or 0 <= order.column < len(self.columns) else None
        if self._given is not None:
            self.show_rows(self._given)

    def _ordered(self, rows: tuple[R, ...]) -> Sequence[R]:
        if self.order is None:
            return rows
        column = self.columns[self.order.column]
        keyed = [(order_of(column, row), row) for row in rows]
        known = sorted(
            (each for each in keyed if each[0] is not None), key=itemgetter(0), reverse=self.order.descending
        )
        return [row for _, row in known] + [row for key, row in keyed if key is None]

    def place(self, wanted: Callable[[R], bool]) -> int | None:
        """Where the first such row stands."""
        return next((place for place, row in enumerate(self._rows) if wanted(row)), None)

    def row(self, number: int) -> R:
        """The value behind a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows read so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        """True while there are rows not read yet."""
        return not parent.isValid() and self._next is not None

    def fetchMore(self, parent: Index) -> None:
        """Read the next page; the view asks for it when it comes near the end."""
        if self._fetch is None or not self.canFetchMore(parent):
            return
        chunk = self._fetch(self._next)
        first = len(self._rows)
        self._next = chunk.next
        if chunk.rows:
            self.beginInsertRows(ROOT, first, first + len(chunk.rows) - 1)
            self._rows.extend(chunk.rows)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view and a screen reader ask."""
        column = self.columns[index.column()]
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = column.text(row)
            return tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        if role == TONE_ROLE:
            return None if column.tone is None else column.tone(row)
        if role == STRONG_ROLE:
            return column.strong
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Column titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
