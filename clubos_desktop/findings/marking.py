"""Where two texts differ: word by word, and letter by letter within the words that do."""

import re
from collections.abc import Hashable, Sequence
from enum import IntEnum

from rapidfuzz.distance import LCSseq, Levenshtein

LONGEST = 40_000
"""Letters of a text up to which words are marked; longer ones are shown plain."""

_GAP = " … "

WORD_LONGEST = 2_000
"""Letters of a changed passage in which single letters are marked."""


class Mark(IntEnum):
    """SAME in both texts, WORD inside a word that differs, LETTER a letter that differs."""

    SAME = 0
    WORD = 1
    LETTER = 2


Pieces = tuple[tuple[str, bool], ...]
Marks = tuple[tuple[str, Mark], ...]


def words(legacy: str, clubos: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, each with whether it differs, word by word."""
    left, right = marks(legacy, clubos)
    return _flat(left), _flat(right)


def marks(legacy: str, clubos: str) -> tuple[Marks, Marks]:
    """Both texts in pieces with their marks; put together again the pieces of a side are its text."""
    if max(len(legacy), len(clubos)) > LONGEST:
        return _plain(legacy), _plain(clubos)
    mine, theirs = _tokens(legacy), _tokens(clubos)
    left: list[tuple[str, Mark]] = []
    right: list[tuple[str, Mark]] = []
    for changed, a, b, c, d in _passages(mine, theirs):
        old, new = "".join(mine[a:b]), "".join(theirs[c:d])
        if not changed:
            left.append((old, Mark.SAME))
            right.append((new, Mark.SAME))
        else:
            pieces = _letters(old, new)
            left += pieces[0]
            right += pieces[1]
    return tuple(left), tuple(right)


def around(pieces: Marks, keep: int) -> Marks:
    """The pieces with long stretches that are the same cut to ``keep`` letters beside what differs."""
    last = len(pieces) - 1
    if all(mark is Mark.SAME for _, mark in pieces):
        return pieces
    found = []
    for at, (text, mark) in enumerate(pieces):
        before, after = text[: keep if at else 0], text[-keep:] if at < last else ""
        cut = mark is Mark.SAME and len(text) > len(before) + len(after) + len(_GAP)
        found.append((f"{before}{_GAP}{after}" if cut else text, mark))
    return tuple(found)


def _passages(mine: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[tuple[bool, int, int, int, int]]:
    """Alternating equal and changed stretches of both lists of words."""
    found: list[tuple[bool, int, int, int, int]] = []
    for code in LCSseq.opcodes(mine, theirs):
        changed = code.tag != "equal"
        span = (code.src_start, code.src_end, code.dest_start, code.dest_end)
        if found and found[-1][0] == changed:
            last = found[-1]
            found[-1] = (changed, last[1], span[1], last[3], span[3])
        else:
            found.append((changed, *span))
    return found


def _letters(old: str, new: str) -> tuple[list[tuple[str, Mark]], list[tuple[str, Mark]]]:
    """The letters of a changed passage. Where hardly any are alike all of them are marked, not what is by chance."""
    whole = [(old, Mark.LETTER)] if old else [], [(new, Mark.LETTER)] if new else []
    if not old or not new or max(len(old), len(new)) > WORD_LONGEST:
        return whole
    if 2 * LCSseq.similarity(old, new) < max(len(old), len(new)):
        return whole
    left: list[tuple[str, Mark]] = []
    right: list[tuple[str, Mark]] = []
    for code in Levenshtein.opcodes(old, new):
        mark = Mark.WORD if code.tag == "equal" else Mark.LETTER
        if code.src_start < code.src_end:
            left.append((old[code.src_start : code.src_end], mark))
        if code.dest_start < code.dest_end:
            right.append((new[code.dest_start : code.dest_end], mark))
    return left, right


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+|\W", text)


def _plain(text: str) -> Marks:
    return ((text, Mark.SAME),) if text else ()


def _flat(pieces: Marks) -> Pieces:
    found: list[tuple[str, bool]] = []
    for text, mark in pieces:
        changed = mark is not Mark.SAME
        if found and found[-1][1] == changed:
            found[-1] = (found[-1][0] + text, changed)
        else:
            found.append((text, changed))
    return tuple(found)
