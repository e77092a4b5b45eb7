"""``schedule install`` and ``uninstall``: the computer's own scheduler asks whether a copy is due."""

import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cli.opening import path_of
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError, UnavailableError
from clubos_desktop.schedule import system
from clubos_desktop.schedule.system import Installation

KINDS = ("systemd", "launchd", "windows")


def install(arguments: Namespace, terminal: Terminal) -> int:
    """Write the files and register them; with ``--print`` only show what would be written and run."""
    made = installation(arguments)
    if arguments.print:
        terminal.result(_as_json(made), _shown(made))
        return 0
    for file, content in made.files:
        file.parent.mkdir(parents=True, exist_ok=True)
        files.write(file, content, private=True)
    _run(made.register, f"The files are written ({made.files[0][0].parent}), but")
    terminal.result(
        _as_json(made),
        f"This computer asks every {system.EVERY_MINUTES} minutes whether a copy is due, also while the window is "
        "closed and after it has slept. It needs you to be signed in to this computer.",
    )
    return 0


def remove(arguments: Namespace, terminal: Terminal) -> int:
    """Drop the files again. The plan stays in the workspace."""
    made = installation(arguments)
    present = [file for file, _ in made.files if file.exists()]
    if arguments.print:
        terminal.result(_as_json(made), _shown(made))
        return 0
    if present:
        _run(made.remove, "The files stay where they are:")
    for file in present:
        file.unlink(missing_ok=True)
    said = "The computer no longer asks. Copies are planned only while the window is open."
    terminal.result({"removed": [str(file) for file in present]}, said if present else "Nothing was installed.")
    return 0


def installation(arguments: Namespace) -> Installation:
    """What belongs to this computer's system, or to the one named by ``--system``."""
    path = path_of(arguments)
    if not path.exists():
        raise InputError(f"There is no workspace {path}.", remedy="Check the name.", code="workspace.none")
    task = system.task(path)
    kind = arguments.system or _kind()
    if kind == "windows":
        return system.windows(task, path.parent)
    if kind == "launchd":
        return system.launchd(task, Path.home(), getattr(os, "getuid", int)())
    return system.systemd(task, Path.home())


def _kind() -> str:
    return {"win32": "windows", "darwin": "launchd"}.get(sys.platform, "systemd")


def _run(commands: Sequence[Sequence[str]], before: str) -> None:
    """Run the system's own commands. Raises UnavailableError with what is left to do by hand."""
    for words in commands:
        line = " ".join(words)
        program = shutil.which(words[0])
        if program is None:
            raise _not_taken(before, f"this computer has no {words[0]}", line)
        done = subprocess.run([program, *words[1:]], capture_output=True, text=True, check=False)  # noqa: S603 - our words
        if done.returncode != 0:
            why = (done.stderr or done.stdout).strip().splitlines()
            raise _not_taken(before, f"{words[0]} said: {why[-1] if why else done.returncode}", line)


def _not_taken(before: str, why: str, line: str) -> UnavailableError:
    return UnavailableError(
        f"{before} {why}.",
        remedy=f"Run this yourself: {line}. Or leave the window open; it makes the planned copies too.",
        code="schedule.register",
    )


def _as_json(made: Installation) -> dict[str, object]:
    return {
        "files": [str(file) for file, _ in made.files],
        "register": [list(words) for words in made.register],
        "remove": [list(words) for words in made.remove],
    }


def _shown(made: Installation) -> str:
    parts = [f"# {file}\n{_text(content)}" for file, content in made.files]
    return "\n".join([*parts, "# to register", *(" ".join(words) for words in made.register)])


def _text(content: bytes) -> str:
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
