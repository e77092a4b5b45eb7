"""The budget as it stands and what a copy will take, against what it then takes."""

from datetime import UTC, datetime

import pytest

from clubos_desktop import connections, pace
from clubos_desktop.connectors.budget import SlidingBudget
from clubos_desktop.errors import InputError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import SystemClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.store.ledger import StoreBuckets
from clubos_desktop.sync.estimate import Room
from clubos_desktop.workspace import Workspace
from tests.support.scripted import Hands

SPEED = 300.0


@pytest.fixture(scope="module")
def serving():
    with serve(make(140, 5), speed=SPEED) as served:
        yield served


@pytest.fixture
def work(tmp_path, serving):
    about = Club("Lakeside Club", "America/Los_Angeles", "USD", "US")
    person = ("Ann Lee", Role.OPERATOR)
    made = Workspace.create(tmp_path / "club.clubos", club=about, person=person, keys=MemoryKeys(), clock=SystemClock())
    urls = {"api_url": serving.addresses.legacy_api_url, "auth_url": serving.addresses.legacy_auth_url}
    legacy = {"kind": "wild-apricot", "speed": SPEED, "share": 1.0, **urls}
    clubos = {"kind": "clubos", "url": serving.addresses.clubos_url, "speed": SPEED}
    finish(connections.connect(made, Side.LEGACY, legacy, serving.addresses.legacy_key))
    finish(connections.connect(made, Side.CLUBOS, clubos, serving.addresses.clubos_code))
    yield made
    made.close()


def test_the_estimate_before_a_whole_copy_is_what_the_copy_takes(work):
    first = pace.read(work, Mode.FULL)
    counted = {(cost.side, cost.domain): cost.records for cost in first.costs}
    assert counted[Side.LEGACY, Domain.MEMBERS] == 140, "counted by the connection test, before anything was copied"
    runs = {(run.side, run.domain): run for run in finish(connections.copy_now(work, Mode.FULL))}
    told = {(cost.side, cost.domain): cost for cost in pace.read(work, Mode.FULL).costs}
    assert set(told) == set(runs)
    for place, run in runs.items():
        assert abs(told[place].calls - run.requests) <= max(6, run.requests * 0.12), (place, told[place], run.requests)
    made, estimated = sum(run.requests for run in runs.values()), sum(cost.calls for cost in told.values())
    assert abs(estimated - made) <= made * 0.08
    finish(connections.copy_now(work, Mode.INCREMENTAL))
    later = pace.read(work, Mode.INCREMENTAL)
    assert later.calls < pace.read(work, Mode.FULL).calls
    assert any(cost.known for cost in later.costs)


def test_the_share_is_set_kept_and_used(work):
    pace.set_share(work, Side.LEGACY, 0.5)
    kinds = {kind.name: (kind.limit, kind.ours) for kind in pace.read(work, Mode.FULL).sides[0].kinds}
    assert kinds == {"list": (40, 20), "one": (120, 60), "other": (400, 200)}
    assert connections.kept(work, Side.LEGACY)["api_url"], "the rest of the connection stays"
    for wrong in (0, 0.04, 1.01, -1):
        with pytest.raises(InputError):
            pace.set_share(work, Side.LEGACY, wrong)
    assert pace.read(work, Mode.FULL).sides[0].share == 0.5


def test_what_is_used_is_read_from_where_every_program_keeps_it(work):
    account = connections.account_key(Side.LEGACY, connections.kept(work, Side.LEGACY))
    store = StoreBuckets(work.database)
    now = work.clock.now().timestamp()
    store.save(account, "other", [now - 70, now - 50, now - 1])
    store.save(account, "list", [])
    other = next(kind for kind in pace.read(work, Mode.FULL).sides[0].kinds if kind.name == "other")
    assert (other.used, other.left) == (2, 398)


def test_an_absurd_wish_to_wait_is_cut_kept_and_shown(work):
    account = connections.account_key(Side.LEGACY, connections.kept(work, Side.LEGACY))
    limits = {"list": 40, "one": 120, "other": 400}
    budget = SlidingBudget(limits, clock=SystemClock(), account=account, store=StoreBuckets(work.database))
    budget.pause(300.0, asked=31_536_000.0)
    found = pace.read(work, Mode.FULL).sides[0]
    assert found.until is not None
    assert (found.asked.asked, found.asked.waited) == (31_536_000.0, 300.0)


@pytest.mark.parametrize(
    ("calls", "seconds"), [(0, 0), (100, 7.5), (400, 30), (401, 60), (800, 60), (801, 120), (2000, 240)]
)
def test_a_window_of_four_hundred_calls_makes_the_next_ones_wait(calls, seconds):
    assert Room({"other": 400}).spend({"other": calls}) == pytest.approx(seconds, abs=0.1)


def test_calls_already_made_in_this_minute_count(work):
    room = Room({"other": 400}, {"other": 300})
    assert room.spend({"other": 101}) == 60
    assert room.spend({"other": 1}) < 1


def test_nothing_connected_has_no_budget_and_no_estimate(tmp_path):
    about = Club("Lakeside Club", "America/Los_Angeles", "USD", "US")
    clock = Hands(start=datetime(2026, 11, 24, tzinfo=UTC))
    made = Workspace.create(
        tmp_path / "club.clubos", club=about, person=("Ann", Role.OPERATOR), keys=MemoryKeys(), clock=clock
    )
    found = pace.read(made, Mode.FULL)
    assert (found.sides, found.costs, found.calls, found.seconds) == ((), (), 0, 0)
    with pytest.raises(InputError):
        pace.set_share(made, Side.CLUBOS, 0.5)
    made.close()
