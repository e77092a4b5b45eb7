"""From text as it is stored to text as it is set: right-to-left order, joined Arabic letters, nothing invisible. Pure.

A simplified form of Unicode's rules for one line in a left-to-right page: enough for names and titles. Mark-up
characters are text like any other.
"""

import unicodedata
from functools import lru_cache

_DROPPED = dict.fromkeys(
    (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)),
)
_BLANKS = {ord(blank): " " for blank in "\t\n\r\v\f\u0085\u00a0\u2028\u2029\u2007\u202f"}
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_MIRRORED = _PAIRS | {"<": ">", "«": "»", "‹": "›"}
_MIRROR = _MIRRORED | {right: left for left, right in _MIRRORED.items()}
_LAM = "\u0644"


def clean(text: str) -> str:
    """Composed, line breaks as blanks, without characters that mean nothing on paper."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_BLANKS).translate(_DROPPED))


def visual(text: str) -> str:
    """A line's characters from left to right as they are set."""
    if text.isascii():
        return text
    kinds = [unicodedata.bidirectional(character) for character in text]
    if not any(kind in {"R", "AL"} for kind in kinds):
        return text
    return _ordered(*_joined(text, _brackets(text, kinds, _levels(kinds))))


def _levels(kinds: list[str]) -> list[int]:
    """0 left to right, 1 right to left, 2 a number inside right-to-left text."""
    levels: list[int | None] = []
    strong = 0
    for kind in kinds:
        if kind in {"R", "AL"}:
            strong = 1
            levels.append(1)
        elif kind == "L":
            strong = 0
            levels.append(0)
        elif kind in {"EN", "AN"}:
            levels.append(2 if strong else 0)
        elif kind == "NSM":
            levels.append(levels[-1] if levels else 0)
        else:
            levels.append(None)
    return _neutral(levels)


def _neutral(levels: list[int | None]) -> list[int]:
    """Characters without direction go with what stands on both sides, else with the page."""
    resolved: list[int] = []
    for place, level in enumerate(levels):
        if level is not None:
            resolved.append(level)
            continue
        before = resolved[-1] if resolved else 0
        after = next((later for later in levels[place:] if later is not None), 0)
        resolved.append(2 if before == after == 2 else 1 if before and after else 0)
    return resolved


def _brackets(text: str, kinds: list[str], levels: list[int]) -> list[int]:
    """Both brackets of a pair go one way: the page's if left-to-right letters are inside, else with what is before."""
    opened: list[int] = []
    for place, character in enumerate(text):
        if character in _PAIRS:
            opened.append(place)
        elif opened and character == _PAIRS[text[opened[-1]]]:
            start = opened.pop()
            inside = range(start + 1, place)
            turned = any(levels[each] for each in inside) and not any(kinds[each] == "L" for each in inside)
            levels[start] = levels[place] = 1 if turned and start and levels[start - 1] else 0
    return levels


def _ordered(text: str, levels: list[int]) -> str:
    characters = [_MIRROR.get(each, each) if level == 1 else each for each, level in zip(text, levels, strict=True)]
    order = list(range(len(text)))
    for level in (2, 1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return "".join(characters[place] for place in order)


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Of each Arabic letter, and of lam with alef, the character of each joined form (Unicode's own table)."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE70, 0xFEFD)):
        form, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(part, 16)) for part in parts)
        if form in {"<isolated>", "<initial>", "<medial>", "<final>"} and (len(base) == 1 or base[0] == _LAM):
            forms.setdefault(base, {}).setdefault(form[1:-1], chr(code))
    return forms


def _joined(text: str, levels: list[int]) -> tuple[str, list[int]]:
    """Arabic letters in their joined forms, still in the order of reading; levels follow where letters melt."""
    if not any("\u0600" <= character <= "\u06ff" for character in text):
        return text, levels
    forms = _forms()
    made: list[str] = []
    kept: list[int] = []
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        base = pair if len(pair) == 2 and pair in forms and pair[0] == _LAM else text[place]
        before = _joins_on(_neighbour(text, place, -1))
        after = "initial" in forms.get(base, {}) and _joins_back(_neighbour(text, place + len(base) - 1, 1))
        form = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get((before, after))
        made.append(forms.get(base, {}).get(form or "isolated", base))
        kept.append(levels[place])
        place += len(base)
    return "".join(made), kept


def _neighbour(text: str, place: int, step: int) -> str:
    """The next letter in that direction, over marks that stand above or below."""
    place += step
    while 0 <= place < len(text) and unicodedata.combining(text[place]):
        place += step
    return text[place] if 0 <= place < len(text) else ""


def _joins_on(letter: str) -> bool:
    return letter == "\u0640" or "initial" in _forms().get(letter, {})


def _joins_back(letter: str) -> bool:
    return letter == "\u0640" or "final" in _forms().get(letter, {})
