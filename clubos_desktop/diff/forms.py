"""Whether two names are, beyond doubt, two forms of one: what pairs by themselves may rest on.

Much narrower than the points of ``likely_members``. Those of one household share address and phone, and their names
are often alike: "Marta" and "Maria", "Gerald" and "Gerard" differ by a letter as a slip of the keyboard does. So a
first name has two forms only where they cannot be the names of two: accents, blanks and hyphens, a doubled consonant,
a short form that only one name has. All else is for a person to decide.
"""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from clubos_desktop.diff import texts
from clubos_desktop.diff.nicknames import SHORT

_LONG: Final = 5
"""Letters from which on a last name with one slip, a first name with a doubled consonant stays recognisable.

In shorter ones it makes another name: "Eli" and "Elli", "An" and "Ann".
"""

_CONSONANTS: Final = frozenset("bcdfghjklmnpqrstvwxz")


@lru_cache(maxsize=65536)
def bare(name: str) -> str:
    """The letters of a name, small and without accents."""
    return texts.letters(texts.bare(name))


def first_names(mine: str | None, other: str | None) -> bool:
    """True for "Bob" and "Robert", "Zoë" and "Zoe", "Jenifer" and "Jennifer", never for an initial or a slip."""
    if not mine or not other:
        return False
    one, two = bare(mine), bare(other)
    if one == two:
        return bool(one)
    if SHORT.get(one) == two or SHORT.get(two) == one:
        return True
    return min(len(one), len(two)) >= _LONG and _once(one) == _once(two)


def last_names(mine: str | None, other: str | None) -> bool:
    """True for the same letters, for one slip in a long name, and for "Lopez" and "Garcia-Lopez"."""
    if not mine or not other:
        return False
    one, two = bare(mine), bare(other)
    if not one or not two:
        return False
    return one == two or _slip(one, two) or _part_of(mine, other)


def crossed(mine: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    """True when first and last name stand in each other's place; both tuples begin with first and last name."""
    return first_names(mine[0], other[1]) and last_names(mine[1], other[0])


def _slip(one: str, two: str) -> bool:
    return min(len(one), len(two)) >= _LONG and OSA.distance(one, two, score_cutoff=1) <= 1


def _once(name: str) -> str:
    """A consonant that is doubled, once ("jennifer" and "jenifer").

    Before an "e" at the end it stays: there it makes a woman's name of a man's ("Daniele" and "Danielle"). So does a
    doubled vowel ("René" and "Renée").
    """
    kept = ""
    for at, letter in enumerate(name):
        doubled = letter in _CONSONANTS and kept[-1:] == letter
        if not doubled or name[at + 1 :] == "e":
            kept += letter
    return kept


def _part_of(mine: str, other: str) -> bool:
    left, right = _words(mine), _words(other)
    return left <= right or right <= left


def _words(name: str) -> set[str]:
    return set(name.replace("-", " ").split())
