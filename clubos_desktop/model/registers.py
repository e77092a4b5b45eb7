"""What people record about the move: the acts of every register, and an entry that holds one.

A register is a list of entries that only grows; what stands now is worked out from them (``verification.registers``).
``Entry.item`` names what an entry is about: the number of an incident, contact or vote, a risk ("R1"), a person's key.
Days are club days, hashes SHA-256 in hexadecimal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.runbook import (
    Adjusted,
    Begun,
    Carried,
    Ended,
    Remark,
    Said,
    StepBegun,
    StepDone,
    StepFailed,
    Stopped,
    Watched,
)


class Severity(StrEnum):
    """How bad an incident is; P1 and P2 stop the clock of Gate 3. When unsure it is P1 (clubos-api.md row 67)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.P1: "ClubOS cannot be used, or data is lost, wrong or seen by strangers",
    Severity.P2: "an important part does not work and there is no way around it",
    Severity.P3: "something does not work, with a way around it",
    Severity.P4: "a blemish",
}
"""What each severity means."""

GRAVE = frozenset({Severity.P1, Severity.P2})
"""Severities that Gate 3 counts."""


class Phase(StrEnum):
    """The model's timeline."""

    SHADOW = "shadow"
    PILOT = "pilot"
    PARALLEL = "parallel"
    CUTOVER = "cutover"
    AFTER = "after"


class Ballot(StrEnum):
    """What a vote is about."""

    CUTOVER = "cutover"
    CRITERIA = "criteria"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident began at ``since``."""

    severity: Severity
    title: str
    since: Instant


@dataclass(frozen=True, slots=True)
class Regraded:
    """An incident has another severity; a lower one names a second person in the entry."""

    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """Something is over: an incident, a withdrawal, an entry that no longer counts."""

    reason: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked for incidents up to the entry's moment and all of them are on the list."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A person of the workspace is an operator of ClubOS from now on."""

    person: int


@dataclass(frozen=True, slots=True)
class Trained:
    """An operator completed a training module and answered its question."""

    module: str
    day: Day


@dataclass(frozen=True, slots=True)
class Did:
    """An operator did a task in ClubOS; ``helped`` is True when help was asked for. ``tries`` counts attempts."""

    task: str
    helped: bool
    tries: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Felt:
    """How sure an operator feels, 1 to 5. Blocks nothing."""

    confidence: int


@dataclass(frozen=True, slots=True)
class Signed:
    """An operator signed ``meaning`` with the own PIN."""

    meaning: str


@dataclass(frozen=True, slots=True)
class Withdrew:
    """An operator took the signature back; no reason is asked for."""


@dataclass(frozen=True, slots=True)
class Left:
    """A person or contact is no longer on the list."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    role: str
    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A contact was tried on a day; ``ok`` when somebody answered."""

    ok: bool
    day: Day


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup was restored and examined by this program."""

    seconds: float
    entries: int
    sha256: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """A decision of the board. ``pack`` is the hash of the pack voted on, ``minutes`` that of the signed minutes."""

    ballot: Ballot
    motion: str
    day: Day
    for_: int
    against: int
    abstain: int
    quorum: int
    expires: Day
    minutes: str
    pack: str = ""
    dissent: str = ""

    @property
    def present(self) -> int:
        """Votes cast and withheld."""
        return self.for_ + self.against + self.abstain

    @property
    def carried(self) -> bool:
        """Enough were there and more were for it than against."""
        return self.present >= self.quorum and self.for_ > self.against


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The board went through a pack. ``questions`` are (question, answer); an empty answer is still open."""

    pack: str
    present: int
    questions: tuple[tuple[str, str], ...] = ()


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
class Emergency:
    """The rule for an emergency: who decides, reached by which contacts (their numbers)."""

    text: str
    contacts: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Rated:
    """A risk as it is seen now: likelihood and impact 1 to 3, who minds it, when it is looked at again."""

    title: str
    likelihood: int
    impact: int
    owner: str
    review: Day
    mitigation: str
    abort: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The phase changed, for ``reason`` where it went back; ``until`` is the day its end is planned for."""

    phase: Phase
    until: Day | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Locked:
    """Limits and rules with this hash are what the board measures by. ``vote`` is the vote's number."""

    hash: str
    vote: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of a plain list (integrations, load tests, questions, owners, …): its cells by their keys."""

    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Weekly:
    """The judgement of a club week that begins on ``week``, sealed by its hash."""

    week: Day
    verdict: str
    passed: tuple[int, ...]
    sha256: str


Body = (
    Opened | Regraded | Closed | Looked | Named | Trained | Did | Felt | Signed | Withdrew | Left | Contact | Reached
    | Restored | Vote | Reviewed | Written | Approved | Rehearsed | Emergency | Ticket | Answer | LogRead | Total
    | Rated | Moved | Locked | Noted | Weekly
    | Adjusted | Begun | StepBegun | StepDone | StepFailed | Said | Remark | Stopped | Ended
    | Watched | Carried
    | Imported | MoneyNoted | MoneySigned
)  # fmt: skip
"""Whatever an entry may hold."""

ACTS: Mapping[str, Mapping[str, type[Body]]] = {
    "incident": {"opened": Opened, "regraded": Regraded, "closed": Closed, "looked": Looked},
    "operator": {
        "named": Named, "trained": Trained, "did": Did, "felt": Felt, "signed": Signed, "withdrew": Withdrew,
        "left": Left,
    },
    "contact": {"added": Contact, "tested": Reached, "left": Left},
    "restore": {"tested": Restored},
    "vote": {"recorded": Vote, "revoked": Closed},
    "review": {"reviewed": Reviewed},
    "communication": {"written": Written, "approved": Approved},
    "support": {"written": Written, "approved": Approved},
    "rehearsal": {"made": Rehearsed},
    "emergency": {"set": Emergency},
    "ticket": {"entered": Ticket},
    "chatbot": {"graded": Answer},
    "log": {"read": LogRead},
    "total": {"entered": Total, "imported": Imported},
    "money": {"noted": MoneyNoted, "signed": MoneySigned, "withdrew": Withdrew},
    "risk": {"rated": Rated, "closed": Closed},
    "phase": {"moved": Moved},
    "criteria": {"locked": Locked},
    "integration": {"noted": Noted},
    "load": {"noted": Noted},
    "security": {"noted": Noted},
    "question": {"noted": Noted, "left": Left},
    "owner": {"noted": Noted},
    "effort": {"noted": Noted},
    "week": {"sealed": Weekly},
    "practice": {"tried": Noted},
    "pilot": {"given": Noted},
    "key": {"made": Noted},
    "request": {"written": Noted, "answered": Noted},
    "checklist": {"adjusted": Adjusted},
    "runbook": {
        "begun": Begun, "step begun": StepBegun, "step done": StepDone, "step failed": StepFailed, "said": Said,
        "noted": Remark, "stopped": Stopped, "ended": Ended,
    },
    "watch": {"looked": Watched},
    "drift": {"carried": Carried},
}  # fmt: skip
"""Every register with its acts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in a register. ``second`` is the second person where one was needed, both as actors."""

    id: int
    register: str
    item: str
    act: str
    at: Instant
    actor: str
    second: str
    body: Body


@dataclass(frozen=True, slots=True)
class Kept:
    """All entries that can be trusted, oldest first, and the registers in which one was changed or taken out."""

    entries: tuple[Entry, ...] = ()
    broken: frozenset[str] = frozenset()

    def of(self, register: str, *acts: str) -> tuple[Entry, ...]:
        """The entries of a register, of some acts only where they are named."""
        return tuple(each for each in self.entries if each.register == register and (not acts or each.act in acts))
