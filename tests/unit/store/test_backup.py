"""A backup is one file, and it is proven before it is trusted."""

import hashlib
import shutil
import zipfile

import pytest

from clubos_desktop.errors import InputError, StorageError
from clubos_desktop.job import finish
from clubos_desktop.store import audit, backup, settings, sidecar, sqlite
from clubos_desktop.store.database import Database

KEY = bytes(range(32))


@pytest.fixture
def file(database, tmp_path):
    sidecar.change(database.path, recovery={"box": "x"})
    with database.transaction("program", "club set") as tx:
        settings.put(tx, "club", {"name": "Hill Walkers"})
    target = tmp_path / "one.clubos-backup"
    finish(backup.make(database, target, "person:1"))
    return target


def test_a_backup_restores_to_the_same_state(database, file, tmp_path):
    with database.transaction("program", "later") as tx:
        settings.put(tx, "club", {"name": "Other"})
    path = tmp_path / "fresh" / "club.clubos"
    said = finish(backup.restore(file, path))
    restored = Database.open(path, KEY)
    with restored.read() as connection:
        assert settings.get(connection, "club", None) == {"name": "Hill Walkers"}
        assert audit.head(connection) == (said.entries, bytes.fromhex(said.head))
        assert audit.verify(connection) == []
    restored.close()
    assert sidecar.load(path) == sidecar.load(database.path)


def test_making_one_is_in_the_log_and_leaves_no_other_file(database, file):
    with database.read() as connection:
        entry = audit.page(connection)[0]
    assert (entry.actor, entry.act) == ("person:1", "backup made")
    assert entry.subject["sha256"] == backup.look(file).database
    assert sorted(name.name for name in file.parent.iterdir() if "club.clubos" not in name.name) == [file.name]


def test_a_rehearsal_finds_a_sound_backup_sound(file, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    assert finish(backup.rehearse(file, KEY)) == []
    assert sorted(tmp_path.rglob("*")) == before


def test_a_rehearsal_finds_a_history_that_is_not_the_listed_one(file, tmp_path):
    other = tmp_path / "other.clubos-backup"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "list.json":
                said = backup.look(file)
                content = content.replace(said.head.encode(), ("0" * 64).encode())
            new.writestr(name, content)
    assert "not the one" in " ".join(finish(backup.rehearse(other, KEY)))


def test_existing_files_are_never_overwritten(database, file):
    before = file.read_bytes()
    with pytest.raises(InputError):
        finish(backup.make(database, file, "person:1"))
    with pytest.raises(InputError):
        finish(backup.restore(file, database.path))
    assert file.read_bytes() == before


def test_a_damaged_byte_is_noticed_or_did_no_harm(file, tmp_path):
    content = file.read_bytes()
    damaged, fresh = tmp_path / "damaged", tmp_path / "fresh"
    harmless = 0
    for at in range(0, len(content), len(content) // 60):
        damaged.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            said = finish(backup.restore(damaged, fresh))
        except StorageError:
            pass
        else:  # a date or a flag in the archive's own lists, which nothing reads
            harmless += 1
            assert hashlib.sha256(fresh.read_bytes()).hexdigest() == said.database == backup.look(file).database
            fresh.unlink()
            sidecar.beside(fresh).unlink()
        assert not list(tmp_path.glob("*fresh*"))
    assert harmless < 3


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_short_is_said_so(file, tmp_path, share):
    cut = tmp_path / "cut"
    cut.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    with pytest.raises(StorageError):
        backup.look(cut)


def test_a_missing_backup_is_said_so(tmp_path):
    with pytest.raises(StorageError) as caught:
        backup.look(tmp_path / "none")
    assert caught.value.code == "storage.missing"


def test_a_list_of_another_kind_is_damage(file, tmp_path):
    other = tmp_path / "other"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"[1]" if name == "list.json" else old.read(name))
    with pytest.raises(StorageError):
        backup.look(other)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, b" " * 2_000_000 if name == "list.json" else old.read(name))
    with pytest.raises(StorageError):
        backup.look(other)


def test_a_small_file_never_becomes_a_huge_one(file, tmp_path):
    other = tmp_path / "other"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(StorageError) as caught:
        finish(backup.restore(other, tmp_path / "fresh"))
    assert caught.value.code == "storage.backup_damaged"


def test_left_overs_of_a_killed_backup_are_no_obstacle(database, file, tmp_path):
    target = tmp_path / "two.clubos-backup"
    for name in (".backup-part", ".backup-copy"):
        shutil.copy(file, target.with_name(f".{target.name}{name}"))
    finish(backup.make(database, target, "person:1"))
    assert finish(backup.rehearse(target, KEY)) == []


def test_a_lost_database_is_restored_beside_the_small_file_that_was_left(database, file):
    database.close()
    database.path.unlink()
    sidecar.change(database.path, seen={"seq": 99, "hash": "00"})
    finish(backup.restore(file, database.path))
    assert "seen" not in sidecar.load(database.path)
    Database.open(database.path, KEY).close()


@pytest.mark.parametrize("end", [".part", ".copy", ".restore-part"])
def test_a_workspace_whose_name_is_like_a_part_of_the_backup_stays(database, tmp_path, end):
    database.close()
    path = database.path.rename(tmp_path / f"one{end}")
    sidecar.change(path, recovery={"box": "x"})
    opened = Database.open(path, KEY)
    finish(backup.make(opened, tmp_path / "one", "person:1"))
    opened.close()
    (tmp_path / "one").rename(tmp_path / "file")
    finish(backup.restore(tmp_path / "file", tmp_path / "one"))
    Database.open(path, KEY).close()


def test_a_backup_never_takes_the_place_of_a_workspaces_own_file(database, tmp_path):
    sidecar.change(database.path, recovery={"box": "x"})
    with pytest.raises(InputError):
        finish(backup.make(database, database.path.with_name(database.path.name + ".locked"), "person:1"))


def test_the_log_of_a_lost_database_is_not_played_into_the_restored_one(database, file):
    log = database.path.with_name(database.path.name + "-wal")
    for number in range(20):
        with database.transaction("person:1", "something done") as tx:
            settings.put(tx, "club", {"name": "x" * 9000 * number})
    left = log.read_bytes()
    assert left
    database.close()
    database.path.unlink()
    log.write_bytes(left)  # as a kill leaves it
    finish(backup.restore(file, database.path))
    restored = Database.open(database.path, KEY)
    with restored.read() as connection:
        assert settings.get(connection, "club", None) == {"name": "Hill Walkers"}
        assert sqlite.faults(connection) == []
    restored.close()
    assert [kept.read_bytes() for kept in log.parent.glob("*-wal.lost-*")] == [left]


def test_a_full_disk_while_restoring_leaves_nothing(file, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(StorageError) as caught:
        finish(backup.restore(file, tmp_path / "fresh"))
    assert caught.value.code == "storage.full"
    assert not list(tmp_path.glob("*fresh*"))
