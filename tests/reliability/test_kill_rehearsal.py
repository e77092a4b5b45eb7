"""kill -9 at random points of a rehearsal: it goes on where it was, nothing counts twice, data stay as they were."""

import multiprocessing
import random
import shutil
import sys
import time

import pytest

from clubos_desktop.cutover import sums
from clubos_desktop.job import finish
from clubos_desktop.model.people import Role
from clubos_desktop.store import audit, people, pins, sidecar, sqlite
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import runbook
from tests.reliability.rehearsing import KEY, PIN, go_on_until_killed
from tests.unit.copied_club import HandClock, filled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

SHORT, LONG = 6, 150
PATIENCE = 600
"""Seconds that a whole rehearsal may take on a busy computer."""


@pytest.fixture(scope="module")
def children():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.reliability.rehearsing"])
    return context


def club_at(path):
    club = filled(path)
    club.copy(2)
    sidecar.change(path, seen=None)
    for name, role in (("Ann", Role.OPERATOR), ("Bea", Role.CHAIR), ("Cem", Role.TREASURER)):
        with club.database.transaction("program", "person added") as tx:
            pins.put(tx, people.add(tx, name, role).id, PIN)
    before = tables(club.database)
    club.database.close()
    return before


def tables(database):
    with database.read() as conn:
        return finish(sums.sums(conn))


def killed(children, path, after, hours=48, stop_at=0):
    """Kill it after so many seconds, or at its statement ``stop_at``: how long it lived, its statements, its end."""
    notes = path.with_suffix(f".notes{time.monotonic_ns()}")
    child = children.Process(target=go_on_until_killed, args=(str(path), str(notes), hours, stop_at))
    child.start()
    while not notes.exists() or not notes.read_bytes():
        time.sleep(0.001)
    began = time.monotonic()
    child.join(after)
    child.kill()
    child.join()
    said = notes.read_bytes()
    return time.monotonic() - began, said.count(b"."), said.endswith(b"e")


def rehearsals(children, folder, points, seed):
    numbers = random.Random(seed)
    (folder / "time").mkdir()
    before = club_at(folder / "time" / "club.clubos")
    shutil.copytree(folder / "time", folder / "first")
    length, statements, ended = killed(children, folder / "time" / "club.clubos", PATIENCE)
    assert ended
    path, cut, ended = folder / "first" / "club.clubos", 0, False
    for point in range(points):
        if point % 2:
            _, _, ended = killed(children, path, numbers.random() * length * 0.7, 48 + point)
        else:
            stop_at = numbers.randrange(1, statements // points)
            _, _, ended = killed(children, path, PATIENCE, 48 + point, stop_at)
        cut += not ended
        whole(path)
    if not ended:
        _, _, ended = killed(children, path, PATIENCE, 48 + points)
    assert ended
    assert cut >= 1
    assert whole(path) == (before, 1, 1)


def whole(path):
    database = Database.open(path, KEY, clock=HandClock())
    try:
        with database.read() as conn:
            assert sqlite.faults(conn) == []
            assert audit.verify(conn) == []
        kept = known(database).kept
        assert not kept.broken
        return tables(database), len(runbook.runs(kept)), len(kept.of("rehearsal"))
    finally:
        database.close()


def test_a_killed_rehearsal_goes_on_where_it_was(children, tmp_path):
    rehearsals(children, tmp_path, SHORT, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(25))
def test_one_hundred_and_fifty_kills(children, tmp_path, seed):
    rehearsals(children, tmp_path, LONG // 25, seed=seed + 2)
