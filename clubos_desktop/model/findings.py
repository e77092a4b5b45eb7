"""What people decide about differences, and how a difference stands after it. Deciding writes to no system."""

from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.model.records import Day, Instant


class Choice(StrEnum):
    """What a person decided about a difference (ui.md section 4, Differences)."""

    CLUBOS = "correct_clubos"
    LEGACY = "correct_legacy"
    VALUE = "another_value"
    EQUAL = "equal"
    ACCEPT = "accept"
    ASK = "ask"
    UNDECIDED = "undecided"
    NOTE = "note"


CORRECTIONS = (Choice.CLUBOS, Choice.LEGACY, Choice.VALUE)
"""Choices that somebody must carry out in a system; the next complete copy says whether it was done."""

SET_ASIDE = (Choice.EQUAL, Choice.ACCEPT)
"""Choices by which a difference is counted apart, for as long as both values stay as they were seen."""

DECIDABLE = (Kind.CHANGED, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CONFLICT)
"""Kinds that need a person."""


class Standing(StrEnum):
    """How a difference stands at a moment. The first three need a person."""

    OPEN = "open"
    STILL_THERE = "still_there"
    EXPIRED = "expired"
    TO_CORRECT = "to_correct"
    ASKED = "asked"
    ACCEPTED = "accepted"
    EQUAL = "equal"


NEEDING = (Standing.OPEN, Standing.STILL_THERE, Standing.EXPIRED)


class Ended(StrEnum):
    """Why a decision no longer stands."""

    NO = ""
    UNDONE = "undone"
    REPLACED = "replaced"
    VALUES_CHANGED = "values_changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be decided. ``value`` is what both should say (VALUE), ``until`` the last day of an acceptance.

    ``owner`` is an actor ("person:1") or, for somebody outside, a name.
    """

    choice: Choice
    reason: str = ""
    value: str | None = None
    owner: str = ""
    until: Day | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it is kept. ``copy`` is the last copy begun before it, ``by`` an actor, ``ended`` why it is over.

    ``expires`` is the moment from which an acceptance no longer counts.
    """

    id: int
    batch: int
    at: Instant
    by: str
    choice: Choice
    reason: str
    value: str | None
    owner: str
    expires: Instant | None
    copy: int
    ended: Ended


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference with what was decided about it. ``seen`` names the values a person looks at (16 bytes)."""

    difference: Difference
    standing: Standing
    decision: Decision | None
    seen: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Decisions that were made, and are undone, together. ``act`` is a choice or "together", "apart"."""

    id: int
    at: Instant
    by: str
    act: str
    n: int
    undone: Instant | None
    undone_by: str
