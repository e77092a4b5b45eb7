"""What people said of two records: that they belong together, or that they do not.

By the sources' keys, so that it holds when a record went away and came back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select, update

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Instant
from clubos_desktop.store import tables
from clubos_desktop.store.act import Tx

TOGETHER, APART = "together", "apart"
METHOD = "person"
"""How pairs are marked that a person made."""


@dataclass(frozen=True, slots=True)
class Said:
    """All that stands for a domain: pairs of keys, legacy's and ClubOS's."""

    together: tuple[tuple[str, str], ...]
    apart: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of two records. ``method`` tells how a parted pair had been made, "" for a suggestion."""

    id: int
    batch: int
    at: Instant
    by: str
    domain: Domain
    legacy: str
    clubos: str
    choice: str
    method: str
    reason: str
    stands: bool


def standing(conn: Connection, domain: Domain) -> Said:
    """What people said of the records of a domain."""
    v = tables.verdict.c
    rows = conn.execute(select(v.legacy, v.clubos, v.choice).where(v.domain == domain, v.stands).order_by(v.id)).all()
    return Said(
        tuple((row.legacy, row.clubos) for row in rows if row.choice == TOGETHER),
        frozenset((row.legacy, row.clubos) for row in rows if row.choice == APART),
    )


def say(
    tx: Tx, domain: Domain, rows: Iterable[tuple[str, str]], choice: str, *, method: str = "", reason: str = ""
) -> int:
    """Say something of pairs of keys as one batch; returns it. What was said of them before is over."""
    listed = list(rows)
    b, v = tables.batch, tables.verdict
    begun = insert(b).values(at=tx.at, actor=tx.actor, act=choice, n=len(listed)).returning(b.c.id)
    batch: int = tx.connection.execute(begun).scalar_one()
    for legacy, clubos in listed:
        _over(tx.connection, domain, legacy, clubos)
        values = {"domain": domain, "legacy": legacy, "clubos": clubos, "choice": choice, "method": method}
        tx.connection.execute(insert(v).values(batch=batch, reason=reason, stands=True, **values))
    tx.subject.update(batch=batch, domain=domain.value, pairs=[list(pair) for pair in listed])
    return batch


def _over(conn: Connection, domain: Domain, legacy: str, clubos: str) -> None:
    v = tables.verdict.c
    same = (v.domain == domain, v.legacy == legacy, v.clubos == clubos, v.stands)
    conn.execute(update(tables.verdict).where(*same).values(stands=False))


def take_back(tx: Tx, batch: int) -> tuple[Verdict, ...]:
    """Undo a batch: what was said before of the same records stands again. Returns what was taken back."""
    conn = tx.connection
    mine = [each for each in every(conn, batch=batch) if each.stands]
    b, v = tables.batch.c, tables.verdict.c
    for each in mine:
        _over(conn, each.domain, each.legacy, each.clubos)
        same = (v.domain == each.domain, v.legacy == each.legacy, v.clubos == each.clubos, v.id < each.id)
        before = select(v.id).join(tables.batch, b.id == v.batch).where(*same, b.undone.is_(None))
        again = conn.execute(before.order_by(v.id.desc()).limit(1)).scalar()
        conn.execute(update(tables.verdict).where(v.id == again).values(stands=True))
    conn.execute(update(tables.batch).where(b.id == batch).values(undone=tx.at, undone_by=tx.actor))
    return tuple(mine)


def every(conn: Connection, *, batch: int | None = None, limit: int = 1000) -> tuple[Verdict, ...]:
    """What was said, newest first; of one batch or of all."""
    v, b = tables.verdict.c, tables.batch.c
    query = select(tables.verdict, b.at, b.actor).join(tables.batch, b.id == v.batch).order_by(v.id.desc())
    query = query.limit(limit) if batch is None else query.where(v.batch == batch)
    return tuple(_verdict(row) for row in conn.execute(query).mappings())


def _verdict(row: RowMapping) -> Verdict:
    return Verdict(
        row["id"],
        row["batch"],
        row["at"],
        row["actor"],
        Domain(row["domain"]),
        row["legacy"],
        row["clubos"],
        row["choice"],
        row["method"],
        row["reason"],
        row["stands"],
    )
