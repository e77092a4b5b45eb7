"""What the window remembers from one start to the next: its place, the theme, the text size, the club last open."""

import os
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

FOLDER = "CLUBOS_FOLDER"
"""``clubos_desktop.workspace.FOLDER``, whose module is not loaded before the first paint."""
LOCKS_AFTER = 10
"""Minutes without a key or a click after which the window locks itself, unless another time is chosen."""
TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)


class Theme(StrEnum):
    """Light, dark, or as the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Looks(NamedTuple):
    """The settings of this computer, not of the club."""

    theme: Theme = Theme.SYSTEM
    text_scale: float = 1.0


def _folder() -> Path:
    """Where it lies: with the workspaces where their folder was chosen, else the person's configuration folder."""
    chosen = os.environ.get(FOLDER)
    if chosen:
        return Path(chosen)
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "clubos-desktop"


class Remembered:
    """A small file, ``window.ini``; no secret and no record is in it."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or _folder()
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def looks(self) -> Looks:
        """Theme and text size."""
        theme = str(self._settings.value("looks/theme", Theme.SYSTEM))
        try:
            text_scale = float(str(self._settings.value("looks/text_scale", 1.0)))
        except ValueError:
            text_scale = 1.0
        return Looks(
            theme=Theme(theme) if theme in set(Theme) else Theme.SYSTEM,
            text_scale=min(max(text_scale, TEXT_SCALES[0]), TEXT_SCALES[-1]),
        )

    def keep_looks(self, looks: Looks) -> None:
        """Keep them."""
        self._settings.setValue("looks/theme", looks.theme.value)
        self._settings.setValue("looks/text_scale", looks.text_scale)

    def geometry(self) -> QByteArray:
        """Where the window was, empty at the first start."""
        value = self._settings.value("window/geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Keep it."""
        self._settings.setValue("window/geometry", geometry)

    def person(self) -> int:
        """The number of the person who acted last in the club that was open last; 0 for nobody."""
        said = str(self._settings.value("club/person", "0"))
        return int(said) if said.isdigit() else 0

    def keep_person(self, person: int) -> None:
        """Keep who acts; a number without a name."""
        self._settings.setValue("club/person", person)

    def locks_after(self) -> int:
        """Minutes after which the window locks itself; 0 for never."""
        said = str(self._settings.value("window/locks_after", LOCKS_AFTER))
        return int(said) if said.isdigit() else LOCKS_AFTER

    def keep_locks_after(self, minutes: int) -> None:
        """Keep it."""
        self._settings.setValue("window/locks_after", minutes)

    def on_close(self) -> str:
        """What the close button does while a plan is in force: "stay" beside the clock, "quit", "" not asked yet."""
        said = str(self._settings.value("window/on_close", ""))
        return said if said in ("stay", "quit") else ""

    def keep_on_close(self, choice: str) -> None:
        """Keep it."""
        self._settings.setValue("window/on_close", choice)

    def page(self) -> int:
        """The page of the first start that was shown last, 0 before the first one."""
        said = str(self._settings.value("club/page", "0"))
        return int(said) if said.isdigit() else 0

    def keep_page(self, page: int) -> None:
        """Keep where the first start is."""
        self._settings.setValue("club/page", page)

    def order(self, name: str) -> str:
        """How a list is put in order, "" as it comes."""
        return str(self._settings.value(f"orders/{name}", ""))

    def keep_order(self, name: str, said: str) -> None:
        """Keep it; "" forgets it."""
        if said:
            self._settings.setValue(f"orders/{name}", said)
        else:
            self._settings.remove(f"orders/{name}")

    def workspace(self) -> Path | None:
        """The club's file that was open last, if it still lies there."""
        said = str(self._settings.value("club/workspace", ""))
        return Path(said) if said and Path(said).is_file() else None

    def keep_workspace(self, path: Path | None) -> None:
        """Keep which club was open; None forgets it. In another club another person acts."""
        if path != self.workspace():
            self.keep_person(0)
            self.keep_page(0)
        self._settings.setValue("club/workspace", "" if path is None else str(path))
