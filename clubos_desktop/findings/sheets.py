"""Settling in a spreadsheet: the wrong rows go out with empty decision cells; only those cells come back.

A row's key names the difference, what it said and what was decided about it, signed with the workspace's own secret.
A file of another workspace, one that was written before something changed, or one in which other cells were changed
is refused as a whole.
"""

import csv
import hashlib
import hmac
import io
import secrets
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import deciding, exporting, reading
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.cells import as_it_was, harmless
from clubos_desktop.model.findings import Choice, Finding, Ruling
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import decisions, settings
from clubos_desktop.store.database import Database

_SECRET = "sheet.secret"  # noqa: S105 - the name of a setting
LARGEST = 50_000_000
_SHOWN = exporting.HEAD[:7]
_GIVEN = ("Decision", "Other value", "Owner", "Until", "Reason")
HEAD = ("Key", *_SHOWN, *_GIVEN)

WORDS = {
    "correct in ClubOS": Choice.CLUBOS,
    "correct in Wild Apricot": Choice.LEGACY,
    "another value": Choice.VALUE,
    "treat as equal": Choice.EQUAL,
    "accept until": Choice.ACCEPT,
    "ask": Choice.ASK,
    "note": Choice.NOTE,
}
"""What the decision column may hold."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a sheet says: each difference with its ruling, in the order of the file."""

    rulings: tuple[tuple[Finding, Ruling], ...]

    @property
    def n(self) -> int:
        """How many decisions."""
        return len(self.rulings)


def write(database: Database, wanted: FindingFilter, *, kind: str, clock: Clock, actor: str) -> tuple[bytes, int]:
    """The differences of a filter as a sheet, ``kind`` being "xlsx" or "csv"; returns it and its number of rows."""
    secret = _secret(database, actor)
    with database.read() as conn:
        found = list(reading.every(conn, to_instant(clock.now()), wanted))
    rows = [(_key(secret, each), *_shown(each), *[""] * len(_GIVEN)) for each in found]
    if kind == "xlsx":
        widths = (12, 14, 34, 16, 30, 30, 22, 20, 24, 20, 20, 12, 30)
        return exporting.workbook([HEAD, *rows], widths, (len(HEAD) - len(_GIVEN) + 1, list(WORDS))), len(rows)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEAD)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace"), len(rows)


def read(conn: Connection, content: bytes, at: Instant, zone_name: str) -> Read:
    """What a sheet decides, every row checked. Raises InputError, RefusedError; nothing is decided here."""
    secret = settings.get(conn, _SECRET, None)
    rows = _rows(content)
    places = _columns(rows[0])
    told = [(n, row) for n, row in enumerate(rows[1:], 2) if any(cell for cell in row)]
    identities = [_checked_key(secret, _cell(row, places["Key"]), n) for n, row in told]
    if len({identity for identity, _ in identities}) != len(identities):
        raise InputError(
            "A row is in this file twice. Nothing was decided.", remedy="Take one away.", code="sheet.twice"
        )
    wanted = FindingFilter(ids=tuple(identity for identity, _ in identities))
    there = {each.difference.id: each for each in reading.every(conn, at, wanted)}
    rulings = []
    stale = 0
    for (n, row), (identity, state) in zip(told, identities, strict=True):
        found = there.get(identity)
        if found is None or _state(found) != state:
            stale += 1
            continue
        _refuse_other_cells(found, row, places, n)
        ruling = _ruling(conn, row, places, n)
        if ruling is not None:
            _check(found, ruling, at, zone_name, n)
            rulings.append((found, ruling))
    if stale:
        raise RefusedError(
            f"This file is out of date: {stale} of its {len(told)} rows changed meanwhile. Nothing was decided.",
            remedy="Write a new sheet and fill in that one.",
            code="sheet.stale",
        )
    return Read(tuple(rulings))


def apply(database: Database, content: bytes, *, actor: str, zone_name: str) -> tuple[int, int]:
    """Take a sheet's decisions over in one act with one undo; returns the batch and how many. Raises as ``read``."""
    with database.transaction(actor, "decided by sheet") as tx:
        found = read(tx.connection, content, tx.at, zone_name)
        if not found.n:
            raise InputError(
                "No decision stands in this file. Nothing was decided.",
                remedy="Fill in the column Decision and save the file.",
                code="sheet.empty",
            )
        batch = decisions.begin(tx, deciding.SHEET, found.n)
        groups: dict[Ruling, list[Finding]] = {}
        for each, ruling in found.rulings:
            groups.setdefault(ruling, []).append(each)
        for ruling, some in groups.items():
            expires = deciding.check(ruling, tx.at, zone_name)
            deciding.write(tx, some, ruling, expires, batch=batch)
        tx.subject.update(batch=batch, n=found.n, sheet=hashlib.sha256(content).hexdigest())
        tx.subject.pop("differences", None)
    return batch, found.n


def _secret(database: Database, actor: str) -> str:
    with database.read() as conn:
        kept: str | None = settings.get(conn, _SECRET, None)
    if kept is not None:
        return kept
    made = secrets.token_hex(32)
    with database.transaction(actor, "sheets set up") as tx:
        settings.put(tx, _SECRET, made)
    return made


def _state(found: Finding) -> str:
    decided = found.decision.id if found.decision else 0
    return hashlib.sha256(found.seen + str(decided).encode()).hexdigest()[:10]


def _key(secret: str, found: Finding) -> str:
    said = f"{found.difference.id}.{_state(found)}"
    return f"d{said}.{_sign(secret, said)}"


def _sign(secret: str, said: str) -> str:
    return hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).hexdigest()[:16]


def _checked_key(secret: str | None, key: str, n: int) -> tuple[int, str]:
    identity, _, rest = key.removeprefix("d").partition(".")
    state, _, signature = rest.partition(".")
    if (
        secret is None
        or not identity.isdecimal()
        or not hmac.compare_digest(_sign(secret, f"{identity}.{state}").encode(), signature.encode())
    ):
        raise RefusedError(
            f"Row {n} was not written by this workspace. Nothing was decided.",
            remedy="Use a sheet that this workspace wrote, and leave its key column as it is.",
            code="sheet.foreign",
        )
    return int(identity), state


def _shown(found: Finding) -> tuple[str, ...]:
    return exporting.lines([found])[0].cells[: len(_SHOWN)]


def _refuse_other_cells(found: Finding, row: Sequence[str], places: dict[str, int], n: int) -> None:
    for name, wanted in zip(_SHOWN, _shown(found), strict=True):
        if _plain(_cell(row, places[name])) != _plain(wanted):
            raise RefusedError(
                f"Row {n}: the column “{name}” was changed. Nothing was decided.",
                remedy="Only the columns from Decision on may be filled in; a value is corrected in its own system.",
                code="sheet.changed",
            )


def _plain(cell: str) -> str:
    """A cell without what a spreadsheet may do to it on the way: blanks, the apostrophe, odd characters."""
    return " ".join(exporting.CONTROL.sub("�", as_it_was(cell)).removeprefix("'").split())


def _ruling(conn: Connection, row: Sequence[str], places: dict[str, int], n: int) -> Ruling | None:
    word, value, owner, until, reason = (
        as_it_was(_cell(row, places[name])).removeprefix("'").strip() for name in _GIVEN
    )
    if not word:
        if value or owner or until or reason:
            raise InputError(
                f"Row {n} says something but decides nothing. Nothing was decided.",
                remedy="Fill in its column Decision, or empty the others.",
                code="sheet.undecided",
            )
        return None
    known = {name.casefold(): choice for name, choice in WORDS.items()}
    choice = known.get(word.casefold())
    if choice is None:
        raise InputError(
            f"Row {n}: “{word}” is no decision. Nothing was decided.",
            remedy="Choose one of: " + ", ".join(WORDS) + ".",
            code="sheet.word",
        )
    return Ruling(choice, reason, value or None, deciding.owner_of(conn, owner), until[:10] or None)


def _check(found: Finding, ruling: Ruling, at: Instant, zone_name: str, n: int) -> None:
    try:
        deciding.check(ruling, at, zone_name)
    except InputError as error:
        raise InputError(f"Row {n}: {error.sentence}", remedy=error.remedy, code=error.code) from error
    why = deciding.unfit(found, ruling)
    if why is not None:
        raise RefusedError(
            f"Row {n}: {why} Nothing was decided.", remedy="Choose another decision.", code="decide.unfit"
        )


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _columns(head: Sequence[str]) -> dict[str, int]:
    places = {name.strip(): at for at, name in enumerate(head)}
    missing = [name for name in HEAD if name not in places]
    if missing:
        raise InputError(
            f"This file has no column “{missing[0]}”: it is not a sheet of this program. Nothing was decided.",
            remedy="Use the file that clubos-desktop sheet write made.",
            code="sheet.columns",
        )
    return places


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > LARGEST:
        raise InputError(
            "This file is too large for a sheet.", remedy="Use a sheet of this program.", code="sheet.large"
        )
    rows = _from_xlsx(content) if content[:2] == b"PK" else _from_csv(content)
    if not rows:
        raise InputError("This file is empty. Nothing was decided.", remedy="Choose another.", code="sheet.empty")
    return rows


def _from_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "This file is not a CSV file in UTF-8. Nothing was decided.",
            remedy="Save it as “CSV UTF-8”, or use the xlsx form.",
            code="sheet.encoding",
        ) from error
    first = text.split("\n", 1)[0]
    try:
        return list(csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","))
    except csv.Error as error:
        raise _unreadable() from error


def _from_xlsx(content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and needed only when a spreadsheet is read

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_swollen(packed)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [_texts(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    except InputError:
        raise
    except Exception as error:  # a damaged file can fail anywhere in the library
        raise _unreadable() from error


def _refuse_swollen(packed: zipfile.ZipFile) -> None:
    """A small file may unpack into one that fills the memory."""
    if sum(item.file_size for item in packed.infolist()) > 4 * LARGEST:
        raise _unreadable()


def _texts(row: Iterable[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


def _unreadable() -> InputError:
    return InputError(
        "This file cannot be read as a spreadsheet. Nothing was decided.",
        remedy="Save it again as .xlsx or .csv.",
        code="sheet.unreadable",
    )
