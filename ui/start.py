"""The installed command: with a command it is the command line, without one it opens the window.

Imports no Qt itself, so that the command line runs where there is no screen.
"""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Choose between window and command line, and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words:
        return _window(words)
    from clubos_desktop.cli.commands import COMMANDS  # noqa: PLC0415  the window alone needs no table of commands

    names = {command.name for command in COMMANDS}
    command = next((word for word in words if word in names), None)
    if command == "demo" and "--gui" in words and "--json" not in words:
        return _window(words)
    if command is not None or {"-h", "--help", "--version", "--json"} & set(words):
        from clubos_desktop.cli.main import main as command_line  # noqa: PLC0415  one of two programs is loaded

        return command_line(words)
    return _window(words)


def _window(words: list[str]) -> int:
    """Open the window. Words it does not know are handed to Qt."""
    import argparse  # noqa: PLC0415  same
    from pathlib import Path  # noqa: PLC0415  same

    parser = argparse.ArgumentParser(prog="clubos-desktop", add_help=False)
    parser.add_argument("command", nargs="?", choices=["demo"])
    parser.add_argument("--gui", action="store_true")
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--practice", action="store_true")
    parser.add_argument("--members", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--faults", default="")
    parser.add_argument("--as", dest="actor")
    said, others = parser.parse_known_args(words)

    from ui import app  # noqa: PLC0415  Qt is imported here and nowhere before
    from ui.wish import Wish  # noqa: PLC0415  same

    practice = said.practice or said.command == "demo"
    return app.run(
        others, Wish(said.workspace, practice=practice, members=said.members, seed=said.seed, fault=said.faults)
    )


if __name__ == "__main__":
    sys.exit(main())
