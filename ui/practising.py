"""The practice club: invented, served on this computer alone, in a workspace of its own that each try begins anew."""

from itertools import chain, count
from pathlib import Path

from clubos_desktop import demo, training
from clubos_desktop.errors import InputError, LockedError
from clubos_desktop.job import Job
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store.lock import InstanceLock
from clubos_desktop.workspace import default_folder
from ui.opened import OpenedClub


def open_practice(members: int, seed: int, fault: str = "") -> Job[OpenedClub]:
    """Serve the club, make its workspace and connect both systems. Raises InputError, UnavailableError.

    ``fault`` is a failure card that is brought about before.

    It lies in a folder of its own among the workspaces; what was not made by this program there is never thrown away.
    """
    folder = _own(default_folder())
    practice = yield from demo.start(folder, members=members, seed=seed)
    if fault:
        try:
            yield from _staged(practice, fault)
        except BaseException:
            practice.close()
            raise
    return OpenedClub(practice.workspace, practice=True, close=practice.close)


def _staged(practice: demo.Practice, fault: str) -> Job[None]:
    from clubos_desktop import staging  # noqa: PLC0415 - seldom wanted

    if fault not in staging.CODES:
        raise InputError(
            f"There is no card called {fault}.", remedy=f"There are: {', '.join(staging.CODES)}.", code="usage"
        )
    yield from staging.stage(practice, fault)


def _own(among: Path) -> Path:
    """A fresh folder: the first of ``practice``, ``practice 2`` and so on that nobody else made and no window uses."""
    among.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = chain(("practice",), (f"practice {number}" for number in count(2)))
    folder = next(among / name for name in names if _free(among / name))
    training.claim(folder)
    return folder


def _free(folder: Path) -> bool:
    """Whether a folder may be thrown away: not there, or an earlier practice that is open nowhere."""
    if training.foreign(folder):
        return False
    if not folder.exists():
        return True
    try:
        InstanceLock.take(folder / training.NAME, SystemClock()).release()
    except LockedError:
        return False
    return True
