"""The files of a list of Ready to switch?: where it is saved to, and what is read into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


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
