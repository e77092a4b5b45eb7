"""Planned and actual times of a run: when each step was due, when it will be over, how far behind the plan. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.verification.registers.runbook import Mark, Run, Taken


@dataclass(frozen=True, slots=True)
class Timed:
    """A step on the clock: planned from and to, and the end as it was or is foreseen. ``used`` is in seconds."""

    taken: Taken
    planned: tuple[Instant, Instant]
    ends: Instant
    used: float

    @property
    def late(self) -> float:
        """Seconds after the planned end; negative when early."""
        return (from_instant(self.ends) - from_instant(self.planned[1])).total_seconds()


def timeline(run: Run, at: Instant) -> tuple[Timed, ...]:
    """Every step with planned and foreseen times at ``at``. A late step moves all that need it."""
    planned: dict[str, Instant] = {}
    foreseen: dict[str, Instant] = {}
    found = []
    for taken in run.steps:
        step = taken.step
        begins = max((planned[need] for need in step.needs if need in planned), default=run.at)
        ends = plus(begins, step.minutes * 60)
        free = max((foreseen[need] for need in step.needs if need in foreseen), default=run.at)
        planned[step.id] = ends
        foreseen[step.id] = _ends(taken, free, at)
        found.append(Timed(taken, (begins, ends), foreseen[step.id], used(taken, at)))
    return tuple(found)


def _ends(taken: Taken, free: Instant, at: Instant) -> Instant:
    if taken.mark is Mark.DONE and taken.ended:
        return taken.ended
    begins = taken.begun or max(free, at)
    return max(plus(begins, taken.step.minutes * 60), at)


def used(taken: Taken, at: Instant) -> float:
    """Seconds a step has taken so far."""
    if taken.mark is Mark.DONE:
        return taken.seconds
    return (from_instant(at) - from_instant(taken.begun)).total_seconds() if taken.begun else 0.0


def behind(run: Run, at: Instant) -> float:
    """Minutes that the end of the run is behind the plan; 0 when on time."""
    times = timeline(run, at)
    last = max(times, key=lambda each: each.planned[1]) if times else None
    return max(0.0, last.late / 60) if last else 0.0


def plus(instant: Instant, seconds: float) -> Instant:
    """So many seconds later."""
    return to_instant(from_instant(instant) + timedelta(seconds=seconds))
