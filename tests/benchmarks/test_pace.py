"""A full pull against a server that enforces Wild Apricot's true limits, in real time: about two minutes each.

The floor is the schedule's own: so many list calls at 40 a minute (performance.md section 3).
"""

import pytest

from clubos_desktop.connectors import wild_apricot
from clubos_desktop.connectors.budget import WILD_APRICOT_LIMITS, WINDOW, MemoryBuckets, SlidingBudget
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Mode, Page
from clubos_desktop.model.time import SystemClock
from clubos_desktop.practice.serve import serve_apart
from tests.benchmarks.cost import figure
from tests.support.scripted import Notes

pytestmark = pytest.mark.benchmark

MEMBERS = 10_000
MOST = 1.02


@pytest.fixture
def addresses():
    with serve_apart(MEMBERS, 7) as served:
        yield served.addresses


@pytest.mark.parametrize("killed_after", [None, 47])
def test_ten_thousand_contacts_take_what_the_limits_ask(addresses, killed_after):
    ledger, store, clock = Notes(), MemoryBuckets(), SystemClock()

    def connect():
        budget = SlidingBudget(WILD_APRICOT_LIMITS, clock=clock, account="a", share=1.0, store=store)
        urls = {"api_url": addresses.legacy_api_url, "auth_url": addresses.legacy_auth_url}
        return wild_apricot.connect(addresses.legacy_key, **urls, ledger=ledger, clock=clock, budget=budget)

    def listing(source, resume=None):
        return source.pages(Domain.MEMBERS, Mode.FULL, since=None, resume=resume, parents=())

    source = connect()
    steps = listing(source)
    cursors, started = [], clock.monotonic()
    for step in steps:
        if isinstance(step, Page):
            cursors.append(step.cursor)
        if len(cursors) == killed_after:
            break
    steps.close()
    source.close()
    if killed_after:
        source = connect()
        cursors += [step.cursor for step in listing(source, cursors[-1]) if isinstance(step, Page)]
        source.close()
    took = clock.monotonic() - started
    lists = sum("/contacts" in path for _, path, _ in ledger.calls)
    floor = (lists - 1) // WILD_APRICOT_LIMITS["list"] * WINDOW
    print(f"{lists} list calls, {took:.1f} s, floor {floor:.0f} s, {took / floor:.3f}x")
    what = f"Full copy of {MEMBERS:,} contacts under the true limits, beside the schedule's floor"
    figure(what, f"{took / floor:.3f}x, no 429", f"{MOST}x")
    assert len(cursors) == len(set(cursors)) == MEMBERS // 100
    assert 429 not in {status for _, _, status in ledger.calls}
    assert took <= MOST * floor
