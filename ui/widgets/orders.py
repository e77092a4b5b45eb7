"""In which order each list is shown, remembered by its name from one look to the next and from start to start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.models.rows import Column, Order


class Kept(Protocol):
    """Where it is kept."""

    def order(self, name: str) -> str:
        """What was kept for a list, "" for nothing."""

    def keep_order(self, name: str, said: str) -> None:
        """Keep it; "" forgets it."""


class Orders:
    """The orders that were chosen: of each list the column's number and title, and the way."""

    def __init__(self, kept: Kept | None) -> None:
        self._kept = kept
        self._now: dict[str, str] = {}

    def of(self, name: str, columns: Sequence[Column[Any]]) -> Order | None:
        """The order of a list; None where none was chosen, or its columns are other ones by now."""
        from ui.models.rows import Order  # noqa: PLC0415  there is no list before the first paint

        said = self._now.get(name, "" if self._kept is None else self._kept.order(name))
        way, _, rest = said.partition(" ")
        number, _, title = rest.partition(" ")
        if way not in ("up", "down") or not number.isdecimal() or len(number) > 3:
            return None
        place = int(number)
        if place >= len(columns) or columns[place].title != title:
            return None
        return Order(place, descending=way == "down")

    def keep(self, name: str, columns: Sequence[Column[Any]], order: Order | None) -> None:
        """Remember an order; None is the list's own."""
        said = ""
        if order is not None:
            way = "down" if order.descending else "up"
            said = f"{way} {order.column} {columns[order.column].title}"
        self._now[name] = said
        if self._kept is not None:
            self._kept.keep_order(name, said)


@runtime_checkable
class _Remembers(Protocol):
    orders: Orders


def orders_of(widget: QWidget) -> Orders | None:
    """Those of the window around a widget."""
    around: QWidget | None = widget
    while around is not None and not isinstance(around, _Remembers):
        around = around.parentWidget()
    return None if around is None else around.orders
