"""A failure as a card: one cause on one side, what it hit, since when, and what to do (features.md S3.6, E17)."""

from dataclasses import dataclass

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is kept of the last failure of a domain of a side (``domain`` None: of the side's connection as a whole).

    ``faults`` say "where: what" without personal values, ``n`` how many records it hit (None: all of the domain).
    ``raw`` is the answer that nobody has a sentence for: it may hold personal values and never leaves the workspace's
    file unless a person saves it.
    """

    side: Side
    domain: Domain | None
    code: str
    reason: str
    at: Instant
    run: int | None = None
    n: int | None = None
    faults: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one failure hit: a domain, how many records, since which moment, in which run."""

    domain: Domain | None
    n: int
    since: Instant
    run: int | None


@dataclass(frozen=True, slots=True)
class FailureCard:
    """One cause on one side. ``code`` is stable; ``known`` is False where there is no sentence for it yet.

    ``warning`` marks a suspicious result of a copy that was complete. ``again`` says whether copying just these once
    more may help.
    """

    side: Side
    code: str
    title: str
    reason: str
    remedy: str
    hits: tuple[Hit, ...]
    known: bool = True
    warning: bool = False
    again: bool = True
    faults: tuple[str, ...] = ()
    has_raw: bool = False

    @property
    def id(self) -> str:
        """Like "legacy.rate-limit"."""
        return f"{self.side}.{self.code}"

    @property
    def records(self) -> int:
        """How many records it hit in all."""
        return sum(hit.n for hit in self.hits)

    @property
    def since(self) -> Instant:
        """The first moment."""
        return min(hit.since for hit in self.hits)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The domains to copy again."""
        return tuple(hit.domain for hit in self.hits if hit.domain is not None)
