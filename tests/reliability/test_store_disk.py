"""Full disks, folders that refuse, damaged bytes: a sentence, nothing half written, and it works again afterwards."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from clubos_desktop.errors import ClubOSError, StorageError
from clubos_desktop.job import finish
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import audit, backup, settings, sidecar, sqlite
from clubos_desktop.store.database import Database
from clubos_desktop.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


def state(database):
    """The entries and values there are; they must fit each other."""
    with database.read() as connection:
        assert audit.verify(connection) == []
        assert sqlite.faults(connection) == []
        seq, _ = audit.head(connection)
        values = connection.exec_driver_sql("SELECT count(*) FROM setting WHERE key LIKE 'big %'").scalar()
    return seq, values


def act(database, name, size):
    with database.transaction("program", "big value set") as tx:
        for part in range(4):
            settings.put(tx, f"big {name} {part}", "x" * size)


@pytest.mark.parametrize("room", range(25))
def test_a_full_disk_at_25_points_says_so_and_keeps_nothing_of_the_act(path, key, room):
    database = Database.open(path, key)
    with database.landing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + room}")
    before = state(database)
    codes = []
    for name in range(40):
        try:
            act(database, name, 3000 + 97 * room)
        except StorageError as error:
            codes.append(error.code)
            break
        before = state(database)
    assert codes == ["storage.full"]
    assert state(database) == before
    with database.landing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    act(database, "after", 3000)
    assert state(database) == (before[0] + 1, before[1] + 4)
    database.close()


LIMITED = """
import json, resource, signal, sys
from pathlib import Path
from clubos_desktop.errors import StorageError
from clubos_desktop.store import settings
from clubos_desktop.store.database import Database

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, key, limit = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3])
database = Database.open(path, key)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
done, code = 0, ""
try:
    for name in range(200):
        with database.transaction("program", "big value set") as tx:
            for part in range(4):
                settings.put(tx, f"big {name} {part}", "x" * 5000)
        done += 1
except StorageError as error:
    code = error.code
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with database.transaction("program", "big value set") as tx:
    for part in range(4):
        settings.put(tx, f"big after {part}", "x")
database.close()
print(json.dumps({"done": done, "code": code}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
@pytest.mark.parametrize("limit", [150_000, 300_000, 1_000_000, 1_300_000])
def test_a_file_that_may_not_grow_says_so_and_goes_on_when_it_may(path, key, limit):
    # PRAGMA max_page_count does not reach the write-ahead log; the operating system's limit does.
    answer = run(LIMITED, path, key.hex(), limit)
    assert answer["code"] in {"storage.full", "storage.disk"}
    database = Database.open(path, key)
    assert state(database) == (40 + answer["done"] + 1, 4 * answer["done"] + 4)
    database.close()


REFUSED = """
import json, os, sys
from pathlib import Path
from clubos_desktop.errors import ClubOSError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store.database import Database
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.store import backup, passphrase, recovery  # now: the checkout may be root's alone
from clubos_desktop.workspace import Workspace

path, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
keys, clock = MemoryKeys(), SystemClock()
keys.set("database", key.hex())
club = Club("Hill Walkers", "Europe/Berlin", "EUR", "DE")

def code(act):
    try:
        act()
    except ClubOSError as error:
        return error.code
    return "done"

def read_it():
    workspace = Workspace.open(path, keys, clock, read_only=True)
    assert workspace.club.name == "Hill Walkers"
    workspace.close()

print(json.dumps({
    "create": code(lambda: Workspace.create(
        path.with_name("new.clubos"), club=club, person=("Ann", Role.OPERATOR), keys=MemoryKeys(), clock=clock)),
    "open": code(lambda: Workspace.open(path, keys, clock).close()),
    "write": code(lambda: Database.open(path, key).close()),
    "read": code(read_it),
}))
"""


@pytest.fixture
def elsewhere(path):
    """The workspace in a folder to which everybody finds the way: each run of pytest closes its own to others."""
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)  # the child gives up root's rights
        yield Path(shutil.copytree(path.parent, Path(top) / "club")) / path.name


@pytest.mark.skipif(sys.platform == "win32", reason="folders are protected in another way there")
@pytest.mark.parametrize("folder", [0o555, 0o777, 0o000])
def test_a_folder_or_file_that_refuses_writing_says_so_and_can_be_read(elsewhere, key, folder):
    path = elsewhere
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(folder)
    before = sorted((file.name, file.read_bytes()) for file in path.parent.iterdir())
    try:
        answer = run(REFUSED, path, key.hex())
    finally:
        path.parent.chmod(0o700)
    refused = "storage.read_only"
    assert (
        answer
        == {
            0o777: {"create": "done", "open": refused, "write": refused, "read": "done"},
            0o555: {"create": refused, "open": refused, "write": refused, "read": "done"},
            0o000: dict.fromkeys(("open", "write", "read"), "storage.unreadable") | {"create": refused},
        }[folder]
    )
    assert [(name, (path.parent / name).read_bytes()) for name, _ in before] == before


def run(code, *arguments):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_a_full_disk_while_a_backup_is_made_leaves_no_half_backup(path, key, tmp_path, monkeypatch):
    database = Database.open(path, key)
    target = tmp_path / "one.clubos-backup"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as caught:
        finish(backup.make(database, target, "program"))
    assert caught.value.code == "storage.full"
    monkeypatch.undo()
    assert not [file for file in tmp_path.iterdir() if "backup" in file.name]
    finish(backup.make(database, target, "program"))
    assert finish(backup.rehearse(target, key)) == []
    database.close()


def test_a_full_disk_while_the_small_file_is_changed_keeps_the_old_one(path, monkeypatch):
    before = sidecar.load(path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as caught:
        sidecar.change(path, seen=None)
    assert "disk is full" in caught.value.sentence
    assert sidecar.load(path) == before
    assert not list(path.parent.glob(".*"))


def test_100_flipped_bits_are_named_with_their_page_and_never_crash(path, keys):
    """R8: at least 99 of 100 flips are found. Every page carries its own check, so all are."""
    content = path.read_bytes()
    dice = random.Random(8)
    named = []
    for _ in range(100):
        at = dice.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1 :])
        for log in sqlite.files(path)[1:]:
            log.unlink(missing_ok=True)
        try:
            workspace = Workspace.open(path, keys, SystemClock(), read_only=True)
            problems = finish(workspace.check())
            workspace.close()
        except ClubOSError as error:
            named.append(error.code)
        else:
            page = at // 4096 + 1
            named.append(any(f"page {page}" in problem for problem in problems))
    assert set(named) <= {True, "storage.damaged", "storage.wrong_key"}
    assert True in named


@pytest.mark.parametrize("kind", ["cut", "zeroed", "other"])
def test_torn_writes_give_an_earlier_whole_state_or_a_sentence(path, key, kind, tmp_path):
    """What a power cut leaves: the log's end missing, zeroed, or of another time."""
    running = Database.open(path, key)
    for name in range(6):
        act(running, name, 3000)
    log = sqlite.files(path)[1].read_bytes()
    content = path.read_bytes()
    running.close()
    dice = random.Random(kind)
    seen = set()
    for number in range(30):
        victim = tmp_path / f"{number}.clubos"
        victim.write_bytes(content)
        at = dice.randrange(len(log))
        tail = {"cut": b"", "zeroed": bytes(len(log) - at), "other": dice.randbytes(len(log) - at)}[kind]
        sqlite.files(victim)[1].write_bytes(log[:at] + tail)
        database = Database.open(victim, key)
        seq, values = state(database)
        assert values == 4 * (seq - 40)
        seen.add(seq)
        act(database, "after", 10)
        assert state(database)[0] == seq + 1
        database.close()
    assert len(seen) > 2


def test_twenty_wrong_keys_do_no_harm_to_a_file_whose_log_is_still_open(path, key, tmp_path):
    running = Database.open(path, key)
    act(running, "late", 3000)
    expected = state(running)
    victim = tmp_path / "victim.clubos"
    for file, copied in zip(sqlite.files(path)[:2], sqlite.files(victim)[:2], strict=True):
        copied.write_bytes(file.read_bytes())
    running.close()
    dice = random.Random(12)
    for number in range(20):
        with pytest.raises(StorageError) as caught:
            Database.open(victim, dice.randbytes(32), read_only=number % 2 == 0)
        assert caught.value.code == "storage.wrong_key"
    database = Database.open(victim, key)
    assert state(database) == expected
    database.close()


def test_a_check_of_a_file_in_use_finds_no_fault_in_what_is_not_yet_in_it(path, keys):
    workspace = Workspace.open(path, keys, SystemClock())
    for name in range(30):
        act(workspace.database, name, 5000)
    assert sqlite.files(path)[1].stat().st_size > path.stat().st_size
    assert finish(workspace.check()) == []
    workspace.close()
