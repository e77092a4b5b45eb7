"""The treasurer: lines and their notes, ClubOS's totals with a proof, and a signature under the very figures."""

import copy
from dataclasses import replace

import pytest

from clubos_desktop.errors import InputError, RefusedError, SignInError
from clubos_desktop.findings import deciding, reading
from clubos_desktop.model.chain import By, Reason
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.evidence import EnteredTotal
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.model.people import Role
from clubos_desktop.model.readiness import State
from clubos_desktop.model.records import Allocation, Donation, Invoice, Member, Payment, Refund, Registration
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people as persons
from clubos_desktop.store import pins, tables
from clubos_desktop.store.database import Database
from clubos_desktop.verification import entered, ledger, measure, record, treasurer
from clubos_desktop.verification.acts import treasurer as acts
from tests.unit.copied_club import ZONE, filled

PIN = "4711"
DATED = "2026-11-02T17:00:00.000Z"


class Desk:
    """A copied club with money, a treasurer and an operator."""

    def __init__(self, club, folder):
        self.club, self.database, self.folder = club, club.database, folder
        with self.database.read() as conn:
            self.tess, self.olga = persons.every(conn)
        self.proof = folder / "report.pdf"
        self.proof.write_bytes(b"%PDF a report")

    def evidence(self):
        with self.database.read() as conn:
            return measure.gather(conn, to_instant(self.club.clock.at), ZONE)

    def signal(self):
        with self.database.read() as conn:
            readiness = record.assess(conn, to_instant(self.club.clock.at))
        return next(each for each in readiness.signals if each.id == "S4.4")

    def note(self, line, text="The bank says so"):
        return acts.note(self.database, persons.actor(self.tess), line, text)

    def sign(self, person=None, pin=PIN):
        return acts.sign(self.database, person or self.tess, pin)

    def total(self, **row):
        return acts.enter_total(
            self.database, "person:1", {"currency": "USD", **row}, until="2026-11-30", proof=self.proof
        )

    def totals(self, text, name="totals.csv", **more):
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return acts.import_totals(self.database, "person:1", file, **more)

    def all_totals(self):
        return self.totals(
            "what,currency,amount\ninvoices,USD,20\npayments,USD,28\nrefunds,USD,3.00\ndonations,USD,5.00\n"
        )

    def change(self, *records):
        self.club.put(Side.LEGACY, *records)
        self.club.copy()


def add_people(database):
    for name, role in (("Tess", Role.TREASURER), ("Olga", Role.OPERATOR)):
        with database.transaction("program", "person added") as tx:
            pins.put(tx, persons.add(tx, name, role).id, PIN)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    club = filled(tmp_path_factory.mktemp("money") / "club.clubos")
    add_people(club.database)
    club.copy(2)
    yield club
    club.close()


@pytest.fixture
def desk(template, tmp_path):
    """The template's own copy for one test."""
    path = tmp_path / "club.clubos"
    template.database.copy_to(path)
    club = copy.copy(template)
    club.clock = copy.copy(template.clock)
    club.sides = copy.deepcopy(template.sides)
    club.database = Database.open(path, template.database.key, clock=club.clock)
    yield Desk(club, tmp_path)
    club.close()


def payment(amount=2300, key="2", dated=DATED, **more):
    shared = {"member": "5001", "currency": "USD", "allocated": 2300, "refunded": 300, "tender": "Cash"}
    return Payment(key=key, amount=amount, dated=dated, **(shared | more))


def test_the_whole_way_to_a_passed_check_and_back(desk):
    assert desk.signal().why == "ClubOS shows no amounts; its totals were not entered yet."
    desk.all_totals()
    assert (desk.signal().state, desk.signal().why) == (
        State.NOT_MEASURED, "The treasurer has not signed these figures yet.",
    )  # fmt: skip
    entry = desk.sign()
    assert entry.actor == persons.actor(desk.tess)
    found = desk.signal()
    assert (found.state, found.why) == (State.PASS, "")
    assert found.value.endswith("4 of 4 totals equal in ClubOS; signed until 1 Dec 2026")
    desk.change(payment(2400))
    found = desk.signal()
    assert found.state is State.FAIL
    signed = desk.evidence().signoff
    assert not signed.holds
    assert signed.changes[0] == "Payment 2 was 23.00 USD when it was signed; now it is 24.00 USD."
    assert "Payments, 2026-11, Cash, USD: 1, 23.00 USD was signed, now it is 1, 24.00 USD." in signed.changes
    desk.change(payment())
    assert desk.signal().state is State.PASS


def test_every_figure_that_changes_voids_the_signature_and_the_reason_names_it(desk):
    desk.all_totals()
    desk.sign()
    invoice = Invoice(
        key="1", number="00042", amount=2000, paid=2000, is_paid=True, origin="EventRegistration", member="5001",
        dated=DATED, currency="USD",
    )  # fmt: skip
    cases = [
        (Invoice(**{**fields(invoice), "void": True}),
         "Invoice 1 was 20.00 USD when it was signed; now it is 20.00 USD (void)."),
        (payment(tender="Check"), "Payment 2: means Cash became Check."),
        (payment(dated="2026-10-02T17:00:00.000Z"), "Payment 2: day 2 Nov 2026 became 2 Oct 2026."),
        (payment(100, "77", tender=None), "Payment 77 of 1.00 USD was added afterwards."),
        (Refund(key="6", member="5001", amount=301, settled=300, tender="Cash", dated=DATED, currency="USD"),
         "Refund 6 was 3.00 USD when it was signed; now it is 3.01 USD."),
        (Donation(key="5", member="5001", payment="5", amount=499, dated=DATED, currency="USD"),
         "Donation 5 was 5.00 USD when it was signed; now it is 4.99 USD."),
    ]  # fmt: skip
    before = {domain: list(desk.club.sides[Side.LEGACY].records[domain]) for domain in Domain}
    for record_, reason in cases:
        desk.change(record_)
        signed = desk.evidence().signoff
        assert not signed.holds, reason
        assert reason in signed.changes
        desk.club.sides[Side.LEGACY].records.update({domain: list(rows) for domain, rows in before.items()})
        desk.club.copy(2)
        assert desk.evidence().signoff.holds, reason


def fields(struct):
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_a_document_that_is_gone_voids_the_signature(desk):
    desk.all_totals()
    desk.sign()
    desk.club.take(Side.LEGACY, Domain.DONATIONS, "5")
    desk.club.copy(2)
    signed = desk.evidence().signoff
    assert not signed.holds
    assert signed.changes[0] == "Donation 5 of 5.00 USD is no longer in Wild Apricot."


def test_what_is_no_figure_voids_nothing(desk):
    desk.all_totals()
    desk.sign()
    later = payment(5000, "90", "2026-12-24T17:00:00.000Z", allocated=0, refunded=0)
    desk.change(later, payment(kind="InvoicePayment"), Member(key="5001", first_name="Ann", level="Gold"))
    assert desk.evidence().signoff.holds
    assert desk.signal().state is State.FAIL, "an unused payment is a fault of the books until somebody says why"
    desk.note("payments:90", "Paid ahead")
    assert desk.signal().state is State.PASS


def test_another_total_or_note_voids_it_too_and_the_note_itself_is_not_shown(desk):
    desk.change(payment(allocated=2000))
    desk.note("payments:2", "Ann owes us a letter")
    desk.all_totals()
    desk.sign()
    assert desk.evidence().signoff.holds
    desk.total(what="payments", amount="29")
    (change, _) = desk.evidence().signoff.changes
    assert "ClubOS: Payments, USD" in change
    desk.note("payments:2", "Something else")
    changes = desk.evidence().signoff.changes
    assert any(each.startswith("Note to payment 2") for each in changes)
    assert not any("letter" in each for each in changes)


def test_only_so_many_changed_documents_are_named(desk):
    desk.all_totals()
    desk.sign()
    later = payment(100, "90", "2026-12-24T17:00:00.000Z", allocated=0, refunded=0)
    desk.change(*(payment(100, str(100 + n), allocated=0, refunded=0) for n in range(8)), later)
    changes = desk.evidence().signoff.changes
    assert sum("added afterwards" in each for each in changes) == 5
    assert "3 more documents were changed." in changes


@pytest.mark.parametrize(("person", "pin", "error"), [("olga", PIN, RefusedError), ("tess", "0000", SignInError)])
def test_only_the_treasurer_signs_with_the_own_pin(desk, person, pin, error):
    with pytest.raises(error, match=r"Nothing was signed\."):
        desk.sign(getattr(desk, person), pin)
    assert desk.evidence().signoff is None


def test_lines_without_a_reason_are_not_signed(desk):
    desk.change(payment(allocated=2000))
    with pytest.raises(RefusedError, match="1 lines have no reason yet"):
        desk.sign()
    desk.note("payments:2")
    desk.sign()
    assert desk.evidence().signoff.holds
    desk.note("payments:2", "")
    with pytest.raises(RefusedError, match="no reason"):
        desk.sign()


def test_many_lines_without_a_reason_are_named_in_part(desk):
    desk.change(*(payment(100, str(100 + n), allocated=0, refunded=0) for n in range(4)))
    with pytest.raises(RefusedError) as caught:
        desk.sign()
    assert caught.value.remedy.endswith("payments:100, payments:101, payments:102 ….")


def test_nothing_is_signed_before_money_was_copied(tmp_path):
    club = filled(tmp_path / "club.clubos")
    add_people(club.database)
    with_none = Desk(club, tmp_path)
    with pytest.raises(InputError, match="No money was copied"):
        with_none.sign()
    with pytest.raises(InputError, match="no line"):
        with_none.note("payments:2")
    with_none.total(what="payments", amount="1")
    assert with_none.evidence().entered[0].legacy is None
    club.close()


def test_a_signature_can_be_taken_back(desk):
    with pytest.raises(InputError, match="not signed"):
        acts.withdraw(desk.database, desk.tess, PIN)
    desk.sign()
    with pytest.raises(RefusedError):
        acts.withdraw(desk.database, desk.olga, PIN)
    acts.withdraw(desk.database, desk.tess, PIN)
    assert desk.evidence().signoff is None
    desk.sign()
    assert desk.evidence().signoff.holds


def test_a_register_in_which_one_entry_was_changed_outside_says_nothing_at_all(desk):
    desk.change(payment(allocated=2000), payment(100, "77", allocated=0, refunded=0))
    for line in ("payments:2", "payments:77"):
        desk.note(line)
    desk.sign()
    assert desk.evidence().signoff.holds
    with desk.database.landing() as conn:
        c = tables.register_entry.c
        one = (c.register == "money") & (c.item == "payments:77")
        conn.execute(tables.register_entry.update().where(one).values(actor="person:99"))
    found = desk.evidence()
    assert found.signoff is None
    assert [line.id for line in found.books.asking] == ["payments:2", "payments:77"]


def test_a_fault_that_a_person_accepts_asks_nobody_any_more(desk):
    desk.change(payment(allocated=2000))
    (line,) = desk.evidence().books.asking
    assert (line.id, line.reason, line.effect) == ("payments:2", Reason.STATED, 0)
    assert dict(desk.evidence().books.faults) == {Domain.PAYMENTS: 1}
    with desk.database.read() as conn:
        some = {each.difference.id: each.seen for each in reading.every(conn, desk.club.at, reading.NEEDING_A_PERSON)}
    ruling = Ruling(Choice.EQUAL, reason="Looked at with the bank")
    deciding.decide(desk.database, some, ruling, clock=desk.club.clock, actor="person:1", zone_name=ZONE)
    books = desk.evidence().books
    assert (books.asking, books.faults, books.noted) == ((), (), ("payments:2",))


def test_a_note_takes_a_fault_out_and_an_unused_payment_asks_because_of_its_fault(desk):
    desk.change(payment(4200, "77", allocated=0, refunded=0))
    books = desk.evidence().books
    assert [(line.id, line.reason) for line in books.asking] == [("payments:77", Reason.UNAPPLIED)]
    assert books.faulty == ("payments:77",)
    desk.note("payments:77", "Paid ahead for next year")
    books = desk.evidence().books
    assert (books.asking, books.faults, books.noted) == ((), (), ("payments:77",))
    desk.note("payments:77", "  ")
    assert len(desk.evidence().books.asking) == 1
    with pytest.raises(InputError, match="no line"):
        desk.note("payments:78")


# --- totals of ClubOS


def test_a_total_needs_a_proof_and_keeps_its_hash(desk):
    entry = desk.total(what="payments", amount="1,028.00")
    total = entry.body
    assert (total.domain, total.amount, total.file, len(total.sha256)) == (Domain.PAYMENTS, 102_800, "report.pdf", 64)
    with pytest.raises(InputError, match="needs a file as proof"):
        acts.enter_total(desk.database, "person:1", {"what": "payments", "currency": "USD", "amount": "1"})
    desk.proof.write_bytes(b"")
    with pytest.raises(InputError, match="is empty"):
        desk.total(what="payments", amount="1")


def test_totals_stand_beside_wild_apricots_of_the_same_day(desk):
    desk.change(payment(700, "90", "2026-11-30T17:00:00.000Z", allocated=0, refunded=0))
    desk.totals("what;currency;amount\npayments;USD;28\nopening;USD;0\nclosing;USD;0\n", until="2026-11-29")
    found = {(each.domain, each.part): each.legacy for each in desk.evidence().entered}
    assert found == {
        (Domain.PAYMENTS, ""): 2800,
        (Domain.INVOICES, "opening"): None,
        (Domain.INVOICES, "closing"): 0,
    }
    desk.totals("what;currency;amount\npayments;USD;28\npayments;EUR;1\n")
    found = {(each.domain, each.currency): each.legacy for each in desk.evidence().entered if not each.part}
    assert found == {(Domain.PAYMENTS, "USD"): 3500, (Domain.PAYMENTS, "EUR"): None}


def test_months_levels_events_and_tenders_of_a_file_stand_beside_wild_apricots(desk):
    booked = Invoice(key="8", member="5001", amount=900, paid=0, currency="USD", dated=DATED, registration="9002")
    desk.change(booked, Member(key="5001", first_name="Ann", last_name="Illich1", level="Gold", joined="2019-03-04"))
    desk.totals(
        "\ufeffWhat,Currency,Amount,Month,Level,Event,Tender\n"
        "payments,usd,28.00,2026-11,,,\n"
        "payments,USD,28.00,,gold,,\n"
        "payments,USD,23.00,,,,CASH\n"
        'invoices,USD,9.00,,,"Event 2, 1 Oct 2026",\n'
        "invoices,USD,9.00,,,7002,\n"
        "invoices,USD,9.00,,,Event 99,\n"
        "\n"
    )
    found = {(each.part, each.group): (each.amount, each.legacy) for each in desk.evidence().entered}
    assert found == {
        ("month", "2026-11"): (2800, 2800),
        ("level", "gold"): (2800, 2800),
        ("tender", "CASH"): (2300, 2300),
        ("event", "Event 2, 1 Oct 2026"): (900, 900),
        ("event", "7002"): (900, 900),
        ("event", "Event 99"): (900, None),
        ("", ""): (2800, 2800),
    }


BAD = {
    "what": ("what,currency,amount\nmembers,USD,1\n", "Line 2 of totals.csv is of “members”"),
    "currency": ("what,currency,amount\npayments,$,1\n", "is no currency"),
    "no currency": ("what,currency,amount\npayments,,1\n", "The currency is missing"),
    "comma": ('what,currency,amount\npayments,USD,"1.234,50"\n', "“1.234,50” is no amount"),
    "grouping": ('what,currency,amount\npayments,USD,"12,34"\n', "“12,34” is no amount"),
    "long group": ('what,currency,amount\npayments,USD,"1234,567"\n', "“1234,567” is no amount"),
    "letters": ("what,currency,amount\npayments,USD,ten\n", "“ten” is no amount"),
    "nothing": ("what,currency,amount\npayments,USD,\n", "“” is no amount"),
    "arabic": ("what,currency,amount\npayments,USD,١٢\n", "is no amount"),
    "fraction": ("what,currency,amount\npayments,USD,1.x\n", "is no amount"),
    "columns": ("what,amount\npayments,1\n", "does not have the columns"),
    "unknown column": ("what,currency,amount,who\npayments,USD,1,Ann\n", "does not have the columns"),
    "column twice": ("what,currency,amount,amount\npayments,USD,1,2\n", "does not have the columns"),
    "nothing at all": ("what,currency,amount\n", "holds no totals"),
    "blank": ("\n", "does not have the columns"),
    "cells": ("what,currency,amount\npayments,USD\n", "Line 2 does not have 3 cells"),
    "two parts": ("what,currency,amount,month,level\npayments,USD,1,2026-11,Gold\n", "more than one thing"),
    "an end by month": ("what,currency,amount,month\nclosing,USD,1,2026-11\n", "more than one thing"),
    "month": ("what,currency,amount,month\npayments,USD,1,November\n", "“November” is not a month"),
    "twice": ("what,currency,amount\npayments,USD,1\npayments,USD,2\n", "payments USD twice"),
    "encoding": ("what,currency,amount\n".encode("utf-16"), "not text in UTF-8"),
    "size": (b"what,currency,amount\n" + b"payments,USD,1\n" * 70_000, "larger than 1 MB"),
    "more than there is": (f"what,currency,amount\npayments,USD,{'9' * 23}\n", "is no amount"),
    "more than can be counted": (f"what,currency,amount\npayments,USD,{'9' * 6_000}\n", "is no amount"),
    "more places than there are": (f"what,currency,amount\npayments,USD,1.{'0' * 6_000}\n", "is no amount"),
    "no year": ("what,currency,amount,month\npayments,USD,1,0001-01\n", "“0001-01” is not a month"),
}


@pytest.mark.parametrize("name", BAD)
def test_nothing_of_a_wrong_file_is_taken(desk_kept, name):
    text, said = BAD[name]
    with pytest.raises(InputError) as caught:
        desk_kept.totals(text)
    assert said in caught.value.sentence
    assert desk_kept.evidence().entered == ()


def test_a_day_to_come_is_refused(desk_kept):
    with pytest.raises(InputError, match="still to come"):
        desk_kept.totals("what,currency,amount\npayments,USD,1\n", until="2027-01-01")


@pytest.fixture(scope="module")
def desk_kept(template, tmp_path_factory):
    return Desk(template, tmp_path_factory.mktemp("kept"))


# --- pure parts


def test_what_is_entered_for_clubos_must_close_too():
    shared = {"by": "person:1", "at": DATED}
    rows = [
        EnteredTotal(Domain.INVOICES, "USD", 5000, **shared),
        EnteredTotal(Domain.PAYMENTS, "USD", 4000, **shared),
        EnteredTotal(Domain.REFUNDS, "USD", 300, **shared),
        EnteredTotal(Domain.DONATIONS, "USD", 200, **shared),
        EnteredTotal(Domain.PAYMENTS, "USD", 999, part="month", group="2026-11", **shared),
        EnteredTotal(Domain.INVOICES, "USD", 100, part="opening", **shared),
        EnteredTotal(Domain.INVOICES, "USD", 1600, part="closing", **shared),
        EnteredTotal(Domain.INVOICES, "EUR", 1, part="closing", **shared),
    ]
    assert list(entered.closings(rows)) == [("USD", 0)]
    rows[0] = replace(rows[0], amount=5001)
    assert list(entered.closings(rows)) == [("USD", 1)]


def test_documents_up_to_a_day_are_of_the_clubs_days(template):
    with template.database.read() as conn:
        papers = ledger.read(conn)
    assert papers.events == {}
    assert entered.upto(papers.documents, "", ZONE) is papers.documents
    cut = entered.upto(papers.documents, "2026-11-01", ZONE)
    assert (cut.invoices, cut.payments, cut.refunds, cut.donations) == ([], [], [], [])
    assert len(cut.allocations) == 2
    assert len(entered.upto(papers.documents, "2026-11-02", ZONE).payments) == 2
    undated = replace(papers.documents, payments=[Payment(key="1", amount=1)])
    assert len(entered.upto(undated, "2000-01-01", ZONE).payments) == 1


def test_totals_by_level_and_event_come_from_the_copies(tmp_path):
    club = filled(tmp_path / "club.clubos")
    club.put(
        Side.LEGACY,
        Member(key="5001", first_name="Ann", level="Gold", balance=900, currency="USD"),
        Member(key="5002", first_name="Bo", balance=100, currency="USD"),
        Invoice(key="8", member="5001", amount=900, paid=0, currency="USD", dated=DATED, registration="9002"),
        Invoice(key="9", member="5001", amount=0, paid=0, currency="USD", dated=DATED, registration="9999"),
        Registration(key="9999", event="7777", member="5001", registered=DATED),
    )
    club.copy()
    with club.database.read() as conn:
        books = measure.gather(conn, club.at, ZONE).books
    totals = {(each.by, each.group, each.domain): each.amount for each in books.chain.totals if each.amount}
    assert totals[By.LEVEL, "Gold", Domain.INVOICES] == 2900
    assert totals[By.EVENT, "7002", Domain.INVOICES] == 900
    assert dict(books.events) == {"7002": "Event 2, 1 Oct 2026"}
    assert [(each.key, each.stated, each.owed) for each in books.chain.balances] == [("5002", 100, 0)]
    club.close()


def test_figures_without_a_date_or_a_currency_are_figures(template):
    with template.database.read() as conn:
        papers = ledger.read(conn)
    documents = replace(papers.documents, payments=[Payment(key="1", amount=1)], allocations=[Allocation(key="a")])
    chain = measure.money.whole_chain(documents, ZONE)
    rows = dict(treasurer.figures(documents, chain, [], {}, until="2026-11-30", zone=ZONE))
    assert rows["Payments, no date, no currency"] == "1, 1 units"
    assert rows["payment 1, payment not used yet"] == "1 units"


def test_changes_name_what_came_and_what_went():
    assert treasurer.changes((("a", "1"), ("b", "2")), (("b", "2"), ("c", "3"))) == (
        "a: 1 was signed, now it is nothing.",
        "c: nothing was signed, now it is 3.",
    )


def test_a_cell_without_end_is_no_total(desk):
    with pytest.raises(InputError, match="field larger than field limit"):
        desk.totals(f'what,currency,amount\npayments,USD,"{"1" * 200_000}"\n')
