"""The watch after the switch as the clock calls it: people are told once of each thing that it finds."""

import pytest

from clubos_desktop import planned
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.runbook import Begun, Plan, RunKind, StepBegun, StepDone
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import notices, tables
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.workspace import Workspace
from tests.unit.copied_club import HandClock

ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))


@pytest.fixture
def work(tmp_path):
    """A workspace in which ClubOS took over just now."""
    about = Club("Lakeside Club", "America/Los_Angeles", "USD", "US")
    made = Workspace.create(
        tmp_path / "club.clubos", club=about, person=("Ann", Role.OPERATOR), keys=MemoryKeys(), clock=HandClock()
    )
    enter(made.database, made.actor, "runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", ROLES))
    for step in ("laptop", "backup", "freeze", "final", "guards", "switch"):
        enter(made.database, made.actor, "runbook", "step begun", StepBegun(step), item="1")
        enter(made.database, made.actor, "runbook", "step done", StepDone(step, 60.0), item="1")
    yield made
    made.close()


def an_hour(work, failed, of):
    """An hour passes in which so many calls of all failed; then the watch looks."""
    work.clock.sleep(3600)
    at = to_instant(work.clock.now())
    same = {"side": Side.CLUBOS, "method": "GET", "path": "/x", "at": at, "ms": 50}
    with work.database.landing() as conn:
        conn.execute(tables.call.insert(), [same | {"status": 503 if n < failed else 200} for n in range(of)])
    finish(planned.keep_watch(work, copied=True))


def told(work):
    with work.database.read() as conn:
        return [each.sentence for each in notices.page(conn, limit=20) if each.subject == "watch"]


def test_other_figures_of_the_same_limits_are_not_told_again(work):
    an_hour(work, 2, 100)
    (first,) = told(work)
    assert "2.0% of the calls failed" in first
    an_hour(work, 3, 100)
    assert told(work) == [first]
    an_hour(work, 8, 100)
    assert "talk about going back" in told(work)[0], "another limit is told"
    assert len(told(work)) == 2
