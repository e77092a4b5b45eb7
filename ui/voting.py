"""Votes of the open club's board, as the page asks for them. Recording runs on the worker."""

from dataclasses import dataclass
from pathlib import Path

from clubos_desktop import connections
from clubos_desktop.job import Job
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Ballot
from clubos_desktop.verification.acts import board, entering
from clubos_desktop.verification.registers.known import Known
from clubos_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Said:
    """What the form holds. ``count`` is for, against, abstained; ``pack`` its hash, "" for rules."""

    ballot: Ballot
    motion: str
    day: str
    count: tuple[int, int, int]
    quorum: int
    expires: str
    minutes: Path
    pack: str
    dissent: str


class Voting:
    """What the board decided."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace

    def known(self) -> Known:
        """What the registers hold now."""
        return entering.known(self._work.database)

    def record(self, said: Said, person: Person, pin: str) -> str:
        """Record a vote; returns its number. Raises InputError, RefusedError, SignInError, LockedError."""
        entry = board.vote(
            self._work.database,
            person,
            pin,
            ballot=said.ballot,
            motion=said.motion,
            day=said.day,
            count=said.count,
            quorum=said.quorum,
            expires=said.expires,
            minutes=said.minutes,
            pack=said.pack,
            dissent=said.dissent,
        )
        return entry.item

    def ask_clubos(self) -> Job[object]:
        """Ask ClubOS how the board voted. Raises NetworkError, SignInError, ContractError."""
        return connections.read_votes(self._work)

    def revoke(self, number: str, reason: str, person: Person, pin: str) -> None:
        """Take a vote back. Raises what ``record`` raises."""
        board.revoke(self._work.database, person, pin, number, reason)
