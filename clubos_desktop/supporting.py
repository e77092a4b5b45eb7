"""A report for support: how this program and its copies stand, with nothing personal and no secret in it."""

import json
import platform
from collections import Counter
from importlib import metadata
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop import __version__, files, log
from clubos_desktop.model.domains import Side
from clubos_desktop.store import failures, settings, views
from clubos_desktop.sync import completeness, schema
from clubos_desktop.workspace import Workspace

PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "httpx", "msgspec", "sqlcipher3", "keyring", "cryptography")
_CRASHES = 5


def report(workspace: Workspace) -> str:
    """The report as JSON text, readable by a person before it is passed on."""
    with workspace.database.read() as conn:
        told: dict[str, object] = {
            "program": {
                "version": __version__,
                "python": platform.python_version(),
                "system": f"{platform.system()} {platform.release()}",
                "packages": {name: _version(name) for name in PACKAGES},
            },
            "copies": _copies(conn),
            "failures": [
                {"side": each.side, "domain": each.domain, "code": each.code, "at": each.at, "n": each.n}
                for each in failures.every(conn)
            ],
            "answers": [
                {"class": each.change.kind, "side": each.change.side, "domain": each.change.domain}
                | {"field": each.change.field, "breaking": each.change.breaking, "since": each.since}
                for each in schema.every(conn, schema.found)
            ],
            "aside": dict(Counter(f"{each.side} {each.domain}" for each in schema.every(conn, schema.aside))),
            "connection test": {side.value: _contact(conn, side) for side in Side},
            "calls": _calls(conn),
            "marks": {side.value: len(completeness.marks(conn, side)) for side in Side},
        }
    told["log"] = [each for line in log.tail(log.folder()) if (each := _whole(line)) is not None]
    told["crashes"] = [file.read_text("utf-8") for file in _crashes()]
    return json.dumps(told, indent=1, ensure_ascii=False, default=str)


def _whole(line: str) -> object:
    """A line of the log; None of one that was cut off while it was written."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def save(workspace: Workspace, path: Path) -> None:
    """Write the report. Raises StorageError, InputError."""
    files.write(path, report(workspace).encode(), private=True)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not there"


def _copies(conn: Connection) -> list[dict[str, object]]:
    return [
        {
            "run": run.id,
            "copy": run.copy,
            "side": run.side.value,
            "domain": run.domain.value,
            "mode": run.mode.value,
            "state": run.state.value,
            "started": run.started,
            "counted": run.source_count,
            "listed": run.listed,
            "stored": run.stored,
            "changed": run.changed,
            "missing": run.missing,
            "requests": run.requests,
            "seconds": run.seconds,
        }
        for run in views.runs(conn, limit=60)
    ]


def _contact(conn: Connection, side: Side) -> dict[str, object]:
    kept = settings.get(conn, f"contact.{side.value}", {})
    return {name: kept.get(name) for name in ("at", "calls", "page", "quoted", "token_seconds")}


def _calls(conn: Connection) -> list[dict[str, object]]:
    """Calls by what was asked for and how it was answered; ids are left out."""
    rows = conn.exec_driver_sql("SELECT side, method, path, status, count(*), avg(ms) FROM call GROUP BY 1, 2, 3, 4")
    sums: Counter[tuple[str, str, str, int | None]] = Counter()
    for side, method, path, status, n, _ms in rows:
        place = "/".join(part for part in path.partition("?")[0].split("/") if part.isalpha())
        sums[side, method, place if log.path(place) == place else log.HIDDEN, status] += n
    return [
        {"side": side, "method": method, "path": path, "status": status, "n": n}
        for (side, method, path, status), n in sorted(sums.items(), key=str)
    ]


def _crashes() -> list[Path]:
    """The newest crash reports."""
    where = log.folder()
    return sorted(where.glob("crash-*.txt"))[-_CRASHES:] if where.is_dir() else []
