"""What the checks are judged from: everything measured at one moment, and nothing else.

Gates are a pure function of ``Evidence`` (design.md section 7, rule 5), so a pack that carries it can be recomputed.
Counts are whole numbers; money is minor units; no value names a person.
"""

from dataclasses import dataclass

from clubos_desktop.model.chain import Chain, MoneyLine
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.runs import Mode, RunState

NO_CHAIN = Chain()


@dataclass(frozen=True, slots=True)
class RunFigures:
    """A run with the figures that prove what it copied. ``seconds`` is wall time."""

    id: int
    side: Side
    domain: Domain
    mode: Mode
    state: RunState
    started: Instant
    ended: Instant | None
    source_count: int | None
    listed: int
    stored: int
    changed: int
    missing: int
    requests: int
    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class CopyFigures:
    """How one domain of one side stands on this laptop.

    ``latest`` is the newest run whatever became of it, ``accepted`` the newest that was accepted, ``full`` the newest
    accepted one that listed everything (its ``source_count`` is the source's own count of the domain). ``times`` is
    how many that listed everything were accepted, ``odd`` how many records the newest of them read differently
    though their own time of change lies before the one before (None: not counted). ``held`` records are shown by the
    source as far as known; ``unlisted`` of these were not in the last complete listing (0: the two sets of ids are the
    same). ``gone`` are tombstones.
    """

    side: Side
    domain: Domain
    latest: RunFigures | None
    accepted: RunFigures | None
    full: RunFigures | None
    times: int
    held: int
    unlisted: int
    gone: int
    odd: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records and values of a domain that a decision sets aside: how many, and how many were accepted by name."""

    side: Side
    domain: Domain
    n: int
    named: int


@dataclass(frozen=True, slots=True)
class StatusCount:
    """Records of one status on both sides, by the status that both sides' words mean under the club's rules."""

    status: str
    legacy: int
    clubos: int


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One compared field: pairs in which it could be compared, and in which it differs now (``once``: seen once)."""

    field: str
    comparable: int
    unequal: int
    once: int
    ignored: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A paired domain, or the part of it in a window of time.

    ``pairs`` + ``only_legacy`` = the legacy side's comparable records, ``pairs`` + ``only_clubos`` = ClubOS's.
    ``failing`` counts records with at least one difference that stands; ``once`` the differences seen only once.
    ``gaps`` counts events whose registrations differ in number, for registrations only. ``known`` differences were
    accepted until a day or called equal by a person: they are in none of the other figures.
    """

    domain: Domain
    pairs: int
    only_legacy: int
    only_clubos: int
    failing: int
    once: int
    suggestions: int
    not_compared: int
    fields: tuple[FieldFigures, ...]
    gaps: int = 0
    known: int = 0

    @property
    def records(self) -> int:
        """Records looked at, a pair counting once."""
        return self.pairs + self.only_legacy + self.only_clubos

    @property
    def comparable(self) -> int:
        """Values that both sides show."""
        return sum(field.comparable for field in self.fields)

    @property
    def unequal(self) -> int:
        """Values that differ."""
        return sum(field.unequal for field in self.fields)


@dataclass(frozen=True, slots=True)
class DifferenceCount:
    """How many differences of one kind and field stand, by how often they were seen."""

    domain: Domain
    kind: str
    field: str
    once: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class BookLine:
    """One month of one origin or tender: what the source states and what its own lines add up to, in minor units."""

    month: str
    chain: str
    group: str
    currency: str
    count: int
    amount: int
    stated: int
    found: int

    @property
    def gap(self) -> int:
        """What is unexplained; must be 0."""
        return self.stated - self.found


@dataclass(frozen=True, slots=True)
class Books:
    """The legacy system's money chain. ``faults`` are the single faults found that nobody gave a reason for, by domain.

    ``noted`` are the ids of the chain's lines that a person gave a reason for, ``faulty`` those whose documents have
    open faults; ``events`` what the keys of events in its totals are called.
    """

    lines: tuple[BookLine, ...]
    faults: tuple[tuple[Domain, int], ...]
    chain: Chain = NO_CHAIN
    noted: tuple[str, ...] = ()
    faulty: tuple[str, ...] = ()
    events: tuple[tuple[str, str], ...] = ()

    @property
    def asking(self) -> tuple[MoneyLine, ...]:
        """The lines of the chain that still need a person's word."""
        told, faulty = frozenset(self.noted), frozenset(self.faulty)
        return tuple(line for line in self.chain.lines if line.id not in told and (line.asks or line.id in faulty))


@dataclass(frozen=True, slots=True)
class EnteredTotal:
    """A total that a person read in ClubOS and entered, because its interface gives no amounts. ``by`` is an actor.

    ``part`` is "" for all money, a ``model.chain.By``, or "opening" or "closing" of what is owed; ``group`` the
    month, level, event or tender. It counts documents up to the day ``until`` ("": all), for which ``legacy`` is Wild
    Apricot's (None where it shows no such total). ``file`` and ``sha256`` are the proof.
    """

    domain: Domain
    currency: str
    amount: int
    by: str
    at: Instant
    part: str = ""
    group: str = ""
    until: Day = ""
    file: str = ""
    sha256: str = ""
    legacy: int | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """The treasurer's signature under the figures of all money dated up to ``until``; ``by`` is an actor.

    ``signed`` is the hash of the figures that were signed, ``now`` of the same figures today: when they differ the
    signature is void, and ``changes`` say why.
    """

    by: str
    at: Instant
    until: Day
    signed: str
    now: str
    changes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Not one figure has changed."""
        return self.signed == self.now


@dataclass(frozen=True, slots=True)
class Attested:
    """What a register or a sign-off says of one check: ``id`` is a criterion's ("G2.1") or a signal's ("S4.5").

    ``expires`` is the end of its shelf life; from that moment on it no longer counts. ``by`` is an actor of the audit
    log ("person:1").
    """

    id: str
    ok: bool
    value: str
    sample: int
    by: str
    at: Instant
    expires: Instant | None = None
    evidence: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class OnTime:
    """How the copies by plan kept their days (features.md S4.10, S5.8).

    ``since`` is the first day on which a copy was due at all. ``calendar`` holds what became of each due day of the
    last ``days`` days, oldest first, as (day, model.plan.DueState); days that may still change are left out.
    ``good`` is the newest whole copy, whoever started it. ``changed`` is when the plan in force was chosen; ``step``
    the days from one due day to the next.
    """

    since: Day
    days: int
    calendar: tuple[tuple[Day, str], ...]
    today: Day
    good: Instant | None
    changed: Instant
    step: int = 1

    @property
    def due(self) -> int:
        """Days that were due and are settled."""
        return len(self.calendar)

    @property
    def done(self) -> int:
        """Days with a whole copy on time."""
        return sum(state == "done" for _, state in self.calendar)


@dataclass(frozen=True, slots=True)
class Response:
    """How fast ClubOS answers one kind of call: ``n`` answers, the slowest hundredth took ``p99`` milliseconds."""

    kind: str
    n: int
    p99: int


@dataclass(frozen=True, slots=True)
class CriteriaLock:
    """The board locked limits and rules at ``since``; ``changes`` are its later acts as (moment, what).

    ``locked`` is the hash of what it locked, ``now`` of what is in force: they differ when somebody changed a limit or
    rule without the board (features.md N2).
    """

    since: Instant
    locked: str
    now: str
    changes: tuple[tuple[Instant, str], ...] = ()

    @property
    def holds(self) -> bool:
        """What is in force is what the board locked."""
        return self.locked == self.now


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known at ``at``. None: never measured.

    ``whole`` compares all records; ``events`` those of the window (``since`` and later, in ``zone``), ``registrations``
    those of these events, ``active`` those of events that have not ended. ``doors`` are the open doors found at
    ClubOS, ``lacking`` what its database lacks, both when it was last looked at, ``looked``. ``outcome`` is "done" or
    "rolled back" after a switch day.
    ``from_files`` are Wild Apricot's domains that came by export files. ``lock`` is None in trial weeks, before the
    board locked its criteria; ``phase`` is a model.registers.Phase.
    """

    at: Instant
    club: str
    zone: str
    currency: str
    since: Day
    copies: tuple[CopyFigures, ...] = ()
    statuses: tuple[StatusCount, ...] = ()
    whole: tuple[Comparison, ...] = ()
    members: Comparison | None = None
    events: Comparison | None = None
    registrations: Comparison | None = None
    active: Comparison | None = None
    differences: tuple[DifferenceCount, ...] = ()
    books: Books | None = None
    entered: tuple[EnteredTotal, ...] = ()
    doors: tuple[str, ...] | None = None
    attested: tuple[Attested, ...] = ()
    outcome: str | None = None
    schedule: OnTime | None = None
    lock: CriteriaLock | None = None
    phase: str = ""
    signoff: SignOff | None = None
    left_out: tuple[LeftOut, ...] = ()
    from_files: tuple[Domain, ...] = ()
    lacking: tuple[str, ...] | None = None
    looked: Instant | None = None
