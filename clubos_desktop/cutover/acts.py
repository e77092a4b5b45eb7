"""Recording a run: begin, begin a step, done, did not work, GO or NO-GO, note, stop. One act, one audit entry each."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop.cutover import checks, locks
from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.job import Job
from clubos_desktop.job import finish as to_its_end
from clubos_desktop.model.people import Person, Role
from clubos_desktop.model.records import Day
from clubos_desktop.model.registers import Ballot, Body, Entry
from clubos_desktop.model.runbook import (
    Adjusted,
    Begun,
    Plan,
    Proof,
    Remark,
    RunKind,
    Said,
    StepBegun,
    StepDone,
    StepFailed,
    Stopped,
    checklist_hash,
)
from clubos_desktop.model.time import day_of, from_instant
from clubos_desktop.store import people, settings
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import membership
from clubos_desktop.verification.acts.entering import (
    BOARD,
    New,
    any_day,
    enter,
    enter_all,
    hash_of,
    known,
    need,
    prove,
    words,
)
from clubos_desktop.verification.record import assess, assessing
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.checklists import ROLES, SHIPPED, present
from clubos_desktop.verification.registers.known import Known
from clubos_desktop.verification.registers.runbook import Mark, Run, Taken

Signer = tuple[Person, str]
"""A person with the PIN that was typed."""


def why_locked(database: Database, plan: Plan, *, emergency: bool = False) -> tuple[str, ...]:
    """Everything that holds a real run shut now; () when it may begin."""
    return to_its_end(looking(database, plan, emergency=emergency))


def looking(database: Database, plan: Plan, *, emergency: bool = False) -> Job[tuple[str, ...]]:
    """The same as a job that can be stopped between its parts: the gates of a large club take seconds to judge."""
    now = known(database)
    with database.read() as conn:
        reasons = [locks.clock_set_back(conn, now.at), locks.history_broken(conn)]
        if plan is Plan.CUTOVER:
            reasons += locks.forward(now, (yield from assessing(conn, now.at)))
        else:
            reasons += locks.back(now, emergency=emergency)
    return tuple(each for each in reasons if each)


def begin(
    database: Database,
    signer: Signer,
    plan: Plan,
    kind: RunKind,
    roles: Mapping[str, int],
    *,
    second: Signer | None = None,
    target: tuple[str, Day] = ("", ""),
    failure: str = "",
) -> Entry:
    """Begin a run. ``roles`` are roles with people's keys, ``target`` the hash and day of a rehearsal's copy.

    Raises RefusedError with everything that holds it shut, InputError for roles.
    """
    actor = prove(database, *signer)
    _check_roles(database, roles)
    now = known(database)
    emergency = kind is RunKind.REAL and plan is Plan.ROLLBACK and second is not None
    confirmed = _officers(database, signer, second) if emergency and second else ""
    if kind is RunKind.REAL:
        _refuse(why_locked(database, plan, emergency=emergency), plan)
    elif (open_run := runbook.under_way(now.kept)) is not None:
        _refuse((f"Run {open_run.number} is still under way. Finish or stop it first.",), plan)
    ballot = Ballot.CUTOVER if plan is Plan.CUTOVER else Ballot.ROLLBACK
    vote = locks.valid_vote(now, ballot) if kind is RunKind.REAL and not emergency else ""
    checklist = checklist_hash(present(now.kept, plan))
    body = Begun(plan, kind, checklist, tuple(sorted(roles.items())), *target, vote, emergency, failure)
    begun = New("runbook", "begun", body, second=confirmed)
    if kind is RunKind.REAL and plan is Plan.ROLLBACK and (open_switch := locks.unfinished_switch(now.kept)):
        ended = New("runbook", "stopped", Stopped("Going back began."), open_switch)
        return enter_all(database, actor, (ended, begun))[-1]  # both or none: no moment without any run
    return enter_all(database, actor, (begun,))[-1]


def _refuse(reasons: tuple[str, ...], plan: Plan) -> None:
    if reasons:
        what = "The switch" if plan is Plan.CUTOVER else "Going back"
        raise RefusedError(
            f"{what} is locked. {' '.join(reasons)} Nothing was changed.",
            remedy="See Ready to switch?." if plan is Plan.CUTOVER else "See Go back for what is still possible.",
            code=f"{plan.value}.locked",
        )


def _check_roles(database: Database, roles: Mapping[str, int]) -> None:
    unknown = sorted(set(roles) - set(ROLES))
    need(not unknown, f"There is no role {', '.join(unknown)}.", f"The roles are: {', '.join(ROLES)}.", "runbook.role")
    missing = [role for role in ROLES if role not in roles]
    need(not missing, f"Nobody is {missing[0] if missing else ''} yet. Nothing was begun.", "Name one.", "runbook.role")
    need(
        roles["approver"] != roles["second approver"],
        "The two approvers must be two people. Nothing was begun.",
        "Name another second approver.",
        "runbook.approvers",
    )
    with database.read() as conn:
        there = {person.id: person for person in people.every(conn) if person.active}
    need(
        set(roles.values()) <= set(there), "A role names nobody of this workspace.", "See the people.", "runbook.person"
    )
    without = sorted({there[number].name for number in roles.values() if not there[number].has_pin})
    need(
        not without,
        f"{', '.join(without)} has no PIN yet and could not answer at a pause point. Nothing was begun.",
        "Set the PIN under Settings, People.",
        "runbook.no_pin",
    )
    membership.together(database, roles["approver"], roles["second approver"])


def _officers(database: Database, first: Signer, second: Signer) -> str:
    """The emergency rule: the chair and one other officer, both with their PINs (features.md S6.6)."""
    both = {first[0].id: first[0], second[0].id: second[0]}
    allowed = len(both) == 2 and {each.role for each in both.values()} <= BOARD
    if not allowed or all(each.role is not Role.CHAIR for each in both.values()):
        raise RefusedError(
            "In an emergency the chair and one other officer decide together. Nothing was begun.",
            remedy="Let the chair and the secretary, treasurer or a board member sign.",
            code="rollback.emergency",
        )
    membership.together(database, first[0].id, second[0].id)
    return prove(database, *second)


def adjust(database: Database, actor: str, plan: Plan, step: str, acts: tuple[str, ...], *, minutes: int = 0) -> Entry:
    """The club's own wording of a step; earlier rehearsals do not count for the new checklist. Raises InputError."""
    need(step in {each.id for each in SHIPPED[plan]}, f"There is no step {step}.", "See the list.", "runbook.step")
    need(minutes >= 0 and all(each.strip() for each in acts), "A line is empty.", "Fill it in.", "runbook.acts")
    return enter(database, actor, "checklist", "adjusted", Adjusted(acts, minutes), item=f"{plan.value} {step}")


PLANNED = "switch.planned"
"""The setting that holds the day and hour for which the switch is planned."""


def plan_day(database: Database, actor: str, day: str, at: str) -> None:
    """Plan the switch for a day and an hour of the club's clock. The hour alone begins nothing. Raises InputError."""
    chosen = any_day(day)
    try:
        time.fromisoformat(at)
    except ValueError as error:
        raise InputError(
            f"“{at}” is no time of day. Nothing was planned.", remedy="Write it like 07:00.", code="runbook.hour"
        ) from error
    need(
        chosen >= day_of(known(database).at, known(database).zone),
        "That day has passed. Nothing was planned.",
        "Choose a day to come.",
        "runbook.day",
    )
    with database.transaction(actor, "switch planned", {"day": chosen, "at": at}) as tx:
        settings.put(tx, PLANNED, {"day": chosen, "at": at})


def planned_day(conn: Connection) -> tuple[Day, str] | None:
    """Day and hour for which the switch is planned; None while it is not."""
    kept = settings.get(conn, PLANNED, None)
    return None if kept is None else (str(kept["day"]), str(kept["at"]))


def _open_run(now: Known) -> Run:
    run = runbook.under_way(now.kept)
    if run is None:
        raise InputError("No run is under way.", remedy="Begin one first.", code="runbook.none")
    return run


def _its_turn(run: Run, step: str) -> Taken:
    """The step that is asked for, when it is its turn. Raises RefusedError: nothing is skipped."""
    current = run.current
    if current is None or current.step.id != step:
        which = "every step is done" if current is None else f"“{current.step.title}” comes first"
        raise RefusedError(f"Not yet: {which}. Nothing was changed.", remedy="One step at a time.", code="runbook.turn")
    return current


def start(database: Database, actor: str, step: str) -> Entry:
    """Begin the next step, or one that did not work once more. A pause point needs every role's GO first."""
    run = _open_run(known(database))
    _all_go(run, _its_turn(run, step))
    return _add(database, actor, run, "step begun", StepBegun(step))


def _all_go(run: Run, taken: Taken) -> None:
    """Raise RefusedError unless every role says GO: before a step begins, and again before it is called done."""
    missing = runbook.missing_answers(run, taken)
    if missing:
        raise RefusedError(
            f"“{taken.step.title}” waits for GO of: {', '.join(missing)}. Nothing was changed.",
            remedy="Read the text aloud and ask everyone.",
            code="runbook.pause",
        )


def say(database: Database, signer: Signer, step: str, role: str, *, go: bool, reason: str = "") -> Entry:
    """GO or NO-GO of a role at a pause point, by the person who holds it. One NO-GO holds. Raises RefusedError."""
    run = _open_run(known(database))
    taken = _its_turn(run, step)
    need(taken.step.aloud, "This step has no pause point.", "Begin it.", "runbook.pause")
    if dict(run.begun.roles).get(role) != signer[0].id:
        raise RefusedError(
            f"{signer[0].name} is not {role} in this run. Nothing was recorded.",
            remedy="Let the person named for it answer.",
            code="runbook.role",
        )
    if not go:
        words(reason, "The reason")
    return _add(database, prove(database, *signer), run, "said", Said(step, role, go, reason.strip()))


def finish(
    database: Database,
    actor: str,
    step: str,
    *,
    told: str = "",
    file: Path | None = None,
    approvers: tuple[Signer, ...] = (),
    seen: checks.Seen | None = None,
) -> Entry:
    """A step is done: its check passes, its proof is there, and two people agree where two must.

    Raises RefusedError (not yet), InputError (no proof), SignInError.
    """
    now = known(database)
    run = _open_run(now)
    taken = _its_turn(run, step)
    need(taken.mark is Mark.UNDER_WAY, f"“{taken.step.title}” was not begun yet.", "Begin it first.", "runbook.begun")
    _all_go(run, taken)
    _may_take_over(database, now, run, step)
    with database.read() as conn:
        found = checks.problems(checks.Context(conn, now, run, taken, told, seen or checks.Seen()))
    if found:
        raise RefusedError(
            f"“{taken.step.title}” is not done yet. {' '.join(found)}",
            remedy=taken.step.next,
            code="runbook.check",
        )
    sha256 = _proof(run, taken, told, file)
    second = _two(database, run, taken, approvers)
    seconds = (from_instant(now.at) - from_instant(taken.begun or now.at)).total_seconds()
    return _add(database, actor, run, "step done", StepDone(step, seconds, told.strip(), sha256), second=second)


def _may_take_over(database: Database, now: Known, run: Run, step: str) -> None:
    """Judge gates, vote, clock and history when ClubOS takes over: that is when the step is done, not when it begins.

    Raises RefusedError (features.md E24).
    """
    if not run.real or (run.begun.plan, step) != (Plan.CUTOVER, runbook.TAKES_OVER):
        return
    with database.read() as conn:
        trusted = (locks.clock_set_back(conn, now.at), locks.history_broken(conn))
        refuse_to_take_over((*filter(None, trusted), *locks.still(now, assess(conn, now.at))))


def refuse_to_take_over(reasons: tuple[str, ...]) -> None:
    """Raise RefusedError when anything holds ClubOS back at the last moment."""
    if reasons:
        raise RefusedError(
            f"ClubOS does not take over. {' '.join(reasons)} Nothing was changed: Wild Apricot is in charge.",
            remedy="Repair it and try again, or stop here: another day is as good.",
            code="cutover.guards",
        )


def _proof(run: Run, taken: Taken, told: str, file: Path | None) -> str:
    if taken.step.proof is Proof.FILE and run.begun.kind in (RunKind.REAL, RunKind.DRESS):
        need(file, "This step needs a file as its proof.", "Choose a picture or document.", "runbook.proof")
    if not checks.looked_at(run, taken.step) and file is None:
        words(told, "What was seen")
    return hash_of(file) if file else ""


def _two(database: Database, run: Run, taken: Taken, approvers: tuple[Signer, ...]) -> str:
    """Both approvers with their PINs where a step cannot be taken back or changes who is in charge."""
    if taken.step.people < 2 or run.begun.kind is RunKind.TABLETOP:
        return ""
    roles = dict(run.begun.roles)
    wanted = {roles["approver"], roles["second approver"]}
    membership.together(
        database, roles["approver"], roles["second approver"]
    )  # a PIN may have been set anew since the run began
    if {person.id for person, _ in approvers} != wanted:
        raise RefusedError(
            f"“{taken.step.title}” needs both approvers. Nothing was changed.",
            remedy="Let both type their PINs.",
            code="runbook.two",
        )
    return " ".join(prove(database, *each) for each in approvers)


def fail(database: Database, actor: str, step: str, what: str) -> Entry:
    """A step did not work; it can be begun again. Raises InputError, RefusedError."""
    run = _open_run(known(database))
    _its_turn(run, step)
    return _add(database, actor, run, "step failed", StepFailed(step, words(what, "What went wrong")))


def note(database: Database, actor: str, step: str, text: str) -> Entry:
    """A note in the run. Raises InputError."""
    run = _open_run(known(database))
    need(run.of(step), f"There is no step {step}.", "See the list.", "runbook.step")
    return _add(database, actor, run, "noted", Remark(step, words(text, "The note")))


def stop(database: Database, actor: str, reason: str = "") -> Entry:
    """Stop the run: always possible, by anybody, without vote and reason (design.md section 7, rule 10)."""
    run = _open_run(known(database))
    return _add(database, actor, run, "stopped", Stopped(reason.strip()))


def to_undo(run: Run) -> tuple[str, ...]:
    """What a stopped run leaves to be undone, last step first."""
    touched = [each for each in reversed(run.steps) if each.mark in (Mark.DONE, Mark.UNDER_WAY, Mark.FAILED)]
    quiet = "Nothing was changed."
    return tuple(f"{each.step.title}: {each.step.undo}" for each in touched if each.step.undo not in ("", quiet))


def _add(database: Database, actor: str, run: Run, act: str, body: Body, *, second: str = "") -> Entry:
    return enter(database, actor, "runbook", act, body, item=run.number, second=second)
