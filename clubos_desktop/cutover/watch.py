"""The watch after the switch: every hour of the first day, then daily, then weekly, with the limits of row 39.

clubos-api.md row 39 names three stages; each has its share of failing calls, the minutes over which it is taken, and
how often the records are compared. It proposes and never acts. Hours without a look are gaps, and shown as such.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, exists, select

from clubos_desktop.cutover.times import plus
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Remark, Watched
from clubos_desktop.model.time import from_instant, wall
from clubos_desktop.store import tables
from clubos_desktop.store.calls import percentile
from clubos_desktop.store.database import Database
from clubos_desktop.verification import measure
from clubos_desktop.verification.acts import entering
from clubos_desktop.verification.record import assess
from clubos_desktop.verification.registers import actions, runbook
from clubos_desktop.verification.registers.known import Known, bodies

HOURS = actions.WATCHED_HOURS
STEP = "watch"
"""The step of the switch that ends with the first day."""
_BACK = 50
"""Failed calls of 1,000: more than 5 % failing operations is a reason to go back (row 43; features.md E26)."""
_SLOW = 5000
"""Milliseconds of the slowest hundredth."""
_HOUR = 3600
_LATE = 1.5
"""So many hours without a look are a gap."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the watch, up to ``hours`` after the switch: a look every so many hours.

    ``most`` failed calls of 1,000 are expected within ``minutes``.
    """

    hours: int
    every: int
    minutes: int
    most: int


STAGES = (Stage(HOURS, 1, 5, 10), Stage(7 * 24, 24, 15, 5), Stage(30 * 24, 7 * 24, 60, 1))
"""The first day, the first week, the rest of the return period (clubos-api.md row 39)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which nobody looked, and whose computer should have been on ("" = the rota names nobody)."""

    first: Instant
    last: Instant
    who: str


@dataclass(frozen=True, slots=True)
class Board:
    """The watch as it stands: looks (newest first), gaps, when the next look is due, whose computer watches now.

    ``until`` is when the hourly looks end, ``holes`` the hours for which the rota names nobody.
    """

    since: Instant
    until: Instant
    stage: Stage
    next: Instant | None
    looks: tuple[tuple[Instant, Watched], ...]
    gaps: tuple[Gap, ...]
    holes: tuple[tuple[Instant, Instant], ...]
    now: str

    @property
    def proposals(self) -> tuple[str, ...]:
        """What the newest look proposes."""
        return self.looks[0][1].proposals if self.looks else ()


def stage(known: Known, start: Instant) -> Stage | None:
    """The stage at this moment; None when the watch is over."""
    return next((each for each in STAGES if known.at < plus(start, each.hours * _HOUR)), None)


def look(conn: Connection, known: Known, limits: Stage | None = None) -> Watched:
    """Measure the calls since the last look, and the open differences; nothing is written.

    ``limits`` are another stage's than the present one's.
    """
    start = runbook.switched(known.kept)
    now = limits or (stage(known, start) if start else None) or STAGES[0]
    c = tables.call.c
    since = plus(known.at, -now.every * _HOUR)
    query = select(c.at, c.status, c.ms).where(c.side == Side.CLUBOS, c.at >= since, c.at <= known.at)
    rows = conn.execute(query).all()
    failed, calls = _worst([(at, status is None or status >= 500) for at, status, _ in rows], since, now.minutes)
    p99 = percentile([ms for _, _, ms in rows], 99) if rows else 0
    evidence_gate = assess(conn, known.at).gates[0]
    differing = [each for each in evidence_gate.criteria if each.id in {"G1.1", "G1.2", "G1.3"}]
    different = sum(each.state.value == "fail" for each in differing)
    share = round(1000 * failed / calls) if calls else 0
    broken = _broken(now, len(rows), (failed, calls), p99, different)
    return Watched(len(rows), share, p99, different, tuple(broken.values()), tuple(broken))


def _worst(calls: list[tuple[Instant, bool]], since: Instant, minutes: int) -> tuple[int, int]:
    """Failed and all calls of the span of so many minutes in which the largest share failed."""
    spans: dict[int, list[bool]] = defaultdict(list)
    begin = from_instant(since)
    for at, bad in calls:
        spans[int((from_instant(at) - begin).total_seconds() // (minutes * 60))].append(bad)
    counts = [(sum(found), len(found)) for found in spans.values()]
    return max(counts, key=lambda each: each[0] / each[1], default=(0, 0))


def _broken(now: Stage, calls: int, worst: tuple[int, int], p99: int, different: int) -> dict[str, str]:
    """What to propose, by the limit that was broken."""
    found = {}
    if not calls:
        found["not asked"] = "ClubOS was not asked in this time: copy now, so that there is something to measure."
    failed, of = worst
    if failed * 1000 > _BACK * of:
        found["go back"] = f"{failed / of:.1%} of the calls failed within {now.minutes} minutes; talk about going back."
    elif failed * 1000 > now.most * of:
        share, most = f"{failed / of:.1%}", f"{now.most / 10:g} %"
        found["failed"] = f"{share} of the calls failed within {now.minutes} minutes; {most} is expected at most."
    if p99 > _SLOW:
        found["slow"] = f"The slowest calls took {p99 / 1000:.1f} s; at most 5 s is expected."
    if different:
        found["differ"] = "Records differ between the systems again: look at Differences."
    return found


def record(database: Database, actor: str) -> Entry:
    """Look now and keep what was seen."""
    known = entering.known(database)
    with database.read() as conn:
        seen = look(conn, known)
    return entering.enter(database, actor, "watch", "looked", seen, item="")


def due(known: Known, start: Instant) -> bool:
    """Whether it is time to look: an hour after the last look on the first day, a day or a week later on."""
    now = stage(known, start)
    if now is None:
        return False
    looks = [at for at, _ in _looks(known, start)]
    return not looks or looks[-1] <= plus(known.at, -now.every * _HOUR)


def waits(conn: Connection, at: Instant, zone_name: str) -> bool:
    """Whether a look of the watch is due; asked every minute, so it reads little while there was no switch."""
    c = tables.register_entry.c
    if not conn.execute(select(exists().where(c.register == "runbook"))).scalar_one():
        return False
    known = measure.known_at(conn, at, zone_name)
    start = runbook.switched(known.kept)
    return start is not None and due(known, start)


def board(known: Known) -> Board | None:
    """The watch as a screen shows it; None while ClubOS has not taken over."""
    start = runbook.switched(known.kept)
    if start is None:
        return None
    now, looks = stage(known, start), _looks(known, start)
    last = looks[-1][0] if looks else None
    following = None if now is None else start if last is None else plus(last, now.every * _HOUR)
    shifts = actions.shifts(known.kept)
    return Board(
        start,
        plus(start, HOURS * _HOUR),
        now or STAGES[-1],
        following,
        tuple(reversed(looks)),
        gaps(known, start),
        actions.unwatched(shifts, start, known.zone),
        actions.whose(shifts, known.at, known.zone),
    )


def gaps(known: Known, start: Instant) -> tuple[Gap, ...]:
    """Spans of more than 90 minutes of the first day in which nobody looked. A look that measured nothing is none."""
    until = min(known.at, plus(start, HOURS * _HOUR))
    marks = [start, *(at for at, seen in _looks(known, start) if at <= until and seen.calls), until]
    shifts = actions.shifts(known.kept)
    return tuple(
        Gap(first, last, actions.whose(shifts, plus(first, _HOUR), known.zone))
        for first, last in pairwise(marks)
        if last > plus(first, _LATE * _HOUR)
    )


def _looks(known: Known, start: Instant) -> list[tuple[Instant, Watched]]:
    return [(entry.at, body) for entry, body in bodies(known.kept, "watch", Watched) if entry.at >= start]


def unfinished(conn: Connection, known: Known, start: Instant, *, words: str = "") -> list[str]:
    """Why the watch is not over; [] when it is.

    24 hours passed, a look near their end or later measured something, ClubOS keeps the limits of the first day now,
    and what happened in hours without a look was said: in ``words``, or in a note made after them.
    """
    ends = plus(start, HOURS * _HOUR)
    if known.at < ends:
        return [f"The 24 hours end on {wall(ends, known.zone)}."]
    measured = [at for at, seen in _looks(known, start) if seen.calls]
    if not measured:
        return ["Nobody looked in these 24 hours, or no look could measure anything: copy now, then look."]
    reasons = []
    if measured[-1] < plus(ends, -_LATE * _HOUR):
        reasons.append(f"The last look was on {wall(measured[-1], known.zone)}, long before the end: look now.")
    if not words.strip():
        reasons += [_unexplained(known, each) for each in gaps(known, start) if not _noted_since(known, each.last)]
    return [*reasons, *look(conn, known, STAGES[0]).proposals]


def _noted_since(known: Known, at: Instant) -> bool:
    notes = [entry for entry, body in bodies(known.kept, "runbook", Remark) if body.step == STEP and entry.at >= at]
    return bool(notes)


def _unexplained(known: Known, gap: Gap) -> str:
    span = f"from {wall(gap.first, known.zone)} to {wall(gap.last, known.zone)}"
    return f"Nobody looked {span}{f' ({gap.who})' if gap.who else ''}: say what you know of these hours."
