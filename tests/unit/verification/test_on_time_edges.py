"""Due copies at their edges: no plan, limits that always or never hold, a plan that was switched off first."""

from dataclasses import replace

from clubos_desktop.model.evidence import OnTime
from clubos_desktop.model.plan import Entry, Plan, first_day, later
from clubos_desktop.model.readiness import State
from clubos_desktop.verification import on_time
from clubos_desktop.verification.limits import Limits, read

TODAY = "2026-12-08"


def figures(states, days):
    first = later(TODAY, -len(states))
    calendar = tuple((later(first, n), state) for n, state in enumerate(states))
    return OnTime(first, days, calendar, TODAY, None, "2026-01-01T00:00:00.000Z", 1)


def test_without_a_plan_nothing_is_measured(well):
    state, value, why = on_time.judge(replace(well, schedule=None), Limits())
    assert (state, value) == (State.NOT_MEASURED, "")
    assert why


def test_five_hundred_days_on_time_bear_five_missed_ones():
    assert on_time.affordable(figures(["done"] * 500, days=1000), Limits()) == 5


def test_a_limit_of_nothing_bears_every_missed_day():
    assert on_time.affordable(figures(["done"] * 14, days=14), read({"sync_success": 0})) == 15


def test_a_limit_above_all_copies_is_never_reached_and_says_the_day_after_the_last():
    found = figures(["done"] * 13 + ["missed"], days=14)
    assert on_time.passes(found, read({"sync_success": 101})) == later(later(TODAY, -1), 16)


def test_the_first_day_is_that_of_the_first_plan_in_force():
    off = Entry("2026-12-01T00:00:00.000Z", None)
    assert first_day(()) is None
    assert first_day((off,)) is None
    assert first_day((off, Entry("2026-12-03T12:00:00.000Z", Plan("UTC")))) == "2026-12-03"
