"""What the command line prints: one JSON document on standard output, or text; everything else on standard error."""

import json
import re
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TextIO

from clubos_desktop.errors import ClubOSError, StorageError
from clubos_desktop.job import Job, Progress, T, finish

MOST = 1_000_000
"""Rows a table shows at most, whatever --limit says."""

_BAR = 24
_WIPE = "\r\x1b[2K"
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal would obey instead of show: a name must not colour, move or rewrite what stands on the screen."""


class Terminal:
    """Where a command says what it found. ``as_json`` keeps standard output to one document."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._bar = _ProgressBar() if sys.stderr.isatty() else None

    def say(self, text: str) -> None:
        """A sentence beside the result, on standard error."""
        self._clear()
        _print(harmless(text), sys.stderr)

    def result(self, document: Mapping[str, object], text: str) -> None:
        """The command's result: ``document`` for machines or ``text`` for people."""
        self._clear()
        _print(_json(document, indent=1) if self.as_json else harmless(text), sys.stdout)

    def failed(self, error: ClubOSError) -> int:
        """An error as JSON or as two lines; returns its exit code."""
        self._clear()
        if self.as_json:
            said = {"error": {"code": error.code, "sentence": error.sentence, "remedy": error.remedy}}
            _print(_json(said), sys.stdout)
        else:
            _print(harmless(f"{error.sentence}\n{error.remedy}"), sys.stderr)
        return error.exit_code

    def flush(self) -> None:
        """Let a reader see the result although the command goes on."""
        sys.stdout.flush()

    def drive(self, job: "Job[T]") -> T:
        """Run a job with a progress line where somebody looks at it."""
        result = finish(job, self._bar.show if self._bar else None)
        self._clear()
        return result

    def _clear(self) -> None:
        if self._bar:
            self._bar.clear()


def harmless(text: str) -> str:
    """The text with a question mark in a box in place of each character that a terminal would obey."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def _json(document: Mapping[str, object], indent: int | None = None) -> str:
    """JSON as readable as standard output allows: elsewhere than in UTF-8 with escapes alone."""
    unicode = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
    text = json.dumps(document, ensure_ascii=not unicode, indent=indent)
    return "\n".join(_COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", line) for line in text.split("\n"))


def _print(text: str, to: TextIO) -> None:
    """Print now. Raises BrokenPipeError (nobody reads on), StorageError (the disk is full)."""
    encoding = to.encoding or "utf-8"
    try:
        print(text.encode(encoding, "replace").decode(encoding), file=to, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(
            "The result could not be written to where this command's output goes.",
            remedy="Free some space there and try again.",
            code="output.failed",
        ) from error


class _ProgressBar:
    """One line on standard error: label, bar, figures, time left. Redrawn ten times a second at most."""

    def __init__(self) -> None:
        self._label = ""
        self._began = 0.0
        self._first = 0
        self._drawn = 0.0

    def show(self, progress: Progress) -> None:
        """Draw where the job stands."""
        now = time.monotonic()
        if progress.label != self._label:
            self._label, self._began, self._first = progress.label, now, progress.done
        elif now - self._drawn < 0.1:
            return
        self._drawn = now
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(_WIPE + harmless(self._line(progress, now))[:width])
        sys.stderr.flush()

    def _line(self, progress: Progress, now: float) -> str:
        if not progress.total:
            return f"{progress.label} {progress.done or ''}"
        part = min(progress.done / progress.total, 1.0)
        full = int(part * _BAR)
        bar = "█" * full + "·" * (_BAR - full)
        return f"{progress.label}  {bar}  {progress.done:,} of {progress.total:,}{self._left(progress, now)}"

    def _left(self, progress: Progress, now: float) -> str:
        made = progress.done - self._first
        spent = now - self._began
        if not progress.total or made <= 0 or spent < 2:
            return ""
        seconds = spent / made * (progress.total - progress.done)
        return f", about {seconds / 60:.0f} min left" if seconds >= 90 else f", about {seconds:.0f} s left"

    def clear(self) -> None:
        """Take the line away."""
        if self._label:
            sys.stderr.write(_WIPE)
            sys.stderr.flush()
            self._label = ""


def table(head: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[int] = ()) -> str:
    """Rows as aligned text; ``numbers`` are the columns set to the right."""
    cells = [list(head), *[["" if cell is None else " ".join(str(cell).splitlines()) for cell in row] for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.rjust(widths[column]) if column in numbers else cell.ljust(widths[column])
            for column, cell in enumerate(row)
        ).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])
