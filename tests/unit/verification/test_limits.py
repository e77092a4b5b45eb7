import math

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.verification.limits import DEFAULTS, Limits, plain, read
from clubos_desktop.verification.words import counted, listed, percent


def test_every_limit_names_its_source_and_keys_are_unique():
    assert all(setting.limit.source and setting.label for setting in DEFAULTS)
    assert len({setting.key for setting in DEFAULTS}) == len(DEFAULTS)


def test_the_numbers_that_features_0_4_takes_from_clubos():
    limits = Limits()
    numbers = {key: limits[key].limit.value for key in ("missing", "orphans", "mismatch", "pass_rate")}
    assert numbers == {"missing": 0, "orphans": 0, "mismatch": 1, "pass_rate": 99.9}


def test_contradicting_numbers_stand_beside_the_default():
    assert "0.1 %" in Limits()["mismatch"].against


@pytest.mark.parametrize(
    ("key", "part", "whole", "holds"),
    [
        ("mismatch", 1, 100, True),
        ("mismatch", 10001, 1_000_000, False),
        ("mismatch", 0, 0, False),
        ("pass_rate", 999, 1000, True),
        ("pass_rate", 9989, 10000, False),
        ("sync_success", 9900, 10000, True),
        ("sync_success", 9899, 10000, False),
        ("missing", 0, 100, True),
        ("missing", 1, 100, False),
    ],
)
def test_limits_are_compared_exactly(key, part, whole, holds):
    assert Limits()[key].holds(part, whole) is holds


def test_limits_read_as_sentences():
    limits = Limits()
    assert limits["mismatch"].text == "at most 1 %"
    assert limits["pass_rate"].text == "at least 99.9 %"
    assert limits["books"].text == "none"
    assert plain(1200) == "1,200"


def test_a_club_sets_its_own_number_and_the_pack_says_so():
    limits = read({"mismatch": 0.1, "from a newer version": 3, "missing": 0})
    assert limits["mismatch"].limit.value == 0.1
    assert limits["mismatch"].limit.source == "Set by the club; default 1"
    assert limits["missing"] == Limits()["missing"]
    assert limits.value("event_days") == 90


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, "1", None, True])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(InputError, match="needs a number"):
        read({"mismatch": value})


def test_an_unknown_limit_is_a_programming_error():
    with pytest.raises(StopIteration):
        Limits()["nothing"]


def test_numbers_carry_their_whole():
    assert counted(1, "member") == "1 member"
    assert counted(1200, "member") == "1,200 members"
    assert counted(2, "copy", "copies") == "2 copies"
    assert percent(84, 8400) == "1 %"
    assert percent(1, 100_000) == "0.001 %"
    assert percent(99_999, 100_000) == "99.999 %"
    assert percent(0, 10) == "0 %"
    assert percent(101, 10_000, 1.0) == "1.01 %"
    assert percent(100, 10_000, 1.0) == "1 %"
    assert percent(9_986, 10_000, 99.9) == "99.86 %"
    assert percent(10, 10) == "100 %"
    assert percent(1, 10_000_000) == "0 %"
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
