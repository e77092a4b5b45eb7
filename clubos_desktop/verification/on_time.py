"""Were the due copies made? The share over the last days, and how many missed days it still bears. Pure but ``gather``.

A day counts when it is settled. Missed, failed, partly made and late are all failures; only a whole copy inside its
day's window is a success. The share counts when there were 100 due copies or 14 days under a plan (features.md S5.8).
"""

from collections import Counter
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.model.evidence import Evidence, OnTime
from clubos_desktop.model.plan import Due, DueState, Every, Slot, Timetable, first_day, later, slots, today
from clubos_desktop.model.readiness import State
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.time import from_instant, spell
from clubos_desktop.store import dues
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.words import counted, listed, of, percent

_WORDS = {DueState.MISSED: "missed", DueState.FAILED: "failed", DueState.PARTIAL: "partly made", DueState.LATE: "late"}
WEEK = 7
TRIAL = "Trial weeks: they do not count yet. The board locks the criteria first."
"""Said until the criteria are locked."""

_NO_PLAN = "No schedule of copies is set; with one, every due copy counts, also the missed ones."


def gather(conn: Connection, at: Instant, days: int, since: Day = "") -> OnTime | None:
    """What became of the due days of the last ``days`` days; None while no plan was ever set.

    Days before ``since``, when the criteria were locked, do not count.
    A day that nobody settled yet, because the program did not run, counts as missed once its window is over.
    """
    timetable = dues.timetable(conn)
    began = first_day(timetable)
    if began is None:
        return None
    now = from_instant(at)
    plans = [entry.plan for entry in timetable if entry.plan is not None]
    here = today(now, plans[-1].zone)
    began = max(began, since)
    first = max(began, later(here, -days))
    kept = dues.every(conn, first)
    calendar = [(each.day, _state(kept.get(each.day), each, at)) for each in slots(timetable, first, here)]
    last = dues.last_whole(conn)
    return OnTime(
        since=_first_due(timetable, began, here),
        days=days,
        calendar=tuple((day, state.value) for day, state in calendar if state is not DueState.WAITING),
        today=here,
        good=None if last is None else last.ended,
        changed=timetable[-1].since,
        step=WEEK if plans[-1].every is Every.WEEKLY else 1,
    )


def _first_due(timetable: Timetable, began: Day, here: Day) -> Day:
    return next((each.day for each in slots(timetable, began, later(here, 8))), here)


def _state(kept: Due | None, each: Slot, at: Instant) -> DueState:
    if kept is not None and kept.state is not DueState.WAITING:
        return kept.state
    if from_instant(at) <= each.last:
        return DueState.WAITING
    return DueState.FAILED if kept is not None and kept.tries else DueState.MISSED


def judge(evidence: Evidence, limits: Limits) -> tuple[State, str, str]:
    """State, value and reason of the due copies. Raises nothing; the evidence must have a schedule."""
    found = evidence.schedule
    if found is None:
        return State.NOT_MEASURED, "", _NO_PLAN
    least = limits["sync_success"].limit.value
    value = (
        f"{of(found.done, found.due)} on time ({percent(found.done, found.due, least)}), last {found.days} days"
        if found.due
        else ""
    )
    if not measured(found, limits):
        under = counted(max(0, _days(found.since, found.today)), "day")
        wanted = f"{limits.value('sync_due')} due copies or {limits.value('sync_days')} days under a plan"
        return State.NOT_MEASURED, value, f"{counted(found.due, 'due copy', 'due copies')} in {under}; {wanted} count."
    if limits["sync_success"].holds(found.done, found.due):
        return State.PASS, value, ""
    return State.FAIL, value, _why(found, limits)


def counting(evidence: Evidence, limits: Limits) -> tuple[State, str, str]:
    """As ``judge``, except that trial weeks do not count."""
    state, value, why = judge(evidence, limits)
    return (state, value, why) if evidence.lock is not None else (State.NOT_MEASURED, value, TRIAL)


def measured(found: OnTime, limits: Limits) -> bool:
    """Whether there is enough to judge: 100 due copies, or 14 whole days under a plan (limits "sync_...")."""
    enough = found.due >= limits.value("sync_due") or _days(found.since, found.today) >= limits.value("sync_days")
    return found.due > 0 and enough


def affordable(found: OnTime, limits: Limits) -> int:
    """How many of the coming due days, one after the other, may be missed while the limit still holds."""
    for missed in range(found.days + 2):
        done, due = _ahead(found, [DueState.MISSED] * (missed + 1))
        if not limits["sync_success"].holds(done, due):
            return missed
    return found.days + 1


def passes(found: OnTime, limits: Limits) -> Day | None:
    """The first day at whose end the share would hold if every copy from now on is made; None when it holds now."""
    if limits["sync_success"].holds(found.done, found.due):
        return None
    last = _last(found)
    for days in range(1, found.days + 2):
        if limits["sync_success"].holds(*_ahead(found, [DueState.DONE] * days)):
            return later(last, days * found.step)
    return later(last, (found.days + 2) * found.step)


def _ahead(found: OnTime, coming: list[DueState]) -> tuple[int, int]:
    """Days done and due when the coming due days end in these states and the oldest ones have left."""
    last = _last(found)
    days = [*found.calendar, *((later(last, n * found.step), state.value) for n, state in enumerate(coming, 1))]
    counting = [state for day, state in days if day >= later(days[-1][0], -found.days)]
    return sum(state == DueState.DONE for state in counting), len(counting)


def _last(found: OnTime) -> Day:
    return found.calendar[-1][0] if found.calendar else later(found.today, -1)


def leaves(found: OnTime) -> Day | None:
    """The day on which the newest missed day is no longer counted; None when none is counted."""
    bad = [day for day, state in found.calendar if state != DueState.DONE]
    return later(bad[-1], found.days + 1) if bad else None


def _why(found: OnTime, limits: Limits) -> str:
    counts = Counter(DueState(state) for _, state in found.calendar)
    parts = [f"{n} {_WORDS[state]}" for state, n in counts.items() if state in _WORDS]
    gone = leaves(found)
    until = f" The newest of them counts until {spell(later(gone, -1))}." if gone else ""
    limit = limits["sync_success"].text
    return f"Of {counted(found.due, 'due copy', 'due copies')} {listed(parts)}; {limit} must be on time.{until}"


def _days(first: Day, last: Day) -> int:
    return (from_instant(f"{last}T00:00:00Z") - from_instant(f"{first}T00:00:00Z")) // timedelta(days=1)
