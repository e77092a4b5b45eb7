"""Who may be whom: suggestions for members without an exact key in common.

Points speak for and against: names weigh most, then e-mail, phone and the day of joining. Two people who share an
address but not a first name (a couple) stay below two spellings of one person, and nothing here is ever paired by
itself.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from clubos_desktop.diff import blocks, doubts, texts
from clubos_desktop.diff.candidates import Candidate
from clubos_desktop.diff.nicknames import related
from clubos_desktop.model.differences import Suggestion

LEAST: Final = 26
"""Points below which nothing is suggested: a name and a phone in common are enough, or a surname and an initial."""

_PART: Final = 16
"""Points when one name is a part or the beginning of the other ("J." and "Jo", "Lopez" and "Garcia Lopez")."""

_JOINED: Final = 16
"""Points for a day of joining in common: with a first name it is enough to be suggested."""

_ALIKE: Final = 0.88
"""Jaro-Winkler similarity from which two names are spelled almost alike ("Johansen", "Johanson")."""

_SOUNDS: Final = str.maketrans(
    {
        **dict.fromkeys("bfpvw", "1"),
        **dict.fromkeys("cgjkqsxz", "2"),
        **dict.fromkeys("dt", "3"),
        "l": "4",
        **dict.fromkeys("mn", "5"),
        "r": "6",
        **dict.fromkeys("aeiouyh '-.", None),
    }
)

_alike = JaroWinkler.normalized_similarity


def suggest(
    left: Sequence[Candidate], right: Sequence[Candidate], apart: blocks.Apart = frozenset()
) -> list[Suggestion]:
    """The best three for each unpaired member of either side, without those ``apart``."""
    return blocks.suggest(left, right, blocks=_blocks, score=score, reasons=reasons, least=LEAST, apart=apart)


def _blocks(one: Candidate, left: bool) -> Iterator[str]:
    first, surname, email, phone, joined = (*one.parts, None)[:5]
    first, last = _bare(first or ""), _bare(surname or "")
    if surname and last:
        for part in _words(surname):
            yield f"last {_bare(part)}"
        yield f"sound {first[:1]} {sound(last)}"
    if first and last:
        yield "names " + " ".join(sorted((first, last)))
        yield f"starts {first[:1]} {last[:3]}"
        yield f"begins {first} {last[:2]}"
        yield f"ends {first[:1]} {last[-3:]}"
        yield f"crossed {first if left else last}"
        yield f"exchanged {last if left else first}"
    if email:
        yield f"email {email}"
        local = _local(email)
        if len(local) > 3:  # "info", "bob": too short to say who
            yield f"local {local}"
    if phone:
        yield f"phone {phone}"
    if joined and first:
        yield f"joined {joined} {first}"


@lru_cache(maxsize=65536)
def _bare(name: str) -> str:
    return texts.letters(texts.bare(name))


def sound(name: str) -> str:
    """A rough sound: consonants by group, doubles once ("meyer" and "maier" are the same)."""
    groups = name[1:].translate(_SOUNDS)
    return name[:1] + "".join(letter for at, letter in enumerate(groups) if groups[at - 1 : at] != letter)


def _local(email: str) -> str:
    return email.partition("@")[0]


def score(legacy: Candidate, clubos: Candidate) -> int:
    """0 to 100, from names, e-mail, phone and day of joining."""
    points = _names(legacy.parts, clubos.parts) + _email(legacy.parts[2], clubos.parts[2])
    if legacy.parts[3] is not None and clubos.parts[3] is not None:
        points += 24 if legacy.parts[3] == clubos.parts[3] else -4
    points += _JOINED if doubts.joined_together(legacy.parts, clubos.parts) else 0
    return max(0, min(points, 100))


def _names(mine: tuple[str | None, ...], other: tuple[str | None, ...]) -> int:
    first, last, theirs_first, theirs_last = mine[0] or "", mine[1] or "", other[0] or "", other[1] or ""
    straight = _first(first, theirs_first) + _last(last, theirs_last)
    return max(straight, _crossed(first, last, theirs_first, theirs_last))


def _crossed(first: str, last: str, theirs_first: str, theirs_last: str) -> int:
    """Points of two names in the wrong columns, a little less than in the right ones; few when only one fits."""
    one, two = _first(first, theirs_last), _last(last, theirs_first)
    if one >= _PART and two >= _PART:
        return one + two - 10
    return _PART - 10 if max(one, two) > _PART else 0


@lru_cache(maxsize=65536)
def _last(mine: str, other: str) -> int:
    if not mine or not other:
        return 0
    points = _spelling(_bare(mine), _bare(other))
    if points:
        return points
    return _PART if _part_of(mine, other) else -6


@lru_cache(maxsize=65536)
def _first(mine: str, other: str) -> int:
    if not mine or not other:
        return 0
    short, long = sorted((_bare(mine), _bare(other)), key=len)
    points = _spelling(short, long)
    if points:
        return points - 4
    if related(short, long):
        return 22
    if (short and long.startswith(short)) or _part_of(mine, other):
        return _PART
    return 2 if short[:1] == long[:1] else -12


def _spelling(mine: str, other: str) -> int:
    """Points for the same name, for almost the same one, or 0."""
    if mine == other:
        return 30
    slip = len(mine) > 2 and OSA.distance(mine, other, score_cutoff=1) <= 1
    return 24 if slip or _alike(mine, other) >= _ALIKE else 0


def _part_of(mine: str, other: str) -> bool:
    """One is a whole word of the other ("maria" in "maria teresa", "lopez" in "garcia-lopez")."""
    left, right = _words(mine), _words(other)
    return left <= right or right <= left


def _words(name: str) -> set[str]:
    return set(name.replace("-", " ").split())


def _email(mine: str | None, other: str | None) -> int:
    if mine is None or other is None:
        return 0
    if mine == other:
        return 44
    left, right = _local(mine), _local(other)
    if left == right and len(left) > 3:
        return 26
    return 18 if _alike(left, right) >= 0.92 and min(len(left), len(right)) > 3 else -4


def reasons(legacy: Candidate, clubos: Candidate) -> tuple[str, ...]:
    """Why, in words: what is the same first, then what is not."""
    said = (*_address_reasons(legacy.parts, clubos.parts), *_name_reasons(legacy.parts, clubos.parts))
    return (*said, "Jr. or Sr. on one side") if doubts.generation(legacy.parts, clubos.parts) else said


def _address_reasons(mine: tuple[str | None, ...], other: tuple[str | None, ...]) -> Iterator[str]:
    if mine[2] is not None and other[2] is not None:
        if mine[2] == other[2]:
            yield "same e-mail"
        elif _email(mine[2], other[2]) > 0:
            yield "similar e-mail"
        else:
            yield "another e-mail"
    if mine[3] is not None and other[3] is not None:
        yield "same phone" if mine[3] == other[3] else "another phone"
    together = doubts.joined_together(mine, other)
    if together is not None:
        yield "joined on the same day" if together else "joined on another day"


def _name_reasons(mine: tuple[str | None, ...], other: tuple[str | None, ...]) -> Iterator[str]:
    first, last, theirs_first, theirs_last = mine[0] or "", mine[1] or "", other[0] or "", other[1] or ""
    if _crossed(first, last, theirs_first, theirs_last) > _first(first, theirs_first) + _last(last, theirs_last):
        yield "first and last name swapped"
        return
    for at, called, rate in ((0, "first name", _first), (1, "last name", _last)):
        left, right = mine[at], other[at]
        if not left or not right:
            yield f"no {called} on one side"
        elif left == right:
            yield f"same {called}"
        else:
            yield f"similar {called}" if rate(left, right) > 2 else f"another {called}"
