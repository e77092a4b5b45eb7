"""Which workspace a command works on, and whose keys open it."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clubos_desktop.errors import ClubOSError, InputError, LockedError
from clubos_desktop.model.people import Person
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import keys, people
from clubos_desktop.store.keys import KeyStore
from clubos_desktop.workspace import Workspace, default_folder, found


def path_of(arguments: Namespace) -> Path:
    """The workspace a command means: the one named, or the only one there is. Raises InputError."""
    if arguments.workspace:
        return Path(arguments.workspace).absolute()
    every = found(default_folder())
    if len(every) == 1:
        return every[0]
    if not every:
        raise InputError(
            "There is no workspace on this computer yet.",
            remedy="Make one with clubos-desktop init, or look around with clubos-desktop demo.",
            code="workspace.none",
        )
    raise InputError(
        f"There are {len(every)} workspaces on this computer.",
        remedy="Say which one: " + ", ".join(f"--workspace {file}" for file in every[:3]),
        code="workspace.several",
    )


def keys_of(path: Path, clock: Clock, *, anew: bool = False) -> KeyStore:
    """The keys of a workspace: keyring or passphrase; ``anew`` chooses as for a new one."""
    return keys.usual(path, passphrase, clock=clock, anew=anew)


def passphrase() -> str:
    """The passphrase, asked for where somebody can answer; CLUBOS_PASSPHRASE comes before it. Raises LockedError."""
    return ask(
        "Passphrase of this workspace: ",
        LockedError(
            "This workspace is behind a passphrase, and nobody is here to type it. Nothing was opened.",
            remedy="Set CLUBOS_PASSPHRASE in the environment, or run the command in a terminal.",
            code="keys.passphrase",
        ),
    )


def ask(question: str, otherwise: ClubOSError) -> str:
    """A secret typed without showing it; ``otherwise`` is raised where there is no terminal."""
    if not sys.stdin.isatty():
        raise otherwise
    return getpass.getpass(question)


@contextmanager
def workspace(arguments: Namespace, *, writing: bool) -> Iterator[Workspace]:
    """The workspace a command works on, open; reading commands may run beside an open window.

    Raises InputError, LockedError (somebody else holds it, or its keys), StorageError.
    """
    path = path_of(arguments)
    clock: Clock = SystemClock()
    opened = Workspace.open(path, keys_of(path, clock), clock, read_only=not writing)
    try:
        opened.person = _person(opened, arguments.actor)
        yield opened
    finally:
        opened.close()


def _person(opened: Workspace, name: str | None) -> Person | None:
    """Who acts: the person named by --as, else the one the workspace opens with."""
    if name is None:
        return opened.person
    return somebody(opened, name)


def somebody(opened: Workspace, name: str) -> Person:
    """The active person called ``name``. Raises InputError."""
    with opened.database.read() as connection:
        everyone = [person for person in people.every(connection) if person.active]
    for person in everyone:
        if person.name.casefold() == name.casefold():
            return person
    raise InputError(
        f"Nobody called {name} is known in this workspace.",
        remedy="Its people are: " + ", ".join(person.name for person in everyone) + ".",
        code="person.unknown",
    )
