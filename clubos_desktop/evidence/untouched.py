"""Proof that nothing was written: every call by its method, and what Wild Apricot's copy held first and last (N12)."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Instant
from clubos_desktop.store import contents, tables
from clubos_desktop.store.contents import Content


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of one method to one side since the workspace was made; ``writing`` are those that could change it."""

    side: Side
    method: str
    n: int
    writing: int


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that tells whether something was written. ``since`` and ``until`` are the first and last call."""

    calls: tuple[Calls, ...]
    contents: tuple[Content, ...]
    since: Instant | None
    until: Instant | None

    def of(self, side: Side) -> tuple[int, int, int]:
        """Calls to a side: all, sign-ins (POST to the token's address), and those that could have written."""
        some = [each for each in self.calls if each.side is side]
        writing = sum(each.writing for each in some)
        posts = sum(each.n for each in some if each.method not in {"GET", "HEAD"})
        return sum(each.n for each in some), posts - writing, writing

    @property
    def nothing_written(self) -> bool:
        """True when not one call to Wild Apricot could have changed anything, and there were calls at all."""
        n, _, writing = self.of(Side.LEGACY)
        return n > 0 and writing == 0


def calls(conn: Connection) -> tuple[Calls, ...]:
    """The ledger, counted by side and method."""
    c = tables.call.c
    rows = conn.execute(select(c.side, c.method, c.path, func.count()).group_by(c.side, c.method, c.path)).all()
    counted: dict[tuple[Side, str], list[int]] = {}
    for side, method, path, n in rows:
        sums = counted.setdefault((Side(side), method), [0, 0])
        sums[0] += n
        sums[1] += 0 if method in {"GET", "HEAD"} or path.endswith("/token") else n
    return tuple(Calls(side, method, n, writing) for (side, method), (n, writing) in sorted(counted.items()))


def proof(conn: Connection) -> Proof:
    """Everything there is to say."""
    return finish(proving(conn))


def proving(conn: Connection) -> Job[Proof]:
    """The same as a job that can be stopped between its parts."""
    c = tables.call.c
    first, last = conn.execute(select(func.min(c.at), func.max(c.at))).one()
    counted = calls(conn)
    yield Progress("Comparing the first copy with the last")
    return Proof(counted, (yield from contents.comparing(conn)), first, last)


WHY = (
    "The program lets only reading calls (GET, HEAD) and the one call for a sign-in token out, in the transport "
    "itself, below everything that could go round it. Each call that leaves is in a list. What Wild Apricot shows "
    "changes while the club lives on; none of it came from here."
)
"""What the proof rests on, in the window, at the command line and in the pack."""


def sentence(found: Proof) -> str:
    """The answer, such as "Nothing was written: 0 of 4,312 calls to Wild Apricot could have changed anything."."""
    n, tokens, writing = found.of(Side.LEGACY)
    if not n:
        return "No call to Wild Apricot was made yet."
    if writing:
        return f"{writing:,} of {n:,} calls to Wild Apricot could have changed something."
    return f"Nothing was written: 0 of {n:,} calls to Wild Apricot could have changed anything ({tokens:,} signed in)."
