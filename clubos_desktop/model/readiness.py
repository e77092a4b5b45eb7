"""Signals, criteria, gates and the verdict (parallel-run-model.md sections 4, 5 and Verdict)."""

from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.records import Instant


class State(StrEnum):
    """Not measured counts as not passed (design.md section 7, rule 2)."""

    PASS = "pass"  # noqa: S105  a state, not a password
    FAIL = "fail"
    NOT_MEASURED = "not_measured"


class Verdict(StrEnum):
    """The one verdict line (features.md V1), the same words in window, command line and pack."""

    NOT_MEASURED = "NOT MEASURED"
    NOT_READY = "NOT READY"
    READY_FOR_REVIEW = "READY FOR REVIEW"
    AUTHORISED = "AUTHORISED"
    DONE = "DONE"
    ROLLED_BACK = "ROLLED BACK"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a check is held to, and where it comes from."""

    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One bullet of section 4 measured. ``value`` and ``limit`` are texts with their whole ("1,199 of 1,200").

    ``window`` says what period, ``sample`` how many were looked at, ``fresh`` when the newest data behind it was
    copied, ``evidence`` the ids of the runs it rests on, ``why`` the reason for people when it does not pass.
    """

    id: str
    group: str
    text: str
    state: State
    value: str
    limit: str
    window: str
    sample: int
    fresh: Instant | None
    evidence: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One bullet of a gate, judged."""

    id: str
    text: str
    state: State
    value: str
    limit: str
    evidence: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate is binary: passed only when every criterion passes."""

    gate: int
    name: str
    criteria: tuple[Criterion, ...]

    @property
    def passed(self) -> bool:
        """True when there are criteria and all pass."""
        return bool(self.criteria) and all(criterion.state is State.PASS for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that was judged at one moment."""

    at: Instant
    signals: tuple[Signal, ...]
    gates: tuple[GateResult, ...]
    verdict: Verdict
