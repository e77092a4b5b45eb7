"""The time that is left is wrong by a quarter at most once a fifth of the work is done (features.md E23)."""

import random

import pytest

from clubos_desktop.job import Progress
from ui.time_left import TimeLeft


def steady(pages, dice):
    """Pages that come one by one, each as long as a server takes."""
    at = 0.0
    for _ in range(pages):
        at += dice.uniform(0.1, 0.6)
        yield at


def budgeted(pages, dice, *, minute):
    """As many pages at once as a minute allows, then none until the next."""
    at = 0.0
    for page in range(pages):
        at = max(at + dice.uniform(0.05, 0.3), page // minute * 60.0)
        yield at


def told(times, label="Copying members from Wild Apricot"):
    """What is said at each quarter of a second: (share done, seconds said, seconds that it really took)."""
    left, end, done = TimeLeft(), times[-1], 0
    left.seconds(Progress(label, 0, len(times)), 0.0)
    for tick in range(1, int(end * 4)):
        now = tick / 4
        while done < len(times) and times[done] <= now:
            done += 1
        said = left.seconds(Progress(label, done, len(times)), now)
        if said is not None:
            yield done / len(times), said, end - now


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("pages", "minute"), [(100, 0), (400, 0), (300, 30), (600, 30), (2400, 300)])
def test_after_a_fifth_of_the_work_it_is_wrong_by_a_quarter_at_most(pages, minute, seed):
    dice = random.Random(f"{pages} {minute} {seed}")
    times = list(budgeted(pages, dice, minute=minute) if minute else steady(pages, dice))
    judged = [(said, real) for share, said, real in told(times) if share >= 0.2 and real > 10]
    assert len(judged) > 20
    # ten seconds more: the next step's own time, which nobody can know
    wrong = [(said, real) for said, real in judged if abs(said - real) > 0.25 * real + 10]
    assert not wrong, wrong[:3]


def test_a_new_part_begins_anew_and_says_nothing_at_once():
    left = TimeLeft()
    assert left.say(Progress("Copying members", 0, 10), 0.0) == ""
    assert left.say(Progress("Copying members", 5, 10), 30.0) == "about 30 s left"
    assert left.say(Progress("Copying events", 5, 10), 31.0) == ""
    assert left.say(Progress("Copying events", 5, None), 40.0) == ""
