"""What rehearsals leave to be done holds Gate 5; the time limit comes first; whose computer watches in which hours."""

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.model.readiness import State
from clubos_desktop.model.registers import Left, Locked, Noted
from clubos_desktop.model.runbook import Begun, Plan, RunKind, StepBegun, StepDone
from clubos_desktop.verification.registers import actions

from .register_book import Book, full, rehearsed
from .test_lists import Clerk
from .test_registers import criteria


def action(book, item="1", **cells):
    return book.add("action", "noted", Noted({"what": "Find the key", "owner": "Ann", "due": "2026-12-10"} | cells),
                    item=item)  # fmt: skip


def test_an_open_action_holds_gate_5_until_it_is_done(well):
    book = action(full())
    found = criteria(well, book)
    assert found["G5.1"].why == "1 action of a rehearsal not done yet: Find the key"
    assert found["S4.13"].state is State.FAIL
    assert found["G5.2"].state is State.PASS
    assert criteria(well, action(book, done="In the safe"))["G5.1"].state is State.PASS
    assert criteria(well, action(book, "2"))["G5.1"].state is State.FAIL
    book.add("action", "left", Left(), item="2")
    assert criteria(well, book)["G5.1"].state is State.PASS
    assert [each.done for each in actions.actions(book.known().kept)] == ["In the safe"]


def test_a_rehearsal_counts_only_after_the_board_has_set_the_time_limit(well):
    unlocked = Book([each for each in full().entries if each.register != "criteria"])
    assert "The board has not set the time limit yet" in criteria(well, unlocked)["G5.1"].why
    label = unlocked.known().limits["rollback_minutes"].label
    book = full().add("criteria", "locked", Locked("c", "2", "Values that differ: 1 → 2"), "2026-12-07T09:00:00.000Z")
    assert criteria(well, book)["G5.1"].state is State.PASS, "another limit was changed"
    book.add("criteria", "locked", Locked("c", "3", f"{label}: 60 → 90"), "2026-12-07T10:00:00.000Z")
    found = criteria(well, book)
    assert "0 of 2 rehearsals" in found["G5.1"].why
    assert "Rehearsal 2 is older than the time limit." in found["G5.1"].why
    assert found["G5.2"].state is State.FAIL
    for item in ("3", "4"):
        book.add("rehearsal", "made", rehearsed(), "2026-12-07T11:00:00.000Z", item)
    assert criteria(well, book)["G5.1"].state is State.PASS


@pytest.fixture
def clerk(desk):
    return Clerk(desk)


def test_actions_are_entered_and_done(clerk):
    assert clerk.says("actions") == "No rehearsal left anything to be done."
    clerk.do("actions", "add", what="Find the key", owner="Ann", due="2026-12-20")
    clerk.do("actions", "add", what="Write down the number", owner="Cem", due="2026-12-10")
    assert [row.cells["owner"] for row in clerk.rows("actions")] == ["Cem", "Ann"]
    assert clerk.says("actions") == "2 of 2 actions are open: Gate 5 waits for them."
    for item in ("1", "2"):
        clerk.do("actions", "done", item, done="It hangs at the door")
    assert [row.tone for row in clerk.rows("actions")] == ["good", "good"]
    assert len(clerk.rows("actions")[0].history) == 2
    assert clerk.says("actions") == "Done: 2 actions."
    with pytest.raises(InputError):
        clerk.do("actions", "done", "9", done="x")
    with pytest.raises(InputError):
        clerk.do("actions", "add", what="x", owner="y", due="soon")


def switched(desk):
    """ClubOS takes over now."""
    from clubos_desktop.verification.acts.entering import enter

    enter(desk.database, desk.actor, "runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", ()), item="1")
    for body, act in ((StepBegun("switch"), "step begun"), (StepDone("switch", 1.0), "step done")):
        enter(desk.database, desk.actor, "runbook", act, body, item="1")


def test_the_rota_of_the_watch_names_every_hour_or_says_which_not(clerk, desk):
    assert clerk.says("watchers").startswith("0 shifts.")
    switched(desk)
    assert clerk.says("watchers").startswith("Nobody's computer from")
    for n in (0, 1):
        clerk.do("watchers", "add", day=desk.day(n), **{"from": "00:00", "until": "24:00", "who": "Ann"})
    assert clerk.says("watchers") == "Every hour of the first day has somebody's computer."
    assert [row.cells["who"] for row in clerk.rows("watchers")] == ["Ann", "Ann"]
    clerk.do("watchers", "drop", "1")
    assert len(clerk.rows("watchers")) == 1
    for wrong in ({"from": "12:00", "until": "11:00"}, {"from": "12:00", "until": "25:00"},
                  {"from": "12:60", "until": "13:00"}, {"from": "12:00", "until": "12:60"}):  # fmt: skip
        with pytest.raises(InputError):
            clerk.do("watchers", "add", day=desk.day(1), who="Bea", **wrong)
