"""The command line: reads the arguments, runs one command, turns errors into sentences and exit codes.

Exit codes (design.md section 8): 0 done and good, 1 done and not good, 2 wrong usage or input,
3 could not be done, 130 cancelled.
"""

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from clubos_desktop import __version__, crash, log
from clubos_desktop.cli.command import Command
from clubos_desktop.cli.commands import COMMANDS
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import ClubOSError, InputError

CANCELLED = 130
_LONGEST_NAME, _LONGEST = 200, 4000
"""Bytes of a workspace's name, and of its whole path."""


WORDS = """words:
  legacy     Wild Apricot, the system that is in charge; clubos is the new one
  side       one of both systems
  domain     one kind of record: members, events, registrations, invoices, ...
  workspace  the club's one encrypted file on this computer

for example, from nothing to a board pack:
  clubos-desktop init --club "Lakeside Club" --person "Ann Lee" --sheet sheet.pdf
  clubos-desktop connect legacy wild-apricot
  clubos-desktop connect clubos clubos --url https://clubos.example.org
  clubos-desktop sync
  clubos-desktop diff
  clubos-desktop pack --purpose "Board meeting"
or with invented members and no account: clubos-desktop demo
"""


class _UsageError(Exception):
    """The arguments could not be understood; carries argparse's own sentence."""


class _Parser(argparse.ArgumentParser):
    """argparse, except that a wrong usage is an exception: with ``--json`` it must come out as JSON."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of leaving the program."""
        raise _UsageError(message)


class _CommandParser(_Parser):
    """The parser of one command, filled when it is asked: one run of the program needs one of some sixty."""

    command: Command | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Fill it first."""
        command, self.command = self.command, None
        if command is not None:
            self.add_argument("-h", "--help", action="help", help="show this help message and exit")
            _common(self, again=True)
            for argument in command.arguments:
                self.add_argument(*argument.names, **argument.options)
            self.set_defaults(run=command)
        return super().parse_known_args(args, namespace)


def parser() -> argparse.ArgumentParser:
    """The whole command line, built from the command table."""
    top = _Parser(prog="clubos-desktop")
    top.description = (
        "Copies Wild Apricot and ClubOS to this laptop, compares them and proves when it is safe to switch.\n"
        "Without a command it opens the window."
    )
    top.formatter_class = argparse.RawDescriptionHelpFormatter
    top.epilog = WORDS
    top.add_argument("--version", action="version", version=f"clubos-desktop {__version__}")
    _common(top)
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_CommandParser)
    for command in COMMANDS:
        sub = subparsers.add_parser(
            command.name, help=command.help, description=_about(command), epilog=_example(command), add_help=False
        )
        sub.command = command
    return top


def _about(command: Command) -> str:
    said = command.about or command.help
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith('.') else '.'}"


def _example(command: Command) -> str:
    return f"For example: clubos-desktop {command.example}" if command.example else ""


def _common(to: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Options that may stand before or after the command; ``again`` keeps what stood before it."""
    unsaid = argparse.SUPPRESS if again else None
    to.add_argument("--workspace", type=_file, metavar="FILE", default=unsaid, help="the club's workspace file")
    to.add_argument("--json", action="store_true", default=unsaid or False, help="one JSON document on stdout")
    to.add_argument("--as", dest="actor", metavar="NAME", default=unsaid, help="the person who acts")


def _file(text: str) -> Path:
    """The name of a workspace file, with room for what is called after it (.keys, .lock)."""
    path = Path(text)
    if (
        not path.name
        or "\0" in text
        or len(os.fsencode(path.name)) > _LONGEST_NAME
        or len(os.fsencode(path)) > _LONGEST
    ):
        raise argparse.ArgumentTypeError("this is no name that a file can have")
    return path


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    terminal = Terminal(as_json="--json" in words)
    log.begin()
    try:
        try:
            return _told(words, terminal)
        finally:
            _hand_over()
    except BrokenPipeError:  # whoever read the result has seen enough
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
            os.dup2(nowhere.fileno(), 1)  # or the interpreter complains once more on its way out
        return ClubOSError.exit_code
    finally:
        log.end()


def _hand_over() -> None:
    """Hand over what still waits to be read, a help page that argparse printed. Raises BrokenPipeError."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError):
        return  # a full disk, a closed output: told already where something was to be said


def _told(words: Sequence[str], terminal: Terminal) -> int:
    """Run a command; errors are told in sentences. Raises BrokenPipeError."""
    try:
        return _run(words, terminal)
    except _UsageError as error:
        said = str(error)
        return terminal.failed(InputError(f"{said[:1].upper()}{said[1:]}.", remedy=_HELP, code="usage"))
    except ClubOSError as error:
        log.note("refused", code=error.code, error=type(error).__name__)
        return terminal.failed(error)
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        terminal.say("Stopped. What was copied so far is kept; the next run goes on from there.")
        return CANCELLED
    except Exception as error:  # the edge: nobody is shown a traceback
        return terminal.failed(_foreseen(error) or crash.report(error, log.folder()))


def _foreseen(error: Exception) -> InputError | None:
    """What an error of the system means, where it is about what somebody typed."""
    if isinstance(error, UnicodeEncodeError):
        return InputError(
            "One of these texts holds bytes that are no letters. Nothing was recorded.",
            remedy="Type it anew, in a terminal that writes UTF-8.",
            code="text.bytes",
        )
    if isinstance(error, OSError) and error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
        return _no_name()
    return None


def _no_name() -> InputError:
    return InputError(
        "One of these names is longer than a file's name can be, or a link that points to itself. Nothing was done.",
        remedy="Look at the names of files and folders that you gave.",
        code="file.name",
    )


def _run(words: Sequence[str], terminal: Terminal) -> int:
    """Find the command's code, import it and run it."""
    if any(word.startswith("--") and word.endswith("=--") for word in words):
        raise _UsageError("“--” is no value of an option")  # argparse would hand on an empty list
    arguments = parser().parse_args(words)
    command: Command | None = getattr(arguments, "run", None)
    if command is None:
        parser().print_help(sys.stderr)
        return InputError.exit_code
    module = importlib.import_module(f"clubos_desktop.cli.{command.module}")
    log.note("command", command=command.name)
    code: int = getattr(module, command.function)(arguments, terminal)
    return code


_HELP = "Type clubos-desktop --help, or clubos-desktop COMMAND --help, to see what can be said."
