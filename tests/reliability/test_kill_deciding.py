"""kill -9 at every few statements of settling many alike: all are settled or none, and one undo takes them back."""

import multiprocessing
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from clubos_desktop.findings import bulk, deciding, reading
from clubos_desktop.findings.reading import NEEDING_A_PERSON
from clubos_desktop.job import finish
from clubos_desktop.model.findings import Choice, Ruling, Standing
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import audit, decisions, sqlite
from clubos_desktop.store.database import Database
from tests.unit.copied_club import ZONE, CopiedClub, HandClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

KEY = bytes(range(32))
PEOPLE = 30
RULING = Ruling(Choice.ASK, owner="the webmaster")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("deciding") / "club.clubos"
    club = CopiedClub(path)
    for n in range(1, PEOPLE + 1):
        club.member(n, phone=f"+1 805 555 {n:04d}")
    club.copy(2)
    club.close()
    return path


def settle(path, stop_at, told):
    """Settle everything; die at statement ``stop_at`` of the act. Runs in a child."""
    clock = HandClock()
    database = Database.open(Path(path), KEY, clock=clock)
    with database.read() as conn:
        effect = bulk.preview(conn, NEEDING_A_PERSON, RULING, to_instant(clock.now()))
        engine = conn.engine
    count = [0]

    def before(*_arguments):
        count[0] += 1
        if count[0] == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(type(engine), "before_cursor_execute", before)
    finish(bulk.apply(database, NEEDING_A_PERSON, RULING, effect.stamp, clock=clock, actor="person:1", zone_name=ZONE))
    Path(told).write_text(str(count[0]))


def run(path, stop_at):
    """How many statements the act took; None when it was killed."""
    told = path.with_suffix(".told")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.reliability.test_kill_deciding"])
    child = context.Process(target=settle, args=(str(path), stop_at, str(told)))
    child.start()
    child.join()
    return int(told.read_text()) if told.exists() else None


def standing(path):
    """How many are settled, how many wait, and whether the file is whole."""
    database = Database.open(path, KEY, clock=HandClock())
    try:
        with database.read() as conn:
            assert sqlite.faults(conn) == []
            assert audit.verify(conn) == []
            found = reading.summary(conn, to_instant(HandClock().now())).standing
            batches = len(decisions.batches(conn))
        return found.get(Standing.ASKED, 0), found.get(Standing.OPEN, 0), batches
    finally:
        database.close()


def test_settling_many_is_whole_or_not_there_and_is_undone_in_one(template, tmp_path):
    whole = tmp_path / "whole.clubos"
    shutil.copy(template, whole)
    statements = run(whole, 10**9)
    n, waiting, _ = standing(whole)
    assert (n, waiting) == (PEOPLE, 0)
    last = 0
    for stop_at in sorted({1, *range(2, statements, max(1, statements // 6)), statements}):
        path = tmp_path / f"killed{stop_at}.clubos"
        shutil.copy(template, path)
        assert run(path, stop_at) is None
        settled, waiting, batches = standing(path)
        assert (settled, waiting, batches) in ((0, PEOPLE, 0), (PEOPLE, 0, 1))
        last = settled
    assert last == 0  # the last statement stands before the commit
    database = Database.open(whole, KEY, clock=HandClock())
    assert deciding.undo(database, clock=HandClock(), actor="person:1").n == PEOPLE
    database.close()
    assert standing(whole)[:2] == (0, PEOPLE)
