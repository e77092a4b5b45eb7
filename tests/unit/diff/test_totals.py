"""Totals by month, level, event and tender; opening + movements = closing; balances of contacts."""

from clubos_desktop.diff.chain import Documents
from clubos_desktop.diff.totals import Around, Owed, chain
from clubos_desktop.model.chain import BalanceLine, By, Month
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Allocation, Donation, Invoice, Payment, Refund

ZONE = "America/Los_Angeles"
NOV, DEC, NEW_YEAR = "2026-11-20T20:00:00.000Z", "2026-12-31T20:00:00.000Z", "2027-01-01T07:59:59.999Z"
AROUND = Around({"m": "Full", "n": "Student"}, {"r1": "e1", "r2": "e2"}, {})


def books():
    """Two dinners paid at once, dues of two people, a gift, a refund, a void invoice; some of it in euros."""
    return Documents(
        invoices=[
            Invoice(key="1", member="m", amount=3000, paid=3000, currency="USD", dated=NOV, registration="r1"),
            Invoice(key="2", member="n", amount=2000, paid=2000, currency="USD", dated=NOV, registration="r2"),
            Invoice(key="3", member="m", amount=9000, paid=0, currency="USD", dated=DEC),
            Invoice(key="4", member="m", amount=7000, paid=0, currency="USD", dated=DEC, void=True),
            Invoice(key="5", member="x", amount=500, paid=0, currency="EUR", dated=NEW_YEAR),
        ],
        payments=[
            Payment(key="1", member="m", amount=5500, currency="USD", dated=NOV, tender="Cash"),
            Payment(key="2", member="n", amount=1000, currency="USD", dated=NEW_YEAR, tender="Check"),
            Payment(key="3", member="n", amount=800, currency="USD", dated=None),
        ],
        allocations=[
            Allocation(key="1", payment="1", invoice="1", amount=3000, currency="USD"),
            Allocation(key="2", payment="1", invoice="2", amount=2000, currency="USD"),
            Allocation(key="3", payment="3", refund="1", amount=300, currency="USD"),
        ],
        refunds=[Refund(key="1", member="n", amount=300, currency="USD", dated=DEC, tender="Cash")],
        donations=[Donation(key="2", member="n", payment="2", amount=1000, currency="USD", dated=NEW_YEAR)],
    )


def totals(by, *domains, around=AROUND):
    found = chain(books(), ZONE, around).totals
    return {
        (each.group, each.domain.value, each.currency): (each.count, each.amount)
        for each in found
        if each.by is by and each.domain in domains
    }


def test_months_are_the_clubs_own():
    assert totals(By.MONTH, Domain.INVOICES) == {
        ("2026-11", "invoices", "USD"): (2, 5000),
        ("2026-12", "invoices", "USD"): (2, 9000),
        ("2026-12", "invoices", "EUR"): (1, 500),
    }
    assert totals(By.MONTH, Domain.PAYMENTS, Domain.DONATIONS) == {
        ("", "payments", "USD"): (1, 800),
        ("2026-11", "payments", "USD"): (1, 5500),
        ("2026-12", "payments", "USD"): (1, 1000),
        ("2026-12", "donations", "USD"): (1, 1000),
    }


def test_totals_by_level_are_of_the_person_on_the_document():
    assert totals(By.LEVEL, Domain.INVOICES, Domain.REFUNDS) == {
        ("Full", "invoices", "USD"): (3, 12_000),
        ("Student", "invoices", "USD"): (1, 2000),
        ("", "invoices", "EUR"): (1, 500),
        ("Student", "refunds", "USD"): (1, 300),
    }


def test_a_payment_belongs_to_its_events_part_by_part():
    assert totals(By.EVENT, Domain.PAYMENTS) == {
        ("e1", "payments", "USD"): (1, 3000),
        ("e2", "payments", "USD"): (1, 2000),
        ("", "payments", "USD"): (3, 2300),
    }
    assert totals(By.EVENT, Domain.INVOICES)["e1", "invoices", "USD"] == (1, 3000)
    assert totals(By.EVENT, Domain.INVOICES, around=Around({}, {}, {})) == {
        ("", "invoices", "USD"): (4, 14_000),
        ("", "invoices", "EUR"): (1, 500),
    }


def test_a_payment_that_is_used_up_by_its_events_leaves_no_rest():
    whole = Documents(
        invoices=[Invoice(key="1", amount=3000, paid=3000, currency="USD", dated=NOV, registration="r1")],
        payments=[Payment(key="1", amount=3000, currency="USD", dated=NOV)],
        allocations=[Allocation(key="1", payment="1", invoice="1", amount=3000, currency="USD")],
    )
    found = chain(whole, ZONE, AROUND).totals
    of_events = [each for each in found if each.by is By.EVENT and each.domain is Domain.PAYMENTS]
    assert [(each.group, each.count, each.amount) for each in of_events] == [("e1", 1, 3000)]


def test_a_payment_without_an_amount_is_nothing_of_any_event():
    found = chain(Documents(payments=[Payment(key="1", currency="USD")]), ZONE, AROUND).totals
    assert {(each.by, each.amount) for each in found} == {(by, 0) for by in By}


def test_tenders_are_of_payments_and_refunds():
    assert totals(By.TENDER, *Domain) == {
        ("Cash", "payments", "USD"): (1, 5500),
        ("Check", "payments", "USD"): (1, 1000),
        ("", "payments", "USD"): (1, 800),
        ("Cash", "refunds", "USD"): (1, 300),
    }


def test_each_way_of_telling_apart_comes_to_the_same():
    found = chain(books(), ZONE, AROUND)
    for by in (By.MONTH, By.LEVEL, By.EVENT):
        for domain in (Domain.INVOICES, Domain.PAYMENTS, Domain.REFUNDS, Domain.DONATIONS):
            mine = sum(
                each.amount for each in found.totals if (each.by, each.domain, each.currency) == (by, domain, "USD")
            )
            first = next(flow for flow in found.flows if flow.currency == "USD")
            assert (
                mine
                == {
                    Domain.INVOICES: first.invoiced,
                    Domain.PAYMENTS: first.received,
                    Domain.REFUNDS: first.refunded,
                    Domain.DONATIONS: first.donated,
                }[domain]
            ), (by, domain)


def test_opening_and_movements_give_closing():
    found = chain(books(), ZONE)
    assert found.months == (
        Month("2026-12", "EUR", 0, 500, 0, 0, 0, 500),
        Month("", "USD", 0, 0, 800, 0, 0, -800),
        Month("2026-11", "USD", -800, 5000, 5500, 0, 0, -1300),
        Month("2026-12", "USD", -1300, 9000, 1000, 1000, 300, 8000),
    )
    dollars = next(flow for flow in found.flows if flow.currency == "USD")
    assert (dollars.closing, dollars.open, dollars.explained) == (8000, 9000, 1000)


def test_a_balance_is_what_is_owed_or_that_less_what_was_paid_ahead():
    # m owes 90.00 and has 5.00 unused of the payment; n owes nothing and has 5.00 unused.
    def wrong(**stated):
        balances = {member: Owed(amount, "USD") for member, amount in stated.items()}
        return chain(books(), ZONE, Around({}, {}, balances)).balances

    assert wrong(m=9000, n=0) == ()
    assert wrong(m=8500, n=-500) == ()
    assert wrong(m=9001, n=1) == (
        BalanceLine("m", "USD", 9001, 9000, 500),
        BalanceLine("n", "USD", 1, 0, 500),
    )
    assert wrong(nobody=100) == (BalanceLine("nobody", "USD", 100, 0, 0),)


def test_a_balance_in_another_currency_is_never_made_of_this_one():
    found = chain(books(), ZONE, Around({}, {}, {"m": Owed(9000, "EUR"), "x": Owed(500, "EUR")})).balances
    assert found == (BalanceLine("m", "EUR", 9000, 0, 0),)


def test_documents_of_nobody_have_no_balance():
    lone = Documents(
        invoices=[Invoice(key="1", amount=100, paid=0, currency="USD", dated=NOV)],
        payments=[Payment(key="1", amount=100, currency="USD", dated=NOV)],
    )
    assert chain(lone, ZONE, Around({}, {}, {"m": Owed(0, "USD")})).balances == ()
