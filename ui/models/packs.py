"""Board packs as the screen lists them. No Qt in here."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from clubos_desktop.model.readiness import Verdict
from clubos_desktop.model.records import Instant
from clubos_desktop.store import tables, views
from clubos_desktop.store.audit import Anchor
from ui.tone import Tone
from ui.words import day, moment

_WORDS = {
    Verdict.NOT_MEASURED: (Tone.UNMEASURED, "Not measured"),
    Verdict.NOT_READY: (Tone.UNMEASURED, "Not ready"),
    Verdict.READY_FOR_REVIEW: (Tone.NEEDS, "Ready for review"),
    Verdict.AUTHORISED: (Tone.GOOD, "Authorised"),
    Verdict.DONE: (Tone.GOOD, "Done"),
    Verdict.ROLLED_BACK: (Tone.WAY, "Gone back"),
}


@dataclass(frozen=True, slots=True)
class Pack:
    """One board pack that was made here."""

    id: int
    at: Instant
    purpose: str
    verdict: Verdict
    names_shown: bool
    path: Path
    anchor: str
    sha256: str = ""

    @property
    def check(self) -> str:
        """The check number as people read it out: "5C21 9F03"."""
        return f"{self.anchor[:4]} {self.anchor[4:8]}".upper()

    @property
    def tone(self) -> Tone:
        """The verdict's status."""
        return _WORDS[self.verdict][0]

    @property
    def verdict_word(self) -> str:
        """The verdict in plain words."""
        return _WORDS[self.verdict][1]

    def made(self, zone: str, now: datetime) -> str:
        """When it was made."""
        return moment(self.at, zone, now)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All packs, newest first, and what to say above them. ``stale`` is "" while the newest one is up to date."""

    packs: tuple[Pack, ...]
    answer: str
    why: str
    stale: str
    copied: bool


def packs(conn: Connection) -> tuple[Pack, ...]:
    """Every finished pack, newest first."""
    c = tables.pack.c
    query = select(c.id, c.at, c.purpose, c.verdict, c.names_shown, c.path, c.anchor, c.sha256)
    query = query.where(c.sha256 != "").order_by(c.id.desc())
    return tuple(
        Pack(row.id, row.at, row.purpose, Verdict(row.verdict), row.names_shown, Path(row.path), row.anchor, row.sha256)
        for row in conn.execute(query)
    )


def read_shelf(conn: Connection, zone: str, now: datetime) -> Shelf:
    """The packs from one snapshot."""
    found = packs(conn)
    ends = [run.ended for run in views.latest_accepted(conn).values() if run.ended is not None]
    newest = max(ends, default="")
    if not found:
        why = "A pack is the paper the board votes on." if ends else "The first copy comes first."
        return Shelf((), "No board pack yet.", why, "", bool(ends))
    last = found[0]
    when = moment(last.at, zone, now)
    stale = f"Made before the copy of {moment(newest, zone, now)}." if newest > last.at else ""
    return Shelf(
        found,
        f"The newest pack is of {when}.",
        f"{last.verdict_word}, {'names shown' if last.names_shown else 'names hidden'}, check number {last.check}.",
        stale,
        copied=True,
    )


def anchors(conn: Connection, zone: str) -> tuple[Anchor, ...]:
    """What the packs know of the history: each carries the hash of the entry that sealed it."""
    return tuple(Anchor(pack.anchor, f"the board pack of {day(pack.at, zone)}") for pack in packs(conn))
