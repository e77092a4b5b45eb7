"""The one door to the encrypted file."""

import os
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from clubos_desktop.errors import InputError, LockedError, RefusedError, StorageError
from clubos_desktop.store import audit, settings, sqlite, tables
from clubos_desktop.store.database import Database

KEY = bytes(range(32))


def test_what_an_act_writes_is_read_back_with_its_entry(database):
    with database.transaction("person:1", "limits set", {"key": "limits"}) as tx:
        settings.put(tx, "limits", {"members": 0.5})
        tx.subject["count"] = 1
    with database.read() as connection:
        assert settings.get(connection, "limits", None) == {"members": 0.5}
        (entry,) = audit.page(connection)
    assert (entry.seq, entry.actor, entry.act) == (1, "person:1", "limits set")
    assert entry.subject == {"key": "limits", "count": 1}


def test_an_act_that_fails_leaves_neither_rows_nor_entry(database):
    def fail():
        with database.transaction("person:1", "limits set") as tx:
            settings.put(tx, "limits", 1)
            raise KeyError("half way")

    with pytest.raises(KeyError):
        fail()
    with database.read() as connection:
        assert settings.get(connection, "limits", None) is None
        assert audit.page(connection) == []


def test_a_reader_keeps_its_snapshot_while_an_act_commits(database):
    with database.read() as connection:
        assert settings.get(connection, "k", 0) == 0
        with database.transaction("program", "k set") as tx:
            settings.put(tx, "k", 1)
        assert settings.get(connection, "k", 0) == 0
    with database.read() as connection:
        assert settings.get(connection, "k", 0) == 1


def test_a_reader_cannot_write(database):
    def write():
        with database.read() as connection:
            settings.write(connection, "k", 1)

    with pytest.raises(StorageError):
        write()


def test_acts_do_not_nest(database):
    def nest():
        with database.transaction("program", "outer"), database.transaction("program", "inner"):
            pass

    with pytest.raises(RuntimeError):
        nest()
    with database.transaction("program", "after"):
        pass


def test_an_act_without_a_name_is_refused_and_writes_nothing(database):
    def act():
        with database.transaction("program", "") as tx:
            settings.put(tx, "k", 1)

    with pytest.raises(ValueError, match="who and what"):
        act()
    with database.read() as connection:
        assert settings.get(connection, "k", 0) == 0


def test_references_hold(database):
    def write():
        with database.landing() as connection:
            connection.exec_driver_sql("INSERT INTO landing VALUES (99, 1, '', x'00', x'00')")

    with pytest.raises(IntegrityError):
        write()


@pytest.mark.parametrize("sql", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
def test_audit_entries_cannot_be_changed_or_deleted(database, sql):
    with database.transaction("program", "first"):
        pass

    def write():
        with database.landing() as connection:
            connection.exec_driver_sql(sql)

    with pytest.raises((IntegrityError, OperationalError, DatabaseError), match="append-only"):
        write()


def test_a_file_is_never_overwritten(database):
    with pytest.raises(InputError):
        Database.create(database.path, KEY)
    with database.read() as connection:
        assert connection.execute(select(tables.setting)).all() == []


def test_opened_for_reading_only_refuses_every_write(database):
    with Database_open(database.path, read_only=True) as reading:
        with reading.read() as connection:
            assert audit.page(connection) == []
        with pytest.raises(RefusedError), reading.transaction("program", "x"):
            pass


class Database_open:  # noqa: N801 - reads as a call
    def __init__(self, path, key=KEY, **options):
        self.opened = Database.open(path, key, **options)

    def __enter__(self):
        return self.opened

    def __exit__(self, *_):
        self.opened.close()


def test_a_wrong_key_is_said_so_and_changes_nothing(database):
    database.close()
    before = database.path.read_bytes()
    with pytest.raises(StorageError) as caught:
        Database.open(database.path, bytes(32))
    assert caught.value.code == "storage.wrong_key"
    assert database.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 something", b"SQLite format 3\x00" + bytes(4080)])
def test_another_programs_file_is_said_so(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(StorageError) as caught:
        Database.open(path, KEY)
    assert caught.value.code == "storage.not_a_workspace"
    assert path.read_bytes() == content


def test_a_missing_file_is_said_so_and_not_made(tmp_path):
    with pytest.raises(StorageError) as caught:
        Database.open(tmp_path / "none.clubos", KEY)
    assert caught.value.code == "storage.missing"
    assert list(tmp_path.iterdir()) == []


def test_nothing_readable_is_on_the_disk(database):
    with database.transaction("program", "set") as tx:
        settings.put(tx, "canary", "Zanzibar-4711")
    for file in sqlite.files(database.path):
        assert b"Zanzibar" not in file.read_bytes()


def test_a_reader_sees_nothing_of_a_write_that_goes_on(database):
    with database.transaction("program", "k set") as tx:
        settings.put(tx, "k", 1)
        with database.read() as connection:
            assert settings.get(connection, "k", 0) == 0
    with database.transaction("program", "k dropped") as tx:
        settings.drop(tx, "k")
    with database.read() as connection:
        assert settings.get(connection, "k", 0) == 0


def test_another_programs_write_is_waited_for_and_then_said_so(database, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 20)
    with Database_open(database.path) as other, database.transaction("program", "slow"):

        def write():
            with other.transaction("program", "fast"):
                pass

        with pytest.raises(LockedError) as caught:
            write()
        assert caught.value.code == "storage.busy"
    with Database_open(database.path) as other, other.transaction("program", "now"):
        pass


def test_a_thread_that_will_not_wait_is_told_so(database):
    found = []

    def write():
        try:
            with database.landing(wait=0):
                pass
        except LockedError as error:
            found.append(error.code)

    with database.landing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert found == ["storage.busy"]


def test_a_key_of_another_length_is_a_mistake_of_ours(tmp_path):
    with pytest.raises(ValueError, match="32 bytes"):
        Database.create(tmp_path / "x", b"short")


def test_the_file_is_its_owners_alone(database):
    with database.transaction("program", "x"):
        pass
    assert [file.stat().st_mode & 0o077 for file in sqlite.files(database.path)] == [0, 0, 0]


def test_a_sound_file_has_no_faults_and_a_broken_reference_is_one(database):
    with database.read() as connection:
        assert sqlite.faults(connection) == []
    engine = sqlite.engine(database.path, KEY, reading=False, read_only=False)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            connection.exec_driver_sql("INSERT INTO landing VALUES (99, 1, '', x'00', x'00')")
    engine.dispose()
    with database.read() as connection:
        assert sqlite.faults(connection) == ["a reference: row 1 of landing to run"]


def test_a_creation_that_fails_leaves_no_file(tmp_path, monkeypatch):
    def fail(_):
        raise KeyError("half way")

    monkeypatch.setattr("clubos_desktop.store.migrations.make_schema", fail)
    with pytest.raises(KeyError):
        Database.create(tmp_path / "x", KEY)
    assert list(tmp_path.iterdir()) == []


def test_an_error_carries_no_values(database):
    def write():
        with database.landing() as connection:
            connection.execute(
                tables.landing.insert(), {"run": 99, "seq": 1, "cursor": "Ann", "hash": b"", "body": b""}
            )

    with pytest.raises(IntegrityError) as caught:
        write()
    assert "Ann" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["two words", "100 %", "what?", "a#b", "Bücher 日本", "it's", 'say "x"', "semi;colon&x=1"]
)
def test_a_file_may_have_any_name(tmp_path, name):
    path = tmp_path / name / name
    Database.create(path, KEY).close()
    opened = Database.open(path, KEY)
    with opened.transaction("program", "x"):
        pass
    opened.copy_to(path.with_name("copy"))
    opened.close()
    Database.open(path, KEY, read_only=True).close()
    assert {file.name for file in path.parent.iterdir()} <= {"copy", name, f"{name}-wal", f"{name}-shm"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_file_that_was_taken_away_is_written_no_more(tmp_path, how):
    path = tmp_path / "club.clubos"
    database = Database.create(path, KEY)
    with database.transaction("person:1", "noted") as tx:
        settings.put(tx, "before", 1)
    if how == "deleted":
        path.unlink()
    elif how == "moved":
        path.rename(tmp_path / "away.clubos")
    else:
        Database.create(tmp_path / "other.clubos", KEY).close()
        (tmp_path / "other.clubos").replace(path)
    for _ in range(2):
        with pytest.raises(StorageError) as told, database.transaction("person:1", "noted") as tx:
            settings.put(tx, "after", 2)
        assert told.value.code == "storage.taken_away"
    with pytest.raises(StorageError), database.landing():
        pass
    database.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
def test_a_file_that_was_put_back_is_written_again(tmp_path):
    path = tmp_path / "club.clubos"
    database = Database.create(path, KEY)
    path.rename(tmp_path / "away.clubos")
    with pytest.raises(StorageError), database.transaction("person:1", "noted"):
        pass
    (tmp_path / "away.clubos").rename(path)
    with database.transaction("person:1", "noted") as tx:
        settings.put(tx, "after", 2)
    database.close()
    again = Database.open(path, KEY)
    with again.read() as conn:
        assert settings.get(conn, "after", None) == 2
    again.close()
