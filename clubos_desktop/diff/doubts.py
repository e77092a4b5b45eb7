"""What speaks against two members being one person though a key of theirs is equal. Pure.

Those of one household share an address, a phone, sometimes a name: father and son, two who are both called Chris. Of
such two one may be missing on each side, so an equal key alone does not tell them apart. What does are "Jr." and
"Sr.", and what both records hold and hold differently: e-mail, phone, the day of joining. One of these changes in
every life; two at once are for a person to look at.

Nothing tells two apart who have the name, the e-mail and the phone in common: they are taken for one.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from clubos_desktop.diff import forms
from clubos_desktop.diff.candidates import Candidate
from clubos_desktop.diff.nicknames import of_several

EMAIL: Final = 2
PHONE: Final = 3
_JOINED: Final = 4
"""Places in ``Candidate.parts`` of a member."""

_RARE: Final = 3
"""Records without a pair that may have one day of joining in common for it to tell who is who."""

Parts = Sequence[str | None]

_GENERATIONS: Final = {
    "jr": 2, "jnr": 2, "jun": 2, "junior": 2, "sr": 1, "snr": 1, "sen": 1, "senior": 1,
    "ii": 12, "2nd": 12, "iii": 13, "3rd": 13, "iv": 14, "4th": 14,
}  # fmt: skip

_NAMES: Final = """
ali andy ashley aubrey avery blair bobby cary casey charlie dana darcy devon drew dylan eden elliot emerson
evelyn frances francis frankie freddie georgie harper hayden hilary jackie jaime jamie jan jean jess jessie
jocelyn jody joey jordan kelly kelsey kerry kim kit kris kyle lauren laurie lee leslie lindsay logan lou lynn
madison marion max mel meredith micah morgan nicky noel parker pat peyton quinn reese riley robbie robin
ronnie rory rowan ryan sage sandy sasha shannon shawn shelby sidney skyler stacy sydney taylor toni tony tracy
val vivian whitney
"""
_OF_BOTH: Final = frozenset(_NAMES.split())
"""First names of women and of men (English ones): two of one household may both bear them."""


def generation(mine: Parts, other: Parts) -> bool:
    """True when only one is called "Jr.", or one "Jr." and the other "Sr."."""
    return _generation(mine[0], mine[1]) != _generation(other[0], other[1])


@lru_cache(maxsize=65536)
def _generation(first: str | None, last: str | None) -> int:
    words = f"{first or ''} {last or ''}".replace(",", " ").replace(".", " ").split()
    return max((_GENERATIONS.get(word, 0) for word in words[1:]), default=0)


def joined_together(mine: Parts, other: Parts) -> bool | None:
    """True when both joined on one day, give or take the one that time zones take; None where one has no day."""
    days = [_day(parts) for parts in (mine, other)]
    if days[0] is None or days[1] is None:
        return None
    return abs((days[0] - days[1]).days) <= 1


def on_rare_days(some: Sequence[Candidate]) -> list[Candidate]:
    """Those whose day of joining says who they are: not the day on which a whole list came over from somewhere."""
    often = Counter(day for one in some if (day := _day(one.parts)) is not None)
    return [one for one in some if (day := _day(one.parts)) is not None and often[day] <= _RARE]


def _day(parts: Parts) -> date | None:
    text = parts[_JOINED] if len(parts) > _JOINED else None  # stored before the day was looked at
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def against(mine: Parts, other: Parts) -> int:
    """How many of e-mail, phone and day of joining both have and have differently."""
    unlike = sum(mine[at] is not None and other[at] is not None and mine[at] != other[at] for at in (EMAIL, PHONE))
    return unlike + (joined_together(mine, other) is False)


def settled(mine: Parts, other: Parts) -> bool:
    """Nothing speaks against them, or what does is outweighed by the day on which both joined."""
    return not generation(mine, other) and (not against(mine, other) or joined_together(mine, other) is True)


def borne_by_two(first: str | None) -> bool:
    """True for "Chris", "Pat", "Robin": a first name that two of one household may both be called by."""
    name = forms.bare(first or "")
    return name in _OF_BOTH or of_several(name)
