"""How many differences were found, seen twice and gone in each week, and how many stood at its end."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Column, Connection, func, select

from clubos_desktop.model.differences import Status
from clubos_desktop.model.findings import DECIDABLE
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.time import day_of
from clubos_desktop.store import tables

WEEKS = 12
"""Weeks that are told unless others are asked for: three months of a parallel run."""

MAYBE_HOURS = 24
"""Hours after which a difference that was seen once should have been looked for again (features.md E1)."""


@dataclass(frozen=True, slots=True)
class Week:
    """``starts`` is a Monday in the club's zone. ``open`` is how many stood at its end (now, in the present week)."""

    starts: Day
    found: int
    confirmed: int
    closed: int
    open: int


def weeks(conn: Connection, zone_name: str, at: Instant, *, many: int = WEEKS) -> tuple[Week, ...]:
    """The last weeks, the present one last; none before the first difference was found."""
    x = tables.difference.c
    found, confirmed, closed = (_by_week(conn, column, zone_name) for column in (x.first_seen, x.confirmed, x.closed))
    if not found:
        return ()
    week, last = min(found), _monday(day_of(at, zone_name))
    made, standing = [], 0
    while week <= last:
        standing += found[week] - closed[week]
        made.append(Week(week.isoformat(), found[week], confirmed[week], closed[week], standing))
        week += timedelta(days=7)
    return tuple(made[-many:])


def oldest_maybe(conn: Connection) -> Instant | None:
    """Since when the oldest difference that was seen only once waits for a second look."""
    x = tables.difference.c
    once = (x.closed.is_(None), x.status == Status.SEEN_ONCE, x.kind.in_(DECIDABLE))
    return conn.execute(select(func.min(x.first_seen)).where(*once)).scalar()


def oldest(conn: Connection) -> Instant | None:
    """Since when the oldest difference that still stands is known."""
    x = tables.difference.c
    return conn.execute(select(func.min(x.first_seen)).where(x.closed.is_(None), x.kind.in_(DECIDABLE))).scalar()


def _by_week(conn: Connection, column: Column[str], zone_name: str) -> Counter[date]:
    """Counted to ten minutes in SQL, so that few rows are placed in the weeks of the club."""
    half = func.substr(column, 1, 15)
    query = select(half, func.count()).where(column.is_not(None), tables.difference.c.kind.in_(DECIDABLE))
    counted: Counter[date] = Counter()
    for text, n in conn.execute(query.group_by(half)):
        counted[_monday(day_of(f"{text}0:00.000Z", zone_name))] += n
    return counted


def _monday(day: Day) -> date:
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())
