"""What becomes of due copies: network, sign-in, held copies, copies by hand, clocks that are set."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubos_desktop.errors import StorageError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.plan import Every
from clubos_desktop.model.records import Member
from clubos_desktop.schedule import record
from clubos_desktop.schedule.due import Stand
from clubos_desktop.schedule.run import run_due
from clubos_desktop.store import audit, settings
from tests.unit.schedule.world import PACIFIC, local


def test_nothing_is_due_without_a_plan(world):
    assert world.ask() == ""
    assert world.look().stand is Stand.OFF
    assert (world.days(), world.stored(), world.notices()) == ({}, {}, [])


def test_a_switched_off_plan_copies_nothing_and_forgets_nothing(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.at("2026-11-04 12:00")
    world.plan(None)
    assert world.look().stand is Stand.OFF
    assert world.ask_at("2026-11-09 07:00") == ""
    assert world.days() == {"2026-11-02": "done", "2026-11-03": "missed", "2026-11-04": "missed"}


@pytest.mark.parametrize("change", [replace(PACIFIC, at="09:00"), None, replace(PACIFIC, every=Every.WEEKLY)])
def test_another_plan_never_whitens_a_missed_day(world, change):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.at("2026-11-05 12:00")
    world.plan(change)
    assert world.days()["2026-11-03"] == world.days()["2026-11-04"] == "missed"


def test_made_up_inside_the_window_is_on_time_and_after_it_late(world):
    world.plan(replace(PACIFIC, opens="06:00", closes="10:00"))
    assert world.ask_at("2026-11-02 09:59") == "done"
    assert world.ask_at("2026-11-03 10:14") == "done"  # 15 minutes of grace
    assert world.ask_at("2026-11-04 10:16") == "done"
    world.at("2026-11-06 00:20")
    assert world.days() == {
        "2026-11-02": "done", "2026-11-03": "done", "2026-11-04": "late", "2026-11-05": "missed",
        "2026-11-06": "waiting",
    }  # fmt: skip


def test_one_copy_counts_for_one_day(world):
    world.plan(replace(PACIFIC, at="23:50"))
    assert world.ask_at("2026-11-03 00:10") == "done"  # within the grace of the day before
    assert world.days() == {"2026-11-02": "done", "2026-11-03": "waiting"}
    world.at("2026-11-04 00:30")
    assert world.days()["2026-11-03"] == "missed"


def test_a_copy_of_a_part_is_no_copy(world):
    world.plan()
    world.copy_by_hand(domains=(Domain.MEMBERS,))
    assert world.days() == {"2026-11-02": "waiting"}
    world.copy_by_hand(sides=(Side.LEGACY,))
    assert world.days() == {"2026-11-02": "waiting"}
    world.at("2026-11-03 01:00")
    assert world.days()["2026-11-02"] == "partial"
    world.copy_by_hand()
    assert world.days()["2026-11-03"] == "done"


def test_a_copy_by_hand_an_hour_before_takes_the_planned_ones_place(world):
    world.plan()
    world.at("2026-11-02 06:30")
    world.copy_by_hand()
    assert world.ask_at("2026-11-02 07:00") == ""
    assert world.look().start == local("2026-11-03 07:00")


def test_a_locked_keyring_is_a_state_of_its_own_and_is_asked_again_every_hour(world):
    world.plan()
    world.locked = True
    assert world.ask_at("2026-11-02 07:00") == "sign-in"
    assert world.look().stand is Stand.SIGN_IN
    assert [world.ask_at(f"2026-11-02 {at}") for at in ("07:30", "07:59", "08:01")] == ["", "", "sign-in"]
    assert world.notices() == [("copies", "sign-in")]
    world.locked = False
    assert world.ask_at("2026-11-02 09:02") == "done"
    assert world.notices() == [("copies", "sign-in"), ("copies", "good")]


def test_a_refused_key_is_not_tried_again_before_a_person_did_something(world):
    world.plan()
    world.refused = True
    assert world.ask_at("2026-11-02 07:00") == "sign-in"
    assert [world.ask_at(f"2026-11-02 {hour:02}:00") for hour in range(8, 24)] == [""] * 16
    assert world.look().start == local("2026-11-03 07:00")
    world.refused = False
    with world.database.transaction("person:1", "connection set"):
        pass
    assert world.ask() == "done"
    assert world.days() == {"2026-11-02": "done"}


def test_a_held_copy_waits_for_a_person(world):
    names = [Member(key=str(n), first_name="Ann", last_name=f"Lee {n}") for n in range(40)]
    world.sources[Side.LEGACY].records[Domain.MEMBERS] = names
    world.plan()
    assert world.ask_at("2026-11-02 07:00") == "done"
    world.sources[Side.LEGACY].records[Domain.MEMBERS] = names[:3]
    assert world.ask_at("2026-11-03 07:00") == "held"
    assert world.look().stand is Stand.HELD
    assert world.ask_at("2026-11-03 12:00") == ""
    assert world.notices() == [("copies", "held")]
    world.at("2026-11-04 01:00")
    assert world.days()["2026-11-03"] == "partial"


def test_a_broken_off_try_goes_on_and_the_day_can_still_be_kept(world):
    world.plan()
    world.at("2026-11-02 07:00")

    def online():
        yield from ()
        return True

    job = run_due(world.database, copy=world.copy_job, online=online, clock=world.clock)
    for _ in range(3):
        next(job)
    job.close()  # switched off in the middle
    assert world.look().stand is Stand.AGAIN
    assert world.ask_at("2026-11-02 07:20") == "done"
    assert world.days() == {"2026-11-02": "done"}


def test_a_laptop_that_cannot_keep_what_comes_is_a_failed_try_like_another(world):
    world.plan()
    world.at("2026-11-02 07:00")

    def copy():
        raise StorageError("The disk is full.", remedy="Free some space.", code="storage.full")
        yield

    def online():
        yield from ()
        return True

    ran = finish(run_due(world.database, copy=copy, online=online, clock=world.clock))
    assert (ran.attempt.came.value, ran.attempt.code) == ("failed", "storage.full")
    assert ran.look.start == world.clock.now() + timedelta(minutes=15)


def test_three_failed_tries_are_told_once(world):
    world.plan()
    world.portal = True
    for at in ("07:00", "07:20", "08:00", "10:00", "13:00"):
        world.ask_at(f"2026-11-02 {at}")
    assert world.notices() == [("copies", "failed")]


def test_a_clock_that_ran_ahead_a_week_settles_nothing_for_good(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.clock.at += timedelta(days=7)
    assert world.ask() == "done"
    assert len(world.days()) == 8
    world.clock.at -= timedelta(days=7)
    assert world.ask() == ""
    assert world.days() == {"2026-11-02": "done"}
    assert set(world.stored()) == {"2026-11-02"}
    assert world.ask_at("2026-11-03 07:05") == "done"
    world.at("2026-11-09 12:00")  # the day of the copy with the wrong time: that one does not count
    assert world.days()["2026-11-08"] == "missed"
    assert world.days()["2026-11-09"] == "waiting"
    world.ask()
    assert world.copies[-1][1] == "done"
    with world.database.read() as conn:
        assert audit.verify(conn) == []


def test_a_clock_set_back_two_hours_doubles_nothing(world):
    world.plan()
    assert world.ask_at("2026-11-02 07:00") == "done"
    world.clock.at -= timedelta(hours=2)
    assert world.ask() == ""
    assert world.ask_at("2026-11-02 07:05") == ""
    assert world.days() == {"2026-11-02": "done"}


def test_a_clock_of_before_the_plan_waits(world):
    world.plan()
    world.clock.at -= timedelta(days=400)
    assert world.ask() == ""
    assert world.look().stand is Stand.WAITING


def test_an_interval_keeps_the_day_by_a_last_call_an_hour_before_its_end(world):
    world.plan(replace(PACIFIC, every=Every.INTERVAL, hours=24, quiet=("05:00", "06:00")))
    assert world.ask() == "done"
    world.at("2026-11-02 22:30")
    world.copy_by_hand()
    assert world.look().start == local("2026-11-03 22:30:06")
    world.at("2026-11-03 23:30")
    world.copy_by_hand()
    assert world.look().start == local("2026-11-04 23:00")


def test_every_move_is_in_the_history(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    with world.database.read() as conn:
        acts = [entry.act for entry in audit.page(conn)]
    assert acts.count("schedule set") == acts.count("due copy begun") == acts.count("due copy ended") == 1
    assert acts.count("due copies settled") == 1


def test_looking_and_settling_twice_writes_nothing(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.at("2026-11-05 07:00")
    record.refresh(world.database, clock=world.clock)
    with world.database.read() as conn:
        before = audit.head(conn)
        assert not record.idle(conn, world.clock.now())  # a copy is due
    record.refresh(world.database, clock=world.clock)
    with world.database.read() as conn:
        assert audit.head(conn) == before


@pytest.mark.parametrize(("days", "state"), [(4, None), (3, "ends"), (1, "ends"), (-1, "ended")])
def test_the_end_of_a_sign_in_is_told_three_days_before(world, days, state):
    until = "2026-11-20T12:00:00.000Z"
    with world.database.transaction("program", "set") as tx:
        settings.put(tx, "account.clubos", {"account_id": "memory-clubos", "expires": until})
    world.plan()
    world.clock.at = local("2026-11-20 04:00") - timedelta(days=days)
    record.refresh(world.database, clock=world.clock)
    record.refresh(world.database, clock=world.clock)
    told = [each for each in world.notices() if each[0] == "sign-in clubos"]
    assert told == ([] if state is None else [("sign-in clubos", f"{state} {until}")])


def test_a_day_that_a_clock_that_ran_ahead_settled_is_open_again(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.online = False
    world.at("2026-11-03 20:00")
    world.clock.at += timedelta(days=1)
    record.refresh(world.database, clock=world.clock)
    assert world.stored()["2026-11-03"].state.value == "missed"
    world.clock.at -= timedelta(days=1)
    world.online = True
    assert world.ask() == "done"
    assert world.stored()["2026-11-03"].state.value == "done"


def test_a_failed_try_in_the_future_holds_nothing_up(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.at("2026-11-03 08:00")
    world.clock.at += timedelta(hours=5)
    world.portal = True
    assert world.ask() == "failed"
    world.clock.at -= timedelta(hours=5)
    world.portal = False
    assert world.ask() == "done"


def test_a_day_may_still_be_kept_in_the_minutes_after_its_window(world):
    world.plan(replace(PACIFIC, closes="12:00"))
    world.at("2026-11-02 12:10")
    assert world.days() == {"2026-11-02": "waiting"}
    world.at("2026-11-02 12:16")
    assert world.days() == {"2026-11-02": "missed"}
