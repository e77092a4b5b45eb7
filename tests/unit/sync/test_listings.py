"""Listings that move while they are read (features.md R15), and masses that vanish or change at once (R19)."""

import random

import msgspec
import pytest

from clubos_desktop.job import Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.runs import Listing, Page, RunState
from clubos_desktop.store import views

MEMBERS = [Domain.MEMBERS]


def person(number, **fields):
    given = {"email": f"p{number}@x.org", "first_name": f"Ann{number}", "status": "Active"} | fields
    return Member(key=str(number), **given)


def moving(club, numbers, trouble):
    """Members are read by place while people come and go between two pages; pages fail to be what they should."""
    source = club.sides[Side.LEGACY]

    def pages(domain, mode, *, since, resume, parents):
        there = source.records[Domain.MEMBERS]
        before = len(there)
        place = int(resume or 0)
        while place < len(there):
            page = there[place : place + numbers.choice([7, 10])]
            yield Progress("Reading", place, before)
            if trouble.pop("duplicate", False):
                yield Page(domain, msgspec.json.encode(page), str(place))
            if not trouble.pop("skip", False):
                yield Page(domain, msgspec.json.encode(page), str(place + len(page)))
            place += len(page)
            if trouble.pop("arrive", False):
                there.insert(0, person(1000 + place))
            if trouble.pop("leave", False):
                there.pop(0)
            if trouble.pop("change", False):
                there[0] = person(there[0].key, level="Gold")
        keys = frozenset(each.key for each in there) if numbers.random() < 0.5 else None
        return Listing(before, len(there), keys)

    source.pages = pages


@pytest.mark.parametrize("seed", range(30))
def test_a_list_that_moves_while_it_is_read_loses_and_doubles_nobody(club, seed):
    numbers = random.Random(seed)
    club.put(Side.LEGACY, *(person(n) for n in range(40)))
    if numbers.random() < 0.5:
        club.copy(domains=MEMBERS)
    trouble = {name: True for name in ("duplicate", "skip", "arrive", "leave", "change") if numbers.random() < 0.5}
    moving(club, numbers, trouble)
    run = club.copy(domains=MEMBERS)[Side.LEGACY, Domain.MEMBERS]
    club.check()
    if run.state is RunState.COMPLETE:
        held = {each.key for each in club.read(lambda conn: list(views.current(conn, Side.LEGACY, Domain.MEMBERS)))}
        assert held >= {each.key for each in club.sides[Side.LEGACY].records[Domain.MEMBERS]}
    club.copy(domains=MEMBERS)
    club.copy(domains=MEMBERS)
    club.copy(domains=MEMBERS)
    held = club.read(lambda conn: list(views.current(conn, Side.LEGACY, Domain.MEMBERS)))
    truth = {each.key: each for each in club.sides[Side.LEGACY].records[Domain.MEMBERS]}
    assert {each.key: each for each in held} == truth
    assert len(held) == len(truth)
    club.check()


def shifted(people):
    return [person(f"9{each.key}", email=each.email, first_name=each.first_name) for each in people]


CASES = {
    "nobody is left": (lambda people: [], RunState.HELD),
    "half of them are gone": (lambda people: people[: len(people) // 2], RunState.HELD),
    "ten of 600 are gone": (lambda people: people[10:], RunState.COMPLETE),
    "twelve of 600 are gone, 2 %": (lambda people: people[12:], RunState.COMPLETE),
    "thirteen of 600 are gone": (lambda people: people[13:], RunState.HELD),
    "all ids are others": (shifted, RunState.HELD),
    "all e-mails are empty": (lambda people: [person(each.key, email=None) for each in people], RunState.HELD),
    "a fifth changes in one field": (
        lambda people: [person(e.key, level="Gold") if n < 120 else e for n, e in enumerate(people)],
        RunState.COMPLETE,
    ),
    "more than a fifth changes in one field": (
        lambda people: [person(e.key, level="Gold") if n < 121 else e for n, e in enumerate(people)],
        RunState.HELD,
    ),
    "many arrive": (lambda people: people + [person(n) for n in range(1000, 1400)], RunState.COMPLETE),
}


@pytest.mark.parametrize("name", CASES)
def test_a_mass_change_is_held(club, name):
    changed, state = CASES[name]
    club.put(Side.LEGACY, person(0))
    source = club.sides[Side.LEGACY]
    source.records[Domain.MEMBERS] = [person(n) for n in range(600)]
    club.copy(domains=MEMBERS)
    before = club.read(lambda conn: list(views.current(conn, Side.LEGACY, Domain.MEMBERS)))
    source.records[Domain.MEMBERS] = changed(before)
    run = club.copy(domains=MEMBERS)[Side.LEGACY, Domain.MEMBERS]
    assert run.state is state
    if state is RunState.HELD:
        assert club.read(lambda conn: list(views.current(conn, Side.LEGACY, Domain.MEMBERS))) == before
        held = club.read(views.held, run.id)
        gone = {each.key for each in before} - {each.key for each in changed(before)}
        assert held.vanished == len(gone)
        assert gone or held.fields
    club.check()


def test_a_held_copy_gives_way_to_a_later_good_one(club):
    source = club.sides[Side.LEGACY]
    people = [person(n) for n in range(40)]
    source.records[Domain.MEMBERS] = people
    club.copy(domains=MEMBERS)
    source.records[Domain.MEMBERS] = []
    held = club.copy(domains=MEMBERS)[Side.LEGACY, Domain.MEMBERS]
    source.records[Domain.MEMBERS] = people
    good = club.copy(domains=MEMBERS)[Side.LEGACY, Domain.MEMBERS]
    assert (held.state, good.state, good.missing) == (RunState.HELD, RunState.COMPLETE, 0)
    assert club.read(views.run, held.id).state is RunState.FAILED
    assert club.read(views.held, held.id) is None
    club.check()
