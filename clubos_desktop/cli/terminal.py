"""What the command line prints: one JSON document on standard output, or text; everything else on standard error."""

import json
import shutil
import sys
import time
from collections.abc import Mapping, Sequence

from clubos_desktop.errors import ClubOSError
from clubos_desktop.job import Job, Progress, T, finish

_BAR = 24
_WIPE = "\r\x1b[2K"


class Terminal:
    """Where a command says what it found. ``as_json`` keeps standard output to one document."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._bar = _ProgressBar() if sys.stderr.isatty() else None

    def say(self, text: str) -> None:
        """A sentence beside the result, on standard error."""
        self._clear()
        print(text, file=sys.stderr)

    def result(self, document: Mapping[str, object], text: str) -> None:
        """The command's result: ``document`` for machines or ``text`` for people."""
        self._clear()
        print(json.dumps(document, ensure_ascii=False, indent=1) if self.as_json else text)

    def failed(self, error: ClubOSError) -> int:
        """An error as JSON or as two lines; returns its exit code."""
        self._clear()
        if self.as_json:
            print(
                json.dumps(
                    {"error": {"code": error.code, "sentence": error.sentence, "remedy": error.remedy}},
                    ensure_ascii=False,
                )
            )
        else:
            print(f"{error.sentence}\n{error.remedy}", file=sys.stderr)
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
        sys.stderr.write(_WIPE + self._line(progress, now)[:width])
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
    cells = [list(head), *[["" if cell is None else str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.rjust(widths[column]) if column in numbers else cell.ljust(widths[column])
            for column, cell in enumerate(row)
        ).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])
