"""The files of a list of Ready to switch?: where it is saved to, and what is read into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from clubos_desktop.verification.lists.sheet import Sheet, View
from ui.screens.base import Desk
from ui.words import count


def ask_where(page: QWidget, title: str, write: Callable[[Path], None]) -> None:
    """Ask for a CSV file to write to."""
    dialog = QFileDialog(page, "Save as CSV", str(Path.home() / f"{title}.csv"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("CSV files (*.csv)")
    dialog.setDefaultSuffix("csv")
    _open(dialog, write)


def ask_file(page: QWidget, read: Callable[[Path], None]) -> None:
    """Ask for a CSV file to read."""
    dialog = QFileDialog(page, "Read a CSV file", str(Path.home()))
    dialog.setNameFilter("CSV files (*.csv);;All files (*)")
    _open(dialog, read)


def _open(dialog: QFileDialog, use: Callable[[Path], None]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: use(Path(name)))
    dialog.open()


def write_list(desk: Desk, sheet: Sheet, view: View, path: Path, refused: Callable[[Exception], None]) -> None:
    """Write a list as it stands to a file."""
    club = desk.club
    desk.jobs.act(
        lambda: club.registers.write(sheet, path, view),
        succeeded=lambda _n: desk.say(f"Saved as {path.name}."),
        failed=refused,
    )


def read_list(
    desk: Desk, sheet: Sheet, path: Path, *, done: Callable[[str], None], refused: Callable[[Exception], None]
) -> None:
    """Record every line of a file; what was recorded before a refusal is shown too."""
    club, judged = desk.club, desk.judged

    def not_all(error: Exception) -> None:
        refused(error)
        desk.outdate()

    desk.jobs.act(
        lambda: club.registers.read(sheet, path, judged),
        succeeded=lambda n: done(f"{count(n, 'line')} of {path.name} recorded on the list “{sheet.title}”."),
        failed=not_all,
    )
