"""Reports that are made from an open workspace, for window and command line alike: the week, the return."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from clubos_desktop.cutover import grace
from clubos_desktop.errors import InputError
from clubos_desktop.evidence import afterwards as paper
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.store import people
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.registers import afterwards
from clubos_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Report:
    """A report: which week of the return period, the PDF, its hash."""

    week: int
    content: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


def weekly(workspace: Workspace) -> Report:
    """The report of the present week of the return period. Raises InputError while Wild Apricot is in charge."""
    now = known(workspace.database)
    with workspace.database.read() as conn:
        found = grace.period(conn, now)
        owner = next((each.name for each in people.every(conn) if found and each.id == found.clock.lead), "")
    if found is None:
        raise InputError(
            "Wild Apricot is in charge: there is no week to report. Nothing was written.",
            remedy="The report is for the weeks after the switch.",
            code="report.early",
        )
    week = afterwards.weeks(now)[-1]
    return Report(week.number, paper.weekly(workspace.club.name, now.zone, now.at, found, week, owner=owner))


def note(workspace: Workspace, made: Report, path: Path) -> Entry:
    """Keep that the report of a week was written."""
    cells = {"what": "week", "week": str(made.week), "file": path.name, "sha256": made.sha256}
    return enter(workspace.database, workspace.actor, "report", "written", Noted(cells))
