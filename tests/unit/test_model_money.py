from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.model.money import digits, show, to_minor


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "EUR", "JPY", "KWD"]))
def test_every_minor_amount_comes_back(minor, currency):
    shown = show(minor, currency)
    amount, code = shown.replace(",", "").split(" ")
    assert code == currency
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize("amount", ["9" * 17, "9" * 6_000, "1e99999999", "-1e17", "Infinity", "nan", "ten"])
def test_what_no_club_has_is_no_amount(amount):
    with pytest.raises(ValueError, match="not an amount"):
        to_minor(amount, "USD")


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("10.0", "USD", 1000),
        (Decimal("0.005"), "USD", 0),  # halves go to the even cent
        ("0.015", "USD", 2),
        ("-12.3456", "USD", -1235),
        (7, "JPY", 7),
        ("1.2345", "KWD", 1234),
        ("9007199254740993.01", "USD", 900719925474099301),  # a float would lose it
    ],
)
def test_amounts_become_minor_units(amount, currency, minor):
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize("amount", ["", "ten", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="not an amount"):
        to_minor(amount, "USD")


def test_most_currencies_have_two_places():
    assert digits("USD") == 2
    assert digits("JPY") == 0
    assert show(112000, "USD") == "1,120.00 USD"
