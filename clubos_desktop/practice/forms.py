"""Two forms of one name, as the truth knows them: short forms, doubled consonants, single slips of last names.

Words of their own: the program that looks for pairs is not asked.
"""

import re
import unicodedata

SHORT = {
    "Barbara": "Barb",
    "Charles": "Chuck",
    "Daniel": "Dan",
    "James": "Jim",
    "Kenneth": "Ken",
    "Margaret": "Peggy",
    "Michael": "Mike",
    "Rebecca": "Becky",
    "Richard": "Dick",
    "Robert": "Bob",
    "Thomas": "Tom",
}
"""Short forms that belong to this name alone and are nobody's own name."""

FOR_BOTH = (
    *("Chris", "Alex", "Sam", "Pat", "Robin", "Kim", "Lee", "Jean", "Kelly", "Jordan", "Taylor", "Jo", "Terry"),
    *("Evelyn", "Frank", "Janet", "Mary", "Sandra"),  # of women and of men, or what several longer names are called
)
"""First names that two of one household may both be called by."""

_NUMBERS = {"jr": "2", "junior": "2", "sr": "1", "senior": "1", "ii": "II", "iii": "III"}
_LONG = 5
_BOTH = {frozenset((name.casefold(), short.casefold())) for name, short in SHORT.items()}


def letters(text: str) -> str:
    """The letters of a name without accents, small."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return "".join(sign for sign in unicodedata.normalize("NFC", kept) if sign.isalnum())


def same_first(one: str, other: str) -> bool:
    """Two first names that are one beyond doubt; initials are not, nor is one letter for another.

    Of a household one is Marta, another Maria.
    """
    mine, yours = letters(one), letters(other)
    if mine == yours:
        return bool(mine)
    long = len(mine) >= _LONG and len(yours) >= _LONG
    return frozenset((mine, yours)) in _BOTH or (long and _single(mine) == _single(yours))


def for_both(text: str) -> bool:
    """Whether a first name says nothing of who of a household it is."""
    return letters(text) in {name.casefold() for name in FOR_BOTH}


def numbered(first: str, last: str) -> str:
    """Which of father and son it is, as far as the name tells; "" as a rule."""
    found = [_NUMBERS[word] for word in re.split(r"[\s.,]+", f"{first} {last}".casefold())[1:] if word in _NUMBERS]
    return max(found, default="")


def same_last(one: str, other: str) -> bool:
    """Two last names that are one: the same letters, one slip, or one a part of the other."""
    mine, yours = letters(one), letters(other)
    if not mine or not yours:
        return False
    parts, others = (set(re.split(r"[\s-]+", text.casefold().strip())) for text in (one, other))
    return mine == yours or _slip(mine, yours) or parts <= others or others <= parts


def _single(text: str) -> str:
    """Doubled consonants once, but "Danielle" is not "Daniele"."""
    return re.sub(r"([^aeiouy])\1+(?!e$)", r"\1", text)


def _slip(one: str, other: str) -> bool:
    """One letter more, less, another, or two neighbours exchanged, in names of at least five letters."""
    if min(len(one), len(other)) < _LONG:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return (len(one) <= 1 and len(other) <= 1) or (len(one) == len(other) == 2 and one == other[::-1])
