"""The time truth table: events of both systems whose times differ, or lie around a clock change or midnight."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.walls import Shift, Walls, compare
from clubos_desktop.findings import patterns
from clubos_desktop.findings.patterns import Pattern
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import day_of

FIELDS = ("start", "end")
"""The times of an event."""


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time of an event that both systems have."""

    legacy_id: str
    clubos_id: str
    title: str
    field: str
    walls: Walls
    all_day: bool

    @property
    def differs(self) -> bool:
        """Not the same moment; an event without a time of day: not the same day in its zone (as diff.compare says)."""
        if not self.all_day:
            return self.walls.shift is not Shift.SAME
        zone = self.walls.legacy.zone
        return day_of(self.walls.legacy.instant, zone) != day_of(self.walls.clubos.instant, zone)


@dataclass(frozen=True, slots=True)
class Times:
    """All times: how many were compared, those that need a look, and the causes that many share."""

    compared: int
    rows: tuple[TimeRow, ...]
    causes: tuple[Pattern, ...]

    @property
    def differing(self) -> tuple[TimeRow, ...]:
        """Times that are not the same moment."""
        return tuple(row for row in self.rows if row.differs)


class _Event(msgspec.Struct):
    """What is read of an event."""

    start: Instant | None = None
    end: Instant | None = None
    zone: str | None = None
    all_day: bool | None = None


def read(conn: Connection, zone_name: str) -> Times:
    """The table at this moment; ``zone_name`` is the club's zone."""
    compared, rows = table(conn, zone_name)
    causes = tuple(each for each in patterns.found(conn, zone_name) if each.key.startswith("events.time."))
    return Times(compared, rows, causes)


def table(conn: Connection, zone_name: str) -> tuple[int, tuple[TimeRow, ...]]:
    """How many times both systems show, and the rows that need a look, those that differ first."""
    every = list(_every(conn, zone_name))
    rows = [row for row in every if row.differs or (row.walls.delicate and not row.all_day)]
    rows.sort(key=lambda row: (not row.differs, row.walls.legacy.instant, row.title, row.field))
    return len(every), tuple(rows)


def of_event(conn: Connection, zone_name: str, key: str) -> tuple[TimeRow, ...]:
    """Both times of one event, by its key in either system."""
    return tuple(row for row in _every(conn, zone_name) if key in (row.legacy_id, row.clubos_id))


def _every(conn: Connection, zone_name: str) -> Iterator[TimeRow]:
    sql = (
        "SELECT l.key, c.key, l.title, lv.fields, cv.fields FROM pair p "
        "JOIN record l ON l.id = p.legacy JOIN version lv ON lv.record = l.id AND lv.to_run IS NULL "
        "JOIN record c ON c.id = p.clubos JOIN version cv ON cv.record = c.id AND cv.to_run IS NULL "
        "WHERE p.domain = 'events' ORDER BY p.id"
    )
    decode = msgspec.msgpack.Decoder(_Event).decode
    for legacy_id, clubos_id, title, mine, theirs in conn.exec_driver_sql(sql):
        legacy, clubos = decode(mine), decode(theirs)
        for field in FIELDS:
            first, second = getattr(legacy, field), getattr(clubos, field)
            if first and second:
                walls = compare(first, second, legacy.zone or zone_name, zone_name)
                yield TimeRow(legacy_id, clubos_id, title, field, walls, bool(legacy.all_day))
