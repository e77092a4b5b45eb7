"""Suggestions over blocks: only candidates that share a block are compared, and each record keeps its best three."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from heapq import nlargest
from typing import Final

from clubos_desktop.diff.candidates import Candidate
from clubos_desktop.model.differences import Suggestion

BEST: Final = 3
"""Suggestions a record keeps."""

LARGE: Final = 40_000
"""A block with more pairs than this says nothing (a surname that thousands bear); smaller blocks reach its people."""

Score = Callable[[Candidate, Candidate], int]
Reasons = Callable[[Candidate, Candidate], tuple[str, ...]]
Blocks = Callable[[Candidate, bool], Iterable[str]]
"""Of a candidate; True for one of the left side, so that a block can hold unlike things of the two sides."""
Apart = Collection[tuple[str, str]]
"""Two keys, legacy's and ClubOS's, of records that a person said are not the same."""


def suggest(
    left: Sequence[Candidate],
    right: Sequence[Candidate],
    *,
    blocks: Blocks,
    score: Score,
    reasons: Reasons,
    least: int,
    apart: Apart = frozenset(),
) -> list[Suggestion]:
    """Suggestions of at least ``least`` points that are among the best three of one of their two records.

    Those ``apart`` are never suggested.

    Best first; the same input in any order gives the same list.
    """
    scored = [
        (points, left[mine].key, right[other].key, mine, other)
        for mine, others in _meetings(left, right, blocks)
        for other in others
        if (points := score(left[mine], right[other])) >= least
        and not (apart and (left[mine].key, right[other].key) in apart)
    ]
    kept = set(_best(scored, lambda one: one[3])) | set(_best(scored, lambda one: one[4]))
    ordered = sorted(kept, key=lambda one: (-one[0], one[1], one[2]))
    return [
        Suggestion(mine, other, points, reasons(left[at], right[there])) for points, mine, other, at, there in ordered
    ]


_Scored = tuple[int, str, str, int, int]


def _meetings(left: Sequence[Candidate], right: Sequence[Candidate], blocks: Blocks) -> Iterator[tuple[int, set[int]]]:
    """For each left candidate the right ones that share a block with it; blocks that are too large are left out."""
    there = _by_block(right, blocks, left=False)
    here = _by_block(left, blocks, left=True)
    met: dict[int, set[int]] = defaultdict(set)
    for block, mine in here.items():
        others = there.get(block)
        if others is not None and len(mine) * len(others) <= LARGE:
            for one in mine:
                met[one].update(others)
    yield from met.items()


def _by_block(candidates: Sequence[Candidate], blocks: Blocks, *, left: bool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(candidates):
        for block in blocks(one, left):
            found[block].append(index)
    return found


def _best(scored: Iterable[_Scored], index: Callable[[_Scored], int]) -> Iterator[_Scored]:
    """The best three of each record; ``index`` says of which side."""
    by_record: dict[int, list[_Scored]] = defaultdict(list)
    for one in scored:
        by_record[index(one)].append(one)
    for some in by_record.values():
        yield from nlargest(BEST, some, key=lambda one: (one[0], _descending(one)))


def _descending(one: _Scored) -> tuple[tuple[int, ...], ...]:
    """Among equal points the smaller keys come first."""
    return tuple(tuple(-ord(letter) for letter in key) for key in one[1:3])
