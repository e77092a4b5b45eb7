"""The day itself: its planned hour begins nothing, the last moment is guarded, another computer goes on."""

import shutil
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from clubos_desktop.cutover import acts
from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.evidence.papers import Papers
from clubos_desktop.model.domains import Side
from clubos_desktop.model.runbook import Begun, Plan, RunKind, Said, StepBegun, StepDone
from clubos_desktop.store import people
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import membership
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.runbook import Mark

BEFORE = ("laptop", "backup", "freeze", "final", "guards")


def test_a_planned_day_is_kept_and_begins_nothing(day):
    with day.database.read() as conn:
        assert acts.planned_day(conn) is None
    acts.plan_day(day.database, "person:1", "2027-01-16", "07:00")
    with day.database.read() as conn:
        assert acts.planned_day(conn) == ("2027-01-16", "07:00")
    day.wait(60 * 24 * 90)
    assert runbook.runs(day.kept) == ()
    assert runbook.in_charge(day.kept) is Side.LEGACY


@pytest.mark.parametrize(
    ("on", "at", "code"),
    [("soon", "07:00", "day"), ("2027-01-16", "7 o'clock", "runbook.hour"), ("2020-01-01", "07:00", "runbook.day")],
)
def test_a_day_that_cannot_be_is_not_planned(day, on, at, code):
    with pytest.raises(InputError) as refused:
        acts.plan_day(day.database, "person:1", on, at)
    assert refused.value.code == code


def real_run(day, steps=BEFORE):
    """A real run up to the moment before ClubOS takes over, with every GO."""
    roles = tuple(sorted(day.roles.items()))
    note = [("begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", roles))]
    for step in steps:
        note += [("step begun", StepBegun(step)), ("step done", StepDone(step, 60.0))]
    note += [("said", Said("switch", role, go=True)) for role, _ in roles]
    for act, body in note:
        enter(day.database, "person:1", "runbook", act, body, item="1")


def test_all_gates_are_judged_again_at_the_moment_clubos_takes_over(day):
    real_run(day)
    assert day.run.current.step.id == "switch"
    with pytest.raises(RefusedError) as refused:
        day.begin("switch")
    assert refused.value.code == "cutover.guards"
    assert "Gate 2 is not passed" in refused.value.sentence
    assert "Nothing was changed: Wild Apricot is in charge." in refused.value.sentence
    assert day.run.current.mark is Mark.NEXT
    assert runbook.in_charge(day.kept) is Side.LEGACY


FINISHES = {
    "as window and command line": lambda day: day.done("switch"),
    "by the act alone": lambda day: acts.finish(day.database, "person:1", "switch", told="x", approvers=day.both),
}


@pytest.mark.parametrize("begun", FINISHES)
def test_gates_and_vote_hold_it_when_the_step_is_done_however_it_was_begun(day, begun):
    real_run(day)
    enter(day.database, "person:1", "runbook", "step begun", StepBegun("switch"), item="1")
    day.wait(60 * 24 * 3)
    with pytest.raises(RefusedError) as refused:
        FINISHES[begun](day)
    assert refused.value.code == "cutover.guards"
    assert "Gate 2 is not passed" in refused.value.sentence
    assert "The board has not voted for the switch." in refused.value.sentence
    assert runbook.in_charge(day.kept) is Side.LEGACY
    day.clock.at -= timedelta(days=4)
    with pytest.raises(RefusedError, match="was set back"):
        day.done("switch")


def test_a_rehearsed_switch_is_not_held_by_the_gates(day):
    enter(day.database, "person:1", "runbook", "begun", Begun(Plan.CUTOVER, RunKind.TABLETOP, "c", named(day)))
    for step in BEFORE:
        enter(day.database, "person:1", "runbook", "step done", StepDone(step, 60.0), item="1")
    day.go("switch")
    day.take("switch")
    assert day.run.done("switch")
    assert runbook.in_charge(day.kept) is Side.LEGACY


def named(day):
    return tuple(sorted(day.roles.items()))


def test_one_person_does_not_become_both_approvers_while_a_run_is_under_way(day):
    acts.begin(day.database, day.signer("Ann"), Plan.ROLLBACK, RunKind.DRY, day.roles)
    day.begin("close")
    bea = day.signer("Bea")
    membership.reset(day.database, present(day, "Cem"), by=bea)
    membership.set_pin(day.database, present(day, "Cem"), "9999", by=bea)
    cem = (present(day, "Cem"), "9999")
    with pytest.raises(RefusedError) as refused:
        day.done("close", approvers=(bea, cem))
    assert refused.value.code == "second_person.vouched"
    assert day.run.done("close") is None
    membership.vouch(day.database, present(day, "Cem"), by=day.signer("Eva"))
    day.done("close", approvers=(bea, cem))
    assert day.run.done("close")


def present(day, name):
    with day.database.read() as conn:
        return next(each for each in people.every(conn) if each.name == name)


def test_one_missing_member_holds_the_last_copy_and_stands_on_the_sheet(day):
    real_run(day, BEFORE[:3])
    enter(day.database, "person:1", "runbook", "step begun", StepBegun("final"), item="1")
    with pytest.raises(RefusedError, match="were not copied since the entries stopped"):
        day.done("final")
    day.club.member(9, "Zoe", "Lost", clubos=False)
    day.club.copy(2)
    with pytest.raises(RefusedError, match="“Copy both systems a last time and compare” is not done yet") as held:
        day.done("final")
    assert held.value.code == "runbook.check"
    assert "Print the reconciliation sheet" in held.value.remedy
    sheet = Papers(day.database, "Lakeside Club", "UTC").reconciliation()
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(sheet)).pages)
    assert "Zoe Lost" in said
    assert "is missing" in said
    assert runbook.in_charge(day.kept) is Side.LEGACY


def test_another_computer_goes_on_at_the_same_step(day, tmp_path):
    real_run(day)
    acts.note(day.database, "person:1", "freeze", "The key lay elsewhere")
    there = tmp_path / "second" / "club.clubos"
    there.parent.mkdir()
    for file in day.database.path.parent.glob(day.database.path.name + "*"):
        shutil.copy(file, there.parent / file.name)
    second = Database.open(there, day.database.key, clock=day.clock)
    try:
        assert runbook.runs(known(second).kept) == runbook.runs(day.kept)
        acts.stop(second, "person:1")
        assert runbook.under_way(known(second).kept) is None
        assert runbook.under_way(day.kept) is not None, "the first computer knows nothing of it"
    finally:
        second.close()
    left = acts.to_undo(day.run)
    assert left == ("Stop new entries in Wild Apricot: Switch the same settings back on, about 15 minutes.",)
