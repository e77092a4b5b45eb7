"""Two records of one system that may be one person or event; merging them is a correction by hand in that system.

This program keeps pairs one to one and writes to no system. So "they are one" settles the record that has no partner as
to be removed there, with the reason; "they are two" (a couple with one e-mail) is remembered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection

from clubos_desktop.diff.candidates import Candidate, candidate
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import deciding, reading
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import pairs, settings, views
from clubos_desktop.store.database import Database
from clubos_desktop.store.views import DifferenceFilter

_SETTING = "doubles.two"
_LARGEST = 12
"""Records that share one key; more are a shared mailbox, not one person."""

Place = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two records. ``paired`` says that it has a counterpart in the other system."""

    key: str
    title: str
    paired: bool


@dataclass(frozen=True, slots=True)
class Double:
    """Two records of one system and why they may be one. ``likely`` is False for those who may be a couple."""

    side: Side
    domain: Domain
    first: Half
    second: Half
    reasons: tuple[str, ...]
    likely: bool

    @property
    def place(self) -> Place:
        """What names it for ever."""
        return self.side.value, self.domain.value, self.first.key, self.second.key

    @property
    def extra(self) -> Half | None:
        """The record to remove when both are one: that without a counterpart; None when both have one."""
        return next((half for half in (self.second, self.first) if not half.paired), None)


def found(conn: Connection, rules: RuleSet) -> tuple[Double, ...]:
    """All that nobody has said to be two, the likely ones first. Reads every member: not for a screen's thread."""
    two = {tuple(each) for each in settings.get(conn, _SETTING, [])}
    every = [
        double
        for side in Side
        for domain in (Domain.MEMBERS, Domain.EVENTS)
        for double in _of(conn, rules, side, domain)
        if double.place not in two
    ]
    return tuple(sorted(every, key=lambda one: (not one.likely, one.side, one.first.title.casefold(), one.place)))


def _of(conn: Connection, rules: RuleSet, side: Side, domain: Domain) -> Iterator[Double]:
    records = {record.key: candidate(rules, side, record) for record in views.current(conn, side, domain)}
    titles = pairs.titles_of(conn, side, domain)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, each in records.items():
        for shared in _shared(domain, each):
            groups[shared].append(key)
    seen: set[tuple[str, str]] = set()
    for keys in groups.values():
        if not 1 < len(keys) <= _LARGEST:
            continue
        for first, second in combinations(sorted(keys), 2):
            if (first, second) not in seen:
                seen.add((first, second))
                reasons, likely = _reasons(domain, records[first], records[second])
                one, other = (Half(key, *titles.get(key, (key, False))) for key in (first, second))
                yield Double(side, domain, one, other, reasons, likely)


def _shared(domain: Domain, each: Candidate) -> Iterator[tuple[str, ...]]:
    """What two records of one person have in common: e-mail, or name and phone; of one event: title and start."""
    first, second, third, fourth = each.parts[:4]
    if domain is Domain.EVENTS:
        if first and second:
            yield ("title", first, second)
        return
    if third:
        yield ("e-mail", third)
    if first and second and fourth:
        yield ("name", first, second, fourth)


def _reasons(domain: Domain, one: Candidate, other: Candidate) -> tuple[tuple[str, ...], bool]:
    if domain is Domain.EVENTS:
        return ("same title", "same start"), True
    names = ("first name", "last name", "e-mail", "phone")
    said = tuple(
        f"{'same' if mine == theirs else 'another'} {name}"
        for name, mine, theirs in zip(names, one.parts, other.parts, strict=False)
        if mine and theirs
    )
    return said, one.parts[0] == other.parts[0]


def merge(database: Database, double: Double, *, clock: Clock, actor: str, zone_name: str) -> int:
    """Both are one: the one without a counterpart is to be removed in its system, by hand. Returns the batch.

    Raises RefusedError when both have a counterpart, or when the extra one is not seen as a difference.
    """
    extra = double.extra
    if extra is None:
        raise RefusedError(
            f"{double.first.title} and {double.second.title} both have a counterpart in the other system. "
            "Nothing was decided.",
            remedy="Part the wrong pair first; then say again that they are one.",
            code="doubles.paired",
        )
    kept = double.first if extra is double.second else double.second
    kind = Kind.ONLY_LEGACY if double.side is Side.LEGACY else Kind.ONLY_CLUBOS
    with database.read() as conn:
        wanted = DifferenceFilter(double.domain, (kind,), "", text=extra.key)
        rows = reading.every(conn, to_instant(clock.now()), reading.FindingFilter(wanted))
        mine = [each for each in rows if extra.key in (each.difference.legacy_id, each.difference.clubos_id)]
    if not mine:
        raise RefusedError(
            f"{extra.title} is not in the list of differences now. Nothing was decided.",
            remedy="Copy both systems and look again.",
            code="doubles.gone",
        )
    where = SIDE_LABELS[double.side]
    reason = f"The same as {kept.title} ({kept.key}): merge both in {where}, or remove this one there."
    choice = Choice.LEGACY if double.side is Side.LEGACY else Choice.CLUBOS
    seen = {each.difference.id: each.seen for each in mine}
    return deciding.decide(database, seen, Ruling(choice, reason), clock=clock, actor=actor, zone_name=zone_name)


def say_two(database: Database, places: Iterable[Place], *, actor: str) -> None:
    """They are two, and are not listed again."""
    with database.transaction(actor, "two records kept apart") as tx:
        kept = [tuple(each) for each in settings.get(tx.connection, _SETTING, [])]
        new = [place for place in places if place not in kept]
        settings.put(tx, _SETTING, [list(each) for each in (*kept, *new)])
        tx.subject["records"] = [list(each) for each in new]


def take_back(database: Database, places: Iterable[Place], *, actor: str) -> None:
    """What was said to be two is listed again."""
    gone = set(places)
    with database.transaction(actor, "two records listed again") as tx:
        kept = [tuple(each) for each in settings.get(tx.connection, _SETTING, [])]
        settings.put(tx, _SETTING, [list(each) for each in kept if each not in gone])
        tx.subject["records"] = [list(each) for each in gone]


def one(conn: Connection, rules: RuleSet, first: str, second: str) -> Double:
    """The double of two keys. Raises InputError."""
    for each in found(conn, rules):
        if {each.first.key, each.second.key} == {first, second}:
            return each
    raise InputError(
        f"{first} and {second} are not listed as two records of one. Nothing was changed.",
        remedy="List them: clubos-desktop match doubles.",
        code="doubles.unknown",
    )
