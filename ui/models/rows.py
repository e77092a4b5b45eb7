"""A table's rows, read page by page from the store; nothing loads a whole table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
    """

    title: str
    text: Callable[[R], str]
    width: int = 160
    stretch: int = 0
    number: bool = False
    strong: bool = False
    tone: Callable[[R], Tone | None] | None = None
    least: int = 0


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

    def load(self, fetch: Callable[[object | None], Chunk[R]]) -> None:
        """Begin anew with a source of pages."""
        chunk = fetch(None)
        self.beginResetModel()
        self._fetch = fetch
        self._rows = list(chunk.rows)
        self._next = chunk.next
        self.endResetModel()

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these few rows."""
        self.load(lambda _after: Chunk(rows))

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
