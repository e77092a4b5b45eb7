"""A run as window and command line drive it: the recorded acts together with what a rehearsal does on its copy."""

from dataclasses import dataclass
from pathlib import Path

from clubos_desktop.cutover import acts, checks, locks, rehearse
from clubos_desktop.cutover.acts import Signer
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import RefusedError
from clubos_desktop.job import Job
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import TIMED, Plan, RunKind
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import known, prove
from clubos_desktop.verification.record import evaluate
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.runbook import Run

BROKEN_AT = {Plan.CUTOVER: "final", Plan.ROLLBACK: "reopen"}
"""The step at which a rehearsal's copy is broken on purpose; the team has to notice and repair it."""

_CARRIED_AT = "close"

_WORDS = {"version": "what records hold", "pair": "which records belong together", "record": "the list of records"}
"""Tables as people know them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run works: the workspace's evidence folder, the rules in force, the club's zone."""

    evidence: Path
    rules: RuleSet
    zone: str


def rehearse_on_copy(
    database: Database, signer: Signer, place: Place, *, plan: Plan, kind: RunKind, roles: dict[str, int], seed: int
) -> Job[Entry]:
    """Begin a rehearsal: on a copy when it is one that counts, else on paper. Raises what ``acts.begin`` raises."""
    if kind not in TIMED:
        return acts.begin(database, signer, plan, kind, roles)
    number = len(runbook.runs(known(database).kept)) + 1
    folder = _folder(place, str(number))
    prove(database, *signer)
    rehearse.clear(folder)  # no run has this number: a beginning that was cut off left it
    stage = yield from rehearse.prepare(database, folder, "program", zone=place.zone, seed=seed)
    target = (stage.before, stage.snapshot)
    return acts.begin(database, signer, plan, kind, roles, target=target, failure=stage.failure)


def _folder(place: Place, number: str) -> Path:
    return place.evidence / f"rehearsal {number}"


def _staged(run: Run | None, place: Place) -> rehearse.Stage | None:
    if run is None or run.begun.kind not in TIMED:
        return None
    stage = rehearse.load(_folder(place, run.number))
    if (stage.before, stage.failure) != (run.begun.target, run.begun.failure):
        raise RefusedError(
            "The list beside the rehearsal's copy is not the one that was recorded. Nothing was changed.",
            remedy="Stop this rehearsal and begin another.",
            code="rehearsal.changed",
        )
    return stage


def begin_step(database: Database, actor: str, step: str, place: Place) -> Job[Entry]:
    """Begin a step; a rehearsal's copy breaks at its moment, once."""
    run = runbook.under_way(known(database).kept)
    first = run is not None and (taken := run.of(step)) is not None and taken.begun is None
    stage = _staged(run, place)
    if run is not None and run.real and step == runbook.TAKES_OVER:
        yield from _guarded(database, actor)
    entry = acts.start(database, actor, step)
    if run is not None and stage is not None and first and step == BROKEN_AT[run.begun.plan]:
        rehearse.break_it(database, stage)
    return entry


def _guarded(database: Database, actor: str) -> Job[None]:
    """Judge all gates and the vote once more at the moment ClubOS takes over. Raises RefusedError (features.md E24)."""
    readiness = yield from evaluate(database, clock=database.clock, actor=actor)
    acts.refuse_to_take_over(locks.still(known(database), readiness))


def finish_step(
    database: Database,
    actor: str,
    step: str,
    place: Place,
    *,
    told: str = "",
    file: Path | None = None,
    approvers: tuple[Signer, ...] = (),
    seen: checks.Seen | None = None,
) -> Job[Entry]:
    """A step is done; in a rehearsal the copy must be whole, and what ClubOS holds is carried back and read again."""
    run = runbook.under_way(known(database).kept)
    stage = _staged(run, place)
    if run is not None and run.real and step == "guards":
        yield from evaluate(database, clock=database.clock, actor=actor)
    if run is not None and stage is not None:
        yield from _whole(database, stage)
        if run.begun.plan is Plan.ROLLBACK and step == _CARRIED_AT and not stage.exported:
            yield from rehearse.carry_back(database, stage, place.rules, actor, place.zone)
    return acts.finish(database, actor, step, told=told, file=file, approvers=approvers, seen=seen)


def _whole(database: Database, stage: rehearse.Stage) -> Job[None]:
    found = yield from rehearse.damaged(database, stage)
    if found:
        raise RefusedError(
            f"Something is wrong with the copy: {', '.join(_WORDS.get(each, each) for each in found)} "
            "is not as it was. The step is not done.",
            remedy="Say “It did not work”, bring the copy back, and do the step again.",
            code="rehearsal.damaged",
        )


def repair(database: Database, place: Place) -> Job[None]:
    """Bring a rehearsal's copy back from its snapshot. Raises RefusedError when no rehearsal on a copy is under way."""
    stage = _staged(runbook.under_way(known(database).kept), place)
    if stage is None:
        raise RefusedError("No rehearsal on a copy is under way.", remedy="Begin one first.", code="rehearsal.none")
    yield from rehearse.repair(database, stage)


def end(database: Database, actor: str, place: Place) -> Job[Entry]:
    """Close a run of which every step is done. Raises RefusedError."""
    stage = _staged(runbook.under_way(known(database).kept), place)
    if stage is None:
        return rehearse.close(database, actor)
    run = runbook.under_way(known(database).kept)
    if (
        run is not None and run.current is None and run.begun.plan is Plan.ROLLBACK
    ):  # the list's own figures prove nothing
        stage = yield from rehearse.carry_back(database, stage, place.rules, actor, place.zone)
    return (yield from rehearse.end(database, actor, stage))
