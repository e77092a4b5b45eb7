"""How the schedule reads: for machines under stable names, for people in sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from clubos_desktop.model.evidence import OnTime
from clubos_desktop.model.plan import DueState, Every, Plan
from clubos_desktop.model.time import DAYS, spell, to_instant, wall
from clubos_desktop.schedule.due import Look, Stand
from clubos_desktop.store.notices import Notice
from clubos_desktop.verification import on_time
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.words import counted, of

_MARKS = {
    DueState.DONE: "●",
    DueState.LATE: "◐",
    DueState.PARTIAL: "◑",
    DueState.FAILED: "×",
    DueState.MISSED: "○",
}
_WORDS = {
    DueState.DONE: "on time",
    DueState.LATE: "late",
    DueState.PARTIAL: "partly made",
    DueState.FAILED: "failed",
    DueState.MISSED: "missed",
}


def when(at: datetime, zone: str) -> str:
    """A moment as the club's clock shows it: "Tue 24 Nov 2026, 07:03"."""
    return wall(to_instant(at), zone)


def wrong(look: Look, figures: OnTime | None, limits: Limits) -> bool:
    """Whether a person should look: a sign-in, a decision, or a share below the limit."""
    below = figures is not None and figures.due > 0 and on_time.passes(figures, limits) is not None
    return look.stand in (Stand.SIGN_IN, Stand.HELD) or below


def as_json(
    plan: Plan | None, look: Look, figures: OnTime | None, limits: Limits, told: Sequence[Notice]
) -> Mapping[str, object]:
    """Under the stable names of the command reference."""
    return {
        "plan": None if plan is None else asdict(plan),
        "state": look.stand.value,
        "reason": look.reason,
        "next": None if look.start is None else to_instant(look.start),
        "on_time": None if figures is None else _figures(figures, limits),
        "notices": [asdict(notice) for notice in told],
    }


def _figures(figures: OnTime, limits: Limits) -> Mapping[str, object]:
    return {
        "since": figures.since,
        "days": figures.days,
        "due": figures.due,
        "done": figures.done,
        "measured": on_time.measured(figures, limits),
        "affordable": on_time.affordable(figures, limits),
        "last_missed_counts_until": on_time.leaves(figures),
        "passes_on": on_time.passes(figures, limits) if figures.due else None,
        "last_good": figures.good,
        "calendar": [{"day": day, "state": state} for day, state in figures.calendar],
    }


def text(
    plan: Plan | None,
    look: Look,
    figures: OnTime | None,
    limits: Limits,
    told: Sequence[Notice],
    *,
    zone: str,
    now: datetime,
) -> str:
    """The plan, the next copy, how the last days went."""
    lines = [_plan(plan), following(look, zone, now)]
    if look.reason:
        lines.append(look.reason)
    if figures is not None:
        good = f"Last good copy: {wall(figures.good, zone)}." if figures.good else "There is no good copy yet."
        lines += [good, *_days(figures, limits)]
    lines += [f"{wall(notice.at, zone)}  {notice.sentence} {notice.remedy}".rstrip() for notice in told]
    return "\n".join(lines)


def _plan(plan: Plan | None) -> str:
    if plan is None:
        return "No copies are planned. Say clubos-desktop schedule set --every daily --at 07:00."
    how = {
        Every.DAILY: f"Every day at {plan.at}",
        Every.WEEKLY: f"Every {DAYS[plan.weekday]} at {plan.at}",
        Every.INTERVAL: f"Every {plan.hours} hours",
    }[plan.every]
    quiet = f", never between {plan.quiet[0]} and {plan.quiet[1]}" if plan.quiet else ""
    whole = (plan.opens, plan.closes) == ("00:00", "24:00")
    window = "the whole day" if whole else f"{plan.opens} to {plan.closes}"
    return f"{how} ({plan.zone}){quiet}. A copy counts as on time during {window}."


def following(look: Look, zone: str, now: datetime) -> str:
    """When the next copy starts."""
    if look.start is None:
        return "No next copy."
    said = {
        Stand.SIGN_IN: "Needs sign-in. Next try",
        Stand.HELD: "Waits for your OK. Next try",
        Stand.AGAIN: "The last try failed. Next try",
    }.get(look.stand, "Next copy")
    return f"{said}: {'now' if look.due(now) else when(look.start, zone)}."


def _days(figures: OnTime, limits: Limits) -> list[str]:
    if not figures.due:
        return ["No day with a due copy is over yet."]
    counts = Counter(DueState(state) for _, state in figures.calendar)
    rest = ", ".join(f"{counts[state]} {word}" for state, word in _WORDS.items() if state in counts)
    marks = "".join(_MARKS[DueState(state)] for _, state in figures.calendar)
    lines = [f"On time: {of(figures.done, figures.due)} due days of the last {figures.days} ({rest})  {marks}"]
    if not on_time.measured(figures, limits):
        wanted = f"{limits.value('sync_due')} due copies or {limits.value('sync_days')} days"
        lines.append(f"Not enough for the check yet: it counts from {wanted} on.")
    spare = on_time.affordable(figures, limits)
    lines.append(f"{counted(spare, 'missed day')} affordable now ({limits['sync_success'].text} must be on time).")
    gone, again = on_time.leaves(figures), on_time.passes(figures, limits)
    if gone:
        lines.append(f"The newest missed day no longer counts from {spell(gone)} on.")
    if again:
        lines.append(f"With every copy made from now on, the share holds again on {spell(again)}.")
    return lines
