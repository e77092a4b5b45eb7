"""What is recorded as a proof: restores, rehearsals, approved texts, graded answers, logs and totals of money.

Days are club days, hashes SHA-256 in hexadecimal.
"""

from dataclasses import dataclass

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Day, Instant


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup was restored and examined by this program."""

    seconds: float
    entries: int
    sha256: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A text or rota of a plan (the entry's item: "week before", "day", "problem", "support"), filled in."""

    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Approved:
    """The texts with these hashes are approved; another text is another hash."""

    hashes: tuple[str, ...]
    recipients: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a rehearsal, measured."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Going back was rehearsed on a copy. ``before`` and ``after`` hash the data; rows were exported and read back.

    ``checklist`` is the hash of the checklist that was rehearsed.
    """

    snapshot: Day
    steps: tuple[Step, ...]
    before: str
    after: str
    exported: int
    read_back: int
    checklist: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A support ticket: solved "clubos", solved only with "legacy", or still "open"."""

    title: str
    solved: str
    day: Day


@dataclass(frozen=True, slots=True)
class Answer:
    """A chatbot answer, graded by a person against the documented one of a version."""

    question: str
    document: str
    version: str
    right: bool


@dataclass(frozen=True, slots=True)
class LogRead:
    """A ClubOS log handed over: the period it covers, its lines, and how many are critical errors."""

    first: Instant
    last: Instant
    lines: int
    critical: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Total:
    """A total read in ClubOS, in minor units, of documents dated up to ``until`` ("": of all).

    ``part`` is "" for all money, a ``model.chain.By``, or "opening" or "closing" of what is owed; ``group`` the month,
    level, event or tender. ``file`` is the name of the proof, ``sha256`` its hash.
    """

    domain: Domain
    currency: str
    amount: int
    part: str = ""
    group: str = ""
    until: Day = ""
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """Totals that were read from one file in one act."""

    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class MoneyNoted:
    """Why a line of the chain of money is as it is (the entry's item is the line's id); "" takes the reason back."""

    text: str


@dataclass(frozen=True, slots=True)
class MoneySigned:
    """The treasurer signed the figures of all money up to a day.

    ``rows`` are the figures, ``hash`` their hash, ``run`` the newest run of a copy then.
    """

    until: Day
    hash: str
    rows: tuple[tuple[str, str], ...]
    run: int
