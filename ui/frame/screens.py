"""The places' screens, each a module that is imported at its first showing."""

import importlib

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


def load_screens() -> None:
    """Import the places' modules on the worker, so that the first showing of each is quick."""
    for module, _ in SCREENS.values():
        importlib.import_module(module)
