"""Keys that work everywhere (ui.md section 3). Single letters act only in lists, so none is bound here."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_keys(window: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
    """Bind each key sequence ("Ctrl+F") to what it does."""
    for sequence, act in acts.items():
        QShortcut(QKeySequence(sequence), window).activated.connect(act)
