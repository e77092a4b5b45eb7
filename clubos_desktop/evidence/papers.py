"""The papers of the day, read from a workspace: what window and command line both write.

The sheet for the table, the calendar, the manual reconciliation sheet, the report of a return, the list of what a
stopped run leaves to be undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clubos_desktop.cutover import calendar
from clubos_desktop.errors import InputError
from clubos_desktop.evidence import day, reconciling
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Plan, StepBegun, StepDone, StepFailed
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people, views
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.checklists import present
from clubos_desktop.verification.registers.known import Known
from clubos_desktop.verification.registers.operators import contacts

TITLES = {Plan.CUTOVER: "Switch day", Plan.ROLLBACK: "Going back"}

_OPEN = (Kind.CHANGED, Kind.CONFLICT, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one club. ``zone`` is the club's."""

    database: Database
    club: str
    zone: str

    def sheet(self, plan: Plan) -> bytes:
        """The sheet that lies on the table: every step, its people where a run is under way, whom to call."""
        now = known(self.database)
        run = runbook.under_way(now.kept)
        held = dict(run.begun.roles) if run is not None and run.begun.plan is plan else {}
        with self.database.read() as conn:
            names = {person.id: person.name for person in people.every(conn)}
        phones = tuple(f"{role.capitalize()}: {name}, {reach}" for role, name, reach in _phones(now))
        by_role = {role: names.get(number, "") for role, number in held.items()}
        return day.steps(self.club, TITLES[plan], present(now.kept, plan), by_role, phones)

    def calendar(self, on: str, at: str) -> bytes:
        """The days around a switch as a calendar file. Raises InputError when there is no such day or hour."""
        try:
            found = calendar.appointments(self.club, on, at, self.zone)
        except ValueError as error:
            raise InputError(
                f"“{on} {at}” is no day and hour. Nothing was written.",
                remedy="Write them like 2027-01-16 and 07:00.",
                code="calendar.day",
            ) from error
        return calendar.ics(found, to_instant(self.database.clock.now()))

    def report(self, answers: Sequence[str]) -> bytes:
        """What happened in the last return, or in a rehearsal of it while there was none. Raises InputError."""
        now = known(self.database)
        every = runbook.runs(now.kept, Plan.ROLLBACK)
        chosen = [run for run in every if run.real] or [run for run in every if run.open]
        if not chosen:
            raise InputError(
                "Nobody has gone back yet, so there is nothing to report. Nothing was written.",
                remedy="The report is a step of going back; a rehearsal of it has one too.",
                code="report.none",
            )
        run = chosen[-1]
        story = tuple((entry.at, _told(entry, run)) for entry in now.kept.entries if entry.at >= run.at)
        return day.incident(self.club, run, self.zone, tuple(answers), story)

    def reconciliation(self) -> bytes:
        """Every open difference with room for who corrected it where (features.md S7.1)."""
        with self.database.read() as conn:
            page = views.differences(conn, views.DifferenceFilter(kinds=_OPEN), limit=reconciling.MOST)
        at = to_instant(self.database.clock.now())
        return reconciling.draw(self.club, at, self.zone, page.rows, page.total)


def _phones(now: Known) -> list[tuple[str, str, str]]:
    return [(each.contact.role, each.contact.name, each.contact.reach) for each in contacts(now)]


def _told(entry: Entry, run: runbook.Run) -> str:
    """An act of the history in words: the step's title instead of its short name."""
    body = entry.body
    if isinstance(body, StepBegun | StepDone | StepFailed) and (taken := run.of(body.step)) is not None:
        how = {StepBegun: "begun", StepDone: "done", StepFailed: "did not work"}[type(body)]
        return f"“{taken.step.title}” {how}"
    return f"{entry.register} {entry.act}".capitalize()
