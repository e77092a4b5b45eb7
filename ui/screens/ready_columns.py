"""The columns of a list of Ready to switch?, as its table shows them."""

from __future__ import annotations

from collections.abc import Callable

from clubos_desktop.verification.lists.sheet import Row, Sheet
from ui.models.rows import Column
from ui.tone import Tone


def columns_of(sheet: Sheet) -> list[Column[Row]]:
    """The columns of a list: the first stands out, and has the colour of its line."""
    return [
        Column(
            each.title,
            _cell(each.key),
            width=each.width,
            stretch=each.stretch,
            number=each.number,
            strong=not n,
            tone=_tone if not n else None,
            least=each.least,
        )
        for n, each in enumerate(sheet.columns)
    ]


def _cell(key: str) -> Callable[[Row], str]:
    return lambda row: row.cells[key]


def _tone(row: Row) -> Tone | None:
    return Tone(row.tone) if row.tone else None
