"""What the registers say of the checks: every one can pass, each piece that is taken away closes its own gate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.evidence import OnTime, Response
from clubos_desktop.model.incidents import Opened, Regraded, Severity
from clubos_desktop.model.proofs import Answer, Approved, LogRead, Restored, Ticket, Total, Written
from clubos_desktop.model.readiness import State, Verdict
from clubos_desktop.model.registers import (
    Closed,
    Contact,
    Did,
    Felt,
    Kept,
    Left,
    Locked,
    Moved,
    Named,
    Noted,
    Phase,
    Reached,
    Reviewed,
    Signed,
    Withdrew,
)
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import calls
from clubos_desktop.verification import gates, signals
from clubos_desktop.verification.gates import assess
from clubos_desktop.verification.limits import Limits, read
from clubos_desktop.verification.registers import attest, phases, risks
from clubos_desktop.verification.registers.incidents import incidents, quiet_since
from clubos_desktop.verification.registers.known import PackMade, after
from clubos_desktop.verification.registers.operators import operators

from .register_book import NOW, Book, full, rehearsed, vote

FAST = (Response("GET /api/members", 30, 900), Response("GET /me", 3, 9000))
COUNTED = {"G3.2", "S4.10"}  # from the copies by plan, not from a register


def evidence(well, book, at=NOW, **more):
    known = book.known(at, **({"responses": FAST} | more))
    given = tuple(each for each in well.attested if each.id in COUNTED)
    return replace(
        well, at=at, attested=given + attest.attested(known), lock=attest.lock(known), copies=fresh(well, at)
    )


def fresh(well, at):
    """The copies stay recent, so that only the registers change with time."""
    return tuple(
        replace(each, accepted=replace(each.accepted, ended=after(at, -1)) if each.accepted else None)
        for each in well.copies
    )


def criteria(well, book, at=NOW, **more):
    readiness = assess(evidence(well, book, at, **more), Limits())
    found = {each.id: each for each in readiness.signals}
    return found | {each.id: each for gate in readiness.gates for each in gate.criteria}


def closed(well, book, at=NOW, **more):
    return [gate.gate for gate in assess(evidence(well, book, at, **more), Limits()).gates if not gate.passed]


def test_every_criterion_and_signal_passes_from_recorded_evidence(well):
    readiness = assess(evidence(well, full()), Limits())
    found = [*readiness.signals, *(each for gate in readiness.gates for each in gate.criteria)]
    assert {each.id: each.why for each in found if each.state is not State.PASS} == {}
    assert readiness.verdict == "AUTHORISED"
    fed = {identity for identities in attest.FEEDS.values() for identity in identities} | {"S4.9"} | COUNTED
    asked = {each.id for each in signals.ASKED} | {each.id for group in gates.ASKED.values() for each in group}
    assert fed == asked


GATE_OF = {
    "operator": [2], "contact": [2, 5], "incident": [3], "restore": [3], "vote": [4], "communication": [4],
    "support": [4], "rehearsal": [5], "emergency": [5], "load": [3], "security": [3],
}  # fmt: skip


def test_any_one_piece_taken_away_closes_exactly_its_gate(well):
    book = full()
    tried = 0
    for entry in book.entries:
        if entry.register not in GATE_OF or entry.act == "signed":
            continue
        if entry.register == "operator" and entry.act == "named":
            continue  # without a name there is no such operator, and the others are enough
        wanted = GATE_OF[entry.register]
        if entry.register == "contact" and entry.item not in {"1", "2"}:
            wanted = [2]
        assert closed(well, book.without(entry)) == wanted, entry
        tried += 1
    assert tried > 60


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        ("operator", [2]),
        ("contact", [2, 5]),
        ("incident", [3]),
        ("load", [3]),
        ("vote", [4]),
        ("governance", [4]),
        ("criteria", [3, 4]),
        ("risk", []),
    ],
)
def test_a_register_that_was_tampered_with_fails_all_it_feeds(well, register, expected):
    known = full().known(responses=FAST)
    known = replace(known, kept=Kept(known.kept.entries, frozenset({register})))
    said = {each.id: each for each in attest.attested(known)}
    judged = replace(evidence(well, full()), attested=tuple(said.values()) + well.attested[:0], lock=attest.lock(known))
    given = tuple(each for each in well.attested if each.id in COUNTED)
    readiness = assess(replace(judged, attested=judged.attested + given), Limits())
    assert [gate.gate for gate in readiness.gates if not gate.passed] == expected
    assert all("changed outside" in said[each].why for each in attest.FEEDS[register])


@pytest.mark.parametrize(
    ("identity", "last"),
    [
        ("G2.1", "2027-09-02T00:00:00.000Z"),
        ("G2.3", "2026-12-31T00:00:00.000Z"),
        ("G3.1", "2026-12-14T08:00:00.000Z"),
        ("G3.3", "2026-12-31T08:00:00.000Z"),
        ("G4.2", "2027-03-01T08:00:00.000Z"),
        ("G4.3", "2027-03-01T08:00:00.000Z"),
        ("S4.6", "2027-03-01T08:00:00.000Z"),
        ("S4.7", "2027-03-01T08:00:00.000Z"),
        ("G3.6", "2027-03-01T00:00:00.000Z"),
        ("G3.7", "2027-03-01T00:00:00.000Z"),
        ("G4.1", "2027-01-11T00:00:00.000Z"),
        ("G5.1", "2026-12-31T00:00:00.000Z"),
        ("G5.2", "2026-12-31T00:00:00.000Z"),
        ("G5.3", "2026-12-31T00:00:00.000Z"),
        ("G5.4", "2026-12-31T00:00:00.000Z"),
        ("S4.8", "2026-12-14T08:00:00.000Z"),
        ("S4.11", "2026-12-31T08:00:00.000Z"),
        ("S4.12", "2026-12-31T08:00:00.000Z"),
        ("S4.13", "2026-12-31T00:00:00.000Z"),
    ],
)
def test_shelf_life_ends_at_that_minute(well, identity, last):
    before = to_instant(from_instant(last) - timedelta(milliseconds=1))
    assert criteria(well, full(), before)[identity].state is State.PASS
    assert criteria(well, full(), last)[identity].state is State.FAIL
    assert criteria(well, full(), last)[identity].why


def test_an_empty_book_measures_nothing(well):
    found = criteria(well, Book(), responses=())
    asked = [identity for identities in attest.FEEDS.values() for identity in identities]
    assert {found[identity].state for identity in (*asked, "S4.9", "G4.4")} == {State.NOT_MEASURED}
    assert attest.lock(Book().known()) is None


def grave(book, opened, shut=None, severity=Severity.P2):
    book.add("incident", "opened", Opened(severity, "No sign-in", opened), opened, "9")
    return book.add("incident", "closed", Closed("fixed"), shut, "9") if shut else book


@pytest.mark.parametrize(
    ("minutes", "state"), [(14 * 1440, State.PASS), (14 * 1440 - 1, State.FAIL), (14 * 1440 + 1, State.PASS)]
)
def test_fourteen_times_24_hours_to_the_minute(well, minutes, state):
    shut = to_instant(from_instant(NOW) - timedelta(minutes=minutes))
    found = criteria(well, grave(full(), after(shut, -1), shut))["G3.1"]
    assert found.state is state
    assert ("began after incident 9" in found.why) is (state is State.FAIL)
    assert found.evidence == ("incident 9",)


def test_the_clock_of_a_parallel_run_that_is_younger_says_when_it_is_full(well):
    book = full().add("phase", "moved", Moved(Phase.PARALLEL, None), "2026-12-01T08:00:00.000Z", "")
    found = criteria(well, book)["G3.1"]
    assert found.why == "The clock of 14 days began on Tue 1 Dec 2026, 08:00; full Tue 15 Dec 2026, 08:00."
    assert found.value == "7 days 0 h 0 min of 14 days without P1 or P2"
    older = grave(book, "2026-10-01T08:00:00.000Z", "2026-10-02T08:00:00.000Z")
    assert "after incident" not in criteria(well, older)["G3.1"].why


def test_open_incidents_fail_and_lower_ones_do_not(well):
    book = grave(full(), "2026-12-07T08:00:00.000Z")
    assert criteria(well, book)["G3.1"].why == "Incident 9 (P2) is still open."
    eased = Book(book.entries).add("incident", "regraded", Regraded(Severity.P3, "a way around"), NOW, "9", "person:2")
    assert criteria(well, eased)["G3.1"].state is State.PASS
    assert criteria(well, grave(full(), "2026-12-07T08:00:00.000Z", severity=Severity.P3))["G3.1"].state is State.PASS
    again = grave(full(), "2026-11-01T08:00:00.000Z", "2026-11-02T08:00:00.000Z")
    again.add("incident", "regraded", Regraded(Severity.P1, "worse"), NOW, "9")
    assert [each.closed for each in incidents(again.known().kept)] == [None]


@pytest.mark.parametrize(
    ("severity", "shut", "state"),
    [
        (Severity.P1, None, State.FAIL),
        (Severity.P1, "2026-12-07T09:00:00.000Z", State.NOT_MEASURED),
        (Severity.P3, None, State.NOT_MEASURED),
    ],
)
def test_an_open_incident_fails_also_before_the_quiet_days_count(well, severity, shut, state):
    found = criteria(well, grave(Book(), "2026-12-07T08:00:00.000Z", shut, severity))["G3.1"]
    assert found.state is state
    assert ("Incident 9 (P1) is still open." in found.why) is (state is State.FAIL)


def test_what_follows_an_incident_that_was_taken_out_is_left_aside():
    book = full().add("incident", "closed", Closed("fixed"), NOW, "9")
    assert incidents(book.known().kept) == ()


def test_the_quiet_days_begin_with_the_lock_when_that_is_later():
    book = full().add("criteria", "locked", Locked("d", "2", "more"), "2026-12-02T08:00:00.000Z", "")
    assert quiet_since(book.known()) == "2026-10-27T08:00:00.000Z"
    assert quiet_since(Book(book.entries[1:]).known()) == "2026-12-02T08:00:00.000Z"
    assert quiet_since(Book().known()) is None


def test_criteria_that_were_changed_without_the_board_close_gate_4(well):
    assert closed(well, full(), criteria="other") == [4]
    assert "without the board" in criteria(well, full(), criteria="other")["G4.4"].why
    book = full().add("criteria", "locked", Locked("other", "2", "mismatch: 1 → 2"), item="")
    lock = attest.lock(book.known(criteria="other"))
    assert (lock.holds, lock.since) == (True, "2026-09-01T08:00:00.000Z")
    assert lock.changes == (("2026-12-01T08:00:00.000Z", "mismatch: 1 → 2"),)


def test_copies_in_trial_weeks_do_not_count(well):
    days = tuple((f"2026-11-{day:02d}", "done") for day in range(8, 31))
    schedule = OnTime("2026-11-08", 14, days, "2026-12-01", NOW, NOW)
    locked = assess(replace(well, schedule=schedule), Limits())
    trial = assess(replace(well, schedule=schedule, lock=None), Limits())
    assert locked.gates[2].criteria[1].state is State.PASS
    assert trial.gates[2].criteria[1].state is State.NOT_MEASURED
    assert trial.gates[2].criteria[1].why.startswith("Trial weeks: they do not count yet.")
    assert (locked.verdict, trial.verdict) == ("AUTHORISED", "NOT READY")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"for_": 2, "against": 0, "abstain": 1}, "The quorum was missed: 3 of 4 were there."),
        ({"for_": 3, "against": 3}, "The motion was lost: 3 for, 3 against."),
        ({"pack": "cd" * 32}, "The pack that was looked at is not one of this workspace."),
        ({"expires": "2026-12-07"}, "The vote counted until 7 Dec 2026."),
    ],
)
def test_a_vote_that_does_not_hold_says_why(well, change, why):
    book = full().add("vote", "recorded", vote(**change), item="2")
    found = criteria(well, book)["G4.1"]
    assert found.state is State.FAIL
    expired = "expires" in change
    assert (found.why == why) is not expired
    assert not expired or "counted until" in found.why


def test_a_revoked_vote_and_a_pack_made_again_void_it(well):
    book = full().add("vote", "revoked", Closed("New figures"))
    assert criteria(well, book)["G4.1"].why == "The vote was revoked."
    packs = (*full().known().packs, PackMade("ef" * 32, "Vote", "2026-12-05T08:00:00.000Z"))
    found = criteria(well, full(), packs=packs)
    assert found["G4.1"].why == found["S4.11"].why == "The pack was made again afterwards."
    other = (*full().known().packs, PackMade("ef" * 32, "Weekly", "2026-12-05T08:00:00.000Z"))
    assert criteria(well, full(), packs=other)["G4.1"].state is State.PASS
    assert vote(for_=3, against=3).carried is False
    assert vote().carried is True


def test_a_question_without_an_answer_keeps_the_review_open(well):
    book = full().add("review", "reviewed", Reviewed("ab" * 32, 6, (("Why?", ""), ("How?", "So"))))
    assert criteria(well, book)["S4.11"].why == "1 question not answered yet."


def test_an_answer_makes_no_look_of_the_board_newer(well):
    old, new = after(NOW, -40), after(NOW, -2)
    first = Reviewed("ab" * 32, 6, (("Why?", ""),))
    book = Book(each for each in full().entries if each.register != "review")
    book.add("review", "reviewed", first, old)
    book.add("review", "reviewed", replace(first, questions=(("Why?", "So"),)), new)
    assert criteria(well, book)["S4.11"].state is State.FAIL, "the look was forty days ago"
    book.add("review", "reviewed", Reviewed("ab" * 32, 4, ()), new, "2")
    book.add("review", "reviewed", replace(first, questions=(("Why?", "Because"),)), NOW)
    assert criteria(well, book)["S4.11"].value == "4 members of the board, 0 questions", "the newest look counts"


def test_a_question_that_is_asked_no_more_keeps_its_grade_and_ends_nothing(well):
    book = full()
    book.add("question", "noted", Noted({"question": "Where?"}), item="7")
    book.add("chatbot", "graded", Answer("Where?", "Page", "v1", True), after(NOW, -95))
    assert criteria(well, book)["S4.7"].state is State.FAIL
    book.add("question", "left", Left(), item="7")
    found = criteria(well, book)["S4.7"]
    assert (found.state, found.value) == (State.PASS, "2 of 2 answers match")


def test_a_text_changed_after_its_approval_voids_it(well):
    book = full().add("communication", "written", Written("other", "x"), item="day")
    assert criteria(well, book)["G4.2"].why == "Changed after it was approved: the text “day”."
    book = full().add("support", "written", Written("hours 09:00-17:00", "x"), item="rota")
    found = criteria(well, book)["G4.3"]
    assert found.why == "The rota was changed after it was approved. Nobody on any day."
    rota = "hours 09:00-17:00\n2026-12-10 09:00-17:00 Ann"
    book = full().add("support", "written", Written(rota, "hash rota"), item="rota")
    assert criteria(well, book)["G4.3"].why.endswith("Nobody on 13 Dec 2026 from 09:00 to 17:00. 10 more holes.")
    book.add("support", "approved", Approved(()), item="")
    assert criteria(well, book)["G4.3"].state is State.FAIL


@pytest.mark.parametrize(
    ("change", "failing"),
    [
        ({"steps": ()}, {"G5.1", "G5.2", "S4.13"}),
        ({"steps": tuple(replace(step, seconds=721.0) for step in rehearsed().steps)}, {"G5.2", "S4.13"}),
        ({"steps": tuple(replace(step, seconds=720.0) for step in rehearsed().steps)}, set()),
        ({"after": "other"}, {"G5.3", "S4.13"}),
        ({"before": "", "after": ""}, {"G5.3", "S4.13"}),
        ({"read_back": 8}, {"G5.3", "S4.13"}),
        ({"exported": 0, "read_back": 0}, {"G5.3", "S4.13"}),
    ],
)
def test_a_rehearsal_with_a_flaw_fails_what_it_shows(well, change, failing):
    book = full()
    book.entries[-6] = replace(book.entries[-6], body=rehearsed(**change))
    assert book.entries[-6].register == "rehearsal"
    found = criteria(well, book)
    assert {each for each in ("G5.1", "G5.2", "G5.3", "S4.13") if found[each].state is State.FAIL} == failing


def test_an_emergency_rule_needs_people_who_can_be_reached(well):
    book = full().add("contact", "tested", Reached(False, "2026-12-02"), item="1")
    assert criteria(well, book)["G5.4"].why == "1 person of the rule cannot be reached."
    assert criteria(well, book)["G2.3"].why == "Too few people were reached for operations (1 of 2)."
    gone = full().add("contact", "left", Left(), item="1")
    assert closed(well, gone) == [2, 5]
    lone = Book().add("contact", "added", Contact("board", "Bea", "phone"))
    assert criteria(well, lone)["G2.3"].state is State.FAIL


def test_operators_who_lack_something_are_counted(well):
    book = full().add("operator", "named", Named(3), item="3")
    found = criteria(well, book)
    assert found["G2.1"].why == "6 training modules still to do."
    assert found["G2.2"].why == "1 operator did fewer than 12 of the tasks since the pilot began."
    assert found["S4.12"].why == "1 operator did not sign."
    left = book.add("operator", "left", Left(), item="3")
    assert closed(well, left) == []
    assert len(operators(left.add("operator", "named", Named(3), item="3").known().kept)) == 3


def test_help_counts_as_not_passed_for_the_signal_alone(well):
    book = full()
    place = next(n for n, entry in enumerate(book.entries) if entry.act == "did")
    book.entries[place] = replace(book.entries[place], body=Did("find-member", True, 3, "seen"))
    found = criteria(well, book)
    assert found["G2.2"].state is State.PASS
    assert found["S4.5"].why == "1 operator did fewer than 12 of the tasks without help."
    before = replace(book.entries[place], at="2026-09-28T08:00:00.000Z")
    book.entries[place] = before
    assert criteria(well, book)["G2.2"].state is State.FAIL, "done before the pilot began"


def test_a_signature_can_be_taken_back_and_confidence_blocks_nothing(well):
    book = full().add("operator", "withdrew", Withdrew(), item="2").add("operator", "felt", Felt(1), item="2")
    assert criteria(well, book)["S4.12"].state is State.FAIL
    assert closed(well, book) == []
    assert operators(book.known().kept)[1].felt == (1,)
    again = book.add("operator", "signed", Signed("ready"), item="2")
    assert criteria(well, again)["S4.12"].state is State.PASS
    first = Book().add("operator", "named", Named(1))
    assert criteria(well, first)["S4.12"].state is State.NOT_MEASURED
    assert criteria(well, first)["S4.5"].state is State.NOT_MEASURED


def test_a_restore_with_a_fault_fails_until_the_next_good_one(well):
    book = full().add("restore", "tested", Restored(1.0, 4, "s", ("A page is damaged.",)))
    assert criteria(well, book)["G3.3"].why == "A page is damaged."
    assert closed(well, book.add("restore", "tested", Restored(1.0, 4, "s", ()))) == []


def test_shares_are_held_exactly_and_nothing_is_no_share(well):
    book = full()
    for n in range(2, 100):
        book.add("chatbot", "graded", Answer(f"Question {n}", "Page", "v1", n > 2), item=str(n))
    assert criteria(well, book)["S4.7"].value == "98 of 99 answers match"
    book.add("chatbot", "graded", Answer("Question 3", "Page", "v2", False))
    assert criteria(well, book)["S4.7"].state is State.FAIL, "97 of 99 is less than 98 %"
    book.add("ticket", "entered", Ticket("Refund", "legacy", "2026-12-02"), item="2")
    assert criteria(well, book)["S4.6"].why == "at least 100 % must be solved in ClubOS."
    book.add("ticket", "entered", Ticket("Refund", "clubos", "2026-12-03"), item="2")
    assert criteria(well, book)["S4.6"].state is State.PASS


@pytest.mark.parametrize(
    ("logs", "why"),
    [
        ([("2026-09-02T08:00:00.000Z", "2026-12-07T08:00:00.000Z", 5, 0)], "No log covers the time from Tue 1 Sep"),
        ([("2026-07-01T08:00:00.000Z", "2026-08-07T08:00:00.000Z", 5, 0)], "No log covers the time from Tue 1 Sep"),
        (
            [
                ("2026-08-02T08:00:00.000Z", "2026-11-01T08:00:00.000Z", 5, 0),
                ("2026-11-02T08:00:00.000Z", "2026-12-07T08:00:00.000Z", 5, 0),
            ],
            "No log covers the time from Sun 1 Nov",
        ),
        ([("2026-08-02T08:00:00.000Z", "2026-12-07T08:00:00.000Z", 0, 0)], "The logs hold no line"),
        ([("2026-08-02T08:00:00.000Z", "2026-12-07T08:00:00.000Z", 5, 1)], "1 critical error."),
    ],
)
def test_logs_cover_the_time_without_a_gap(well, logs, why):
    book = Book(entry for entry in full().entries if entry.register != "log")
    for log in logs:
        book.add("log", "read", LogRead(*log, "h"))
    found = criteria(well, book)["S4.8"]
    assert found.state is State.FAIL
    assert "counted until" in found.why or why in found.why


def test_two_logs_that_meet_leave_no_gap(well):
    book = Book(entry for entry in full().entries if entry.register != "log")
    for first, last in (("2026-08-02", "2026-11-01"), ("2026-11-01", "2026-12-07")):
        book.add("log", "read", LogRead(f"{first}T08:00:00.000Z", f"{last}T08:00:00.000Z", 5, 0, "h"))
    assert criteria(well, book)["S4.8"].state is State.PASS


@pytest.mark.parametrize(
    ("responses", "state"),
    [
        ((Response("GET /me", 30, 5000),), State.PASS),
        ((Response("GET /me", 30, 5001),), State.FAIL),
        ((Response("GET /me", 29, 100),), State.NOT_MEASURED),
        ((), State.NOT_MEASURED),
    ],
)
def test_response_times_need_thirty_answers_and_hold_to_the_millisecond(well, responses, state):
    assert criteria(well, full(), responses=responses)["S4.9"].state is state


def test_kinds_of_calls_and_their_slowest_hundredth():
    assert calls.kind("/api/admin/events/8f2c1a2b-0000-4000-8000-000000000000?x=1") == "/api/admin/events/…"
    assert calls.kind("/api/v1/members/7") == "/api/v1/members/…"
    assert calls.kind("/api/v1/members") == "/api/v1/members"
    assert calls.percentile([5], 99) == 5
    assert calls.percentile(list(range(1, 101)), 99) == 99
    assert calls.percentile(list(range(1, 102)), 99) == 100


def test_totals_are_the_newest_of_each_part_and_currency():
    book = Book().add("total", "entered", Total(Domain.INVOICES, "USD", 100))
    book.add("total", "entered", Total(Domain.INVOICES, "USD", 200), item="2")
    assert [(each.domain, each.amount) for each in attest.totals(book.known())] == [(Domain.INVOICES, 200)]
    known = book.known()
    assert attest.totals(replace(known, kept=Kept(known.kept.entries, frozenset({"total"})))) == ()


def test_phases_need_their_time_and_their_rules(well):
    nothing = assess(evidence(well, Book()), Limits())
    start = phases.standing(Book().known(complete=None), nothing)
    assert start.label == "Phase 1 of 5: Shadow, begins with the first complete copy"
    assert start.missing == ("Both systems must be copied in full first.",)
    early = phases.standing(Book().known(complete="2026-11-10T08:00:00.001Z"), nothing)
    assert early.label == "Phase 1 of 5: Shadow, week 4 of 4 to 8"
    assert early.missing[0] == "It lasts 4 weeks at least, until Tue 8 Dec 2026, 08:00."
    assert len(early.missing) == 5
    done = phases.standing(Book().known(complete="2026-11-10T08:00:00.000Z"), nothing)
    assert "4 weeks" not in done.missing[0]
    ready = assess(evidence(well, full()), Limits())
    shadow = Book(entry for entry in full().entries if entry.register != "phase")
    assert phases.standing(shadow.known(), ready).missing == ()
    pilot = full().add("phase", "moved", Moved(Phase.PILOT, "2027-01-01"), "2026-11-01T08:00:00.000Z", "")
    assert phases.standing(pilot.known(), ready).missing == ()
    assert phases.standing(pilot.known(), ready).planned == "2027-01-01"
    assert len(phases.standing(pilot.known(), nothing).missing) == 2
    assert phases.standing(full().known(), ready).missing == ()
    assert "Gate 4 is not passed: Governance Approval." in phases.standing(full().known(), nothing).missing
    cut = full().add("phase", "moved", Moved(Phase.CUTOVER, None), item="")
    assert phases.standing(cut.known(), ready).label == "Phase 4 of 5: Cutover"
    assert phases.standing(cut.known(), ready).missing == ("The switch day is not recorded as done.",)
    assert phases.standing(cut.known(), replace(ready, verdict=Verdict.DONE)).missing == ()
    last = cut.add("phase", "moved", Moved(Phase.AFTER, None), item="")
    assert phases.standing(last.known(), ready).following is None
    back = full().add("phase", "moved", Moved(Phase.SHADOW, None, "again"), "2026-12-01T08:00:00.000Z", "")
    assert phases.since(back.known()) == "2026-12-01T08:00:00.000Z"


def test_fifteen_risks_are_there_and_checks_raise_them(well):
    found = risks.risks(full().known().kept)
    assert len(found) == 15
    ready, nothing = assess(evidence(well, full()), Limits()), assess(evidence(well, Book()), Limits())
    judged = {each.id for each in ready.signals} | {each.id for gate in ready.gates for each in gate.criteria}
    assert all(risk.checks and set(risk.checks) <= judged for risk in found.values())
    assert {risks.raised(risk, ready) for risk in found.values()} == {()}
    assert risks.raised(found["R10"], nothing) == (), "not measured raises nothing"
    spoilt = assess(evidence(well, full().add("vote", "revoked", Closed("no"))), Limits())
    assert risks.raised(found["R15"], spoilt) == ("G4.1",)
    assert risks.overdue(found["R1"], NOW, "UTC")
    rated = replace(found["R1"], owner="Ann", review="2026-12-08")
    assert not risks.overdue(rated, NOW, "UTC")
    assert risks.overdue(rated, "2026-12-09T00:00:00.000Z", "UTC")


def test_limits_of_the_board_are_asked_everywhere(well):
    known = full().known(limits=read({"tasks": 13, "contacts": 3, "rehearsals": 3}))
    said = {each.id: each.ok for each in attest.attested(known)}
    assert [each for each, ok in said.items() if not ok] == ["G2.2", "S4.5", "G2.3", "G5.1", "G5.2", "S4.13"]
