from dataclasses import asdict

import msgspec
import pytest

from clubos_desktop.diff.chain import Documents
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import StatusCount
from clubos_desktop.model.readiness import State, Verdict
from clubos_desktop.model.records import Event, Invoice, Member, Payment, Registration
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import audit, settings
from clubos_desktop.verification.gates import assess
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.measure import first_day, gather
from clubos_desktop.verification.money import chain
from clubos_desktop.verification.record import evaluate, kept
from tests.unit.copied_club import ZONE, filled


@pytest.fixture
def club(tmp_path):
    made = filled(tmp_path / "club.clubos")
    yield made
    made.close()


def measured(club):
    with club.database.read() as conn:
        return gather(conn, club.at, ZONE)


def criteria(evidence):
    return {each.id: each for gate in assess(evidence, Limits()).gates for each in gate.criteria}


def test_before_the_first_copy_nothing_is_known(club):
    evidence = measured(club)
    assert (evidence.copies, evidence.whole, evidence.members, evidence.books) == ((), (), None, None)
    assert evidence.club == "Lakeside Club"
    assert assess(evidence, Limits()).verdict is Verdict.NOT_MEASURED


def test_two_copies_that_agree_pass_every_data_check(club):
    club.copy(2)
    evidence = measured(club)
    found = criteria(evidence)
    assert {found[f"G1.{n}"].state for n in range(1, 6)} == {State.PASS}
    assert found["G1.5"].value == "2 full copies"
    signals = {each.id: each.state for each in assess(evidence, Limits()).signals}
    assert {signals[f"S4.{n}"] for n in (1, 2, 3)} == {State.PASS}
    assert evidence.statuses == (StatusCount("active", 3, 3),)


def test_the_first_copy_does_not_pass(club):
    club.copy()
    assert criteria(measured(club))["G1.5"].state is State.FAIL


def test_what_each_copy_holds_and_where_it_came_from(club):
    club.copy()
    club.take(Side.LEGACY, Domain.MEMBERS, "5003")
    club.copy()
    copies = {(each.side, each.domain): each for each in measured(club).copies}
    members = copies[Side.LEGACY, Domain.MEMBERS]
    assert (members.held, members.unlisted, members.gone, members.times) == (3, 1, 0, 2)
    assert (members.full.source_count, members.full.listed) == (2, 2)
    assert members.latest == members.accepted == members.full
    club.copy()
    copies = {(each.side, each.domain): each for each in measured(club).copies}
    members = copies[Side.LEGACY, Domain.MEMBERS]
    assert (members.held, members.unlisted, members.gone) == (2, 0, 1)


def test_a_copy_of_changes_leaves_the_last_whole_listing_in_force(club):
    club.copy()
    club.copy(mode=Mode.INCREMENTAL)
    copies = {(each.side, each.domain): each for each in measured(club).copies}
    members = copies[Side.LEGACY, Domain.MEMBERS]
    assert members.full.mode is Mode.FULL
    assert (members.times, members.odd) == (1, 0)
    assert criteria(measured(club))["G1.5"].state is State.FAIL
    club.copy()
    assert criteria(measured(club))["G1.5"].state is State.PASS


def test_what_the_second_full_copy_read_differently_though_nothing_had_changed(club):
    member = Member(key="5009", first_name="Ina", last_name="Lee", modified="2026-11-01T00:00:00.000Z")
    club.put(Side.LEGACY, member)
    club.copy()
    club.put(Side.LEGACY, msgspec.structs.replace(member, last_name="Leigh"))
    club.copy()
    check = criteria(measured(club))["G1.5"]
    assert (check.state, check.value) == (State.FAIL, "2 full copies")
    assert check.why.startswith("1 member of Wild Apricot read differently though nothing about them had changed since")
    club.copy(mode=Mode.INCREMENTAL)
    assert criteria(measured(club))["G1.5"].state is State.FAIL, "a copy of what changed confirms nothing"
    club.copy()
    assert criteria(measured(club))["G1.5"].state is State.PASS


def test_a_copy_of_an_older_program_was_not_compared_with_the_one_before(club):
    club.copy(2)
    with club.database.transaction("program", "made older") as tx:
        settings.drop(tx, "twice.clubos.events")
    check = criteria(measured(club))["G1.5"]
    assert check.state is State.FAIL
    assert "newest full copy of events of ClubOS without comparing" in check.why
    club.copy()
    assert criteria(measured(club))["G1.5"].state is State.PASS


def test_members_that_differ_are_counted_by_field_and_by_record(club):
    club.member(2, phone="+1 212 555 0100", status="Lapsed")
    club.member(4, clubos=False)
    club.copy()
    evidence = measured(club)
    found = evidence.members
    assert (found.pairs, found.only_legacy, found.only_clubos, found.failing, found.once) == (3, 1, 0, 2, 3)
    assert {each.field: each.unequal for each in found.fields if each.unequal} == {"phone": 1, "status": 1}
    assert (found.comparable, found.unequal) == (21, 2)
    assert {each.status: (each.legacy, each.clubos) for each in evidence.statuses} == {
        "active": (4, 2),
        "lapsed": (0, 1),
    }
    counted = {(each.domain, each.kind, each.field): (each.once, each.confirmed) for each in evidence.differences}
    assert counted[Domain.MEMBERS, "only_legacy", ""] == (1, 0)
    club.copy()
    assert measured(club).members.once == 0
    counted = {(each.domain, each.kind, each.field): (each.once, each.confirmed) for each in measured(club).differences}
    assert counted[Domain.MEMBERS, "changed", "phone"] == (0, 1)


def test_the_window_holds_events_of_the_past_90_days_and_to_come_and_their_registrations(club):
    club.copy()
    evidence = measured(club)
    assert evidence.since == "2026-09-02"
    assert (evidence.events.pairs, evidence.registrations.pairs, evidence.active.pairs) == (2, 4, 2)
    whole = {each.domain: each.pairs for each in evidence.whole}
    assert whole == {Domain.MEMBERS: 3, Domain.EVENTS: 3, Domain.REGISTRATIONS: 5}


def test_differences_outside_the_window_do_not_count_in_it(club):
    club.event(1, "2026-08-01T17:00:00.000Z", "2026-08-01T19:00:00.000Z", location="Elsewhere")
    club.registration(1, 1, 1, clubos=False)
    club.take(Side.CLUBOS, Domain.REGISTRATIONS, "r1")
    club.copy()
    evidence = measured(club)
    assert (evidence.events.unequal, evidence.registrations.only_legacy) == (0, 0)
    assert {each.domain: each.failing for each in evidence.whole}[Domain.REGISTRATIONS] == 1


def test_differences_inside_the_window_count_and_events_with_a_gap_are_named(club):
    club.event(3, "2026-12-20T17:00:00.000Z", "2026-12-20T19:00:00.000Z", start="2026-12-20T18:00:00.000Z")
    club.registration(4, 3, 1, status="CANCELLED")
    club.registration(6, 3, 2, clubos=False)
    club.registration(7, 2, 3, clubos=False)
    club.event(4, "2026-12-24T17:00:00.000Z", "2026-12-24T19:00:00.000Z", clubos=False)
    club.registration(8, 4, 3, clubos=False)
    club.copy()
    evidence = measured(club)
    assert (evidence.events.only_legacy, evidence.events.unequal) == (1, 1)
    found = evidence.registrations
    assert (found.only_legacy, found.unequal, found.gaps) == (3, 1, 3)
    assert (evidence.active.only_legacy, evidence.active.gaps) == (2, 2)
    assert criteria(evidence)["G1.3"].state is State.FAIL


@pytest.mark.parametrize(
    ("end", "inside"),
    [
        ("2026-09-02T06:59:00.000Z", False),  # 1 September, 23:59 in the club's zone
        ("2026-09-02T07:00:00.000Z", True),  # 2 September, 00:00
        (None, False),
    ],
)
def test_the_first_day_of_the_window_is_a_day_of_the_clubs_zone(club, end, inside):
    start = "2026-09-01T20:00:00.000Z"
    club.event(9, start, end)
    club.copy()
    assert measured(club).events.pairs == 2 + inside


def test_an_event_without_any_time_is_in_no_window(club):
    club.put(Side.LEGACY, Event(key="7777", title="Some day"))
    club.copy()
    assert measured(club).events.only_legacy == 0


def test_a_day_in_the_club_is_not_a_day_in_utc():
    assert first_day("2026-12-01T05:00:00.000Z", "America/Los_Angeles", 90) == "2026-09-01"
    assert first_day("2026-12-01T05:00:00.000Z", "Pacific/Auckland", 90) == "2026-09-02"


def test_registrations_that_were_not_copied_leave_their_checks_unmeasured(club):
    club.sides[Side.CLUBOS].domains = (Domain.MEMBERS, Domain.EVENTS)
    club.copy()
    evidence = measured(club)
    assert evidence.events is not None
    assert evidence.registrations is None
    assert criteria(evidence)["G1.3"].state is State.NOT_MEASURED


def test_the_chain_of_the_books_adds_up_to_the_cent(club):
    club.copy()
    books = measured(club).books
    lines = {(line.chain, line.group): (line.count, line.amount, line.stated, line.found) for line in books.lines}
    assert lines == {
        ("invoices", "EventRegistration"): (1, 2000, 2000, 2000),
        ("payments", "Cash"): (1, 2300, 2300, 2300),
        ("payments", "Online"): (1, 500, 500, 500),
        ("refunds", "Cash"): (1, 300, 300, 300),
        ("donations", ""): (1, 500, 500, 500),
    }
    assert books.faults == ()


def test_a_missing_cent_shows_in_its_month_and_as_faults(club):
    club.money(allocated=1999)
    club.copy()
    books = measured(club).books
    assert {(line.chain, line.gap) for line in books.lines if line.gap} == {("invoices", 1), ("payments", 1)}
    assert dict(books.faults) == {Domain.INVOICES: 1, Domain.PAYMENTS: 1}


def test_money_is_not_measured_until_invoices_and_payments_are_here(club):
    club.sides[Side.LEGACY].domains = (*Domain,)[:7]
    club.copy()
    assert measured(club).books is None


def test_what_has_no_date_no_amount_or_is_void_stands_in_the_chain_all_the_same():
    documents = Documents([Invoice(key="1"), Invoice(key="2", amount=500, void=True)], [Payment(key="3")])
    lines = chain(documents, "UTC")
    assert [(line.month, line.count, line.amount, line.gap) for line in lines] == [("", 2, 0, 0), ("", 1, 0, 0)]


def test_doors_that_were_found_open_at_the_last_test_count(club):
    account = asdict(club.sides[Side.CLUBOS].account) | {"warnings": ["Anybody can read the members."]}
    with club.database.transaction("program", "connection tested") as tx:
        settings.put(tx, "account.clubos", account)
    assert measured(club).doors == ("Anybody can read the members.",)
    assert criteria(measured(club))["G3.4"].state is State.FAIL


def test_a_club_may_set_how_far_back_events_count(club):
    with club.database.transaction("program", "limits set") as tx:
        settings.put(tx, "limits", {"event_days": 150})
    club.copy()
    assert measured(club).events.pairs == 3


def test_a_copy_that_did_not_become_whole_is_known_and_measures_nothing(club):
    club.sides[Side.CLUBOS].counts[Domain.MEMBERS] = 99
    club.copy()
    evidence = measured(club)
    found = next(each for each in evidence.copies if (each.side, each.domain) == (Side.CLUBOS, Domain.MEMBERS))
    assert (found.accepted, found.full, found.times, found.odd) == (None, None, 0, None)
    assert found.latest.state is RunState.PARTIAL
    assert evidence.members is None
    assert "never copied completely" in criteria(evidence)["G1.4"].why


def test_a_registration_of_an_event_that_is_not_here_counts_in_no_window(club):
    lost = Registration(key="9999", event="none", member="5001", status="Paid", registered="2026-11-01T17:00:00.000Z")
    club.put(Side.LEGACY, lost)
    club.copy()
    assert measured(club).registrations.only_legacy == 0
    assert {each.domain: each.only_legacy for each in measured(club).whole}[Domain.REGISTRATIONS] == 1


def test_a_judgement_is_kept_with_its_date_and_in_the_history(club):
    club.copy(2)
    made = finish(evaluate(club.database, clock=club.clock, actor="program"))
    with club.database.read() as conn:
        assert kept(conn) == (made,)
        sealed, day, entry = audit.page(conn)[:3]
    assert (sealed.act, sealed.subject["week"]) == ("week sealed", "2026-11-30")
    assert (day.act, day.subject["day"]) == ("day sealed", "2026-12-01")
    assert entry.act == "gates judged"
    assert entry.subject == {"verdict": "NOT READY", "passed": []}, "nobody looked at what ClubOS does not show"
