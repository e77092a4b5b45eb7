"""A laptop with two systems in memory: it sleeps, loses its network, its keyring is locked, its clock is set."""

from datetime import UTC, datetime, timedelta

from clubos_desktop.connectors.memory import MemorySource
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.errors import LockedError, NetworkError, SignInError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.plan import Plan
from clubos_desktop.model.records import Member
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import to_instant
from clubos_desktop.schedule import record
from clubos_desktop.schedule.run import run_due
from clubos_desktop.store import dues, notices, settings
from clubos_desktop.store.database import Database
from clubos_desktop.sync.copy import copy
from clubos_desktop.verification import measure, on_time

KEY = bytes(range(32))
ZONE = "America/Los_Angeles"
PACIFIC = Plan(ZONE, jitter=0)


class Clock:
    """A laptop's clock: it goes on when somebody waits, and may be set."""

    def __init__(self, at):
        self.at = at
        self.ran = 0.0

    def now(self):
        return self.at

    def monotonic(self):
        return self.ran

    def sleep(self, seconds):
        self.at += timedelta(seconds=seconds)
        self.ran += seconds


class Unsteady(MemorySource):
    """A source that takes its time, and that a captive portal or a refused sign-in may stand before."""

    world = None

    def pages(self, domain, mode, **named):
        self.world.clock.sleep(self.world.seconds)
        if self.world.portal:
            raise NetworkError("A page came instead of an answer.", remedy="Sign in to the Wi-Fi.", code="html-answer")
        if self.world.refused:
            raise SignInError("The sign-in is not accepted.", remedy="Enter the key again.", code="key-refused")
        return (yield from super().pages(domain, mode, **named))


class World:
    """``start`` is the first moment (UTC). ``online``, ``portal``, ``refused`` and ``locked`` are set by a test."""

    def __init__(self, folder, start=datetime(2026, 11, 2, 12, 0, tzinfo=UTC)):
        self.clock = Clock(start)
        self.online, self.portal, self.refused, self.locked = True, False, False, False
        self.seconds = 1
        self.copies = []
        self.database = Database.create(folder / "club.clubos", KEY, clock=self.clock)
        self.sources = {side: Unsteady(side, {domain: [] for domain in PAIRED}) for side in Side}
        for source in self.sources.values():
            source.world = self
            source.records[Domain.MEMBERS] = [Member(key="1", first_name="Ann", last_name="Lee")]
        with self.database.transaction("person:1", "connection set") as tx:
            settings.put(tx, "club", {"name": "Lakeside Club", "zone": ZONE, "currency": "USD", "country": "US"})
            for side, source in self.sources.items():
                settings.put(tx, f"connection.{side}", {"kind": "memory"})
                settings.put(tx, f"account.{side}", {"account_id": source.account.account_id, "warnings": []})

    def plan(self, plan=PACIFIC):
        record.choose(self.database, plan, clock=self.clock, actor="person:1")

    def at(self, text):
        """Sleep (lid closed) until a moment of the club's clock, such as "2026-11-03 07:00"."""
        wanted = local(text)
        assert wanted >= self.clock.at, f"{text} is over"
        self.clock.sleep((wanted - self.clock.at).total_seconds())

    def copy_job(self, domains=None, sides=tuple(Side)):
        if self.locked:
            raise LockedError("The computer's keyring is locked.", remedy="Unlock it.", code="keys.locked")
        return (
            yield from copy(
                {side: (self.sources[side], self.sources[side].account) for side in sides},
                self.database,
                mode=Mode.FULL,
                clock=self.clock,
                actor="program",
                domains=domains,
                rules=default_rules(ZONE, "US", "USD"),
            )
        )

    def copy_by_hand(self, **named):
        runs = finish(self.copy_job(**named))
        record.refresh(self.database, clock=self.clock)
        return runs

    def ask(self):
        """What the timer does: is a copy due? Returns what became of it ("" when nothing was due)."""
        began = self.clock.now()

        def online():
            yield from ()
            return self.online

        ran = finish(run_due(self.database, copy=self.copy_job, online=online, clock=self.clock))
        if ran.attempt is not None:
            self.copies.append((to_instant(began), ran.attempt.came.value))
            return ran.attempt.came.value
        return ""

    def ask_at(self, text):
        self.at(text)
        return self.ask()

    def look(self):
        with self.database.read() as conn:
            return record.look(conn, self.clock.now())

    def days(self):
        """What became of each day, settled or not: {day: state}."""
        with self.database.read() as conn:
            return {day.day: day.state.value for day in record.stand(conn, self.clock.now())}

    def stored(self):
        with self.database.read() as conn:
            return dues.every(conn)

    def notices(self):
        with self.database.read() as conn:
            return [(notice.subject, notice.state) for notice in reversed(notices.page(conn, limit=1000))]

    def figures(self):
        with self.database.read() as conn:
            return on_time.gather(conn, to_instant(self.clock.now()), 14), measure.limits_of(conn)

    def close(self):
        self.database.close()


def local(text):
    """A moment of the club's clock as UTC; "+" at the end takes the second of two."""
    from zoneinfo import ZoneInfo

    fold = text.endswith("+")
    return datetime.fromisoformat(text.rstrip("+")).replace(tzinfo=ZoneInfo(ZONE), fold=int(fold)).astimezone(UTC)
