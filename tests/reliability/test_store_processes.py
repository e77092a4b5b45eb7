"""Two programs, and programs that are killed: one writer, nothing half done, no lock left to be deleted by hand."""

import contextlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clubos_desktop.errors import LockedError
from clubos_desktop.job import finish
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import audit, settings
from clubos_desktop.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from pathlib import Path
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import settings
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace

keys = MemoryKeys()
keys.set("database", sys.argv[2])
workspace = Workspace.open(Path(sys.argv[1]), keys, SystemClock())
print("open", flush=True)
for number in range(int(sys.argv[3]), 10**9):
    with workspace.database.transaction(workspace.actor, "counted") as tx:
        settings.put(tx, "count", number)
        settings.put(tx, f"big {number % 7}", "x" * (number % 50) * 1000)
        settings.put(tx, "count again", number)
    print(number, flush=True)
"""


@contextlib.contextmanager
def writing(path, keys, start=0):
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), keys.get("database"), str(start)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout.readline().strip() == "open"
        yield child
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def killed_again_and_again(path, keys, times):
    dice = random.Random(9)
    start = 0
    for _ in range(times):
        with writing(path, keys, start) as child:
            time.sleep(dice.random() * 0.15)
            child.kill()
            said = [int(line) for line in child.stdout.read().split("\n")[:-1]]
        workspace = Workspace.open(path, keys, SystemClock())
        with workspace.database.read() as connection:
            count = settings.get(connection, "count", start - 1)
            assert settings.get(connection, "count again", start - 1) == count
            assert count >= max(said, default=start - 1)
            counted = connection.exec_driver_sql("SELECT count(*) FROM audit WHERE act = 'counted'").scalar()
            assert counted == count + 1
        assert finish(workspace.check()) == []
        workspace.close()
        start = count + 1
    assert start > 0


def test_killed_at_any_moment_it_loses_no_act_doubles_none_and_opens_by_itself(path, keys):
    killed_again_and_again(path, keys, 8)


@pytest.mark.long
def test_killed_150_times(path, keys):
    killed_again_and_again(path, keys, 150)


def test_a_second_program_is_told_who_writes_until_that_one_is_killed(path, keys):
    with writing(path, keys) as child:
        with pytest.raises(LockedError) as caught:
            Workspace.open(path, keys, SystemClock())
        assert f"process {child.pid}" in caught.value.sentence
        reading = Workspace.open(path, keys, SystemClock(), read_only=True)
        with reading.database.read() as connection:
            assert audit.verify(connection) == []
        reading.close()
    assert path.with_name(path.name + ".lock").exists()
    Workspace.open(path, keys, SystemClock()).close()


MAKER = """
import sys
from pathlib import Path
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace

class SavedKeys(MemoryKeys):
    def set(self, name, secret):
        Path(sys.argv[1] + ".secret").write_text(secret)

print("ready", flush=True)
club = Club("Hill Walkers", "Europe/Berlin", "EUR", "DE")
sys.stdin.readline()
Workspace.create(Path(sys.argv[1]), club=club, person=("Ann", Role.OPERATOR), keys=SavedKeys(), clock=SystemClock())
print("made", flush=True)
sys.stdin.readline()
"""


def test_a_workspace_that_was_being_made_when_killed_is_whole_or_not_there(tmp_path, keys):
    from clubos_desktop.model.club import Club
    from clubos_desktop.model.people import Role

    dice = random.Random(10)
    whole = 0
    for number in range(8):
        path = tmp_path / f"{number}.clubos"
        child = subprocess.Popen(
            [sys.executable, "-c", MAKER, str(path)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout.readline().strip() == "ready"
        child.stdin.write("\n")
        child.stdin.flush()
        time.sleep(dice.random() * 0.25)
        child.kill()
        child.communicate()
        if path.exists():
            whole += 1
            keys.set("database", Path(f"{path}.secret").read_text())
            opened = Workspace.open(path, keys, SystemClock())
        else:
            club = Club("Hill Walkers", "Europe/Berlin", "EUR", "DE")
            opened = Workspace.create(path, club=club, person=("Ann", Role.OPERATOR), keys=keys, clock=SystemClock())
        assert opened.club.name == "Hill Walkers"
        assert finish(opened.check()) == []
        opened.close()
    assert 0 <= whole <= 8
