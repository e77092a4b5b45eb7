"""After the switch: what still changes in the old system, issues, the board's word afterwards, closing down."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubos_desktop.errors import InputError, RefusedError, SignInError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.proofs import Ticket
from clubos_desktop.model.records import Member
from clubos_desktop.model.registers import Ballot, Closed, Noted
from clubos_desktop.model.runbook import Begun, Ended, Plan, RunKind, StepBegun, StepDone
from clubos_desktop.model.time import spell
from clubos_desktop.verification import drift
from clubos_desktop.verification.acts import afterwards as acts
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.lists import catalogue, reading
from clubos_desktop.verification.lists.sheet import Doing, fill
from clubos_desktop.verification.registers import afterwards as register
from clubos_desktop.verification.registers import tickets
from tests.unit.verification.register_book import Book, vote
from tests.unit.verification.signing_desk import PIN

ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))
SWITCH = ("laptop", "backup", "freeze", "final", "guards", "switch")


NO_TICKET = "No ticket was entered since the switch; that does not say that nobody asked."


def switch(desk):
    """ClubOS takes over now."""
    enter(desk.database, desk.actor, "runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", ROLES))
    for step in SWITCH:
        enter(desk.database, desk.actor, "runbook", "step begun", StepBegun(step), item="1")
        enter(desk.database, desk.actor, "runbook", "step done", StepDone(step, 60.0), item="1")


def wait(desk, **time):
    desk.clock.at += timedelta(**time)


def do(desk, sheet_id, act, item="", /, **values):
    sheet = catalogue.sheet(sheet_id)
    with desk.database.read() as conn:
        view = reading.view(conn, desk.known().at)
    return fill(sheet, sheet.form(act), Doing(desk.database, desk.actor, item, values, view))


def rows(desk, sheet_id):
    with desk.database.read() as conn:
        view = reading.view(conn, desk.known().at)
    found = catalogue.sheet(sheet_id).rows(view)
    return found, catalogue.sheet(sheet_id).heading(view, found)


def drifted(desk):
    with desk.database.read() as conn:
        return drift.found(conn, desk.known())


def moved(key, phone):
    return Member(key=key, is_member=True, first_name="Ann", last_name=f"Illich{key[-1]}", phone=phone, status="Active")


def test_every_change_there_is_found_named_and_settled_until_it_changes_again(desk):
    assert drifted(desk) == ()
    assert drift.look(desk.database, desk.actor) is None
    switch(desk)
    wait(desk, hours=1)
    club = desk.club
    club.put(Side.LEGACY, moved("5001", "+1 805 555 0101"), moved("5009", None))
    club.take(Side.LEGACY, Domain.EVENTS, "7003")
    club.copy(2)
    found = {(each.domain.value, each.key): each for each in drifted(desk)}
    wanted = {("members", "5001"): "changed", ("members", "5009"): "new", ("events", "7003"): "gone"}
    assert {key: found[key].change for key in wanted} == wanted
    assert found["members", "5001"].what == "Ann Illich1"
    listed, head = rows(desk, "drift")
    assert {row.tone for row in listed} == {"needs"}
    assert "Nobody has looked since the switch yet." in head
    do(desk, "drift", "carry", "members 5001", owner="Cem", state="carried over")
    settled = next(each for each in drifted(desk) if each.key == "5001")
    assert (settled.owner, settled.state) == ("Cem", "carried over")
    assert len(drift.unsettled(drifted(desk))) == len(found) - 1
    drift.look(desk.database, desk.actor)
    assert "Looked last on" in rows(desk, "drift")[1]
    wait(desk, hours=1)
    club.put(Side.LEGACY, moved("5001", "+1 805 555 0102"))
    club.copy()
    assert next(each for each in drifted(desk) if each.key == "5001").state == "open", "a later change is open again"
    for each in drifted(desk):
        assert drift.of(drifted(desk), each.domain, each.key) == each


def test_a_change_that_is_not_there_or_no_end_is_refused(desk):
    switch(desk)
    with pytest.raises(InputError, match="Nothing with the number 5001 changed"):
        drift.of(drifted(desk), Domain.MEMBERS, "5001")
    wait(desk, hours=1)
    desk.club.put(Side.LEGACY, moved("5001", "1"))
    desk.club.copy()
    each = drift.of(drifted(desk), Domain.MEMBERS, "5001")
    other = replace(each, key="5002")
    assert drift.of((other, each), Domain.MEMBERS, "5001") is each
    with pytest.raises(InputError, match="is no end"):
        drift.carry(desk.database, desk.actor, each, owner="Cem", state="gone")
    with pytest.raises(InputError, match="Who minds it is missing"):
        drift.carry(desk.database, desk.actor, each, owner=" ", state="open")


def test_a_look_is_due_once_a_day_and_a_day_without_one_is_a_hole(desk):
    assert not drift.due(desk.known())
    assert drift.holes(desk.known()) == ()
    switch(desk)
    assert not drift.due(desk.known())
    wait(desk, hours=24)
    assert drift.due(desk.known())
    seen = drift.look(desk.database, desk.actor).body
    assert (seen.changed, seen.open) == (0, 0)
    assert not drift.due(desk.known())
    assert drift.holes(desk.known()) == ()
    wait(desk, hours=40)
    now = desk.known()
    ((first, last),) = drift.holes(now)
    assert last == now.at
    assert first == drift.looks(now)[-1][0].at


def go_back(desk, *steps):
    begun = Begun(Plan.ROLLBACK, RunKind.REAL, "c", ROLES)
    run = enter(desk.database, desk.actor, "runbook", "begun", begun).item
    for step in steps:
        enter(desk.database, desk.actor, "runbook", "step begun", StepBegun(step), item=run)
        enter(desk.database, desk.actor, "runbook", "step done", StepDone(step, 60.0), item=run)
    return run


def carried(desk):
    with desk.database.read() as conn:
        return drift.to_carry_back(conn, desk.known())


def test_what_clubos_got_since_the_switch_is_kept_until_somebody_has_settled_it(desk):
    assert carried(desk) == ()
    switch(desk)
    assert rows(desk, "carryover")[0] == ()
    wait(desk, hours=1)
    desk.club.put(Side.CLUBOS, Member(key="c1", first_name="Ann", last_name="New", status="Active"))
    desk.club.put(Side.CLUBOS, Member(key="c9", first_name="Bo", last_name="Late", status="Active"))
    desk.club.take(Side.CLUBOS, Domain.EVENTS, "e3")
    desk.club.copy(2)
    assert [(each.key, each.change) for each in carried(desk)] == [("c1", "changed"), ("c9", "new"), ("e3", "gone")]
    do(desk, "carryover", "carry", "members c1", owner="Cem", state="carried over")
    assert rows(desk, "carryover")[1] == (
        "3 records came or changed in ClubOS since the switch, 2 still open, 2 that nobody minds."
    )
    run = go_back(desk, "close", "reopen")
    assert len(carried(desk)) == 3, "Wild Apricot is in charge again, and nothing is forgotten"
    do(desk, "carryover", "owner", owner="Eva")
    assert {each.owner for each in carried(desk)} == {"Cem", "Eva"}
    with pytest.raises(InputError, match="Everything has somebody already"):
        do(desk, "carryover", "owner", owner="Eva")
    wait(desk, hours=1)
    enter(desk.database, desk.actor, "runbook", "ended", Ended(), item=run)
    wait(desk, hours=1)
    desk.club.put(Side.CLUBOS, Member(key="c10", first_name="Cy", last_name="Filled in", status="Active"))
    desk.club.copy()
    assert len(carried(desk)) == 3, "what the copies after the return bring was entered in Wild Apricot"


def test_nothing_leaves_the_carry_over_list_because_a_copy_after_the_return_brought_something_else(desk):
    club = desk.club
    club.put(Side.CLUBOS, *(Member(key=f"c{n}", first_name="Gone", last_name=f"{n}", status="Active") for n in (7, 8)))
    club.copy()
    club.take(Side.CLUBOS, Domain.MEMBERS, "c8")
    club.copy(2)
    wait(desk, hours=1)
    switch(desk)
    wait(desk, hours=1)
    before = {key: next(each for each in club.sides[Side.CLUBOS].records[domain] if each.key == key)
              for key, domain in (("c1", Domain.MEMBERS), ("c7", Domain.MEMBERS), ("e3", Domain.EVENTS))}  # fmt: skip
    club.put(Side.CLUBOS, Member(key="c1", first_name="Ann", last_name="New", status="Active"))
    club.put(Side.CLUBOS, Member(key="c9", first_name="Bo", last_name="Late", status="Active"))
    club.take(Side.CLUBOS, Domain.EVENTS, "e3", "e2")
    club.take(Side.CLUBOS, Domain.MEMBERS, "c7", "c2")
    club.copy(2)
    club.put(Side.CLUBOS, Member(key="c2", first_name="Ann", last_name="Came back", status="Active"))
    club.copy(1)
    run = go_back(desk, "close", "reopen")
    wait(desk, hours=1)
    enter(desk.database, desk.actor, "runbook", "ended", Ended(), item=run)
    at_the_end = carried(desk)
    assert {(each.key, each.change) for each in at_the_end} == {
        ("c1", "changed"), ("c2", "changed"), ("c7", "gone"), ("c9", "new"), ("e2", "gone"), ("e3", "gone"),
    }  # fmt: skip
    do(desk, "carryover", "owner", owner="Eva")
    wait(desk, hours=1)
    club.put(Side.CLUBOS, before["c1"], before["c7"], before["e3"])
    club.take(Side.CLUBOS, Domain.MEMBERS, "c9", "c3")
    club.copy(3)
    assert carried(desk) == tuple(replace(each, owner="Eva") for each in at_the_end)


def test_without_any_copy_before_the_return_ended_nothing_is_to_be_carried_back(desk):
    switch(desk)
    run = go_back(desk, "close", "reopen")
    enter(desk.database, desk.actor, "runbook", "ended", Ended(), item=run)
    desk.club.copy(2)
    assert carried(desk) == ()


def test_issues_have_an_owner_an_age_and_an_end(desk):
    assert rows(desk, "issues")[0] == ()
    do(desk, "issues", "open", title="Renewal mails come twice", owner="Cem")
    do(desk, "issues", "open", title="Photos are missing", owner="Ann")
    wait(desk, days=5)
    do(desk, "issues", "close", "1", how="Switched off in Wild Apricot")
    listed, head = rows(desk, "issues")
    assert [row.cells["age"] for row in listed] == ["open for 5 days", "solved after 5 days"]
    assert head == "1 of 2 issues are open, the oldest for 5 days."
    do(desk, "issues", "close", "2", how="Copied by hand")
    assert rows(desk, "issues")[1] == "All of 2 issues are solved."
    for number, said in (("2", "solved already"), ("7", "no issue 7")):
        with pytest.raises(InputError, match=said):
            acts.close_issue(desk.database, desk.actor, number, "again")


def test_weeks_are_told_apart(desk):
    assert register.weeks(desk.known()) == ()
    switch(desk)
    do(desk, "issues", "open", title="First", owner="Cem")
    wait(desk, days=8)
    do(desk, "issues", "close", "1", how="Done")
    do(desk, "issues", "open", title="Second", owner="Cem")
    one, two = register.weeks(desk.known())
    assert ([each.title for each in one.noted], one.solved, [each.title for each in one.open]) == (
        ["First"], (), ["First"],
    )  # fmt: skip
    assert [each.title for each in two.noted] == [each.title for each in two.open] == ["Second"]
    assert [each.title for each in two.solved] == ["First"]


def test_an_issue_that_holds_something_else_is_left_out():
    book = Book().add("issue", "opened", Closed("x")).add("issue", "opened", Noted({"title": "A"}), item="2")
    book.add("issue", "closed", Noted({}), item="2")
    (found,) = register.issues(book.known().kept)
    assert (found.title, found.how) == ("A", "")


def emergency(book, at, number="1"):
    begun = Begun(Plan.ROLLBACK, RunKind.REAL, "c", ROLES, emergency=True)
    return book.add("runbook", "begun", begun, at, number, second="person:2")


def ratify(book, at, number="1", **changes):
    said = {"ballot": Ballot.RATIFICATION, "pack": "", "expires": "2026-12-05"} | changes
    return book.add("vote", "recorded", vote(**said), at, number)


def stands(book, at="2026-12-08T08:00:00.000Z"):
    return [each.state for each in register.emergencies(book.known(at))]


def test_the_board_says_afterwards_whether_it_stands_behind_an_emergency():
    book = emergency(Book(), "2026-12-01T08:00:00.000Z")
    assert stands(Book()) == []
    assert stands(book) == ["waits"]
    assert stands(book, "2026-12-15T08:00:00.000Z") == ["overdue"]
    assert stands(ratify(Book(book.entries), "2026-12-03T20:00:00.000Z")) == ["ratified"]
    assert stands(ratify(Book(book.entries), "2026-12-03T20:00:00.000Z", for_=1, against=5)) == ["refused"]
    few = ratify(Book(book.entries), "2026-12-03T20:00:00.000Z", quorum=40)
    assert stands(few) == ["waits"], "too few were there: nobody has answered"
    revoked = ratify(Book(book.entries), "2026-12-03T20:00:00.000Z").add("vote", "revoked", Closed("again"))
    assert stands(revoked) == ["waits"]
    early = ratify(Book(), "2026-11-30T20:00:00.000Z")
    assert stands(emergency(early, "2026-12-01T08:00:00.000Z")) == ["waits"], "no vote beforehand"


def test_each_return_has_its_own_answer():
    book = ratify(emergency(Book(), "2026-12-01T08:00:00.000Z"), "2026-12-02T20:00:00.000Z")
    assert stands(emergency(book, "2026-12-04T08:00:00.000Z", "2")) == ["ratified", "waits"]


def test_returns_are_listed_with_who_began_them_and_the_vote(desk):
    begun = Begun(Plan.ROLLBACK, RunKind.REAL, "c", ROLES, emergency=True)
    enter(desk.database, desk.actor, "runbook", "begun", begun, second="person:2")
    (row,), head = rows(desk, "returns")
    assert (row.cells["by"], row.cells["state"], row.tone, row.more) == (
        "Ann and Bea",
        "waits for the board",
        "needs",
        (),
    )
    assert head == "0 of 1 are ratified."
    wait(desk, hours=1)
    enter(desk.database, desk.actor, "vote", "recorded", vote(ballot=Ballot.RATIFICATION, pack=""))
    (row,), _ = rows(desk, "returns")
    assert row.cells["state"] == "the board stands behind it"
    assert dict(row.more)["Vote"] == "vote 1: 5 for, 1 against, 1 abstained"


def test_tickets_are_counted_by_the_clubs_day_from_the_switch_on(desk):
    do(desk, "tickets", "enter", title="Before", solved="clubos", day="2026-11-01")
    assert rows(desk, "asked") == ((), tickets.NOT_YET)
    switch(desk)
    first = desk.known().at[:10]
    assert [row.cells["tickets"] for row in rows(desk, "asked")[0]] == ["none entered"]
    assert rows(desk, "asked")[1] == "0 tickets since the switch, 0 today."
    assert tickets.said(tickets.by_day(desk.known())) == NO_TICKET
    do(desk, "tickets", "enter", title="Refund", solved="open", day=first)
    do(desk, "tickets", "enter", title="Password", solved="legacy", day=first)
    assert rows(desk, "asked")[0][0].tone == "problem"
    wait(desk, days=2)
    today = desk.known().at[:10]
    do(desk, "tickets", "end", "2", title="Refund", solved="clubos", day=today)
    do(desk, "tickets", "enter", title="Renewal", solved="open", day=today)
    found, head = rows(desk, "asked")
    assert [(row.item, row.tone) for row in (found[0], found[-1])] == [(today, "needs"), (first, "problem")]
    shown = [tuple(row.cells[key] for key in ("tickets", "clubos", "legacy", "open")) for row in found]
    assert shown == [("1", "0", "0", "1"), ("none entered", "0", "0", "0"), ("2", "1", "1", "0")]
    assert head == "3 tickets since the switch, 1 today."
    said = tickets.said(tickets.by_day(desk.known()))
    assert said == f"{head} Most on {spell(first)}: 2. No ticket was entered on 1 day."


def test_a_ticket_of_every_day_leaves_no_day_open_and_days_are_the_clubs():
    book = Book()
    at = "2026-12-01T23:30:00.000Z"  # the 2nd in Berlin, the 1st in Los Angeles
    book.add("runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", ROLES), at)
    for step in SWITCH:
        book.add("runbook", "step begun", StepBegun(step), at)
        book.add("runbook", "step done", StepDone(step, 60.0), at)
    book.add("ticket", "entered", Ticket("Refund", "clubos", "2026-12-02"), at)
    now = "2026-12-02T10:00:00.000Z"
    berlin = tickets.by_day(book.known(now, zone="Europe/Berlin"))
    assert [(each.day, each.n) for each in berlin] == [("2026-12-02", 1)]
    assert tickets.said(berlin) == "1 ticket since the switch, 1 today. Most on 2 Dec 2026: 1."
    west = tickets.by_day(book.known(now, zone="America/Los_Angeles"))
    assert [(each.day, each.n) for each in west] == [("2026-12-01", 0), ("2026-12-02", 1)]


@pytest.fixture
def proof(desk):
    path = desk.folder / "proof.png"
    path.write_bytes(b"seen")
    return path


def test_closing_down_waits_for_the_end_of_the_return_period(desk, proof):
    assert "for after the switch" in rows(desk, "closing")[1]
    with pytest.raises(RefusedError, match="Wild Apricot is in charge"):
        acts.close_down(desk.database, desk.actor, "export", "all", proof)
    switch(desk)
    do(desk, "closing", "done", "export", note="All fields", file=str(proof))
    listed, head = rows(desk, "closing")
    assert "waits until then" in head
    assert listed[0].cells["state"] == "done: All fields"
    assert dict(listed[0].more)["Proof"].startswith("proof.png, check number ")
    with pytest.raises(RefusedError, match="One may go back until"):
        acts.close_down(desk.database, desk.actor, "account", "cancelled", proof)
    with pytest.raises(RefusedError, match="One may go back until"):
        acts.close(desk.database, desk.bea, PIN, "done")
    with pytest.raises(InputError, match="on the list"):
        acts.close_down(desk.database, desk.actor, "roof", "x", proof)


def test_it_is_closed_when_everything_has_its_proof(desk, proof):
    switch(desk)
    wait(desk, days=31)
    assert rows(desk, "closing")[1] == "0 of 8 are done."
    with pytest.raises(InputError, match="needs a file"):
        acts.close_down(desk.database, desk.actor, "account", "cancelled", None)
    with pytest.raises(InputError, match="key for Wild Apricot is still on this computer"):
        acts.close_down(desk.database, desk.actor, "keys", "deleted", proof)
    for act in ("key forgotten", "connection set", "key forgotten"):
        with desk.database.transaction(desk.actor, act, {"side": "legacy"}):
            pass
    with pytest.raises(RefusedError, match="Not yet: last export"):
        acts.close(desk.database, desk.bea, PIN, "done")
    for each in register.CLOSING:
        acts.close_down(desk.database, desk.actor, each.id, "seen", proof)
    with pytest.raises(RefusedError, match="act of the board"):
        acts.close(desk.database, desk.ann, PIN, "done")
    with pytest.raises(SignInError):
        acts.close(desk.database, desk.bea, "0000", "done")
    assert drift.due(desk.known())
    acts.close(desk.database, desk.bea, PIN, "The account is closed")
    assert not drift.due(desk.known()), "nothing is there to look at any more"
    assert "Wild Apricot is closed down since" in rows(desk, "closing")[1]
    with pytest.raises(InputError, match="closed down already"):
        acts.close(desk.database, desk.bea, PIN, "again")
