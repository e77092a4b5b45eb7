"""What a CSV file looks like: its encoding, delimiter and date order (libraries.md section 10)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.errors import InputError

DELIMITERS = (",", ";", "\t", "|")
ORDERS = ("YMD", "MDY", "DMY")
LARGEST = 50 * 1024 * 1024
"""Bytes: the largest file that Wild Apricot itself takes (wild-apricot-api.md section 6)."""

_PARTS = re.compile(r"^\s*(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\b")


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it was recognised. ``order`` is None where the dates can be read in two ways: a person is asked."""

    file: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    order: str | None


def look(path: Path, *, encoding: str = "", delimiter: str = "", order: str = "") -> Look:
    """Read a whole file; what is given overrules what is recognised.

    Raises InputError when it is no table: empty, too large, not text, or with rows of different lengths.
    """
    data = read(path)
    encoding = encoding or recognise_encoding(data)
    text = decode(path, data, encoding)
    delimiter = delimiter or recognise_delimiter(text)
    table = [row for row in parse(path, text, delimiter) if any(cell.strip() for cell in row)]
    if not table:
        raise _unusable(path, "it is empty")
    header = tuple(cell.strip() for cell in table[0])
    rows = []
    for number, row in enumerate(table[1:], start=2):
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            raise _unusable(path, f"row {number} has more columns than the heading")
        rows.append(tuple(cell.strip() for cell in (*row, *[""] * len(header))[: len(header)]))
    return Look(path.name, encoding, delimiter, header, tuple(rows), order or recognise_order(_cells(rows)))


def read(path: Path) -> bytes:
    """The file's bytes. Raises InputError when it cannot be read or is too large."""
    return files.read(path, LARGEST, nothing="Nothing was taken over.", code="csv-file")


def recognise_encoding(data: bytes) -> str:
    """By its mark, else UTF-8 where it is that, else the Windows code page that spreadsheets write."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decode(path: Path, data: bytes, encoding: str) -> str:
    """The text. Raises InputError when the bytes are not in that encoding, or not text at all."""
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise _unusable(path, f"it is not text in {encoding}") from error
    if "\x00" in text:
        raise _unusable(path, "it is not a text file; export it as CSV")
    return text


def recognise_delimiter(text: str) -> str:
    """The one that is most often in the heading, outside quotation marks; a comma where there is none."""
    heading = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    best = max(DELIMITERS, key=heading.count)
    return best if heading.count(best) else ","


def parse(path: Path, text: str, delimiter: str) -> list[list[str]]:
    """The rows. Raises InputError when quotation marks do not close, or a cell is longer than any text."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "field limit" in str(error):
            limit = f"{csv.field_size_limit():,}"
            raise _unusable(path, f"one of its cells holds more than {limit} characters") from error
        raise _unusable(path, "its quotation marks do not close") from error


def recognise_order(cells: Iterable[str]) -> str | None:
    """The one order in which all dates can be read; None where two can, or no single one does."""
    possible = set(ORDERS)
    seen = False
    for cell in cells:
        found = _PARTS.match(cell)
        if found is None:
            continue
        seen = True
        possible &= _orders(*found.groups())
    if not seen:
        return "YMD"  # nothing to mistake
    return possible.pop() if len(possible) == 1 else None


def _orders(first: str, second: str, third: str) -> set[str]:
    if len(first) == 4:
        return {"YMD"}
    if len(third) < 2 or len(first) > 2:
        return set()
    orders = {"MDY"} if int(first) <= 12 and int(second) <= 31 else set()
    return orders | ({"DMY"} if int(second) <= 12 and int(first) <= 31 else set())


def _cells(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    return (cell for row in rows for cell in row)


def _unusable(path: Path, why: str) -> InputError:
    return InputError(
        f"“{path.name}” cannot be read as a table: {why}. Nothing was taken over.",
        remedy="Export it again from Wild Apricot as CSV, and do not open it in between.",
        code="csv-file",
    )
