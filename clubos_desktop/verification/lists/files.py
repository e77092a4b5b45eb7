"""Lists as CSV files: out with every column, in by the form that is meant for it; safe for who opens them.

A cell that a spreadsheet would take for a formula leaves with an apostrophe, and comes back without it.
"""

import csv
import io
from collections.abc import Callable

from clubos_desktop.errors import ClubOSError, InputError
from clubos_desktop.model.cells import as_it_was, harmless
from clubos_desktop.model.written import Writing
from clubos_desktop.verification.lists.sheet import Doing, Field, Form, Row, Sheet, View, checked, fill

MOST = 5_000
"""Lines of a file that is read in."""

LARGEST = 20_000_000
"""Bytes of such a file."""


def to_csv(sheet: Sheet, rows: tuple[Row, ...]) -> bytes:
    """The list as it stands, in UTF-8 with a mark that spreadsheets know."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["No.", *(column.title for column in sheet.columns)])
    out.writerows([harmless(row.item), *(harmless(row.cells[column.key]) for column in sheet.columns)] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def taken(sheet: Sheet) -> Form:
    """The form that a file fills in. Raises InputError."""
    for form in sheet.forms:
        if form.files:
            return form
    raise InputError(
        f"The list “{sheet.title}” is not read from a file. Nothing was recorded.",
        remedy="Fill in its form instead.",
        code="list.file",
    )


def pattern(sheet: Sheet, view: View) -> bytes:
    """An empty file with the columns that are read."""
    fields = taken(sheet).fields(view, None)
    return (",".join(field.key for field in fields) + "\n").encode("utf-8-sig")


def read(sheet: Sheet, view: View, content: bytes) -> tuple[dict[str, str], ...]:
    """The lines of a file as values of the form, all of them checked. Raises InputError with the line that is wrong."""
    fields = taken(sheet).fields(view, None)
    try:
        text = content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unread("The file is no CSV in UTF-8.", "Save it as “CSV UTF-8” and try again.") from error
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    if len(lines) < 2:
        raise _unread("The file has no lines.", "Its first line names the columns, each other line is an entry.")
    if len(lines) - 1 > MOST:
        raise _unread(f"The file has more than {MOST:,} lines.", "Split it.")
    keys = [_key(cell, fields) for cell in lines[0]]
    return tuple(_line(n, line, keys, fields, view.writing) for n, line in enumerate(lines[1:], 2))


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _key(cell: str, fields: tuple[Field, ...]) -> str:
    for field in fields:
        if cell.strip().casefold() in (field.key.casefold(), field.label.casefold()):
            return field.key
    raise _unread(
        f"The column “{cell.strip()}” is not known.", f"There are: {', '.join(field.key for field in fields)}."
    )


def _line(n: int, line: list[str], keys: list[str], fields: tuple[Field, ...], writing: Writing) -> dict[str, str]:
    if len(line) > len(keys):
        raise _unread(f"Line {n} has more cells than there are columns.", "Put cells with a comma into quotes.")
    values = {key: as_it_was(cell) for key, cell in zip(keys, line, strict=False)}
    try:
        return checked(fields, values, writing)
    except InputError as error:
        raise _unread(f"Line {n}: {error.sentence.removesuffix(' Nothing was recorded.')}", error.remedy) from error


def enter(sheet: Sheet, content: bytes, doing: Callable[[dict[str, str]], Doing]) -> int:
    """Record every line of a file; returns how many. Raises InputError: how far it came stands in the sentence."""
    first = doing({})
    said = read(sheet, first.view, content)
    form = taken(sheet)
    for n, values in enumerate(said, 2):
        try:
            fill(sheet, form, doing(values))
        except ClubOSError as error:
            reason = error.sentence.removesuffix(" Nothing was recorded.")
            raise InputError(
                f"Line {n} was refused: {reason} The {n - 2} lines before it are recorded.",
                remedy=error.remedy,
                code="list.file",
            ) from error
    return len(said)


def _unread(sentence: str, remedy: str) -> InputError:
    return InputError(f"{sentence} Nothing was recorded.", remedy=remedy, code="list.file")
