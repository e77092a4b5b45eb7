"""A planned copy's sign-in to ClubOS is kept awake, and its end is told, against the practice server."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubos_desktop import connections, planned
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.plan import Plan
from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from clubos_desktop.schedule import record
from clubos_desktop.store import notices, settings
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace
from tests.support.scripted import Hands

ZONE = "America/Los_Angeles"


@pytest.fixture
def serving():
    with serve(make(60, 5), speed=600.0, switches=Switches(limits=False)) as served:
        yield served


@pytest.fixture
def workspace(serving, tmp_path):
    club = Club("Lakeside Club", ZONE, "USD", "US")
    clock = Hands(start=serving.world.clock.now())
    made = Workspace.create(
        tmp_path / "a.clubos", club=club, person=("Ann", Role.OPERATOR), keys=MemoryKeys(), clock=clock
    )
    where = {"kind": "clubos", "url": serving.addresses.clubos_url}
    finish(connections.connect(made, Side.CLUBOS, where, serving.addresses.clubos_code))
    yield made
    made.close()


def calls(workspace):
    with workspace.database.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM call").scalar()


def told(workspace):
    with workspace.database.read() as conn:
        return [notice.subject for notice in notices.page(conn)]


def test_nothing_is_asked_without_a_plan(workspace):
    before = calls(workspace)
    workspace.clock.sleep(20 * 3600)
    finish(planned.stay_signed_in(workspace))
    assert calls(workspace) == before


def test_clubos_is_asked_something_small_after_half_of_its_idle_limit(workspace):
    plan = Plan(ZONE)
    record.choose(workspace.database, plan, clock=workspace.clock, actor="person:1")
    before = calls(workspace)
    workspace.clock.sleep(timedelta(hours=11, minutes=59).total_seconds())
    finish(planned.stay_signed_in(workspace))
    assert calls(workspace) == before
    workspace.clock.sleep(120)
    with workspace.database.read() as conn:
        assert not planned.idle(conn, workspace.path, workspace.clock.now())
    finish(planned.stay_signed_in(workspace))
    assert 0 < calls(workspace) - before <= 2
    again = calls(workspace)
    finish(planned.stay_signed_in(workspace))
    assert calls(workspace) == again


def test_a_sign_in_that_has_run_out_is_told_once_and_not_asked_again(workspace):
    record.choose(workspace.database, replace(Plan(ZONE), at="23:00"), clock=workspace.clock, actor="person:1")
    workspace.keys.set("clubos", "another-code-that-nobody-knows-0123456789abcdef")
    workspace.clock.sleep(13 * 3600)
    finish(planned.stay_signed_in(workspace))
    assert told(workspace) == ["sign-in clubos"]
    before = calls(workspace)
    workspace.clock.sleep(13 * 3600)
    finish(planned.stay_signed_in(workspace))
    assert calls(workspace) == before
    with workspace.database.read() as conn:
        assert settings.get(conn, "account.clubos", {})["expires"]
    assert told(workspace) == ["sign-in clubos"]


def test_a_network_that_is_away_ends_no_sign_in(workspace, serving):
    record.choose(workspace.database, Plan(ZONE), clock=workspace.clock, actor="person:1")
    with workspace.database.transaction("person:1", "connection set") as tx:
        settings.put(tx, "connection.clubos", {"kind": "clubos", "url": "http://127.0.0.1:1"})
    workspace.clock.sleep(13 * 3600)
    with workspace.database.read() as conn:
        before = settings.get(conn, "account.clubos", {}).get("expires")
    finish(planned.stay_signed_in(workspace))
    with workspace.database.read() as conn:
        assert settings.get(conn, "account.clubos", {}).get("expires") == before
    assert told(workspace) == []
