"""A workspace is one club's move: one encrypted database and one folder of evidence. The composition root."""

import secrets
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from clubos_desktop.errors import InputError, LockedError
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Person, Role
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import zone
from clubos_desktop.store import people, settings
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import KEY_BYTES, Database
from clubos_desktop.store.keys import KeyStore

SUFFIX = ".clubos"


class Workspace:
    """An open workspace; hands out its parts. Functions take the parts they need, never the workspace."""

    def __init__(self, path: Path, database: Database, keys: KeyStore, clock: Clock, person: Person | None) -> None:
        self.path = path
        self.database = database
        self.keys = keys
        self.clock = clock
        self.person = person

    @staticmethod
    def create(path: Path, *, club: Club, person: tuple[str, Role], keys: KeyStore, clock: Clock) -> "Workspace":
        """A new workspace with its first person. Raises InputError, StorageError, LockedError."""
        _check(club, person[0])
        key = secrets.token_bytes(KEY_BYTES)
        database = Database.create(path, key, clock=clock)
        try:
            keys.set("database", key.hex())
            with database.transaction(PROGRAM, "workspace made") as tx:
                settings.put(tx, "club", asdict(club))
                first = people.add(tx, *person)
        except BaseException:
            database.close()
            raise
        return Workspace(path, database, keys, clock, first)

    @staticmethod
    def open(path: Path, keys: KeyStore, clock: Clock, *, read_only: bool = False) -> "Workspace":
        """An existing workspace. Raises LockedError, StorageError, RefusedError."""
        secret = keys.get("database")
        if secret is None:
            raise LockedError(
                f"The key of {path.name} is not on this computer. The workspace was not opened.",
                remedy="Open it with the code of its recovery sheet.",
                code="keys.missing",
            )
        database = Database.open(path, bytes.fromhex(secret), read_only=read_only, clock=clock)
        with database.read() as connection:
            everyone = people.every(connection)
        return Workspace(path, database, keys, clock, everyone[0] if everyone else None)

    @property
    def actor(self) -> str:
        """Who acts now, as the audit log names people."""
        return PROGRAM if self.person is None else people.actor(self.person)

    @property
    def folder(self) -> Path:
        """The folder of evidence beside the file, made when it is missing."""
        folder = self.path.with_name(f"{self.path.stem} evidence")
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def club(self) -> Club:
        """The club as it was described at first start."""
        with self.database.read() as connection:
            return Club(**settings.get(connection, "club", {}))

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()


def _check(club: Club, name: str) -> None:
    if not club.name.strip() or not name.strip():
        raise InputError("A club and a person need a name.", remedy="Fill in both names.", code="workspace.name")
    try:
        zone(club.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(
            f"{club.zone} is not a time zone.",
            remedy="Choose one from the list, such as America/Los_Angeles.",
            code="workspace.zone",
        ) from error
