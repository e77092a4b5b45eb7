"""The plan of copies in words: what is in force, what comes next, what became of each day. No Qt in here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clubos_desktop.model.evidence import OnTime
from clubos_desktop.model.plan import Due, DueState, Every, Plan, today
from clubos_desktop.model.records import Day
from clubos_desktop.model.time import DAYS, spell, to_instant
from clubos_desktop.schedule.due import Look, Stand
from clubos_desktop.verification import on_time
from clubos_desktop.verification.limits import Limits
from ui.tone import Tone
from ui.words import count, listed, moment

WEEKS = 5
"""Weeks on the calendar: a month and what stands out of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state looks: its word, tone and symbol; no two share a symbol, so that colour is never needed."""

    word: str
    tone: Tone
    icon: str


MARKS: Mapping[DueState, Mark] = {
    DueState.DONE: Mark("On time", Tone.GOOD, "circle-check"),
    DueState.LATE: Mark("Late", Tone.NEEDS, "clock"),
    DueState.PARTIAL: Mark("Partly", Tone.NEEDS, "triangle-alert"),
    DueState.FAILED: Mark("Failed", Tone.PROBLEM, "octagon-x"),
    DueState.MISSED: Mark("Missed", Tone.PROBLEM, "x"),
    DueState.WAITING: Mark("Due today", Tone.WAY, "calendar"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar. ``due`` is None on a day without a due copy."""

    day: Day
    due: Due | None
    ahead: bool

    @property
    def mark(self) -> Mark | None:
        """How it looks; None where nothing was or is due."""
        return None if self.due is None else MARKS[self.due.state]

    @property
    def sentence(self) -> str:
        """The day in full: "Mon 7 Dec 2026: Missed. This computer was off or asleep."."""
        name = f"{DAYS[date.fromisoformat(self.day).weekday()]} {spell(self.day)}"
        if self.due is None or self.mark is None:
            return f"{name}: {'not there yet' if self.ahead else 'no copy was due'}."
        tries = f" {count(self.due.tries, 'try', 'tries')} failed." if self.due.tries else ""
        why = self.due.reason or (
            "This computer was off or asleep." if self.due.state is DueState.MISSED and not self.due.tries else ""
        )
        return " ".join(f"{name}: {self.mark.word}.{tries} {why}".split())


@dataclass(frozen=True, slots=True)
class Planned:
    """Everything the part shows."""

    plan: Plan | None
    look: Look
    days: tuple[Due, ...]
    figures: OnTime | None
    limits: Limits
    zone: str
    now: datetime

    def calendar(self, back: int = 0) -> list[list[Cell]]:
        """``WEEKS`` weeks of seven days, Monday first, the last one being this week less ``back`` weeks."""
        here = date.fromisoformat(today(self.now, self.zone))
        monday = here - timedelta(days=here.weekday(), weeks=WEEKS - 1 + back)
        known = {due.day: due for due in self.days}
        days = [(monday + timedelta(days=n)).isoformat() for n in range(7 * WEEKS)]
        cells = [Cell(day, known.get(day), day > here.isoformat()) for day in days]
        return [cells[n : n + 7] for n in range(0, len(cells), 7)]

    @property
    def first(self) -> Day | None:
        """The first day that is known."""
        return self.days[0].day if self.days else None


def stand_line(planned: Planned) -> tuple[Tone, str, str]:
    """How the schedule stands: tone, word, and the sentence beside it."""
    look = planned.look
    when = "" if look.start is None else moment(to_instant(look.start), planned.zone, planned.now)
    if look.stand is Stand.OFF:
        return Tone.UNMEASURED, "No plan", "Copies are made only when somebody presses Copy now."
    if look.stand is Stand.SIGN_IN:
        return Tone.NEEDS, "Needs sign-in", f"{look.reason} Asked again {when}.".strip()
    if look.stand is Stand.HELD:
        return Tone.NEEDS, "Waits for your OK", f"{look.reason} Asked again {when}.".strip()
    if look.stand is Stand.AGAIN:
        return Tone.NEEDS, "Tried again", f"The last try failed: {look.reason} Next try {when}.".strip()
    if look.stand is Stand.DUE:
        return Tone.WAY, "Due now", "It starts within a minute; after a sleep it waits up to ten for the network."
    return Tone.GOOD, "Planned", f"Next copy {when}."


def plan_line(plan: Plan | None) -> str:
    """The plan in a sentence."""
    if plan is None:
        return "No copy is planned."
    how = {
        Every.DAILY: f"Every day at {plan.at}",
        Every.WEEKLY: f"Every {DAYS[plan.weekday]} at {plan.at}",
        Every.INTERVAL: f"Every {count(plan.hours, 'hour')}" if plan.hours > 1 else "Every hour",
    }[plan.every]
    quiet = f", never between {plan.quiet[0]} and {plan.quiet[1]}" if plan.quiet else ""
    whole = (plan.opens, plan.closes) == ("00:00", "24:00")
    window = "at any hour of its day" if whole else f"between {plan.opens} and {plan.closes}"
    return f"{how}{quiet}. A copy is on time when it is whole {window}."


def share_lines(planned: Planned) -> list[str]:
    """How many due copies were on time, and how many missed days are still affordable until when."""
    figures, limits = planned.figures, planned.limits
    if figures is None:
        return []
    if not figures.due:
        return ["No day with a due copy is over yet."]
    lines = [f"{figures.done} of {count(figures.due, 'due copy', 'due copies')} on time, last {figures.days} days."]
    wanted = limits["sync_success"].text
    if not on_time.measured(figures, limits):
        enough = f"{limits.value('sync_due')} due copies or {limits.value('sync_days')} days under a plan"
        lines.append(f"Not measured yet: the check begins to count with {enough}.")
    spare = on_time.affordable(figures, limits)
    lines.append(
        f"{count(spare, 'missed day')} still affordable; {wanted} must be on time."
        if spare
        else f"No missed day is affordable now; {wanted} must be on time."
    )
    gone, again = on_time.leaves(figures), on_time.passes(figures, limits)
    if gone:
        lines.append(f"The last missed day leaves the window on {spell(gone)}.")
    if again:
        lines.append(f"With every copy made from now on, the share holds again on {spell(again)}.")
    return lines


def legend(days: Sequence[Due]) -> str:
    """The states of the days shown, counted: "12 on time, 1 missed"."""
    counts = Counter(day.state for day in days)
    return listed([f"{counts[state]} {mark.word.lower()}" for state, mark in MARKS.items() if counts[state]])
