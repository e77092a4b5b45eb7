"""The hours in which a copy is on time are part of what the board locks: other hours void the lock."""

from dataclasses import replace

from clubos_desktop.diff.rules import default_rules
from clubos_desktop.model.plan import Every, Plan
from clubos_desktop.verification import limits
from clubos_desktop.verification.registers import criteria

RULES = default_rules("America/Los_Angeles", "US", "USD")
PLAN = Plan("America/Los_Angeles", Every.DAILY, opens="06:00", closes="21:00")


def hashed(plan):
    return criteria.hashed(limits.read({}), RULES, 0, criteria.window_of(plan))


def test_other_hours_are_another_bar():
    assert hashed(PLAN) != hashed(replace(PLAN, closes="24:00"))
    assert hashed(PLAN) != hashed(None)


def test_how_often_and_when_a_copy_starts_is_no_bar():
    assert hashed(PLAN) == hashed(replace(PLAN, every=Every.WEEKLY, at="07:30", quiet=("22:00", "05:00"), jitter=0))


def test_the_whole_day_is_what_was_locked_before_there_were_hours():
    whole = replace(PLAN, opens="00:00")
    assert hashed(replace(whole, closes="24:00")) == hashed(None) == criteria.hashed(limits.read({}), RULES)


def test_the_motion_says_that_the_hours_are_locked():
    assert "in the hours that the plan of copies names now" in criteria.motion(limits.read({}), "ab" * 32)
