"""The computer itself before a rehearsal or the switch: mains power, room on the disk, a restart that waits.

Measured by psutil where it knows; the clock is held against the history (``locks.clock_set_back``).
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOM = 2_000_000_000
"""Bytes that must be free: three times a large workspace."""

_RESTART = (Path("/run/reboot-required"), Path("/var/run/reboot-required"))


def faults(folder: Path) -> tuple[str, ...]:
    """What speaks against beginning on this computer; () when nothing does."""
    return (*_power(), *_room(folder), *_restart())


def _power() -> Iterator[str]:
    import psutil  # noqa: PLC0415 - only where the computer is looked at

    try:
        battery = psutil.sensors_battery()
    except OSError:
        return  # a container without the system's own folder about power
    if battery is not None and not battery.power_plugged:
        yield f"The computer runs on its battery ({battery.percent:.0f} %). Plug it in."


def _room(folder: Path) -> Iterator[str]:
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        yield f"Only {free / 1e9:.1f} GB are free on the disk; 2 GB are needed."


def _restart() -> Iterator[str]:
    if any(path.exists() for path in _RESTART) or (sys.platform == "win32" and _windows_restart()):
        yield "The computer waits to be restarted. Restart it first."


def _windows_restart() -> bool:
    """Whether Windows Update left a note that a restart is pending."""
    import winreg  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - Windows alone has it

    key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"
    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key))  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
