"""Reading what hangs on a list of keys, some keys to a landed page: event details, registrations, allocations."""

import hashlib
from collections.abc import Iterator, Sequence

SIZE = 25
"""Keys whose answers land in one page."""


def digest(keys: Sequence[str]) -> str:
    """A short mark of a list of keys: a cursor is good only for the list it was made for."""
    return hashlib.sha256(",".join(keys).encode()).hexdigest()[:12]


def batches(keys: Sequence[str], resume: str | None) -> Iterator[tuple[str, Sequence[str]]]:
    """The batches still to be read, each with the cursor that stands behind it.

    The cursor is "digest:number of keys read"; where the list is another one than then, all of it is read.
    """
    mark = digest(keys)
    known, _, done = (resume or "").partition(":")
    start = int(done) if known == mark and done.isdigit() else 0
    for at in range(start, len(keys), SIZE):
        batch = keys[at : at + SIZE]
        yield f"{mark}:{at + len(batch)}", batch


def began_anew(keys: Sequence[str], resume: str | None) -> bool:
    """Whether every batch is read in this listing."""
    return resume is None or resume.partition(":")[0] != digest(keys)


def joined(answers: Sequence[bytes]) -> bytes:
    """Answers as one JSON list."""
    return b"[" + b",".join(answers) + b"]"
