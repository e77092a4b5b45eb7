"""The computer itself before a rehearsal or the switch: mains power, room on the disk, a restart that waits.

Measured by psutil where it knows; the clock is held against the history too (``locks.clock_set_back``). What cannot be
known is said to be unknown, and holds nothing up: a person looks then.
"""

import hashlib
import hmac
import platform
import shutil
import sys
import uuid
from base64 import b32decode, b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from clubos_desktop.model.records import Day

ROOM = 2_000_000_000
"""Bytes that must be free: three times a large workspace."""

SKEW = 60.0
"""Seconds that the computer's clock may differ from the systems' own."""

DAYS = 7
"""How long the second computer's code counts."""

_RESTART = (Path("/run/reboot-required"), Path("/var/run/reboot-required"))
_MARK = 2
"""Bytes of a code that name the computer; three more prove that the workspace was open on it."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at. ``good`` is None where nobody can know; ``text`` says how it stands."""

    name: str
    good: bool | None
    text: str


def points(folder: Path) -> tuple[Point, ...]:
    """Power, room and restart of this computer."""
    return _power(), _room(folder), _restart()


def faults(found: Sequence[Point]) -> tuple[str, ...]:
    """What speaks against beginning on this computer; () when nothing does."""
    return tuple(each.text for each in found if each.good is False)


def _power() -> Point:
    import psutil  # noqa: PLC0415 - only where the computer is looked at

    try:
        battery = psutil.sensors_battery()
    except OSError:  # a container without the system's own folder about power
        battery = None
    if battery is None:
        return Point("Mains power", None, "This computer does not say whether it is plugged in. See for yourself.")
    if battery.power_plugged:
        return Point("Mains power", True, "Plugged in.")
    return Point("Mains power", False, f"The computer runs on its battery ({battery.percent:.0f} %). Plug it in.")


def _room(folder: Path) -> Point:
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        return Point("Room on the disk", False, f"Only {free / 1e9:.1f} GB are free on the disk; 2 GB are needed.")
    return Point("Room on the disk", True, f"{free / 1e9:,.0f} GB are free.")


def _restart() -> Point:
    if any(path.exists() for path in _RESTART) or (sys.platform == "win32" and _windows_restart()):
        return Point("No restart waits", False, "The computer waits to be restarted. Restart it first.")
    if sys.platform == "darwin":
        return Point("No restart waits", None, "See for yourself under System Settings, Software Update.")
    return Point("No restart waits", True, "No restart waits.")


def _windows_restart() -> bool:
    """Whether Windows Update left a note that a restart is pending."""
    import winreg  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - Windows alone has it

    key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"
    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key))  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def network(*, online: bool) -> Point:
    """Whether both systems take a connection."""
    text = "Both systems answer." if online else "A system does not answer. Look at the network, then try again."
    return Point("Network", online, text)


def clock(skew: float | None) -> Point:
    """How far this computer's clock is from a system's own, in seconds; None when no system said its time."""
    if skew is None:
        return Point("Clock", None, "No system said what time it is. Compare this computer's clock with a phone.")
    if abs(skew) > SKEW:
        which = "behind" if skew > 0 else "ahead"
        minutes = abs(skew) / 60
        return Point("Clock", False, f"This computer's clock is {minutes:.0f} minutes {which}. Set it right.")
    return Point("Clock", True, "The clock is right.")


def machine() -> bytes:
    """Two bytes that tell this computer from another one; nothing can be read from them."""
    return hashlib.sha256(f"{platform.node()} {uuid.getnode()}".encode()).digest()[:_MARK]


def code(key: bytes, here: bytes, today: Day) -> str:
    """What the second computer shows, like "K7QM-2X4P": made from the workspace's key, so it was open there today."""
    proof = hmac.digest(key, b"second computer " + here + today.encode(), "sha256")[:3]
    text = b32encode(here + proof).decode()
    return f"{text[:4]}-{text[4:]}"


def second(key: bytes, here: bytes, typed: str, today: Day) -> Point:
    """Whether the workspace was open on another computer in the last days, by the code that was read there."""
    name = "Second computer"
    text = "".join(letter for letter in typed.upper() if letter.isalnum())
    try:
        said = b32decode(text) if len(text) == len("K7QM2X4P") else b""
    except ValueError:
        said = b""
    if not said:
        how = "Open this workspace on the second computer once, and type the code that Switch day shows there."
        return Point(name, False, how)
    if said[:_MARK] == here:
        return Point(name, False, "This code was made on this computer; read it on the second one.")
    days = [(date.fromisoformat(today) - timedelta(days=n)).isoformat() for n in range(DAYS + 1)]
    if any(hmac.compare_digest(code(key, said[:_MARK], day).replace("-", ""), text) for day in days):
        return Point(name, True, "The workspace was open on a second computer this week.")
    return Point(name, False, "This code is not of this workspace, or older than a week. Read it once more.")
