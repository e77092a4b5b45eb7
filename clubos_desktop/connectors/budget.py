"""How many calls may leave in a minute: sliding windows that survive a restart (wild-apricot-api.md section 4)."""

from bisect import bisect_right, insort
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from clubos_desktop.model.protocols import Clock

WINDOW = 60.0
"""Seconds of the window in which a source counts."""

WILD_APRICOT_LIMITS: Mapping[str, int] = {"list": 40, "one": 120, "other": 400}
"""Calls a minute and account: contact lists, single contacts, everything else (wild-apricot-api.md fact 2)."""

CLUBOS_LIMITS: Mapping[str, int] = {"list": 60, "one": 300, "other": 100}
"""ClubOS counts nothing itself; its documents ask for under 5 requests a second (clubos-api.md D row 2)."""

DEFAULT_SHARE = 0.75
"""The part of the limits we take; other programs of the club share them (design.md section 7, Definitions)."""

UNDER_WAY = 5.0
"""Seconds in which the source may still see a call whose answer nobody waits for any more (a stop, a kill)."""

PAUSE = "pause"
"""Under this kind the store keeps until when a source said to wait (wall seconds)."""

ASKED = "asked"
"""And under this one the last absurd wish: wall seconds of when, the seconds asked for, the seconds waited."""


class BucketStore(Protocol):
    """Where windows survive a restart: for an account and kind the wall times (seconds since 1970) of its calls."""

    def load(self, account: str, kind: str) -> list[float]:
        """The wall times last saved; empty when there are none."""

    def save(self, account: str, kind: str, taken: list[float]) -> None:
        """Replace the wall times."""


class MemoryBuckets:
    """A bucket store that forgets when the process ends."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], list[float]] = {}

    def load(self, account: str, kind: str) -> list[float]:
        """The wall times last saved."""
        return list(self._taken.get((account, kind), ()))

    def save(self, account: str, kind: str, taken: list[float]) -> None:
        """Replace the wall times."""
        self._taken[account, kind] = list(taken)


class SlidingBudget:
    """Never more than a kind's limit in any sliding 60 s, as the source counts.

    A call holds its place until 60 s after its *answer* came: the source saw it before that, and sees the next one
    after it left, so that no delay on the way can squeeze two windows into one. ``share`` is between 0 and 1.
    Used from one thread (the connector's generator).
    """

    def __init__(
        self,
        limits: Mapping[str, int],
        *,
        clock: Clock,
        account: str,
        share: float = DEFAULT_SHARE,
        store: BucketStore | None = None,
    ) -> None:
        if not 0 < share <= 1:
            raise ValueError("the share of the limits is between 0 and 1")
        self._limits = {kind: max(1, int(limit * share)) for kind, limit in limits.items()}
        self._clock = clock
        self._account = account
        self._store = store or MemoryBuckets()
        self._done: dict[str, list[float]] = {}
        self._open: dict[str, int] = {}
        self._until = self._load_pause()

    def take(self, kind: str) -> float:
        """Take one call; 0.0 when it may go now, else the seconds to wait before asking again."""
        now = self._clock.monotonic()
        if self._until > now:
            return self._until - now
        done = self._window(kind, now)
        limit = self._limits[kind]
        opened = self._open.get(kind, 0)
        if opened + len(done) < limit:
            self._open[kind] = opened + 1
            self._save(kind, now)
            return 0.0
        return done[0] + WINDOW - now if done else 0.05

    def settle(self, kind: str, *, left_behind: bool = False) -> None:
        """The answer of a call came: its 60 s begin now.

        Nobody waits for the answer of a call ``left_behind``: the source may see it a little later.
        """
        now = self._clock.monotonic()
        self._open[kind] = max(0, self._open.get(kind, 0) - 1)
        insort(self._window(kind, now), now + (UNDER_WAY if left_behind else 0.0))

    def pause(self, seconds: float, *, asked: float | None = None) -> None:
        """The source said to wait: nothing goes before this time is over. ``asked`` is a wish that was cut to this."""
        self._until = max(self._until, self._clock.monotonic() + max(0.0, seconds))
        self._store.save(self._account, PAUSE, [self._wall(self._until)])
        if asked is not None:
            self._store.save(self._account, ASKED, [self._wall(self._clock.monotonic()), asked, seconds])

    def rate(self, kind: str) -> int:
        """The calls a minute that may leave, for estimates of a copy's length."""
        return self._limits[kind]

    def left(self, kind: str) -> int:
        """How many calls may leave at this moment."""
        return self._limits[kind] - self._open.get(kind, 0) - len(self._window(kind, self._clock.monotonic()))

    def _window(self, kind: str, now: float) -> list[float]:
        """When the calls that still count were answered, in order."""
        if kind not in self._done:
            self._done[kind] = self._load(kind, now)
        done = self._done[kind]
        del done[: bisect_right(done, now - WINDOW)]
        return done

    def _load(self, kind: str, now: float) -> list[float]:
        """Saved calls as monotonic times; one with a time far ahead (a turned clock) counts as just under way."""
        wall = self._clock.now().timestamp()
        ages = (max(-UNDER_WAY, wall - taken) for taken in self._store.load(self._account, kind))
        return sorted(now - age for age in ages if age < WINDOW)

    def _load_pause(self) -> float:
        wall = self._clock.now().timestamp()
        waits = [until - wall for until in self._store.load(self._account, PAUSE)]
        return self._clock.monotonic() + min(max(waits, default=0.0), 15 * WINDOW)

    def _save(self, kind: str, now: float) -> None:
        taken = [self._wall(at) for at in self._done[kind]]
        taken += [self._wall(now + UNDER_WAY)] * self._open[kind]
        self._store.save(self._account, kind, taken)

    def _wall(self, monotonic: float) -> float:
        moment = self._clock.now() + timedelta(seconds=monotonic - self._clock.monotonic())
        return round(moment.timestamp(), 3)
