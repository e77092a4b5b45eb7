"""The archive of the old system: every record back, nothing readable without the passphrase, nothing runs or leaves."""

import csv
import io
import re
from datetime import timedelta

import pytest

from clubos_desktop.cutover.archive import page, sealing, write
from clubos_desktop.cutover.archive.gather import Archive, Table
from clubos_desktop.errors import InputError, SignInError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.time import wall
from clubos_desktop.store import registers, views
from tests.unit.copied_club import ZONE, CopiedClub, filled

WORD = "four brown owls fly"
EVIL = "</script><img src=x onerror=alert(1)>"
TABLE = Table("Members", ("number", "last name"), (("1", "Illich"), ("2", EVIL), ("3", "=1+1"), ("4", "李 \u2028 😀")))
ARCHIVE = Archive("Lakeside <Club>", "Wild Apricot", "2026-12-01T08:00:00.000Z", ZONE, "Tue 1 Dec", (TABLE,))


@pytest.fixture
def club(tmp_path):
    club = filled(tmp_path / "club.clubos")
    own = {"Boat": "Laser", "Sizes": ["S", {"Label": "M"}], "Sails": True}
    about = {"first_name": "=Ann", "last_name": EVIL, "balance": -1234, "currency": "USD", "custom": own}
    club.put(Side.LEGACY, Member(key="5009", modified="2026-11-30T20:00:00.000Z", **about))
    club.copy()
    yield club
    club.close()


def written(club, folder, passphrase=WORD):
    job = write.write(
        club.database,
        folder,
        club="Lakeside Club",
        zone=ZONE,
        actor="person:1",
        passphrase=passphrase,
        side=Side.LEGACY,
    )
    return finish(job)


def test_a_locked_archive_is_read_again_record_by_record_and_noted(club, tmp_path):
    made = written(club, tmp_path / "archive")
    assert made.problems == ()
    assert (made.locked, made.files) == (True, ("Archive, locked.html", "Read me.txt"))
    found = page.read(made.page.read_bytes(), WORD)
    assert made.records == found.records == 4 + 3 + 5 + 1 + 2 + 2 + 1 + 1
    members = next(table for table in found.tables if table.name == "Members")
    ann = dict(zip(members.columns, members.rows[-1], strict=True))
    assert (ann["number"], ann["last name"], ann["balance"]) == ("5009", EVIL, "-12.34 USD")
    assert (ann["own field: Boat"], ann["own field: Sizes"], ann["own field: Sails"]) == ("Laser", "S; Label: M", "yes")
    assert ann["modified"] == "2026-11-30 12:00:00-08:00"
    with club.database.read() as conn:
        (entry,) = registers.read(conn).of("archive")
    assert (entry.body.cells["records"], entry.body.cells["locked"]) == (str(made.records), "yes")
    assert (tmp_path / "archive").stat().st_mode & 0o077 == 0


def test_nothing_personal_stands_outside_the_lock(club, tmp_path):
    made = written(club, tmp_path / "archive")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "archive").iterdir())
    assert b"Illich" not in everything
    assert b"example.org" not in everything
    with pytest.raises(SignInError, match="does not open the archive"):
        page.read(made.page.read_bytes(), WORD + "s")


def test_an_open_one_has_files_for_people_without_formulas(club, tmp_path):
    made = written(club, tmp_path / "archive", passphrase=None)
    assert {"Archive.html", "Members.csv", "Events.csv", "Registrations.csv", "Read me.txt"} <= set(made.files)
    assert "NOTHING HERE IS LOCKED" in (tmp_path / "archive" / "Read me.txt").read_text()
    text = (tmp_path / "archive" / "Members.csv").read_text("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(text))][-1] == "'=Ann"
    assert page.read(made.page.read_bytes()).records == made.records


@pytest.mark.parametrize(("word", "said"), [("short", "5 characters"), (" " * 20, "0 characters")])
def test_a_short_passphrase_writes_nothing(club, tmp_path, word, said):
    with pytest.raises(InputError, match=said):
        written(club, tmp_path / "archive", word)
    assert not (tmp_path / "archive").exists()


def test_a_folder_that_is_there_is_left_alone(club, tmp_path):
    (tmp_path / "archive").mkdir()
    with pytest.raises(InputError, match="already a folder"):
        written(club, tmp_path / "archive")


def test_it_says_until_when_the_oldest_of_its_copies_was_made_not_when_it_was_written(club, tmp_path):
    with club.database.read() as conn:
        ends = {run.domain: run.ended for run in views.latest_accepted(conn).values() if run.side is Side.LEGACY}
    club.clock.at += timedelta(days=9)
    found = page.read(written(club, tmp_path / "archive").page.read_bytes(), WORD)
    assert found.until == wall(min(ends.values()), ZONE)
    assert found.made > min(ends.values())


def test_what_was_never_copied_is_no_archive(tmp_path):
    club = CopiedClub(tmp_path / "empty.clubos")
    with pytest.raises(InputError, match="Wild Apricot was not copied yet"):
        written(club, tmp_path / "archive")
    club.close()
    assert not (tmp_path / "archive").exists()


def test_what_came_back_different_is_named():
    short = Table("Members", TABLE.columns, TABLE.rows[:-1])
    other = Table("Members", ("number", "name"), TABLE.rows)
    assert write._differing((TABLE,), (TABLE,)) == []
    assert write._differing((TABLE,), (short,)) == ["1 of 4 members came back different."]
    assert write._differing((TABLE,), (other,)) == write._differing((TABLE,), ()) == ["Members did not come back."]


def test_a_value_never_becomes_part_of_the_page():
    made = page.opened(ARCHIVE).decode()
    assert EVIL not in made
    assert "<title>Lakeside &lt;Club&gt;: Wild Apricot</title>" in made
    assert page.read(made.encode()) == ARCHIVE
    assert made.count("<script") == 2


def test_the_page_forbids_every_address_and_runs_its_own_script_alone():
    made = page.opened(ARCHIVE).decode()
    assert re.search(r"default-src 'none'; script-src 'sha256-[A-Za-z0-9+/=]{44}'; style-src 'unsafe-inline'", made)
    assert not re.search(r"https?://|innerHTML|\beval\b|document\.write", made)


def test_letters_composed_otherwise_open_it_too():
    sealed = sealing.seal(b"content", "Müller über alles")
    assert sealing.unseal(sealed, "Mu\u0308ller u\u0308ber alles") == b"content"


DAMAGED = {
    "no archive": b"<html></html>",
    "no JSON": b'<script type="application/json" id="data">{</script>',
    "other JSON": b'<script type="application/json" id="data">{"club":1}</script>',
    "too many rounds": b'<script type="application/json" id="locked">'
    b'{"salt":"","number":"","rounds":99999999999,"data":""}</script>',
    "no Base64": b'<script type="application/json" id="locked">{"salt":"?","number":"","rounds":1,"data":""}</script>',
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_page_is_refused_with_a_sentence(name):
    with pytest.raises(InputError, match="no archive of ClubOS Desktop"):
        page.read(DAMAGED[name], WORD)
