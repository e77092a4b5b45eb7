"""Twelve ways in which Vorta, a backup program for laptops, lost planned runs, each as its users reported it
(features.md B1; github.com/borgbase/vorta/issues). None may happen here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubos_desktop.model.plan import Every
from clubos_desktop.model.time import to_instant
from clubos_desktop.schedule.due import Stand
from clubos_desktop.store import notices
from tests.unit.schedule.world import PACIFIC, local

EVENING = replace(PACIFIC, at="18:00")


def test_vorta_347_a_run_slept_through_is_made_on_waking_and_is_not_lost_in_a_log(world):
    world.plan()  # Mon 2 Nov, 04:00
    world.ask_at("2026-11-02 07:00")
    assert world.ask_at("2026-11-05 12:42") == "done"  # asleep for three days
    assert world.days() == {"2026-11-02": "done", "2026-11-03": "missed", "2026-11-04": "missed", "2026-11-05": "done"}
    assert world.notices() == [("copies", "missed"), ("copies", "good")]


def test_vorta_348_missed_runs_are_shown_with_what_to_do(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.online = False
    world.ask_at("2026-11-04 07:00")
    with world.database.read() as conn:
        told = notices.page(conn)[0]
    assert told.sentence.startswith("The copy of 3 Nov 2026 was missed. This computer was off or asleep.")
    assert "The last good copy is of Mon 2 Nov 2026, 07:00." in told.sentence
    assert "copy now" in told.remedy
    figures, _ = world.figures()
    assert figures.calendar == (("2026-11-02", "done"), ("2026-11-03", "missed"))


def test_vorta_1130_a_machine_that_sleeps_at_the_planned_hour_copies_right_after_waking(world):
    world.plan(replace(PACIFIC, at="05:42"))
    for day in range(2, 9):
        assert world.ask_at(f"2026-11-0{day} 05:00") == ""  # awake shortly before, then asleep
        assert world.ask_at(f"2026-11-0{day} 09:15") == "done"
    assert set(world.days().values()) == {"done"}


def test_vorta_1182_a_first_run_that_never_was_is_caught_up_too(world):
    world.plan()
    world.at("2026-11-02 22:00")  # closed before the first planned run, opened much later
    assert world.look().stand is Stand.DUE
    assert world.ask() == "done"


def test_vorta_1182_a_run_by_hand_is_where_an_interval_begins(world):
    world.plan(replace(PACIFIC, every=Every.INTERVAL, hours=6))
    assert world.ask() == "done"
    world.at("2026-11-02 08:30")
    world.copy_by_hand()
    assert world.look().start == world.clock.now() + timedelta(hours=6)


def test_vorta_1184_another_time_of_day_set_in_between_loses_no_run(world):
    world.plan(replace(PACIFIC, at="15:00"))
    world.ask_at("2026-11-02 15:00")
    world.at("2026-11-03 02:00")
    world.plan(replace(PACIFIC, at="03:00"))
    assert world.ask_at("2026-11-03 04:10") == "done"  # not running at 03:00: caught up at once
    world.at("2026-11-04 14:00")
    assert world.ask() == "done"
    world.plan(EVENING)
    assert world.ask_at("2026-11-04 18:00") == "done"
    assert world.ask_at("2026-11-05 09:00") == ""
    world.plan(replace(PACIFIC, at="08:00"))  # the new time is over for today, the old one gone
    assert world.ask() == "done"
    assert set(world.days().values()) == {"done"}


def test_vorta_1214_a_suspend_across_the_planned_minute_keeps_the_next_run(world):
    world.plan(replace(PACIFIC, at="21:42"))
    world.ask_at("2026-11-02 21:42")
    assert world.ask_at("2026-11-03 21:30") == ""
    assert world.look().start == local("2026-11-03 21:42")
    assert world.ask_at("2026-11-03 21:52") == "done"
    assert world.look().start == local("2026-11-04 21:42")


def test_vorta_1530_and_after_a_failed_run_the_next_one_is_planned(world):
    world.plan()
    world.portal = True
    assert world.ask_at("2026-11-02 07:00") == "failed"
    assert world.look().stand is Stand.AGAIN
    starts = []
    for _ in range(6):
        starts.append(world.look().start - world.clock.now())
        world.clock.sleep(starts[-1].total_seconds())
        assert world.ask() == "failed"
    minutes = [round(wait.total_seconds() / 60) for wait in starts]
    assert minutes == [15, 30, 60, 120, 120, 120]
    world.portal = False
    assert world.ask_at("2026-11-03 07:00") == "done"
    assert world.look().start == local("2026-11-04 07:00")


def test_vorta_1115_a_run_is_not_started_twice_in_its_slot(world):
    world.plan(replace(PACIFIC, every=Every.INTERVAL, hours=3))
    began = []
    for minute in range(0, 12 * 60, 5):
        world.clock.at = local("2026-11-02 06:00") + timedelta(minutes=minute)
        if world.ask():
            began.append(minute)
    assert began == [0, 185, 370, 555]  # three hours after the end of the one before, at the next question


def test_vorta_2151_a_network_that_is_not_there_is_no_hourly_notice(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.online = False
    for hour in range(7, 24):
        world.at(f"2026-11-03 {hour:02}:20")
        world.ask()
    assert world.notices() == []  # not attached is not failed, as long as the day can still be kept
    world.ask_at("2026-11-04 08:00")
    for hour in range(9, 24):
        world.at(f"2026-11-04 {hour:02}:20")
        world.ask()
    assert world.notices() == [("copies", "missed")]
    world.online = True
    world.ask_at("2026-11-05 07:00")
    assert world.notices() == [("copies", "missed"), ("copies", "good")]


def test_vorta_2272_no_copy_for_two_months_is_said_again_every_week(world):
    world.plan()
    world.ask_at("2026-11-02 07:00")
    world.online = False
    for _ in range(60):
        world.clock.sleep(24 * 3600)
        world.ask()
    states = [state for _, state in world.notices()]
    assert states == ["missed", *(f"missed {weeks}" for weeks in range(1, 9))]
    figures, _ = world.figures()
    assert figures.good == to_instant(local("2026-11-02 07:00:06"))  # its age is there to be shown
    assert figures.done == 0


def test_vorta_2312_a_copy_at_login_does_not_take_the_planned_one_of_the_evening_away(world):
    world.plan(EVENING)
    world.ask_at("2026-11-02 18:00")
    assert world.ask_at("2026-11-04 09:46") == "done"  # the evening before was missed: caught up
    assert world.look().start == local("2026-11-04 18:00")  # today's, not tomorrow's
    assert world.ask_at("2026-11-04 18:00") == "done"
    assert world.ask_at("2026-11-05 09:46") == ""  # nothing was missed: nothing to catch up at login


@pytest.mark.parametrize("seconds", [0, 30, 590])
def test_vorta_2420_a_run_right_after_waking_waits_for_the_network_and_a_failure_clears_nothing(world, seconds):
    world.plan()
    world.at("2026-11-02 08:00")
    woke = world.clock.now()
    world.online = False

    class Wakes(type(world.clock)):
        def sleep(self, wait):
            super().sleep(wait)
            world.online = (self.now() - woke).total_seconds() >= seconds

    world.clock.__class__ = Wakes
    world.online = seconds == 0
    assert world.ask() == "done"
    world.clock.__class__ = Wakes.__mro__[1]
    world.online = False
    assert world.ask_at("2026-11-03 08:00") == "offline"
    assert world.look().start is not None
    assert (world.clock.now() - local("2026-11-03 08:00")).total_seconds() <= 600
