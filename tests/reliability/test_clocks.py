"""Clocks that are wrong or turned (R20): what changes in Wild Apricot is copied all the same, none is missed.

The server has its own time; the laptop's differs from it by what the case says, and is turned between two copies.
"""

import random
from datetime import UTC, datetime, timedelta

import pytest

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import views
from tests.reliability.wired import Mirror, Wired, later

HOUR = timedelta(hours=1)
SHORT, LONG = 1, 6
"""Seeds a case; ten cases."""


class TurnedClock:
    """The laptop's clock: true time and what it is wrong by."""

    def __init__(self, world):
        self.world, self.wrong, self.slept = world, timedelta(), 0.0

    def now(self):
        return self.world.clock.now() + self.wrong

    def monotonic(self):
        return self.world.clock.monotonic() + self.slept

    def sleep(self, seconds):
        self.slept += seconds


CASES = {
    "five hours ahead": (5 * HOUR, 5 * HOUR, 5 * HOUR),
    "five hours behind": (-5 * HOUR, -5 * HOUR, -5 * HOUR),
    "set back two hours between copies": (timedelta(), -2 * HOUR, -2 * HOUR),
    "ahead, then right": (5 * HOUR, timedelta(), timedelta()),
    "behind, then ahead": (-5 * HOUR, 5 * HOUR, -5 * HOUR),
    "ten minutes behind the server": (timedelta(minutes=-10),) * 3,
    "ten minutes ahead of the server": (timedelta(minutes=10),) * 3,
    "the end of summer time": (timedelta(), timedelta(), timedelta()),
    "the beginning of summer time": (timedelta(), timedelta(), timedelta()),
    "a leap day": (timedelta(), timedelta(), timedelta()),
}
BEGINS = {
    "the end of summer time": datetime(2026, 11, 1, 5, 0, tzinfo=UTC),
    "the beginning of summer time": datetime(2027, 3, 14, 6, 0, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 28, 22, 0, tzinfo=UTC),
}


@pytest.fixture(scope="module")
def wired():
    made = Wired()
    yield made
    made.stop()


def names(wired):
    return {str(key): contact.first for key, contact in wired.club.legacy.contacts.items()}


def copied(mirror):
    with mirror.database.read() as conn:
        return {record.key: record.first_name for record in views.current(conn, Side.LEGACY, Domain.MEMBERS)}


def edit(wired, dice, number, at):
    """Change some contacts, all with one and the same time of change."""
    contacts = wired.club.legacy.contacts
    for key in dice.sample(sorted(contacts), number):
        contacts[key].first = f"Changed {dice.randrange(10**6)}"
        contacts[key].updated = at
    wired.club.legacy.revision += 1


def turned(wired, folder, case, seed):
    dice = random.Random(f"{case} {seed}")
    if case in BEGINS:
        later(wired, seconds=(BEGINS[case] - wired.world.clock.now()).total_seconds() % (366 * 86400 * 4))
    clock = TurnedClock(wired.world)
    mirror = Mirror(folder / f"{case} {seed}.clubos", wired, clock)
    clock.wrong = CASES[case][0]
    assert mirror.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert copied(mirror) == names(wired)
    for round_ in range(4):
        clock.wrong = CASES[case][1 + round_ % 2]
        moment = wired.world.clock.now() - timedelta(seconds=dice.choice((0, 1, 30, 600)))
        edit(wired, dice, dice.choice((1, 4, 9)), moment)
        later(wired, minutes=dice.choice((1, 20, 61, 300)))
        run = mirror.copy(Mode.INCREMENTAL)[Domain.MEMBERS]
        assert run.state is RunState.COMPLETE, f"{case}, seed {seed}: {run.reason}"
        assert copied(mirror) == names(wired), f"{case}, seed {seed}, round {round_}: a change was missed"
        assert mirror.members()[1:] == (0, 0)
    mirror.whole()
    mirror.close()


@pytest.mark.parametrize("case", CASES)
def test_no_change_is_missed_by_a_clock_that_is_wrong(wired, tmp_path, case):
    for seed in range(SHORT):
        turned(wired, tmp_path, case, seed)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES)
def test_sixty_turned_clocks(wired, tmp_path, case):
    for seed in range(LONG):
        turned(wired, tmp_path, case, 100 + seed)


def test_five_hundred_changes_of_one_moment_are_all_copied(tmp_path):
    wired = Wired(people=560)
    try:
        mirror = Mirror(tmp_path / "club.clubos", wired, TurnedClock(wired.world))
        assert mirror.copy()[Domain.MEMBERS].state is RunState.COMPLETE
        later(wired, minutes=20)
        contacts = list(wired.club.legacy.contacts.values())[:500]
        for number, contact in enumerate(contacts):  # a fifth of them each: more of one field would be held
            field = ("first", "last", "phone", "email", "organization")[number % 5]
            setattr(contact, field, f"n{number}@x.org")
            contact.updated = wired.world.clock.now()
        wired.club.legacy.revision += 1
        run = mirror.copy(Mode.INCREMENTAL)[Domain.MEMBERS]
        assert (run.state, run.changed) == (RunState.COMPLETE, 500), run.reason
        assert copied(mirror) == names(wired)
        mirror.close()
    finally:
        wired.stop()
