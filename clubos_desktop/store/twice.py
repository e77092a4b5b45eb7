"""How many records a copy of everything read differently though nothing about them had changed, kept by run.

One setting for each side and domain: the figure of the last ``KEPT`` runs, counted when each was taken over.
"""

import json
from collections.abc import Collection

from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.store import settings

KEPT = 20
"""So many copies of everything can be taken back before the figure of the one that stands then is not known."""


def _key(side: Side, domain: Domain) -> str:
    return f"twice.{side}.{domain}"


def note(conn: Connection, run: Run, odd: int) -> None:
    """Keep the figure of a run, inside the transaction that accepts it."""
    kept = settings.get(conn, _key(run.side, run.domain), {}) | {str(run.id): odd}
    newest = sorted(kept, key=int)[-KEPT:]
    settings.write(conn, _key(run.side, run.domain), {number: kept[number] for number in newest})


def figure(conn: Connection, side: Side, domain: Domain, run: int) -> int | None:
    """The figure of a run; None when it was taken over by a version of this program that did not count."""
    found: int | None = settings.get(conn, _key(side, domain), {}).get(str(run))
    return found


def forget(conn: Connection, run: Run) -> None:
    """A run was taken back."""
    kept = settings.get(conn, _key(run.side, run.domain), {})
    if kept.pop(str(run.id), None) is not None:
        settings.write(conn, _key(run.side, run.domain), kept)


def newest_full(conn: Connection, side: Side, domain: Domain) -> tuple[int, Instant] | None:
    """The last accepted copy of everything of a side and domain, and when it began."""
    row = conn.exec_driver_sql(
        "SELECT id, started FROM run WHERE side = ? AND domain = ? AND state = ? AND mode = ? ORDER BY id DESC LIMIT 1",
        (side.value, domain.value, RunState.COMPLETE.value, Mode.FULL.value),
    ).first()
    return None if row is None else (int(row.id), row.started)


def left_out_then(conn: Connection, ids: Collection[int], run: int, before: Instant) -> list[str]:
    """Keys of those of some records that a run did not list though their own time of change lies before ``before``."""
    found = conn.exec_driver_sql(
        "SELECT r.key FROM record r JOIN version v ON v.record = r.id AND v.to_run IS NULL "
        "WHERE r.id IN (SELECT value FROM json_each(?)) AND r.missing_run <= ? AND v.modified < ?",
        (json.dumps(sorted(ids)), run, before),
    )
    return list(found.scalars())
