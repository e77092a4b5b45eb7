"""What Switch day and Go back say: headings, lines of steps, reasons, costs. No Qt in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clubos_desktop.model.domains import Side
from clubos_desktop.model.money import show
from clubos_desktop.model.runbook import Plan, RunKind, Step
from clubos_desktop.model.time import DAYS, from_instant, wall, zone
from clubos_desktop.verification.registers.runbook import Mark, Run
from ui.numerals import number
from ui.tone import Tone

if TYPE_CHECKING:
    from clubos_desktop.cutover.times import Timed
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
    day = f"Day {clock.number} of {clock.whole} (times 24 hours)."
    took = "Going back was not rehearsed yet."
    if standing.slowest is not None:
        took = f"{standing.slowest / 60:.0f} minutes in your slower rehearsal."
    return f"You can go back until {until}.", f"{took} {day}"


def cost_lines(standing: Standing) -> tuple[str, ...]:
    """What going back costs now."""
    cost = standing.cost
    if cost is None:
        return ()
    counted = ", ".join(f"{number(n)} {domain.value}" for domain, n in cost.records.items())
    sums = ", ".join(show(minor, currency) for currency, minor in sorted(cost.money.items()))
    first = f"Came or changed in ClubOS since the switch: {counted or 'nothing yet'}{'; ' + sums if sums else ''}."
    return (first, *cost.unread)


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
    return "On time" if behind < 1 else f"{behind} minute{'s' * (behind != 1)} behind plan"


def minutes(timed: Timed) -> str:
    """Used and planned minutes of a step."""
    return f"{timed.used / 60:.0f} of {timed.taken.step.minutes} minutes used"


def clock_of(instant: str, zone_name: str) -> str:
    """Hour and minute on the club's clocks."""
    return from_instant(instant).astimezone(zone(zone_name)).strftime("%H:%M")


HELPERS = {
    "backup": "Try a restore",
    "final": "Copy everything",
    "closed": "Write the files…",
    "read back": "Read it back",
    "parallel": "Copy everything",
    "watch": "Look now",
}
"""What the program does in a step when it is asked to, by the name of the step's check."""


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
    how = "stopped" if run.stopped else f"all steps, {took:.0f} minutes"
    flawed = run.outcome is not None and bool(run.outcome.problems)
    return f"{wall(run.at, zone_name)}: {kind(run)}, {how}{', the copy was not whole at the end' if flawed else ''}."
