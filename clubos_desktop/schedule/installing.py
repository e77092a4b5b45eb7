"""Taking up and dropping the files of ``schedule.system`` in the computer's own scheduler."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.errors import UnavailableError
from clubos_desktop.schedule import system
from clubos_desktop.schedule.system import Installation

KINDS = ("systemd", "launchd", "windows")


def installation(workspace: Path, kind: str = "") -> Installation:
    """What belongs to this computer's system, or to the one that is named."""
    task = system.task(workspace)
    kind = kind or {"win32": "windows", "darwin": "launchd"}.get(sys.platform, "systemd")
    if kind == "windows":
        return system.windows(task, workspace.parent)
    if kind == "launchd":
        return system.launchd(task, Path.home(), getattr(os, "getuid", int)())
    return system.systemd(task, Path.home())


def installed(made: Installation) -> bool:
    """Whether its files are there."""
    return all(file.exists() for file, _ in made.files)


def install(made: Installation) -> None:
    """Write the files and register them. Raises UnavailableError with what is left to do by hand, StorageError."""
    for file, content in made.files:
        file.parent.mkdir(parents=True, exist_ok=True)
        files.write(file, content, private=True)
    _run(made.register, f"The files are written ({made.files[0][0].parent}), but")


def remove(made: Installation) -> list[Path]:
    """Drop the files again; returns those that were there. Raises UnavailableError."""
    present = [file for file, _ in made.files if file.exists()]
    if present:
        _run(made.remove, "The files stay where they are:")
    for file in present:
        file.unlink(missing_ok=True)
    return present


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
