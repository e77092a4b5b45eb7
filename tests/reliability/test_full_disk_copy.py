"""The disk is full at some page of a copy (R2): a sentence, nothing half taken over; with room it goes on."""

import pytest

from clubos_desktop.errors import StorageError
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import audit, sqlite, views
from tests.reliability.killed import fill
from tests.unit.sync.club import Club

POINTS = 25
SHORT = 2


def room(database, pages):
    """How many pages the file may still grow by; None for no limit."""
    with database.landing() as conn:
        present = conn.exec_driver_sql("PRAGMA page_count").scalar()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {1_000_000 if pages is None else present + pages}")


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """What two undisturbed copies come to, and by how many pages the file grows."""
    club = Club(tmp_path_factory.mktemp("whole") / "club.clubos")
    fill(club, later=False)
    with club.database.read() as conn:
        before = conn.exec_driver_sql("PRAGMA page_count").scalar()
    club.copy()
    with club.database.read() as conn:
        grown = conn.exec_driver_sql("PRAGMA page_count").scalar() - before
    fill(club, later=True)
    club.copy(Mode.INCREMENTAL)
    club.copy()
    club.copy()
    shown = club.shown()
    club.database.close()
    return shown, grown


def full_at(folder, expected, point):
    shown, grown = expected
    club = Club(folder / f"{point}.clubos")
    fill(club, later=False)
    room(club.database, grown * point // POINTS)
    with pytest.raises(StorageError) as caught:
        club.copy()
    assert caught.value.remedy
    with club.database.read() as conn:
        assert sqlite.faults(conn) == []
        assert audit.verify(conn) == []
        states = {run.state for run in views.runs(conn, limit=100)}
    assert states <= {RunState.RUNNING, RunState.FAILED, RunState.PARTIAL, RunState.COMPLETE}
    club.check()
    room(club.database, None)
    club.copy()
    fill(club, later=True)
    club.copy(Mode.INCREMENTAL)
    club.copy()
    club.copy()
    club.check()
    assert club.shown() == shown, f"point {point}"
    club.database.close()


def test_a_disk_that_is_full_in_the_middle_of_a_copy(tmp_path, expected):
    for point in range(0, POINTS, POINTS // SHORT):
        full_at(tmp_path, expected, point)


@pytest.mark.long
def test_a_full_disk_at_25_points_of_a_copy(tmp_path, expected):
    for point in range(POINTS):
        full_at(tmp_path, expected, point)
    print(f"full at {POINTS} points of a copy")
