"""Order (features.md R9): a fault between any two statements leaves the state before or after, never a half."""

import pytest
from sqlalchemy import event

from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Invoice, Member, Registration
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import audit, views
from tests.unit.sync.club import Club

SHORT = 12


class FaultError(Exception):
    """The program ends here."""


class Fault:
    """Raises before the statement that has a number; counts all of them."""

    def __init__(self, database, at=None):
        self.count = 0
        self.at = at
        self.engine = database._writing
        event.listen(self.engine, "before_cursor_execute", self, named=True)

    def __call__(self, **statement):
        self.count += 1
        if self.count == self.at:
            raise FaultError

    def stop(self):
        event.remove(self.engine, "before_cursor_execute", self)


def fill(club):
    for side in Side:
        club.put(side, *(Member(key=f"m{n}", first_name=f"Ann{n}", email=f"p{n}@x.org", status="Active",
                                modified="2026-11-01T00:00:00.000Z") for n in range(6)))  # fmt: skip
        club.put(side, Event(key="e", title="Gala", start="2026-12-20T03:00:00.000Z"))
        club.put(side, Registration(key="r", member="m1", event="e", status="CONFIRMED"))
    club.put(Side.LEGACY, Invoice(key="10", amount=500, paid=500, is_paid=True, currency="USD"))


def change(club):
    club.put(Side.LEGACY, Member(key="m1", first_name="Ann1", email="p1@x.org", status="Lapsed",
                                 modified="2026-12-01T08:00:00.000Z"))  # fmt: skip
    club.put(Side.CLUBOS, Member(key="m9", first_name="New", modified="2026-12-01T08:00:00.000Z"))
    club.take(Side.LEGACY, Domain.MEMBERS, "m4")
    club.take(Side.CLUBOS, Domain.REGISTRATIONS, "r")


def whole(club):
    """What holds at every moment."""
    club.check()
    assert club.read(audit.verify) == []
    with club.database.read() as conn:
        for run in views.runs(conn, limit=1000):
            newest = conn.exec_driver_sql(
                "SELECT max(v.modified) FROM version v JOIN record r ON r.id = v.record WHERE r.side = ? "
                "AND r.domain = ?", (run.side.value, run.domain.value),
            ).scalar()  # fmt: skip
            assert run.watermark is None or run.watermark <= newest
            assert (run.watermark is None) or run.state is RunState.COMPLETE


def tried(folder, mode, at):
    """A copy with a fault before statement ``at``, then a whole one; returns what it shows and the statement count."""
    club = Club(folder / f"{mode}{at}.clubos")
    try:
        fill(club)
        if mode is Mode.INCREMENTAL:
            club.copy()
            change(club)
        fault = Fault(club.database, at)
        if at is None:
            finish(club.job(mode))
        else:
            with pytest.raises(FaultError):
                finish(club.job(mode))
        fault.stop()
        whole(club)
        club.copy(mode)
        club.copy(mode)  # what is missing is seen twice
        whole(club)
        with club.database.read() as conn:
            doubled = conn.exec_driver_sql("SELECT count(*), count(DISTINCT side || domain || key) FROM record").one()
            assert doubled[0] == doubled[1]
            versions = conn.exec_driver_sql("SELECT count(*) FROM version").scalar()
        return club.shown(), versions, fault.count
    finally:
        club.database.close()


def faults(folder, mode, steps):
    shown, versions, count = tried(folder, mode, None)
    assert count > 100
    steps = min(steps, count)
    for step in range(steps):
        at = 1 + step * (count - 1) // (steps - 1)
        found, stored, _ = tried(folder, mode, at)
        assert (found, stored) == (shown, versions), f"a fault before statement {at}"


@pytest.mark.parametrize("mode", list(Mode))
def test_a_fault_between_two_statements_leaves_no_half_state(tmp_path, mode):
    faults(tmp_path, mode, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("mode", list(Mode))
def test_a_fault_between_any_two_statements_leaves_no_half_state(tmp_path, mode):
    faults(tmp_path, mode, 10_000)
