"""What all practice servers share: the time, counts of calls, faults in force, limits."""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clubos_desktop.practice.club import Club
from clubos_desktop.practice.faults import Faults

LIMITS = {"list": 40, "one": 120, "other": 400}
"""Calls a minute of Wild Apricot: contact lists, contacts by id, everything else (wild-apricot-api.md section 4)."""


class WorldClock:
    """The practice world's time: it starts at the club's moment, runs ``speed`` times as fast, and can be advanced."""

    def __init__(self, start: datetime, speed: float, tick: Callable[[], float] = time.monotonic) -> None:
        self.start, self.speed, self.tick = start, speed, tick
        self.zero = tick()
        self.ahead = timedelta()

    def monotonic(self) -> float:
        """Seconds of the practice world, those advanced included."""
        return self.tick() * self.speed + self.ahead.total_seconds()

    def now(self) -> datetime:
        """The practice world's present moment in UTC."""
        return self.start + timedelta(seconds=(self.tick() - self.zero) * self.speed) + self.ahead


@dataclass(slots=True)
class Limiter:
    """Counts calls in a sliding minute. A refused call is not counted."""

    limit: int
    times: deque[float] = field(default_factory=deque)
    refused: int = 0

    def take(self, now: float) -> float:
        """0 when the call may go, else the seconds until one may."""
        while self.times and self.times[0] <= now - 60.0:
            self.times.popleft()
        if len(self.times) >= self.limit:
            self.refused += 1
            return self.times[0] + 60.0 - now
        self.times.append(now)
        return 0.0


@dataclass(frozen=True, slots=True)
class Switches:
    """Which of the real systems' flaws and doors are on (clubos-api.md sections 0 and B)."""

    page_loss: bool = True  # paged member lists lose people of equal surnames
    unquoted_csv: bool = True
    empty_500: bool = True  # bad ids and types answer 500 without a body
    stubs: bool = True  # "... not implemented"
    open_doors: bool = True  # /api/members and /api/registrations answer to anybody
    test_token: bool = True  # a fixed text is an administrator's password
    production: bool = True  # the cookie is called __Host-murmurant_session
    retry_after: bool = False  # 429 says how long to wait (undocumented in Wild Apricot)
    limits: bool = True
    gzip: bool = False  # Wild Apricot compresses what it may
    migrated: bool = True  # ClubOS's database has every table and status that its program needs


@dataclass(slots=True)
class World:
    """One practice world in motion."""

    club: Club
    clock: WorldClock
    switches: Switches = field(default_factory=Switches)
    limits: dict[str, Limiter] = field(default_factory=lambda: {name: Limiter(top) for name, top in LIMITS.items()})
    calls: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    tokens: dict[str, float] = field(default_factory=dict)
    sign_in_ends: datetime | None = None
    faults: Faults = field(default_factory=Faults)

    def count(self, side: str, kind: str, method: str) -> None:
        """Note a call; what is neither GET nor HEAD is a write."""
        self.calls[f"{side}.{kind}"] += 1
        self.calls[side] += 1
        if method not in {"GET", "HEAD"}:
            self.writes[side] += 1
