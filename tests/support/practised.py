"""A practice club in this process, a workspace's database, and one call to copy parts of it."""

from clubos_desktop.connectors import clubos, wild_apricot
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from clubos_desktop.store import views
from clubos_desktop.store.database import Database
from clubos_desktop.sync import schema
from clubos_desktop.sync.copy import copy
from tests.support.scripted import Notes, Unlimited

SPEED = 2000.0


class World:
    """Serves a club and copies it; ``side`` is the one that is copied."""

    def __init__(self, path, side=Side.LEGACY, **served):
        self.served = serve(make(60, 5), speed=SPEED, switches=Switches(limits=False), **served)
        self.world = self.served.world
        self.clock = PracticeClock(SPEED, self.world.clock.now())
        self.database = Database.create(path, bytes(range(32)), clock=self.clock)
        self.side = side
        self.ledger = Notes()
        self.connect()
        self.account = finish(self.source.check())

    def connect(self, timeout=60.0, api_url=""):
        where = self.served.addresses
        handed = {"ledger": self.ledger, "clock": self.clock, "budget": Unlimited(), "seed": 1, "timeout": timeout}
        if self.side is Side.LEGACY:
            account = getattr(self, "account", None)
            self.source = wild_apricot.connect(
                where.legacy_key,
                api_url=api_url or where.legacy_api_url,
                auth_url=where.legacy_auth_url,
                account=None if account is None else account.account_id,
                **handed,
            )
        else:
            self.source = clubos.connect(where.clubos_code, url=api_url or where.clubos_url, **handed)

    def close(self):
        self.source.close()
        self.database.close()
        self.served.stop()

    def job(self, *domains, mode=Mode.FULL):
        return copy(
            {self.side: (self.source, self.account)},
            self.database,
            mode=mode,
            clock=self.clock,
            actor="Anna",
            domains=domains or (Domain.LEVELS, Domain.MEMBERS),
            rules=default_rules("America/Los_Angeles", "US", "USD"),
        )

    def copy(self, *domains, mode=Mode.FULL):
        return {run.domain: run for run in finish(self.job(*domains, mode=mode))}

    def fault(self, name, value="", path="contacts"):
        """Put one fault in force, in place of all others."""
        self.put(*([Fault(name, path=path, value=value)] if name else []))

    def put(self, *faults):
        self.world.faults.active[:] = faults
        self.world.club.legacy.revision += 1
        self.world.club.clubos.revision += 1

    def open(self):
        with self.database.read() as conn:
            return [each.change for each in schema.every(conn, schema.found)]

    def aside(self):
        with self.database.read() as conn:
            return schema.every(conn, schema.aside)

    def members(self):
        with self.database.read() as conn:
            found = views.current(conn, self.side, Domain.MEMBERS)
            return {record.key: record for record in found if isinstance(record, Member)}

    def decide(self, course, to=""):
        (change,) = self.open()
        return schema.decide(self.database, change.id, course, to=to, reason="agreed by phone", actor="Anna")
