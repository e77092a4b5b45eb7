"""A run: one copy of one domain of one side. Pages, listings and what a connector says of itself."""

from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant, Record


class Mode(StrEnum):
    """On screen "Copy everything" and "Copy what changed"."""

    FULL = "full"
    INCREMENTAL = "incremental"


class RunState(StrEnum):
    """Only a complete run that is not held is accepted into the mirror (design.md section 5).

    An undone one was accepted and taken back: what was here before stands again.
    """

    RUNNING = "running"
    COMPLETE = "complete"
    PARTIAL = "partial"
    HELD = "held"
    FAILED = "failed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a source's answer that is landed as it came.

    ``body`` is what ``Reader.split`` understands; ``cursor`` says where to go on after this page and is opaque to
    everybody but its connector.
    """

    domain: Domain
    body: bytes
    cursor: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a connector says at the end of a listing about its completeness.

    ``count_before`` and ``count_after`` are the source's own counts of what this listing should hold (None: the
    source has no count). ``keys`` is the authoritative id set where the source can give one; for an incremental
    listing it is given only when ids were swept. ``notes`` are sentences for people. ``lost`` are keys of records that
    the source lists and cannot show.
    """

    count_before: int | None
    count_after: int | None
    keys: frozenset[str] | None = None
    notes: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recheck:
    """Which invoices are asked for what was paid on them: one call each, the dearest part of a copy.

    ``invoices`` are keys of those that changed, or whose payments did, since all answers were last taken over, and of
    those that lack an allocation. ``day`` is the last one on which all are asked again, for people: "24 Dec 2026".
    """

    invoices: frozenset[str]
    day: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A raw answer that could not be read: where and what, without personal values."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Records read from raw answers, index by index; ``faults`` for those that could not be read."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Capability:
    """What a probe found about one part of a source: "yes", "stub", "no endpoint", "refused"."""

    name: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What a source says of itself when connected. ``zone`` is an IANA name, ``currency`` an ISO 4217 code.

    ``rights`` are plain sentences ("This key may write; we will not"); ``warnings`` findings that matter to a gate
    (for example an open door of clubos-api.md section 0.3); ``expires`` the end of the sign-in where there is one.
    ``schema`` says what its own database lacks for its own program; None where nobody looked.
    """

    side: Side
    kind: str
    account_id: str
    name: str
    zone: str
    currency: str
    rights: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    expires: Instant | None = None
    schema: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is stored. ``copy`` groups the runs of one press of "Copy now"; seconds are wall time."""

    id: int
    copy: int
    side: Side
    domain: Domain
    mode: Mode
    state: RunState
    started: Instant
    ended: Instant | None
    source_count: int | None
    listed: int
    stored: int
    changed: int
    missing: int
    requests: int
    seconds: float
    reason: str
    watermark: Instant | None
