"""The code on the recovery sheet."""

import random

import pytest

from clubos_desktop.errors import InputError, SignInError
from clubos_desktop.store import recovery

KEY = bytes(range(32))
CODE = recovery.make(random.Random(1).randbytes)


def test_a_code_is_seven_groups_of_four_and_random():
    assert len(recovery.make()) == 34
    assert [len(group) for group in recovery.make().split("-")] == [4] * 7
    assert len({recovery.make() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE}\n",
        CODE.replace("-", " – "),
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("0", "o").replace("1", "I"),
        "\u00a0".join(CODE),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed):
    assert recovery.read(typed) == CODE


def test_every_code_reads_back():
    dice = random.Random(2)
    for _ in range(300):
        code = recovery.make(dice.randbytes)
        assert recovery.read(code) == code


def test_every_single_mistyped_symbol_is_noticed():
    plain = CODE.replace("-", "")
    for at, right in enumerate(plain):
        for wrong in recovery.SYMBOLS.replace(right, ""):
            with pytest.raises(InputError):
                recovery.read(plain[:at] + wrong + plain[at + 1 :])


def test_every_swap_of_two_symbols_is_noticed():
    plain = CODE.replace("-", "")
    for first in range(28):
        for second in range(first + 1, 28):
            swapped = list(plain)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            if "".join(swapped) != plain:
                with pytest.raises(InputError):
                    recovery.read("".join(swapped))


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "0 letters"), (CODE[:-1], "27 letters"), (CODE + "0", "29 letters"), ("!" + CODE[1:], "! is not used")],
)
def test_what_is_wrong_is_said(typed, why):
    with pytest.raises(InputError, match=why):
        recovery.read(typed)


def test_the_code_gives_the_key_back():
    assert recovery.unseal(recovery.seal(KEY, CODE), CODE.lower()) == KEY


def test_the_code_of_another_workspace_does_not():
    sealed = recovery.seal(KEY, CODE)
    with pytest.raises(SignInError):
        recovery.unseal(sealed, recovery.make(random.Random(3).randbytes))


@pytest.mark.parametrize("part", ["salt", "nonce", "box"])
@pytest.mark.parametrize("value", [None, "", "no base 64!", "AAAAAAAAAAAAAAAAAAAAAA=="])
def test_a_damaged_small_file_gives_no_key_and_no_traceback(part, value):
    sealed = dict(recovery.seal(KEY, CODE))
    if value is None:
        del sealed[part]
    else:
        sealed[part] = value
    with pytest.raises(SignInError):
        recovery.unseal(sealed, CODE)
