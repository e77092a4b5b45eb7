"""The pace of copying: each system's limits, our share of them, what is used and left now, and what a copy takes."""

from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.connections import LIMITS, account_key
from clubos_desktop.connectors.budget import ASKED, DEFAULT_SHARE, PAUSE, WINDOW
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import from_timestamp, to_instant
from clubos_desktop.store import settings
from clubos_desktop.store.ledger import StoreBuckets, middle_wait
from clubos_desktop.sync import estimate, recheck
from clubos_desktop.sync.estimate import Cost, Room
from clubos_desktop.workspace import Workspace

LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Kind:
    """One of a system's limits: calls a minute in all, ours, and how many of ours were made in the last minute."""

    name: str
    limit: int
    ours: int
    used: int

    @property
    def left(self) -> int:
        """How many may leave now."""
        return max(0, self.ours - self.used)


@dataclass(frozen=True, slots=True)
class Asked:
    """The last time a system asked for an absurdly long wait: when, how long, and how long we waited (seconds)."""

    at: Instant
    asked: float
    waited: float


@dataclass(frozen=True, slots=True)
class SidePace:
    """The budget of one connected system. ``until`` is when it may be asked again after it said to wait."""

    side: Side
    share: float
    kinds: tuple[Kind, ...]
    until: Instant | None
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class Pace:
    """Both budgets, and what a copy would take from them now."""

    sides: tuple[SidePace, ...]
    costs: tuple[Cost, ...]
    mode: Mode
    recheck: int = recheck.EVERY
    """Days after which every invoice is asked again for what was paid on it."""
    rechecked: Instant | None = None
    """When that is due next; None before the first copy of them."""

    @property
    def calls(self) -> int:
        """All calls of the copy."""
        return sum(cost.calls for cost in self.costs)

    @property
    def seconds(self) -> float:
        """How long the copy takes; the domains follow each other."""
        return sum(cost.seconds for cost in self.costs)


def read(workspace: Workspace, mode: Mode) -> Pace:
    """How things stand now; nothing is asked of anybody."""
    buckets = StoreBuckets(workspace.database)
    now = workspace.clock.now().timestamp()
    with workspace.database.read() as conn:
        sides = tuple(pace for side in Side if (pace := _side(conn, buckets, side, now)) is not None)
        costs: list[Cost] = []
        for pace in sides:
            limits = {kind.name: kind.ours for kind in pace.kinds}
            used = {kind.name: kind.used for kind in pace.kinds}
            room = Room(limits, used, latency=middle_wait(conn, pace.side) or estimate.LATENCY)
            costs += estimate.gather(conn, pace.side, mode, room)
        days, due = recheck.days(conn), recheck.next_time(conn)
    return Pace(sides, tuple(costs), mode, days, due)


def _side(conn: Connection, buckets: StoreBuckets, side: Side, now: float) -> SidePace | None:
    kept = settings.get(conn, f"connection.{side}", {})
    limits = LIMITS.get(str(kept.get("kind")))
    if limits is None or settings.get(conn, f"account.{side}", None) is None:
        return None
    share, account = float(kept.get("share", DEFAULT_SHARE)), account_key(side, kept)
    kinds = tuple(
        Kind(name, limit, max(1, int(limit * share)), sum(abs(now - at) < WINDOW for at in buckets.load(account, name)))
        for name, limit in limits.items()
    )
    until = max(buckets.load(account, PAUSE), default=0.0)
    asked = buckets.load(account, ASKED)
    return SidePace(
        side,
        share,
        kinds,
        to_instant(from_timestamp(until)) if until > now else None,
        Asked(to_instant(from_timestamp(asked[0])), asked[1], asked[2]) if len(asked) == 3 else None,
    )


def set_share(workspace: Workspace, side: Side, share: float) -> None:
    """Which part of a system's limits copying may use from now on; the club's other programs need the rest.

    Raises InputError: not between 5 and 100 %, or nothing is connected there.
    """
    if not LEAST_SHARE <= share <= 1:
        raise InputError(
            "The share of the calls lies between 5 and 100 %. Nothing was changed.",
            remedy="Choose for example 0.75: the rest is for the club's other programs.",
            code="pace.share",
        )
    with workspace.database.transaction(workspace.actor, "share of calls set") as tx:
        kept = settings.get(tx.connection, f"connection.{side}", {})
        if str(kept.get("kind")) not in LIMITS:
            raise InputError(
                f"{SIDE_LABELS[side]} is not connected, so it has no calls to share. Nothing was changed.",
                remedy="Connect it first.",
                code="pace.unconnected",
            )
        settings.put(tx, f"connection.{side}", {**kept, "share": share})
        tx.subject.update(side=side.value, share=share)
