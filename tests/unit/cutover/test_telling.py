"""The message of a return: the right system's people, the approved text, what may not arrive, nothing sent."""

import csv
import io

import pytest

from clubos_desktop.cutover import telling
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.proofs import Approved, Written
from clubos_desktop.model.records import Member
from clubos_desktop.store import registers
from clubos_desktop.verification.acts.entering import enter, known
from tests.unit.copied_club import filled


@pytest.fixture
def club(tmp_path):
    club = filled(tmp_path / "club.clubos")
    people = (
        ("5011", "Bo", "m1@example.org", {}),
        ("5012", "Cy", "", {}),
        ("5013", "Di", "no address", {}),
        ("5014", "Ed", "ed@example.org", {"is_member": False}),
        ("5015", "Flo", "flo@example.org", {"archived": True}),
    )
    for key, name, email, more in people:
        club.put(
            Side.LEGACY, Member(key=key, first_name=name, last_name="X", email=email, **({"is_member": True} | more))
        )
    club.copy(2)
    yield club
    club.close()


def made(club):
    with club.database.read() as conn:
        return telling.message(conn, known(club.database))


def test_it_goes_to_the_members_of_the_system_in_charge(club):
    found = made(club)
    assert found.side is Side.LEGACY
    assert [name for name, _ in found.reached] == ["Ann Illich1", "Ann Illich2", "Ann Illich3", "Bo X"]
    assert (found.without, found.doubtful) == (("Cy X",), (("Di X", "no address"),))
    assert found.shared == (("m1@example.org", 2),)
    assert "Dear members of Lakeside Club" in found.text
    assert found.warnings == (
        "The board has not approved this text.",
        "1 members have no address: call or write to them.",
        "1 addresses cannot be right and will bounce.",
        "1 addresses belong to several people.",
    )


def test_an_endless_address_is_doubtful_at_once(club):
    """The longer it is, the longer the pattern would try its dots: with the square of them."""
    address = f"a@{'.' * 40_000}@"
    club.put(Side.LEGACY, Member(key="5016", first_name="Gus", last_name="X", email=address, is_member=True))
    club.copy(2)
    assert ("Gus X", address) in made(club).doubtful


def test_the_text_is_the_one_the_board_approved(club):
    enter(club.database, "person:1", "communication", "written", Written("We go back.", "aa"), item="problem")
    assert (made(club).text, made(club).approved) == ("We go back.", False)
    enter(club.database, "person:1", "communication", "approved", Approved(("aa",), 4), item="")
    assert made(club).approved
    assert "The board has not approved this text." not in made(club).warnings


def test_text_and_list_are_written_and_a_copy_is_noted(club, tmp_path):
    telling.write(club.database, tmp_path / "out", "person:1")
    assert (tmp_path / "out" / telling.TEXT).read_text().startswith("To be sent from Wild Apricot, by a person.")
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / telling.LIST).read_text("utf-8-sig"))))
    assert len(rows) == 1 + 4 + 2
    assert rows[-1] == ["Di X", "no address", "this address cannot be right"]
    with club.database.read() as conn:
        (entry,) = registers.read(conn).of("report")
    assert (entry.body.cells["recipients"], entry.body.cells["without"]) == ("4", "1")
    with pytest.raises(InputError, match="already a folder"):
        telling.write(club.database, tmp_path / "out", "person:1")
