"""Comparison rules as acts: what a rule would hide, counted before it is in force; a change with its reason; words.

Nothing is hidden unseen: the effect lists samples, and what rules hide stays in every summary.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.diff.compare import compare
from clubos_desktop.diff.fieldrules import MEMBER_STATUSES, REGISTRATION_STATUSES
from clubos_desktop.diff.normal import steps
from clubos_desktop.diff.rules import WORD_TABLES, RuleSet
from clubos_desktop.diff.texts import words as small
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.differences import FieldDifference, Kind
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import TYPES, Instant, Member, Record, Registration
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import pairs
from clubos_desktop.store.database import Database
from clubos_desktop.sync import rulebook
from clubos_desktop.sync.rehash import rehash

_SAMPLES = 5
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sample:
    """One pair of values on which a rule decides."""

    who: str
    legacy: str | None
    clubos: str | None


@dataclass(frozen=True, slots=True)
class FieldEffect:
    """What other rules would do to one field: differences now and then, hidden ones now and then, samples of each.

    ``hides`` were different and would be equal, ``shows`` were equal and would be different.
    """

    domain: Domain
    field: str
    differs: tuple[int, int]
    hidden: tuple[int, int]
    hides: tuple[Sample, ...]
    shows: tuple[Sample, ...]

    @property
    def changes(self) -> bool:
        """True when the rules do something else to this field."""
        return self.differs[0] != self.differs[1] or self.hidden[0] != self.hidden[1] or bool(self.hides or self.shows)


@dataclass(frozen=True, slots=True)
class WordUse:
    """A word of one system: how many records carry it, what it means, and whether that is a meaning both know.

    ``table`` is one of ``diff.rules.WORD_TABLES``, "" for tiers, which need no translation.
    """

    table: str
    word: str
    n: int
    means: str
    mapped: bool


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A version of the rules: since when, by whom (an actor) and why."""

    version: int
    at: Instant
    by: str
    reason: str


def effect(database: Database, then: RuleSet, domains: Sequence[Domain] = PAIRED) -> Job[tuple[FieldEffect, ...]]:
    """What rules would do to the pairs as they are, field by field; nothing is changed. Closing the job is harmless.

    Pairs themselves do not depend on the rules of fields (``diff.candidates``).
    """
    with database.read() as conn:
        now = rulebook.of_club(conn)
    found: list[FieldEffect] = []
    for domain in domains:
        tally = {step.field: _Tally() for step in steps(now, True, TYPES[domain])}
        with database.read() as conn:
            units = pairs.all_pairs(conn, domain)
        decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
        for start in range(0, len(units), _AT_ONCE):
            yield Progress("Trying the rules", start, len(units))
            some = units[start : start + _AT_ONCE]
            with database.read() as conn:
                fields = pairs.fields_of(conn, [identity for pair in some for identity in (pair.legacy, pair.clubos)])
            for pair in some:
                if pair.legacy in fields and pair.clubos in fields:
                    _try(tally, now, then, decode(fields[pair.legacy]), decode(fields[pair.clubos]))
        found += [each.effect(domain, field) for field, each in tally.items()]
    return tuple(found)


class _Tally:
    """Counts of one field under both rules."""

    def __init__(self) -> None:
        self.counts = [[0, 0], [0, 0]]  # differs now, then; hidden now, then
        self.hides: list[Sample] = []
        self.shows: list[Sample] = []

    def add(self, who: str, now: FieldDifference | None, then: FieldDifference | None) -> None:
        """One pair."""
        for at, each in enumerate((now, then)):
            self.counts[0][at] += each is not None and each.kind is Kind.CHANGED
            self.counts[1][at] += each is not None and each.kind is Kind.IGNORED
        before, after = (each is not None and each.kind is Kind.CHANGED for each in (now, then))
        shown = now or then
        if before != after and shown is not None:
            listed = self.hides if before else self.shows
            if len(listed) < _SAMPLES:
                listed.append(Sample(who, shown.legacy, shown.clubos))

    def effect(self, domain: Domain, field: str) -> FieldEffect:
        """The result."""
        (a, b), (c, d) = self.counts
        return FieldEffect(domain, field, (a, b), (c, d), tuple(self.hides), tuple(self.shows))


def _try(tally: dict[str, _Tally], now: RuleSet, then: RuleSet, legacy: Record, clubos: Record) -> None:
    before = {each.field: each for each in compare(now, legacy, clubos)}
    after = {each.field: each for each in compare(then, legacy, clubos)}
    for field in before.keys() | after.keys():
        tally[field].add(_called(legacy), before.get(field), after.get(field))


def _called(record: Record) -> str:
    if isinstance(record, Member):
        return " ".join(filter(None, (record.first_name, record.last_name))) or record.key
    return str(getattr(record, "title", None) or record.key)


def change(database: Database, then: RuleSet, reason: str, *, clock: Clock, actor: str) -> Job[int]:
    """Put rules in force as a new version; returns how many records were made comparable anew.

    Raises InputError without a reason, or when these rules are in force already.
    """
    if not reason.strip():
        raise InputError(
            "A rule is changed only with a reason, which stands in the next board pack. Nothing was changed.",
            remedy="Say why.",
            code="rules.reason",
        )
    with database.read() as conn:
        copied = rulebook.present(conn) is not None
        same = rulebook.of_club(conn) == then
    if same:
        raise InputError(
            "These rules are in force already. Nothing was changed.", remedy="Nothing is left to do.", code="rules.same"
        )
    if copied:
        return (yield from rehash(database, then, clock=clock, actor=actor, reason=reason))
    yield Progress("Keeping the rules")
    with database.transaction(actor, "rules changed") as tx:
        version = rulebook.keep(tx.connection, then, to_instant(clock.now()), actor=actor, reason=reason)
        tx.subject["version"] = version
    return 0


def undo(database: Database, *, clock: Clock, actor: str) -> Job[int]:
    """Put the rules before the newest version in force again, as a version of their own. Raises InputError."""
    with database.read() as conn:
        before = rulebook.before(conn)
        versions = history(conn)
    if before is None:
        raise InputError(
            "The rules were never changed. Nothing was undone.", remedy="Nothing is left to do.", code="rules.undo"
        )
    reason = f"Undone: {versions[0].reason}" if versions[0].reason else "Undone"
    return (yield from change(database, before, reason, clock=clock, actor=actor))


def history(conn: Connection) -> tuple[RuleVersion, ...]:
    """Every version of the rules, newest first."""
    rows = conn.exec_driver_sql("SELECT version, at, actor, reason FROM rules ORDER BY version DESC")
    return tuple(RuleVersion(*row) for row in rows)


def with_word(rules: RuleSet, table: str, word: str, means: str) -> RuleSet:
    """The rules with another meaning of one word. Raises InputError in words for people."""
    if table not in WORD_TABLES:
        raise InputError(
            f"There is no list of words “{table}”. Nothing was changed.",
            remedy="Choose one of: " + ", ".join(WORD_TABLES) + ".",
            code="rules.table",
        )
    known = {entry.word: entry.means for entry in getattr(rules, table)}
    return diff_rules.with_words(rules, table, known | {small(word): small(means)})


def words(conn: Connection, rules: RuleSet) -> tuple[WordUse, ...]:
    """Every status and level that records carry, those without a meaning first, then the most used."""
    members, registrations = Domain.MEMBERS, Domain.REGISTRATIONS
    tiers = tuple(word for word, _, _ in _counted(conn, members, Side.CLUBOS, "level"))
    places: tuple[tuple[str, Domain, Side, str, tuple[str, ...] | None], ...] = (
        ("legacy_status", members, Side.LEGACY, "status", MEMBER_STATUSES),
        ("clubos_status", members, Side.CLUBOS, "status", MEMBER_STATUSES),
        ("levels", members, Side.LEGACY, "level", tiers),
        ("legacy_registration", registrations, Side.LEGACY, "status", None),
        ("clubos_registration", registrations, Side.CLUBOS, "status", REGISTRATION_STATUSES),
    )
    found = [
        use
        for table, domain, side, field, meanings in places
        for use in _uses(rules, table, _counted(conn, domain, side, field), meanings)
    ]
    return tuple(sorted(found, key=lambda use: (use.mapped, -use.n, use.table, use.word)))


def tiers(conn: Connection) -> tuple[str, ...]:
    """The tiers that ClubOS's members have, in their small form, the most used first."""
    found = _counted(conn, Domain.MEMBERS, Side.CLUBOS, "level")
    return tuple(word for word, _, _ in sorted(found, key=lambda one: (-one[1], one[0])))


def _uses(
    rules: RuleSet, table: str, counted: Sequence[tuple[str, int, str]], meanings: tuple[str, ...] | None
) -> list[WordUse]:
    """``meanings`` None: a word that is not listed means what the registration's flags say."""
    known = {entry.word: entry.means for entry in getattr(rules, table)}
    found = []
    for word, n, flagged in counted:
        means = known.get(word, word if meanings is not None else flagged)
        found.append(WordUse(table, word, n, means, meanings is None or means in meanings))
    return found


def _counted(conn: Connection, domain: Domain, side: Side, field: str) -> list[tuple[str, int, str]]:
    """Words in their small form, how many records carry each, and what a registration's flags say."""
    rows = conn.exec_driver_sql(
        "SELECT v.fields FROM record r JOIN version v ON v.record = r.id AND v.to_run IS NULL "
        "WHERE r.side = ? AND r.domain = ? AND r.gone_run IS NULL",
        (side.value, domain.value),
    ).scalars()
    decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
    counts: dict[tuple[str, str], int] = {}
    for fields in rows:
        record = decode(fields)
        text = getattr(record, field)
        word = small(text) if text else ""
        if not word and domain is Domain.MEMBERS and field == "status" and side is Side.LEGACY:
            word = "not_a_member"
        if word:
            counts[word, _flags(record)] = counts.get((word, _flags(record)), 0) + 1
    return [(word, n, flagged) for (word, flagged), n in counts.items()]


def _flags(record: Record) -> str:
    if not isinstance(record, Registration):
        return ""
    return "cancelled" if record.cancelled else "waitlisted" if record.waitlisted else "registered"
