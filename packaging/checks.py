"""The checks that must hold before a change lands, two at a time. Plain Python."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from setting_up import BIN, PYTHON, ROOT, STAGES, SetupError, judge, say, surroundings

FULLY_COVERED = ("model", "diff", "verification", "store.audit", "evidence.pack")
"""Trust rests on these: every branch is tested."""

COVERING = (
    "diff",
    "verification",
    "schedule",
    "store",
    "test_model_*.py",
    "evidence/test_pack.py",
    "evidence/test_story.py",
)
"""The unit tests that test every branch of them, in tests/unit. To watch the branches makes a test half as slow again,
whatever it tests, so that the others run unwatched."""


class Check:
    """A tool that must end well. Several run at once: what one prints is kept whole in a file until its turn comes."""

    def __init__(self, name: str, *command: object, trouble: str = "") -> None:
        self.name = name
        self.words = [str(word) for word in command]
        self.trouble = trouble
        self.output = ROOT / "build" / "checks" / f"{name.lower().replace(' ', '-')}.txt"
        self.took = 0.0
        self.ended = threading.Event()
        self.sorry = ""

    def work(self) -> None:
        """Run it to its end; ``sorry`` then says what was wrong."""
        begun = time.monotonic()
        try:
            with self.output.open("wb") as paper:
                tool = subprocess.run(
                    self.words,
                    cwd=ROOT,
                    env=surroundings(QT_QPA_PLATFORM="offscreen"),
                    stdin=subprocess.DEVNULL,
                    stdout=paper,
                    stderr=subprocess.STDOUT,
                    check=False,
                )
            judge(self.words, tool.returncode, self.trouble)
        except (OSError, SetupError) as error:
            self.sorry = f"{self.name}: {error}"
        finally:
            self.took = time.monotonic() - begun
            self.ended.set()

    def show(self) -> None:
        """Print what it says, as it comes, until it has ended."""
        say(f"── {self.name} ──")
        with self.output.open("rb") as paper:
            last = False
            while not last:
                last = self.ended.wait(0.2)
                sys.stdout.buffer.write(paper.read())
                sys.stdout.flush()
        STAGES.append((self.name, self.took))


def every(checks: Sequence[Check]) -> None:
    """Run all, two at a time, also after one that failed: one run tells everything. Raises SetupError at the end."""
    waiting = queue.SimpleQueue[Check]()
    for check in checks:
        check.output.parent.mkdir(parents=True, exist_ok=True)
        check.output.write_bytes(b"")
        waiting.put(check)

    def work() -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                waiting.get_nowait().work()

    for _ in range(min(2, os.cpu_count() or 1)):
        threading.Thread(target=work, daemon=True).start()
    for check in checks:
        check.show()
    failed = [check.sorry for check in checks if check.sorry]
    if failed:
        raise SetupError("\n".join(failed))


def style() -> list[Check]:
    """Format, lint, types, import rules."""
    return [
        Check("Format", BIN / "ruff", "format", "--check", ".", trouble="Formatting differs: ruff format ."),
        Check("Lint", BIN / "ruff", "check", "."),
        Check("Types", BIN / "mypy"),
        Check("Import rules", BIN / "lint-imports"),
    ]


def tests(name: str, *arguments: str) -> Check:
    """A part of the tests."""
    return Check(name, PYTHON, "-m", "pytest", *arguments, "-q", trouble="tests failed")
