"""When both systems last said the same of a field, and what: found in the kept versions of both records.

A copy is looked at as it stood at its end. Nothing is stored for it: the rules in force now decide what "the same" is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.compare import compare
from clubos_desktop.diff.normal import steps
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.diff.shown import shown
from clubos_desktop.findings import reading
from clubos_desktop.model.differences import Difference, Kind
from clubos_desktop.model.domains import PAIRED, Domain
from clubos_desktop.model.records import TYPES, Instant, Record


@dataclass(frozen=True, slots=True)
class Agreed:
    """The value that both systems showed, and when the last copy that saw it ended.

    ``legacy_since`` and ``clubos_since`` say since when each side says something else, None where it still says this.
    """

    value: str | None
    at: Instant
    legacy_since: Instant | None
    clubos_since: Instant | None

    @property
    def both(self) -> bool:
        """True when both sides changed it since."""
        return self.legacy_since is not None and self.clubos_since is not None


@dataclass(frozen=True, slots=True)
class _Version:
    """What a side said from copy ``begins``, which had it at ``at``, until before copy ``ends`` (None: still)."""

    begins: int
    ends: int | None
    at: Instant
    record: Record

    def stands_in(self, copy: int) -> bool:
        return self.begins <= copy and (self.ends is None or copy < self.ends)


def last_agreed(conn: Connection, rules: RuleSet, difference: Difference) -> Agreed | None:
    """When a field was last equal on both sides; None when no copy saw that, or for whole records."""
    row = conn.exec_driver_sql(
        "SELECT p.legacy, p.clubos FROM difference x JOIN pair p ON p.id = x.pair WHERE x.id = ?", (difference.id,)
    ).one_or_none()
    if row is None or not difference.field or difference.domain not in PAIRED:
        return None
    return _agreed(conn, rules, difference.field, _histories(conn, difference.domain, row[0], row[1]))


def changed_in_both(conn: Connection, rules: RuleSet, at: Instant) -> tuple[int, ...]:
    """Ids of the differences that need a person at ``at`` and in which both systems changed what they agreed on."""
    settled = set(reading.settled(conn, at))
    rows = [row for row in conn.exec_driver_sql(_CANDIDATES) if row[0] not in settled]
    found = []
    for identity, domain, field, legacy, clubos in rows:
        agreed = _agreed(conn, rules, field, _histories(conn, Domain(domain), legacy, clubos))
        if agreed is not None and agreed.both:
            found.append(identity)
    return tuple(found)


_CANDIDATES = """
SELECT x.id, x.domain, x.field, p.legacy, p.clubos FROM difference x JOIN pair p ON p.id = x.pair
WHERE x.closed IS NULL AND x.kind = 'changed'
AND EXISTS (SELECT 1 FROM version v WHERE v.record = p.legacy AND v.to_run IS NOT NULL)
AND EXISTS (SELECT 1 FROM version v WHERE v.record = p.clubos AND v.to_run IS NOT NULL)
"""
"""Only where both sides have more than one version can both have changed."""


def as_compared(rules: RuleSet, field: str, legacy: Record, clubos: Record) -> tuple[str | None, str | None]:
    """Both values in the form in which they are compared."""
    found = []
    for record, is_legacy in ((legacy, True), (clubos, False)):
        step = next(step for step in steps(rules, is_legacy, type(record)) if step.field == field)
        found.append(step.values(record)[1])
    return found[0], found[1]


_Histories = tuple[list["_Version"], list["_Version"]]


def _histories(conn: Connection, domain: Domain, legacy: int, clubos: int) -> _Histories:
    return _versions(conn, domain, legacy), _versions(conn, domain, clubos)


def _agreed(conn: Connection, rules: RuleSet, field: str, histories: _Histories) -> Agreed | None:
    mine, theirs = histories
    for copy, left, right in _together(mine, theirs):
        if not _differs(rules, field, left.record, right.record):
            until = min((each.ends for each in (left, right) if each.ends is not None), default=None)
            later = [each for each in mine if each.begins > left.begins]
            left_since = _since([(each.at, _differs(rules, field, each.record, right.record)) for each in later])
            later = [each for each in theirs if each.begins > right.begins]
            right_since = _since([(each.at, _differs(rules, field, left.record, each.record)) for each in later])
            return Agreed(
                shown(rules, field, left.record, right.record)[0],
                _ended(conn, left.record.domain, copy if until is None else until - 1),
                left_since,
                right_since,
            )
    return None


def _together(mine: list[_Version], theirs: list[_Version]) -> Iterator[tuple[int, _Version, _Version]]:
    """Copies in which something began, the newest first, with the versions of both sides at their end."""
    for copy in sorted({each.begins for each in (*mine, *theirs)}, reverse=True):
        left = next((each for each in reversed(mine) if each.stands_in(copy)), None)
        right = next((each for each in reversed(theirs) if each.stands_in(copy)), None)
        if left is not None and right is not None:
            yield copy, left, right


def _since(versions: list[tuple[Instant, bool]]) -> Instant | None:
    """Since when a side says something else; None while its newest version says what both did."""
    changed = None
    for at, differs in versions:
        if not differs:
            changed = None
        elif changed is None:
            changed = at
    return changed


def _differs(rules: RuleSet, field: str, legacy: Record, clubos: Record) -> bool:
    return any(each.field == field and each.kind is Kind.CHANGED for each in compare(rules, legacy, clubos))


def _versions(conn: Connection, domain: Domain, record: int) -> list[_Version]:
    rows = conn.exec_driver_sql(
        "SELECT b.copy, e.copy, coalesce(b.ended, b.started), v.fields FROM version v JOIN run b ON b.id = v.from_run "
        "LEFT JOIN run e ON e.id = v.to_run WHERE v.record = ? ORDER BY v.id",
        (record,),
    )
    decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
    return [_Version(begins, ends, at, decode(fields)) for begins, ends, at, fields in rows if fields]


def _ended(conn: Connection, domain: Domain, copy: int) -> Instant:
    """When the last complete copy of a domain up to this one was made."""
    sql = "SELECT max(coalesce(ended, started)) FROM run WHERE copy <= ? AND domain = ? AND state = 'complete'"
    return str(conn.exec_driver_sql(sql, (copy, domain.value)).scalar_one())
