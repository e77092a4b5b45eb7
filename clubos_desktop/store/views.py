"""What is read from a workspace: figures, runs, history; from ``lists`` and ``catalogue`` rows by the page.

Every function takes one read connection (``Database.read``), so that a screen's figures and rows are of one moment,
and returns frozen values. Figures come from the kept counters and cost the same at any size of club.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.people import AuditEntry
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.store import audit as audit_log
from clubos_desktop.store import tables
from clubos_desktop.store.catalogue import (
    RecordDetail,
    RecordPage,
    RecordRow,
    Sighting,
    current,
    detail,
    records,
    versions,
)
from clubos_desktop.store.counts import Count, FieldTotal, counts, field_totals, pair_totals, suggestion_totals
from clubos_desktop.store.lists import (
    DifferenceFilter,
    DifferencePage,
    Order,
    difference,
    differences,
    differences_of,
    samples,
)
from clubos_desktop.store.suggested import SuggestionRow, suggested, suggestions, suggestions_of

__all__ = [
    "CopySummary",
    "Count",
    "DifferenceFilter",
    "DifferencePage",
    "FieldTotal",
    "Held",
    "Order",
    "RecordDetail",
    "RecordPage",
    "RecordRow",
    "Sighting",
    "SuggestionRow",
    "Total",
    "audit",
    "copies",
    "counts",
    "current",
    "detail",
    "difference",
    "differences",
    "differences_of",
    "field_totals",
    "held",
    "latest_accepted",
    "latest_runs",
    "pair_totals",
    "records",
    "run",
    "runs",
    "samples",
    "suggested",
    "suggestion_totals",
    "suggestions",
    "suggestions_of",
    "totals",
    "versions",
]


@dataclass(frozen=True, slots=True)
class Total:
    """How many records of a domain the copy of a side holds.

    ``present`` are those the source shows, ``missing`` of these were not in the last complete listing (seen to be
    away once), ``gone`` are tombstones ("No longer in ..."), not part of ``present``. ``accepted`` is the last run
    that was accepted, None when there is no complete copy yet.
    """

    side: Side
    domain: Domain
    present: int
    missing: int
    gone: int
    accepted: Run | None


@dataclass(frozen=True, slots=True)
class CopySummary:
    """One press of "Copy now": all its runs."""

    copy: int
    started: str
    ended: str | None
    runs: tuple[Run, ...]

    @property
    def complete(self) -> bool:
        """True when every run was accepted."""
        return all(run.state is RunState.COMPLETE for run in self.runs)


@dataclass(frozen=True, slots=True)
class Held:
    """Why a run waits for a person: the records that are not in the answer, by name, and fields changed in masses.

    ``vanished`` and ``present`` are counts; ``names`` the first 200 names; ``fields`` maps a field to how many changed.
    """

    run: Run
    present: int
    vanished: int
    names: tuple[str, ...]
    fields: Mapping[str, int]


def to_run(values: RowMapping) -> Run:
    """A stored run as its value; wall time is stored in milliseconds."""
    return Run(
        id=values["id"],
        copy=values["copy"],
        side=Side(values["side"]),
        domain=Domain(values["domain"]),
        mode=Mode(values["mode"]),
        state=RunState(values["state"]),
        started=values["started"],
        ended=values["ended"],
        source_count=values["source_count"],
        listed=values["listed"],
        stored=values["stored"],
        changed=values["changed"],
        missing=values["missing"],
        requests=values["requests"],
        seconds=values["seconds"] / 1000,
        reason=values["reason"],
        watermark=values["watermark"],
    )


def totals(conn: Connection) -> tuple[Total, ...]:
    """Records of each side and domain, in the order of the domains; domains never copied are left out."""
    c = tables.counter.c
    rows = conn.execute(select(c.domain, c.field, c.status, c.n).where(c.kind == "record")).all()
    held = {(row.domain, row.field, row.status): row.n for row in rows}
    accepted = latest_accepted(conn)
    known = {(Side(side), Domain(domain)) for domain, side, _ in held} | set(accepted)
    return tuple(
        Total(
            side,
            domain,
            present=held.get((domain, side, "present"), 0),
            missing=held.get((domain, side, "missing"), 0),
            gone=held.get((domain, side, "gone"), 0),
            accepted=accepted.get((side, domain)),
        )
        for domain in Domain
        for side in Side
        if (side, domain) in known
    )


def runs(conn: Connection, *, limit: int = 100, before: int | None = None) -> tuple[Run, ...]:
    """Runs, newest first; ``before`` is the id of the last run of the page before."""
    query = select(tables.run).order_by(tables.run.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(tables.run.c.id < before)
    return tuple(to_run(row) for row in conn.execute(query).mappings())


def run(conn: Connection, identity: int) -> Run | None:
    """One run."""
    row = conn.execute(select(tables.run).where(tables.run.c.id == identity)).mappings().one_or_none()
    return None if row is None else to_run(row)


def latest_runs(conn: Connection) -> dict[tuple[Side, Domain], Run]:
    """The newest run of each side and domain, whatever became of it."""
    newest = select(func.max(tables.run.c.id)).group_by(tables.run.c.side, tables.run.c.domain)
    found = (to_run(row) for row in conn.execute(select(tables.run).where(tables.run.c.id.in_(newest))).mappings())
    return {(each.side, each.domain): each for each in found}


def latest_accepted(conn: Connection) -> dict[tuple[Side, Domain], Run]:
    """The newest accepted run of each side and domain."""
    c = tables.run.c
    newest = select(func.max(c.id)).where(c.state == RunState.COMPLETE).group_by(c.side, c.domain)
    found = (to_run(row) for row in conn.execute(select(tables.run).where(c.id.in_(newest))).mappings())
    return {(each.side, each.domain): each for each in found}


def copies(conn: Connection, *, limit: int = 30, before: int | None = None) -> tuple[CopySummary, ...]:
    """Presses of "Copy now", newest first; ``before`` is the number of the last one of the page before."""
    c = tables.run.c
    numbers = select(c.copy).distinct().order_by(c.copy.desc()).limit(limit)
    if before is not None:
        numbers = numbers.where(c.copy < before)
    rows = conn.execute(select(tables.run).where(c.copy.in_(numbers)).order_by(c.copy.desc(), c.id)).mappings()
    grouped: dict[int, list[Run]] = {}
    for row in rows:
        grouped.setdefault(row["copy"], []).append(to_run(row))
    return tuple(_summary(number, members) for number, members in grouped.items())


def _summary(number: int, members: list[Run]) -> CopySummary:
    ends = [member.ended for member in members]
    ended = None if None in ends else max(end for end in ends if end is not None)
    return CopySummary(number, min(member.started for member in members), ended, tuple(members))


def held(conn: Connection, identity: int) -> Held | None:
    """Why a run is held, None when it is not."""
    of = run(conn, identity)
    if of is None or of.state is not RunState.HELD:
        return None
    c = tables.landing.c
    body = conn.execute(select(c.body).where(c.run == identity, c.seq == HOLD_SEQ)).scalar()
    if body is None:
        return Held(of, 0, 0, (), {})
    said = json.loads(body)
    r = tables.record.c
    names = conn.execute(select(r.title).where(r.id.in_(said["records"][:200])).order_by(r.sort)).scalars()
    return Held(of, said["present"], len(said["records"]), tuple(names), said["fields"])


HOLD_SEQ = -2
"""Place in ``landing`` of what a held run waits for (JSON: present, records, fields)."""

END_SEQ = -1
"""Place in ``landing`` of what the source said at the end of a listing (MessagePack of model.runs.Listing)."""


def audit(conn: Connection, *, limit: int = 100, before: int | None = None) -> tuple[AuditEntry, ...]:
    """The audit log, newest first; ``before`` is the number of the last entry of the page before."""
    return tuple(audit_log.page(conn, before=before, size=limit))
