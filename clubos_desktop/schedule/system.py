"""Files for the computer's own scheduler: it asks every quarter of an hour whether a copy is due.

The plan itself stays in the workspace, so that it can be changed without touching these files, and a copy that was
slept through is made at the next question after waking. ``registered`` and ``removed`` say which commands make the
system take the files up or drop them again.
"""

import hashlib
import plistlib
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

EVERY_MINUTES = 15
_LABEL = "clubos-desktop"


@dataclass(frozen=True, slots=True)
class Task:
    """What the system is to run: ``words`` is the command, ``name`` tells the workspaces of one computer apart."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Installation:
    """Files to write and the commands that register and remove them, each a list of words."""

    files: tuple[tuple[Path, bytes], ...]
    register: tuple[tuple[str, ...], ...]
    remove: tuple[tuple[str, ...], ...]


def task(workspace: Path, *, executable: str = sys.executable, frozen: bool = getattr(sys, "frozen", False)) -> Task:
    """The headless command for a workspace. Its name holds no word of the club's."""
    path = workspace.absolute()
    name = f"{_LABEL}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
    program = (executable,) if frozen else (executable, "-P", "-m", "ui.start")
    return Task(name, (*program, "schedule", "run-due", "--workspace", str(path)))


def systemd(work: Task, home: Path) -> Installation:
    """A user timer and its service (systemd.timer, systemd.service). Persistent, and again after each waking."""
    folder = home / ".config" / "systemd" / "user"
    service = (
        "[Unit]\n"
        "Description=ClubOS Desktop: make the copy that is due\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"ExecStart={' '.join(_quoted(word) for word in work.words)}\n"
        "Nice=10\n"
        "SuccessExitStatus=1 3\n"  # a copy that did not come about is said in the workspace, not in the system's log
    )
    timer = (
        "[Unit]\n"
        "Description=ClubOS Desktop: ask whether a copy is due\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar=*:0/{EVERY_MINUTES}\n"
        "Persistent=true\n"
        "RandomizedDelaySec=30\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )
    unit = f"{work.name}.timer"
    return Installation(
        ((folder / f"{work.name}.service", service.encode()), (folder / unit, timer.encode())),
        (("systemctl", "--user", "daemon-reload"), ("systemctl", "--user", "enable", "--now", unit)),
        (("systemctl", "--user", "disable", "--now", unit),),
    )


def launchd(work: Task, home: Path, user: int) -> Installation:
    """A launch agent (launchd.plist); an interval that was slept through fires once on waking."""
    label = f"org.{work.name}"
    file = home / "Library" / "LaunchAgents" / f"{label}.plist"
    content = {
        "Label": label,
        "ProgramArguments": list(work.words),
        "StartInterval": EVERY_MINUTES * 60,
        "RunAtLoad": True,
        "ProcessType": "Background",
    }
    target = f"gui/{user}"
    return Installation(
        ((file, plistlib.dumps(content)),),
        (("launchctl", "bootstrap", target, str(file)),),
        (("launchctl", "bootout", f"{target}/{label}"),),
    )


def windows(work: Task, folder: Path) -> Installation:
    """A task of the Windows Task Scheduler, for the signed-in user, started after a missed time too."""
    file = folder / f"{work.name}.xml"
    task = _TASK.format(
        minutes=EVERY_MINUTES,
        command=escape(work.words[0]),
        arguments=escape(" ".join(_windows_quoted(word) for word in work.words[1:])),
    )
    return Installation(
        ((file, task.encode("utf-16")),),
        (("schtasks", "/Create", "/TN", work.name, "/XML", str(file), "/F"),),
        (("schtasks", "/Delete", "/TN", work.name, "/F"),),
    )


def _quoted(word: str) -> str:
    """A word of a systemd command line: quoted, with its specifiers and variables taken literally."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    plain = plain.replace("\n", "\\n").replace("\r", "\\r")  # or a file's name could add lines to the unit
    return f'"{plain}"'


def _windows_quoted(word: str) -> str:
    """A word of a Windows command line; file names hold no quotes there."""
    return f'"{word}"' if " " in word else word


_TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>ClubOS Desktop: make the copy that is due</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Repetition>
        <Interval>PT{minutes}M</Interval>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT6H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
