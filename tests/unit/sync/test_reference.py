"""The mirror against a plain Python reference, under random edits, partial listings and kills."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Registration
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import views
from tests.unit.sync.club import Club

PEOPLE = st.integers(0, 6)
SIDES = st.sampled_from(list(Side))
WORDS = st.sampled_from(["Gold", "Silver", None])
MODES = st.sampled_from(list(Mode))


class Mirror(RuleBasedStateMachine):
    """What the mirror must show, kept in dictionaries.

    ``held`` is what each side's copy holds of a person: the values and how many complete listings lacked the person.
    ``seen`` maps an open difference to the copy that first saw it, ``taken`` a side to the last copy accepted.
    """

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.club = Club(Path(self.folder.name) / "club.clubos")
        self.truth = {side: {} for side in Side}
        self.held = {side: {} for side in Side}
        self.seen = {}
        self.taken = dict.fromkeys(Side, 0)
        self.number = 0

    def teardown(self):
        self.club.database.close()
        self.folder.cleanup()

    @rule(side=SIDES, person=PEOPLE, level=WORDS, renamed=st.booleans())
    def put(self, side, person, level, renamed):
        at = to_instant(self.club.clock.now())
        first = f"ANN{person}" if renamed else f"Ann{person}"
        self.club.put(
            side,
            Member(
                key=f"{side}{person}",
                first_name=first,
                email=f"p{person}@x.org",
                status="Active",
                level=level,
                modified=at,
            ),
        )
        self.truth[side][person] = (first, level)

    @rule(side=SIDES, person=PEOPLE)
    def remove(self, side, person):
        if person in self.truth[side] and len(self.truth[side]) > 1:
            self.club.take(side, Domain.MEMBERS, f"{side}{person}")
            del self.truth[side][person]

    @rule(mode=MODES, steps=st.none() | st.integers(0, 12))
    def copy(self, mode, steps):
        if steps is not None:
            job = self.club.job(mode, [Domain.MEMBERS])
            for _, _ in zip(range(steps), job, strict=False):
                pass
            job.close()
            accepted = self.club.read(views.latest_accepted)
            for side in Side:
                run = accepted.get((side, Domain.MEMBERS))
                if run is not None and run.copy > self.taken[side]:
                    self.accepted(list(Side), run.copy)
        runs = self.club.copy(mode, [Domain.MEMBERS])
        assert {run.state for run in runs.values()} == {RunState.COMPLETE}
        self.accepted(list(Side), next(iter(runs.values())).copy)

    @rule(mode=MODES, broken=SIDES)
    def copy_partly(self, mode, broken):
        self.club.sides[broken].counts[Domain.MEMBERS] = 999
        runs = self.club.copy(mode, [Domain.MEMBERS])
        self.club.sides[broken].counts.clear()
        assert runs[broken, Domain.MEMBERS].state is RunState.PARTIAL
        assert runs[broken.other, Domain.MEMBERS].state is RunState.COMPLETE
        self.accepted([broken.other], runs[broken, Domain.MEMBERS].copy)

    def accepted(self, sides, number):
        again = number == self.number
        self.number = number
        for side in sides:
            if again and self.taken[side] == number:
                continue
            self.taken[side] = number
            held = self.held[side]
            for person in set(held) | set(self.truth[side]):
                if person in self.truth[side]:
                    held[person] = (self.truth[side][person], 0)
                else:
                    values, lacking = held[person]
                    held[person] = (values, min(2, lacking + 1))
        there = self.expected()
        self.seen = {each: self.seen.get(each, number) for each in there}

    def expected(self):
        if not all(self.taken.values()):
            return set()
        left, right = (
            {person: values for person, (values, lacking) in self.held[side].items() if lacking < 2} for side in Side
        )
        found = {(Kind.ONLY_LEGACY, person, "") for person in left.keys() - right.keys()}
        found |= {(Kind.ONLY_CLUBOS, person, "") for person in right.keys() - left.keys()}
        for person in left.keys() & right.keys():
            (name, level), (other_name, other_level) = left[person], right[person]
            if name != other_name:
                found.add((Kind.IGNORED, person, "first_name"))
            if level != other_level:
                found.add((Kind.CHANGED, person, "level"))
        return found

    @invariant()
    def the_same_stands(self):
        shown = {}
        for each in self.club.differences():
            person = int((each.legacy_id or each.clubos_id)[-1])
            shown[each.kind, person, each.field] = each.status
        before = min(self.taken.values())
        expected = {each: Status.CONFIRMED if first < before else Status.SEEN_ONCE for each, first in self.seen.items()}
        assert shown == expected

    @invariant()
    def nothing_disagrees(self):
        self.club.check()
        for total in self.club.read(views.totals):
            held = [lacking for _, lacking in self.held[total.side].values()]
            assert (total.present, total.missing) == (sum(n < 2 for n in held), held.count(1))


class LongMirror(Mirror):
    pass


checked = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
TestMirror = Mirror.TestCase
TestMirror.settings = checked
TestLongMirror = pytest.mark.long(LongMirror.TestCase)
TestLongMirror.settings = settings(checked, max_examples=200, stateful_step_count=30)


def put_something(club, random_numbers):
    """A random edit of one side that changes no name, e-mail, title or start: what pairs are made by stays."""
    side = random_numbers.choice(list(Side))
    number = random_numbers.randrange(8)
    at = to_instant(club.clock.now())
    word = random_numbers.choice(["Gold", "Silver", "gold", None])
    event = random_numbers.randrange(3)
    choice = random_numbers.randrange(6)
    if choice == 0:
        given = {"email": f"p{number}@x.org", "status": "Active", "level": word, "modified": at}
        club.put(side, Member(key=f"m{number}", first_name=f"Ann{number}", **given))
    elif choice == 1:
        club.put(
            side, Event(key=f"e{event}", title=f"Gala {event}", start=f"2026-12-2{event}T03:00:00.000Z", location=word)
        )
    elif choice in {2, 3}:
        cancelled = random_numbers.random() < 0.3
        status = {Side.LEGACY: ["Paid", "Canceled"], Side.CLUBOS: ["CONFIRMED", "CANCELLED"]}[side][cancelled]
        twice = random_numbers.randrange(2) if side is Side.LEGACY else 0
        club.put(side, Registration(key=f"r{number}{event}{twice}", member=f"m{number}", event=f"e{event}",
                                    status=status, cancelled=cancelled, registered=at))  # fmt: skip
    else:
        domain = random_numbers.choice([Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS])
        there = club.sides[side].records[domain]
        if len(there) > 1:
            club.take(side, domain, random_numbers.choice(there).key)


@pytest.mark.parametrize("seed", range(4))
def test_edits_and_copies_end_where_a_fresh_workspace_ends(tmp_path, seed):
    random_numbers = random.Random(seed)
    club, fresh = Club(tmp_path / "one.clubos"), Club(tmp_path / "two.clubos")
    try:
        for _ in range(6):
            for _ in range(random_numbers.randrange(12)):
                put_something(club, random_numbers)
            job = club.job(random_numbers.choice(list(Mode)))
            for _, _ in zip(range(random_numbers.randrange(60)), job, strict=False):
                pass
            job.close()
            club.check()
        club.copy()
        club.copy()
        club.copy()
        fresh.sides = club.sides
        fresh.clock = club.clock
        fresh.copy()
        assert club.shown() == fresh.shown()
        club.check()
        fresh.check()
    finally:
        club.database.close()
        fresh.database.close()


def confuse(club, numbers):
    """A random edit that changes what pairs are made by: names, e-mails, phones, titles, starts."""
    side = numbers.choice(list(Side))
    number = numbers.randrange(6)
    at = to_instant(club.clock.now())
    choice = numbers.randrange(5)
    if choice in {0, 1}:
        given = {"phone": numbers.choice([None, "8055550100", "8055550101"]), "modified": at}
        first, mail = numbers.choice(["Ann", "Anne", "Bob"]), numbers.choice(["a@x.org", "b@x.org", "c@x.org", None])
        club.put(side, Member(key=f"m{number}", first_name=first, last_name="Lee", email=mail, **given))
    elif choice == 2:
        start = numbers.choice(["2026-12-20T03:00:00.000Z", "2026-12-20T05:00:00.000Z", "2026-12-29T03:00:00.000Z"])
        club.put(side, Event(key=f"e{number}", title=numbers.choice(["Gala", "Walk"]), start=start, location="Hall"))
    elif choice == 3:
        status = {Side.LEGACY: ["Paid", "Canceled"], Side.CLUBOS: ["CONFIRMED", "CANCELLED"]}[side][number % 2]
        key, event = f"r{numbers.randrange(9)}", f"e{numbers.randrange(6)}"
        given = {"status": status, "cancelled": number % 2 == 1, "registered": at}
        club.put(side, Registration(key=key, member=f"m{number}", event=event, **given))
    else:
        domain = numbers.choice([Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS])
        if len(club.sides[side].records[domain]) > 1:
            club.take(side, domain, numbers.choice(club.sides[side].records[domain]).key)


def confused(folder, seed, copies):
    numbers = random.Random(seed)
    club = Club(folder / f"{seed}.clubos")
    try:
        for _ in range(copies):
            for _ in range(numbers.randrange(10)):
                confuse(club, numbers)
            club.copy(numbers.choice(list(Mode)), [Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS])
            club.check()
    finally:
        club.database.close()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_paired_step_by_step_is_what_pairing_everything_gives(tmp_path, seed):
    confused(tmp_path, seed, 12)


@pytest.mark.long
def test_it_is_so_many_times(tmp_path):
    for seed in range(100, 200):
        confused(tmp_path, seed, 20)
