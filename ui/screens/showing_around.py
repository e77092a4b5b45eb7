"""A page to show around: members and events in both systems, saved without names (features.md S1.1)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from clubos_desktop.job import aside
from ui.screens.base import Desk
from ui.widgets.symbol import Button
from ui.words import count


class ShowAround(Button):
    """``failed`` says what went wrong, where the page is."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__("Save a page to show around", role="quiet", icon="file-text")
        self._desk = desk
        self._trouble = failed
        self.setToolTip("Members and events in both systems, names hidden; it opens in any browser.")
        self.does(self._ask)

    def _ask(self) -> None:
        name = f"both systems {self._desk.club.now():%Y-%m-%d}.html"
        path, _ = QFileDialog.getSaveFileName(self, "Where should the page go?", name, "*.html")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the page."""
        work = partial(self._desk.club.deciding.save_preview, path)
        label = "Saving the page"
        self._desk.work_here(label, lambda: aside(work, label), succeeded=self._saved, failed=self._trouble)

    def _saved(self, saved: object) -> None:
        n = saved if isinstance(saved, int) else 0
        self._desk.say(f"{count(n, 'record')} saved without names. The page opens in any browser.")
