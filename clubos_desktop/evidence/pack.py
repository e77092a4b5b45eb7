"""What a board pack holds: everything its figures and sentences are made of, frozen at one moment.

The snapshot is the pack as canonical JSON. It lies sealed in the workspace and inside the PDF, so that every figure
printed can be made again from it, here or elsewhere.
"""

from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection

from clubos_desktop.cutover import told
from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.errors import ContractError
from clubos_desktop.evidence import drills, members
from clubos_desktop.evidence.drills import Drills
from clubos_desktop.evidence.members import Group
from clubos_desktop.evidence.pseudonyms import Pseudonyms
from clubos_desktop.evidence.untouched import Calls, Proof, proving
from clubos_desktop.findings import noise, ruling, times, weekly
from clubos_desktop.findings.noise import Noise
from clubos_desktop.findings.times import TimeRow
from clubos_desktop.findings.weekly import Week
from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import Evidence, RunFigures
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Instant
from clubos_desktop.store import audit, registers, settings, views
from clubos_desktop.verification import gates, measure
from clubos_desktop.verification.limits import Limits, Setting
from clubos_desktop.verification.registers import risks as risk_register

FORMAT = 8
LISTED = (Kind.CHANGED, Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)
"""Differences that a pack lists one by one; what rules hide and what cannot be compared is counted."""

PERSONAL = frozenset({"first_name", "last_name", "email", "phone"})
"""Fields of members whose values stay in the workspace while names are hidden."""

HIDDEN = "hidden"
PAGE = 1000
"""Differences read at once."""

_RUNS = 200
_GATHERING = "Gathering the figures"
_HERE = ("http://127.", "http://localhost", "http://[::1]")


@dataclass(frozen=True, slots=True)
class Line:
    """A difference as it is listed. While names are hidden ``who`` is a pseudonym and personal values are not there."""

    domain: Domain
    kind: Kind
    who: str
    field: str
    legacy: str | None
    clubos: str | None
    detail: str
    first_seen: Instant
    once: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is compared, in words."""

    domain: Domain
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A version of the rules that somebody put in force, and why."""

    version: int
    at: Instant
    reason: str


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk as it was rated last; ``raised`` are the checks that raise it now. Who minds it is left out: a name."""

    number: str
    title: str
    likelihood: int
    impact: int
    mitigation: str
    abort: str
    review: str
    raised: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """The audit entry that sealed a pack: its number, its hash, and the hash of the snapshot that it names."""

    seq: int
    hash: str
    snapshot: str

    @property
    def check_number(self) -> str:
        """What people read out: the first eight characters."""
        return f"{self.hash[:4]} {self.hash[4:8]}".upper()


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """A pack. ``seal`` is not part of the snapshot; ``entries`` is how long the audit log was before it."""

    format: int
    id: str
    purpose: str
    program: str
    practice: bool
    names_shown: bool
    evidence: Evidence
    limits: tuple[Setting, ...]
    readiness: Readiness
    runs: tuple[RunFigures, ...]
    untouched: Proof
    differences: tuple[Line, ...]
    rules: tuple[Rule, ...]
    rules_version: int
    entries: int
    seal: Seal | None = None
    times: tuple[TimeRow, ...] = ()
    times_compared: int = 0
    rule_changes: tuple[RuleChange, ...] = ()
    risks: tuple[RiskLine, ...] = ()
    after: tuple[str, ...] = ()
    drills: Drills = drills.NONE
    groups: tuple[Group, ...] = ()
    noise: tuple[Noise, ...] = ()
    weeks: tuple[Week, ...] = ()
    oldest: Instant | None = None
    """When the oldest difference that still stands was first seen."""

    @property
    def calls(self) -> tuple[Calls, ...]:
        """Every call by side and method."""
        return self.untouched.calls


def gather(
    conn: Connection,
    at: Instant,
    zone: str,
    *,
    identity: str,
    purpose: str,
    program: str,
    pseudonyms: Pseudonyms,
    names_shown: bool = False,
) -> EvidencePack:
    """Everything for a pack, read in one snapshot. ``identity`` is its id, ``program`` this program's version."""
    return finish(
        gathering(
            conn,
            at,
            zone,
            identity=identity,
            purpose=purpose,
            program=program,
            pseudonyms=pseudonyms,
            names_shown=names_shown,
        )
    )


def gathering(
    conn: Connection,
    at: Instant,
    zone: str,
    *,
    identity: str,
    purpose: str,
    program: str,
    pseudonyms: Pseudonyms,
    names_shown: bool = False,
) -> Job[EvidencePack]:
    """The same as a job that can be stopped between its parts."""
    limits = measure.limits_of(conn)
    evidence = yield from measure.gathering(conn, at, zone)
    version, rules = measure.rules_of(conn)
    said = () if rules is None else diff_rules.describe(rules)
    compared, walls = times.table(conn, zone)
    yield Progress(measure.JUDGING)
    readiness = gates.assess(evidence, limits)
    yield Progress(measure.JUDGING)
    untouched = yield from proving(conn)
    yield Progress(_GATHERING)
    groups = () if rules is None else members.groups(conn, rules)
    yield Progress(_GATHERING)
    noisy = () if rules is None else (yield from noise.listening(conn, rules))
    listed = _all_differences(conn)
    yield Progress(_GATHERING)
    return EvidencePack(
        format=FORMAT,
        id=identity,
        purpose=purpose,
        program=program,
        practice=_practice(conn),
        names_shown=names_shown,
        evidence=evidence,
        limits=limits.settings,
        readiness=readiness,
        runs=tuple(found for run in views.runs(conn, limit=_RUNS) if (found := measure.figures(run)) is not None),
        untouched=untouched,
        differences=tuple(_line(each, None if names_shown else pseudonyms) for each in listed),
        rules=tuple(Rule(domain, field, text) for domain, field, text in said),
        rules_version=version,
        entries=audit.head(conn)[0],
        times=walls,
        times_compared=compared,
        rule_changes=tuple(
            RuleChange(each.version, each.at, each.reason) for each in reversed(ruling.history(conn)) if each.reason
        ),
        after=told.sentences(conn, measure.known_at(conn, at, zone)),
        risks=_risks(conn, readiness, names_shown=names_shown),
        drills=drills.gather(registers.read(conn), names_shown=names_shown),
        groups=groups,
        noise=noisy,
        weeks=weekly.weeks(conn, zone, at),
        oldest=weekly.oldest(conn),
    )


_OWN = "A risk of the club's own"


def _risks(conn: Connection, readiness: Readiness, *, names_shown: bool) -> tuple[RiskLine, ...]:
    """Every risk; what a club wrote itself may name people, so it stays inside when names are hidden."""
    shipped = {risk.number for risk in risk_register.PRELOADED}
    return tuple(
        RiskLine(
            each.number,
            each.title if names_shown or each.number in shipped else _OWN,
            each.likelihood,
            each.impact,
            each.mitigation if names_shown or each.number in shipped else "Kept in the workspace.",
            each.abort if names_shown or each.number in shipped else "",
            each.review,
            risk_register.raised(each, readiness),
        )
        for each in risk_register.risks(registers.read(conn)).values()
    )


def snapshot(pack: EvidencePack) -> bytes:
    """The pack without its seal as canonical JSON: the same state gives the same bytes."""
    return msgspec.json.encode(replace(pack, seal=None), order="sorted")


def load(content: bytes) -> EvidencePack:
    """The pack of a snapshot. Raises ContractError when the content is none."""
    try:
        pack = msgspec.json.decode(content, type=EvidencePack)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ContractError(
            "The figures inside this pack cannot be read.",
            remedy="Ask for the file again from the workspace it was made in.",
        ) from error
    if pack.format != FORMAT:
        raise ContractError(
            "This pack was made by another version of ClubOS Desktop.", remedy="Check it with the version that made it."
        )
    return pack


def recomputed(pack: EvidencePack) -> Readiness:
    """Signals, gates and verdict once more, from the pack's evidence and limits alone."""
    return gates.assess(pack.evidence, Limits(pack.limits))


def _practice(conn: Connection) -> bool:
    """True when a connection leads to this computer itself: only practice servers are there."""
    kept = [settings.get(conn, f"connection.{side}", {}) for side in Side]
    return any(str(value).startswith(_HERE) for connection in kept for value in connection.values())


def _all_differences(conn: Connection) -> list[Difference]:
    wanted = views.DifferenceFilter(kinds=LISTED)
    found: list[Difference] = []
    after: int | None = None
    while True:
        page = views.differences(conn, wanted, after=after, limit=PAGE)
        found += page.rows
        after = page.next
        if after is None:
            return found


def _line(found: Difference, pseudonyms: Pseudonyms | None) -> Line:
    """A stored difference as it is listed, without personal values where ``pseudonyms`` are given."""
    who, legacy, clubos = found.who, found.legacy, found.clubos
    if pseudonyms is not None and found.domain is not Domain.EVENTS:
        who = pseudonyms.name(found.domain, found.legacy_id or found.clubos_id or "")
    if pseudonyms is not None and found.domain is Domain.MEMBERS and found.field in PERSONAL:
        legacy, clubos = _shape(legacy), _shape(clubos)
    once = found.status is Status.SEEN_ONCE
    labels = {field.name: field.label for field in COMPARED.get(found.domain, ())}
    label = labels.get(found.field, found.field.replace("_", " ").capitalize())
    return Line(found.domain, found.kind, who, label, legacy, clubos, found.detail, found.first_seen, once)


def _shape(value: str | None) -> str | None:
    return None if value is None else HIDDEN
