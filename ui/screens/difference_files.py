"""Saving a list of differences as a file: for reading, for a spreadsheet, to fill in, or as a patch for machines."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.domains import PAIRED
from ui.deciding import FILES
from ui.screens.base import Desk
from ui.widgets.symbol import Button
from ui.words import count

_LABELS = {
    "html": "Web page, to read and print …",
    "xlsx": "Spreadsheet …",
    "csv": "Table (CSV), safe to open …",
    "exact": "Table (CSV), exact for programs …",
    "patch": "Patch (daff) for machines, of one kind of record …",
    "sheet": "Spreadsheet to settle in …",
}


class FileMenu(Button):
    """``listed`` tells what is listed now."""

    def __init__(self, desk: Desk, listed: Callable[[], FindingFilter]) -> None:
        super().__init__("Save as a file", role="filter", icon="file-text", name="Save this list as a file")
        self._desk = desk
        self._listed = listed
        menu = QMenu(self)
        self.acts: dict[str, QAction] = {}
        for kind, label in _LABELS.items():
            action = menu.addAction(label)
            action.triggered.connect(partial(self._ask, kind))
            self.acts[kind] = action
        menu.addSeparator()
        self.hidden = menu.addAction("Hide names in it")
        self.hidden.setCheckable(True)
        menu.aboutToShow.connect(self._fit)
        self.setMenu(menu)

    def _fit(self) -> None:
        self.acts["patch"].setEnabled(self._listed().differences.domain in PAIRED)

    def _ask(self, kind: str, _checked: bool = False) -> None:
        suffix = FILES[kind]
        name = f"differences {self._desk.club.now():%Y-%m-%d}{suffix}"
        path, _ = QFileDialog.getSaveFileName(self, "Where should the file go?", name, f"*{suffix}")
        if path:
            self.save(kind, Path(path))

    def save(self, kind: str, path: Path) -> None:
        """Write the file; names are hidden where that was chosen, but never in a sheet to settle in."""
        hide = self.hidden.isChecked() and kind != "sheet"
        work = partial(self._desk.club.deciding.save_list, self._listed(), kind, path, hide_names=hide)
        self._desk.jobs.act(work, succeeded=self._saved, failed=self._failed)

    def _saved(self, n: int) -> None:
        self._desk.say(f"{count(n, 'difference')} saved. The file is not encrypted: delete it when it has served.")

    def _failed(self, error: Exception) -> None:
        self._desk.say(getattr(error, "sentence", "The file could not be written."))
