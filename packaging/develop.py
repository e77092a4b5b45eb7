"""The two commands of a developer, and three more: `python3 packaging/develop.py run|test|lint|bench|lock`.

run    sets up and opens the window on the practice club; without a display runs the demo to its PDF pack
test   sets up, then format, lint, types, import rules and all tests; `test ARGUMENTS` passes them to pytest alone
lint   the first four of these
bench  installs the peers and runs tests/benchmarks
lock   resolves the dependencies of pyproject.toml anew into packaging/*.txt (`lock --upgrade` takes newer versions)

Setting up makes .venv, installs what the locks name, with hashes, and the system packages that Qt needs on Debian.
Where nothing has changed since the last time it takes no time. Plain Python: it runs before anything is installed.
"""

import contextlib
import hashlib
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging"
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
OLDEST = (3, 11)

KINDS = {"run": "requirements.txt", "test": "requirements-dev.txt", "bench": "peers.txt"}
"""Each lock contains the one before it."""

QT = ("libgl1", "libegl1", "libxkbcommon0", "libglib2.0-0", "libfontconfig1", "libdbus-1-3")
"""What Qt needs without a display (found by running in a bare Debian 12)."""

X11 = (
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
)
"""What it needs for a window on X11."""

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


class SetupError(Exception):
    """A sentence for the person: what is missing and what to do."""


def say(text: str) -> None:
    """Print a line at once, so that it stands before what a tool prints."""
    print(text, flush=True)


def surroundings(**extra: str) -> dict[str, str]:
    """The environment that tools run in."""
    environment = {**os.environ, **extra}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # byte code makes the second start three times faster
    if not WINDOWS and not any(environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        environment["LC_ALL"] = "C.UTF-8"  # Qt wants a UTF-8 locale
    return environment


def judge(words: Sequence[str], code: int, trouble: str = "") -> None:
    """Raises SetupError with the sentence given where a tool did not end well."""
    if code < 0:
        raise SetupError(f"{trouble or ' '.join(words)} (ended by signal {-code})")
    if code:
        raise SetupError(trouble or f"This failed: {' '.join(words)}")


def run(command: Sequence[object], trouble: str = "", **extra: str) -> None:
    """Run a tool in the project's folder; raises SetupError with the sentence given when it fails."""
    words = [str(word) for word in command]
    judge(words, subprocess.run(words, cwd=ROOT, env=surroundings(**extra), check=False).returncode, trouble)


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# ── setting up ───────────────────────────────────────────────────────────────────────────────────────────────────────


def missing_packages(names: Sequence[str]) -> list[str]:
    """Those Debian packages that are not installed; none on a system without dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    present = {line[3:].strip() for line in answer.stdout.splitlines() if line.startswith("ii")}
    return [name for name in names if name not in present]


def install_packages(kind: str) -> None:
    """Install missing system packages as root or by sudo; otherwise say which line to run."""
    wanted = [*QT, *(X11 if kind == "run" and has_display() else ())]
    if shutil.which("dpkg-query") is not None and not has_module("ensurepip"):
        wanted.append("python3-venv")
    missing = missing_packages(wanted)
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo"):
        prefix = ["sudo"]
    else:
        raise SetupError(
            f"System packages are missing. As root, run:\n    apt-get update && {line}\nthen start this again."
        )
    say(f"Installing system packages: {' '.join(missing)}")
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    sorry = f"The system packages could not be installed. Is there a network? By hand:\n    {line}"
    words = [*prefix, *environment]
    subprocess.run([*words, "apt-get", "update", "-qq"], check=False)  # one broken source must not stop the rest
    answer = subprocess.run([*words, *line.split(), "-qq"], stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode:
        raise SetupError(f"{answer.stdout}\n{sorry}")


def has_module(name: str) -> bool:
    """Whether this Python can import the module of that name."""
    return subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Make .venv, and make it anew when it was left half made or belongs to another Python."""
    test = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    if PYTHON.exists():
        answer = subprocess.run([PYTHON, "-c", test], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == "{}.{}".format(*sys.version_info[:2]):
            return
    if not has_module("ensurepip"):
        raise SetupError("This Python cannot make virtual environments. On Debian: apt-get install python3-venv")
    say(f"Making {VENV.name} with Python {sys.version.split()[0]}")
    run([sys.executable, "-m", "venv", "--clear", VENV], f"{VENV.name} could not be made. Is the disk full?")


def packages_in(lock: Path) -> int:
    """How many packages a lock names."""
    return sum("==" in line for line in lock.read_text("utf-8").splitlines() if line[:1].isalnum())


def stamp(kind: str) -> str:
    """What an installation of that kind depends on, as one hash."""
    parts = [
        sys.version,
        str(ROOT),
        (ROOT / "pyproject.toml").read_text("utf-8"),
        (LOCKS / KINDS[kind]).read_text("utf-8"),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_set_up(kind: str) -> bool:
    """Whether this lock, or a larger one that contains it, is installed as it stands."""
    names = list(KINDS)
    return PYTHON.exists() and any(
        (VENV / f"{name}.stamp").exists() and (VENV / f"{name}.stamp").read_text() == stamp(name)
        for name in names[names.index(kind) :]
    )


def set_up(kind: str) -> None:
    """Install the lock of that kind and the project itself, editable and without dependencies."""
    if sys.platform == "linux":
        install_packages(kind)
    if is_set_up(kind):
        return
    make_venv()
    lock = LOCKS / KINDS[kind]
    say(f"Installing {packages_in(lock)} Python packages from {lock.relative_to(ROOT)}")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q", "install"]
    # The lock is whole. An older pip that resolves it again takes a newer release for a package with an extra, and
    # then misses that one's hash.
    run(
        [*pip, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", lock],
        "The Python packages could not be installed. Is there a network? Nothing else was changed; start this again.",
    )
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], "The project itself could not be installed.")
    run(
        [PYTHON, "-c", "import PySide6.QtWidgets"],
        "Qt does not load: the line above names the system library that is missing. Install it and start this again.",
        QT_QPA_PLATFORM="offscreen",
    )
    (VENV / f"{kind}.stamp").write_text(stamp(kind))


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


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


def lint(_: list[str]) -> None:
    """Format, lint, types, import rules."""
    timed("Set-up", lambda: set_up("test"))
    every(style())


def pytest(*arguments: str) -> None:
    """Run tests without a display."""
    run([PYTHON, "-m", "pytest", *arguments], "tests failed", QT_QPA_PLATFORM="offscreen")


def tests(name: str, *arguments: str) -> Check:
    """A part of the tests."""
    return Check(name, PYTHON, "-m", "pytest", *arguments, "-q", trouble="tests failed")


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


STAGES: list[tuple[str, float]] = []


def timed(name: str, stage: Callable[[], None]) -> None:
    """Run a stage and keep its time for the table at the end."""
    say(f"── {name} ──")
    begun = time.monotonic()
    try:
        stage()
    finally:
        STAGES.append((name, time.monotonic() - begun))


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
