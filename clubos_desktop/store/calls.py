"""The ledger of calls, read: which calls a run made, and how fast each kind of call was answered."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, select

from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Run
from clubos_desktop.store import tables

PAGE = 200
"""Calls in a page of the list."""

HEALTH = "/api/health"
"""Where ClubOS says how it is (clubos-api.md B.8); no part of what is copied."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that left. ``status`` None: no answer came.

    ``milliseconds`` until the answer's end, or until it was given up.
    """

    id: int
    at: Instant
    side: Side
    method: str
    path: str
    status: int | None
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Speed:
    """How one kind of call was answered: ``n`` calls, times in milliseconds of all of them.

    ``failed`` are those without an answer or with a fault of the server (5xx).
    """

    side: Side
    kind: str
    n: int
    failed: int
    p50: int
    p95: int
    p99: int


@dataclass(frozen=True, slots=True)
class Polls:
    """How often ClubOS was asked how it is, and what it said: well, not well, or no answer at all."""

    n: int
    well: int
    ill: int
    silent: int
    last: Instant | None
    last_status: int | None


def of_run(conn: Connection, run: Run, *, limit: int = PAGE, after: int = 0) -> tuple[Call, ...]:
    """The calls of a run, oldest first: those that went to its side while it ran. ``after`` is a call's id."""
    c = tables.call.c
    query = select(tables.call).where(
        c.side == run.side, c.at >= run.started, c.id > after, c.path.not_like(f"{HEALTH}%")
    )
    if run.ended is not None:
        query = query.where(c.at <= run.ended)
    rows = conn.execute(query.order_by(c.id).limit(limit)).mappings()
    return tuple(
        Call(row["id"], row["at"], Side(row["side"]), row["method"], row["path"], row["status"], row["ms"])
        for row in rows
    )


def speeds(conn: Connection, since: Instant) -> tuple[Speed, ...]:
    """Every kind of call since then, the slowest of each system first."""
    c = tables.call.c
    query = select(c.side, c.method, c.path, c.status, c.ms).where(c.at >= since, c.path.not_like(f"{HEALTH}%"))
    times: dict[tuple[str, str], list[int]] = defaultdict(list)
    failed: dict[tuple[str, str], int] = defaultdict(int)
    for side, method, path, status, ms in conn.execute(query):
        place = side, f"{method} {kind(path)}"
        times[place].append(ms)
        failed[place] += status is None or status >= 500
    found = [
        Speed(Side(side), name, len(ms), failed[side, name], *(percentile(ms, share) for share in (50, 95, 99)))
        for (side, name), ms in times.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.side is Side.CLUBOS, -each.p95, each.kind)))


def polls(conn: Connection, since: Instant) -> Polls:
    """What ClubOS said of itself since then."""
    c = tables.call.c
    rows = conn.execute(select(c.at, c.status).where(c.path.like(f"{HEALTH}%"), c.at >= since).order_by(c.id)).all()
    well = sum(status == 200 for _, status in rows)
    silent = sum(status is None for _, status in rows)
    last = rows[-1] if rows else (None, None)
    return Polls(len(rows), well, len(rows) - well - silent, silent, last[0], last[1])


def percentile(times: list[int], share: int) -> int:
    """The smallest time that ``share`` of 100 are at or below."""
    return sorted(times)[-(-len(times) * share // 100) - 1]


@lru_cache(maxsize=4096)
def kind(path: str) -> str:
    """A path without what names one record or page."""
    parts = path.partition("?")[0].split("/")
    return "/".join("…" if _NAMES_ONE.search(part) else part for part in parts)


_NAMES_ONE = re.compile(r"\d{2,}|^\d+$|[0-9a-f]{8}-|.{21,}")
