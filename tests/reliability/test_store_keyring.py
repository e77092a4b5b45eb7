"""A real Secret Service: gnome-keyring on a session bus of the test's own, unlocked, then locked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clubos_desktop.store import sidecar

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("dbus-run-session", "dbus-send", "gnome-keyring-daemon")

pytestmark = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in TOOLS), reason="needs gnome-keyring and dbus (apt install gnome-keyring)"
)

USE = """
import json, sys
from pathlib import Path
from clubos_desktop.errors import LockedError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import keys
from clubos_desktop.workspace import Workspace

path, clock = Path(sys.argv[1]), SystemClock()
kept = keys.usual(path, lambda: "", clock=clock)
answer = {"store": type(kept).__name__}
try:
    club = Club("Hill Walkers", "Europe/Berlin", "EUR", "DE")
    workspace = Workspace.create(path, club=club, person=("Ann", Role.OPERATOR), keys=kept, clock=clock)
    kept.set("legacy", "secret-4711")
    workspace.close()
    again = Workspace.open(path, keys.usual(path, lambda: "", clock=clock), clock)
    answer |= {"club": again.club.name, "legacy": again.keys.get("legacy"), "problems": finish(again.check())}
    again.keys.forget("legacy")
    answer["forgotten"] = again.keys.get("legacy")
    again.close()
except LockedError as error:
    answer["code"] = error.code
print("ANSWER" + json.dumps(answer))
"""

UNLOCKED = r"""
printf 'pass\n' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
daemon=$!
asked="--session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus.NameHasOwner"
for _ in $(seq 100); do
  dbus-send $asked string:org.freedesktop.secrets | grep -q 'boolean true' && break
  sleep 0.1
done
"$@"
status=$?
kill $daemon
exit $status
"""


def ask(tmp_path, *, unlocked):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "run").mkdir(mode=0o700)
    script = tmp_path / "session.sh"
    script.write_text(UNLOCKED if unlocked else 'exec "$@"\n')
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(tmp_path / "run"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", str(script), sys.executable, "-c", USE, str(tmp_path / "club.clubos")],
        env=kept | own,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    lines = [line.removeprefix("ANSWER") for line in done.stdout.splitlines() if line.startswith("ANSWER")]
    assert lines, done.stderr
    return json.loads(lines[0])


def test_a_real_keyring_keeps_the_key_and_forgets_what_it_is_told_to(tmp_path):
    assert ask(tmp_path, unlocked=True) == {
        "store": "KeyringKeys",
        "club": "Hill Walkers",
        "legacy": "secret-4711",
        "problems": [],
        "forgotten": None,
    }
    for file in tmp_path.glob("club.clubos*"):
        assert b"secret-4711" not in file.read_bytes()


def test_a_locked_keyring_says_so_and_nothing_is_made(tmp_path):
    assert ask(tmp_path, unlocked=False) == {"store": "KeyringKeys", "code": "keys.locked"}
    assert not (tmp_path / "club.clubos").exists()
    assert sidecar.load(tmp_path / "club.clubos").keys() == {"format", "id"}
