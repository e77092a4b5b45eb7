"""Files of the day: the sheet for the table, the calendar, the reconciliation sheet, the report of a return."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cli.acting import wanted
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.evidence.papers import Papers
from clubos_desktop.model.runbook import Plan
from clubos_desktop.workspace import Workspace


def write(plan: Plan, opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    """Write one of them. Raises InputError, StorageError."""
    path = Path(wanted(said.file, "--file"))
    made = Papers(opened.database, opened.club.name, opened.club.zone)
    files.write(path, WRITERS[said.act](plan, made, said), private=True)
    terminal.result({"path": str(path)}, f"Written: {path}.")
    return 0


WRITERS: dict[str, Callable[[Plan, Papers, Namespace], bytes]] = {
    "sheet": lambda plan, made, _: made.sheet(plan),
    "calendar": lambda _, made, said: made.calendar(wanted(said.day, "--day"), said.at),
    "reconcile": lambda _plan, made, _said: made.reconciliation(),
    "report": lambda _, made, said: made.report(said.answer),
}
"""What each act writes."""
