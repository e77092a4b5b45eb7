"""What is kept of an error that nobody foresaw: where in the program, never what was in it.

Messages and values of exceptions may hold members' data (design.md section 7, rule 8), so a report names exception
types, modules, functions and lines only.
"""

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from clubos_desktop import __version__, log
from clubos_desktop.errors import ClubOSError


class UnforeseenError(ClubOSError):
    """Something the program has no sentence for."""


def describe(error: BaseException) -> str:
    """The report's text for an exception and those that led to it."""
    lines = [
        f"clubos-desktop {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"


def report(error: BaseException, folder: Path) -> UnforeseenError:
    """Write the report into ``folder`` and return the error that people see. Never raises."""
    log.note("crash", error=type(error).__name__)
    name = f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}-{type(error).__name__}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(describe(error))
        remedy = f"What was copied so far is kept. Please send {folder / name} to whoever helps you with the program."
    except OSError:
        sys.stderr.write(describe(error))
        remedy = "What was copied so far is kept. A report could not be written; it stands above."
    return UnforeseenError(
        "Something happened that the program did not foresee, so it stopped.", remedy=remedy, code="unforeseen"
    )
