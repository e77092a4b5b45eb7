"""Lists of differences as HTML, CSV and xlsx: safe for people who open them, exact for machines that read them.

``hide`` turns a record into a word that names nobody; then no personal value and no id leaves the workspace. It is
handed in, because the words are the board pack's (``evidence.pseudonyms``).
"""

import csv
import html
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from clubos_desktop.findings.marking import Pieces, words
from clubos_desktop.model.cells import harmless
from clubos_desktop.model.differences import KIND_WORDS
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS
from clubos_desktop.model.findings import Finding, Standing

Hide = Callable[[Domain, str], str]

HEAD = ("What", "Who or what", "Field", "Wild Apricot", "ClubOS", "Kind", "Stands", "Wild Apricot id", "ClubOS id")
_STANDS = {
    Standing.OPEN: "",
    Standing.STILL_THERE: "still there",
    Standing.EXPIRED: "no longer accepted",
    Standing.TO_CORRECT: "to be corrected",
    Standing.ASKED: "somebody is asked",
    Standing.ACCEPTED: "accepted for now",
    Standing.EQUAL: "treated as equal",
}
PERSONAL = frozenset({"first_name", "last_name", "email", "phone"})
HIDDEN = "hidden"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
"""What neither XML nor a spreadsheet can hold."""


@dataclass(frozen=True, slots=True)
class Line:
    """A difference as it is listed, all of it text, in the order of ``HEAD``."""

    what: str
    who: str
    field: str
    legacy: str
    clubos: str
    kind: str
    stands: str
    legacy_id: str
    clubos_id: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns."""
        ids = (self.legacy_id, self.clubos_id)
        return (self.what, self.who, self.field, self.legacy, self.clubos, self.kind, self.stands, *ids)


def lines(found: Iterable[Finding], hide: Hide | None = None) -> list[Line]:
    """Findings as they are listed; with ``hide`` without anything that names a person."""
    return [_line(each, hide) for each in found]


def _line(found: Finding, hide: Hide | None) -> Line:
    row = found.difference
    who, legacy, clubos, ids = row.who, row.legacy, row.clubos, (row.legacy_id or "", row.clubos_id or "")
    if hide is not None:
        ids = ("", "")
        if row.domain is not Domain.EVENTS:
            who = hide(row.domain, row.legacy_id or row.clubos_id or "")
        if row.domain is Domain.MEMBERS and row.field in PERSONAL:
            legacy, clubos = (None if value is None else HIDDEN for value in (legacy, clubos))
    label = next((each.label for each in COMPARED.get(row.domain, ()) if each.name == row.field), row.field)
    what, kind, stands = DOMAIN_LABELS[row.domain], KIND_WORDS[row.kind], _STANDS[found.standing]
    return Line(what, who, label, legacy or "", clubos or "", kind, stands, *ids)


def to_csv(listed: Sequence[Line], *, exact: bool = False) -> bytes:
    """CSV in UTF-8. For people a cell that looks like a formula gets an apostrophe; ``exact`` leaves every letter."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEAD)
    rows.writerows([cell if exact else harmless(cell) for cell in line.cells] for line in listed)
    return text.getvalue().encode("utf-8" if exact else "utf-8-sig", "replace")


def to_xlsx(listed: Sequence[Line]) -> bytes:
    """A spreadsheet; every cell is text, so that nothing in it is ever computed."""
    return workbook([HEAD, *(line.cells for line in listed)], widths=(14, 34, 16, 34, 34, 22, 20, 16, 38))


def workbook(
    rows: Iterable[Sequence[str]], widths: Sequence[int], choices: tuple[int, Sequence[str]] | None = None
) -> bytes:
    """Rows of text as xlsx, the first one a head that stays. ``choices``: a column (from 1) and what it may hold."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and needed only when a spreadsheet is written
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = "Differences"
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = CONTROL.sub("�", text)
            cell.data_type = "s"  # never a formula, a number or a date
            cell.number_format = "@"
            if at == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    if choices is not None and sheet.max_row > 1:
        column, allowed = choices
        rule = DataValidation(type="list", formula1=f'"{",".join(allowed)}"', allow_blank=True)
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}{sheet.max_row}")
        sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>
body{{font:14px/1.45 system-ui,sans-serif;margin:24px}} table{{border-collapse:collapse;width:100%}}
th,td{{border-bottom:1px solid #8888;padding:6px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}}
mark{{background:#ffe08a;color:#000;text-decoration:underline}} small{{color:#666}}
@media(prefers-color-scheme:dark){{body{{background:#1b1b1b;color:#eee}} small{{color:#aaa}}}}
</style></head><body><h1>{title}</h1><p>{n}</p>
<table><thead><tr>{head}</tr></thead><tbody>
"""


def to_html(listed: Sequence[Line], title: str) -> bytes:
    """One page that loads nothing and runs nothing; words that differ are marked and underlined."""
    n = "1 difference." if len(listed) == 1 else f"{len(listed):,} differences."
    head = "".join(f"<th>{html.escape(name)}</th>" for name in HEAD)
    out = [_PAGE.format(title=html.escape(title), n=n, head=head)]
    for line in listed:
        left, right = _marked(line.legacy, line.clubos)
        cells = [*map(html.escape, (line.what, line.who, line.field)), left, right]
        cells += map(html.escape, (line.kind, line.stands, line.legacy_id, line.clubos_id))
        out.append("<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in cells) + "</tr>\n")
    out.append("</tbody></table></body></html>\n")
    return CONTROL.sub("�", "".join(out)).encode()


def _marked(legacy: str, clubos: str) -> tuple[str, str]:
    left, right = words(legacy, clubos)
    return _html(left), _html(right)


def _html(pieces: Pieces) -> str:
    return "".join(f"<mark>{html.escape(text)}</mark>" if other else html.escape(text) for text, other in pieces)
