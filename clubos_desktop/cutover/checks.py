"""What the program itself looks at in a step: each check gives reasons why the step is not done; () = it is.

Rehearsals do not ask the two systems: what can only be seen there is a person's word then (``looked_at``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from clubos_desktop.cutover import watch
from clubos_desktop.cutover.times import plus
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.proofs import Restored
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runbook import RunKind, Step
from clubos_desktop.model.runs import RunState
from clubos_desktop.store import tables, views
from clubos_desktop.verification import drift
from clubos_desktop.verification.gates import PLAIN
from clubos_desktop.verification.record import assess
from clubos_desktop.verification.record import kept as judged
from clubos_desktop.verification.registers.known import Known, bodies
from clubos_desktop.verification.registers.runbook import Run, Taken

FRESH_MINUTES = 10
"""How old the last checks may be when ClubOS takes over (features.md E24)."""

_IN_REHEARSAL = frozenset({"laptop", "backup"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What the edge looked at outside the workspace: the computer's faults, the pages ClubOS showed to a stranger.

    None means that nobody looked.
    """

    computer: tuple[str, ...] | None = None
    open_pages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """A step at the moment it is to be done. ``words`` is what the person typed."""

    conn: Connection
    known: Known
    run: Run
    taken: Taken
    words: str
    seen: Seen

    @property
    def begun(self) -> Instant:
        """When the step was begun."""
        return self.taken.begun or self.run.at


def looked_at(run: Run, step: Step) -> bool:
    """Whether the program checks this step in this run; else a person's word is the proof."""
    if not step.check or run.begun.kind is RunKind.TABLETOP:
        return False
    return run.real or step.check in _IN_REHEARSAL


def problems(context: Context) -> tuple[str, ...]:
    """Why the step cannot be called done. Raises KeyError for a check that does not exist."""
    if not looked_at(context.run, context.taken.step):
        return ()
    return tuple(CHECKS[context.taken.step.check](context))


def _laptop(context: Context) -> list[str]:
    seen = context.seen.computer
    if seen is None:
        return ["Nobody has looked at this computer yet."]
    second = "Say on which second computer this workspace was opened once with the recovery sheet."
    return [*seen, *([] if context.words.strip() else [second])]


def _backup(context: Context) -> list[str]:
    tested = [(entry, body) for entry, body in bodies(context.known.kept, "restore", Restored)]
    if not tested or tested[-1][0].at < context.run.at:
        return ["No restore was tried since this run began."]
    return list(tested[-1][1].problems)


def _final(context: Context) -> list[str]:
    """Complete copies of everything, begun after the entries stopped, and Gate 1 (features.md S7.1)."""
    frozen = context.run.done("freeze") or context.begun
    reasons = _copied_since(context.conn, frozen, "the entries stopped")
    if reasons:
        return reasons
    gate = assess(context.conn, context.known.at).gates[0]
    return [each.why or each.text for each in gate.criteria if each.state.value != "pass"]


def _copied_since(conn: Connection, since: Instant, what: str) -> list[str]:
    latest = views.latest_runs(conn)
    reasons = []
    for side in Side:
        for domain in PAIRED:
            run = latest.get((side, domain))
            if run is None or run.started < since:
                reasons.append(f"{domain.value.capitalize()} in {SIDE_LABELS[side]} were not copied since {what}.")
            elif run.state is not RunState.COMPLETE:
                reasons.append(f"The copy of {domain.value} in {SIDE_LABELS[side]} is not complete.")
    return reasons


def _guards(context: Context) -> list[str]:
    """Every gate as it is judged now, kept less than ten minutes ago (features.md E24)."""
    last = judged(context.conn, limit=1)
    if not last or last[0].at < plus(context.known.at, -FRESH_MINUTES * 60):
        return [f"The checks were not looked at in the last {FRESH_MINUTES} minutes."]
    return [f"Gate {gate.gate} is not passed: {PLAIN[gate.gate]}." for gate in last[0].gates if not gate.passed]


def _watch(context: Context) -> list[str]:
    start = context.run.done("switch") or context.begun
    return watch.unfinished(context.conn, context.known, start, words=context.words)


def _closed(context: Context) -> list[str]:
    pages = context.seen.open_pages
    if pages is None:
        return ["Nobody has looked yet whether ClubOS is closed."]
    return [f"A visitor without a sign-in still gets {page}." for page in pages]


def _read_back(context: Context) -> list[str]:
    """The test record has another content than before the step, read from Wild Apricot itself."""
    c, v = tables.record.c, tables.version.c
    started = select(tables.run.c.started).where(tables.run.c.id == v.from_run).scalar_subquery()
    query = select(func.count()).where(
        v.record == c.id, c.side == Side.LEGACY, c.domain == Domain.MEMBERS, c.key == context.words.strip()
    )
    if not context.conn.execute(query).scalar_one():
        return [f"There is no member with the number “{context.words.strip()}” in the copy of Wild Apricot."]
    if not context.conn.execute(query.where(started >= context.begun)).scalar_one():
        return ["The change of the test record has not been read from Wild Apricot yet."]
    return []


def _parallel(context: Context) -> list[str]:
    """Both systems copied after the return, and nothing that members entered in ClubOS without somebody for it."""
    reasons = _copied_since(context.conn, context.begun, "the return")
    unowned = sum(not each.owner for each in drift.to_carry_back(context.conn, context.known))
    if unowned:
        reasons.append(f"{unowned} of the carry-over list have nobody who minds them: Lists, To be carried back.")
    return reasons


CHECKS: Mapping[str, Callable[[Context], list[str]]] = {
    "laptop": _laptop,
    "backup": _backup,
    "final": _final,
    "guards": _guards,
    "watch": _watch,
    "closed": _closed,
    "read back": _read_back,
    "parallel": _parallel,
}
"""Every check by the name that a step gives it."""
