"""Makes and opens clubs. Runs on the worker: the store and the connectors are imported here, after the first paint."""

from collections.abc import Callable
from pathlib import Path

from clubos_desktop.connectors.clubos.letter import letter as text_of
from clubos_desktop.errors import LockedError
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club as AboutClub
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import backup, keys, sidecar, sqlite
from clubos_desktop.store.passphrase import PassphraseKeys
from clubos_desktop.workspace import SUFFIX, Workspace, default_folder, found
from ui.opened import OpenedClub
from ui.screens.first.page import WANTED


def new_path() -> Path:
    """Where the next club's file goes. The club's name stands nowhere in plain text, so not in the file's name."""
    folder = default_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    taken = {path.name for path in found(folder)}
    names = ("club", *(f"club-{number}" for number in range(2, 1000)))
    return folder / next(f"{name}{SUFFIX}" for name in names if f"{name}{SUFFIX}" not in taken)


def has_keyring() -> bool:
    """True when this computer keeps keys safely; without one the person chooses a passphrase."""
    return not isinstance(keys.usual(new_path(), _nobody, clock=SystemClock()), PassphraseKeys)


def create(club: AboutClub, person: tuple[str, Role], passphrase: str) -> OpenedClub:
    """A new club. Raises InputError, LockedError, StorageError."""
    path = new_path()
    clock = SystemClock()
    kept = keys.usual(path, lambda: passphrase, clock=clock)
    return OpenedClub(Workspace.create(path, club=club, person=person, keys=kept, clock=clock))


def reopen(path: Path, passphrase: str | None) -> OpenedClub:
    """A club that was made before. Raises LockedError (with WANTED when one is needed), StorageError."""
    clock = SystemClock()
    kept = keys.usual(path, _asks(passphrase), clock=clock)
    return OpenedClub(Workspace.open(path, kept, clock))


def recover(path: Path, code: str, passphrase: str | None) -> OpenedClub:
    """A club's file, or a backup, from another computer, by the code of its recovery sheet.

    A backup is brought back as a new file in this computer's own place; it goes again when its code does not fit.
    Raises InputError, SignInError, StorageError.
    """
    clock = SystemClock()
    if path.suffix == backup.SUFFIX:
        return _brought_back(path, code, passphrase, clock)
    kept = keys.usual(path, _asks(passphrase), clock=clock, anew=True)
    return OpenedClub(Workspace.open_with_recovery(path, code, kept, clock))


def _brought_back(file: Path, code: str, passphrase: str | None, clock: SystemClock) -> OpenedClub:
    path = new_path()
    finish(backup.restore(file, path))
    try:
        kept = keys.usual(path, _asks(passphrase), clock=clock, anew=True)
        return OpenedClub(Workspace.open_with_recovery(path, code, kept, clock))
    except BaseException:
        for left in (*sqlite.files(path), sidecar.beside(path)):
            left.unlink(missing_ok=True)
        raise


def letter(club: OpenedClub) -> str:
    """The request to the club's ClubOS contact."""
    return text_of(club.name, club.person, "")


def _asks(passphrase: str | None) -> Callable[[], str]:
    return _nobody if passphrase is None else lambda: passphrase


def _nobody() -> str:
    raise LockedError(
        "This club is opened with its passphrase.",
        remedy="Type the passphrase that was chosen when the club was made.",
        code=WANTED,
    )
