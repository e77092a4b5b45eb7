"""``runs``: every copy that was made, the runs of one, and the calls of a run."""

from argparse import Namespace

from sqlalchemy import Connection

from clubos_desktop.cli import copying
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import MOST, Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.model.time import wall
from clubos_desktop.store import calls, views
from clubos_desktop.store.views import CopySummary


def show(arguments: Namespace, terminal: Terminal) -> int:
    """Copies newest first; with a number the runs of that copy; with --calls the calls of a run."""
    limit = min(max(1, arguments.limit), MOST)
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        zone = opened.club.zone
        if arguments.calls is not None:
            _calls(conn, arguments.calls, limit, zone, terminal)
        elif arguments.copy is not None:
            _runs(conn, arguments.copy, terminal)
        else:
            _copies(views.copies(conn, limit=limit), zone, terminal)
    return 0


def _copies(found: tuple[CopySummary, ...], zone: str, terminal: Terminal) -> None:
    rows = [
        [c.copy, wall(c.started, zone), "yes" if c.complete else "no", sum(r.changed for r in c.runs), _requests(c)]
        for c in found
    ]
    terminal.result(
        {
            "copies": [
                {
                    "copy": c.copy,
                    "started": c.started,
                    "ended": c.ended,
                    "complete": c.complete,
                    "changed": sum(run.changed for run in c.runs),
                    "requests": _requests(c),
                    "seconds": round(sum(run.seconds for run in c.runs), 1),
                }
                for c in found
            ]
        },
        table(["Copy", "When", "Complete", "Changed", "Calls"], rows, numbers=[0, 3, 4]) if found else "No copy yet.",
    )


def _requests(copy: CopySummary) -> int:
    return sum(run.requests for run in copy.runs)


def _runs(conn: Connection, number: int, terminal: Terminal) -> None:
    found = next(iter(views.copies(conn, limit=1, before=number + 1)), None)
    if found is None or found.copy != number:
        raise InputError(
            f"There is no copy {number}.", remedy="See the list with clubos-desktop runs.", code="runs.copy"
        )
    terminal.result({"runs": [copying.as_json(run) for run in found.runs]}, copying.text(found.runs))


def _calls(conn: Connection, number: int, limit: int, zone: str, terminal: Terminal) -> None:
    run = views.run(conn, number)
    if run is None:
        raise InputError(f"There is no run {number}.", remedy="See a copy's runs with runs N --json.", code="runs.run")
    found = calls.of_run(conn, run, limit=limit)
    terminal.result(
        {
            "calls": [
                {"at": c.at, "method": c.method, "path": c.path, "status": c.status, "milliseconds": c.milliseconds}
                for c in found
            ]
        },
        table(
            ["When", "Call", "Answer", "ms"],
            [[wall(c.at, zone), f"{c.method} {c.path}", c.status or "none", c.milliseconds] for c in found],
            numbers=[2, 3],
        ),
    )
