"""What is printed on the pages of a PDF: its words, and pictures of them.

PDFium is one library for the whole process and must never be entered by two threads at once. Calling it lets other
threads run, so drawing a page on the screen while the worker checked the same pack ended the program without a word
(SIGTRAP in CPDF_Color). Therefore everything of it lies here, behind one lock, and nothing of it leaves: whatever is
opened is closed before the lock is given up, so that no finaliser calls it later from another thread.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2

from clubos_desktop.errors import InputError

_ONE_THREAD = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of ``stride`` bytes, four of them a pixel (blue, green, red, unused)."""

    pixels: bytes
    width: int
    height: int
    stride: int


def pages(content: bytes) -> int:
    """How many pages a PDF has. Raises InputError when it cannot be opened."""
    with _open(content) as pdf:
        return len(pdf)


def picture(content: bytes, number: int, width: int) -> Picture:
    """Page ``number``, beginning with 0, that many pixels wide. Raises InputError when it cannot be opened."""
    with _open(content) as pdf:
        page = pdf[number]
        drawn = page.render(scale=width / page.get_width(), prefer_bgrx=True)
        try:
            return Picture(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride)
        finally:
            drawn.close()


def words(content: bytes, number: int) -> str:
    """The words of page ``number``. Raises InputError when the file cannot be opened."""
    with _open(content) as pdf:
        return _words(pdf, number)


def all_words(content: bytes) -> list[str]:
    """The words of each page; a file that cannot be opened has none."""
    try:
        with _open(content) as pdf:
            return [_words(pdf, number) for number in range(len(pdf))]
    except InputError:
        return []


def _words(pdf: Any, number: int) -> str:
    return str(pdf[number].get_textpage().get_text_range())


@contextmanager
def _open(content: bytes) -> Iterator[Any]:
    """The document, and with it this thread's turn. Closing it closes its pages and their texts too."""
    with _ONE_THREAD:
        try:
            pdf = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise InputError(
                "This file is no PDF, or it was damaged.", remedy="Choose another file.", code="pdf.unreadable"
            ) from error
        try:
            yield pdf
        finally:
            pdf.close()
