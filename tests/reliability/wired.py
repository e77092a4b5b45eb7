"""A practice Wild Apricot whose answers a test can spoil, copied into a real database over loopback."""

import random
from contextlib import contextmanager
from datetime import timedelta

from clubos_desktop.connectors import wild_apricot
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.legacy_server import LegacyServer, key_of
from clubos_desktop.practice.wire import Listening
from clubos_desktop.practice.world import Switches, World, WorldClock
from clubos_desktop.store import views
from clubos_desktop.store.database import Database
from clubos_desktop.store.ledger import StoreLedger
from clubos_desktop.sync.copy import copy
from clubos_desktop.sync.zero import verify_from_zero
from tests.support.scripted import Unlimited
from tests.unit.sync.club import KEY

SPEED = 2000.0
"""Waits between two tries take milliseconds."""

PEOPLE, SEED = 60, 5


def whole_answer(_request, answer, _number):
    """Spoils nothing."""
    return answer


class Wired:
    """The system, and ``spoil``: (request, answer, number of the call since it was set) gives what leaves."""

    def __init__(self, people=PEOPLE):
        self.club = make(people, SEED)
        self.world = World(self.club, WorldClock(self.club.now, SPEED), Switches(limits=False))
        self.answer = LegacyServer(self.world).handle
        self.spoil = whole_answer
        self.calls = 0
        self.listening = Listening((self.handle,))
        self.listening.start()
        self.url = f"http://127.0.0.1:{self.listening.ports[0]}"
        self.key = key_of(SEED)

    def handle(self, request):
        answer = self.answer(request)
        self.calls += 1
        return self.spoil(request, answer, self.calls)

    def spoiled(self, spoil):
        self.calls, self.spoil = 0, spoil

    def stop(self):
        self.listening.stop()


class Mirror:
    """A database that the system is copied into."""

    def __init__(self, path, wired, clock=None):
        self.wired = wired
        self.clock = clock or PracticeClock(SPEED, wired.world.clock.now())
        self.database = Database.create(path, KEY, clock=self.clock)
        self.account = None

    @contextmanager
    def source(self, **more):
        told = {"ledger": StoreLedger(self.database), "budget": Unlimited(), "clock": self.clock, "seed": 1} | more
        urls = {"api_url": self.wired.url, "auth_url": f"{self.wired.url}/auth/token"}
        made = wild_apricot.connect(told.pop("key", self.wired.key), **urls, accepted=self.accepted, **told)
        try:
            yield made
        finally:
            made.close()

    def accepted(self, domain):
        with self.database.read() as conn:
            return tuple(views.current(conn, Side.LEGACY, domain))

    def copy(self, mode=Mode.FULL, domains=(Domain.MEMBERS,), **more):
        """The runs of one copy, by domain; the account is looked at first, as it was when it was connected."""
        with self.source(**more) as source:
            if self.account is None:
                self.account = finish(source.check())
            job = copy(
                {Side.LEGACY: (source, self.account)},
                self.database,
                mode=mode,
                clock=self.clock,
                actor="program",
                domains=domains,
            )
            return {run.domain: run for run in finish(job)}

    def members(self):
        """Keys in the copy, those not in the last listing, and those taken as gone."""
        with self.database.read() as conn:
            total = next((t for t in views.totals(conn) if (t.side, t.domain) == (Side.LEGACY, Domain.MEMBERS)), None)
            keys = {record.key for record in views.current(conn, Side.LEGACY, Domain.MEMBERS)}
        return keys, 0 if total is None else total.missing, 0 if total is None else total.gone

    def whole(self):
        """Nothing in it disagrees with what it was made of."""
        assert finish(verify_from_zero(self.database)) == ()

    def close(self):
        self.database.close()


def truth(wired):
    return {str(key) for key in wired.club.legacy.contacts}


def points(seed, number, most):
    dice = random.Random(seed)
    return [dice.randrange(most) for _ in range(number)]


def later(wired, **named):
    """Time passes in the system."""
    wired.world.clock.ahead += timedelta(**named)
