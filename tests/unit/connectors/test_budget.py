import random

import pytest

from clubos_desktop.connectors.budget import UNDER_WAY, WILD_APRICOT_LIMITS, WINDOW, MemoryBuckets, SlidingBudget
from tests.support.scripted import Hands

START = Hands().start


def test_share_is_taken_of_each_limit():
    budget = SlidingBudget(WILD_APRICOT_LIMITS, clock=Hands(), account="a")
    assert [budget.rate(kind) for kind in ("list", "one", "other")] == [30, 90, 300]


@pytest.mark.parametrize("share", [0, -1, 1.1])
def test_share_outside_its_range_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        SlidingBudget(WILD_APRICOT_LIMITS, clock=Hands(), account="a", share=share)


def spend(budget, clock, calls, latency):
    """When the source saw each call, with answers that come ``latency()`` later."""
    seen = []
    for _ in range(calls):
        while wait := budget.take("list"):
            clock.sleep(wait)
        whole = latency()
        clock.sleep(whole / 2)
        seen.append(clock.seconds)
        clock.sleep(whole / 2)
        budget.settle("list")
    return seen


def most_in_a_window(seen):
    return max(sum(1 for other in seen if moment <= other < moment + WINDOW) for moment in seen)


@pytest.mark.parametrize("seed", range(5))
def test_never_more_than_the_limit_in_any_sliding_minute(seed):
    dice = random.Random(seed)
    clock = Hands()
    budget = SlidingBudget({"list": 40}, clock=clock, account="a", share=1)
    seen = spend(budget, clock, 400, lambda: dice.choice([0.0, 0.05, 0.3, 5.0, 40.0]))
    assert most_in_a_window(seen) <= 40


def test_burst_schedule_is_reached():
    clock = Hands()
    budget = SlidingBudget({"list": 40}, clock=clock, account="a", share=1)
    spend(budget, clock, 102, lambda: 0.01)
    assert clock.seconds <= 120 * 1.02


def test_restart_keeps_the_window():
    store = MemoryBuckets()
    clock = Hands()
    spend(SlidingBudget({"list": 40}, clock=clock, account="a", share=1, store=store), clock, 30, lambda: 0.01)
    again = SlidingBudget({"list": 40}, clock=Hands(5.0), account="a", share=1, store=store)
    taken = 0
    while not again.take("list"):
        taken += 1
    assert taken == 10


def test_call_in_flight_at_a_kill_counts_after_the_restart():
    store = MemoryBuckets()
    clock = Hands()
    SlidingBudget({"one": 2}, clock=clock, account="a", share=1, store=store).take("one")
    again = SlidingBudget({"one": 2}, clock=clock, account="a", share=1, store=store)
    assert again.left("one") == 1


def test_turned_clock_does_not_block_for_ever():
    store = MemoryBuckets()
    store.save("a", "list", [START.timestamp() + 86_400])
    clock = Hands()
    budget = SlidingBudget({"list": 1}, clock=clock, account="a", share=1, store=store)
    assert 0 < budget.take("list") <= WINDOW + UNDER_WAY


def test_accounts_do_not_share_a_window():
    store = MemoryBuckets()
    clock = Hands()
    first = SlidingBudget({"list": 1}, clock=clock, account="a", share=1, store=store)
    second = SlidingBudget({"list": 1}, clock=clock, account="b", share=1, store=store)
    assert (first.take("list"), second.take("list")) == (0.0, 0.0)
    assert first.take("list") > 0


def test_pause_holds_every_kind_and_survives_a_restart():
    store = MemoryBuckets()
    clock = Hands()
    budget = SlidingBudget(WILD_APRICOT_LIMITS, clock=clock, account="a", store=store)
    budget.pause(90)
    assert budget.take("list") == pytest.approx(90)
    clock.sleep(30)
    again = SlidingBudget(WILD_APRICOT_LIMITS, clock=clock, account="a", store=store)
    assert again.take("other") == pytest.approx(60, abs=0.01)
    clock.sleep(61)
    assert again.take("other") == 0.0


@pytest.mark.parametrize("lag", [0.0, 1.0, 4.9])
def test_a_call_left_behind_may_arrive_late(lag):
    store, clock = MemoryBuckets(), Hands()
    first = SlidingBudget({"list": 3}, clock=clock, account="a", share=1, store=store)
    for _ in range(3):
        first.take("list")
    first.settle("list", left_behind=True)
    arrived = clock.seconds + lag
    for budget in (first, SlidingBudget({"list": 3}, clock=clock, account="a", share=1, store=store)):
        wait = budget.take("list")
        assert wait == 0.05 or clock.seconds + wait >= arrived + WINDOW  # 0.05: others are still under way


def test_a_stop_and_a_new_start_stay_within_the_limit():
    dice = random.Random(9)
    store, clock, seen = MemoryBuckets(), Hands(), []
    for _ in range(12):
        budget = SlidingBudget({"list": 10}, clock=clock, account="a", share=1, store=store)
        under_way = []
        for _ in range(dice.randint(1, 25)):
            while wait := budget.take("list"):
                if under_way:
                    budget.settle("list")
                    under_way.pop()
                clock.sleep(wait)
            seen.append(clock.seconds + dice.uniform(0, 0.5))
            under_way.append(1)
            clock.sleep(dice.uniform(0.5, 0.8))
            if len(under_way) > 3:
                budget.settle("list")
                under_way.pop()
        for _ in under_way:
            budget.settle("list", left_behind=True)
    assert most_in_a_window(seen) <= 10


def test_a_call_left_behind_does_not_hold_up_the_others():
    clock = Hands()
    budget = SlidingBudget({"list": 3}, clock=clock, account="a", share=1)
    for left_behind in (False, True, False):
        assert budget.take("list") == 0.0
        budget.settle("list", left_behind=left_behind)
    clock.sleep(WINDOW)
    assert [budget.take("list") for _ in range(2)] == [0.0, 0.0]
    assert budget.take("list") > 0
