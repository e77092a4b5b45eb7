"""What runs in the child process that is killed during a rehearsal: whatever is next, until the run is closed."""

import os
import signal
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from clubos_desktop.cutover import acts, running
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.errors import ClubOSError
from clubos_desktop.job import finish
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.store import people
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.checklists import ROLES
from clubos_desktop.verification.registers.runbook import Mark
from tests.unit.copied_club import ZONE, HandClock

KEY, PIN = bytes(range(32)), "4711"


def go_on_until_killed(path, notes, hours, stop_at):
    """Go on from wherever the run stands; each statement is noted with a ".", the end with an "e".

    At statement ``stop_at`` it kills itself: so some kills hit whatever the computer's speed.
    """
    handle = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, b"s")
    clock = HandClock()
    clock.at += timedelta(hours=hours)  # later than whatever was noted before
    database = Database.open(Path(path), KEY, clock=clock)
    place = running.Place(Path(path).parent, default_rules(ZONE, "US", "USD"), ZONE)
    count = [0]

    def before(*_arguments):
        os.write(handle, b".")
        count[0] += 1
        if count[0] == stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", before)
    while next_act(database, place):
        pass
    os.write(handle, b"e")


def next_act(database, place):
    """Do the next thing of the rehearsal; False when it was closed."""
    run = runbook.under_way(known(database).kept)
    with database.read() as conn:
        both = tuple((person, PIN) for person in people.every(conn) if person.name in {"Bea", "Cem"})
    if run is None:
        if runbook.runs(known(database).kept):
            return False
        roles = dict(zip(ROLES, (both[0][0].id,) * 4 + (both[1][0].id,), strict=True))
        finish(begin(database, both[0], place, roles))
    elif run.current is None:
        finish(running.end(database, "person:1", place))
    elif run.current.mark is Mark.UNDER_WAY:
        step(database, place, run.current.step.id, both)
    else:
        if run.current.mark is Mark.FAILED:
            finish(running.repair(database, place))
        finish(running.begin_step(database, "person:1", run.current.step.id, place))
    return True


def begin(database, signer, place, roles):
    return running.rehearse_on_copy(database, signer, place, plan=Plan.ROLLBACK, kind=RunKind.MOCK, roles=roles, seed=1)


def step(database, place, name, both):
    try:
        finish(running.finish_step(database, "person:1", name, place, told="seen", approvers=both))
    except ClubOSError:
        acts.fail(database, "person:1", name, "The copy is damaged")
