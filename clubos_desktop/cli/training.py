"""``training``: practise on a copy of the workspace, checked by results."""

import shlex
import sys
from argparse import Namespace
from pathlib import Path

from clubos_desktop import training as copies
from clubos_desktop.cli.acting import wanted
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.store.database import Database
from clubos_desktop.verification import practising

WRITING = frozenset({"start", "end", "begin", "help"})


def training(arguments: Namespace, terminal: Terminal) -> int:
    """Begin and end on the workspace itself; begin a task, ask for help and show on its copy."""
    with workspace(arguments, writing=arguments.act in WRITING) as opened:
        if arguments.act == "start":
            if opened.person is None:
                raise InputError("Nobody is known here.", remedy="Add a person first.", code="person.none")
            path = terminal.drive(copies.start(opened, opened.person))
            with_it = f"Say --workspace {_quoted(path)} with every command, then training end."
            said = f"A copy to practise on is {path}. {with_it}"
            terminal.result({"copy": str(path), "tasks": [task.id for task in practising.TASKS]}, said)
            return 0
        if arguments.act == "end":
            tried = copies.finish(opened)
            passed = sum(each.passed for each in tried)
            terminal.result(
                {"tasks": [as_json(each) for each in tried]}, f"{passed} of {len(tried)} tried tasks are passed."
            )
            return 0
        return _inside(opened.database, arguments, terminal)


def _quoted(path: Path) -> str:
    """A path as a command line takes it for one word."""
    return f'"{path}"' if sys.platform == "win32" else shlex.quote(str(path))


def _inside(database: Database, said: Namespace, terminal: Terminal) -> int:
    if said.act == "begin":
        practising.begin(database, wanted(said.task, "a task"))
    how = practising.ask_help(database, wanted(said.task, "a task")) if said.act == "help" else ""
    with database.read() as conn:
        found = practising.outcomes(conn)
    rows = [[each.task.id, each.task.title, each.state, each.tries or "", each.seconds or ""] for each in found]
    shown = table(["Task", "What", "State", "Tries", "Seconds"], rows)
    terminal.result({"how": how, "tasks": [as_json(each) for each in found]}, f"{how}\n\n{shown}".strip())
    return 0


def as_json(each: practising.Outcome) -> dict[str, object]:
    """A task under the stable names of the command reference."""
    return {
        "task": each.task.id,
        "title": each.task.title,
        "tries": each.tries,
        "done": each.done,
        "helped": each.helped,
        "passed": each.passed,
        "seconds": each.seconds,
    }
