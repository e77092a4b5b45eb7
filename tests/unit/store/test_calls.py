"""The ledger of calls as it is read: the calls of a run, and how fast each kind was answered."""

import pytest

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.store import calls, tables
from clubos_desktop.store.calls import Polls

T = "2026-12-02T10:00:{:02d}.000Z"


def call(second, side, path, status, ms):
    return {"at": T.format(second), "side": side, "method": "GET", "path": path, "status": status, "ms": ms}


@pytest.fixture
def conn(database):
    rows = [
        call(1, "legacy", "/accounts/1/contacts?$skip=0", 200, 100),
        call(2, "legacy", "/accounts/1/contacts?$skip=100", 200, 300),
        call(3, "clubos", "/api/health", 503, 10),
        call(4, "clubos", "/api/admin/events/8f2c1a2b-0000-4000-8000-000000000000", 500, 900),
        call(5, "clubos", "/api/admin/events/9f2c1a2b-0000-4000-8000-000000000000", None, 2000),
        call(6, "clubos", "/api/health", 200, 12),
        call(7, "clubos", "/api/health", None, 12),
    ]
    with database.landing() as connection:
        connection.execute(tables.call.insert(), rows)
    with database.read() as connection:
        yield connection


def run(side, first, last):
    times = (T.format(first), None if last is None else T.format(last))
    return Run(1, 1, side, Domain.MEMBERS, Mode.FULL, RunState.COMPLETE, *times, None, 0, 0, 0, 0, 0, 0.0, "", None)


def test_a_run_has_the_calls_to_its_side_while_it_ran(conn):
    assert [c.milliseconds for c in calls.of_run(conn, run(Side.LEGACY, 1, 1))] == [100]
    assert [c.milliseconds for c in calls.of_run(conn, run(Side.LEGACY, 0, None))] == [100, 300]
    clubos = calls.of_run(conn, run(Side.CLUBOS, 0, 9))
    assert [c.status for c in clubos] == [500, None]
    assert calls.of_run(conn, run(Side.CLUBOS, 0, 9), after=clubos[0].id, limit=1) == clubos[1:]


def test_speeds_by_kind_with_what_failed(conn):
    found = {each.kind: each for each in calls.speeds(conn, T.format(0))}
    assert set(found) == {"GET /accounts/…/contacts", "GET /api/admin/events/…"}
    contacts, events = found["GET /accounts/…/contacts"], found["GET /api/admin/events/…"]
    assert (contacts.n, contacts.failed, contacts.p50, contacts.p99) == (2, 0, 100, 300)
    assert (events.n, events.failed) == (2, 2)
    assert calls.speeds(conn, T.format(8)) == ()


def test_what_clubos_said_of_itself(conn):
    assert calls.polls(conn, T.format(0)) == Polls(3, 1, 1, 1, T.format(7), None)
    assert calls.polls(conn, T.format(9)) == Polls(0, 0, 0, 0, None, None)
