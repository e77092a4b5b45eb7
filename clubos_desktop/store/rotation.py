"""Backups that are kept by themselves: where they lie, which of them stay, which go."""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import backup

DAYS, WEEKS = 7, 4
"""The newest backup of each of the last seven days with one, and of each of the last four weeks (features.md E39)."""

COPY, PACK, BEFORE, HAND = "copy", "pack", "before", "by hand"
"""Why a backup was made: after a copy, with a board pack, before a risky act, by a person."""

STAY = (PACK, HAND)
"""These stay until a person deletes them: a pack's snapshot must be there as long as the pack."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)(?:-\d+)? (copy|pack|before|by hand)\.clubos-backup")
_STAMP = "%Y-%m-%d %H.%M.%S"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder, by its name: nothing of it was read."""

    file: Path
    made: Instant
    why: str
    bytes: int


def beside(path: Path) -> Path:
    """The folder of the backups of the workspace at ``path``."""
    return path.with_name(f"{path.stem} backups")


def every(folder: Path) -> tuple[Kept, ...]:
    """What lies in a folder, newest first; files with other names are not ours and are not touched."""
    found = []
    for file in folder.glob(f"*{backup.SUFFIX}"):
        match = _NAME.fullmatch(file.name)
        with contextlib.suppress(OSError, ValueError):
            if match and file.is_file():
                made = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                found.append(Kept(file, to_instant(made), match[2], file.stat().st_size))
    return tuple(sorted(found, key=lambda kept: (kept.made, kept.file.name), reverse=True))


def name(folder: Path, now: datetime, why: str) -> Path:
    """A new backup's file: its time in UTC and why it is made."""
    stamp = now.astimezone(UTC).strftime(_STAMP)
    numbers = ["", *(f"-{n}" for n in range(2, 100))]
    return next(file for number in numbers if not (file := folder / f"{stamp}{number} {why}{backup.SUFFIX}").exists())


def doomed(kept: Sequence[Kept], fresh: Path | None = None) -> tuple[Kept, ...]:
    """Those that are no longer wanted: not the newest of a kept day or week, and of no kind that stays.

    ``kept`` newest first; ``fresh`` was made just now and stays, whatever the clock says. Days and weeks are those of
    UTC; what counts are days on which there was a backup, so that a laptop that slept for a month loses nothing.
    """
    days: dict[str, Kept] = {}
    weeks: dict[str, Kept] = {}
    turning = [each for each in kept if each.why not in STAY]
    for each in turning:
        at = from_instant(each.made)
        days.setdefault(each.made[:10], each)
        year, week, _ = at.isocalendar()
        weeks.setdefault(f"{year}-{week:02d}", each)
    stay = {each.file for each in [*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]]}
    return tuple(each for each in turning if each.file not in {*stay, fresh})
