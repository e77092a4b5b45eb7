"""Keys that work everywhere (ui.md section 3). Single letters act only in lists, so none is bound here."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.frame.regions import next_region
from ui.frame.whole import Whole
from ui.places import ENTRIES

Act = Callable[[], object]


def keys_of(window: Whole) -> dict[str, Act]:
    """Each key sequence ("Ctrl+F") with what it does; while the window is locked none does anything."""
    figures = "1234567890"  # the tenth place has the 0
    places: dict[str, Act] = {
        f"Ctrl+{figure}": partial(window.go, each.place) for figure, each in zip(figures, ENTRIES, strict=False)
    }
    acts = places | {
        "F5": window.copy_now,
        "Ctrl+F": window.search,
        "Escape": window.back,
        "F6": partial(next_region, window, 1),
        "Shift+F6": partial(next_region, window, -1),
        "Ctrl+Z": window.undo,
        "Ctrl+Y": window.redo,
        "Ctrl+Shift+Z": window.redo,
        "Ctrl+Shift+S": window.stop_everything,
        "Ctrl+L": window.locking.lock,
        "F1": window.show_help,
    }
    return {key: partial(_unless_locked, window, act) for key, act in acts.items()}


def bind_keys(window: QWidget, acts: Mapping[str, Act]) -> None:
    """Bind each key sequence to what it does."""
    for sequence, act in acts.items():
        QShortcut(QKeySequence(sequence), window).activated.connect(act)


def _unless_locked(window: Whole, act: Act) -> None:
    if not window.locking.locked:
        act()
