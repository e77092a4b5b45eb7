"""Files of the day: the sheet for the table, the calendar, the report of a return."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cli.acting import wanted
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.cutover import calendar
from clubos_desktop.errors import InputError
from clubos_desktop.evidence import day
from clubos_desktop.model.runbook import Plan
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.checklists import present
from clubos_desktop.verification.registers.operators import contacts
from clubos_desktop.workspace import Workspace

TITLES = {Plan.CUTOVER: "Switch day", Plan.ROLLBACK: "Going back"}


def write(plan: Plan, opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    """Write one of them. Raises InputError, StorageError."""
    path = Path(wanted(said.file, "--file"))
    files.write(path, WRITERS[said.act](plan, opened, said), private=True)
    terminal.result({"path": str(path)}, f"Written: {path}.")
    return 0


def _sheet(plan: Plan, opened: Workspace, _: Namespace) -> bytes:
    now = known(opened.database)
    run = runbook.under_way(now.kept)
    with opened.database.read() as conn:
        names = {person.id: person.name for person in people.every(conn)}
    roles = dict(run.begun.roles) if run else {}
    phones = tuple(
        f"{each.contact.role.capitalize()}: {each.contact.name}, {each.contact.reach}" for each in contacts(now)
    )
    held = {role: names.get(number, "") for role, number in roles.items()}
    return day.steps(opened.club.name, TITLES[plan], present(now.kept, plan), held, phones)


def _calendar(_: Plan, opened: Workspace, said: Namespace) -> bytes:
    try:
        found = calendar.appointments(opened.club.name, wanted(said.day, "--day"), said.at, opened.club.zone)
    except ValueError as error:
        raise InputError(
            f"“{said.day} {said.at}” is no day and hour. Nothing was written.",
            remedy="Write them like 2027-01-16 and 07:00.",
            code="calendar.day",
        ) from error
    return calendar.ics(found, to_instant(opened.clock.now()))


def _report(_: Plan, opened: Workspace, said: Namespace) -> bytes:
    now = known(opened.database)
    real = [run for run in runbook.runs(now.kept, Plan.ROLLBACK) if run.real]
    if not real:
        raise InputError("Nobody has gone back yet, so there is nothing to report.", remedy="", code="report.none")
    story = tuple((entry.at, f"{entry.register} {entry.act}") for entry in now.kept.entries if entry.at >= real[-1].at)
    return day.incident(opened.club.name, real[-1], opened.club.zone, tuple(said.answer), story)


WRITERS: dict[str, Callable[[Plan, Workspace, Namespace], bytes]] = {
    "sheet": _sheet,
    "calendar": _calendar,
    "report": _report,
}
"""What each act writes."""
