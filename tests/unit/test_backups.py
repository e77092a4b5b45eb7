"""Backups that nobody asks for: after copies, with packs, tested each week, and told of when they cannot be made."""

import pytest

from clubos_desktop import backups
from clubos_desktop.errors import StorageError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.proofs import Restored
from clubos_desktop.store import notices, rotation, settings, tables
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace
from tests.support.scripted import Hands

DAY = 86400


@pytest.fixture
def work(tmp_path):
    about, person = Club("Lakeside Club", "America/Los_Angeles", "USD", "US"), ("Ann Lee", Role.OPERATOR)
    made = Workspace.create(tmp_path / "club.clubos", club=about, person=person, keys=MemoryKeys(), clock=Hands())
    with made.database.landing() as conn:
        conn.execute(
            tables.record.insert(),
            [{"id": n, "side": "legacy", "domain": "members", "key": str(n), "raw_hash": b"", "title": "x", "sort": "x"}
             for n in range(1, 31)],
        )  # fmt: skip
        conn.execute(
            tables.version.insert(), [{"record": n, "from_run": 1, "fields": b"f", "raw": b"{}"} for n in range(1, 31)]
        )
    yield made
    made.close()


def tests_of(work):
    with work.database.read() as conn:
        last = backups.last_test(conn)
    return None if last is None else (last.at, last.body)


def test_a_copy_is_followed_by_a_backup_and_once_a_week_by_a_tested_restore(work):
    finish(backups.after_copy(work))
    first = tests_of(work)
    assert isinstance(first[1], Restored)
    assert first[1].problems == ()
    for _ in range(6):
        work.clock.sleep(DAY)
        finish(backups.after_copy(work))
    assert tests_of(work) == first
    work.clock.sleep(DAY)
    finish(backups.after_copy(work))
    assert tests_of(work) != first
    assert len(rotation.every(backups.folder(work))) == 7, "the eighth day's is gone"


def test_every_record_is_held_against_the_backup(work):
    file = finish(backups.keep(work, rotation.HAND))
    found = finish(backups.try_backup(work, file))
    with work.database.read() as conn:
        entries = conn.exec_driver_sql("SELECT count(*) FROM audit").scalar()
    assert found.problems == ()
    assert 60 < found.records <= 60 + entries
    with work.database.landing() as conn:
        conn.exec_driver_sql("UPDATE version SET fields = 'other' WHERE record = 7")
        conn.exec_driver_sql("UPDATE record SET key = 'x' WHERE id = 9")
    found = finish(backups.try_backup(work, file))
    assert len(found.problems) == 2
    assert "record 9 is another one in the backup" in found.problems
    assert any("version of a record" in problem for problem in found.problems)


def test_a_backup_that_cannot_be_made_is_told_of_once_and_again_when_it_is_made(work, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    with pytest.raises(StorageError):
        backups.choose_folder(work, blocked)
    with work.database.transaction("person:1", "folder of backups set") as tx:
        settings.put(tx, backups.FOLDER, str(blocked))
    for _ in range(3):
        finish(backups.after_copy(work))
    with work.database.read() as conn:
        told = notices.page(conn)
    assert [notice.state for notice in told] == ["failed"]
    assert "No backup could be made after the copy." in told[0].sentence
    assert told[0].remedy
    backups.choose_folder(work, tmp_path / "elsewhere")
    finish(backups.after_copy(work))
    finish(backups.beside_pack(work))
    with work.database.read() as conn:
        assert [notice.state for notice in notices.page(conn)] == ["good", "failed"]
    assert {kept.why for kept in rotation.every(tmp_path / "elsewhere")} == {"copy", "pack"}


def test_a_damaged_backup_is_no_tested_restore(work):
    file = finish(backups.keep(work, rotation.HAND))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(StorageError):
        finish(backups.try_backup(work, file))
    assert tests_of(work) is None
