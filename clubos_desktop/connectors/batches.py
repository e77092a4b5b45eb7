"""Reading what hangs on a list of keys, some keys to a landed page: event details, registrations, allocations."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SIZE = 25
"""Keys whose answers land in one page."""


@dataclass(slots=True)
class Batches:
    """Keys in batches, from a cursor on. The cursor is "digest of the keys:keys read:records counted so far".

    It is good only for the list of keys it was made for: where that is another one now, all of it is read (``whole``).
    ``counted`` is carried from before a break, for sources whose count is a sum over the keys.
    """

    keys: Sequence[str]
    done: int = 0
    counted: int = 0
    _mark: str = field(init=False)
    _whole: bool = field(init=False)

    @classmethod
    def after(cls, keys: Sequence[str], resume: str | None) -> "Batches":
        """The batches that are left behind a cursor."""
        mark, _, rest = (resume or "").partition(":")
        done, _, counted = rest.partition(":")
        if mark == _digest(keys) and done.isdigit() and counted.isdigit():
            return cls(keys, int(done), int(counted))
        return cls(keys)

    def __post_init__(self) -> None:
        self._whole = self.done == 0
        self._mark = _digest(self.keys)

    @property
    def whole(self) -> bool:
        """Whether every batch is read in this listing."""
        return self._whole

    @property
    def cursor(self) -> str:
        """Where to go on behind what was read."""
        return f"{self._mark}:{self.done}:{self.counted}"

    def __iter__(self) -> Iterator[Sequence[str]]:
        """The batches in turn; each must be told as ``read`` before the next."""
        while self.done < len(self.keys):
            yield self.keys[self.done : self.done + SIZE]

    def read(self, batch: Sequence[str], counted: int = 0) -> str:
        """A batch was read, with so many records; returns the cursor behind it."""
        self.done += len(batch)
        self.counted += counted
        return self.cursor


def _digest(keys: Sequence[str]) -> str:
    return hashlib.sha256(",".join(keys).encode()).hexdigest()[:12]


def joined(answers: Sequence[bytes]) -> bytes:
    """Answers as one JSON list."""
    return b"[" + b",".join(answers) + b"]"
