"""The places' screens, each a module that is imported at its first showing."""

import importlib

from PySide6.QtCore import QObject, QTimer, Signal

from ui.places import Place

SCREENS: dict[Place, tuple[str, str]] = {
    Place.OVERVIEW: ("ui.screens.overview", "Overview"),
    Place.COPIES: ("ui.screens.copies.screen", "Copies"),
    Place.RECORDS: ("ui.screens.records", "Records"),
    Place.DIFFERENCES: ("ui.screens.differences", "Differences"),
    Place.READY: ("ui.screens.ready", "Ready"),
    Place.BOARD: ("ui.screens.board", "Board"),
    Place.SWITCH: ("ui.screens.switching.switch_day", "SwitchDay"),
    Place.BACK: ("ui.screens.switching.go_back", "GoBack"),
    Place.HISTORY: ("ui.screens.history", "History"),
    Place.SETTINGS: ("ui.screens.settings", "Settings"),
    Place.MONEY: ("ui.screens.money.screen", "MoneyScreen"),
    Place.TIMES: ("ui.screens.times", "TimesScreen"),
    Place.MISSING: ("ui.screens.missing", "MissingScreen"),
    Place.LEAVING: ("ui.screens.leaving.screen", "LeavingScreen"),
}
"""Module and class of each place, imported at its first showing."""


class Loader(QObject):
    """Imports the places' modules one after the other while nobody waits, so that the first showing of each is quick.

    On the screen's thread: each takes 3 to 30 ms, and PySide's own hook into imports ended the program once when the
    worker imported them meanwhile.
    """

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: list[str] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def begin(self) -> None:
        """Import all that is not there yet; ``done`` tells when."""
        self._left = [module for module, _ in SCREENS.values()]
        self._timer.start(0)

    def _next(self) -> None:
        if self._left:
            importlib.import_module(self._left.pop(0))
        else:
            self._timer.stop()
            self.done.emit()
