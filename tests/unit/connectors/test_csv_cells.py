import pytest

from clubos_desktop.connectors.csv_folder import cells
from clubos_desktop.connectors.csv_folder.columns import KNOWN, Kind, guess, propose
from clubos_desktop.connectors.csv_folder.recognise import (
    look,
    recognise_delimiter,
    recognise_encoding,
    recognise_order,
)
from clubos_desktop.errors import InputError


@pytest.mark.parametrize(
    ("cell", "order", "text"),
    [
        ("2026-03-04", "YMD", "2026-03-04"),
        ("2026-03-04T09:15:30", "DMY", "2026-03-04T09:15:30"),
        ("03/04/2026", "MDY", "2026-03-04"),
        ("03.04.2026", "DMY", "2026-04-03"),
        ("3/4/26 9:05 PM", "MDY", "2026-03-04T21:05:00"),
        ("3/4/2026, 12:00 am", "MDY", "2026-03-04T00:00:00"),
        ("4 Mar 2026", "MDY", "2026-03-04"),
        ("4 March 2026 14:30", "MDY", "2026-03-04T14:30:00"),
        ("", "MDY", None),
        ("  ", "MDY", None),
    ],
)
def test_dates(cell, order, text):
    assert cells.moment(cell, order) == text


@pytest.mark.parametrize(
    "cell", ["yesterday", "2026-13-01", "31/31/2026", "1/2/2026 25:00", "1/2/2026 13:00 PM", "4 Foo 2026"]
)
def test_what_is_no_date(cell):
    with pytest.raises(ValueError, match=r"."):
        cells.moment(cell, "MDY")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("10", "10"),
        ("$1,234.50", "1234.50"),
        ("1.234,50 €", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1'234.50", "1234.50"),
        ("(5.00)", "-5.00"),
        ("-5", "-5"),
        ("USD 7.25", "7.25"),
        ("1,000", "1000"),
        ("1.000.000", "1000000"),
        (".50", "0.50"),
        ("12.3450", "12.3450"),
    ],
)
def test_amounts(cell, value):
    assert str(cells.amount(cell)) == value


def test_no_amount_at_all():
    assert cells.amount("  ") is None
    for cell in ("a lot", "1-2", "--", "1e5e"):
        with pytest.raises(ValueError, match=r"."):
            cells.amount(cell)


@pytest.mark.parametrize(
    ("given", "order"),
    [
        (["03/28/2026", "04/01/2026"], "MDY"),
        (["28.03.2026", "01.04.2026"], "DMY"),
        (["2026-03-28"], "YMD"),
        (["03/04/2026", "05/06/2026"], None),
        (["03/28/2026", "28/03/2026"], None),
        (["Ann", "555-0100", ""], "YMD"),
    ],
)
def test_order_of_dates(given, order):
    assert recognise_order(given) == order


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xef\xbb\xbfA", "utf-8-sig"),
        ("Zoë".encode(), "utf-8"),
        ("Zoë".encode("cp1252"), "cp1252"),
        ("Zoë".encode("utf-16"), "utf-16"),
    ],
)
def test_encodings(data, encoding):
    assert recognise_encoding(data) == encoding


@pytest.mark.parametrize(
    ("heading", "delimiter"), [("a,b,c", ","), ("a;b;c", ";"), ("a\tb", "\t"), ('"a,b";"c,d"', ";"), ("alone", ",")]
)
def test_delimiters(heading, delimiter):
    assert recognise_delimiter(f'{heading}\n"1;1\n2",2\n') == delimiter


def test_columns_are_proposed_with_scores():
    found = {
        each.field: each for each in propose(Kind.CONTACTS, ["user id", "First Name", "E-Mail", "Membershp level", "X"])
    }
    assert found["key"].score == found["first_name"].score == found["email"].score == 100
    assert 80 <= found["level"].score < 100
    assert "phone" not in found


def test_no_column_serves_two_fields():
    for kind in Kind:
        header = [name for names in KNOWN[kind].values() for name in names]
        columns = [each.column for each in propose(kind, header)]
        assert len(columns) == len(set(columns))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_file_is_known_by_its_columns(kind):
    assert guess([names[0] for names in KNOWN[kind].values()]) is kind


def test_a_file_of_something_else_is_not_known():
    assert guess(["Colour", "Stripes", "Weight"]) is None


def test_a_cell_without_end_is_said_as_such(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text(f'Id,Note\n1,"{"x" * 200_000}"\n')
    with pytest.raises(InputError, match="one of its cells holds more than 131,072 characters"):
        look(path)
