"""Events and registrations at 300 ms latency fill the budget of calls a minute (features.md S3.4, issue of the sync).

The practice server enforces Wild Apricot's 400 a minute on a clock that runs faster, and every answer comes 300 ms
of that clock late. The floor is the source's own: so many calls at 400 a minute.
"""

import pytest

from clubos_desktop.connectors import wild_apricot
from clubos_desktop.connectors.budget import WILD_APRICOT_LIMITS, WINDOW, SlidingBudget
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Mode, Page
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from tests.support.scripted import Notes

pytestmark = pytest.mark.benchmark

SPEED = 15.0
LATENCY = 0.3
LEAST = 0.95
LIMIT = WILD_APRICOT_LIMITS["other"]


class Times(Notes):
    """A ledger that knows when each answer came."""

    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.times = []

    def call(self, side, method, path, status, milliseconds):
        super().call(side, method, path, status, milliseconds)
        self.times.append(self.clock.monotonic())


def pull(source, events):
    for domain in (Domain.EVENTS, Domain.REGISTRATIONS):
        yield from source.pages(domain, Mode.FULL, since=None, resume=None, parents=events)


def test_a_full_pull_fills_the_budget_at_300_ms():
    club = make(1200, 7)
    late = Fault("slow", "legacy", value=str(LATENCY / SPEED))
    with serve(club, speed=SPEED, faults=[late]) as serving:
        urls = {"api_url": serving.addresses.legacy_api_url, "auth_url": serving.addresses.legacy_auth_url}
        clock = PracticeClock(SPEED, serving.world.clock.now())
        ledger = Times(clock)
        budget = SlidingBudget(WILD_APRICOT_LIMITS, clock=clock, account="a", share=1.0)
        source = wild_apricot.connect(serving.addresses.legacy_key, **urls, ledger=ledger, clock=clock, budget=budget)
        events = sorted(map(str, club.legacy.events))
        began = clock.monotonic()
        for _ in range(2):  # twice, so that there are whole minutes enough
            assert sum(isinstance(step, Page) for step in pull(source, events)) > 10
        source.close()
    minutes = int((ledger.times[-1] - began) // WINDOW)
    calls = [sum(began + WINDOW * n <= at < began + WINDOW * (n + 1) for at in ledger.times) for n in range(minutes)]
    print(f"{len(events)} events, {len(ledger.times)} calls, whole minutes: {calls}, limit {LIMIT}")
    assert 429 not in {status for _, _, status in ledger.calls}
    assert minutes >= 3
    assert min(calls) >= LEAST * LIMIT
