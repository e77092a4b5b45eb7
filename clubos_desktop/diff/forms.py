"""Whether two names are, beyond doubt, two forms of one: what pairs by themselves may rest on.

Much narrower than the points of ``likely_members``: an initial says too little, "Chris" may be Christine or
Christopher, and a slip counts only where it makes no other name of the first ("Paul" and "Paula" are a couple).
"""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from clubos_desktop.diff import texts
from clubos_desktop.diff.nicknames import one_name

_LONG: Final = 5
"""Letters from which on one slip leaves a name recognisable ("Jean" and "Joan" are two people)."""


@lru_cache(maxsize=65536)
def bare(name: str) -> str:
    """The letters of a name, small and without accents."""
    return texts.letters(texts.bare(name))


def first_names(mine: str | None, other: str | None) -> bool:
    """True for "Bob" and "Robert", "Zoë" and "Zoe", "Jenifer" and "Jennifer", never for an initial."""
    if not mine or not other:
        return False
    one, two = bare(mine), bare(other)
    if one == two or min(len(one), len(two)) < 2:  # an initial
        return bool(one) and one == two
    return one_name(one, two) or _once(one) == _once(two) or _slip_inside(one, two)


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


def _slip_inside(one: str, two: str) -> bool:
    """One slip between the first and the last letter: at the end it may make another name ("Carlo" and "Carla")."""
    return one[0] == two[0] and one[-1] == two[-1] and _slip(one, two)


def _once(name: str) -> str:
    """A letter that is doubled, once ("jeff" and "jef")."""
    return "".join(letter for at, letter in enumerate(name) if name[at - 1 : at] != letter)


def _part_of(mine: str, other: str) -> bool:
    left, right = _words(mine), _words(other)
    return left <= right or right <= left


def _words(name: str) -> set[str]:
    return set(name.replace("-", " ").split())
