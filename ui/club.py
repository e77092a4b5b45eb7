"""The open club, as the screens use it: reading, the present moment, and the long acts of the engine.

Nothing heavy is imported here: the window is painted before the store is loaded.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from clubos_desktop.job import Job
    from clubos_desktop.model.domains import Side
    from clubos_desktop.model.people import Person
    from clubos_desktop.model.runs import Account, Mode, Run
    from ui.deciding import Deciding
    from ui.exporting import Exporting
    from ui.leaving import Ending
    from ui.models.outlook import Outlook
    from ui.peopling import Peopling
    from ui.planning import Planning
    from ui.registering import Registering
    from ui.switching import Switching
    from ui.treasury import Treasury
    from ui.voting import Voting
    from ui.watching import Watching


class Club(Protocol):
    """One open workspace. Made by ``ui.opening``."""

    name: str
    zone: str
    currency: str
    country: str
    practice: bool
    reads: str
    """What the band says beside who is in charge; "" for the usual words."""
    folder: Path
    deciding: Deciding
    planning: Planning
    people: Peopling
    exports: Exporting
    registers: Registering
    voting: Voting
    treasury: Treasury
    watching: Watching
    switching: Switching
    ending: Ending

    @property
    def path(self) -> Path:
        """The club's file."""

    @property
    def person(self) -> str:
        """Who acts now."""

    def read(self) -> AbstractContextManager[Connection]:
        """One read snapshot for one screen's figures and rows."""

    def now(self) -> datetime:
        """The present moment of this club's clock."""

    def week(self) -> int:
        """The week of the first phase, beginning with 1."""

    def account(self, side: Side) -> Account | None:
        """What a system said of itself when it was connected."""

    def sheet_safe(self) -> bool:
        """True when somebody has said that the recovery sheet lies in a safe place."""

    def confirm_sheet(self) -> None:
        """Note that the recovery sheet lies in a safe place."""

    def write_sheet(self) -> Path:
        """Draw the recovery sheet and return where it lies."""

    def back_up(self, target: Path) -> Job[object]:
        """Write an encrypted backup and read it again."""

    def copy(self, mode: Mode) -> Job[tuple[Run, ...]]:
        """Copy both systems, then pair and compare."""

    def take_over(self, run: int, second: Person, pin: str, own: str) -> Job[Run]:
        """Take over a copy that waits, with a second person's PIN and the own one of who acts."""

    def in_charge(self) -> Side:
        """The system whose records count, from the recorded steps alone. Not for the screen's thread."""

    def judge(self) -> Job[Outlook]:
        """Judge signals and gates from what is stored now, in steps of one snapshot."""

    def make_pack(self, purpose: str, *, names: bool) -> Job[object]:
        """Make a board pack in the club's folder; ``names`` shows them."""

    def check_pack(self, path: Path) -> tuple[str, ...]:
        """What is wrong with a pack, in sentences; nothing when every figure holds. Not for the screen's thread."""

    def close(self) -> None:
        """Close the file and end what runs beside it."""
