"""ClubOS's own records, as its database keeps them (clubos-api.md section C).

Mutable on purpose: this is the other party's database. ``origin`` is its inner table of legacy ids (WaIdMapping),
which none of its answers shows (finding 7). Moments are aware UTC.
"""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

STATUSES = {
    "active": "Active",
    "lapsed": "Lapsed",
    "pending_new": "Pending new",
    "pending_renewal": "Pending renewal",
    "suspended": "Suspended",
    "not_a_member": "Not a member",
    "unknown": "Unknown",
}
"""Membership status codes of the importer and their labels; lists show one or the other (B.1)."""

INACTIVE = frozenset({"lapsed", "suspended", "not_a_member", "unknown"})
"""Codes without ``isActive``: the admin member list leaves these people out."""


def new_id(seed: int, kind: str, key: object) -> str:
    """A version 4 UUID that the same seed, kind and key always give."""
    digest = hashlib.blake2b(f"{seed}/{kind}/{key}".encode(), digest_size=16).digest()
    return str(uuid.UUID(bytes=digest, version=4))


@dataclass(slots=True)
class Member:
    """A member; ``status`` is a code of STATUSES, ``tier`` a label."""

    id: str
    first: str
    last: str
    email: str
    phone: str | None
    joined: datetime
    status: str
    tier: str | None
    created: datetime
    updated: datetime
    origin: int | None = None


@dataclass(slots=True)
class Event:
    """An event; ``capacity`` None means no limit."""

    id: str
    title: str
    description: str | None
    category: str | None
    location: str | None
    start: datetime
    end: datetime | None
    capacity: int | None
    published: bool
    origin: int | None = None


@dataclass(slots=True)
class Registration:
    """A registration; at most one a member and event (unique in its database)."""

    id: str
    event: str
    member: str
    status: str
    registered: datetime
    origin: int | None = None


@dataclass(slots=True)
class Meeting:
    """A meeting of the board; one a day and kind."""

    id: str
    day: date
    kind: str
    title: str
    attendance: int | None
    quorum: bool | None


@dataclass(slots=True)
class Motion:
    """A motion of a meeting, numbered within it; without a result until a vote is recorded."""

    id: str
    meeting: str
    number: int
    text: str
    yes: int = 0
    no: int = 0
    abstain: int = 0
    result: str | None = None
    notes: str | None = None


@dataclass(slots=True)
class ClubOS:
    """All records of ClubOS by id. ``revision`` grows with each change, so that answers can be kept."""

    members: dict[str, Member] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    motions: dict[str, Motion] = field(default_factory=dict)
    imported: datetime | None = None
    revision: int = 0
