"""Planned and actual times of a run: when each step was due, when it will be over, how far behind the plan. Pure.

The critical path is the longest chain of steps that need each other: a late one of them moves the end of the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from clubos_desktop.model.records import Instant
from clubos_desktop.model.runbook import Step
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.verification.registers.runbook import Mark, Run, Taken, critical


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

    @property
    def over(self) -> float:
        """Seconds beyond the step's time limit; 0 while it keeps it."""
        return max(0.0, self.used - self.taken.step.minutes * 60)


@dataclass(frozen=True, slots=True)
class Way:
    """The critical path: ids of its steps, minutes planned and foreseen (actual where done), the step that lost most.

    ``worst`` is (title, minutes over its limit); None while no step took longer than planned.
    """

    steps: tuple[str, ...]
    planned: int
    foreseen: float
    worst: tuple[str, float] | None = None


def slack(steps: Sequence[Step]) -> dict[str, int]:
    """Minutes that each step may take longer without moving the end of the plan; 0 on the critical path."""
    early: dict[str, int] = {}
    for step in steps:
        early[step.id] = max((early[need] for need in step.needs if need in early), default=0) + step.minutes
    end = max(early.values(), default=0)
    late = dict.fromkeys(early, end)
    for step in reversed(steps):
        for need in step.needs:
            late[need] = min(late[need], late[step.id] - step.minutes)
    return {each: late[each] - early[each] for each in early}


def way(times: Sequence[Timed]) -> Way:
    """The critical path of a run, planned and actual."""
    path = critical([each.taken.step for each in times])
    on_it = [each for each in times if each.taken.step.id in path]
    planned = sum(each.taken.step.minutes for each in on_it)
    foreseen = sum(
        each.used / 60 if each.taken.mark is Mark.DONE else max(each.taken.step.minutes, each.used / 60)
        for each in on_it
    )
    most = max(times, key=lambda each: each.over, default=None)
    worst = None if most is None or not most.over else (most.taken.step.title, most.over / 60)
    return Way(path, planned, foreseen, worst)


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
