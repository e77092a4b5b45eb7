"""What changed in the way a system answers, and what a person decided about it (features.md S7.3, E12, E13, R18).

A *field* is named by its path in the answer: ``Email``, ``MembershipLevel.Name``, ``FieldValues[Phone]``. Examples
never show a person's text: ``before`` and ``after`` hold forms, words of lists and dates only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant


class Drift(StrEnum):
    """The classes of a change."""

    NEW = "new"
    MISSING = "missing"
    RENAMED = "renamed"
    RETYPED = "retyped"
    WORD = "word"
    WORD_RENAMED = "word-renamed"
    DATE_FORM = "date-form"
    ANSWER = "answer"


class Course(StrEnum):
    """What a person may decide about a change."""

    ACCEPT = "accept"
    MAP = "map"
    ROWS = "quarantine-rows"
    VALUES = "quarantine-values"


COURSE_WORDS: Mapping[Course, str] = {
    Course.ACCEPT: "Take it as it is now",
    Course.MAP: "Read it as before",
    Course.ROWS: "Set these records aside",
    Course.VALUES: "Set these values aside",
}
"""What each course is called on screen."""


@dataclass(frozen=True, slots=True)
class Example:
    """One record's value before and after; ``key`` is the source's id, texts are shown by their form alone."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the answers about a domain of a side.

    ``field`` is what was known (or is new), ``other`` what it became: the new name, word, kind or form. It was seen in
    ``n`` of ``of`` records. ``breaking``: nothing of the domain is taken over until somebody decides.
    """

    side: Side
    domain: Domain
    kind: Drift
    field: str
    other: str
    n: int
    of: int
    breaking: bool
    was: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def id(self) -> str:
        """A name that stays the same while the change does, such as "legacy.members.missing.Email"."""
        return ".".join(part for part in (self.side, self.domain, self.kind, self.field, self.other) if part)

    @property
    def courses(self) -> tuple[Course, ...]:
        """What can be decided; the first is no default."""
        return _COURSES[self.kind] if self.breaking else (Course.ACCEPT,)


_COURSES: Mapping[Drift, tuple[Course, ...]] = {
    Drift.NEW: (Course.ACCEPT,),
    Drift.MISSING: (Course.ACCEPT, Course.MAP, Course.ROWS),
    Drift.RENAMED: (Course.MAP, Course.ACCEPT),
    Drift.RETYPED: (Course.ACCEPT, Course.ROWS, Course.VALUES),
    Drift.WORD: (Course.MAP, Course.ACCEPT, Course.ROWS, Course.VALUES),
    Drift.WORD_RENAMED: (Course.MAP, Course.ACCEPT),
    Drift.DATE_FORM: (Course.ACCEPT, Course.ROWS, Course.VALUES),
    Drift.ANSWER: (),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A change as it stands: since when, by which run it was seen last."""

    change: Change
    since: Instant
    run: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a change. ``to`` is the field or word meant by ``MAP``, or the order of dates."""

    change: Change
    course: Course
    to: str
    reason: str
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Aside:
    """A record, or one value of it (``field``), that was not taken over, and why."""

    side: Side
    domain: Domain
    key: str
    field: str
    why: str
    since: Instant
    run: int
