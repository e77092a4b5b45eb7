"""Setting up: .venv with what a lock names, and the system packages that Qt needs on Debian.

Plain Python: it runs before anything is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
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


STAGES: list[tuple[str, float]] = []


def timed(name: str, stage: Callable[[], None]) -> None:
    """Run a stage and keep its time for the table at the end."""
    say(f"── {name} ──")
    begun = time.monotonic()
    try:
        stage()
    finally:
        STAGES.append((name, time.monotonic() - begun))


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
