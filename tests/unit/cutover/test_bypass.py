"""Attempts to open the switch without gates and vote: by acts, rows put into the file, the clock. None succeeds."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from clubos_desktop.cutover import acts
from clubos_desktop.errors import ClubOSError, RefusedError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.registers import Emergency, Locked, Moved, Phase
from clubos_desktop.model.runbook import Adjusted, Begun, Plan, RunKind, StepBegun, StepDone
from clubos_desktop.store import tables
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.registers import runbook
from tests.unit.verification.register_book import rehearsed, vote

from .conftest import PEOPLE


def forged(day, register, act, body, item="1"):
    """A row that another program put into the file."""
    row = {"register": register, "item": item, "act": act, "at": "2026-12-01T08:00:00.000Z", "actor": "person:2",
           "second": "", "body": msgspec.json.encode(body).decode()}  # fmt: skip
    with day.database.landing() as conn:
        conn.execute(insert(tables.register_entry).values(row))


def refused(day, name="Ann", plan=Plan.CUTOVER, **more):
    with pytest.raises(RefusedError) as error:
        acts.begin(day.database, day.signer(name), plan, RunKind.REAL, day.roles, **more)
    assert error.value.code == f"{plan.value}.locked"
    assert runbook.in_charge(day.kept) is Side.LEGACY
    return error.value.sentence


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_opens_it_alone(day, name):
    refused(day, name)
    refused(day, name, Plan.ROLLBACK)


FORGED = {
    "vote": ("recorded", vote()),
    "phase": ("moved", Moved(Phase.PARALLEL, None)),
    "runbook": ("begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", (("lead", 1),))),
    "rehearsal": ("made", rehearsed()),
    "criteria": ("locked", Locked("c", "1")),
    "emergency": ("set", Emergency("I decide", ("1",))),
    "checklist": ("adjusted", Adjusted(("Nothing",))),
}


@pytest.mark.parametrize("register", FORGED)
def test_a_row_put_into_the_file_is_noticed(day, register):
    forged(day, register, *FORGED[register])
    assert f"behind this program's back: {register}" in refused(day)


def test_a_forged_step_puts_nobody_in_charge(day):
    day.rehearse(plan=Plan.CUTOVER, kind=RunKind.DRY)
    forged(day, "runbook", "step done", StepDone("switch", 1.0))
    assert runbook.in_charge(day.kept) is Side.LEGACY
    assert day.run.done("switch") is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE register_entry SET body = replace(body, 'dry run', 'real') WHERE register = 'runbook'",
        "DELETE FROM register_entry WHERE register = 'runbook'",
        "UPDATE register_entry SET act = 'stopped' WHERE register = 'runbook'",
        "UPDATE register_entry SET actor = 'person:2' WHERE register = 'runbook'",
        "UPDATE register_entry SET at = '2026-01-01T00:00:00.000Z' WHERE register = 'runbook'",
        "UPDATE register_entry SET item = '2' WHERE register = 'runbook'",
        "UPDATE register_entry SET second = 'person:3' WHERE register = 'runbook'",
    ],
)
def test_a_rehearsal_does_not_become_the_real_run(day, sql):
    day.rehearse(plan=Plan.CUTOVER, kind=RunKind.DRY)
    acts.stop(day.database, "person:1")
    with day.database.landing() as conn:
        assert conn.execute(text(sql)).rowcount
    assert "behind this program's back: runbook" in refused(day)
    assert not any(run.real for run in runbook.runs(day.kept))


def test_a_clock_that_was_set_back_and_a_broken_history_hold_it(day):
    day.clock.at -= timedelta(days=3)
    assert "was set back" in refused(day)
    day.clock.at += timedelta(days=4)
    with day.database.landing() as conn:
        for name in ("audit_no_update", "audit_no_delete"):
            conn.execute(text(f"DROP TRIGGER {name}"))
        conn.execute(text("UPDATE audit SET act = 'nothing' WHERE seq = 2"))
    assert "history is not whole" in refused(day)


def test_an_emergency_needs_the_chair_and_another_officer(day):
    for first, second in (("Ann", "Bea"), ("Bea", "Bea"), ("Cem", "Eva"), ("Bea", "Dan")):
        with pytest.raises(ClubOSError) as error:
            acts.begin(
                day.database, day.signer(first), Plan.ROLLBACK, RunKind.REAL, day.roles, second=day.signer(second)
            )
        assert error.value.code == "rollback.emergency"
    assert "Wild Apricot is in charge" in refused(day, "Bea", Plan.ROLLBACK, second=day.signer("Eva"))


def test_going_back_in_an_emergency_ends_the_switch_and_begins_in_one_act_or_not_at_all(day):
    roles = tuple(sorted(day.roles.items()))
    number = enter(day.database, "person:1", "runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", roles)).item
    for act, body in (("step begun", StepBegun("switch")), ("step done", StepDone("switch", 60.0))):
        enter(day.database, "person:1", "runbook", act, body, item=number)
    enter(day.database, "person:1", "emergency", "set", Emergency("Chair and one", ("1",)), item="")
    day.wait(5)

    def go_back():
        signed = day.signer("Bea"), Plan.ROLLBACK, RunKind.REAL, day.roles
        return acts.begin(day.database, *signed, second=day.signer("Eva"))

    full = (
        "CREATE TRIGGER full BEFORE INSERT ON register_entry WHEN NEW.act = 'begun' BEGIN SELECT RAISE(ABORT, 'x'); END"
    )
    with day.database.landing() as conn:
        conn.execute(text(full))
    with pytest.raises(IntegrityError):
        go_back()
    assert day.run.number == number
    assert day.run.open, "the switch was not ended by a return that never began"
    with day.database.landing() as conn:
        conn.execute(text("DROP TRIGGER full"))
    begun = go_back()
    assert runbook.under_way(day.kept).number == begun.item
    assert runbook.runs(day.kept)[0].stopped is not None
    assert not day.kept.broken
