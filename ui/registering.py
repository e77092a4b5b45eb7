"""The registers of the open club for the screens: lists as they stand, forms filled in, files out and in.

Runs on the worker.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clubos_desktop import files as whole_files
from clubos_desktop.errors import InputError
from clubos_desktop.job import Job
from clubos_desktop.model.people import Person
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant
from clubos_desktop.schedule import own_copy
from clubos_desktop.verification.acts import board
from clubos_desktop.verification.lists import files, reading
from clubos_desktop.verification.lists.catalogue import SHEETS
from clubos_desktop.verification.lists.sheet import Doing, Form, Sheet, View, fill
from clubos_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in; who signs, and the second person, with what they typed."""

    sheet: Sheet
    form: Form
    item: str
    values: Mapping[str, str]
    signer: tuple[Person, str] | None = None
    second: tuple[Person, str] | None = None


class Registering:
    """Everything that is recorded under Ready to switch?."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    def view(self, judged: Readiness | None, waits: tuple[tuple[str, Instant], ...], minutes: int = 0) -> View:
        """What the lists are made from now."""
        with self._work.database.read() as conn:
            return reading.view(conn, to_instant(self._work.clock.now()), judged, waits, minutes)

    def fill(self, said: Filled, judged: Readiness | None) -> None:
        """Record a form. Raises InputError, RefusedError, SignInError, LockedError."""
        fill(said.sheet, said.form, self._doing(said, said.values, judged))

    def long(self, said: Filled, judged: Readiness | None) -> Job[object]:
        """Record a form that takes long. Raises what its act raises."""
        done = fill(said.sheet, said.form, self._doing(said, said.values, judged))
        return (yield from done) if isinstance(done, Generator) else done

    def _doing(self, said: Filled, values: Mapping[str, str], judged: Readiness | None) -> Doing:
        view = self.view(judged, ())
        work = self._work
        return Doing(work.database, work.actor, said.item, values, view, said.signer, said.second, SHEETS)

    def request(self, said: Filled, asked: Person | None, path: Path, judged: Readiness | None) -> None:
        """Write a request for what a form says to somebody who is not here. Raises InputError, SignInError."""
        from clubos_desktop.verification.lists import requests  # noqa: PLC0415  cryptography, only where it is used

        if asked is None or said.signer is None:
            raise InputError(
                "Choose whom to ask, and who asks. Nothing was written.",
                remedy="Both need a PIN here.",
                code="request.who",
            )
        doing = self._doing(said, said.values, judged)
        content = requests.write(doing, said.sheet, said.form, asked, said.signer)
        whole_files.write(path, content, private=True)

    def test_text(self, kind: str) -> Job[str]:
        """Send a text for members to the club's own address alone; returns what became of it.

        Raises InputError, NetworkError, SignInError, LockedError.
        """
        work = self._work
        text = board.message_text(work.database, kind)
        to = yield from own_copy.send(work.database, work.keys, text, clock=work.clock)
        return f"The test went to {to}, and to nobody else."

    def write(self, sheet: Sheet, path: Path, view: View) -> int:
        """The list as a CSV file; returns how many lines. Raises InputError, StorageError."""
        rows = sheet.rows(view)
        whole_files.write(path, files.to_csv(sheet, rows), private=True)
        return len(rows)

    def read(self, sheet: Sheet, path: Path, judged: Readiness | None) -> int:
        """Record every line of a CSV file; returns how many. Raises InputError."""
        content = whole_files.read(path, files.LARGEST)
        said = Filled(sheet, files.taken(sheet), "", {})
        return files.enter(sheet, content, lambda values: self._doing(said, values, judged))
