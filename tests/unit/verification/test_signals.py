from dataclasses import replace

import pytest

from clubos_desktop.model.chain import Chain, MoneyLine, Reason
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import BookLine, Books, EnteredTotal, Evidence, SignOff, StatusCount
from clubos_desktop.model.readiness import State
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.signals import signals

from .conftest import AT, attested, comparison, differing
from .test_gates import spoilt

MODEL = [
    "Member count matches between systems (within tolerance).",
    "Event count and details match for verification period.",
    "Registration counts match for sample events.",
    "Financial totals reconcile for verification period.",
    "Operators can complete common tasks in ClubOS without assistance.",
    "Support tickets can be resolved using ClubOS tooling.",
    "Chatbot answers match documented how-to content.",
    "No critical errors in ClubOS logs during verification period.",
    "API response times within acceptable range.",
    "Sync jobs completing successfully on schedule.",
    "Board has reviewed verification evidence.",
    "Operators have signed off on readiness.",
    "Rollback procedure has been tested.",
]


def measured(evidence):
    return {each.id: each for each in signals(evidence, Limits())}


def test_every_bullet_of_section_4_is_a_signal_word_for_word(well):
    found = signals(well, Limits())
    assert [each.text for each in found] == MODEL
    assert [each.id for each in found] == [f"S4.{n}" for n in range(1, 14)]
    assert all(each.state is State.PASS for each in found)
    assert all(each.limit and each.window for each in found)


def test_nothing_measured_says_so_and_where_it_will_be():
    found = signals(Evidence(AT, "", "UTC", "USD", "2026-09-09"), Limits())
    assert {each.state for each in found} == {State.NOT_MEASURED}
    assert all(each.why for each in found)


def test_a_member_signal_counts_and_does_not_weigh_values(well):
    assert measured(replace(well, members=differing(Domain.MEMBERS, "phone", 50)))["S4.1"].state is State.PASS


@pytest.mark.parametrize(
    ("change", "signal", "reason"),
    [
        ({"members": comparison(Domain.MEMBERS, 99, only_legacy=1)}, "S4.1", "1 member only in Wild Apricot."),
        ({"members": comparison(Domain.MEMBERS, 99, only_legacy=1, once=1)}, "S4.1", "1 difference seen once"),
        ({"members": comparison(Domain.MEMBERS, 0)}, "S4.1", "nothing was compared"),
        ({"statuses": (StatusCount("pending_new", 10, 9),)}, "S4.1", "pending new: 10 in Wild Apricot, 9 in ClubOS."),
        ({"events": differing(Domain.EVENTS, "start", 2, 20)}, "S4.2", "1.2 % of values differ"),
        ({"registrations": differing(Domain.REGISTRATIONS, "status", 1, 5000)}, "S4.3", "of values differ"),
        ({"registrations": comparison(Domain.REGISTRATIONS, gaps=2)}, "S4.3", "2 events with another number"),
    ],
)
def test_data_that_differs_fails_its_signal(well, change, signal, reason):
    found = measured(replace(well, **change))
    assert found[signal].state is State.FAIL
    assert reason in found[signal].why
    assert [each.id for each in found.values() if each.state is State.FAIL] == [signal]


def test_equal_counts_do_not_hide_a_copy_that_is_not_whole(well):
    found = measured(spoilt(well, Side.LEGACY, Domain.MEMBERS, unlisted=1))
    assert found["S4.1"].state is State.FAIL


def test_one_side_alone_measures_nothing(well):
    found = measured(replace(well, copies=tuple(each for each in well.copies if each.side is Side.LEGACY)))
    assert {found[f"S4.{n}"].state for n in (1, 2, 3)} == {State.NOT_MEASURED}
    assert found["S4.1"].fresh is None


def test_a_signal_carries_its_runs_and_its_oldest_data(well):
    found = measured(well)["S4.3"]
    assert found.evidence == ("run 9", "run 10", "run 11", "run 12")
    assert found.fresh == "2026-12-08T07:12:00.000Z"
    assert found.sample == 200


LINE = BookLine("2026-11", Domain.INVOICES, "EventRegistration", "USD", 3, 3000, 2000, 2000)
TOTAL = EnteredTotal(Domain.INVOICES, "USD", 3000, "Ann", AT)
GAP = MoneyLine(Domain.INVOICES, "i", "2026-11-03", "USD", -1, Reason.UNEXPLAINED, "Invoice i is not paid by anything.")
SIGNED = SignOff("person:3", "2026-12-01T10:00:00.000Z", "2026-11-30", "f1", "f1")
OPENING = replace(TOTAL, part="opening", amount=500)
CLOSING = replace(TOTAL, part="closing", amount=3500, legacy=3500)


@pytest.mark.parametrize(
    ("books", "entered", "state", "why"),
    [
        (None, (TOTAL,), State.NOT_MEASURED, "not copied"),
        (Books((LINE,), ()), (), State.NOT_MEASURED, "ClubOS shows no amounts"),
        (Books((), ()), (TOTAL,), State.NOT_MEASURED, "ClubOS shows no amounts"),
        (Books((LINE,), ((Domain.PAYMENTS, 2),)), (TOTAL,), State.FAIL, "each fault is listed"),
        (Books((LINE,), (), Chain(lines=(GAP,))), (TOTAL,), State.FAIL, "do not add up"),
        (Books((LINE,), (), Chain(lines=(GAP,)), ("invoices:i",)), (TOTAL,), State.PASS, ""),
        (Books((LINE,), (), Chain(lines=(replace(GAP, reason=Reason.UNAPPLIED),))), (TOTAL,), State.PASS, ""),
        (Books((LINE,), ()), (TOTAL, replace(TOTAL, part="month", group="2026-11")), State.FAIL, "differ"),
        (Books((LINE,), ()), (TOTAL, replace(TOTAL, part="month", legacy=3000)), State.PASS, ""),
        (Books((LINE,), ()), (replace(TOTAL, part="month", legacy=3000),), State.NOT_MEASURED, "not entered yet"),
        (Books((LINE,), ()), (replace(TOTAL, until="2026-11-30", legacy=3000),), State.PASS, ""),
        (Books((LINE,), ()), (replace(TOTAL, until="2026-11-30", legacy=2999),), State.FAIL, "differ"),
        (
            Books((LINE,), ()),
            (TOTAL, OPENING, replace(CLOSING, amount=3600, legacy=3600)),
            State.FAIL,
            "do not give closing",
        ),
        (Books((LINE,), ()), (TOTAL, OPENING, CLOSING), State.PASS, ""),
        (Books((LINE,), ()), (TOTAL, OPENING), State.PASS, ""),
        (Books((LINE,), ()), (replace(TOTAL, amount=2999),), State.FAIL, "differ from Wild Apricot's"),
        (Books((LINE,), ()), (TOTAL, replace(TOTAL, currency="EUR")), State.FAIL, "differ from Wild Apricot's"),
        (Books((LINE,), ()), (TOTAL,), State.PASS, ""),
        (Books((LINE, replace(LINE, amount=1000)), ()), (replace(TOTAL, amount=4000),), State.PASS, ""),
    ],
)
def test_money_adds_up_in_itself_before_it_is_compared(well, books, entered, state, why):
    found = measured(replace(well, books=books, entered=entered))["S4.4"]
    assert found.state is state
    assert why in found.why
    assert found.fresh == "2026-12-08T07:12:00.000Z"


def test_the_money_signal_names_every_unexplained_cent_and_is_never_balanced_by_another(well):
    gaps = (GAP, replace(GAP, key="j", effect=1), replace(GAP, key="k", effect=200, currency="EUR"))
    books = Books((LINE,), ((Domain.PAYMENTS, 1),), Chain(lines=gaps))
    value = measured(replace(well, books=books))["S4.4"].value
    assert value == "2.00 EUR and 0.02 USD unexplained, 1 fault in Wild Apricot"


@pytest.mark.parametrize(
    ("signed", "state", "why"),
    [
        (None, State.NOT_MEASURED, "The treasurer has not signed these figures yet."),
        (SIGNED, State.PASS, ""),
        (
            replace(SIGNED, now="f2", changes=("Payment 7 was 5.00 USD, is 6.00 USD.",)),
            State.FAIL,
            "The treasurer's sign-off of the figures until 30 Nov 2026 is void. Payment 7 was 5.00 USD, is 6.00 USD.",
        ),
        (replace(SIGNED, now="f2"), State.FAIL, "The treasurer's sign-off of the figures until 30 Nov 2026 is void."),
        (
            replace(SIGNED, until="2026-11-07"),
            State.FAIL,
            "The treasurer signed the figures until 7 Nov 2026; that counts for 31 days.",
        ),
        (replace(SIGNED, until="2026-11-08"), State.PASS, ""),
    ],
)
def test_money_passes_only_under_a_signature_that_holds(well, signed, state, why):
    found = measured(replace(well, signoff=signed))["S4.4"]
    assert (found.state, found.why) == (state, why)
    assert found.value.endswith("; signed until 30 Nov 2026") is (signed == SIGNED)


def test_money_without_copies_has_no_age():
    found = measured(Evidence(AT, "", "UTC", "USD", "2026-09-09"))["S4.4"]
    assert (found.fresh, found.evidence, found.sample) == (None, (), 0)


def test_a_sign_off_gives_its_own_sample_and_evidence(well):
    word = attested("S4.5", sample=12, evidence=("task 3",), value="12 of 12 tasks")
    kept = tuple(word if each.id == "S4.5" else each for each in well.attested)
    found = measured(replace(well, attested=kept))["S4.5"]
    assert (found.sample, found.evidence, found.value, found.fresh) == (12, ("task 3",), "12 of 12 tasks", word.at)
