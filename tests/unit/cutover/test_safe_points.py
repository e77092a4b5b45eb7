"""Stop everything reaches a safe point soon, however large the club: counted in safe points, not in time."""

from threading import Event

import pytest
from sqlcipher3 import dbapi2

from clubos_desktop.cutover.legacy import contacts
from clubos_desktop.cutover.legacy.contacts import HEAD, Row
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.evidence import untouched
from clubos_desktop.findings import noise
from clubos_desktop.job import Progress, aside
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.store import backup, sqlite
from tests.unit.copied_club import ZONE, CopiedClub


def person(number, **more):
    named = {"first_name": "Ann", "last_name": f"Lee{number}", "email": f"a{number}@x.org", "status": "Active"}
    return Member(key=str(number), is_member=True, **(named | more))


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """1,200 members, twenty of whom changed their phone between two copies."""
    club = CopiedClub(tmp_path_factory.mktemp("large") / "club.clubos")
    for third in ("+1 805 555 0100", "+1 805 555 0101"):
        for side in Side:
            club.sides[side].records[Domain.MEMBERS] = [
                person(n, phone=None if n % 60 else third) for n in range(1_200)
            ]
        club.copy()
    yield club
    club.close()


def driven(job):
    """The labels of a job's safe points, and its result."""
    labels = []
    while True:
        try:
            labels.append(next(job).label)
        except StopIteration as end:
            return labels, end.value


def test_files_are_written_and_read_again_with_a_safe_point_each_500_rows():
    rows = [Row((str(n), "Ann", f"Lee{n}", *[""] * (len(HEAD) - 3))) for n in range(2_600)]
    labels, parts = driven(contacts.writing(rows))
    assert len(labels) >= 2_600 // 500
    labels, again = driven(contacts.rereading(parts[0]))
    assert len(labels) >= 2_600 // 500
    assert again == rows


def test_a_pack_looks_through_the_copies_with_safe_points(large, monkeypatch):
    monkeypatch.setattr(noise, "_EVERY", 5)
    rules = default_rules(ZONE, "US", "USD")
    with large.database.read() as conn:
        labels, found = driven(noise.listening(conn, rules))
        assert len(labels) >= 2 * 20 // 5
        assert found == noise.floor(conn, rules)
        assert sum(each.changed + each.moved for each in found if each.field == "phone") == 40
        labels, held = driven(untouched.proving(conn))
        assert len(labels) > len(held.contents)
        assert held == untouched.proof(conn)


def test_what_sqlite_does_ends_when_it_is_given_up(large, tmp_path):
    with pytest.raises(dbapi2.OperationalError, match="interrupted"):
        large.database.copy_to(tmp_path / "copy", lambda: True)
    with large.database.read() as conn:
        driver = conn.connection.driver_connection
        with pytest.raises(dbapi2.OperationalError, match="interrupted"), sqlite.giving_up(driver, lambda: True):
            driver.execute("PRAGMA integrity_check").fetchall()
        assert sqlite.faults(conn) == [], "the connection serves the next one as before"


def test_a_backup_that_is_stopped_gives_up_and_leaves_nothing(large, tmp_path):
    target = tmp_path / "b.clubos-backup"
    job = backup.make(large.database, target, "person:1")
    assert next(job) == Progress("Making a backup", 0, 3)
    next(job)
    job.close()
    assert list(tmp_path.iterdir()) == []


def test_work_aside_is_told_that_it_may_give_up():
    stopping, gave_up = Event(), Event()

    def work():
        stopping.wait()
        gave_up.set()

    job = aside(work, "Working", stopping)
    next(job)
    job.close()
    assert gave_up.is_set()
