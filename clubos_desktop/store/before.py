"""What was here before a copy was taken over, so that it can be taken back (features.md S3.3).

Versions are append-only and say it of themselves: those that a run replaced end with it. Records that came back keep
nothing of their absence; that is noted beside, for the newest runs of a side and domain.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Run, RunState
from clubos_desktop.store import bulk, records, settings, verdicts
from clubos_desktop.store.pairs import PairRow
from clubos_desktop.store.records import Fresh

KEPT = 20
"""Runs of a side and domain whose returned records are remembered."""

_PARTED = "parted"
"""Setting: pairs that ended with a copy."""

_IN = "(SELECT value FROM json_each(?))"

Away = tuple[int, int, int | None]
"""A record that was away: its id, the run that missed it first, the run that took it for gone."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a run brought: ids of records. ``back`` were away before; ``first`` it missed, ``second`` it took for gone.

    ``changed`` holds, by id, the fields and the raw answer that stood before.
    """

    new: tuple[int, ...]
    changed: dict[int, tuple[bytes, bytes]]
    back: tuple[Away, ...]
    first: tuple[int, ...]
    second: tuple[int, ...]

    @property
    def every(self) -> set[int]:
        """All of them."""
        away = (each[0] for each in self.back)
        return {*self.new, *self.changed, *away, *self.first, *self.second}


def _key(side: Side, domain: Domain) -> str:
    return f"returned.{side}.{domain}"


def note(conn: Connection, run: Run, back: Collection[int]) -> None:
    """Before records of ``back`` are listed again, inside the transaction that accepts ``run``."""
    key = _key(run.side, run.domain)
    kept = settings.get(conn, key, None)
    if kept is not None and not back:
        return
    sql = f"SELECT id, missing_run, gone_run FROM record WHERE id IN {_IN}"
    rows = [list(row) for row in conn.exec_driver_sql(sql, (json.dumps(list(back)),))] if back else []
    since = run.id if kept is None else kept["since"]
    runs = {} if kept is None else kept["runs"]
    if rows:
        runs = dict(sorted((runs | {str(run.id): rows}).items(), key=lambda one: int(one[0]))[-KEPT:])
        dropped = len(runs) == KEPT
        since = max(since, int(next(iter(runs)))) if dropped else since
    settings.write(conn, key, {"since": since, "runs": runs})


def note_parted(conn: Connection, copy: int, parted: Collection[tuple[Domain, PairRow]]) -> None:
    """Keep the pairs that ended with a copy, inside a transaction that accepts runs of it."""
    if not parted:
        return
    kept = settings.get(conn, _PARTED, {})
    rows = [[domain.value, pair.legacy, pair.clubos, pair.method] for domain, pair in parted]
    kept[str(copy)] = [*kept.get(str(copy), []), *rows]
    settings.write(conn, _PARTED, dict(sorted(kept.items(), key=lambda one: int(one[0]))[-KEPT:]))


class Parted(NamedTuple):
    """A pair that ended: its domain, both records, how it was made."""

    domain: Domain
    legacy: int
    clubos: int
    method: str


def parted(conn: Connection, copy: int) -> list[Parted]:
    """Pairs that ended with a copy and could be again; they are forgotten with this look."""
    kept = settings.get(conn, _PARTED, {})
    rows = [Parted(Domain(row[0]), *row[1:]) for row in kept.pop(str(copy), [])]
    settings.write(conn, _PARTED, kept)
    ids = json.dumps([each for row in rows for each in (row.legacy, row.clubos)])
    taken = set(conn.exec_driver_sql(f"SELECT legacy FROM pair WHERE legacy IN {_IN}", (ids,)).scalars())
    taken |= set(conn.exec_driver_sql(f"SELECT clubos FROM pair WHERE clubos IN {_IN}", (ids,)).scalars())
    again = []
    for row in rows:  # in the order they ended: the first of a record is the one that stood before the copy
        if taken.isdisjoint((row.legacy, row.clubos)):
            again.append(row)
            taken |= {row.legacy, row.clubos}
    return again


def pair(conn: Connection, again: Parted, at: Instant) -> bool:
    """Pair two records again; not where a person has said since that they are not the same."""
    made = conn.exec_driver_sql(
        "INSERT INTO pair (domain, legacy, clubos, method, made, legacy_print, clubos_print) "
        "SELECT ?, l.id, c.id, ?, ?, coalesce(l.fingerprint, x''), coalesce(c.fingerprint, x'') "
        "FROM record l, record c WHERE l.id = ? AND c.id = ? AND NOT EXISTS (SELECT 1 FROM verdict v "
        "WHERE v.domain = ? AND v.legacy = l.key AND v.clubos = c.key AND v.choice = ? AND v.stands)",
        (again.domain.value, again.method, at, again.legacy, again.clubos, again.domain.value, verdicts.APART),
    )
    return made.rowcount == 1


def brought(conn: Connection, run: Run) -> Brought | None:
    """What a run brought; None where not enough of it was kept."""
    kept = settings.get(conn, _key(run.side, run.domain), None)
    if kept is None or run.id < kept["since"]:
        return None
    at = (run.id,)
    new = conn.exec_driver_sql(
        "SELECT v.record FROM version v WHERE v.from_run = ? AND v.to_run IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM version o WHERE o.record = v.record AND o.from_run < v.from_run)",
        at,
    )
    new_ids = tuple(new.scalars())
    changed = conn.exec_driver_sql(
        "SELECT record, fields, raw FROM version WHERE to_run = ? AND from_run < to_run", at
    ).fetchall()
    missed = (
        "SELECT id FROM record INDEXED BY ix_record_missing WHERE side = ? AND domain = ? AND missing_run IS NOT NULL"
    )
    where = (run.side.value, run.domain.value, run.id)
    return Brought(
        new_ids,
        {row[0]: (row[1], row[2]) for row in changed},
        tuple((row[0], row[1], row[2]) for row in kept["runs"].get(str(run.id), ())),
        tuple(conn.exec_driver_sql(f"{missed} AND missing_run = ? AND gone_run IS NULL", where).scalars()),
        tuple(conn.exec_driver_sql(f"{missed} AND gone_run = ?", where).scalars()),
    )


def bring_back(conn: Connection, run: Run, what: Brought, fresh: Sequence[Fresh]) -> None:
    """Let stand again what stood before ``run``; ``fresh`` are its changed records as they were.

    Records it brought first become tombstones: they and all versions stay.
    """
    ids = json.dumps(list(what.changed))
    conn.exec_driver_sql(f"UPDATE version SET to_run = from_run WHERE from_run = ? AND record IN {_IN}", (run.id, ids))
    conn.exec_driver_sql(
        f"UPDATE version SET to_run = NULL WHERE to_run = ? AND from_run < to_run AND record IN {_IN}", (run.id, ids)
    )
    records.set_all(conn, fresh)
    first, second, new = (json.dumps(list(some)) for some in (what.first, what.second, what.new))
    conn.exec_driver_sql(f"UPDATE record SET missing_run = NULL WHERE id IN {_IN}", (first,))
    conn.exec_driver_sql(f"UPDATE record SET gone_run = NULL WHERE id IN {_IN}", (second,))
    bulk.many(
        conn,
        "UPDATE record SET missing_run = ?, gone_run = ? WHERE id = ?",
        [(missing, gone, identity) for identity, missing, gone in what.back],
    )
    conn.exec_driver_sql(f"UPDATE record SET missing_run = ?, gone_run = ? WHERE id IN {_IN}", (run.id, run.id, new))
    conn.exec_driver_sql("DELETE FROM page WHERE side = ? AND domain = ?", (run.side.value, run.domain.value))
    conn.exec_driver_sql("UPDATE run SET state = ? WHERE id = ?", (RunState.UNDONE.value, run.id))


def names(conn: Connection, ids: Collection[int], most: int) -> tuple[str, ...]:
    """What people call some records, in the order of their names."""
    rows = conn.exec_driver_sql(
        f"SELECT title FROM record WHERE id IN {_IN} ORDER BY sort, id LIMIT ?", (json.dumps(list(ids)), most)
    )
    return tuple(rows.scalars())


def made_by(conn: Connection, domain: Domain, at: Instant, said: str) -> list[PairRow]:
    """Pairs that were made by themselves at a moment (``said`` is the method of those that people made)."""
    rows = conn.exec_driver_sql(
        "SELECT id, legacy, clubos, method FROM pair WHERE domain = ? AND made = ? AND method <> ?",
        (domain.value, at, said),
    )
    return [PairRow(*row) for row in rows.fetchall()]
