"""What Switch day and Go back say: headings, lines of steps, reasons, costs. No Qt in here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from clubos_desktop.evidence import day
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.runbook import Plan, RunKind, Step, Watched
from clubos_desktop.model.time import DAYS, from_instant, spell, wall, zone
from clubos_desktop.verification.registers.runbook import Mark, Run
from ui.numerals import number
from ui.tone import Tone

if TYPE_CHECKING:
    from clubos_desktop.cutover.times import Timed
    from clubos_desktop.cutover.watch import Board
    from ui.switching import Standing

KINDS = {
    RunKind.MOCK: "On a copy, with something going wrong on purpose (counts)",
    RunKind.DRESS: "Dress rehearsal: the same, with pictures as proof (counts)",
    RunKind.DRY: "Dry run: every step, without a copy",
    RunKind.TABLETOP: "Around the table: read every step aloud",
}
"""The four rehearsals."""

TONES = {
    Mark.DONE: Tone.GOOD,
    Mark.FAILED: Tone.PROBLEM,
    Mark.UNDER_WAY: Tone.WAY,
    Mark.NEXT: Tone.NEEDS,
    Mark.WAITING: Tone.UNMEASURED,
}
WORDS = {
    Mark.DONE: "Done",
    Mark.FAILED: "Did not work",
    Mark.UNDER_WAY: "Under way",
    Mark.NEXT: "Next",
    Mark.WAITING: "Later",
}


def heading(standing: Standing) -> tuple[str, str]:
    """The answer of the page before a run, and one line of why."""
    return _forward(standing) if standing.plan is Plan.CUTOVER else _back(standing)


def _forward(standing: Standing) -> tuple[str, str]:
    if standing.in_charge is Side.CLUBOS:
        return "ClubOS is in charge.", "The switch is made. Go back says how long one may return."
    if not standing.locked:
        return "Everything is there. The switch may begin.", "Nothing begins by itself: the lead presses the button."
    gates = sum(reason.startswith("Gate ") for reason in standing.locked)
    vote = any("vote" in reason for reason in standing.locked)
    parts = [*([f"{gates} gate{'s' * (gates != 1)}"] if gates else []), *(["the vote"] if vote else [])]
    missing = " and ".join(parts) or "something"
    single = gates + vote == 1
    return f"Locked. {missing[0].upper()}{missing[1:]} {'is' if single else 'are'} missing.", (
        "Rehearse meanwhile: it shows how long the day takes."
    )


def _back(standing: Standing) -> tuple[str, str]:
    clock = standing.clock
    if clock is None:
        return "Nothing to go back from.", (
            "Wild Apricot is in charge. Rehearse going back before the switch: two rehearsals count for Gate 5."
        )
    until = wall(clock.until, standing.zone)
    if clock.over:
        return "Going back is not possible any more.", f"The return period ended on {until}."
    day = f"Day {clock.number} of {clock.whole}, each of 24 hours."
    took = "Going back was not rehearsed yet."
    if standing.slowest is not None:
        took = f"{standing.slowest / 60:.0f} minutes in your slower rehearsal."
    return f"You can go back until {until}.", f"{took} {day}"


def cost_lines(standing: Standing) -> tuple[str, ...]:
    """What going back costs now."""
    cost = standing.cost
    if cost is None:
        return ()
    first = f"Came or changed in ClubOS since the switch, to be typed again: {cost.said}."
    return (first, "Not counted:", *(f"· {each}" for each in cost.unread))


def place(run: Run) -> str:
    """Like "Step 4 of 10"."""
    current = run.current
    if current is None:
        return f"All {len(run.steps)} steps are done"
    at = [each.step.id for each in run.steps].index(current.step.id) + 1
    return f"Step {at} of {len(run.steps)}"


def kind(run: Run) -> str:
    """What sort of run it is, for the line above the step."""
    if run.real:
        return "The real run"
    names = {RunKind.MOCK: "on a copy", RunKind.DRESS: "dress", RunKind.DRY: "dry run", RunKind.TABLETOP: "on paper"}
    return f"Rehearsal ({names[run.begun.kind]})"


def pace(standing: Standing) -> str:
    """How the run keeps its plan."""
    behind = round(standing.behind)
    return "On time" if behind < 1 else f"{day.spoken(behind)} behind plan"


def minutes(timed: Timed) -> str:
    """Used and planned minutes of a step."""
    planned = timed.taken.step.minutes
    if planned >= _LONG:
        return f"{day.spoken(timed.used / 60)} of {day.spoken(planned)} used"
    return f"{timed.used / 60:.0f} of {planned} minutes used"


_LONG = 120
"""Minutes from which a step is told in hours."""


def planned_and_used(timed: Timed) -> str:
    """Like "14 of 15 min", and that it cannot be undone."""
    unit = 60 if timed.taken.step.minutes < _LONG else 3600
    used = f"{timed.used / unit:.0f} of " if timed.used else ""
    final = "" if timed.taken.step.reversible else " · cannot be undone"
    planned = timed.taken.step.minutes
    return f"{used}{planned} min{final}" if planned < _LONG else f"{used}{planned // 60} h{final}"


def told_label(step: Step, run: Run) -> str:
    """What is typed as a step's proof."""
    if step.check == "laptop":
        return "Code of the second computer" if run.real else "On which second computer the workspace was opened"
    if step.check == "read back" and run.real:
        return "Number of the test record in Wild Apricot"
    return "What was seen"


def clock_of(instant: str, zone_name: str) -> str:
    """Hour and minute on the club's clocks."""
    return from_instant(instant).astimezone(zone(zone_name)).strftime("%H:%M")


HELPERS = {
    "laptop": "Look at this computer",
    "backup": "Try a restore",
    "final": "Copy everything",
    "closed": "Write the files…",
    "read back": "Read it back",
    "parallel": "Copy everything",
    "watch": "Look now",
}
"""What the program does in a step when it is asked to, by the name of the step's check."""

_REHEARSED = frozenset({"backup", "laptop"})
"""Checks that a rehearsal makes too."""


def helper(step: Step, run: Run) -> str:
    """The button of a step that lets the program do its part; "" where there is none."""
    return HELPERS.get(step.check, "") if run.real or step.check in _REHEARSED else ""


def role(name: str) -> str:
    """A role at the beginning of a line; a name of its own like ClubOS keeps its letters."""
    return name[:1].upper() + name[1:]


def acts(step: Step, run: Run) -> tuple[str, ...]:
    """What is done in a step, numbered; a rehearsal says where the program asks neither system."""
    numbered = tuple(f"{at}. {text}" for at, text in enumerate(step.acts, 1))
    if run.real or not step.check or step.check in _REHEARSED:
        return numbered
    return (*numbered, "This is a rehearsal: nothing is asked or copied here. Say what you would have seen.")


def whom(standing: Standing, step: Step) -> str:
    """Whom to call when a step did not work."""
    found = [f"{name}, {reach}" for role, name, reach in standing.phones if role.casefold() == step.call.casefold()]
    return f"Call {' or '.join(found[:2])}." if found else f"Call: {step.call}."


def moment(instant: str, standing: Standing) -> str:
    """Hour and minute, with the weekday when it is not today."""
    there = from_instant(instant).astimezone(zone(standing.zone))
    today = from_instant(standing.at).astimezone(zone(standing.zone)).date()
    return there.strftime("%H:%M") if there.date() == today else f"{DAYS[there.weekday()]} {there:%H:%M}"


def summary(run: Run, zone_name: str) -> str:
    """An earlier run in one line."""
    took = sum(each.seconds for each in run.steps) / 60
    planned = day.spoken(sum(each.step.minutes for each in run.steps))
    how = "stopped" if run.stopped else f"all steps, {day.spoken(took)} of {planned}"
    late = max(run.steps, key=lambda each: each.seconds - each.step.minutes * 60, default=None)
    if late is not None and late.seconds > late.step.minutes * 60:
        how += f", most over its time “{late.step.title}”"
    flawed = run.outcome is not None and bool(run.outcome.problems)
    return f"{wall(run.at, zone_name)}: {kind(run)}, {how}{', the copy was not whole at the end' if flawed else ''}."


def path_of(steps: tuple[Step, ...]) -> str:
    """The critical path before a run."""
    return day.way(steps) if steps else ""


def path(standing: Standing) -> str:
    """The critical path of the run: planned, as it is foreseen, and where most was lost."""
    return "" if standing.way is None else day.path(standing.way, len(standing.times))


def undo_line(step: Step, standing: Standing) -> str:
    """Who, how long by plan and in the slowest rehearsal, and how it is taken back."""
    took = standing.measured.get(step.id)
    rehearsed = "" if took is None else f", rehearsed {day.spoken(max(1, took / 60))}"
    back = f"To take back: {step.undo[0].lower()}{step.undo[1:]}" if step.undo else "Cannot be undone. Two people."
    return f"{role(step.role)} · planned {day.spoken(step.minutes)}{rehearsed}. {back}"


def over(timed: Timed, standing: Standing) -> tuple[str, str] | None:
    """What is said when a step has used up its time: calm words, and that stopping is a way; None while it has not."""
    if not timed.over or timed.taken.ended is not None:
        return None
    step = timed.taken.step
    cause = f"The time for this step is over: {day.spoken(timed.used / 60)} of {day.spoken(step.minutes)}."
    changed = standing.in_charge is Side.CLUBOS
    stop = "Decide together: go on, or go back." if changed else "You can stop here: another day is as good."
    return cause, f"{step.stands} {stop}".strip()


def planned_line(standing: Standing) -> str:
    """The day for which the switch is planned, in days from now; the day alone begins nothing (features.md E21)."""
    if standing.planned is None:
        return "No day is planned yet."
    on, at = standing.planned
    today = from_instant(standing.at).astimezone(zone(standing.zone)).date()
    weekday = from_instant(f"{on}T12:00:00.000Z")
    left = (weekday.date() - today).days
    when = "today" if left == 0 else f"in {left} day{'s' * (left != 1)}" if left > 0 else "that day has passed"
    shown = f"{DAYS[weekday.weekday()]} {spell(on)}, {at}"
    return f"Planned for {shown}: {when}. Nothing begins by itself; the lead presses the button."


def planned_or_usual(standing: Standing) -> tuple[Day, str]:
    """The planned day and hour, else the first Saturday that lies four weeks ahead, at seven."""
    if standing.planned is not None:
        return standing.planned
    ahead = from_instant(standing.at).astimezone(zone(standing.zone)).date() + timedelta(weeks=4)
    return (ahead + timedelta(days=(5 - ahead.weekday()) % 7)).isoformat(), "07:00"


def wakeful(standing: Standing) -> bool:
    """Whether this computer must not fall asleep: a step runs, or the first day's watch."""
    run = standing.run
    if run is not None and run.begun.kind is not RunKind.TABLETOP:
        return run.current is not None and run.current.mark is Mark.UNDER_WAY
    return standing.watch is not None and standing.at < standing.watch.until


def worked_through(standing: Standing) -> bool:
    """Whether people work through the real steps now; in the watch of the first day the program looks by plan."""
    run = standing.run
    return run is not None and run.real and run.current is not None and run.current.step.check != "watch"


def watching(standing: Standing) -> bool:
    """Whether the watch is shown on this page: on Switch day, before a run and in its last step."""
    if standing.plan is not Plan.CUTOVER:
        return False
    current = standing.run.current if standing.run is not None else None
    return standing.run is None or (current is not None and current.step.check == "watch")


def watch_head(board: Board, zone_name: str) -> str:
    """How often is looked, whose computer is on, when the next look is due."""
    often = {1: "every hour", 24: "once a day"}.get(board.stage.every, "once a week")
    who = f"now {board.now}'s computer" if board.now else "the rota names nobody for now"
    following = "The watch is over." if board.next is None else f"Next look {wall(board.next, zone_name)}."
    return f"A computer that is on looks {often}; {who}. {following}"


def look_line(at: Instant, seen: Watched, zone_name: str) -> str:
    """One look: when, calls, the worst share that failed, the slowest."""
    if not seen.calls:
        return f"{wall(at, zone_name)}: ClubOS was not asked."
    found = f"{number(len(seen.proposals))} to decide" if seen.proposals else "no limit broken"
    share = f"{seen.failed / 10:g} % failed at worst"
    return f"{wall(at, zone_name)}: {number(seen.calls)} calls, {share}, slowest {seen.p99 / 1000:.1f} s; {found}."


def gap_lines(board: Board, zone_name: str) -> tuple[str, ...]:
    """The hours in which nobody looked, and the hours to come that have no name."""
    gaps = [
        f"Nobody looked from {wall(gap.first, zone_name)} to {wall(gap.last, zone_name)}"
        + (f": it was {gap.who}'s computer." if gap.who else ": the rota named nobody.")
        for gap in board.gaps
    ]
    holes = [
        f"The rota names nobody from {wall(first, zone_name)} to {wall(last, zone_name)}."
        for first, last in board.holes
        if board.next is not None and last > board.next
    ]
    return (*gaps, *holes)


def stopped(left: tuple[str, ...], in_charge: Side) -> tuple[str, str]:
    """After a stop: calm words, who is in charge, and what is to be taken back, line by line."""
    who = "Wild Apricot is in charge, as before." if in_charge is Side.LEGACY else "ClubOS is in charge."
    undo = "\n".join(["To take back, in this order:", *(f"{n}. {each}" for n, each in enumerate(left, 1))])
    return "Stopped safely. That is a good outcome.", f"{who}\n{undo if left else 'Nothing is to be taken back.'}"
