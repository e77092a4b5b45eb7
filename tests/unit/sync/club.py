"""A club in memory for tests of copying."""

import copy as copying
from datetime import UTC, datetime, timedelta

from clubos_desktop.connectors.memory import MemorySource
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode
from clubos_desktop.store import views
from clubos_desktop.store.database import Database
from clubos_desktop.sync.copy import copy
from clubos_desktop.sync.zero import verify_from_zero

KEY = bytes(range(32))


class HandClock:
    """Time that stands still until a test moves it."""

    def __init__(self):
        self.at = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    def now(self):
        self.at += timedelta(milliseconds=1)
        return self.at

    def monotonic(self):
        return self.at.timestamp()

    def sleep(self, seconds):
        self.at += timedelta(seconds=seconds)


class Club:
    """Two systems in memory, a workspace's database, and one call to copy both."""

    def __init__(self, path):
        self.prepare()
        self.database = Database.create(path, KEY, clock=self.clock)

    def like(self, path):
        """The same club, copied so far, in a file of its own."""
        self.database.copy_to(path)
        club = copying.copy(self)
        club.clock, club.sides = copying.deepcopy((self.clock, self.sides))
        club.database = Database.open(path, KEY, clock=club.clock)
        return club

    def prepare(self):
        self.clock = HandClock()
        self.rules = default_rules("America/Los_Angeles", "US", "USD")
        self.sides = {
            Side.LEGACY: MemorySource(Side.LEGACY, {domain: [] for domain in Domain}),
            Side.CLUBOS: MemorySource(
                Side.CLUBOS, {domain: [] for domain in (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS)}
            ),
        }

    @property
    def sources(self):
        return {side: (source, source.account) for side, source in self.sides.items()}

    def put(self, side, *records):
        """Replace records by key, or add them."""
        for record in records:
            there = self.sides[side].records[record.domain]
            kept = [each for each in there if each.key != record.key]
            self.sides[side].records[record.domain] = [*kept, record]

    def take(self, side, domain, *keys):
        there = self.sides[side].records[domain]
        self.sides[side].records[domain] = [each for each in there if each.key not in keys]

    def job(self, mode=Mode.FULL, domains=None):
        return copy(
            self.sources,
            self.database,
            mode=mode,
            clock=self.clock,
            actor="program",
            domains=domains,
            rules=self.rules,
        )

    def copy(self, mode=Mode.FULL, domains=None):
        self.clock.sleep(3600)
        return {(run.side, run.domain): run for run in finish(self.job(mode, domains))}

    def check(self):
        """Nothing stored disagrees with what it was made of."""
        assert finish(verify_from_zero(self.database)) == ()

    def read(self, function, *arguments, **named):
        with self.database.read() as conn:
            return function(conn, *arguments, **named)

    def differences(self):
        page = self.read(views.differences, limit=100_000)
        assert page.total == len(page.rows)
        return page.rows

    def shown(self):
        return {(d.domain, d.kind, d.legacy_id, d.clubos_id, d.field) for d in self.differences()}
