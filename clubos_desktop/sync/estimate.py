"""How many calls a copy takes and how long, before it starts. Pure but ``gather``.

Calls follow from counts as the connectors ask (wild-apricot-api.md 2.1 to 2.7, clubos-api.md B): a page of 100, a count
before and after, one call an event, two an event's registrations, one an invoice with money on it. What a copy of
what changed takes is known from the last such copy alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.store import settings, tables, views

PAGE = 100
WINDOW = 60.0
"""Seconds in which a source counts calls."""

UNDER_WAY = 4
"""Calls under way at the same time (connectors.http)."""

LATENCY = 0.3
"""Seconds an answer takes where nothing was measured yet."""

_LISTED = {"contacts": Domain.MEMBERS, "events": Domain.EVENTS, "invoices": Domain.INVOICES}
"""What the connection test counts in Wild Apricot, and what it counts there."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one domain of one side takes. ``records`` None: nobody has counted them yet, so ``calls`` is too low.

    ``kinds`` are calls by budget bucket ("list", "one", "other"), ``seconds`` the time from the start of this domain
    to its end with the budget as it is, ``known`` whether an earlier copy of the same mode says so.
    """

    side: Side
    domain: Domain
    records: int | None
    kinds: Mapping[str, int]
    seconds: float
    known: bool = False

    @property
    def calls(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


@dataclass(slots=True)
class Room:
    """The budget of a side while an estimate walks through its domains: so many calls a minute by kind."""

    limits: Mapping[str, int]
    used: dict[str, int] = field(default_factory=dict)
    at: float = 0.0
    latency: float = LATENCY

    def spend(self, kinds: Mapping[str, int]) -> float:
        """Make these calls; returns how long it takes until the last one is answered.

        Call n of a window of ``limit`` calls waits for n // limit whole minutes from the beginning.
        """
        begun = self.at
        self.at += sum(kinds.values()) * self.latency / UNDER_WAY
        for kind, calls in kinds.items():
            if calls:
                self.used[kind] = self.used.get(kind, 0) + calls
                self.at = max(self.at, (self.used[kind] - 1) // self.limits[kind] * WINDOW)
        return self.at - begun


def legacy_calls(domain: Domain, counts: Mapping[Domain, int], paid: int) -> dict[str, int]:
    """Calls to Wild Apricot for everything of a domain. ``paid`` are invoices with money on them."""
    n = counts.get(domain, 0)
    events = counts.get(Domain.EVENTS, 0)
    pages = -(-n // PAGE) + 2
    match domain:
        case Domain.FIELDS | Domain.LEVELS | Domain.GROUPS:
            return {"other": 1}
        case Domain.MEMBERS:
            return {"list": pages}
        case Domain.EVENTS:
            return {"other": pages + n}
        case Domain.REGISTRATIONS:
            return {"other": 2 * events}
        case Domain.ALLOCATIONS:
            refunds = counts.get(Domain.REFUNDS, 0)
            return {"other": paid + refunds + -(-refunds // PAGE) + 2}
        case _:
            return {"other": pages}


def clubos_calls(domain: Domain, counts: Mapping[Domain, int]) -> dict[str, int]:
    """Calls to ClubOS for everything of a domain: pages and the export, each event by itself, one unpaged list."""
    n = counts.get(domain, 0)
    match domain:
        case Domain.MEMBERS:
            return {"list": -(-n // PAGE) + 1, "other": 1}
        case Domain.EVENTS:
            return {"list": 2, "other": 1, "one": n}
        case _:
            return {"list": 2, "other": 1}


def gather(
    conn: Connection, side: Side, mode: Mode, room: Room, domains: tuple[Domain, ...] = tuple(Domain)
) -> list[Cost]:
    """What a copy of a connected side would take now, domain by domain in the order of copying."""
    kind = settings.get(conn, f"connection.{side}", {}).get("kind")
    if settings.get(conn, f"account.{side}", None) is None or kind == "csv":
        return []
    counts = _counts(conn, side)
    paid = _paid(conn, counts)
    found = []
    for domain in domains:
        if side is Side.CLUBOS and domain not in PAIRED:
            continue
        kinds = clubos_calls(domain, counts) if side is Side.CLUBOS else legacy_calls(domain, counts, paid)
        before = _before(conn, side, domain, mode) if mode is Mode.INCREMENTAL and side is Side.LEGACY else None
        if before is not None:
            kinds = {next(iter(kinds)): before.requests}
        seconds = room.spend(kinds)
        found.append(Cost(side, domain, counts.get(domain), kinds, seconds, before is not None))
    return found


def _counts(conn: Connection, side: Side) -> dict[Domain, int]:
    """Records of a side by domain: what the copy holds, else what the connection test counted."""
    counts = {total.domain: total.present for total in views.totals(conn) if total.side is side}
    said = settings.get(conn, f"account.{side}", {}).get("capabilities", [])
    for each in said:
        number, _, rest = str(each.get("detail", "")).partition(" ")
        domain = _LISTED.get(str(each.get("name")))
        if domain is not None and rest == "in all" and number.isdigit():
            counts.setdefault(domain, int(number))
    return counts


def _paid(conn: Connection, counts: Mapping[Domain, int]) -> int:
    """Invoices that are asked about by themselves: as many as the last whole copy asked, else all of them."""
    before = _before(conn, Side.LEGACY, Domain.ALLOCATIONS, Mode.FULL)
    refunds = counts.get(Domain.REFUNDS, 0)
    return counts.get(Domain.INVOICES, 0) if before is None else max(0, before.requests - refunds - 3)


def _before(conn: Connection, side: Side, domain: Domain, mode: Mode) -> Run | None:
    """The newest whole run of the same mode."""
    c = tables.run.c
    query = select(func.max(c.id)).where(
        c.side == side, c.domain == domain, c.mode == mode, c.state == RunState.COMPLETE
    )
    identity = conn.execute(query).scalar()
    return None if identity is None else views.run(conn, identity)
