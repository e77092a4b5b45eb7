"""A copied club with five people who could lead a switch day."""

from datetime import timedelta

import pytest

from clubos_desktop.cutover import acts, running
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.job import finish
from clubos_desktop.model.people import Role
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.store import people, pins, sidecar
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.checklists import ROLES
from tests.unit.copied_club import ZONE, filled

PIN = "4711"
PEOPLE = {
    "Ann": Role.OPERATOR, "Bea": Role.CHAIR, "Cem": Role.TREASURER, "Dan": Role.OPERATOR, "Eva": Role.SECRETARY,
}  # fmt: skip


def add_people(database):
    added = {}
    for name, role in PEOPLE.items():
        with database.transaction("program", "person added") as tx:
            added[name] = people.add(tx, name, role)
            pins.put(tx, added[name].id, PIN)
    return added


class Day:
    """A workspace on the day, driven act by act."""

    def __init__(self, club, folder, everybody):
        self.club, self.database, self.clock, self.folder = club, club.database, club.clock, folder
        self.people = dict(everybody)
        self.roles = dict(
            zip(ROLES, (self.people[name].id for name in ("Ann", "Dan", "Ann", "Bea", "Cem")), strict=True)
        )
        self.place = running.Place(folder, default_rules(ZONE, "US", "USD"), ZONE)

    def signer(self, name):
        return self.people[name], PIN

    @property
    def both(self):
        return self.signer("Bea"), self.signer("Cem")

    @property
    def kept(self):
        return known(self.database).kept

    @property
    def run(self):
        return runbook.under_way(self.kept) or runbook.runs(self.kept)[-1]

    def wait(self, minutes):
        self.clock.at += timedelta(minutes=minutes)

    def rehearse(self, plan=Plan.ROLLBACK, kind=RunKind.MOCK, seed=0, name="Ann", **roles):
        job = running.rehearse_on_copy(
            self.database, self.signer(name), self.place, plan=plan, kind=kind, roles=self.roles | roles, seed=seed
        )
        return finish(job)

    def begin(self, step):
        return finish(running.begin_step(self.database, "person:1", step, self.place))

    def done(self, step, **more):
        more = {"told": "seen", "approvers": self.both} | more
        return finish(running.finish_step(self.database, "person:1", step, self.place, **more))

    def go(self, step):
        holders = {person.id: name for name, person in self.people.items()}
        for role, person in self.roles.items():
            acts.say(self.database, self.signer(holders[person]), step, role, go=True)

    def take(self, step, minutes=2, **more):
        self.begin(step)
        self.wait(minutes)
        return self.done(step, **more)


@pytest.fixture(scope="session")
def morning(tmp_path_factory):
    """The club after two copies, its five people added."""
    club = filled(tmp_path_factory.mktemp("morning") / "club.clubos")
    club.copy(2)
    yield club, add_people(club.database)
    club.close()


@pytest.fixture
def day(morning, tmp_path):
    club = morning[0].like(tmp_path / "club.clubos")
    sidecar.change(club.database.path, seen=None)
    yield Day(club, tmp_path, morning[1])
    club.close()
