"""An open workspace behind the words that the screens use (``ui.club.Club``)."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from clubos_desktop import backups, connections, files, held
from clubos_desktop.findings import patterns, reading
from clubos_desktop.findings.agreed import changed_in_both
from clubos_desktop.job import Job, Progress
from clubos_desktop.model import time
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Person
from clubos_desktop.model.runs import Account, Mode, Run
from clubos_desktop.store import settings, views
from clubos_desktop.sync import rulebook
from clubos_desktop.verification import gates, measure
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.earliest import earliest
from clubos_desktop.verification.registers import phases, runbook
from clubos_desktop.workspace import Workspace
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

_JUDGING = Progress("Judging the gates")


class OpenedClub:
    """A workspace that is open for writing."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        practice: bool = False,
        close: Callable[[], None] | None = None,
        reads: str = "",
    ) -> None:
        club = workspace.club
        self.workspace = workspace
        self.name = club.name
        self.zone = club.zone
        self.currency = club.currency
        self.country = club.country
        self.practice = practice
        self.reads = reads
        self.folder = workspace.folder
        self.deciding = Deciding(workspace, club.zone)
        self.planning = Planning(workspace, club.zone)
        self.people = Peopling(workspace)
        self.voting = Voting(workspace)
        self.switching = Switching(workspace)
        self.ending = Ending(workspace)
        self.exports = Exporting(workspace, club.zone, club.currency)
        self.registers = Registering(workspace)
        self.treasury = Treasury(workspace, club.zone)
        self.watching = Watching(workspace)
        self._close = close or workspace.close

    @property
    def path(self) -> Path:
        """The club's file."""
        return self.workspace.path

    @property
    def person(self) -> str:
        """Who acts now."""
        return "" if self.workspace.person is None else self.workspace.person.name

    def read(self) -> AbstractContextManager[Connection]:
        """One read snapshot."""
        return self.workspace.database.read()

    def now(self) -> datetime:
        """The present moment of this club's clock."""
        return self.workspace.clock.now()

    def week(self) -> int:
        """The week of the first phase: it began with the first entry of the history."""
        with self.read() as conn:
            began = views.audit(conn, limit=1, before=2)
        if not began:
            return 1
        return (self.now() - time.from_instant(began[0].at)).days // 7 + 1

    def account(self, side: Side) -> Account | None:
        """What a system said of itself when it was connected."""
        with self.read() as conn:
            said = settings.get(conn, f"account.{side}", None)
        return None if said is None else msgspec.convert(said, Account)

    def copied(self) -> bool:
        """True when there was a copy already."""
        with self.read() as conn:
            return bool(views.runs(conn, limit=1))

    def sheet_safe(self) -> bool:
        """True when somebody has said that the recovery sheet lies in a safe place; practice needs none."""
        if self.practice:
            return True
        with self.read() as conn:
            return bool(settings.get(conn, "recovery.confirmed", False))

    def confirm_sheet(self) -> None:
        """Note that the sheet lies in a safe place; its PDF is deleted."""
        with self.workspace.database.transaction(self.workspace.actor, "recovery sheet confirmed") as tx:
            settings.put(tx, "recovery.confirmed", tx.at)
        self._sheet.unlink(missing_ok=True)

    @property
    def _sheet(self) -> Path:
        """Where the sheet lies until it is printed."""
        return self.folder / "recovery sheet.pdf"

    def in_charge(self) -> Side:
        """The system whose records count, from the recorded steps alone: known long before the gates are judged."""
        return runbook.in_charge(known(self.workspace.database).kept)

    def judge(self) -> Job[Outlook]:
        """Judge signals and gates from what is stored now, and how soon one could go, in steps of one snapshot."""
        at = time.to_instant(self.now())
        with self.read() as conn:
            yield _JUDGING
            registers = measure.known_at(conn, at, self.zone)
            yield _JUDGING
            evidence = yield from measure.gathering(conn, at, self.zone)
            yield _JUDGING
            differing = reading.summary(conn, at).needing
            causes = yield from patterns.outlining(conn, self.zone, at)
            yield _JUDGING
            both = changed_in_both(conn, rulebook.of_club(conn), at)
            yield _JUDGING
        readiness = gates.assess(evidence, registers.limits)
        could = earliest(registers, evidence, readiness)
        view = self.registers.view(readiness, could.waiting, sum(cause.minutes for cause in causes))
        phase = phases.standing(registers, readiness).label
        charge = runbook.in_charge(registers.kept)
        return Outlook(readiness, phase, could.sentence(self.zone), differing, charge, causes, both, view)

    def copy(self, mode: Mode) -> Job[tuple[Run, ...]]:
        """Copy both systems, then pair and compare."""
        return (yield from connections.copy_now(self.workspace, mode))

    def take_over(self, run: int, second: Person, pin: str, own: str) -> Job[Run]:
        """Take over a copy that waits, with a second person's PIN and the own one of who acts."""
        me = self.workspace.person
        return held.take_over(self.workspace, run, (second, pin), None if me is None else (me, own))

    def connect(self, side: Side, wanted: Mapping[str, object], secret: str) -> Job[Account]:
        """Try a key or code with few reading calls, and keep it when it works."""
        return (yield from connections.connect(self.workspace, side, wanted, secret))

    def write_sheet(self) -> Path:
        """The recovery sheet as a PDF beside the evidence, to be printed and then deleted."""
        from clubos_desktop.evidence import sheet  # noqa: PLC0415  reached on its page alone

        path = self._sheet
        files.write(
            path,
            sheet.draw(self.name, time.to_instant(self.now()), self.zone, self.workspace.recovery_code()),
            private=True,
        )
        return path

    def back_up(self, target: Path) -> Job[object]:
        """Write an encrypted backup and read it again."""
        return self.workspace.back_up(target)

    def make_pack(self, purpose: str, *, names: bool) -> Job[object]:
        """Make a board pack in the club's folder."""
        from clubos_desktop.evidence import seal  # noqa: PLC0415  drawing is loaded with the first pack

        work = self.workspace
        made = yield from seal.make(
            work.database, self.folder, actor=work.actor, zone=self.zone, purpose=purpose, names_shown=names
        )
        yield from backups.beside_pack(work)
        return made

    def check_pack(self, path: Path) -> tuple[str, ...]:
        """What is wrong with a pack."""
        from clubos_desktop.evidence.verify import verify  # noqa: PLC0415  as above

        return tuple(problem.what for problem in verify(path, self.workspace.database))

    def close(self) -> None:
        """Close the file and end what runs beside it."""
        self._close()
