"""The archive, staying with Wild Apricot and tidying away, as the screen uses them. Everything runs on the worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clubos_desktop import staying
from clubos_desktop.cutover import grace
from clubos_desktop.cutover.archive import write
from clubos_desktop.cutover.archive.write import Made
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Person
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.schedule import record
from clubos_desktop.staying import Plan
from clubos_desktop.store import people
from clubos_desktop.verification.acts import afterwards
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import afterwards as register
from clubos_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Leaving:
    """How the ending stands: the last archive (its records and moment), staying, and what is left to close down."""

    zone: str
    archived: tuple[Instant, str, bool] | None
    switched: bool
    over: bool
    staying: staying.Standing
    closing: tuple[str, ...]
    closed: Instant | None
    people: tuple[Person, ...]
    me: str


class Ending:
    """Acts that end something."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    def look(self) -> Leaving:
        """How everything stands."""
        now = known(self._work.database)
        said = [(each, each.body) for each in now.kept.of("archive") if isinstance(each.body, Noted)]
        last = None
        if said:
            entry, body = said[-1]
            last = entry.at, body.cells["records"], body.cells["locked"] == "yes"
        clock, closed = grace.clock(now), register.closed(now.kept)
        with self._work.database.read() as conn:
            there = tuple(person for person in people.every(conn) if person.active)
        return Leaving(
            now.zone,
            last,
            clock is not None,
            clock is not None and clock.over,
            staying.standing(self._work),
            tuple(each.title for each in register.missing(now.kept)),
            None if closed is None else closed.at,
            there,
            "" if self._work.person is None else str(self._work.person.id),
        )

    def archive(self, folder: Path, passphrase: str | None) -> Job[Made]:
        """Write an archive of Wild Apricot. Raises InputError, StorageError."""
        club = self._work.club
        return write.write(
            self._work.database,
            folder,
            club=club.name,
            zone=club.zone,
            actor=self._work.actor,
            passphrase=passphrase,
            side=Side.LEGACY,
        )

    def decide(self, signer: tuple[Person, str], reason: str) -> Entry:
        """The club stays. Raises RefusedError, SignInError."""
        return staying.decide(self._work, *signer, reason)

    def report(self, path: Path) -> Entry:
        """The closing report. Raises RefusedError, StorageError."""
        return staying.report(self._work, path)

    def deleted(self, note: str, proof: Path | None) -> Entry:
        """ClubOS deleted the club's data. Raises InputError, RefusedError."""
        return staying.deleted_there(self._work, note, proof)

    def forget_keys(self) -> None:
        """Wipe both keys from this computer."""
        for side in Side:
            staying.forget_key(self._work, side)

    def tidy(self, folder: Path, club: str) -> Job[Plan]:
        """Write the history, wipe the workspace's key, say what is to be deleted. Raises RefusedError."""
        return staying.tidy(self._work, folder, club)

    def close_down(self, signer: tuple[Person, str], word: str) -> Entry:
        """Wild Apricot is closed down; copies by plan end. Raises RefusedError, SignInError."""
        entry = afterwards.close(self._work.database, *signer, word)
        record.choose(self._work.database, None, clock=self._work.clock, actor=self._work.actor)
        return entry
