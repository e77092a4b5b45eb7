"""What people record about the move: the acts of every register, and an entry that holds one.

A register is a list of entries that only grows; what stands now is worked out from them (``verification.registers``).
``Entry.item`` names what an entry is about: the number of an incident, contact or vote, a risk ("R1"), a person's key.
Days are club days, hashes SHA-256 in hexadecimal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.incidents import Looked, Opened, Regraded
from clubos_desktop.model.proofs import (
    Answer,
    Approved,
    Imported,
    LogRead,
    MoneyNoted,
    MoneySigned,
    Rehearsed,
    Restored,
    Ticket,
    Total,
    Written,
)
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.runbook import (
    Adjusted,
    Begun,
    Carried,
    DriftSeen,
    Ended,
    Remark,
    Said,
    StepBegun,
    StepDone,
    StepFailed,
    Stopped,
    Watched,
)


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
    RATIFICATION = "ratification"
    """The board says afterwards whether it stands behind a return that began by the emergency rule."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Something is over: an incident, a withdrawal, an entry that no longer counts."""

    reason: str


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
class BoardMotion:
    """A motion as ClubOS's governance pages hold it (clubos-api.md B.8). ``result`` "" while there is none.

    ``quorum`` is what ClubOS says of the meeting's quorum; None where it says nothing.
    """

    id: str
    number: int
    text: str
    day: Day
    for_: int
    against: int
    abstain: int
    result: str
    quorum: bool | None = None


@dataclass(frozen=True, slots=True)
class MotionsRead:
    """Every motion that ClubOS held at the entry's moment."""

    motions: tuple[BoardMotion, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """Which of ClubOS's motions a vote (the entry's item) is, by its id; "" when it is none of them."""

    motion: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The board went through a pack. ``questions`` are (question, answer); an empty answer is still open.

    ``who`` was there, by name.
    """

    pack: str
    present: int
    questions: tuple[tuple[str, str], ...] = ()
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Emergency:
    """The rule for an emergency: who decides, reached by which contacts (their numbers)."""

    text: str
    contacts: tuple[str, ...]


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
class Daily:
    """The last judgement kept on a club day, sealed by its hash; ``before`` is the hash of the sealed day before."""

    day: Day
    verdict: str
    passed: tuple[int, ...]
    sha256: str
    before: str = ""


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
    | Watched | Carried | DriftSeen
    | Imported | MoneyNoted | MoneySigned
    | MotionsRead | Linked | Daily
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
    "vote": {"recorded": Vote, "revoked": Closed, "linked": Linked},
    "governance": {"read": MotionsRead},
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
    "mailing": {"noted": Noted},
    "eye": {"noted": Noted},
    "load": {"noted": Noted},
    "security": {"noted": Noted},
    "question": {"noted": Noted, "left": Left},
    "owner": {"noted": Noted},
    "effort": {"noted": Noted},
    "week": {"sealed": Weekly},
    "day": {"sealed": Daily},
    "access": {"looked": Noted},
    "group": {"noted": Noted},
    "feedback": {"noted": Noted},
    "roster": {"noted": Noted},
    "answer": {"noted": Noted},
    "faq": {"noted": Noted, "approved": Noted, "left": Left},
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
    "watcher": {"noted": Noted, "left": Left},
    "action": {"noted": Noted, "left": Left},
    "drift": {"carried": Carried, "looked": DriftSeen},
    "carryover": {"carried": Carried},
    "issue": {"opened": Noted, "closed": Closed},
    "report": {"written": Noted},
    "archive": {"written": Noted},
    "retire": {"done": Noted, "closed": Closed},
    "stay": {"decided": Noted, "done": Noted},
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
