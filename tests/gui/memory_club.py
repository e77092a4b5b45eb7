"""A window's club whose two systems are lists in memory: copied, paired and compared as real ones are."""

from clubos_desktop.connectors.memory import MemorySource
from clubos_desktop.model.club import Club as About
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.runs import Mode
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.sync import rulebook
from clubos_desktop.sync.copy import copy
from clubos_desktop.workspace import Workspace
from tests.gui.filled import StoppedClock
from ui.opened import OpenedClub

ABOUT = About("Lakeside Club", "America/Los_Angeles", "USD", "US")


class WalkedClock(StoppedClock):
    """Each club has its own time, which every copy moves on by an hour."""


class MemoryClub(OpenedClub):
    """``sides`` hold what the systems answer; tests change it between two copies."""

    def __init__(self, folder, keys=None):
        self.keys = keys or MemoryKeys()
        self.file = folder / "club.clubos"
        if keys is None:
            person = ("Anna Berg", Role.OPERATOR)
            work = Workspace.create(self.file, club=ABOUT, person=person, keys=self.keys, clock=WalkedClock())
        else:
            work = Workspace.open(self.file, keys, WalkedClock())
        super().__init__(work)
        every = {Side.LEGACY: list(Domain), Side.CLUBOS: [Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS]}
        self.sides = {side: MemorySource(side, {domain: [] for domain in domains}) for side, domains in every.items()}

    def put(self, side, *records):
        """Replace records by key, or add them."""
        held = self.sides[side].records
        for domain in {record.domain for record in records}:
            new = {record.key: record for record in records if record.domain is domain}
            held[domain] = [*(each for each in held[domain] if each.key not in new), *new.values()]

    def take(self, side, domain, *keys):
        """Delete records."""
        held = self.sides[side].records
        held[domain] = [each for each in held[domain] if each.key not in keys]

    def copy(self, mode: Mode):
        sources = {side: (source, source.account) for side, source in self.sides.items()}
        with self.read() as conn:
            rules = rulebook.of_club(conn)
        work = self.workspace
        work.clock.minutes += 60
        return copy(sources, work.database, mode=mode, clock=work.clock, actor=work.actor, rules=rules)
