"""The recovery sheet on paper: drawn, printed, and gone from the disk again; or opened as a PDF."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from clubos_desktop.errors import ClubOSError
from ui.club import Club
from ui.jobs import JobRunner
from ui.widgets.pages import Document, ask_printer, print_pages


class SheetPaper(QObject):
    """``tell`` says what was done, ``fail`` what went wrong."""

    def __init__(
        self,
        parent: QWidget,
        jobs: JobRunner,
        club: Callable[[], Club],
        tell: Callable[[str], None],
        fail: Callable[[Exception], None],
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._jobs = jobs
        self._club = club
        self._tell = tell
        self._fail = fail

    def print(self) -> None:
        """Draw it and ask which printer; the PDF does not stay."""
        self._jobs.act(self._club().write_sheet, succeeded=self._ask, failed=self._failed)

    def open(self) -> None:
        """Draw it and open the PDF. It is deleted when somebody says that the sheet lies in a safe place."""
        self._jobs.act(self._club().write_sheet, succeeded=self._show, failed=self._failed)

    def _ask(self, path: Path) -> None:
        self.dialog = ask_printer(self._parent, partial(self.print_on, path), partial(path.unlink, missing_ok=True))

    def print_on(self, path: Path, printer: QPrinter) -> None:
        """Print it, and leave no file behind."""
        try:
            print_pages(Document(path), printer)
            self._tell("Sent to the printer.")
        except ClubOSError as error:
            self._fail(error)
        finally:
            path.unlink(missing_ok=True)

    def _show(self, path: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        where = "Opened" if opened else "No program for PDF files was found. The sheet lies here"
        self._tell(f"{where}: {path}. It is deleted once you say that the paper lies in a safe place.")

    def _failed(self, error: Exception) -> None:
        self._fail(error)
