"""Spreadsheets and lists: only decisions come back, nothing computes, nothing names a person when names are hidden."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import deciding, exporting, reading, sheets
from clubos_desktop.model import cells
from clubos_desktop.model.domains import Side
from clubos_desktop.model.findings import Choice, Standing
from clubos_desktop.model.records import Member
from tests.unit.copied_club import ZONE
from tests.unit.findings.conftest import ACTOR

KINDS = pytest.mark.parametrize("kind", ["xlsx", "csv"])


def write(desk, kind):
    content, n = sheets.write(desk.database, reading.NEEDING_A_PERSON, kind=kind, **desk.acts)
    assert n == len(desk.findings())
    return content


def filled(content, kind, cells):
    """The sheet as a person saves it: ``cells`` maps (row number from 1, column name) to what was typed."""
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        for (row, column), text in cells.items():
            rows[row][rows[0].index(column)] = text
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(rows)
        return out.getvalue().encode("utf-8-sig")
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    for (row, column), text in cells.items():
        sheet.cell(row + 1, head.index(column) + 1).value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def apply(desk, content):
    return sheets.apply(desk.database, content, actor=ACTOR, zone_name=ZONE)


@KINDS
def test_decisions_come_back_as_one_batch(desk, kind):
    found = desk.findings(reading.NEEDING_A_PERSON)
    content = filled(
        write(desk, kind),
        kind,
        {
            (1, "Decision"): "Correct in ClubOS",
            (2, "Decision"): "accept until",
            (2, "Until"): "2026-12-31",
            (2, "Reason"): "asked them",
            (3, "Decision"): "ask",
            (3, "Owner"): "the webmaster",
        },
    )
    with desk.database.read() as conn:
        assert sheets.read(conn, content, desk.at, ZONE).n == 3
    batch, n = apply(desk, content)
    assert n == 3
    with desk.database.read() as conn:
        now = [reading.finding(conn, each.difference.id, desk.at).standing for each in found[:4]]
    assert now == [Standing.TO_CORRECT, Standing.ACCEPTED, Standing.ASKED, Standing.OPEN]
    with pytest.raises(RefusedError, match="out of date: 3 of its"):
        apply(desk, content)
    assert deciding.undo(desk.database, batch, **desk.acts).n == 3
    assert desk.findings(reading.NEEDING_A_PERSON) == found


@KINDS
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({}, "No decision stands in this file"),
        ({(1, "Decision"): "later"}, "Row 2: “later” is no decision"),
        ({(2, "Decision"): "treat as equal"}, "Row 3: .* only with a reason"),
        ({(1, "Decision"): "ask", (1, "Owner"): "x", (2, "ClubOS"): "other"}, "Row 3: the column “ClubOS” was changed"),
        ({(1, "Key"): "d1.2.3"}, "Row 2 was not written by this workspace"),
        ({(1, "Reason"): "hm"}, "Row 2 says something but decides nothing"),
        ({(1, "Decision"): "another value", (1, "Other value"): "x"}, "Row 2: A record that is in one system only"),
    ],
)
def test_a_sheet_with_anything_wrong_decides_nothing(desk, kind, cells, sentence):
    with pytest.raises((InputError, RefusedError), match=sentence):
        apply(desk, filled(write(desk, kind), kind, cells))
    assert desk.summary().needing == len(desk.findings())


@KINDS
def test_a_sheet_from_before_a_copy_is_refused(desk, kind):
    content = filled(write(desk, kind), kind, {(1, "Decision"): "ask", (1, "Owner"): "x"})
    fields = {"first_name": "Ann", "last_name": "Illich1", "email": "m1@example.org", "status": "Active"}
    desk.club.put(Side.CLUBOS, Member(key="c1", phone="+1 805 555 0777", joined="2019-03-04", **fields))
    desk.club.copy()
    with pytest.raises(RefusedError, match="out of date: 1 of its"):
        apply(desk, content)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\xff\xfe\x00", b"a,b\r\n1,2\r\n", b'"'])
def test_files_that_are_no_sheets(desk, content):
    with pytest.raises(InputError, match="Nothing was decided"):
        apply(desk, content)


def test_nobody_is_named_when_names_are_hidden(desk):
    found = desk.findings()
    for content in (
        exporting.to_csv(exporting.lines(found, lambda domain, key: f"{domain} ****")),
        exporting.to_html(exporting.lines(found, lambda domain, key: f"{domain} ****"), "Differences"),
    ):
        for secret in (b"Illich", b"Okafor", b"0101", b"5001", b"c1,"):
            assert secret not in content


def test_a_page_runs_nothing_and_marks_what_differs(desk):
    desk.club.member(9, last="<script>alert(1)</script>", phone="+1")
    desk.club.copy()
    page = exporting.to_html(exporting.lines(desk.findings()), "A & B").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<mark>Okafor</mark>" in page
    assert "A &amp; B" in page


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


@given(TEXT, TEXT)
def test_the_pieces_of_two_texts_are_the_texts(legacy, clubos):
    left, right = exporting.words(legacy, clubos)
    assert ("".join(text for text, _ in left), "".join(text for text, _ in right)) == (legacy, clubos)
    same = ["".join(text for text, other in side if not other) for side in (left, right)]
    assert same[0] == same[1]


@given(st.sampled_from(cells.FORMULA), TEXT)
def test_cells_are_harmless_for_people_and_exact_for_machines(sign, rest):
    text = sign + rest
    line = exporting.Line("Members", text, "", text, "", "", "", "", "")
    people = next(csv.reader(io.StringIO(exporting.to_csv([line]).decode("utf-8-sig").split("\r\n", 1)[1])))
    machines = next(
        csv.reader(io.StringIO(exporting.to_csv([line], exact=True).decode().split("\r\n", 1)[1], newline=""))
    )
    assert not people[1].startswith(cells.FORMULA)
    assert machines[1] == text


@pytest.mark.parametrize("separator", [";", "\t", "|", "\n"])
@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(1)", "＝1"])
def test_no_part_of_a_cell_is_a_formula_where_cells_are_separated_otherwise(separator, formula):
    text = f"x{separator}{formula}{separator}{formula}"
    cell = cells.harmless(text)
    assert cell.split(separator) == ["x", f"'{formula}", f"'{formula}"]
    assert cells.as_it_was(cell) == text


@given(st.sampled_from(cells.FORMULA), TEXT)
def test_what_was_made_harmless_comes_back_as_it_was(sign, rest):
    text = sign + rest.replace("'", "")
    assert cells.as_it_was(cells.harmless(text)) == text


def test_no_cell_of_a_spreadsheet_is_computed():
    line = exporting.Line("Members", '=HYPERLINK("x")', "+1", "-1", "@a", "\x00\x0b", "", "0042", "1e5")
    sheet = load_workbook(io.BytesIO(exporting.to_xlsx([line]))).active
    cells = sheet[2]
    assert [cell.data_type for cell in cells if cell.value is not None] == ["s"] * 8
    assert [cells[1].value, cells[7].value] == ['=HYPERLINK("x")', "0042"]


def test_a_ruling_is_one_of_the_words():
    assert set(sheets.WORDS.values()) == set(Choice) - {Choice.UNDECIDED}
