"""Two of one household, of whom each system has another one, are never paired by themselves; whom both have, are."""

import pytest

from clubos_desktop.diff.match import candidate, match_members
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.model.domains import Side
from tests.benchmarks.people_with_errors import FAMILIES, families, households

RULES = default_rules("America/Los_Angeles", "US", "USD")


def paired(lists):
    legacy = [candidate(RULES, Side.LEGACY, one) for one in lists.legacy]
    clubos = [candidate(RULES, Side.CLUBOS, one) for one in lists.clubos]
    return {pair.legacy: pair.clubos for pair in match_members(legacy, clubos, {}).pairs}


@pytest.mark.parametrize("kind", FAMILIES)
def test_of_a_family_nobody_is_taken_for_another(kind):
    for seed in (1, 2, 3):
        lists = families(80, seed)[kind]
        assert lists.truth
        assert paired(lists) == lists.truth


def test_of_two_whose_names_are_alike_nobody_is_taken_for_the_other():
    assert paired(households(300, 5)) == {}
