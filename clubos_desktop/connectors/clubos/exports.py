"""ClubOS's CSV exports, which do not quote: read by the fixed fields at both ends (clubos-api.md B.9)."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from clubos_desktop.connectors.clubos.envelopes import contract

_ID = r"([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"
_TIME = r"(\d{4}-\d\d-\d\dT[0-9:.]+Z?|)"
_BEGINS = re.compile(rf"^{_ID},", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Export:
    """One export: its heading line and the form of a row; ``free`` are the columns that may hold commas and breaks."""

    what: str
    columns: tuple[str, ...]
    row: re.Pattern[str]
    free: tuple[int, ...]


MEMBERS = Export(
    "the export of members",
    ("id", "name", "email", "status", "joinedAt", "phone"),
    re.compile(rf"{_ID},(.*),([^,]*),([^,]*),{_TIME},(.*)", re.DOTALL),
    (1,),
)
EVENTS = Export(
    "the export of events",
    ("id", "title", "category", "startTime", "registrationCount", "waitlistedCount"),
    re.compile(rf"{_ID},(.*),([^,]*),{_TIME},(\d*),(\d*)", re.DOTALL),
    (1, 2),
)
REGISTRATIONS = Export(
    "the export of registrations",
    ("id", "memberId", "memberName", "eventId", "eventTitle", "status", "registeredAt"),
    re.compile(rf"{_ID},{_ID},(.*),{_ID},(.*),([A-Z_]+),{_TIME}", re.DOTALL),
    (2, 4),
)


def rows(export: Export, body: bytes) -> list[dict[str, str]]:
    """The rows of an export, column by column.

    A row begins where a line begins with an id; names and titles may hold commas and line breaks. Raises ContractError
    when the heading is another one or a row does not fit, so that nobody is lost unseen.
    """
    text = body.decode("utf-8-sig", "strict") if _is_utf8(body) else body.decode("cp1252", "replace")
    heading, _, rest = text.replace("\r\n", "\n").partition("\n")
    if tuple(name.strip().strip('"') for name in heading.split(",")) != export.columns:
        raise contract(export.what, "other columns than known")
    return [_row(export, piece) for piece in _pieces(export, rest)]


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _pieces(export: Export, text: str) -> Iterator[str]:
    """The text cut before each line that begins with an id."""
    starts = [found.start() for found in _BEGINS.finditer(text)]
    if text[: starts[0] if starts else len(text)].strip():
        raise contract(export.what, "a row that does not begin with an id")
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        yield text[start:end].rstrip("\n")


def _row(export: Export, piece: str) -> dict[str, str]:
    """One row: as proper CSV where it is that, else by its fixed fields."""
    fields: list[str] = []
    if '"' in piece:
        try:
            fields = next(csv.reader([piece], strict=True), [])
        except csv.Error:
            fields = []
    if len(fields) != len(export.columns) or not export.row.fullmatch(_unquoted(export, fields)):
        found = export.row.fullmatch(piece)
        if found is None:
            raise contract(export.what, "a row that does not fit the columns")
        fields = list(found.groups())
    return dict(zip(export.columns, fields, strict=True))


def _unquoted(export: Export, fields: list[str]) -> str:
    """The fields joined with their free texts left out, to see whether the fixed ones are what they should be."""
    return ",".join("" if place in export.free else field for place, field in enumerate(fields))
