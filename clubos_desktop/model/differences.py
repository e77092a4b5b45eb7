"""Pairs, suggestions and differences (design.md section 7, Definitions)."""

from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Instant


class Kind(StrEnum):
    """What is different."""

    CHANGED = "changed"
    ONLY_LEGACY = "only_legacy"
    ONLY_CLUBOS = "only_clubos"
    CONFLICT = "conflict"
    IGNORED = "ignored"
    NOT_COMPARABLE = "not_comparable"


KIND_WORDS = {
    Kind.CHANGED: "differs",
    Kind.ONLY_LEGACY: "only in Wild Apricot",
    Kind.ONLY_CLUBOS: "only in ClubOS",
    Kind.CONFLICT: "changed in both",
    Kind.IGNORED: "equal by your rules",
    Kind.NOT_COMPARABLE: "cannot be compared",
}
"""What each is called for people."""


class Status(StrEnum):
    """On screen: Seen once, Seen twice, Gone."""

    SEEN_ONCE = "seen_once"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One unequal field of a pair as ``diff.compare`` finds it; values as shown to people.

    ``kind`` is CHANGED, IGNORED (equal by the rule named) or NOT_COMPARABLE.
    """

    field: str
    kind: Kind
    legacy: str | None
    clubos: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Match:
    """Two records that belong together. ``method`` says by what: "id map", "e-mail and name", "person", ..."""

    legacy: str
    clubos: str
    method: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two records that may belong together; a person decides. ``score`` is 0 to 100."""

    legacy: str
    clubos: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored difference: one field of a pair, or one unpaired record (then ``field`` is "")."""

    id: int
    domain: Domain
    kind: Kind
    legacy_id: str | None
    clubos_id: str | None
    who: str
    field: str
    legacy: str | None
    clubos: str | None
    rule: str
    detail: str
    first_seen: Instant
    confirmed: Instant | None
    status: Status
    closed: Instant | None = None
