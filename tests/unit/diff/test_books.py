import random

import pytest

from clubos_desktop.diff.books import BookFault, check
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Allocation, Donation, Invoice, Payment, Refund


def invoice(key="i", amount=5000, paid=5000, is_paid=True, **more):
    return Invoice(key=key, number="00042", amount=amount, paid=paid, is_paid=is_paid, currency="USD", **more)


def payment(key="p", amount=5000, allocated=5000, refunded=0):
    return Payment(key=key, amount=amount, allocated=allocated, refunded=refunded, currency="USD")


def allocation(key="a", amount=5000, **more):
    return Allocation(key=key, amount=amount, currency="USD", **({"invoice": "i", "payment": "p"} | more))


def refund(key="r", amount=5000):
    return Refund(key=key, amount=amount, settled=amount, currency="USD")


def faults(invoices=(), payments=(), allocations=(), refunds=(), *, donations=(), tolerance=0):
    found = check(invoices, payments, allocations, refunds, donations, tolerance=tolerance)
    assert len({(one.domain, one.key, one.field) for one in found}) == len(found)
    return found


def where(*books, **more):
    return [(one.domain.value, one.key, one.field, one.stated, one.found) for one in faults(*books, **more)]


def test_books_that_add_up_have_no_fault():
    assert faults([invoice()], [payment()], [allocation()]) == []
    assert faults() == []


def test_an_invoice_that_says_more_than_was_allocated():
    assert faults([invoice()], [payment(allocated=3000)], [allocation(amount=3000)]) == [
        BookFault(
            Domain.INVOICES,
            "i",
            "paid",
            "50.00 USD",
            "30.00 USD",
            "Invoice 00042 says 50.00 USD was paid, but the payments set against it add up to 30.00 USD.",
        )
    ]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (invoice(is_paid=False), [("invoices", "i", "is_paid", "not paid", "50.00 USD of 50.00 USD")]),
        (invoice(amount=6000), [("invoices", "i", "is_paid", "paid", "50.00 USD of 60.00 USD")]),
        (invoice(void=True), [("invoices", "i", "void", "void", "50.00 USD")]),
        (invoice(void=True, paid=None), [("invoices", "i", "void", "void", "50.00 USD")]),
        (invoice(paid=None), []),
        (invoice(is_paid=None), []),
        (invoice(amount=None), []),
    ],
)
def test_what_an_invoice_says_of_itself(one, expected):
    assert where([one], [payment()], [allocation()]) == expected


def test_a_void_invoice_without_money_is_fine():
    assert faults([invoice(paid=0, is_paid=False, void=True)]) == []


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (payment(allocated=4000), [("payments", "p", "allocated", "40.00 USD", "50.00 USD")]),
        (payment(allocated=None), []),
        (payment(refunded=1), [("payments", "p", "refunded", "0.01 USD", "0.00 USD")]),
        (payment(refunded=None), []),
    ],
)
def test_what_a_payment_says_of_itself(one, expected):
    assert where([invoice()], [one], [allocation()]) == expected


def test_a_payment_that_nothing_explains():
    lost = payment(allocated=0)
    assert faults([], [lost]) == [
        BookFault(
            Domain.PAYMENTS,
            "p",
            "allocated",
            "50.00 USD",
            None,
            "Payment p of 50.00 USD is set against no invoice, refund or donation.",
        )
    ]
    assert where([], [payment()]) == [("payments", "p", "allocated", "50.00 USD", "0.00 USD")]
    assert faults([], [payment(amount=0, allocated=0)]) == []
    assert faults([], [payment(amount=None, allocated=None)]) == []


def test_a_donation_explains_its_payment():
    for gift in (Donation(key="p"), Donation(key="d", payment="p")):
        assert faults([], [payment(allocated=0)], donations=[gift]) == []
        assert faults([], [payment(allocated=5000)], donations=[gift]) == []
        assert where([], [payment(allocated=1)], donations=[gift]) == [
            ("payments", "p", "allocated", "0.01 USD", "0.00 USD")
        ]


def test_a_refund_is_set_against_its_payment():
    back = allocation(amount=5000, invoice=None, refund="r")
    assert faults([], [payment(refunded=5000)], [back], [refund()]) == []
    assert where([], [payment(refunded=0)], [back], [refund()]) == [
        ("payments", "p", "refunded", "0.00 USD", "50.00 USD")
    ]


def test_a_refund_gives_back_no_more_than_was_paid():
    back = allocation(invoice=None, refund="r")
    assert where([], [payment(refunded=5000)], [back], [refund(amount=7000)]) == [
        ("refunds", "r", "amount", "70.00 USD", "50.00 USD")
    ]
    two = [allocation("a", 3000, invoice=None, refund="r"), allocation("b", 3000, invoice=None, refund="s")]
    assert where([], [payment(allocated=6000, refunded=6000)], two, [refund("r", 3000), refund("s", 3000)]) == [
        ("refunds", "s", "amount", "30.00 USD", "20.00 USD")
    ]
    assert faults([], [payment(refunded=5000)], [back], [refund(amount=None)]) == []
    assert faults([], [payment(amount=None, refunded=5000)], [back], [refund()]) == []


def test_an_allocation_points_to_something():
    stray = allocation(invoice="x", payment="y", refund="z")
    assert where(allocations=[stray]) == [
        ("allocations", "a", "invoice", "x", None),
        ("allocations", "a", "payment", "y", None),
        ("allocations", "a", "refund", "z", None),
    ]
    assert where(allocations=[allocation(invoice=None, payment=None)]) == [("allocations", "a", "invoice", None, None)]
    sentence = faults(allocations=[stray])[0].sentence
    assert sentence == "Allocation a points to invoice x, which Wild Apricot does not list."


def test_an_allocation_without_amount_moves_nothing():
    assert where([invoice(paid=0, is_paid=False)], [payment(allocated=0)], [allocation(amount=None)]) == []


def test_cents_within_the_tolerance_do_not_count():
    books = [invoice(paid=4999)], [payment(allocated=5001)], [allocation()]
    assert len(faults(*books)) == 3
    assert faults(*books, tolerance=1) == []


def test_amounts_without_a_currency_are_shown_as_they_are():
    bare = Invoice(key="i", paid=5)
    assert [(one.stated, one.found) for one in faults([bare])] == [("5", "0")]
    assert faults([bare])[0].sentence.startswith("Invoice i says 5 was paid")


@pytest.mark.parametrize("seed", range(20))
def test_every_cent_that_moves_is_found(seed):
    rng = random.Random(seed)
    invoices, payments, allocations = [], [], []
    for number in range(30):
        amount = rng.randint(1, 10_000)
        part = rng.randint(1, amount)
        invoices.append(invoice(f"i{number}", amount, amount, True))
        payments += [payment(f"p{number}", part, part), payment(f"q{number}", amount - part, amount - part)]
        allocations += [
            allocation(f"a{number}", part, invoice=f"i{number}", payment=f"p{number}"),
            allocation(f"b{number}", amount - part, invoice=f"i{number}", payment=f"q{number}"),
        ]
    assert faults(invoices, payments, allocations) == []
    at = rng.randrange(len(allocations))
    wrong = allocations[at]
    allocations[at] = allocation(
        wrong.key, wrong.amount + rng.choice((-1, 1)), invoice=wrong.invoice, payment=wrong.payment
    )
    found = {(one.domain, one.key, one.field) for one in faults(invoices, payments, allocations)}
    assert found == {(Domain.INVOICES, wrong.invoice, "paid"), (Domain.PAYMENTS, wrong.payment, "allocated")}


def test_amounts_of_two_currencies_are_never_added_up():
    euros = Invoice(key="i", number="00042", amount=5000, paid=5000, is_paid=True, currency="EUR")
    assert where([euros], [payment()], [allocation()]) == [("invoices", "i", "paid", "50.00 EUR", "0.00 EUR")]
    pounds = Allocation(key="a", invoice="i", payment="p", refund="r", amount=5000, currency="GBP")
    assert where([invoice(paid=0, is_paid=False)], [payment(allocated=0)], [pounds], [refund()]) == []
    no_name = Allocation(key="a", invoice="i", payment="p", amount=5000)
    assert faults([invoice()], [payment()], [no_name]) == []
