"""A run, folded from its recorded acts: which step is next, what is done, planned and actual times. Pure.

Nothing of a run is kept but its acts: after a kill, or on a second computer, the same fold gives the same run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry, Kept, Phase
from clubos_desktop.model.runbook import (
    Begun,
    Ended,
    Plan,
    Remark,
    RunKind,
    Said,
    Step,
    StepBegun,
    StepDone,
    StepFailed,
    Stopped,
)
from clubos_desktop.verification.registers.checklists import present

TAKES_OVER = "switch"
"""The step that puts ClubOS in charge, from the moment it is done."""


class Mark(StrEnum):
    """How a step stands."""

    WAITING = "waiting"
    NEXT = "next"
    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "did not work"


@dataclass(frozen=True, slots=True)
class Taken:
    """A step in a run. ``seconds`` is what it took, ``failures`` what went wrong and when, ``answers`` of a pause."""

    step: Step
    mark: Mark = Mark.WAITING
    begun: Instant | None = None
    ended: Instant | None = None
    seconds: float = 0
    words: str = ""
    sha256: str = ""
    by: str = ""
    second: str = ""
    failures: tuple[tuple[Instant, str], ...] = ()
    answers: tuple[Said, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a plan. ``stopped`` is when it was stopped, ``over`` when it came to its end."""

    number: str
    at: Instant
    actor: str
    second: str
    begun: Begun
    steps: tuple[Taken, ...]
    stopped: Instant | None = None
    over: Instant | None = None
    outcome: Ended | None = None

    @property
    def open(self) -> bool:
        """Whether it still goes on."""
        return self.stopped is None and self.over is None

    @property
    def current(self) -> Taken | None:
        """The step that is under way, failed, or next; None when all are done."""
        return next((each for each in self.steps if each.mark is not Mark.DONE), None)

    @property
    def real(self) -> bool:
        """Whether this is the real thing."""
        return self.begun.kind is RunKind.REAL

    def of(self, step: str) -> Taken | None:
        """A step by its id."""
        return next((each for each in self.steps if each.step.id == step), None)

    def done(self, step: str) -> Instant | None:
        """When a step was done; None while it is not."""
        found = self.of(step)
        return found.ended if found and found.mark is Mark.DONE else None


def runs(kept: Kept, plan: Plan | None = None) -> tuple[Run, ...]:
    """All runs, oldest first."""
    return tuple(
        _fold(kept, entry, entry.body)
        for entry in kept.of("runbook", "begun")
        if isinstance(entry.body, Begun) and plan in (None, entry.body.plan)
    )


def under_way(kept: Kept) -> Run | None:
    """The run that goes on now; there is one at most."""
    return next((run for run in reversed(runs(kept)) if run.open), None)


def last_switch(kept: Kept) -> Instant | None:
    """When ClubOS took over last, also when the club has gone back since; None while it never did."""
    return max((at for run in runs(kept, Plan.CUTOVER) if run.real and (at := run.done(TAKES_OVER))), default=None)


def switched(kept: Kept) -> Instant | None:
    """When ClubOS took over; None while it did not, and after the return to Wild Apricot."""
    last, back = last_switch(kept), returned(kept)
    return None if last is None or (back is not None and back > last) else last


def returned(kept: Kept) -> Instant | None:
    """When Wild Apricot was in charge again after a return; None when there was none."""
    return max((at for run in runs(kept, Plan.ROLLBACK) if run.real and (at := run.done("reopen"))), default=None)


def in_charge(kept: Kept) -> Side:
    """The system whose records count: derived from the recorded steps, never typed (features.md S6.2)."""
    return Side.LEGACY if switched(kept) is None else Side.CLUBOS


def phase(kept: Kept) -> tuple[Phase, Instant] | None:
    """The phase that the recorded steps make, with its beginning; None while only signed acts decide."""
    open_run = under_way(kept)
    if open_run is not None and open_run.real and open_run.begun.plan is Plan.CUTOVER:
        return Phase.CUTOVER, open_run.at
    at = switched(kept)
    if at is not None:
        return Phase.AFTER, at
    back = returned(kept)
    return None if back is None else (Phase.PARALLEL, back)


def outcome(kept: Kept, complete: Instant | None) -> str | None:
    """What the verdict says after a switch day: "done", or "rolled back" until both are copied anew (V1).

    ``complete`` is when the last complete copy of both systems ended.
    """
    if switched(kept) is not None:
        ended = any(run.real and run.over for run in runs(kept, Plan.CUTOVER))
        return "done" if ended else None
    back = returned(kept)
    return "rolled back" if back is not None and (complete is None or complete < back) else None


def _fold(kept: Kept, first: Entry, begun: Begun) -> Run:
    steps = present(kept, begun.plan, before=first.id)
    run = Run(first.item, first.at, first.actor, first.second, begun, tuple(Taken(step) for step in steps))
    for entry in kept.of("runbook"):
        if entry.item == first.item and entry.id > first.id:
            run = _after(run, entry)
    return replace(run, steps=_marked(run.steps)) if run.open else run


def _after(run: Run, entry: Entry) -> Run:
    body = entry.body
    if isinstance(body, Stopped):
        return replace(run, stopped=entry.at)
    if isinstance(body, Ended):
        return replace(run, over=entry.at, outcome=body)
    if not isinstance(body, StepBegun | StepDone | StepFailed | Said | Remark):
        return run
    steps = tuple(_step(each, body, entry) if each.step.id == body.step else each for each in run.steps)
    return replace(run, steps=steps)


def _step(taken: Taken, body: StepBegun | StepDone | StepFailed | Said | Remark, entry: Entry) -> Taken:
    if isinstance(body, StepBegun):
        return replace(taken, mark=Mark.UNDER_WAY, begun=taken.begun or entry.at)
    if isinstance(body, StepDone):
        told = replace(taken, mark=Mark.DONE, ended=entry.at, seconds=body.seconds, words=body.words)
        return replace(told, sha256=body.sha256, by=entry.actor, second=entry.second)
    if isinstance(body, StepFailed):
        told = replace(taken, mark=Mark.FAILED, failures=(*taken.failures, (entry.at, body.what)))
        return replace(told, answers=())  # who said GO before it went wrong is asked again
    if isinstance(body, Said):
        others = tuple(each for each in taken.answers if each.role != body.role)
        return replace(taken, answers=(*others, body))
    return replace(taken, remarks=(*taken.remarks, body.text))


def _marked(steps: tuple[Taken, ...]) -> tuple[Taken, ...]:
    """The first step whose turn it is becomes the next one."""
    done = {each.step.id for each in steps if each.mark is Mark.DONE}
    for place, each in enumerate(steps):
        if each.mark is Mark.WAITING and set(each.step.needs) <= done:
            return (*steps[:place], replace(each, mark=Mark.NEXT), *steps[place + 1 :])
        if each.mark in (Mark.UNDER_WAY, Mark.FAILED):
            break
    return steps


def missing_answers(run: Run, taken: Taken) -> tuple[str, ...]:
    """Roles that have not said GO at a step's pause point; () when there is none. One NO-GO holds (features.md E28)."""
    if not taken.step.aloud:
        return ()
    go = {each.role for each in taken.answers if each.go}
    return tuple(role for role, _ in run.begun.roles if role not in go)


def critical(steps: Sequence[Step]) -> tuple[str, ...]:
    """Ids of the longest chain of steps that need each other, by planned minutes; a late one moves the end."""
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    for step in steps:
        before = max((best[need] for need in step.needs if need in best), default=(0, ()))
        best[step.id] = (before[0] + step.minutes, (*before[1], step.id))
    return max(best.values(), default=(0, ()))[1]
