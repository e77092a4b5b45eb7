"""Rehearsals and the day itself as a pack holds them: measured times, GO and NO-GO, the hash of every table. Pure.

Times and hashes come from the recorded acts alone (features.md S5.14, S5.15, E28); words that people typed stay inside
while names are hidden.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Kept
from clubos_desktop.model.runbook import TIMED, Plan, RunKind, checklist_hash
from clubos_desktop.verification.registers import actions, runbook
from clubos_desktop.verification.registers.checklists import present
from clubos_desktop.verification.registers.runbook import Run

MOST = 12
"""Runs in a pack, the newest ones."""

KINDS = {
    RunKind.REAL: "the real run",
    RunKind.MOCK: "on a copy",
    RunKind.DRESS: "dress rehearsal",
    RunKind.DRY: "dry run",
    RunKind.TABLETOP: "around the table",
}
PLANS = {Plan.CUTOVER: "Switch day", Plan.ROLLBACK: "Going back"}


@dataclass(frozen=True, slots=True)
class StepTime:
    """A step with its planned minutes, measured seconds, and how often it did not work before it was done."""

    title: str
    planned: int
    seconds: float
    failures: int
    reversible: bool


@dataclass(frozen=True, slots=True)
class GoNoGo:
    """What a role answered at a pause point, in the order in which it was said."""

    step: str
    role: str
    go: bool
    reason: str


@dataclass(frozen=True, slots=True)
class TableHash:
    """A table of the rehearsal's copy: its SHA-256 before and after."""

    name: str
    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether nothing in it changed."""
        return bool(self.before) and self.before == self.after


@dataclass(frozen=True, slots=True)
class Drill:
    """One run. ``current`` tells whether it followed the present checklist, ``failure`` what was broken on purpose."""

    number: str
    plan: Plan
    kind: RunKind
    at: Instant
    ended: Instant | None
    stopped: bool
    snapshot: Day
    current: bool
    failure: str
    steps: tuple[StepTime, ...]
    answers: tuple[GoNoGo, ...]
    tables: tuple[TableHash, ...]
    exported: int
    read_back: int

    @property
    def seconds(self) -> float:
        """The time of all steps."""
        return sum(step.seconds for step in self.steps)

    @property
    def minutes(self) -> str:
        """The same for people."""
        return f"{self.seconds / 60:.1f}"

    @property
    def whole(self) -> bool:
        """Whether it came to its end."""
        return self.ended is not None

    @property
    def same(self) -> int:
        """Tables that are as they were."""
        return sum(table.same for table in self.tables)


@dataclass(frozen=True, slots=True)
class Drills:
    """All of them, oldest first, and how many actions they left: in all, and not done yet."""

    runs: tuple[Drill, ...] = ()
    actions: int = 0
    open: int = 0

    @property
    def worst(self) -> Drill | None:
        """The slowest whole rehearsal of going back on a copy: it is the one that counts."""
        found = [each for each in self.runs if each.plan is Plan.ROLLBACK and each.kind in TIMED and each.whole]
        return max(found, key=lambda each: each.seconds, default=None)


NONE = Drills()


def gather(kept: Kept, *, names_shown: bool) -> Drills:
    """The newest runs that are over or stopped, and the real one also while it goes on."""
    found = [run for run in runbook.runs(kept) if not run.open or run.real][-MOST:]
    todo = actions.actions(kept)
    drills = tuple(_drill(run, kept, names_shown=names_shown) for run in found)
    return Drills(drills, len(todo), len(actions.unfinished(kept)))


def _drill(run: Run, kept: Kept, *, names_shown: bool) -> Drill:
    begun, outcome = run.begun, run.outcome
    return Drill(
        run.number,
        begun.plan,
        begun.kind,
        run.at,
        run.over,
        run.stopped is not None,
        begun.snapshot,
        begun.checklist == checklist_hash(present(kept, begun.plan)),
        begun.failure,
        tuple(
            StepTime(each.step.title, each.step.minutes, float(each.seconds), len(each.failures), each.step.reversible)
            for each in run.steps
        ),
        tuple(_answers(run, names_shown=names_shown)),
        tuple(TableHash(*each) for each in outcome.tables) if outcome else (),
        outcome.exported if outcome else 0,
        outcome.read_back if outcome else 0,
    )


def _answers(run: Run, *, names_shown: bool) -> Iterator[GoNoGo]:
    for each in run.steps:
        for said in each.answers:
            yield GoNoGo(each.step.title, said.role, said.go, said.reason if names_shown else "")
