"""A run is folded from its acts alone: order, failures, pause points, and who is in charge because of it."""

import pytest

from clubos_desktop.model.domains import Side
from clubos_desktop.model.registers import Moved, Phase
from clubos_desktop.model.runbook import (
    Adjusted,
    Begun,
    Ended,
    Plan,
    Remark,
    RunKind,
    Said,
    Step,
    StepBegun,
    StepDone,
    StepFailed,
    Stopped,
    checklist_hash,
)
from clubos_desktop.verification.registers import known as registers
from clubos_desktop.verification.registers import phases, runbook
from clubos_desktop.verification.registers.checklists import ROLES, SHIPPED, present
from clubos_desktop.verification.registers.runbook import Mark

from .register_book import Book

EVERYBODY = tuple((role, place) for place, role in enumerate(sorted(ROLES), 1))


def at(hour, day=1):
    return f"2026-12-{day:02d}T{hour:02d}:00:00.000Z"


def begun(plan=Plan.CUTOVER, kind=RunKind.REAL, moment=None, book=None, number="1"):
    body = Begun(plan, kind, checklist_hash(SHIPPED[plan]), EVERYBODY)
    return (book or Book()).add("runbook", "begun", body, moment or at(7), number)


def go_through(book, steps, moment=None, number="1"):
    for step in steps:
        book.add("runbook", "step begun", StepBegun(step), moment or at(8), number)
        book.add("runbook", "step done", StepDone(step, 60.0), moment or at(8), number)
    return book


def marks(book):
    return {each.step.id: each.mark for each in runbook.runs(book.known().kept)[0].steps}


SWITCH = [step.id for step in SHIPPED[Plan.CUTOVER]]
BACK = [step.id for step in SHIPPED[Plan.ROLLBACK]]


def test_one_step_at_a_time():
    book = begun()
    assert marks(book) == {"laptop": Mark.NEXT} | dict.fromkeys(SWITCH[1:], Mark.WAITING)
    book.add("runbook", "step begun", StepBegun("laptop"), at(8))
    assert marks(book)["laptop"] is Mark.UNDER_WAY
    assert Mark.NEXT not in marks(book).values()
    book.add("runbook", "step failed", StepFailed("laptop", "no mains"), at(9))
    book.add("runbook", "step begun", StepBegun("laptop"), at(10))
    book.add("runbook", "step done", StepDone("laptop", 7200.0, "seen", "ab"), at(10))
    book.add("runbook", "noted", Remark("laptop", "Ask for a longer cable"), at(10))
    run = runbook.runs(book.known().kept)[0]
    taken = run.of("laptop")
    assert (taken.begun, taken.ended, taken.seconds, taken.words) == (at(8), at(10), 7200.0, "seen")
    assert taken.failures == ((at(9), "no mains"),)
    assert taken.remarks == ("Ask for a longer cable",)
    assert run.current.step.id == "backup"
    assert run.current.mark is Mark.NEXT
    assert (run.of("nothing"), run.done("backup"), run.done("laptop")) == (None, None, at(10))


def test_a_pause_point_waits_for_every_role_and_one_no_go_holds():
    book = go_through(begun(), ["laptop", "backup"])
    run = runbook.runs(book.known().kept)[0]
    assert runbook.missing_answers(run, run.of("laptop")) == ()
    assert runbook.missing_answers(run, run.of("freeze")) == tuple(sorted(ROLES))
    for role in ROLES:
        book.add("runbook", "said", Said("freeze", role, go=True), at(9))
    book.add("runbook", "said", Said("freeze", "lead", go=False, reason="Nobody at the desk"), at(9))
    run = runbook.runs(book.known().kept)[0]
    assert runbook.missing_answers(run, run.of("freeze")) == ("lead",)
    book.add("runbook", "said", Said("freeze", "lead", go=True), at(10))
    run = runbook.runs(book.known().kept)[0]
    assert runbook.missing_answers(run, run.of("freeze")) == ()


def test_other_runs_and_strange_acts_change_nothing():
    book = begun()
    begun(Plan.ROLLBACK, RunKind.TABLETOP, book=book, number="2")
    book.add("runbook", "step done", StepDone("close", 1.0), at(9), "2")
    book.add("runbook", "begun", StepBegun("laptop"), at(9), "3")
    kept = book.known().kept
    assert len(runbook.runs(kept)) == 2
    assert [run.number for run in runbook.runs(kept, Plan.ROLLBACK)] == ["2"]
    assert marks(book)["laptop"] is Mark.NEXT
    assert runbook.under_way(kept).number == "2"
    begun(book=book, moment=at(10))
    assert marks(book)["laptop"] is Mark.NEXT, "a second beginning of the same run is none"


def test_a_stopped_or_ended_run_is_over():
    stopped = begun().add("runbook", "stopped", Stopped(), at(9))
    assert runbook.under_way(stopped.known().kept) is None
    assert runbook.runs(stopped.known().kept)[0].stopped == at(9)
    ended = go_through(begun(), SWITCH).add("runbook", "ended", Ended(), at(12))
    run = runbook.runs(ended.known().kept)[0]
    assert (run.over, run.current, run.open) == (at(12), None, False)


def test_who_is_in_charge_follows_the_real_steps_alone():
    rehearsed = go_through(begun(kind=RunKind.DRESS), SWITCH)
    assert runbook.in_charge(rehearsed.known().kept) is Side.LEGACY
    before = go_through(begun(), SWITCH[:5])
    assert runbook.in_charge(before.known().kept) is Side.LEGACY
    switched = go_through(begun(), SWITCH[:6])
    assert runbook.in_charge(switched.known().kept) is Side.CLUBOS
    assert runbook.switched(switched.known().kept) == at(8)
    closed = go_through(begun(Plan.ROLLBACK, moment=at(7, 5), book=switched, number="2"), BACK[:1], at(8, 5), "2")
    assert runbook.in_charge(closed.known().kept) is Side.CLUBOS
    back = go_through(closed, BACK[1:2], at(9, 5), "2")
    assert runbook.in_charge(back.known().kept) is Side.LEGACY
    assert runbook.returned(back.known().kept) == at(9, 5)
    again = go_through(begun(moment=at(7, 9), book=back, number="3"), SWITCH[:6], at(8, 9), "3")
    assert runbook.in_charge(again.known().kept) is Side.CLUBOS


def test_the_phase_follows_the_steps():
    book = Book().add("phase", "moved", Moved(Phase.PARALLEL, None), "2026-10-27T08:00:00.000Z", "")
    begun(book=book)
    assert phases.present(book.known()) is Phase.CUTOVER
    assert registers.began(book.known(), Phase.CUTOVER) == at(7)
    stopped = Book(book.entries).add("runbook", "stopped", Stopped(), at(9))
    assert phases.present(stopped.known()) is Phase.PARALLEL
    assert registers.began(stopped.known(), Phase.PARALLEL) == "2026-10-27T08:00:00.000Z", "stopping costs nothing"
    go_through(book, SWITCH).add("runbook", "ended", Ended(), at(9))
    assert phases.present(book.known()) is Phase.AFTER
    go_through(begun(Plan.ROLLBACK, moment=at(7, 5), book=book, number="2"), BACK, at(9, 5), "2")
    assert phases.present(book.known()) is Phase.PARALLEL
    assert registers.began(book.known(), Phase.PARALLEL) == at(9, 5), "the periods begin anew"
    assert registers.counting(book.known()) is None
    book.add("phase", "moved", Moved(Phase.PILOT, None, "Start again"), at(7, 6), "")
    assert phases.present(book.known()) is Phase.PILOT


@pytest.mark.parametrize(
    ("complete", "wanted"), [(None, "rolled back"), (at(8, 5), "rolled back"), (at(9, 5), None), (at(9, 6), None)]
)
def test_the_verdict_says_rolled_back_until_both_are_copied_anew(complete, wanted):
    book = go_through(begun(), SWITCH[:6])
    assert runbook.outcome(book.known().kept, complete) is None, "the switch day is not over"
    done = Book(go_through(book, SWITCH[6:]).entries).add("runbook", "ended", Ended(), at(9))
    assert runbook.outcome(done.known().kept, complete) == "done"
    back = go_through(begun(Plan.ROLLBACK, moment=at(7, 5), book=done, number="2"), BACK, at(9, 5), "2")
    assert runbook.outcome(back.known().kept, complete) == wanted
    assert runbook.outcome(Book().known().kept, complete) is None


def test_the_clubs_own_wording_is_another_checklist():
    book = Book().add("checklist", "adjusted", Adjusted(("Ring the bell",), 3), at(7), "rollback close")
    step = present(book.known().kept, Plan.ROLLBACK)[0]
    assert (step.acts, step.minutes) == (("Ring the bell",), 3)
    assert present(book.known().kept, Plan.CUTOVER) == SHIPPED[Plan.CUTOVER]
    assert present(book.known().kept, Plan.ROLLBACK, before=1) == SHIPPED[Plan.ROLLBACK]
    assert checklist_hash(present(book.known().kept, Plan.ROLLBACK)) != checklist_hash(SHIPPED[Plan.ROLLBACK])
    blank = Book().add("checklist", "adjusted", Adjusted(), at(7), "rollback close")
    assert present(blank.known().kept, Plan.ROLLBACK) == SHIPPED[Plan.ROLLBACK]
    odd = Book().add("checklist", "adjusted", Moved(Phase.PILOT, None), at(7), "rollback close")
    assert present(odd.known().kept, Plan.ROLLBACK) == SHIPPED[Plan.ROLLBACK]


def test_the_longest_chain_counts():
    steps = (
        Step("a", "A", "lead", (), "", "", 10),
        Step("b", "B", "lead", (), "", "", 30, needs=("a",)),
        Step("c", "C", "lead", (), "", "", 5, needs=("a",)),
        Step("d", "D", "lead", (), "", "", 5, needs=("b", "c", "nothing")),
    )
    assert runbook.critical(steps) == ("a", "b", "d")
    assert runbook.critical(()) == ()
    assert steps[0].reversible is False


@pytest.mark.parametrize("plan", list(Plan))
def test_the_shipped_checklists_are_sound(plan):
    seen = set()
    for step in SHIPPED[plan]:
        assert set(step.needs) <= seen, step.id
        seen.add(step.id)
        assert step.role in ROLES
        assert all((step.title, step.acts, step.why, step.expects, step.stands, step.next, step.call, step.minutes))
        assert step.reversible or step.people == 2, f"{step.id} cannot be undone: two people"
    assert len(seen) == len(SHIPPED[plan])
    aloud = sum(bool(step.aloud) for step in SHIPPED[plan])
    assert aloud == (3 if plan is Plan.CUTOVER else 0)
