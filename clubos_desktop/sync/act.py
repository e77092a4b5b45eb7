"""What the steps of one act hand each other."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Instant
from clubos_desktop.store.differences import Counts
from clubos_desktop.store.pairs import PairRow


@dataclass(frozen=True, slots=True)
class Act:
    """The act that settles: its connection, the rules, the copy it belongs to, its time and the counters.

    ``copying`` is False for acts after a copy's end (other rules): what such an act closes stays in the history.
    ``parted`` fills with the pairs that end.
    """

    conn: Connection
    rules: RuleSet
    copy: int
    at: Instant
    counts: Counts
    copying: bool = True
    parted: list[tuple[Domain, PairRow]] = field(default_factory=list)

    @property
    def fleeting(self) -> int:
        """Differences first seen in this copy leave no trace when the act closes them; 0 where none do so."""
        return self.copy if self.copying else 0


@dataclass(slots=True)
class Touched:
    """Records of a domain that an act changed.

    ``titled`` are those with another title. ``matched`` says that something pairing looks at changed too, ``marks``
    what equal keys of these records are found by, before and now; ``moved`` says that some came back or are gone;
    ``everything`` asks to pair the whole domain anew, ``otherwise`` says that it was paired by other passes until now.
    """

    records: set[int] = field(default_factory=set)
    titled: set[int] = field(default_factory=set)
    marks: set[int] = field(default_factory=set)
    matched: bool = False
    moved: bool = False
    everything: bool = False
    otherwise: bool = False
