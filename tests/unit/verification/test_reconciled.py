"""The money as people look at it: totals beside ClubOS's, lines with notes, the way of one document."""

import pytest

from clubos_desktop.model.chain import By
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Allocation, Invoice, Member, Payment, Refund
from clubos_desktop.verification import reconciled
from clubos_desktop.verification.acts import treasurer as acts
from tests.unit.copied_club import ZONE, filled

DATED = "2026-11-02T17:00:00.000Z"


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    """The usual money, an unpaid invoice for an event, an unused payment, an allocation to nothing; members' levels."""
    folder = tmp_path_factory.mktemp("reconciled")
    club = filled(folder / "club.clubos")
    shared = {"dated": DATED, "currency": "USD"}
    club.put(
        Side.LEGACY,
        Member(key="5001", first_name="Ann", last_name="Illich", level="Gold", balance=5, currency="USD"),
        Member(key="5002", first_name="Bo", level="bronze"),
        Invoice(key="8", member="5002", amount=900, paid=0, registration="9002", **shared),
        Invoice(key="9", member="5002", amount=100, paid=0, void=True, dated=None),
        Payment(key="7", member="5002", amount=700, allocated=0, refunded=0, **shared),
        Allocation(key="99", payment="77", invoice="88", amount=1, **shared),
        Allocation(key="98", payment="7", invoice="88", amount=0, **shared),
        Refund(key="16", amount=0, settled=0),
    )
    club.copy()
    file = folder / "totals.csv"
    file.write_text(
        "what,currency,amount,month,event\npayments,USD,35,2026-11,\ninvoices,USD,9,,7002\ninvoices,USD,29,,\n"
        "opening,USD,0,,\nclosing,USD,7,,\n"
    )
    acts.import_totals(club.database, "person:1", file)
    acts.note(club.database, "person:1", "payments:7", "Paid ahead")
    yield club
    club.close()


@pytest.fixture(scope="module")
def found(club):
    with club.database.read() as conn:
        return reconciled.read(conn, club.at, ZONE)


def test_totals_by_month_stand_beside_what_was_entered(found):
    november, undated = found.totals(By.MONTH)
    assert (november.label, november.currency, november.amounts) == ("2026-11", "USD", (2900, 3500, 300, 500))
    assert november.entered == (None, 3500, None, None)
    assert (undated.label, undated.currency, undated.amounts) == ("Without a date", "", (0, 0, 0, 0))
    assert not november.differs


def test_totals_by_event_are_known_by_key_or_title_and_what_is_for_none_comes_last(found):
    rows = found.totals(By.EVENT)
    assert [row.label for row in rows] == ["Event 2, 1 Oct 2026", "Not for an event", "Not for an event"]
    assert rows[0].entered == (900, None, None, None)
    assert rows[0].amounts == (900, 0, 0, 0)


def test_totals_by_level_and_tender_are_in_the_order_of_their_names(found):
    assert [row.label for row in found.totals(By.LEVEL)] == ["bronze", "bronze", "Gold", "Without a level"]
    assert [row.label for row in found.totals(By.TENDER)] == ["Cash", "Online", "Means not said", "Means not said"]


def test_a_row_differs_where_another_amount_was_entered(found):
    row = found.totals(By.MONTH)[0]
    other = reconciled.TotalRow("", "", "USD", row.amounts, (None, 3501, None, None))
    assert other.differs


def test_lines_that_ask_come_first_and_notes_stand_beside_theirs(found):
    lines = found.lines()
    assert [line.id for line, _ in lines] == ["allocations:98", "allocations:99", "payments:7"]
    assert [note for _, note in lines] == ["", "", "Paid ahead"]


def test_clubos_must_close_and_a_balance_that_does_not_fit_has_a_name(found):
    assert found.unclosed == (("USD", -1300),)
    assert found.people == {"5001": "Ann Illich"}
    assert [(each.key, each.stated, each.owed) for each in found.books.chain.balances] == [("5001", 5, 0)]


def way(found, kind, key):
    return [(step.depth, step.text) for step in reconciled.way(found.papers, kind, key, ZONE)]


def test_the_way_of_an_invoice_leads_to_its_payments_and_refunds(found):
    assert way(found, Domain.INVOICES, "1") == [
        (0, "Invoice 00042 of 20.00 USD, 2 Nov 2026, 20.00 USD paid"),
        (1, "20.00 USD of it: Payment 2 of 23.00 USD, 2 Nov 2026, Cash"),
        (2, "3.00 USD of it: Refund 6 of 3.00 USD, 2 Nov 2026, Cash"),
    ]


def test_the_way_of_other_documents(found):
    assert way(found, Domain.INVOICES, "8") == [
        (0, "Invoice 8 of 9.00 USD, 2 Nov 2026, 0.00 USD paid"),
        (1, "For the event Event 2, 1 Oct 2026"),
    ]
    assert way(found, Domain.INVOICES, "9") == [(0, "Invoice 9 of 100 units, void")]
    assert way(found, Domain.PAYMENTS, "5") == [
        (0, "Payment 5 of 5.00 USD, 2 Nov 2026, Online"),
        (1, "Donation 5 of 5.00 USD, 2 Nov 2026"),
    ]
    assert way(found, Domain.PAYMENTS, "7") == [
        (0, "Payment 7 of 7.00 USD, 2 Nov 2026"),
        (1, "0.00 USD of it: Invoice 88 is not there"),
    ]
    assert way(found, Domain.REFUNDS, "16") == [(0, "Refund 16 of 0 units")]
    assert way(found, Domain.DONATIONS, "5") == [(0, "Donation 5 of 5.00 USD, 2 Nov 2026")]
    assert way(found, Domain.ALLOCATIONS, "99") == [
        (0, "Allocation 99 of 0.01 USD"),
        (1, "Payment 77 is not there"),
        (1, "Invoice 88 is not there"),
    ]
    assert way(found, Domain.ALLOCATIONS, "4")[1:] == [
        (1, "Payment 2 of 23.00 USD, 2 Nov 2026, Cash"),
        (1, "Refund 6 of 3.00 USD, 2 Nov 2026, Cash"),
    ]
    assert way(found, Domain.PAYMENTS, "nothing") == way(found, Domain.ALLOCATIONS, "nothing") == []


def test_nothing_is_shown_before_money_was_copied(tmp_path):
    club = filled(tmp_path / "club.clubos")
    with club.database.read() as conn:
        assert reconciled.read(conn, club.at, ZONE) is None
    club.close()
