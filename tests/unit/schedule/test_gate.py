"""Due copies as evidence: what the gate and the board pack say of weeks that were really lived through."""

from dataclasses import replace

from clubos_desktop.evidence import seal
from clubos_desktop.evidence.verify import verify
from clubos_desktop.job import finish
from clubos_desktop.model.evidence import CriteriaLock
from clubos_desktop.model.readiness import State
from clubos_desktop.model.time import to_instant
from clubos_desktop.verification import gates, measure
from tests.unit.schedule.world import ZONE


def sync_success(world):
    """As judged when the board had locked the criteria before the first day."""
    with world.database.read() as conn:
        evidence = measure.gather(conn, to_instant(world.clock.now()), ZONE)
        limits = measure.limits_of(conn)
    readiness = gates.assess(replace(evidence, lock=CriteriaLock("2026-11-01T00:00:00.000Z", "a", "a")), limits)
    criterion = next(c for gate in readiness.gates for c in gate.criteria if c.id == "G3.2")
    signal = next(s for s in readiness.signals if s.id == "S4.10")
    assert criterion.state is signal.state
    return criterion


def weeks(world, days, missed=()):
    world.plan()
    for day in range(2, 2 + days):
        if day not in missed:
            assert world.ask_at(f"2026-11-{day:02} 07:00") == "done"
    world.at(f"2026-11-{2 + days:02} 00:30")


def test_without_a_plan_nothing_is_measured(world):
    world.copy_by_hand()
    assert sync_success(world).state is State.NOT_MEASURED


def test_thirteen_days_are_not_enough_and_fourteen_are(world):
    weeks(world, 13)
    assert sync_success(world).state is State.NOT_MEASURED
    world.ask_at("2026-11-15 07:00")
    world.at("2026-11-16 00:30")
    found = sync_success(world)
    assert (found.state, found.value) == (State.PASS, "14 of 14 on time (100 %), last 14 days")


def test_a_missed_day_fails_until_it_has_left_the_window(world):
    weeks(world, 16, missed=(9,))
    found = sync_success(world)
    assert (found.state, found.value) == (State.FAIL, "13 of 14 on time (92.9 %), last 14 days")
    assert "The newest of them counts until 23 Nov 2026." in found.why
    for day in range(18, 24):
        world.ask_at(f"2026-11-{day} 07:00")
    assert sync_success(world).state is State.FAIL
    world.at("2026-11-24 00:30")
    assert sync_success(world).state is State.PASS


def test_days_that_nobody_settled_are_missed(world):
    """The program was not started for days, and the gates are only looked at."""
    weeks(world, 14)
    assert sync_success(world).state is State.PASS
    before = world.stored()
    world.at("2026-11-18 09:00")
    found = sync_success(world)
    assert (found.state, found.value) == (State.FAIL, "12 of 14 on time (85.7 %), last 14 days")
    assert world.stored() == before


def test_a_pack_carries_the_due_days_and_they_judge_to_the_same_again(world, tmp_path):
    weeks(world, 15, missed=(9,))
    made = finish(
        seal.make(world.database, tmp_path, actor="person:1", zone=ZONE, purpose="Board", path=tmp_path / "pack.pdf")
    )
    assert verify(made.path, world.database) == []
    with world.database.read() as conn:
        gathered = measure.gather(conn, made.pack.evidence.at, ZONE).schedule
    assert made.pack.evidence.schedule == gathered
    assert dict(gathered.calendar)["2026-11-09"] == "missed"
