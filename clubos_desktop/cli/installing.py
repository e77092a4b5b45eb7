"""``schedule install`` and ``uninstall``: the computer's own scheduler asks whether a copy is due."""

from argparse import Namespace

from clubos_desktop.cli.opening import path_of
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.schedule import installing, system
from clubos_desktop.schedule.system import Installation


def install(arguments: Namespace, terminal: Terminal) -> int:
    """Write the files and register them; with ``--print`` only show what would be written and run."""
    made = _installation(arguments)
    if arguments.print:
        terminal.result(_as_json(made), _shown(made))
        return 0
    installing.install(made)
    terminal.result(
        _as_json(made),
        f"This computer asks every {system.EVERY_MINUTES} minutes whether a copy is due, also while the window is "
        "closed and after it has slept. It needs you to be signed in to this computer.",
    )
    return 0


def remove(arguments: Namespace, terminal: Terminal) -> int:
    """Drop the files again. The plan stays in the workspace."""
    made = _installation(arguments)
    if arguments.print:
        terminal.result(_as_json(made), _shown(made))
        return 0
    present = installing.remove(made)
    said = "The computer no longer asks. Copies are planned only while the window is open."
    terminal.result({"removed": [str(file) for file in present]}, said if present else "Nothing was installed.")
    return 0


def _installation(arguments: Namespace) -> Installation:
    """What belongs to this computer's system, or to the one named by ``--system``."""
    path = path_of(arguments)
    if not path.exists():
        raise InputError(f"There is no workspace {path}.", remedy="Check the name.", code="workspace.none")
    return installing.installation(path, arguments.system or "")


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
