"""The places of the sidebar, and how the window folds by width. No Qt in here."""

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Place(StrEnum):
    """Where one can be. The order is that of Ctrl+1 to Ctrl+9."""

    OVERVIEW = "overview"
    COPIES = "copies"
    RECORDS = "records"
    DIFFERENCES = "differences"
    READY = "ready"
    BOARD = "board"
    SWITCH = "switch"
    BACK = "back"
    HISTORY = "history"
    SETTINGS = "settings"
    MONEY = "money"
    TIMES = "times"
    MISSING = "missing"
    LEAVING = "leaving"


UNDER = {
    Place.MONEY: Place.RECORDS,
    Place.TIMES: Place.RECORDS,
    Place.MISSING: Place.RECORDS,
    Place.LEAVING: Place.BACK,
}
"""Places that are reached from another one and have no entry of their own in the sidebar."""


class Entry(NamedTuple):
    """A place as the sidebar shows it; entries of one ``group`` stand together."""

    place: Place
    label: str
    icon: str
    group: int


ENTRIES = (
    Entry(Place.OVERVIEW, "Overview", "layout-dashboard", 0),
    Entry(Place.COPIES, "Copies", "refresh-cw", 1),
    Entry(Place.RECORDS, "Records", "users", 1),
    Entry(Place.DIFFERENCES, "Differences", "git-compare", 1),
    Entry(Place.READY, "Ready to switch?", "shield-check", 2),
    Entry(Place.BOARD, "Board", "landmark", 2),
    Entry(Place.SWITCH, "Switch day", "play", 2),
    Entry(Place.BACK, "Go back", "undo-2", 2),
    Entry(Place.HISTORY, "History", "history", 3),
    Entry(Place.SETTINGS, "Settings", "settings", 3),
)

LABELS = {entry.place: entry.label for entry in ENTRIES}
"""What each place is called."""


class Fold(IntEnum):
    """How much room there is: window width divided by text scale (ui.md section 3)."""

    ONE_COLUMN = 0
    SYMBOLS = 1
    SIDE_BY_SIDE = 2
    THREE_COLUMNS = 3


def fold_of(width: int, text_scale: float) -> Fold:
    """From 1600 a third column, from 1180 list and detail side by side, from 900 symbols in the sidebar."""
    room = width / text_scale
    return Fold(sum(room >= least for least in (900, 1180, 1600)))
