"""Due copies that could not even open the workspace: the keyring was locked, or a passphrase was wanted.

Nothing can be written to a locked workspace, so the times are kept in a small file beside it
(``club.clubos.locked``: instants and one sentence, no name) and taken over at the next opening.
"""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.errors import ClubOSError, LockedError
from clubos_desktop.model.plan import in_force, today
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.schedule.record import stand
from clubos_desktop.store import dues
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database

MOST = 400
"""So many times are kept: more than a fortnight of one an hour."""


def beside(path: Path) -> Path:
    """Where the times are kept for the workspace at ``path``."""
    return path.with_name(path.name + ".locked")


def note(path: Path, error: LockedError, clock: Clock) -> None:
    """Keep that a due copy found the workspace locked now; once an hour is enough. Never raises."""
    with contextlib.suppress(ClubOSError):
        kept = _load(path)
        at = to_instant(clock.now())
        if not kept or kept[-1][:13] != at[:13]:
            said = {"at": [*kept, at][-MOST:], "sentence": error.sentence}
            files.write(beside(path), json.dumps(said).encode(), private=True, own=True)


def fold(database: Database, *, clock: Clock) -> None:
    """Take the times over: the days on which the workspace was locked failed, they were not slept through."""
    times = _load(database.path)
    if not times:
        return
    with database.read() as conn:
        plan = in_force(dues.timetable(conn))
        days = {} if plan is None else {day.day: day for day in stand(conn, clock.now())}
    locked = set() if plan is None else {today(from_instant(at), plan.zone) for at in times}
    open_days = [days[day] for day in sorted(locked & days.keys()) if not _final(days[day].state.value)]
    reason = "The workspace was locked, so the copy did not start."
    with database.transaction(PROGRAM, "locked copies noted", {"times": len(times)}) as tx:
        dues.put(tx, [replace(day, tries=day.tries + 1, reason=reason, settled=None) for day in open_days])
    beside(database.path).unlink(missing_ok=True)


def _final(state: str) -> bool:
    return state in ("done", "late", "partial")


def _load(path: Path) -> list[str]:
    """The times kept; none when there is no file or it cannot be read."""
    try:
        said = json.loads(beside(path).read_text(encoding="utf-8"))
        return [str(at) for at in said["at"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
