"""What holds the switch and the way back shut, each reason by itself; times and the watch."""

from dataclasses import replace

import pytest

from clubos_desktop.cutover import grace, locks, times
from clubos_desktop.model.readiness import Criterion, GateResult, Readiness, State, Verdict
from clubos_desktop.model.registers import Ballot, Closed, Emergency, Kept, Moved, Phase
from clubos_desktop.model.runbook import Begun, Plan, RunKind, StepBegun, StepDone, Stopped
from clubos_desktop.verification.gates import PLAIN
from clubos_desktop.verification.registers import afterwards, runbook
from tests.unit.verification.register_book import NOW, Book, rehearsed, vote

GATES = tuple(GateResult(n, f"Gate {n}", (Criterion(f"G{n}.1", "x", State.PASS, "", "", ()),)) for n in range(1, 6))
ALL = Readiness(NOW, (), GATES, Verdict.AUTHORISED)
ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))


def ready():
    book = Book().add("phase", "moved", Moved(Phase.PARALLEL, None), "2026-10-27T08:00:00.000Z", "")
    return book.add("vote", "recorded", vote(), "2026-12-03T20:00:00.000Z", "1")


def switched(book=None, at="2026-12-05T08:00:00.000Z", number="1"):
    book = book or ready()
    book.add("runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", ROLES), at, number)
    for step in ("laptop", "backup", "freeze", "final", "guards", "switch"):
        book.add("runbook", "step begun", StepBegun(step), at, number)
        book.add("runbook", "step done", StepDone(step, 60.0), at, number)
    return book


def test_all_there_opens_the_switch():
    assert locks.forward(ready().known(), ALL) == ()
    assert locks.valid_vote(ready().known(), Ballot.CUTOVER) == "1"
    assert locks.valid_vote(ready().known(), Ballot.ROLLBACK) == ""


def test_a_gate_that_closed_and_a_vote_that_ended_hold_it_at_the_last_moment():
    assert locks.still(ready().known(), ALL) == ()
    assert locks.still(ready().known(), failing(3)) == (f"Gate 3 is not passed: {PLAIN[3]}.",)
    ended = ready().add("vote", "revoked", Closed("again"), item="1")
    assert locks.still(ended.known(), ALL) == ("The vote was revoked.",)


def failing(number):
    bad = Criterion(f"G{number}.1", "x", State.FAIL, "", "", ())
    gates = tuple(replace(gate, criteria=(bad,)) if gate.gate == number else gate for gate in ALL.gates)
    return replace(ALL, gates=gates)


@pytest.mark.parametrize("number", range(1, 6))
def test_each_gate_holds_it(number):
    assert f"Gate {number} is not passed: {PLAIN[number]}." in locks.forward(ready().known(), failing(number))


VOTES = {
    "no vote": (lambda book: Book(book.entries[:1]), "has not voted"),
    "lost": (lambda book: book.add("vote", "recorded", vote(for_=1, against=5)), "motion was lost"),
    "too few": (lambda book: book.add("vote", "recorded", vote(quorum=40)), "quorum was missed"),
    "over": (lambda book: book.add("vote", "recorded", vote(expires="2026-12-04")), "counted until"),
    "revoked": (lambda book: book.add("vote", "revoked", Closed("again"), item="1"), "was revoked"),
    "another pack": (lambda book: book.add("vote", "recorded", vote(pack="cd" * 32)), "not one of this workspace"),
    "for going back": (
        lambda book: Book([book.entries[0]]).add("vote", "recorded", vote(ballot=Ballot.ROLLBACK)), "has not voted",
    ),
    "wrong phase": (lambda book: book.add("phase", "moved", Moved(Phase.PILOT, None), item=""), "not Parallel run"),
    "a run is open": (
        lambda book: book.add("runbook", "begun", Begun(Plan.ROLLBACK, RunKind.DRY, "c", ROLES), item="7"),
        "Run 7 is still under way",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VOTES)
def test_each_lack_holds_it(name):
    change, said = VOTES[name]
    assert any(said in reason for reason in locks.forward(change(ready()).known(), ALL))


@pytest.mark.parametrize("register", sorted(locks.TRUSTED))
def test_a_register_changed_from_outside_holds_it(register):
    known = ready().known()
    broken = replace(known, kept=Kept(known.kept.entries, frozenset({register, "ticket"})))
    reasons = locks.forward(broken, ALL)
    assert any(f"behind this program's back: {register}" in reason for reason in reasons)


def test_once_switched_it_is_not_opened_again():
    assert locks.forward(switched().known(), ALL) == ("ClubOS is in charge already.",)


def back_voted(book):
    return book.add("vote", "recorded", vote(ballot=Ballot.ROLLBACK), "2026-12-06T08:00:00.000Z", "2")


def closed(book):
    return book.add("runbook", "stopped", Stopped(), "2026-12-05T12:00:00.000Z", "1")


def test_going_back_needs_a_vote_or_the_emergency_rule():
    assert locks.back(ready().known())[0].startswith("Wild Apricot is in charge")
    book = closed(switched())
    assert locks.back(book.known()) == ("The board has not voted for going back.",)
    assert locks.back(back_voted(Book(book.entries)).known()) == ()
    assert locks.back(book.known(), emergency=True) == ("No emergency rule was recorded beforehand.",)
    book.add("emergency", "set", Emergency("Chair and one", ("1",)), item="")
    assert locks.back(book.known(), emergency=True) == ()


def test_going_back_ends_after_thirty_times_24_hours_to_the_millisecond():
    book = back_voted(closed(switched()))
    assert afterwards.grace_ends(book.known().kept) == "2027-01-04T08:00:00.000Z"
    assert locks.back(book.known("2027-01-04T07:59:59.999Z")) == ()
    late = locks.back(book.known("2027-01-04T08:00:00.000Z"))
    assert late[0] == "The return period ended on Mon 4 Jan 2027, 08:00."
    assert afterwards.grace_ends(ready().known().kept) is None


@pytest.mark.parametrize(
    ("at", "left", "notice"),
    [
        ("2026-12-05T08:00:00.000Z", 30, None),
        ("2026-12-21T08:00:00.000Z", 14, 14),
        ("2026-12-28T07:59:59.000Z", 8, 14),
        ("2026-12-28T08:00:00.000Z", 7, 7),
        ("2027-01-01T08:00:00.000Z", 3, 3),
        ("2027-01-03T08:00:00.000Z", 1, 1),
        ("2027-01-04T08:00:00.000Z", 0, None),
    ],
)
def test_notices_at_14_7_3_and_1_days(at, left, notice):
    clock = grace.clock(switched().known(at))
    assert (clock.days_left, clock.notice, clock.over) == (left, notice, left == 0)
    assert clock.day == "2027-01-04"
    assert grace.clock(ready().known()) is None


def test_the_slower_rehearsal_is_named():
    assert grace.rehearsed(ready().known()) is None
    book = ready().add("rehearsal", "made", rehearsed()).add("rehearsal", "made", rehearsed(steps=()))
    assert grace.rehearsed(book.known()) == 300.0


def test_a_late_step_moves_all_that_need_it():
    book = ready().add("runbook", "begun", Begun(Plan.ROLLBACK, RunKind.DRY, "c", ROLES), "2026-12-05T08:00:00.000Z")
    book.add("runbook", "step begun", StepBegun("close"), "2026-12-05T08:00:00.000Z")
    run = runbook.runs(book.known().kept)[0]
    on_time = times.timeline(run, "2026-12-05T08:10:00.000Z")
    assert [each.planned[1][11:16] for each in on_time] == ["08:15", "08:30", "08:50", "09:20", "09:50"]
    assert [each.ends[11:16] for each in on_time] == ["08:15", "08:30", "08:50", "09:20", "09:50"]
    assert times.behind(run, "2026-12-05T08:10:00.000Z") == 0
    assert times.behind(run, "2026-12-05T08:40:00.000Z") == 25
    assert times.used(run.steps[0], "2026-12-05T08:40:00.000Z") == 2400
    book.add("runbook", "step done", StepDone("close", 2400.0), "2026-12-05T08:40:00.000Z")
    run = runbook.runs(book.known().kept)[0]
    assert times.timeline(run, "2026-12-05T09:00:00.000Z")[1].ends == "2026-12-05T09:15:00.000Z"


def test_a_switch_that_is_still_watched_does_not_hold_going_back():
    book = switched()
    book.add("vote", "recorded", vote(ballot=Ballot.ROLLBACK), "2026-12-06T08:00:00.000Z", "2")
    assert locks.unfinished_switch(book.known().kept) == "1"
    assert locks.back(book.known()) == ()
    book.add("runbook", "stopped", Stopped(), "2026-12-06T08:00:00.000Z", "1")
    assert locks.unfinished_switch(book.known().kept) == ""
    assert locks.back(book.known()) == ()
