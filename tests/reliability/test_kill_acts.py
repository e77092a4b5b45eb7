"""kill -9 while somebody decides, a pack is made, a backup made and restored (R1): before or after, always whole."""

import multiprocessing
import random
import shutil
import sys
import time

import pytest

from clubos_desktop.evidence.verify import verify
from clubos_desktop.job import finish
from clubos_desktop.store import audit, backup, sidecar, sqlite
from clubos_desktop.sync.zero import verify_from_zero
from tests.reliability.killed_acts import ACTS, opened, repeat_until_killed
from tests.unit.copied_club import CopiedClub

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

SHORT, LONG = 2, 170
LONGEST = {"decide": 0.25, "pack": 1.2, "restore": 0.3}
"""Seconds within which the child is killed: a few acts long."""


@pytest.fixture(scope="module")
def children():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.reliability.killed_acts"])
    return context


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A copied club with twelve differences."""
    club = CopiedClub(tmp_path_factory.mktemp("template") / "club.clubos")
    for number in range(1, 13):
        club.member(number, phone=f"+1 805 555 01{number:02d}")
    club.event(1, "2026-12-20T17:00:00.000Z", "2026-12-20T19:00:00.000Z", title="Dinner")
    club.copy(2)
    path = club.database.path
    club.close()
    sidecar.change(path, seen=None)
    return path


def killed(children, kind, path, folder, after):
    """Run the child and kill it after so many seconds; the acts that it saw done."""
    notes = path.with_suffix(".notes")
    child = children.Process(target=repeat_until_killed, args=(kind, str(path), str(folder), str(notes)))
    child.start()
    while not notes.exists() or not notes.read_bytes():
        assert child.is_alive(), "the child ended before it began"
        time.sleep(0.001)
    child.join(after)
    child.kill()
    child.join()
    return notes.read_bytes()


def batches(conn):
    return conn.exec_driver_sql("SELECT count(*) FROM batch").scalar()


def undone(conn):
    return conn.exec_driver_sql("SELECT count(DISTINCT batch) FROM decision WHERE ended = 'undone'").scalar()


def decided(database, _folder, said):
    """Every decision that came back is there, and at most one that was under way."""
    with database.read() as conn:
        assert said.count(b"d") <= batches(conn) <= said.count(b"d") + 1
        assert said.count(b"u") <= undone(conn) <= said.count(b"u") + 1


def packed(database, folder, said):
    """Every finished pack verifies, against itself and the workspace; a half one is not listed."""
    with database.read() as conn:
        rows = conn.exec_driver_sql("SELECT path FROM pack WHERE sha256 IS NOT NULL AND path IS NOT NULL").fetchall()
    paths = [row[0] for row in rows if row[0]]
    assert said.count(b"p") <= len(paths) <= said.count(b"p") + 1
    for path in paths[-2:]:
        assert verify(folder / path.rsplit("/", 1)[-1], database) == []


def restored(_database, folder, said):
    """Every backup and every restored workspace that has its name is whole; what was under way is made anew."""
    files, works = sorted(folder.glob("b*.clubos-backup")), sorted(folder.glob("r*.clubos"))
    assert said.count(b"b") <= len(files) <= said.count(b"b") + 1
    assert said.count(b"r") <= len(works) <= said.count(b"r") + 1
    for file in files:
        backup.look(file)
    for work in works[-2:]:
        whole(opened(work)).close()
    if files:
        again = folder / f"r{len(works)}.clubos"
        finish(backup.restore(files[-1], again))
        whole(opened(again)).close()


AFTER = {"decide": decided, "pack": packed, "restore": restored}


def whole(database):
    with database.read() as conn:
        assert sqlite.faults(conn) == []
        assert audit.verify(conn) == []
    assert finish(verify_from_zero(database)) == ()
    return database


def kills(children, template, folder, kind, *, points, seed):
    dice = random.Random(f"{kind} {seed}")
    for point in range(points):
        place = folder / f"{kind}{point}"
        place.mkdir()
        for file in (template, sidecar.beside(template)):
            shutil.copy(file, place)
        work = place / "work"
        work.mkdir()
        said = killed(children, kind, place / template.name, work, dice.random() * LONGEST[kind])
        database = whole(opened(place / template.name))
        AFTER[kind](database, work, said)
        database.close()
        shutil.rmtree(place)
    print(f"{kind}: killed at {points} points, seed {seed}")


@pytest.mark.parametrize("kind", ACTS)
def test_a_killed_act_was_done_or_was_not(children, template, tmp_path, kind):
    kills(children, template, tmp_path, kind, points=SHORT, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("kind", ACTS)
def test_a_hundred_and_seventy_killed_acts(children, template, tmp_path, kind):
    kills(children, template, tmp_path, kind, points=LONG, seed=2)
