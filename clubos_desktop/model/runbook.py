"""A runbook as data: steps, the acts that happen in a run, and the two plans (design.md section 3, cutover).

A runbook is read from the top, one step at a time. Rehearsal and real run differ in their ``Kind`` and target alone.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from clubos_desktop.model.records import Day


class Plan(StrEnum):
    """Forward and back."""

    CUTOVER = "cutover"
    ROLLBACK = "rollback"


class RunKind(StrEnum):
    """The real thing, or one of the four kinds of rehearsal (features.md E30)."""

    REAL = "real"
    TABLETOP = "tabletop"
    DRY = "dry run"
    MOCK = "mock"
    DRESS = "dress"


TIMED = frozenset({RunKind.MOCK, RunKind.DRESS})
"""Rehearsals on a copy, with an injected failure, that count for Gate 5; the others are for practice."""


class Proof(StrEnum):
    """What shows that a step was done."""

    WORD = "word"
    FILE = "file"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    ``needs`` are the ids of steps before it, ``check`` names what the program itself looks at, ``minutes`` is the time
    planned, ``undo`` how it is taken back ("" = it cannot be), ``people`` how many must agree, ``aloud`` what is read
    to everybody before a pause point. ``stands`` says how things stand while it runs; ``next`` and ``call`` help when
    it did not work.
    """

    id: str
    title: str
    role: str
    acts: tuple[str, ...]
    why: str
    expects: str
    minutes: int
    needs: tuple[str, ...] = ()
    proof: Proof = Proof.WORD
    check: str = ""
    undo: str = ""
    people: int = 1
    aloud: str = ""
    stands: str = ""
    next: str = ""
    call: str = "chair"

    @property
    def reversible(self) -> bool:
        """Whether it can be taken back."""
        return bool(self.undo)


def checklist_hash(steps: tuple[Step, ...]) -> str:
    """SHA-256 of a checklist: a rehearsal of another one does not count (features.md S1.6)."""
    return hashlib.sha256(msgspec.json.encode(steps, order="sorted")).hexdigest()


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The club's own wording of a step: more acts, other minutes; the entry's item is "plan step"."""

    acts: tuple[str, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """A run began. ``roles`` are (role, person's key); ``target`` is the SHA-256 of the copy that is rehearsed on.

    ``vote`` is the number of the vote it rests on, ``emergency`` that the emergency rule opened it (to be ratified),
    ``failure`` what is made to go wrong in a rehearsal.
    """

    plan: Plan
    kind: RunKind
    checklist: str
    roles: tuple[tuple[str, int], ...]
    target: str = ""
    snapshot: Day = ""
    vote: str = ""
    emergency: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class StepBegun:
    """Somebody began a step."""

    step: str


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step is done: what was seen, the SHA-256 of the proof, how long it took."""

    step: str
    seconds: float
    words: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class StepFailed:
    """A step did not work; it can be begun again."""

    step: str
    what: str


@dataclass(frozen=True, slots=True)
class Said:
    """GO or NO-GO of a role at a pause point."""

    step: str
    role: str
    go: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note in a run."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The run was stopped; no reason is asked for. Stopping is a good outcome (design.md section 7, rule 10)."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The run came to its end: the data's hash before and after, rows exported and read back (rehearsals)."""

    before: str = ""
    after: str = ""
    exported: int = 0
    read_back: int = 0
    problems: tuple[str, ...] = field(default=())
    tables: tuple[tuple[str, str, str], ...] = ()
    """Each table with its SHA-256 before and after (features.md S5.15)."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One hourly look after the switch: our calls to ClubOS, failed ones per 1,000, the slowest hundredth, differences.

    ``proposals`` are limits that were broken; the program proposes and never acts (features.md E26). ``kinds`` names
    which limits these are, without figures.
    """

    calls: int
    failed: int
    p99: int
    differences: int
    proposals: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """A change that was still made in the old system: who minds it, and whether it was carried over."""

    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class DriftSeen:
    """A daily look at what still changes in the old system: records changed since the switch, those still open."""

    changed: int
    open: int
