"""The two commands of a developer, and three more: `python3 packaging/develop.py run|test|lint|bench|lock`.

run    sets up and opens the window on the practice club; without a display runs the demo to its PDF pack
test   sets up, then format, lint, types, import rules and all tests; `test ARGUMENTS` passes them to pytest alone
lint   the first four of these
bench  installs the peers and runs tests/benchmarks
lock   resolves the dependencies of pyproject.toml anew into packaging/*.txt (`lock --upgrade` takes newer versions)

Setting up makes .venv, installs what the locks name, with hashes, and the system packages that Qt needs on Debian.
Where nothing has changed since the last time it takes no time. Plain Python: it runs before anything is installed.
"""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from checks import COVERING, FULLY_COVERED, every, style, tests
from setting_up import (
    BIN,
    KINDS,
    LOCKS,
    OLDEST,
    PYTHON,
    ROOT,
    STAGES,
    WINDOWS,
    SetupError,
    has_display,
    packages_in,
    run,
    say,
    set_up,
    timed,
)


def start(arguments: list[str]) -> None:
    """Open the window on the practice club, or run the demo where there is no display."""
    timed("Set-up", lambda: set_up("run"))
    program = BIN / ("clubos-desktop.exe" if WINDOWS else "clubos-desktop")
    if has_display():
        say("Opening the practice club. Close its window to end.")
        run([program, "demo", "--gui", *arguments], "The window ended with an error; the lines above say which.")
        return
    out = ROOT / "build" / time.strftime("demo-%Y%m%d-%H%M%S")
    out.parent.mkdir(exist_ok=True)
    say(f"No display here: running the demo without a window; its files go to {out.relative_to(ROOT)}")
    timed("Demo", lambda: run([program, "demo", "--out", out, *arguments], "The demo did not end well."))


def lint(_: list[str]) -> None:
    """Format, lint, types, import rules."""
    timed("Set-up", lambda: set_up("test"))
    every(style())


def pytest(*arguments: str) -> None:
    """Run tests without a display."""
    run([PYTHON, "-m", "pytest", *arguments], "tests failed", QT_QPA_PLATFORM="offscreen")


def test(arguments: list[str]) -> None:
    """Everything that must hold before a change lands; with arguments only those tests."""
    timed("Set-up", lambda: set_up("test"))
    if arguments:
        pytest(*arguments)
        return
    covered = [f"--cov=clubos_desktop.{name}" for name in FULLY_COVERED]
    covered += ["--cov-report=term-missing:skip-covered", "--cov-fail-under=100"]
    covering = [str(path.relative_to(ROOT)) for name in COVERING for path in (ROOT / "tests" / "unit").glob(name)]
    every(
        [
            tests("Every branch", *covering, *covered),
            tests("Unit tests", "tests/unit", *(f"--ignore={each}" for each in covering)),
            tests("Other tests", "tests", "--ignore=tests/unit", "--ignore=tests/gui", "--durations=10"),
            tests("Window tests", "tests/gui"),
            *style(),
        ]
    )


def bench(arguments: list[str]) -> None:
    """Ratios to floors and peers, measured in one run."""
    timed("Set-up", lambda: set_up("bench"))
    pytest("tests/benchmarks", "-m", "benchmark", "-p", "no:randomly", *arguments)


def lock(arguments: list[str]) -> None:
    """Write the locks: for all systems and Pythons, with hashes, naming no registry."""
    uv = shutil.which("uv") or (BIN / "uv" if (BIN / "uv").exists() else None)
    if uv is None:
        raise SetupError("Locks are written by uv: python3 -m pip install uv, then start this again.")
    groups = {"bench": ("dev", "peers"), "test": ("dev",), "run": ("build",)}
    base = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "{}.{}".format(*OLDEST)]
    # With extras kept: older versions of pip look for "coverage[toml]" apart from "coverage" and take the newest one.
    base += [
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-strip-extras",
        "--quiet",
        *arguments,
    ]
    base += ["--custom-compile-command", "python3 packaging/develop.py lock"]
    larger: Path | None = None
    for kind, names in groups.items():
        chosen = [word for name in names for word in ("--group", name)]
        narrowed = ["--constraint", larger] if larger else []
        run([*base, *chosen, *narrowed, "--output-file", LOCKS / KINDS[kind]])
        larger = LOCKS / KINDS[kind]
        say(f"{larger.relative_to(ROOT)}: {packages_in(larger)} packages")


def main(words: list[str]) -> int:
    """Choose the command; returns the exit code."""
    commands: dict[str, Callable[[list[str]], None]] = {
        "run": start,
        "test": test,
        "lint": lint,
        "bench": bench,
        "lock": lock,
    }
    if sys.version_info[:2] < OLDEST:
        say("Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info[:2]))
        return 3
    if not words or words[0] not in commands:
        say(__doc__ or "")
        return 0 if words[:1] in (["-h"], ["--help"]) else 2
    try:
        commands[words[0]](words[1:])
    except SetupError as trouble:
        say(f"\n{trouble}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    finally:
        if STAGES:
            say("Times: " + ", ".join(f"{name} {took:.0f} s" for name, took in STAGES))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
