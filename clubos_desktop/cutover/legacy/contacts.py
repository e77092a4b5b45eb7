"""Contacts for Wild Apricot's importer: rows, files, and the strict reading back (wild-apricot-api.md section 6).

One sheet, headings in row 1, at most 15,000 rows and 50 MB a file, every cell text. An empty cell leaves what is there;
``NEVER`` clears a date. Member rows carry Membership enabled, level, status (Active or Lapsed), Member since.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.diff.texts import words
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.records import Member

ROWS = 15_000
BYTES = 50_000_000
"""Limits of one import file."""

HEAD = (
    "User ID",
    "First name",
    "Last name",
    "Organization",
    "Email",
    "Phone",
    "Membership enabled",
    "Membership level",
    "Membership status",
    "Member since",
    "Renewal due",
)
NEVER = "NEVER"
"""Clears a system date; the importer takes it in capital letters only."""

_STATUS = {"active": "Active", "lapsed": "Lapsed"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Left:
    """Something that a file cannot carry: whose, what, the value, and why."""

    who: str
    field: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One contact, cell by cell in the order of ``HEAD``."""

    cells: tuple[str, ...]


def row(member: Member, held: Member | None, rules: RuleSet) -> tuple[Row, tuple[Left, ...]]:
    """A ClubOS member as an import row. ``held`` is the same person in Wild Apricot, None for somebody new.

    What the file cannot carry is returned beside it.
    """
    left: list[Left] = []
    who = " ".join(part for part in (member.first_name, member.last_name) if part) or member.key
    status = _status(member, rules, who, left)
    enabled = "" if member.status is None else "No" if status == "" else "Yes"
    cells = (
        held.key if held else "",
        *(_text(member, held, name, who, left) for name in ("first_name", "last_name", "organization")),
        _text(member, held, "email", who, left),
        _text(member, held, "phone", who, left),
        enabled,
        _level(member, held, rules, who, left) if enabled == "Yes" else "",
        status,
        _day(member.joined, held.joined if held else None),
        _day(member.renewal_due, None),
    )
    left += [Left(who, name, str(value), "an importer has no column for it") for name, value in _unknown(member)]
    return Row(cells), tuple(left)


def _text(member: Member, held: Member | None, name: str, who: str, left: list[Left]) -> str:
    value: str = getattr(member, name) or ""
    before = (getattr(held, name) or "") if held else ""
    if not value and before and name != "organization":  # ClubOS shows no organisation: empty says nothing there
        left.append(Left(who, name, "(empty)", "an import cannot empty this; do it by hand in Wild Apricot"))
    clean = _CONTROL.sub("", value)
    if clean != value:
        left.append(Left(who, name, repr(value), "it holds characters that no spreadsheet can hold; written without"))
    return clean


def _status(member: Member, rules: RuleSet, who: str, left: list[Left]) -> str:
    if member.status is None:
        return ""
    means = {each.word: each.means for each in rules.clubos_status}
    word = words(member.status)
    meaning = means.get(word, word)
    if meaning in {"not_a_member", ""}:
        return ""
    if meaning not in _STATUS:
        left.append(Left(who, "status", member.status, "an import takes Active or Lapsed only; written as Active"))
    return _STATUS.get(meaning, "Active")


def _level(member: Member, held: Member | None, rules: RuleSet, who: str, left: list[Left]) -> str:
    """The level whose tier this is; the one the person has, when it means the same."""
    if member.level is None:
        left.append(Left(who, "level", "(none)", "a member needs a level; choose one in Wild Apricot"))
        return held.level or "" if held else ""
    tiers = {each.word: each.means for each in rules.levels}
    tier = words(member.level)
    if held and held.level and tiers.get(words(held.level), words(held.level)) == tier:
        return held.level
    fitting = [level for level, means in tiers.items() if means == tier]
    if len(fitting) > 1:
        left.append(Left(who, "level", member.level, f"several levels mean this: {', '.join(fitting)}"))
    return member.level


def _day(value: str | None, before: str | None) -> str:
    return value or (NEVER if before else "")


def _unknown(member: Member) -> Iterable[tuple[str, object]]:
    return ((f"own field {name}", value) for name, value in sorted(member.custom.items()) if value not in (None, ""))


def files(rows: Sequence[Row], *, most: int = ROWS, largest: int = BYTES) -> list[bytes]:
    """Import files of at most ``most`` rows and ``largest`` bytes each; none when there is no row.

    Raises InputError for one contact that is larger than a file may be.
    """
    return finish(writing(rows, most=most, largest=largest))


def writing(rows: Sequence[Row], *, most: int = ROWS, largest: int = BYTES) -> Job[list[bytes]]:
    """The same as a job that can be stopped between some hundred rows."""
    made: list[bytes] = []
    for start in range(0, len(rows), most):
        made += yield from _fitting(rows[start : start + most], largest)
    return made


def _fitting(rows: Sequence[Row], largest: int) -> Job[list[bytes]]:
    """The rows in as few files as they fit in by halving."""
    made = yield from _workbook(rows)
    if len(made) <= largest:
        return [made]
    if len(rows) == 1:
        raise InputError(
            "One contact is larger than the 50 MB that Wild Apricot takes in a file. Nothing was written.",
            remedy="Shorten its texts in ClubOS and copy again.",
            code="export.large",
        )
    half = len(rows) // 2
    first = yield from _fitting(rows[:half], largest)
    return [*first, *(yield from _fitting(rows[half:], largest))]


_EVERY = 500
"""Rows between two safe points."""


def _workbook(rows: Sequence[Row]) -> Job[bytes]:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and needed only when a spreadsheet is written
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Contacts")
    for place, cells in enumerate((HEAD, *(each.cells for each in rows))):
        if not place % _EVERY:
            yield Progress("Writing the files", place, len(rows))
        made = []
        for text in cells:
            cell = WriteOnlyCell(sheet, text)
            cell.data_type = "s"  # never a formula, a number or a date
            cell.number_format = "@"
            made.append(cell)
        sheet.append(made)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> list[Row]:
    """Read an import file back as strictly as an importer may. Raises InputError with the place of the first fault."""
    return finish(rereading(content))


def rereading(content: bytes) -> Job[list[Row]]:
    """The same as a job that can be stopped between some hundred rows."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and needed only when a spreadsheet is read

    book = load_workbook(io.BytesIO(content), read_only=True)
    sheets = book.worksheets
    if len(content) > BYTES or len(sheets) != 1:
        raise _fault(0, "it is larger than 50 MB or has more than one sheet")
    found = []
    for number, cells in enumerate(sheets[0].iter_rows(values_only=True), 1):
        if not number % _EVERY:
            yield Progress("Reading every row again", number)
        texts = tuple("" if cell is None else cell for cell in cells)
        texts += ("",) * (len(HEAD) - len(texts))
        _check(number, texts)
        if number > 1:
            found.append(Row(tuple(str(text) for text in texts)))
    if len(found) > ROWS:
        raise _fault(ROWS + 2, "there are more than 15,000 contacts")
    return found


def _check(number: int, cells: tuple[object, ...]) -> None:
    if not all(isinstance(cell, str) for cell in cells):
        raise _fault(number, "a cell is not text")
    if number == 1:
        if cells != HEAD:
            raise _fault(1, "the headings are others")
        return
    named = dict(zip(HEAD, cells, strict=True))
    if named["Membership enabled"] not in {"", "Yes", "No"}:
        raise _fault(number, "Membership enabled is neither Yes nor No")
    if named["Membership enabled"] == "Yes" and named["Membership status"] not in set(_STATUS.values()):
        raise _fault(number, "Membership status is neither Active nor Lapsed")
    for name in ("Member since", "Renewal due"):
        value = str(named[name])
        if value not in {"", NEVER} and not _DAY.fullmatch(value):
            raise _fault(number, f"{name} is no day")
    if not any(named[name] for name in ("User ID", "Email", "First name", "Last name")):
        raise _fault(number, "nothing says whose row it is")


def _fault(number: int, what: str) -> InputError:
    return InputError(
        f"The import file is not as Wild Apricot wants it, row {number}: {what}.",
        remedy="Write the files again.",
        code="export.row",
    )


def compare(wanted: Sequence[Row], found: Sequence[Row]) -> list[str]:
    """How the rows read back differ from those written, for people; [] when 100 % are the same."""
    problems = [f"{len(wanted)} rows were written, {len(found)} read."] if len(wanted) != len(found) else []
    for number, (one, other) in enumerate(zip(wanted, found, strict=False), 2):
        fields = [name for name, a, b in zip(HEAD, one.cells, other.cells, strict=True) if a != b]
        if fields:
            problems.append(f"Row {number} came back with another {', '.join(fields)}.")
    return problems
