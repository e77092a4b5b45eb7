"""The share of due copies, exactly; how many missed days it bears; what is not measured."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.model.evidence import OnTime
from clubos_desktop.model.plan import later
from clubos_desktop.model.readiness import State
from clubos_desktop.verification import gates, on_time, signals
from clubos_desktop.verification.limits import Limits, read

TODAY = "2026-12-08"
STATES = ("done", "late", "partial", "failed", "missed")


def figures(states, days=14, step=1):
    first = later(TODAY, -len(states) * step)
    calendar = tuple((later(first, n * step), state) for n, state in enumerate(states))
    return OnTime(first, days, calendar, TODAY, None, "2026-01-01T00:00:00.000Z", step)


@pytest.mark.parametrize(
    ("done", "due", "state"),
    [
        (9899, 10_000, State.FAIL),  # 98.99 %
        (9900, 10_000, State.PASS),  # 99.00 %
        (98, 99, State.FAIL),  # 98.989... %
        (99, 100, State.PASS),
        (98, 100, State.FAIL),
        (100, 101, State.PASS),
        (14, 14, State.PASS),
        (13, 14, State.FAIL),
    ],
)
def test_the_share_is_exact_at_its_limit(well, done, due, state):
    evidence = replace(well, schedule=figures(["done"] * done + ["missed"] * (due - done), days=due))
    criterion = next(c for gate in gates.assess(evidence, Limits()).gates for c in gate.criteria if c.id == "G3.2")
    signal = next(s for s in signals.signals(evidence, Limits()) if s.id == "S4.10")
    assert (criterion.state, signal.state, signal.sample) == (state, state, due)
    assert criterion.value.startswith(f"{done:,} of {due:,} on time")


@pytest.mark.parametrize("state", STATES[1:])
def test_late_partly_failed_and_missed_are_all_failures(well, state):
    evidence = replace(well, schedule=figures(["done"] * 13 + [state]))
    assert on_time.judge(evidence, Limits())[0] is State.FAIL


@pytest.mark.parametrize(
    ("due", "step", "state"),
    [
        (0, 1, State.NOT_MEASURED),
        (13, 1, State.NOT_MEASURED),
        (14, 1, State.PASS),
        (2, 7, State.PASS),
        (1, 7, State.NOT_MEASURED),
    ],
)
def test_less_than_fourteen_days_are_not_measured(well, due, step, state):
    found, value, why = on_time.judge(replace(well, schedule=figures(["done"] * due, step=step)), Limits())
    assert found is state
    assert (value != "") == (due > 0)
    assert ("14 days" in why) == (state is State.NOT_MEASURED)


def test_a_hundred_due_copies_count_before_the_days_are_over(well):
    limits = read({"sync_days": 200})
    assert on_time.judge(replace(well, schedule=figures(["done"] * 99, days=200)), limits)[0] is State.NOT_MEASURED
    assert on_time.judge(replace(well, schedule=figures(["done"] * 100, days=200)), limits)[0] is State.PASS


def test_without_a_plan_the_register_answers_as_before(well):
    assert on_time.judge(replace(well, schedule=None), Limits())[0] is State.NOT_MEASURED
    criterion = next(c for gate in gates.assess(well, Limits()).gates for c in gate.criteria if c.id == "G3.2")
    assert criterion.state is State.PASS  # the sign-off in the well-kept club


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=120), st.sampled_from([14, 30, 100, 150]))
def test_forecasts_agree_with_a_plain_count_of_coming_days(states, days):
    states = states[-days:]
    found, limits = figures(states, days), Limits()

    def holds(coming):
        window = (states + coming)[-days - 1 :]
        return Fraction(window.count("done"), len(window)) >= Fraction(99, 100)

    spare = on_time.affordable(found, limits)
    assert all(holds(["missed"] * n) for n in range(1, spare + 1))
    assert not holds(["missed"] * (spare + 1))
    again = on_time.passes(found, limits)
    if Fraction(states.count("done"), len(states)) >= Fraction(99, 100):
        assert again is None
    else:
        last = found.calendar[-1][0]
        needed = next(n for n in range(1, days + 3) if holds(["done"] * n))
        assert again == later(last, needed)
    bad = [day for day, state in found.calendar if state != "done"]
    assert on_time.leaves(found) == (later(bad[-1], days + 1) if bad else None)


def test_what_is_said_when_days_were_missed(well):
    evidence = replace(well, schedule=figures(["done"] * 10 + ["missed", "missed", "failed", "done"]))
    _, value, why = on_time.judge(evidence, Limits())
    assert value == "11 of 14 on time (78.6 %), last 14 days"
    assert why == (
        "Of 14 due copies 2 missed and 1 failed; at least 99 % must be on time. "
        "The newest of them counts until 20 Dec 2026."
    )
