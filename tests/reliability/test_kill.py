"""kill -9 at random points of a full and an incremental copy (features.md R1): nothing lost, nothing doubled."""

import multiprocessing
import random
import shutil
import sys
import time

import pytest

from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import audit, sqlite, views
from tests.reliability.killed import copy_until_killed, fill, opened
from tests.unit.sync.club import Club

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

SHORT, LONG = 10, 250


@pytest.fixture(scope="module")
def children():
    """Children start from a process that has everything loaded, so that many can be killed in little time."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.reliability.killed"])
    return context


def template(folder, mode):
    """The database before the copy that is killed, and what it must show in the end."""
    club = Club(folder / "before.clubos")
    fill(club, later=False)
    if mode is Mode.INCREMENTAL:
        club.copy()
    club.database.close()
    shutil.copy(folder / "before.clubos", folder / "whole.clubos")
    club = opened(folder / "whole.clubos", later=mode is Mode.INCREMENTAL, hours=200)
    return folder / "before.clubos", finished(club, mode)


def finished(club, mode):
    """Copied until what is missing was seen twice: differences, records, versions."""
    club.copy(mode)
    club.copy(mode)
    club.copy(mode)
    shown = club.shown()
    with club.database.read() as conn:
        rows = conn.exec_driver_sql("SELECT side, domain, key, gone_run IS NOT NULL FROM record").fetchall()
        versions = conn.exec_driver_sql("SELECT count(*) FROM version").scalar()
    club.database.close()
    assert len(rows) == len({row[:3] for row in rows})
    return shown, set(map(tuple, rows)), versions


def killed(children, path, mode, pages, after):
    """Run the child; kill it ``after`` seconds behind its page number ``pages``, whatever the computer's speed.

    Returns how long it ran, how many pages it saw taken, whether it ended by itself.
    """
    notes = path.with_suffix(".notes")
    later = mode is Mode.INCREMENTAL
    child = children.Process(target=copy_until_killed, args=(str(path), mode.value, str(notes), later))
    child.start()
    while not notes.exists() or not notes.read_bytes():
        time.sleep(0.001)
    began = time.monotonic()
    while notes.read_bytes().count(b"p") < pages and child.is_alive():
        time.sleep(0.0005)
    child.join(after)
    child.kill()
    child.join()
    took = time.monotonic() - began
    said = notes.read_bytes()
    return took, said.count(b"p"), said.endswith(b"e")


def whole(path, mode, pages):
    """What holds after any kill, before anybody does anything."""
    later = mode is Mode.INCREMENTAL
    club = opened(path, later=later, hours=201 if later else 1)  # an hour after the kill: it goes on from there
    with club.database.read() as conn:
        assert sqlite.faults(conn) == []
        assert audit.verify(conn) == []
        landed = conn.exec_driver_sql("SELECT count(*) FROM landing WHERE seq >= 0").scalar()
        runs = views.runs(conn, limit=1000)
        present = conn.exec_driver_sql("SELECT count(*) FROM version").scalar()
        newest = conn.exec_driver_sql("SELECT max(modified) FROM version").scalar()
    assert all(run.watermark is None or run.watermark <= newest for run in runs)
    assert present == 0 or any(run.state is RunState.COMPLETE for run in runs)
    running = [run for run in runs if run.state is RunState.RUNNING]
    if not any(run.state is RunState.COMPLETE for run in runs if run.copy == runs[0].copy) and runs:
        assert landed >= pages  # what the child saw taken is there
    club.check()
    asked = []
    for source in club.sides.values():
        listen(source, asked)
    return club, running, asked


def listen(source, asked):
    pages = source.pages

    def heard(domain, mode, *, resume, **named):
        asked.append((source.side, domain, resume))
        return pages(domain, mode, resume=resume, **named)

    source.pages = heard


def kills(children, folder, mode, points, seed):
    before, expected = template(folder, mode)
    numbers = random.Random(seed)
    shutil.copy(before, folder / "time.clubos")
    length, every, ended = killed(children, folder / "time.clubos", mode, 10_000, 60)
    assert ended
    cut = 0
    for point in range(points):
        path = folder / f"kill{point}.clubos"
        shutil.copy(before, path)
        place, more = numbers.randrange(every + 1), numbers.random() * length / (every + 1)
        _, pages, ended = killed(children, path, mode, place, more)
        cut += not ended
        club, running, asked = whole(path, mode, pages)
        with club.database.read() as conn:
            cursors = {
                (run.side, run.domain): conn.exec_driver_sql(
                    "SELECT cursor FROM landing WHERE run = ? AND seq >= 0 ORDER BY seq DESC", (run.id,)
                ).scalar()
                for run in running
                if not conn.exec_driver_sql("SELECT 1 FROM landing WHERE run = ? AND seq < 0", (run.id,)).scalar()
            }
        assert finished(club, mode) == expected, f"point {point}, seed {seed}"
        for (side, domain), cursor in cursors.items():
            first = next(resume for by, of, resume in asked if (by, of) == (side, domain))
            assert first == cursor, f"point {point}, seed {seed}"
    assert cut
    print(f"{mode}: {cut} of {points} copies were cut, seed {seed}")


@pytest.mark.parametrize("mode", list(Mode))
def test_killed_copies_go_on_as_if_nothing_had_happened(children, tmp_path, mode):
    kills(children, tmp_path, mode, SHORT, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("mode", list(Mode))
def test_five_hundred_killed_copies(children, tmp_path, mode):
    kills(children, tmp_path, mode, LONG, seed=2)
