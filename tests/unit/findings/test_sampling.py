"""Spot checks: the sample is repeatable and fair, the statement exact beside counting every possible sample."""

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clubos_desktop.errors import InputError
from clubos_desktop.findings import sampling
from clubos_desktop.model.domains import Domain


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.data())
def test_the_bound_is_the_one_that_counting_every_sample_gives(whole, data):
    looked = data.draw(st.integers(1, whole))
    wrong = data.draw(st.integers(0, looked))
    confidence = data.draw(st.sampled_from([Fraction(95, 100), Fraction(1, 2), Fraction(99, 100)]))
    possible = []
    for bad in range(wrong, whole - (looked - wrong) + 1):
        samples = list(combinations(range(whole), looked))
        few = sum(sum(one < bad for one in some) <= wrong for some in samples)
        assert sampling.chance(whole, bad, looked, wrong) == Fraction(few, len(samples))
        if Fraction(few, len(samples)) > 1 - confidence:
            possible.append(bad)
    assert sampling.most_wrong(whole, looked, wrong, confidence) == max(possible)


def test_sixty_of_twelve_hundred_clean_exclude_five_percent():
    most = sampling.most_wrong(1200, 60, 0)
    assert most == 56  # 4.7 %
    assert Fraction(comb(1200 - 56, 60), comb(1200, 60)) > Fraction(5, 100)
    assert Fraction(comb(1200 - 57, 60), comb(1200, 60)) <= Fraction(5, 100)
    assert sampling.most_wrong(1200, 1200, 0) == 0
    with pytest.raises(ValueError, match="no such sample"):
        sampling.most_wrong(10, 11, 0)


def test_a_sample_is_the_same_for_its_seed_and_every_record_is_as_likely():
    assert sampling.sample(1200, 60, 7) == sampling.sample(1200, 60, 7)
    assert sampling.sample(1200, 60, 7) != sampling.sample(1200, 60, 8)
    hits = [0] * 20
    for seed in range(2000):
        for place in sampling.sample(20, 5, seed):
            hits[place] += 1
    assert all(400 < n < 600 for n in hits)  # 500 are expected, 19 is the deviation


def test_draw_look_state(desk):
    number = sampling.draw(desk.database, Domain.MEMBERS, 4, 7, **desk.acts)
    check = desk.read(sampling.read)
    assert (check.id, check.population, check.open) == (number, 4, 4)  # three pairs and one without
    assert "nothing is excluded" in sampling.statement(check)
    sampling.record(desk.database, number, [1, 2, 3], "right", **desk.acts)
    sampling.record(desk.database, number, [3], "wrong", note="moved last year", **desk.acts)
    sampling.record(desk.database, number, [4], "not_seen", **desk.acts)
    check = desk.read(sampling.read, number)
    assert [item.result for item in check.items] == ["right", "right", "wrong", "not_seen"]
    said = sampling.statement(check)
    assert said.startswith("1 of 3 looked at were wrong, drawn by chance from 4 members")
    assert "no more than 2 of them (50.0 %)" in said
    assert "1 of the sample were not looked at" in said
    assert all(item.title for item in check.items)
    again = sampling.draw(desk.database, Domain.MEMBERS, 4, 7, **desk.acts)
    items = [(item.legacy_id, item.clubos_id) for item in desk.read(sampling.read, again).items]
    assert items == [(item.legacy_id, item.clubos_id) for item in check.items]


@pytest.mark.parametrize(("domain", "size"), [(Domain.MEMBERS, 0), (Domain.MEMBERS, 5), (Domain.INVOICES, 1)])
def test_what_cannot_be_drawn_is_said(desk, domain, size):
    with pytest.raises(InputError, match="Nothing was drawn"):
        sampling.draw(desk.database, domain, size, 1, **desk.acts)
    with pytest.raises(InputError, match="no such spot check"):
        desk.read(sampling.read)


def test_what_cannot_be_recorded_is_said(desk):
    number = sampling.draw(desk.database, Domain.EVENTS, 2, 1, **desk.acts)
    for places, result in (([3], "right"), ([], "right"), ([1], "perhaps")):
        with pytest.raises(InputError, match="Nothing was kept"):
            sampling.record(desk.database, number, places, result, **desk.acts)
    assert desk.read(sampling.read).open == 2
