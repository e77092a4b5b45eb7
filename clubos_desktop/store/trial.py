"""A restore tried out: into a fresh folder, opened, examined, and held against the workspace row by row."""

import tempfile
from functools import partial
from pathlib import Path
from threading import Event

from clubos_desktop.job import Job, Progress, aside
from clubos_desktop.store import audit, backup, sqlite
from clubos_desktop.store.backup import Backup
from clubos_desktop.store.database import Database

_ROWS = 5000
"""Rows that are compared between two signs of life."""


def run(database: Database, file: Path) -> Job[tuple[Backup, int, tuple[str, ...]]]:
    """Restore a backup of this workspace and throw it away again.

    Returns what it says of itself, how many rows were compared one by one, and what was wrong. Raises StorageError when
    the backup cannot be read at all.
    """
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "workspace.clubos"
        said = yield from backup.restore(file, path)
        yield Progress("Examining the restored copy")
        restored = Database.open(path, database.key, clock=database.clock)
        try:
            stopping = Event()
            work = partial(_faults, restored, said, file, stopping)
            problems = yield from aside(work, "Examining the restored copy", stopping)
            rows, differing = yield from _compare(database, restored)
        finally:
            restored.close()
    return said, rows, (*problems, *differing)


def _faults(restored: Database, said: backup.Backup, file: Path, stopping: Event) -> list[str]:
    with restored.read() as conn, sqlite.giving_up(conn.connection.driver_connection, stopping.is_set):
        anchor = audit.Anchor(said.head, f"the list in {file.name}", said.entries)
        chain = [problem.what for problem in audit.verify(conn, [anchor] if said.entries else [])]
        return sqlite.faults(conn) + chain


_COMPARED = (
    ("record", "SELECT id, side, domain, key FROM record WHERE id > ? ORDER BY id LIMIT ?"),
    ("version of a record", "SELECT id, record, from_run, fields, raw FROM version WHERE id > ? ORDER BY id LIMIT ?"),
    ("entry of the history", "SELECT seq, hash, actor, act, subject FROM audit WHERE seq > ? ORDER BY seq LIMIT ?"),
)
"""What is only ever added: every row of a backup stands in the workspace, unchanged."""


def _compare(database: Database, restored: Database) -> Job[tuple[int, list[str]]]:
    """How many rows were compared, and the first ten that are not the same."""
    compared, wrong = 0, []
    for what, query in _COMPARED:
        after = 0
        while True:
            with restored.read() as conn:
                there = {row[0]: tuple(row) for row in conn.exec_driver_sql(query, (after, _ROWS))}
            if not there:
                break
            with database.read() as conn:
                here = {row[0]: tuple(row) for row in conn.exec_driver_sql(query, (after, 2 * _ROWS))}
            wrong += [
                f"{what} {key} is another one in the backup" for key, row in there.items() if here.get(key) != row
            ]
            compared, after = compared + len(there), max(there)
            yield Progress("Holding each record against the backup", compared)
    return compared, wrong[:10]
