"""``cutover`` and ``rollback``: rehearsals and the real runs, step by step."""

import contextlib
import os
import re
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping

from clubos_desktop import begun, computer
from clubos_desktop.awake import NOT_HELD, Awake
from clubos_desktop.cli import messaging, papers, watching
from clubos_desktop.cli.acting import as_json, pin_of, signer, wanted
from clubos_desktop.cli.opening import somebody, workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.connections import open_pages, rules_of
from clubos_desktop.cutover import acts, laptop, running, times, watch
from clubos_desktop.cutover.acts import Signer
from clubos_desktop.cutover.checks import Seen
from clubos_desktop.cutover.running import Place
from clubos_desktop.errors import InputError
from clubos_desktop.evidence import day
from clubos_desktop.job import Job
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.model.time import wall
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.checklists import ROLES
from clubos_desktop.verification.registers.known import Known
from clubos_desktop.verification.registers.operators import contacts
from clubos_desktop.verification.registers.runbook import Run
from clubos_desktop.workspace import Workspace


def cutover(arguments: Namespace, terminal: Terminal) -> int:
    """Switch day."""
    return _run(Plan.CUTOVER, arguments, terminal)


def rollback(arguments: Namespace, terminal: Terminal) -> int:
    """Going back."""
    return _run(Plan.ROLLBACK, arguments, terminal)


def _run(plan: Plan, said: Namespace, terminal: Terminal) -> int:
    with workspace(said, writing=said.act not in _READING and said.act not in papers.WRITERS) as opened:
        if said.act == "status":
            return _status(plan, opened, terminal)
        if said.act == "laptop":
            return _laptop(opened, terminal)
        if said.act in papers.WRITERS:
            return papers.write(plan, opened, said, terminal)
        if said.act == "message":
            return messaging.message(plan, opened, said, terminal)
        with _awake(terminal) if said.act in _LONG else contextlib.nullcontext():
            entry = terminal.drive(_ACTS[said.act](plan, opened, said))
        terminal.result({"entry": as_json(entry)} if entry else {"repaired": True}, _sentence(said.act, opened))
        return 0


_READING = frozenset({"status", "laptop"})
_LONG = frozenset({"rehearse", "done", "repair", "end"})


@contextlib.contextmanager
def _awake(terminal: Terminal) -> Iterator[None]:
    """Sleep held off while an act runs; where it cannot be, a person is told once it matters."""
    awake = Awake()
    try:
        if awake.hold() == NOT_HELD:
            terminal.say(NOT_HELD)
        yield
    finally:
        awake.release()


def _laptop(opened: Workspace, terminal: Terminal) -> int:
    """How this computer stands, and the code for the first one. Exit code 1 when something speaks against it."""
    found = terminal.drive(computer.look(opened))
    code = computer.code(opened)
    words = {True: "good", False: "not good", None: "see yourself"}
    rows = [[each.name, words[each.good], each.text] for each in found]
    points = [{"name": each.name, "good": each.good, "text": each.text} for each in found]
    told = f"Is this the second computer? Its code for the first one, good for a week: {code}"
    terminal.result({"points": points, "code": code}, table(["what", "", ""], rows) + "\n" + told)
    return 1 if laptop.faults(found) else 0


def _sentence(act: str, opened: Workspace) -> str:
    run = runbook.under_way(known(opened.database).kept)
    if act == "stop":
        last = runbook.runs(known(opened.database).kept)[-1]
        left = acts.to_undo(last) if last.real else ()
        undo = (
            "\nTo take back:\n" + "\n".join(f"· {each}" for each in left) if left else "\nNothing is to be taken back."
        )
        return "Stopped safely. That is a good outcome." + undo
    current = run.current if run else None
    if act == "failed" and current is not None:
        step = current.step
        now = known(opened.database)
        there = [each.contact for each in contacts(now) if each.contact.role.casefold() == step.call.casefold()]
        whom = " or ".join(f"{each.name}, {each.reach}" for each in there[:2]) or step.call
        return f"Noted. {step.stands} {step.next} Call: {whom}. “stop” is always possible."
    if current is None:
        return "Done. Every step is done: close the run with “end”." if run else "Done. The run is closed."
    return f"Done. Now: {current.step.title} ({current.step.id})."


def _place(opened: Workspace) -> Place:
    return Place(opened.folder, rules_of(opened), opened.club.zone)


def _roles(opened: Workspace, said: Namespace) -> dict[str, int]:
    found = {}
    for each in said.role:
        role, _, name = each.partition("=")
        found[role.strip()] = somebody(opened, name.strip()).id
    return found


def _signed(opened: Workspace, name: str) -> Signer:
    person = somebody(opened, name)
    variable = "CLUBOS_PIN_" + re.sub(r"\W", "_", person.name).upper()
    return person, os.environ.get(variable) or pin_of(person.name, variable)


def _step(opened: Workspace, said: Namespace) -> str:
    if said.step:
        return str(said.step)
    run = runbook.under_way(known(opened.database).kept)
    if run is None or run.current is None:
        raise InputError("No step is waiting.", remedy="See status.", code="runbook.none")
    return run.current.step.id


def _rehearse(plan: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    kind = RunKind(said.kind)
    roles = _roles(opened, said)
    place = _place(opened)
    return (
        yield from running.rehearse_on_copy(
            opened.database, signer(opened), place, plan=plan, kind=kind, roles=roles, seed=said.seed
        )
    )


def _real(plan: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    second = _signed(opened, said.second) if said.second else None
    roles = _roles(opened, said)
    return (yield from begun.begin(opened, signer(opened), plan, roles, second=second))


def _say(_: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    role = wanted(said.as_role, "--as-role")
    return acts.say(opened.database, signer(opened), _step(opened, said), role, go=not said.no, reason=said.words)
    yield


def _begin(_: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    return running.begin_step(opened.database, opened.actor, _step(opened, said), _place(opened))


def _done(_: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    step = _step(opened, said)
    seen = yield from _looked(opened, step, said.words)
    approvers = tuple(_signed(opened, name) for name in said.approver)
    return (
        yield from running.finish_step(
            opened.database,
            opened.actor,
            step,
            _place(opened),
            told=said.words,
            file=said.file,
            approvers=approvers,
            seen=seen,
        )
    )


def _looked(opened: Workspace, step: str, words: str) -> Job[Seen]:
    """What only the edge can see: this computer, and what ClubOS shows to a stranger."""
    if step == "laptop":
        run = runbook.under_way(known(opened.database).kept)
        return Seen(computer=(yield from computer.faults(opened, words, real=run is not None and run.real)))
    if step == "close":
        return Seen(open_pages=(yield from open_pages(opened)))
    return Seen()


def _failed(_: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    return acts.fail(opened.database, opened.actor, _step(opened, said), said.words)
    yield


def _repair(_: Plan, opened: Workspace, said: Namespace) -> Job[None]:
    del said
    return running.repair(opened.database, _place(opened))


def _note(_: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    return acts.note(opened.database, opened.actor, _step(opened, said), said.words)
    yield


def _stop(_: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    return acts.stop(opened.database, opened.actor, said.words)
    yield


def _end(_: Plan, opened: Workspace, said: Namespace) -> Job[Entry]:
    del said
    return running.end(opened.database, opened.actor, _place(opened))


_ACTS: Mapping[str, Callable[[Plan, Workspace, Namespace], Job[Entry | None]]] = {
    "rehearse": _rehearse,
    "run": _real,
    "say": _say,
    "begin": _begin,
    "done": _done,
    "failed": _failed,
    "repair": _repair,
    "note": _note,
    "stop": _stop,
    "end": _end,
}


def _status(plan: Plan, opened: Workspace, terminal: Terminal) -> int:
    now = known(opened.database)
    every = runbook.runs(now.kept, plan)
    locked = acts.why_locked(opened.database, plan)
    run = every[-1] if every and every[-1].open else None
    shown = run or (every[-1] if every else None)
    document = {
        "in_charge": runbook.in_charge(now.kept).value,
        "locked": list(locked),
        "run": None if shown is None else _as_json(shown, now),
        "roles": dict(ROLES),
        "watch": watching.as_json(watch.board(now)),
    }
    terminal.result(document, "\n".join([_told(plan, now, shown, locked), *watching.text(watch.board(now), now.zone)]))
    return 0 if run or not locked else 1


def _way_as_json(way: times.Way) -> dict[str, object]:
    worst = None if way.worst is None else {"title": way.worst[0], "minutes_over": round(way.worst[1], 1)}
    minutes = {"planned_minutes": way.planned, "foreseen_minutes": round(way.foreseen, 1)}
    return {"steps": list(way.steps), **minutes, "worst": worst}


def _as_json(run: Run, now: Known) -> dict[str, object]:
    line = times.timeline(run, now.at)
    room = times.slack([each.taken.step for each in line])
    return {
        "number": run.number,
        "plan": run.begun.plan.value,
        "kind": run.begun.kind.value,
        "state": "under way" if run.open else "stopped" if run.stopped else "done",
        "failure": run.begun.failure,
        "behind_minutes": round(times.behind(run, now.at), 1) if run.open else 0,
        "critical_path": _way_as_json(times.way(line)),
        "steps": [
            {
                "step": each.taken.step.id,
                "title": each.taken.step.title,
                "role": each.taken.step.role,
                "state": each.taken.mark.value,
                "planned": list(each.planned),
                "ends": each.ends,
                "seconds": round(each.used, 1),
                "reversible": each.taken.step.reversible,
                "waits_for": list(runbook.missing_answers(run, each.taken)),
                "failures": [what for _, what in each.taken.failures],
                "slack_minutes": room[each.taken.step.id],
                "over_minutes": round(each.over / 60, 1),
                "notes": list(each.taken.remarks),
                "answers": [
                    {"role": answer.role, "go": answer.go, "reason": answer.reason} for answer in each.taken.answers
                ],
            }
            for each in line
        ],
    }


def _told(plan: Plan, now: Known, run: Run | None, locked: tuple[str, ...]) -> str:
    head = "Switch day" if plan is Plan.CUTOVER else "Going back"
    lines = [f"{head}: locked. {' '.join(locked)}" if locked else f"{head} may begin."]
    if run is not None:
        name = "The real run" if run.real else f"Rehearsal ({run.begun.kind.value})"
        lines.append(f"{name} {run.number}, begun {wall(run.at, now.zone)}.")
        rows = [
            [
                each.taken.step.id,
                each.taken.step.title,
                each.taken.step.role,
                each.taken.mark.value,
                f"{each.used / 60:.0f} of {each.taken.step.minutes}",
                "" if each.taken.step.reversible else "cannot be undone",
            ]
            for each in times.timeline(run, now.at)
        ]
        lines.append(table(["step", "what", "who", "state", "minutes", ""], rows))
        lines.append(day.path(times.way(times.timeline(run, now.at)), len(run.steps)))
        lines += [f"Note at {each.step.title}: {text}" for each in run.steps for text in each.remarks]
    return "\n".join(lines)
