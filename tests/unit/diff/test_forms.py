"""Two forms of one name, word by word and in both directions."""

import pytest

from clubos_desktop.diff import forms


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lopez", "garcia-lopez", True),
        ("garcia lopez", "lopez", True),
        ("garcia-lopez", "garcia-perez", False),
        ("johansen", "johanson", True),
        ("johansen", "johannson", False),  # two slips
        ("lee", "lea", False),
        ("müller", "muller", True),
        ("-", ".", False),
        (None, "lee", False),
    ],
)
def test_last_names(one, other, same):
    assert forms.last_names(one, other) is same
    assert forms.last_names(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("bob", "robert", True),
        ("-", ".", False),
        ("", "", False),
        ("jenifer", "jennifer", True),
        ("daniele", "danielle", False),
        ("alan", "allan", False),
        ("marta", "maria", False),
    ],
)
def test_first_names(one, other, same):
    assert forms.first_names(one, other) is same
    assert forms.first_names(other, one) is same
