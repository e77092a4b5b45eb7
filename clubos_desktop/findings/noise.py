"""The noise floor: how much a system differs from itself between its last two copies (features.md E6).

A value that reads otherwise although its system does not say that the record was changed moved by itself: by the form
of the answer, by rounding, by an order. So many differences between the systems mean nothing yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.normal import steps
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.records import TYPES, Record
from clubos_desktop.model.runs import Run
from clubos_desktop.store import views


@dataclass(frozen=True, slots=True)
class Noise:
    """One field of one side. Of ``looked`` records in both copies ``moved`` read otherwise without a change there.

    ``changed`` read otherwise and the system says that the record was changed, or says nothing of times.
    """

    side: Side
    domain: Domain
    field: str
    looked: int
    moved: int
    changed: int


def floor(conn: Connection, rules: RuleSet, sides: Iterable[Side] = tuple(Side)) -> tuple[Noise, ...]:
    """The noise of every compared field; nothing for a side that was copied less than twice."""
    return finish(listening(conn, rules, sides))


def listening(conn: Connection, rules: RuleSet, sides: Iterable[Side] = tuple(Side)) -> Job[tuple[Noise, ...]]:
    """The same as a job that can be stopped between some hundred records."""
    totals = {(each.side, each.domain): each.present for each in views.totals(conn)}
    found: list[Noise] = []
    for side in sides:
        for domain in PAIRED:
            run = views.latest_accepted(conn).get((side, domain))
            if run is None or not _before(conn, side, domain, run.id):
                continue
            counts = yield from _counts(conn, rules, run)
            new = conn.exec_driver_sql(_NEW, (side.value, domain.value, run.id)).scalar_one()
            looked = max(0, totals.get((side, domain), 0) - int(new))
            found += [Noise(side, domain, each.name, looked, *counts[each.name]) for each in COMPARED[domain]]
    return tuple(found)


_EVERY = 500
"""Records between two safe points."""

_NEW = """
SELECT count(*) FROM record r WHERE r.side = ? AND r.domain = ? AND r.gone_run IS NULL
AND (SELECT min(v.from_run) FROM version v WHERE v.record = r.id) = ?
"""
_REPLACED = """
SELECT o.fields, n.fields, o.modified, n.modified FROM record r
JOIN version n ON n.record = r.id AND n.from_run = ? JOIN version o ON o.record = r.id AND o.to_run = n.from_run
WHERE r.side = ? AND r.domain = ?
"""


def _before(conn: Connection, side: Side, domain: Domain, run: int) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM run WHERE side = ? AND domain = ? AND state = 'complete' AND id < ?)"
    return bool(conn.exec_driver_sql(sql, (side.value, domain.value, run)).scalar())


def _counts(conn: Connection, rules: RuleSet, run: Run) -> Job[dict[str, list[int]]]:
    """Moved and changed values of each field in a run."""
    side, domain = run.side, run.domain
    decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
    counts = {each.name: [0, 0] for each in COMPARED[domain]}
    replaced = conn.exec_driver_sql(_REPLACED, (run.id, side.value, domain.value))
    for place, (old, new, before, after) in enumerate(replaced):
        if not place % _EVERY:
            yield Progress("Comparing the last two copies", place)
        by_itself = before is not None and before == after
        for field in _differing(rules, side, decode(old), decode(new)):
            counts[field][0 if by_itself else 1] += 1
    return counts


def _differing(rules: RuleSet, side: Side, old: Record, new: Record) -> list[str]:
    plan = steps(rules, side is Side.LEGACY, type(old))
    return [step.field for step in plan if step.values(old)[1] != step.values(new)[1]]
