"""Files for the old system: every cell back as it was written, names of every kind, what fits nowhere is listed."""

import csv
import io
import random
import subprocess
from dataclasses import replace

import pytest

from clubos_desktop.cutover.legacy import contacts, export, reading
from clubos_desktop.cutover.legacy.contacts import HEAD, NEVER, Row
from clubos_desktop.diff.rules import default_rules, with_words
from clubos_desktop.errors import InputError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from tests.unit.copied_club import ZONE, filled

RULES = default_rules(ZONE, "US", "USD")
NASTY = (
    "=1+1", "+44 20 7946 0018", "-5", "@SUM(A1)", "\tTab", "O'Brien", "Müller-Lüdenscheidt", "محمد", "李小龍",
    "😀 Joy", "<b>bold</b>", 'a;b,c"d', "Line\nbreak", " lead", "trail ", "00042", "1e5", "2026-01-02", "TRUE", "#N/A",
)  # fmt: skip


def member(**fields):
    values = {"key": "c1", "first_name": "Ann", "last_name": "Illich", "email": "a@example.org", "status": "Active",
              "level": "Regular", "joined": "2019-03-04"}  # fmt: skip
    return Member(**(values | fields))


def cells(made):
    return dict(zip(HEAD, made.cells, strict=True))


def test_a_member_becomes_a_row_and_keeps_the_old_number():
    held = Member(key="5001", level="Regular", joined="2019-03-04")
    made, left = contacts.row(member(phone="+18055550101"), held, RULES)
    assert left == ()
    assert cells(made) == {
        "User ID": "5001", "First name": "Ann", "Last name": "Illich", "Organization": "", "Email": "a@example.org",
        "Phone": "+18055550101", "Membership enabled": "Yes", "Membership level": "Regular",
        "Membership status": "Active", "Member since": "2019-03-04", "Renewal due": "",
    }  # fmt: skip
    new, _ = contacts.row(member(), None, RULES)
    assert cells(new)["User ID"] == ""


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"status": "Lapsed"}, {"Membership enabled": "Yes", "Membership status": "Lapsed"}),
        ({"status": "Not a member"}, {"Membership enabled": "No", "Membership status": "", "Membership level": ""}),
        ({"status": None}, {"Membership enabled": "", "Membership status": ""}),
        ({"joined": None}, {"Member since": NEVER}),
        ({"renewal_due": "2027-01-01"}, {"Renewal due": "2027-01-01"}),
    ],
)
def test_statuses_and_days(fields, wanted):
    made, left = contacts.row(member(**fields), Member(key="5001", level="Regular", joined="2019-03-04"), RULES)
    assert {name: cells(made)[name] for name in wanted} == wanted
    assert left == ()


@pytest.mark.parametrize(
    ("fields", "held", "field", "said"),
    [
        ({"status": "Pending new"}, {}, "status", "Active or Lapsed only"),
        ({"level": None}, {"level": "Regular"}, "level", "needs a level"),
        ({"email": None}, {"email": "old@example.org"}, "email", "cannot empty this"),
        ({"last_name": "Il\x07lich"}, {}, "last_name", "no spreadsheet can hold"),
        ({"custom": {"Boat": "Laser", "Empty": ""}}, {}, "own field Boat", "no column"),
    ],
)
def test_what_does_not_fit_is_listed(fields, held, field, said):
    _, left = contacts.row(member(**fields), Member(key="5001", **held), RULES)
    assert [(each.who.split()[0], each.field) for each in left] == [("Ann", field)]
    assert said in left[0].why


def test_a_level_is_the_old_one_while_it_means_the_same():
    rules = with_words(RULES, "levels", {"family": "regular", "single": "regular"})
    kept, left = contacts.row(member(level="Regular"), Member(key="1", level="Family"), rules)
    assert (cells(kept)["Membership level"], left) == ("Family", ())
    other, left = contacts.row(member(level="Regular"), Member(key="1", level="Gold"), rules)
    assert cells(other)["Membership level"] == "Regular"
    assert "several levels" in left[0].why
    none, left = contacts.row(member(level=None), None, rules)
    assert cells(none)["Membership level"] == ""


def test_every_name_comes_back_letter_by_letter():
    rows = [contacts.row(member(key=str(n), first_name=name, last_name=name), None, RULES)[0]
            for n, name in enumerate(NASTY)]  # fmt: skip
    (content,) = contacts.files(rows)
    assert contacts.compare(rows, contacts.read(content)) == []


def test_ten_thousand_members_round_trip_in_files_of_limited_length():
    chance = random.Random(1)
    rows = [
        contacts.row(member(key=str(n), last_name=f"{chance.choice(NASTY)} {n}"), None, RULES)[0] for n in range(2_500)
    ]
    parts = contacts.files(rows, most=1_000)
    assert len(parts) == 3
    found = [row for part in parts for row in contacts.read(part)]
    assert contacts.compare(rows, found) == []
    assert contacts.files([]) == []


def test_a_file_that_would_be_too_large_is_split_and_one_contact_that_is_too_large_refused():
    rows = [contacts.row(member(key=str(n), last_name=f"Illich {n}"), None, RULES)[0] for n in range(40)]
    (whole,) = contacts.files(rows)
    parts = contacts.files(rows, largest=len(whole) - 1)
    assert len(parts) == 2
    assert contacts.compare(rows, [row for part in parts for row in contacts.read(part)]) == []
    with pytest.raises(InputError, match="One contact is larger"):
        contacts.files(rows[:1], largest=100)


def test_differences_are_named():
    rows = [Row(("1", *[""] * 10)), Row(("2", *[""] * 10))]
    assert contacts.compare(rows, rows[:1]) == ["2 rows were written, 1 read."]
    other = [rows[0], replace(rows[1], cells=("2", "Bea", *[""] * 9))]
    assert contacts.compare(rows, other) == ["Row 3 came back with another First name."]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Membership enabled": "yes"}, "neither Yes nor No"),
        ({"Membership status": "active"}, "neither Active nor Lapsed"),
        ({"Member since": "4 March 2019"}, "Member since is no day"),
        ({"Renewal due": "never"}, "Renewal due is no day"),
        (dict.fromkeys(HEAD, ""), "nothing says whose row"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(changed, said):
    good, _ = contacts.row(member(), None, RULES)
    bad = Row(tuple((cells(good) | changed)[name] for name in HEAD))
    (content,) = contacts.files([good, bad])
    with pytest.raises(InputError, match=f"row 3: .*{said}"):
        contacts.read(content)


def test_other_headings_and_numbers_are_refused():
    from openpyxl import Workbook

    for values, said in (((("a",),), "headings"), ((HEAD, (5,)), "a cell is not text")):
        book = Workbook()
        for row in values:
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        with pytest.raises(InputError, match=said):
            contacts.read(out.getvalue())


@pytest.fixture
def club(tmp_path):
    club = filled(tmp_path / "club.clubos")
    club.copy(2)
    yield club
    club.close()


def written(club, folder, since=None):
    return finish(export.write(club.database, folder, RULES, actor="person:1", since=since, zone=ZONE))


def test_everything_is_written_read_again_and_noted(club, tmp_path):
    made = written(club, tmp_path / "out")
    assert made.problems == ()
    assert made.rows == made.read_back == 3 + 3 + 5
    assert set(made.files) == {path.name for path in (tmp_path / "out").iterdir()}
    found = contacts.read((tmp_path / "out" / "Contacts 1 of 1 for Wild Apricot.xlsx").read_bytes())
    assert sorted(row.cells[0] for row in found) == ["5001", "5002", "5003"], "paired members keep their number"
    text = (tmp_path / "out" / "Registrations to read.csv").read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 6
    assert any("Payments" in each for each in made.unread)
    with pytest.raises(InputError) as again:
        written(club, tmp_path / "out")
    assert again.value.code == "export.exists"


def test_only_what_changed_after_a_moment(club, tmp_path):
    since = club.at
    assert written(club, tmp_path / "nothing", since).rows == 0
    club.put(Side.CLUBOS, Member(key="c2", first_name="=Ann", last_name="New", email="m2@example.org", status="Active"))
    club.copy()
    made = written(club, tmp_path / "one", since)
    assert made.rows == made.read_back == 1
    with club.database.read() as conn:
        assert [each.key for each in export.changed(conn, Domain.MEMBERS, since)] == ["c2"]
    club.take(Side.CLUBOS, Domain.EVENTS, "e1")
    club.copy(2)
    gone = written(club, tmp_path / "gone", since)
    assert [(each.who, each.field) for each in gone.left if "no longer in ClubOS" in each.why] == [
        ("Event 1, 1 Aug 2026", "record")
    ]


def test_a_cell_to_read_is_no_formula():
    assert reading.table(("A",), [("=1+1",), ("fine",)]).decode("utf-8-sig").splitlines() == ["A", "'=1+1", "fine"]


@pytest.mark.long
def test_libreoffice_reads_the_same(tmp_path):
    rows = [contacts.row(member(key=str(n), first_name=name), None, RULES)[0] for n, name in enumerate(NASTY)]
    (tmp_path / "c.xlsx").write_bytes(contacts.files(rows)[0])
    command = ["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "c.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=300)
    found = list(csv.reader(io.StringIO((tmp_path / "c.csv").read_text("utf-8"))))
    assert [row[1] for row in found[1:]] == [row.cells[1] for row in rows]


@pytest.mark.long
def test_libreoffice_computes_nothing_in_the_files_to_read(tmp_path):
    (tmp_path / "r.csv").write_bytes(reading.table(("Name", "Twice"), [(name, name) for name in NASTY]))
    (tmp_path / "out").mkdir()
    command = ["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", "out"]
    subprocess.run([*command, "--infilter=Text - txt - csv (StarCalc):44,34,76,1", "r.csv"], cwd=tmp_path,
                   check=True, timeout=300)  # fmt: skip
    found = list(csv.reader(io.StringIO((tmp_path / "out" / "r.csv").read_text("utf-8"))))
    assert "2" not in {cell for row in found for cell in row}, "=1+1 was not computed"
    assert {row[0] for row in found if "1+1" in row[0]} == {"'=1+1"}
