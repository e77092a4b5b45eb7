"""Copies, their runs and the calls of a run, as lines. No Qt in here."""

from dataclasses import dataclass
from datetime import datetime

from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.runs import Run, RunState
from clubos_desktop.store.calls import Call
from clubos_desktop.store.views import CopySummary
from ui.tone import Tone
from ui.words import clock_time, count, moment, number, took

STATES = {
    RunState.COMPLETE: (Tone.GOOD, "Complete"),
    RunState.PARTIAL: (Tone.PROBLEM, "Stopped"),
    RunState.FAILED: (Tone.PROBLEM, "Failed"),
    RunState.HELD: (Tone.NEEDS, "Waiting for your OK"),
    RunState.RUNNING: (Tone.NEEDS, "Not finished yet"),
    RunState.UNDONE: (Tone.NEEDS, "Taken back"),
}
_WORST = (RunState.FAILED, RunState.PARTIAL, RunState.HELD, RunState.RUNNING, RunState.UNDONE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of any of the three lists; ``key`` is what opens the next one."""

    key: int
    what: str
    where: str
    figures: str
    time: str
    tone: Tone
    state: str


def of_copy(copy: CopySummary, zone: str, now: datetime) -> Line:
    """A press of "Copy now" or a copy by plan."""
    states = {run.state for run in copy.runs}
    tone, word = next((STATES[state] for state in _WORST if state in states), STATES[RunState.COMPLETE])
    calls = sum(run.requests for run in copy.runs)
    changed = sum(run.changed for run in copy.runs)
    return Line(
        copy.copy,
        moment(copy.started, zone, now).capitalize(),
        "everything" if all(run.mode == "full" for run in copy.runs) else "what changed",
        f"{number(changed)} changed, {count(calls, 'call')}",
        took(sum(run.seconds for run in copy.runs)),
        tone,
        word,
    )


def of_run(run: Run) -> Line:
    """One kind of record of one system."""
    tone, word = STATES[run.state]
    stated = "" if run.source_count is None else f" of {number(run.source_count)}"
    return Line(
        run.id,
        DOMAIN_LABELS[run.domain],
        SIDE_LABELS[run.side],
        f"{number(run.listed)}{stated} listed, {number(run.changed)} changed, {count(run.requests, 'call')}",
        took(run.seconds),
        tone,
        f"{word}. {run.reason}".rstrip(". ") if run.reason else word,
    )


def of_call(call: Call, zone: str) -> Line:
    """One call and its answer."""
    good = call.status is not None and call.status < 400
    word = "No answer" if call.status is None else "Answered" if good else f"Refused ({call.status})"
    if call.status is not None and call.status >= 500:
        word = f"Fault ({call.status})"
    return Line(
        call.id,
        f"{call.method} {call.path}",
        clock_time(call.at, zone),
        "" if call.status is None else str(call.status),
        f"{number(call.milliseconds)} ms",
        Tone.GOOD if good else Tone.NEEDS,
        word,
    )
