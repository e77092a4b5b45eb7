"""Rehearsing the way back on a copy: broken on purpose, repaired, measured, compared; and every shortcut refused."""

import json
from pathlib import Path

import pytest

from clubos_desktop.cutover import acts, rehearse, running, sums
from clubos_desktop.errors import InputError, RefusedError, SignInError
from clubos_desktop.job import finish
from clubos_desktop.model.people import Role
from clubos_desktop.model.proofs import Rehearsed
from clubos_desktop.model.readiness import State
from clubos_desktop.model.registers import Locked
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.store import people
from clubos_desktop.verification import record
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.registers.known import bodies


def tables(database):
    with database.read() as conn:
        return finish(sums.sums(conn))


def gate5(day):
    now = known(day.database)
    with day.database.read() as conn:
        gate = record.assess(conn, now.at).gates[4]
    return {each.id: each.state for each in gate.criteria}


def all_five(day, seed=0):
    day.rehearse(seed=seed)
    day.take("close")
    day.begin("reopen")
    day.wait(3)
    with pytest.raises(RefusedError, match="is not as it was"):
        day.done("reopen")
    acts.fail(day.database, "person:1", "reopen", "The copy is damaged")
    finish(running.repair(day.database, day.place))
    day.take("reopen")
    day.take("tell")
    day.take("incident")
    day.take("parallel")
    return finish(running.end(day.database, "person:1", day.place))


@pytest.mark.parametrize("seed", range(3))
def test_a_mock_rehearsal_breaks_is_repaired_and_counts(day, seed):
    before = tables(day.database)
    ended = all_five(day, seed)
    assert ended.body.problems == ()
    assert ended.body.before == ended.body.after
    assert ended.body.exported == ended.body.read_back > 0
    assert tables(day.database) == before, "the workspace's data is as it was"
    made = [body for _, body in bodies(day.kept, "rehearsal", Rehearsed)][-1]
    assert [round(step.seconds / 60) for step in made.steps] == [2, 5, 2, 2, 2]
    assert day.run.of("reopen").failures[0][1] == "The copy is damaged"
    assert gate5(day)["G5.1"] is State.FAIL, "one rehearsal of two"
    assert gate5(day)["G5.3"] is State.PASS


def test_two_rehearsals_pass_and_another_checklist_voids_them(day):
    enter(day.database, "person:2", "criteria", "locked", Locked("c", "1"), item="")  # the board's time limit first
    all_five(day)
    all_five(day, 1)
    assert {each: state for each, state in gate5(day).items() if each != "G5.4"} == dict.fromkeys(
        ("G5.1", "G5.2", "G5.3"), State.PASS
    )
    acts.adjust(day.database, "person:1", Plan.ROLLBACK, "tell", ("Ring everybody up",), minutes=90)
    assert gate5(day)["G5.1"] is State.FAIL
    assert gate5(day)["G5.2"] is State.FAIL


def test_a_copy_that_was_not_repaired_shows_at_the_end(day):
    day.rehearse()
    for step in ("close",):
        day.take(step)
    stage = rehearse.load(day.folder / "rehearsal 1")
    rehearse.break_it(day.database, stage)
    damaged = finish(rehearse.damaged(day.database, stage))
    assert damaged
    finish(rehearse.repair(day.database, stage))
    assert finish(rehearse.damaged(day.database, stage)) == ()


def test_nothing_is_skipped(day):
    day.rehearse(kind=RunKind.TABLETOP)
    for step, code in (("tell", "runbook.turn"), ("nothing", "runbook.turn")):
        with pytest.raises(RefusedError) as refused:
            day.begin(step)
        assert refused.value.code == code
    with pytest.raises(InputError) as early:
        day.done("close")
    assert early.value.code == "runbook.begun"
    day.begin("close")
    with pytest.raises(InputError) as unsaid:
        day.done("close", told=" ")
    assert unsaid.value.code == "text"
    with pytest.raises(RefusedError) as left:
        finish(running.end(day.database, "person:1", day.place))
    assert left.value.code == "runbook.left"
    with pytest.raises(RefusedError) as second:
        day.rehearse()
    assert second.value.code == "rollback.locked"


def test_a_tabletop_is_practice_and_counts_for_nothing(day):
    day.rehearse(kind=RunKind.TABLETOP)
    for step in ("close", "reopen", "tell", "incident", "parallel"):
        day.take(step)
    finish(running.end(day.database, "person:1", day.place))
    assert gate5(day)["G5.1"] is State.NOT_MEASURED
    with pytest.raises(RefusedError) as none:
        finish(running.repair(day.database, day.place))
    assert none.value.code == "rehearsal.none"


def test_two_people_and_the_right_pins(day):
    day.rehearse()
    day.begin("close")
    for approvers in ((), (day.signer("Bea"),), (day.signer("Bea"), day.signer("Dan"))):
        with pytest.raises(RefusedError) as one:
            day.done("close", approvers=approvers)
        assert one.value.code == "runbook.two"
    with pytest.raises(SignInError):
        day.done("close", approvers=(day.signer("Bea"), (day.people["Cem"], "0000")))
    assert day.run.done("close") is None


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        ({"second approver": "Bea"}, "runbook.approvers"),
        ({"king": "Bea"}, "runbook.role"),
        ({"lead": 99}, "runbook.person"),
    ],
)
def test_roles_are_people_of_the_workspace(day, roles, code):
    named = {role: day.people[who].id if isinstance(who, str) else who for role, who in roles.items()}
    with pytest.raises(InputError) as refused:
        day.rehearse(kind=RunKind.TABLETOP, **named)
    assert refused.value.code == code


def test_somebody_must_hold_each_role(day):
    del day.roles["messages"]
    with pytest.raises(InputError) as refused:
        day.rehearse(kind=RunKind.TABLETOP)
    assert refused.value.code == "runbook.role"


def test_a_lost_copy_is_said_and_stopping_is_always_possible(day):
    day.rehearse()
    day.take("close")
    (day.folder / "rehearsal 1" / "rehearsal.json").write_text("{")
    with pytest.raises(InputError) as gone:
        day.begin("reopen") and day.done("reopen")
    assert gone.value.code == "rehearsal.gone"
    acts.stop(day.database, "person:1")
    assert not day.run.open
    assert acts.to_undo(day.run)[-1].startswith("Close ClubOS for members: Open member sign-in again")


def test_the_workspace_itself_is_never_broken(day):
    day.rehearse()
    stage = rehearse.load(day.folder / "rehearsal 1")
    wrong = rehearse.Stage(day.folder, stage.snapshot, stage.tables, stage.failure)
    with pytest.raises(RefusedError) as refused:
        rehearse.break_it(day.database, wrong)
    assert refused.value.code == "rehearsal.copy"
    said = json.loads((stage.folder / "rehearsal.json").read_text())
    assert said["failure"] in rehearse.FAILURES
    with pytest.raises(InputError) as taken:
        finish(rehearse.prepare(day.database, stage.folder, "person:1", zone="UTC"))
    assert taken.value.code == "rehearsal.folder"


def test_a_no_go_holds_until_the_role_says_go(day):
    day.rehearse(plan=Plan.CUTOVER, kind=RunKind.DRY)
    from clubos_desktop.cutover.checks import Seen

    day.take("laptop", seen=Seen(computer=()))
    with pytest.raises(RefusedError) as backup:
        day.take("backup")
    assert backup.value.code == "runbook.check"
    from clubos_desktop.verification.acts import proofs

    finish(proofs.try_restore(day.database, "person:1"))
    day.done("backup")
    with pytest.raises(RefusedError) as pause:
        day.begin("freeze")
    assert pause.value.code == "runbook.pause"
    with pytest.raises(RefusedError) as stranger:
        acts.say(day.database, day.signer("Eva"), "freeze", "lead", go=True)
    assert stranger.value.code == "runbook.role"
    with pytest.raises(InputError):
        acts.say(day.database, day.signer("Ann"), "freeze", "lead", go=False)
    day.go("freeze")
    acts.say(day.database, day.signer("Ann"), "freeze", "lead", go=False, reason="Nobody at the desk")
    with pytest.raises(RefusedError, match="lead"):
        day.begin("freeze")
    acts.say(day.database, day.signer("Ann"), "freeze", "lead", go=True)
    day.begin("freeze")
    acts.note(day.database, "person:1", "freeze", "It rains")
    assert day.run.of("freeze").remarks == ("It rains",)
    with pytest.raises(InputError):
        acts.note(day.database, "person:1", "nothing", "x")


def test_a_no_go_after_the_beginning_holds_too_and_a_failed_step_asks_again(day):
    day.rehearse(plan=Plan.CUTOVER, kind=RunKind.TABLETOP)
    for step in ("laptop", "backup"):
        day.take(step)
    day.go("freeze")
    day.begin("freeze")
    acts.say(day.database, day.signer("Bea"), "freeze", "approver", go=False, reason="The phones are down")
    with pytest.raises(RefusedError) as held:
        day.done("freeze")
    assert held.value.code == "runbook.pause"
    acts.say(day.database, day.signer("Bea"), "freeze", "approver", go=True)
    acts.fail(day.database, "person:1", "freeze", "A form stayed open")
    with pytest.raises(RefusedError, match="waits for GO of"):
        day.begin("freeze")


def test_a_list_that_somebody_edited_proves_nothing(day):
    day.rehearse()
    file = day.folder / "rehearsal 1" / "rehearsal.json"
    said = json.loads(file.read_text())
    file.write_text(json.dumps(said | {"tables": said["tables"] | {"version": "0" * 64}}))
    with pytest.raises(RefusedError) as changed:
        day.begin("close")
    assert changed.value.code == "rehearsal.changed"
    file.write_text(json.dumps(said | {"exported": 5000, "read_back": 5000}))
    day.take("close")
    day.begin("reopen")
    finish(running.repair(day.database, day.place))
    for step in ("reopen", "tell", "incident", "parallel"):
        day.begin(step) if step != "reopen" else None
        day.wait(1)
        day.done(step)
    ended = finish(running.end(day.database, "person:1", day.place)).body
    assert (ended.exported, ended.read_back) == (11, 11), "every row is written and read again at the end"


def test_foreign_files_and_links_are_left_alone(day):
    folder = day.folder / "rehearsal 1"
    folder.mkdir()
    (folder / "minutes.pdf").write_bytes(b"ours")
    with pytest.raises(InputError) as foreign:
        day.rehearse()
    assert foreign.value.code == "rehearsal.folder"
    assert (folder / "minutes.pdf").read_bytes() == b"ours"
    (folder / "minutes.pdf").unlink()
    (folder / "copy.clubos").write_bytes(b"left by a beginning that was cut off")
    day.rehearse()
    stage = rehearse.load(folder)
    stage.copy.unlink()
    stage.copy.hardlink_to(day.database.path)
    with pytest.raises(RefusedError) as linked:
        rehearse.break_it(day.database, stage)
    assert linked.value.code == "rehearsal.copy"


def test_roles_need_a_pin_to_answer_with(day):
    with day.database.transaction("program", "person added") as tx:
        newcomer = people.add(tx, "Fay", Role.OPERATOR)
    with pytest.raises(InputError) as without:
        day.rehearse(kind=RunKind.TABLETOP, messages=newcomer.id)
    assert without.value.code == "runbook.no_pin"


def test_a_proof_is_a_file(day):
    day.rehearse(kind=RunKind.TABLETOP)
    day.begin("close")
    for path in (Path("/dev/zero"), day.folder, day.folder / "nothing.png"):
        with pytest.raises(InputError) as refused:
            day.done("close", file=path)
        assert refused.value.code.startswith("file")
