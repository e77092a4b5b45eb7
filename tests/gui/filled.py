"""A copied club for the screens' tests, written straight into the store: pairs, lone records, differences, money."""

import atexit
import shutil
import tempfile
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from clubos_desktop.errors import ClubOSError
from clubos_desktop.job import Progress
from clubos_desktop.model.club import Club as About
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.records import Event, Invoice, Member, Record, Registration
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import SystemClock, from_instant
from clubos_desktop.store import tables
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace
from ui.opened import OpenedClub

AT = "2026-11-24T07:12:00.000Z"
NAMES = (
    "Ann Illich",
    "Zoë Brandt",
    "Łukasz Nowak",
    "王 小明",
    "שלום כהן",
    "عمر خالد",
    "María José de la Cruz",
    "Bo Ek",
)


class Filler:
    """Writes rows and keeps the counters."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._ids = count(1)
        self._counts: dict[tuple[str, str, str, str], int] = {}

    def run(self, side: Side, domain: Domain, state: str = "complete", reason: str = "") -> None:
        row = {"copy": 1, "side": side, "domain": domain, "mode": "full", "state": state, "reason": reason}
        self._conn.execute(tables.run.insert(), row | {"started": AT, "ended": AT})

    def record(self, side: Side, record: Record, title: str, **more: object) -> int:
        identity = next(self._ids)
        row = {
            "id": identity,
            "side": side,
            "domain": record.domain,
            "key": record.key,
            "raw_hash": b"",
            "title": title,
        }
        self._conn.execute(tables.record.insert(), row | {"sort": title.casefold()} | more)
        version = {"record": identity, "from_run": 1, "modified": record.modified, "raw": b"{}"}
        self._conn.execute(tables.version.insert(), version | {"fields": msgspec.msgpack.encode(record)})
        self._count(record.domain, "record", side, "present")
        return identity

    def pair(self, domain: Domain, legacy: int, clubos: int) -> int:
        identity = next(self._ids)
        row = {"id": identity, "domain": domain, "legacy": legacy, "clubos": clubos, "method": "e-mail and name"}
        self._conn.execute(tables.pair.insert(), row | {"made": AT, "legacy_print": b"1", "clubos_print": b"1"})
        self._count(domain, "pair", "", "")
        return identity

    def difference(self, domain: Domain, kind: str, who: str, **more: object) -> None:
        row = {"domain": domain, "kind": kind, "who": who, "first_seen": AT, "first_copy": 1, "status": "seen_once"}
        self._conn.execute(tables.difference.insert(), row | more)
        self._count(domain, kind, str(more.get("field", "")), "seen_once")

    def _count(self, *place: str) -> None:
        self._counts[place] = self._counts.get(place, 0) + 1

    def close(self) -> None:
        for (domain, kind, field, status), n in self._counts.items():
            row = {"domain": domain, "kind": kind, "field": field, "status": status, "n": n}
            self._conn.execute(tables.counter.insert(), row)


def fill(conn: Connection, *, members: int = 40, names: Iterable[str] = NAMES) -> None:
    """Members in both systems but for the last one of each side; one in seven has another phone number."""
    filler = Filler(conn)
    for domain in (*PAIRED, Domain.INVOICES):
        filler.run(Side.LEGACY, domain)
        if domain in PAIRED:
            filler.run(Side.CLUBOS, domain)
    given = list(names)
    event = _event(filler)
    for number in range(members):
        name = given[number % len(given)] + (f" {number // len(given) + 1}" if number >= len(given) else "")
        _member(filler, number, name, event, last=number == members - 1)
    invoice = Invoice(key="i1", number="00017", amount=4500, paid=4000, is_paid=True, currency="USD", dated=AT)
    identity = filler.record(Side.LEGACY, invoice, "Invoice 00017")
    said = "Invoice 00017 says 40.00 USD paid; its payments add up to 45.00 USD."
    filler.difference(
        Domain.INVOICES, "changed", "Invoice 00017", record=identity, legacy_id="i1", field="paid", detail=said
    )
    filler.close()


def _event(filler: Filler) -> str:
    times = {"start": "2026-12-05T18:00:00.000Z", "end": "2026-12-05T21:00:00.000Z", "zone": "America/Los_Angeles"}
    both = [Event(key=key, title="Winter dinner", location="Harbour house", **times) for key in ("e1", "x1")]
    ids = [filler.record(side, event, "Winter dinner") for side, event in zip(Side, both, strict=True)]
    filler.pair(Domain.EVENTS, *ids)
    return "e1"


def _member(filler: Filler, number: int, name: str, event: str, *, last: bool) -> None:
    first, _, family = name.partition(" ")
    about = {"first_name": first, "last_name": family, "email": f"p{number}@example.org", "level": "Full member"}
    legacy = Member(
        key=f"{5000 + number}", status="Active", phone="805 555 0123", joined="2019-03-04", modified=AT, **about
    )
    mine = filler.record(Side.LEGACY, legacy, name)
    booked = Registration(key=f"r{number}", event=event, member=legacy.key, status="Paid", registered=AT)
    filler.record(Side.LEGACY, booked, f"{name}, Winter dinner", member=legacy.key, event=event)
    if last:
        filler.difference(Domain.MEMBERS, "only_legacy", name, record=mine, legacy_id=legacy.key)
        return
    phone = "+1 805 555 9999" if number % 7 == 0 else "(805) 555-0123"
    clubos = Member(key=f"c{number}", status="Active", phone=phone, joined="2019-03-04", **about)
    other = filler.record(Side.CLUBOS, clubos, name)
    pair = filler.pair(Domain.MEMBERS, mine, other)
    kind = "changed" if number % 7 == 0 else "ignored"
    values = {"field": "phone", "legacy": legacy.phone, "clubos": phone, "rule": "phone"}
    filler.difference(Domain.MEMBERS, kind, name, pair=pair, legacy_id=legacy.key, clubos_id=clubos.key, **values)


class StoredClub(OpenedClub):
    """An open workspace whose copies are only noted."""

    def __init__(self, workspace: Workspace, *, practice: bool = False) -> None:
        super().__init__(workspace, practice=practice)
        self.copies: list[Mode] = []
        self.trouble: ClubOSError | None = None
        self.hold = threading.Event()
        self.hold.set()

    def read(self):
        if self.trouble is not None:
            raise self.trouble
        return super().read()

    def copy(self, mode: Mode):
        self.copies.append(mode)
        while not self.hold.wait(0.02):
            yield Progress("Copying members from Wild Apricot", 1, 2)
        yield Progress("Copying members from Wild Apricot", 1, 2)
        return ()


class StoppedClock(SystemClock):
    """Always some minutes after the copy."""

    minutes = 20

    def now(self) -> datetime:
        return from_instant(AT) + timedelta(minutes=self.minutes)


@cache
def template(members: int, names: tuple[str, ...]) -> tuple[Path, MemoryKeys]:
    """A closed club that others are copied from: sealing its key takes a second. ``members`` 0 leaves it uncopied."""
    folder = Path(tempfile.mkdtemp(prefix="club"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    keys = MemoryKeys()
    about = About("Lakeside Club", "America/Los_Angeles", "USD", "US")
    person = ("Anna Berg", Role.OPERATOR)
    made = Workspace.create(folder / "club.clubos", club=about, person=person, keys=keys, clock=StoppedClock())
    if members:
        with made.database.landing() as conn:
            fill(conn, members=members, names=names)
    made.close()
    return folder, keys


def make_club(folder: Path, *, members: int = 40, practice: bool = False, names: tuple[str, ...] = NAMES) -> StoredClub:
    """A club in a folder."""
    source, keys = template(members, names)
    shutil.copytree(source, folder / "club")
    opened = Workspace.open(folder / "club" / "club.clubos", keys, StoppedClock())
    return StoredClub(opened, practice=practice)
