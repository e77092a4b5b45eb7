"""The money of the open club for the screens: read, note, enter ClubOS's totals, sign. Runs on the worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clubos_desktop.model.people import Person
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people
from clubos_desktop.verification import reconciled
from clubos_desktop.verification.acts import treasurer
from clubos_desktop.verification.reconciled import Reconciled
from clubos_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Money:
    """What the page shows; ``found`` is None until money was copied. ``names`` are actors as people call them."""

    found: Reconciled | None
    people: tuple[Person, ...]
    names: Mapping[str, str]


class Treasury:
    """Acts about money by the person who acts now."""

    def __init__(self, workspace: Workspace, zone: str) -> None:
        self._work = workspace
        self._zone = zone

    def read(self) -> Money:
        """Everything the page shows."""
        with self._work.database.read() as conn:
            found = reconciled.read(conn, to_instant(self._work.clock.now()), self._zone)
            return Money(found, tuple(people.every(conn)), people.names(conn))

    def note(self, line: str, text: str) -> None:
        """Why a line is as it is; "" takes the note back. Raises InputError."""
        treasurer.note(self._work.database, self._work.actor, line, text)

    def enter(self, row: Mapping[str, str], until: str, proof: Path | None) -> None:
        """A total read in ClubOS, with its proof. Raises InputError."""
        treasurer.enter_total(self._work.database, self._work.actor, row, until=until, proof=proof)

    def take(self, file: Path) -> None:
        """All totals of a CSV file. Raises InputError."""
        treasurer.import_totals(self._work.database, self._work.actor, file)

    def sign(self, person: Person, pin: str) -> None:
        """The treasurer signs. Raises RefusedError, InputError, SignInError, LockedError."""
        treasurer.sign(self._work.database, person, pin)

    def withdraw(self, person: Person, pin: str) -> None:
        """The treasurer takes the signature back. Raises as ``sign`` does."""
        treasurer.withdraw(self._work.database, person, pin)
