"""Pages of a PDF as pictures, and the same pages on paper."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QWidget

from clubos_desktop import files
from clubos_desktop.errors import InputError, StorageError
from clubos_desktop.evidence import printed
from ui.tokens import colours_now, px

PAPER_DPI = 200
WIDEST = 760
"""Pixels at 100 %: a page any wider is read with the head turning."""


class Document:
    """A PDF to look at. It is opened for each page anew, so that nothing stays open behind a closed window.

    Raises StorageError when the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._content = files.read(path)
            self._pages = printed.pages(self._content)
        except (OSError, InputError) as error:
            raise StorageError(
                f"The file {path.name} cannot be read.",
                remedy=f"Look whether it is still in the folder {path.parent.name}, or make a new one.",
                code="pack.unreadable",
            ) from error

    def __len__(self) -> int:
        return self._pages

    def picture(self, number: int, width: int) -> QImage:
        """Page ``number``, beginning with 0, that many pixels wide."""
        drawn = printed.picture(self._content, number, width)
        return QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32).copy()

    def text(self, number: int) -> str:
        """The words of a page, for screen readers."""
        return printed.words(self._content, number)


class Pages(QScrollArea):
    """One page at a time, as wide as there is room. PgUp and PgDn turn it."""

    turned = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._document: Document | None = None
        self.number = 0
        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._paper)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("The pages of the board pack")

    @property
    def total(self) -> int:
        """How many pages there are."""
        return 0 if self._document is None else len(self._document)

    def show_document(self, document: Document | None) -> None:
        """Show the first page of another document; None shows nothing."""
        self._document = document
        self.number = 0
        self._draw()

    def turn(self, by: int) -> None:
        """Turn pages."""
        wanted = min(max(self.number + by, 0), max(self.total - 1, 0))
        if wanted != self.number:
            self.number = wanted
            self.verticalScrollBar().setValue(0)
            self._draw()

    def _draw(self) -> None:
        if self._document is None:
            self._paper.clear()
            self._paper.setAccessibleName("")
            self.turned.emit(0, 0)
            return
        ratio = self.devicePixelRatioF()
        width = min(max(self.viewport().width() - 12, 120), px(WIDEST))
        picture = QPixmap.fromImage(self._document.picture(self.number, round(width * ratio)))
        painter = QPainter(picture)
        painter.setPen(QColor(colours_now().line))
        painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        self._paper.setPixmap(picture)
        said = f"Page {self.number + 1} of {self.total}. {self._document.text(self.number)}"
        self._paper.setAccessibleName(said)
        self.turned.emit(self.number, self.total)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as wide as there is room."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp, PgDn, Home and End turn pages."""
        steps = {
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_Home: -self.total,
            Qt.Key.Key_End: self.total,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)


def ask_printer(
    parent: QWidget, then: Callable[[QPrinter], None], otherwise: Callable[[], object] | None = None
) -> QPrintDialog:
    """Ask which printer; ``then`` gets it, ``otherwise`` is called when none was chosen."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda *_printer: then(printer))  # Qt hands its own pointer over, or nothing
    if otherwise is not None:
        dialog.rejected.connect(otherwise)
    QDialog.open(dialog)
    return dialog


def print_pages(document: Document, printer: QPrinter) -> None:
    """Put every page on paper, as large as it fits. Raises StorageError when the printer does not take it."""
    painter = QPainter()
    if not painter.begin(printer):
        raise StorageError(
            "The printer did not take the pages. Nothing was printed.",
            remedy="Look whether it is switched on, or print the file from another program.",
            code="print.refused",
        )
    try:
        area = printer.pageRect(QPrinter.Unit.DevicePixel)
        for number in range(len(document)):
            if number:
                printer.newPage()
            image = document.picture(number, round(8.27 * PAPER_DPI))
            scale = min(area.width() / image.width(), area.height() / image.height())
            painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
    finally:
        painter.end()
