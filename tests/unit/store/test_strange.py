"""Rows that somebody with the key made by hand are named before anything stumbles over them."""

import pytest

from clubos_desktop.errors import StorageError
from clubos_desktop.evidence import seal
from clubos_desktop.examining import examine
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club as About
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.records import Member
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import people, strange
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace
from tests.unit.sync.club import Club

MADE_BY_HAND = {
    "UPDATE difference SET kind = 'nonsense' WHERE id = 1": "difference: 1 rows hold an unknown word in “kind”",
    "UPDATE difference SET status = 'nonsense' WHERE id = 1": "difference: 1 rows hold an unknown word in “status”",
    "UPDATE run SET side = 'odd' WHERE id = 1": "run: 1 rows hold an unknown word in “side”",
    "UPDATE run SET watermark = 'x' WHERE id = 1": "run: 1 rows hold something that is no time in “watermark”",
    "UPDATE setting SET value = '{' WHERE key = 'club'": "setting: 1 rows hold text that is no JSON in “value”",
    "UPDATE setting SET value = '{}' WHERE key = 'club'": "setting: “club” is not what this program writes",
    "INSERT INTO setting VALUES ('connection.legacy', '7')": "setting: “connection.legacy” is not what",
    "UPDATE version SET fields = x'ff' WHERE id = 1": "version: 1 rows of members cannot be read",
    "INSERT INTO due (day, opens, closes, state) VALUES ('x', 'y', 'z', 'q')": "due: 1 rows hold an unknown word",
    "UPDATE pack SET snapshot = x'00'": "pack: the sealed data of pack 1 were changed",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("strange")
    made = Club(folder / "club.clubos")
    made.put(Side.LEGACY, Member(key="1", first_name="Ann", last_name="Lee", email="ann@example.org"))
    made.put(Side.CLUBOS, Member(key="c1", first_name="Ann", last_name="Leigh", email="ann@example.org"))
    made.copy()
    with made.database.transaction("person:1", "set up") as tx:
        tx.connection.exec_driver_sql(
            'INSERT INTO setting VALUES (\'club\', \'{"name":"A","zone":"UTC","currency":"USD","country":"US"}\')'
        )
    finish(seal.make(made.database, folder, actor="person:1", zone="UTC"))
    yield made
    made.database.close()


@pytest.fixture
def club(template, tmp_path):
    made = template.like(tmp_path / "club.clubos")
    yield made
    made.database.close()


def look(club):
    with club.database.read() as conn:
        return strange.rows(conn)


def test_what_the_program_wrote_is_not_strange(club):
    assert look(club) == []


@pytest.mark.parametrize("sql", MADE_BY_HAND)
def test_a_row_made_by_hand_is_named(club, sql):
    with club.database.landing() as conn:
        conn.exec_driver_sql(sql)
    assert any(MADE_BY_HAND[sql] in each for each in look(club)), look(club)


def test_examining_names_it_and_an_unknown_role_opens_nothing(tmp_path):
    path, keys, clock = tmp_path / "club.clubos", MemoryKeys(), SystemClock()
    about = About("Hill Walkers", "America/Los_Angeles", "USD", "US")
    made = Workspace.create(path, club=about, person=("Ann Lee", Role.OPERATOR), keys=keys, clock=clock)
    assert finish(examine(path, keys, clock)).problems == ()
    with made.database.landing() as conn:
        conn.exec_driver_sql("UPDATE setting SET value = '{}' WHERE key = 'club'")
    problems = finish(examine(path, keys, clock)).problems
    assert any("“club” is not what this program writes" in each for each in problems)
    with made.database.landing() as conn:
        conn.exec_driver_sql("UPDATE person SET role = 'emperor'")
    with made.database.read() as conn, pytest.raises(StorageError, match="something other than this program"):
        people.every(conn)
    assert any("something other than this program" in each for each in finish(examine(path, keys, clock)).problems)
    made.close()
