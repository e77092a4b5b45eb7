"""A small club in two memories, copied for real into an encrypted workspace: for tests of checks and packs."""

import copy as copying
from datetime import UTC, datetime

from clubos_desktop.connectors.memory import MemorySource
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import (
    Allocation,
    Donation,
    Event,
    Invoice,
    Member,
    Payment,
    Refund,
    Registration,
)
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import settings
from clubos_desktop.store.database import Database
from clubos_desktop.sync.copy import copy
from tests.unit.sync.club import HandClock as StandingClock

ZONE = "America/Los_Angeles"
CLUB = {"name": "Lakeside Club", "zone": ZONE, "currency": "USD", "country": "US"}
BOTH = (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS)


class HandClock(StandingClock):
    """Time that stands still until a test moves it, from the morning of a day in the club's zone on."""

    def __init__(self):
        super().__init__()
        self.at = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)


class CopiedClub:
    """Two sources, a workspace's database, one call to copy both; ``put`` and ``take`` change a source."""

    def __init__(self, path):
        self.clock = HandClock()
        self.database = Database.create(path, bytes(range(32)), clock=self.clock)
        with self.database.transaction("program", "workspace made") as tx:
            settings.put(tx, "club", CLUB)
        self.sides = {
            Side.LEGACY: MemorySource(Side.LEGACY, {domain: [] for domain in Domain}),
            Side.CLUBOS: MemorySource(Side.CLUBOS, {domain: [] for domain in BOTH}),
        }

    def like(self, path):
        """The same club, copied so far, in a file of its own."""
        self.database.copy_to(path)
        club = copying.copy(self)
        club.clock, club.sides = copying.deepcopy((self.clock, self.sides))
        club.database = Database.open(path, self.database.key, clock=club.clock)
        return club

    @property
    def at(self):
        return to_instant(self.clock.at)

    def put(self, side, *records):
        for record in records:
            there = self.sides[side].records[record.domain]
            kept = [each for each in there if each.key != record.key]
            self.sides[side].records[record.domain] = [*kept, record]

    def take(self, side, domain, *keys):
        there = self.sides[side].records[domain]
        self.sides[side].records[domain] = [each for each in there if each.key not in keys]

    def copy(self, times=1, mode=Mode.FULL):
        for _ in range(times):
            self.clock.sleep(3600)
            sources = {side: (source, source.account) for side, source in self.sides.items()}
            finish(copy(sources, self.database, mode=mode, clock=self.clock, actor="program"))

    def member(self, n, first="Ann", last=None, *, clubos=True, **theirs):
        """A member of both systems (or of the legacy one alone); ``theirs`` is what ClubOS says instead."""
        last = last or f"Illich{n}"
        fields = {"first_name": first, "last_name": last, "email": f"m{n}@example.org", "status": "Active"}
        self.put(Side.LEGACY, Member(key=f"{5000 + n}", is_member=True, joined="2019-03-04", **fields))
        if clubos:
            self.put(Side.CLUBOS, Member(key=f"c{n}", joined="2019-03-04", **(fields | theirs)))

    def event(self, n, start, end, /, *, clubos=True, **theirs):
        ours = {"title": f"Event {n}", "start": start, "end": end, "published": True}
        self.put(Side.LEGACY, Event(key=f"{7000 + n}", zone=ZONE, **ours))
        if clubos:
            self.put(Side.CLUBOS, Event(key=f"e{n}", **(ours | theirs)))

    def registration(self, n, event, member, *, clubos=True, status="CONFIRMED"):
        at = "2026-11-01T17:00:00.000Z"
        self.put(
            Side.LEGACY,
            Registration(
                key=f"{9000 + n}", event=f"{7000 + event}", member=f"{5000 + member}", status="Paid", registered=at,
                waitlisted=False, cancelled=False,
            ),
        )  # fmt: skip
        if clubos:
            theirs = Registration(key=f"r{n}", event=f"e{event}", member=f"c{member}", status=status, registered=at)
            self.put(Side.CLUBOS, theirs)

    def money(self, *, allocated=2000):
        """An invoice of 20.00 paid in cash, a gift of 5.00, a refund of 3.00 against the payment."""
        dated = "2026-11-02T17:00:00.000Z"
        shared = {"member": "5001", "dated": dated, "currency": "USD"}
        self.put(
            Side.LEGACY,
            Invoice(
                key="1", number="00042", amount=2000, paid=2000, is_paid=True, origin="EventRegistration", **shared
            ),
            Payment(key="2", amount=2300, allocated=2300, refunded=300, tender="Cash", **shared),
            Allocation(key="3", invoice="1", payment="2", amount=allocated, currency="USD", dated=dated),
            Allocation(key="4", refund="6", payment="2", amount=300, currency="USD", dated=dated),
            Payment(key="5", amount=500, allocated=500, refunded=0, tender="Online", **shared),
            Refund(key="6", amount=300, settled=300, tender="Cash", **shared),
            Donation(key="5", payment="5", amount=500, **shared),
        )

    def close(self):
        self.database.close()


def filled(path):
    """Three members, three events around the window's edge, registrations, money; both systems agree."""
    club = CopiedClub(path)
    for n in (1, 2, 3):
        club.member(n)
    club.event(1, "2026-08-01T17:00:00.000Z", "2026-08-01T19:00:00.000Z")
    club.event(2, "2026-10-01T17:00:00.000Z", "2026-10-01T19:00:00.000Z")
    club.event(3, "2026-12-20T17:00:00.000Z", "2026-12-20T19:00:00.000Z")
    for n, event, member in ((1, 1, 1), (2, 2, 1), (3, 2, 2), (4, 3, 1), (5, 3, 3)):
        club.registration(n, event, member)
    club.money()
    return club
