"""Every cent explained: one line a document, and the lines add up to the difference, whatever the books say."""

import random
from dataclasses import replace
from functools import partial

import pytest

from clubos_desktop.diff.chain import Documents, explain
from clubos_desktop.diff.totals import chain
from clubos_desktop.model.chain import REASON_WORDS, Flow, Reason
from clubos_desktop.model.money import show, to_minor
from clubos_desktop.model.records import Allocation, Donation, Invoice, Payment, Refund

ZONE = "America/Los_Angeles"
AT = "2026-11-05T18:00:00.000Z"


def invoice(key="i", amount=5000, paid=None, currency="USD", **more):
    stated = amount if paid is None else paid
    return Invoice(key=key, number=f"0{key}", amount=amount, paid=stated, currency=currency, dated=AT, **more)


def payment(key="p", amount=5000, currency="USD", **more):
    return Payment(key=key, amount=amount, currency=currency, dated=AT, **more)


def part(key="a", amount=5000, payment="p", invoice="i", refund=None, currency="USD"):  # noqa: PLR0917 - a row
    goal = {"refund": refund} if refund else {"invoice": invoice}
    return Allocation(key=key, amount=amount, payment=payment, currency=currency, dated=AT, **goal)


def refund(key="r", amount=5000, currency="USD", **more):
    return Refund(key=key, amount=amount, currency=currency, dated=AT, **more)


def gift(key="p", amount=5000, currency="USD"):
    return Donation(key=key, payment=key, amount=amount, currency=currency, dated=AT)


def lines(**books):
    """(domain, key, currency, effect, reason) of each line; what cannot be otherwise is checked on the way."""
    found = chain(Documents(**books), ZONE)
    for flow in found.flows:
        assert flow.explained == flow.difference, flow
        assert flow.balanced
    assert len({line.id for line in found.lines}) == len(found.lines)
    assert all(line.text.endswith(".") and line.day == "2026-11-05" for line in found.lines)
    return [(line.domain.value, line.key, line.currency, line.effect, line.reason.value) for line in found.lines]


def texts(**books):
    return [line.text for line in explain(Documents(**books), ZONE)[0]]


def test_books_that_add_up_need_no_line():
    whole = {"invoices": [invoice()], "payments": [payment()], "allocations": [part()]}
    assert lines(**whole) == []
    assert lines() == []


def test_a_payment_for_two_invoices_and_a_refund_of_the_rest_add_up():
    books = {
        "invoices": [invoice("i", 3000), invoice("j", 1500)],
        "payments": [payment(amount=5000)],
        "allocations": [
            part("a", 3000),
            part("b", 1500, invoice="j"),
            part("c", 500, refund="r"),
        ],
        "refunds": [refund(amount=500)],
    }
    assert lines(**books) == []
    (flow,) = chain(Documents(**books), ZONE).flows
    assert flow == Flow("USD", invoiced=4500, paid=4500, received=5000, donated=0, refunded=500, explained=0)
    assert (flow.open, flow.closing) == (0, 0)


SOLE = "payment without invoice"
CASES = {
    # --- reasons
    SOLE: ({"payments": [payment()]}, [("payments", "p", "USD", 5000, "unapplied")]),
    "a part of a payment is left": (
        {"invoices": [invoice(amount=3000)], "payments": [payment()], "allocations": [part(amount=3000)]},
        [("payments", "p", "USD", 2000, "unapplied")],
    ),
    "used for more than it is": (
        {
            "invoices": [invoice(amount=9000)],
            "payments": [payment()],
            "allocations": [part(amount=5000), part("b", 4000)],
        },
        [("payments", "p", "USD", -4000, "overused")],
    ),
    "refund larger than its payment": (
        {"payments": [payment()], "refunds": [refund(amount=6500)], "allocations": [part(amount=6500, refund="r")]},
        [("payments", "p", "USD", -1500, "refund"), ("refunds", "r", "USD", 0, "stated")],
    ),
    "refund set against less than it is": (
        {"payments": [payment()], "refunds": [refund(amount=6500)], "allocations": [part(amount=5000, refund="r")]},
        [("refunds", "r", "USD", -1500, "refund")],
    ),
    "refund without any payment": ({"refunds": [refund()]}, [("refunds", "r", "USD", -5000, "refund")]),
    "more set against a refund than it is": (
        {"payments": [payment()], "refunds": [refund(amount=3000)], "allocations": [part(amount=5000, refund="r")]},
        [("refunds", "r", "USD", 2000, "unexplained")],
    ),
    "void invoice with money": (
        {"invoices": [invoice(void=True)], "payments": [payment()], "allocations": [part()]},
        [("invoices", "i", "USD", 5000, "void")],
    ),
    "void invoice that only says so": ({"invoices": [invoice(void=True)]}, [("invoices", "i", "USD", 0, "void")]),
    "void invoice without money": ({"invoices": [invoice(paid=0, void=True)]}, []),
    "paid by nothing": ({"invoices": [invoice()]}, [("invoices", "i", "USD", -5000, "unexplained")]),
    "says less than was paid": (
        {"invoices": [invoice(paid=2500)], "payments": [payment()], "allocations": [part()]},
        [("invoices", "i", "USD", 2500, "unexplained")],
    ),
    "its payment is gone": (
        {"invoices": [invoice()], "allocations": [part()]},
        [("allocations", "a", "USD", -5000, "nothing")],
    ),
    "its invoice is gone": (
        {"payments": [payment()], "allocations": [part()]},
        [("allocations", "a", "USD", 5000, "nothing")],
    ),
    "its refund is gone": (
        {"payments": [payment()], "allocations": [part(refund="x")]},
        [("allocations", "a", "USD", 5000, "nothing")],
    ),
    "both ends are gone": ({"allocations": [part()]}, [("allocations", "a", "USD", 0, "nothing")]),
    "no ends at all": (
        {"allocations": [part(payment=None, invoice=None)]},
        [("allocations", "a", "USD", 0, "nothing")],
    ),
    "an invoice end alone": (
        {"invoices": [invoice()], "allocations": [part(payment=None)]},
        [("allocations", "a", "USD", -5000, "nothing")],
    ),
    # --- donations
    "a donation and its payment": ({"payments": [payment()], "donations": [gift()]}, []),
    "a donation without its payment": ({"donations": [gift()]}, [("donations", "p", "USD", -5000, "gift")]),
    "a donation larger than its payment": (
        {"payments": [payment(amount=4000)], "donations": [gift()]},
        [("donations", "p", "USD", -1000, "gift")],
    ),
    "a donation smaller than its payment": (
        {"payments": [payment(amount=7000)], "donations": [gift()]},
        [("payments", "p", "USD", 2000, "unapplied")],
    ),
    "a donation that has an invoice too": (
        {"invoices": [invoice()], "payments": [payment()], "allocations": [part()], "donations": [gift()]},
        [("donations", "p", "USD", -5000, "gift")],
    ),
    "a donation in another currency than its payment": (
        {"payments": [payment()], "donations": [gift(currency="EUR")]},
        [("donations", "p", "EUR", -5000, "currency"), ("payments", "p", "USD", 5000, "unapplied")],
    ),
    # --- currencies
    "a dollar payment for a euro invoice": (
        {"invoices": [invoice(currency="EUR")], "payments": [payment()], "allocations": [part()]},
        [
            ("invoices", "i", "EUR", -5000, "unexplained"),
            ("allocations", "a", "USD", 5000, "currency"),
        ],
    ),
    "an allocation in a third currency": (
        {"invoices": [invoice(paid=0)], "payments": [payment()], "allocations": [part(currency="EUR")]},
        [("allocations", "a", "EUR", 0, "currency"), ("payments", "p", "USD", 5000, "unapplied")],
    ),
    "a refund in another currency": (
        {
            "payments": [payment()],
            "refunds": [refund(currency="EUR")],
            "allocations": [part(refund="r")],
        },
        [("refunds", "r", "EUR", -5000, "refund"), ("allocations", "a", "USD", 5000, "currency")],
    ),
    "an allocation without a currency is of its payment's": (
        {"invoices": [invoice()], "payments": [payment()], "allocations": [part(currency=None)]},
        [],
    ),
    "documents without a currency are of one kind of their own": (
        {
            "invoices": [invoice(currency=None)],
            "payments": [payment(currency=None)],
            "allocations": [part(currency=None)],
        },
        [],
    ),
    "a payment without a currency pays no dollar invoice": (
        {"invoices": [invoice()], "payments": [payment(currency=None)], "allocations": [part()]},
        [("allocations", "a", "USD", -5000, "currency"), ("payments", "p", "", 5000, "unapplied")],
    ),
    "the same figures in two currencies": (
        {
            "invoices": [invoice("i", 5000), invoice("j", 5000, currency="EUR")],
            "payments": [payment("p"), payment("q", currency="EUR")],
            "allocations": [part("a"), part("b", payment="q", invoice="j", currency="EUR")],
        },
        [],
    ),
    "a surplus here is no shortage there": (
        {"payments": [payment("p"), payment("q", currency="EUR")], "refunds": [refund(currency="EUR")]},
        [
            ("refunds", "r", "EUR", -5000, "refund"),
            ("payments", "q", "EUR", 5000, "unapplied"),
            ("payments", "p", "USD", 5000, "unapplied"),
        ],
    ),
    # --- rounding
    "a cent between an invoice and its one part": (
        {"invoices": [invoice(amount=5000, paid=5001)], "payments": [payment()], "allocations": [part()]},
        [("invoices", "i", "USD", -1, "rounding")],
    ),
    "two cents between an invoice and its one part": (
        {"invoices": [invoice(amount=5000, paid=5002)], "payments": [payment()], "allocations": [part()]},
        [("invoices", "i", "USD", -2, "unexplained")],
    ),
    "three thirds of ten": (
        {
            "invoices": [invoice(amount=1000)],
            "payments": [payment("p", 1000)],
            "allocations": [part(key, 333) for key in "abc"],
        },
        [("invoices", "i", "USD", -1, "rounding"), ("payments", "p", "USD", 1, "rounding")],
    ),
    "two cents over three parts": (
        {
            "invoices": [invoice(amount=1000, paid=1001)],
            "payments": [payment("p", 999)],
            "allocations": [part(key, 333) for key in "abc"],
        },
        [("invoices", "i", "USD", -2, "rounding")],
    ),
    "three cents over three parts": (
        {
            "invoices": [invoice(amount=1000, paid=1002)],
            "payments": [payment("p", 999)],
            "allocations": [part(key, 333) for key in "abc"],
        },
        [("invoices", "i", "USD", -3, "unexplained")],
    ),
    "a cent too much of a payment": (
        {"invoices": [invoice(amount=5001)], "payments": [payment()], "allocations": [part(amount=5001)]},
        [("payments", "p", "USD", -1, "rounding")],
    ),
    "a cent of a refund": (
        {
            "payments": [payment()],
            "refunds": [refund(amount=5001)],
            "allocations": [part(refund="r")],
        },
        [("refunds", "r", "USD", -1, "rounding")],
    ),
    "a cent without any part is no rounding": (
        {"payments": [payment(amount=1)]},
        [("payments", "p", "USD", 1, "unapplied")],
    ),
    "a yen is no rounding of nothing": (
        {"invoices": [invoice(amount=5000, paid=1, currency="JPY")]},
        [("invoices", "i", "JPY", -1, "unexplained")],
    ),
    # --- what is said beside the amounts
    "counted as not paid": (
        {"invoices": [invoice(is_paid=False)], "payments": [payment()], "allocations": [part()]},
        [("invoices", "i", "USD", 0, "stated")],
    ),
    "says that less of it was used and given back": (
        {"invoices": [invoice()], "payments": [payment(allocated=4000, refunded=100)], "allocations": [part()]},
        [("payments", "p", "USD", 0, "stated")],
    ),
    "a refund that says less is set against payments": (
        {"payments": [payment()], "refunds": [refund(settled=4000)], "allocations": [part(refund="r")]},
        [("refunds", "r", "USD", 0, "stated")],
    ),
    "a refund that says what is": (
        {"payments": [payment()], "refunds": [refund(settled=5000)], "allocations": [part(refund="r")]},
        [],
    ),
    "amounts that are not shown count as nothing": (
        {
            "invoices": [Invoice(key="i", dated=AT)],
            "payments": [Payment(key="p", dated=AT)],
            "allocations": [Allocation(key="a", payment="p", invoice="i", dated=AT)],
            "refunds": [Refund(key="r", dated=AT)],
            "donations": [Donation(key="d", dated=AT)],
        },
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_line_a_reason(name):
    books, expected = CASES[name]
    assert lines(**books) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "shown"),
    [
        ("10.005", "USD", 1000, "10.00 USD"),
        ("10.015", "USD", 1002, "10.02 USD"),
        ("10.0050001", "USD", 1001, "10.01 USD"),
        ("-10.005", "USD", -1000, "-10.00 USD"),
        ("-10.015", "USD", -1002, "-10.02 USD"),
        ("0.0049", "USD", 0, "0.00 USD"),
        ("0.005", "EUR", 0, "0.00 EUR"),
        ("0.015", "EUR", 2, "0.02 EUR"),
        ("1120.0000", "USD", 112_000, "1,120.00 USD"),
        ("1e2", "USD", 10_000, "100.00 USD"),
        ("0.1", "USD", 10, "0.10 USD"),
        ("99999999999999.99", "USD", 9_999_999_999_999_999, "99,999,999,999,999.99 USD"),
        ("120", "JPY", 120, "120 JPY"),
        ("120.5", "JPY", 120, "120 JPY"),
        ("121.5", "JPY", 122, "122 JPY"),
        ("1500000", "VND", 1_500_000, "1,500,000 VND"),
        ("99.5", "XOF", 100, "100 XOF"),
        ("1.0005", "KWD", 1000, "1.000 KWD"),
        ("1.0015", "TND", 1002, "1.002 TND"),
        ("0.00005", "CLF", 0, "0.0000 CLF"),
        ("1.00015", "UYW", 10_002, "1.0002 UYW"),
    ],
)
def test_halves_go_to_even_in_the_places_of_the_currency(amount, currency, minor, shown):
    assert to_minor(amount, currency) == minor
    assert show(minor, currency) == shown


def test_the_worst_comes_first_and_says_what_it_is():
    books = {
        "invoices": [invoice("i", paid=5001), invoice("j", 2000)],
        "payments": [payment(), payment("q", 700)],
        "allocations": [part()],
    }
    assert [line[3:] for line in lines(**books)] == [(-2000, "unexplained"), (700, "unapplied"), (-1, "rounding")]
    assert texts(**books) == [
        "Invoice 0j says 20.00 USD was paid; the payments set against it add up to 0.00 USD.",
        "Of payment q of 7.00 USD, 7.00 USD is not used.",
        "Invoice 0i says 50.01 USD was paid; the payments set against it add up to 50.00 USD.",
    ]


def test_sentences_name_documents_amounts_and_what_is_missing():
    assert texts(allocations=[part()]) == [
        "Allocation a of 50.00 USD points to payment p, which Wild Apricot does not list."
    ]
    assert texts(payments=[payment()], allocations=[part(invoice=None)]) == [
        "Allocation a of 50.00 USD points to nothing at one end."
    ]
    assert texts(payments=[payment()], allocations=[part(refund="x")])[0].endswith(
        "points to refund x, which Wild Apricot does not list."
    )
    assert texts(invoices=[invoice(currency="EUR", paid=0)], payments=[payment()], allocations=[part()]) == [
        "Allocation a of 50.00 USD ties documents of USD and EUR; these are not added up."
    ]
    assert texts(payments=[payment(currency=None)]) == [
        "Of payment p of 5000 units of no currency, 5000 units of no currency is not used."
    ]
    refunded = texts(payments=[payment()], refunds=[refund(amount=6500)], allocations=[part(amount=6500, refund="r")])
    assert refunded[:1] == ["Payment p of 50.00 USD gives back 65.00 USD: 15.00 USD more than was left of it."]
    assert texts(donations=[gift()]) == ["Donation p of 50.00 USD has no payment behind it."]
    assert texts(payments=[payment()], donations=[gift(currency="EUR")])[0].endswith(
        "has no payment in its currency behind it."
    )
    assert texts(payments=[payment(amount=4000)], donations=[gift()])[0].endswith(
        "has 40.00 USD left of payment p behind it."
    )


def test_all_that_a_document_says_wrongly_stands_in_one_line():
    books = {"invoices": [invoice()], "payments": [payment(allocated=4000, refunded=100)], "allocations": [part()]}
    (text,) = texts(**books)
    assert text == (
        "Payment p says 40.00 USD is allocated, but its allocations add up to 50.00 USD. "
        "Payment p says 1.00 USD was refunded, but the refunds set against it add up to 0.00 USD."
    )
    short = texts(payments=[payment()], refunds=[refund(settled=0)], allocations=[part(refund="r")])
    assert short == ["Refund r says 0.00 USD is set against payments; it is 50.00 USD."]


def test_paid_ahead_and_rounding_ask_nobody():
    books = {"invoices": [invoice("i", paid=5001), invoice("j", 9)], "payments": [payment(), payment("q")]}
    found = chain(Documents(**books, allocations=[part()]), ZONE)
    assert [line.reason.value for line in found.lines] == ["unexplained", "unapplied", "rounding"]
    assert [line.id for line in found.lines if line.asks] == ["invoices:j"]


def test_a_document_without_a_date_has_no_day():
    (line,) = explain(Documents(payments=[Payment(key="p", amount=100, currency="USD")]), ZONE)[0]
    assert line.day == ""


def test_the_day_is_the_clubs_own():
    late = replace_date(payment(), "2027-01-01T07:30:00.000Z")
    assert explain(Documents(payments=[late]), ZONE)[0][0].day == "2026-12-31"
    assert explain(Documents(payments=[late]), "Asia/Tokyo")[0][0].day == "2027-01-01"


def replace_date(record, dated):
    return type(record)(
        **{name: getattr(record, name) for name in record.__struct_fields__ if name != "dated"}, dated=dated
    )


def test_every_reason_has_words():
    assert set(REASON_WORDS) == set(Reason)


def random_books(seed):
    """Books as wrong as they can be: ends that are missing, void, doubled or of another currency."""
    r = random.Random(seed)
    money = partial(r.choice, [0, 1, 2, 333, 999, 1000, 5000, None])
    currency = partial(r.choice, ["USD", "USD", "USD", "EUR", "JPY", None])
    keys = [str(n) for n in range(6)]
    some = [*keys, "gone", None]
    return Documents(
        invoices=[invoice(k, money(), money(), currency(), void=r.random() < 0.2) for k in r.sample(keys, 4)],
        payments=[payment(k, money(), currency()) for k in r.sample(keys, 4)],
        allocations=[
            part(f"a{n}", money(), r.choice(some), r.choice(some), r.choice([None, None, *some]), currency())
            for n in range(8)
        ],
        refunds=[refund(k, money(), currency()) for k in r.sample(keys, 3)],
        donations=[gift(k, money(), currency()) for k in r.sample(keys, 2)],
    )


@pytest.mark.parametrize("block", range(4))
def test_the_lines_add_up_whatever_the_books_say(block):
    for seed in range(block * 500, block * 500 + 500):
        found = chain(random_books(seed), ZONE)
        for flow in found.flows:
            assert flow.explained == flow.difference, seed
            assert flow.closing == flow.open - flow.explained, seed
            closings = [month.closing for month in found.months if month.currency == flow.currency]
            assert [flow.closing, *closings][-1] == flow.closing, seed
        reasons = {line.reason for line in found.lines}
        assert reasons <= set(Reason)


def test_a_flow_that_does_not_close_says_so():
    flow = Flow("USD", 100, 100, 100, 0, 0, 0)
    assert flow.balanced
    assert not replace(flow, explained=1).balanced


def test_of_two_lines_with_one_reason_the_larger_amount_comes_first():
    books = {"invoices": [invoice("a", 100), invoice("b", 900)], "payments": [payment("c", 5), payment("d", 700)]}
    assert [line[1] for line in lines(**books)] == ["b", "a", "d", "c"]
    shorter = {"invoices": [invoice("a", 100)], "payments": [payment(key="p", amount=9000, allocated=0)]}
    assert [line[1:4] for line in lines(**shorter)] == [("a", "USD", -100), ("p", "USD", 9000)]


def test_rounding_allows_half_a_unit_for_each_part_of_a_payment_and_no_more():
    parts = [part(key, 333) for key in "abc"]
    books = {"invoices": [invoice(amount=999)], "allocations": parts}
    assert lines(**books, payments=[payment(amount=1001)]) == [("payments", "p", "USD", 2, "rounding")]
    assert lines(**books, payments=[payment(amount=1002)]) == [("payments", "p", "USD", 3, "unapplied")]


def test_a_donation_is_of_the_payment_it_names_else_of_that_with_its_own_number():
    named = Donation(key="d", payment="p", amount=5000, currency="USD", dated=AT)
    own = Donation(key="p", amount=5000, currency="USD", dated=AT)
    for one in (named, own):
        assert lines(payments=[payment()], donations=[one]) == []
    short = texts(payments=[payment(amount=1)], donations=[named]), texts(payments=[payment(amount=1)], donations=[own])
    assert [said[0].split(" has ")[1] for said in short] == ["0.01 USD left of payment p behind it."] * 2


def test_sentences_about_amounts_that_are_not_shown_call_them_nothing():
    used = {"invoices": [invoice(amount=300)], "allocations": [part(amount=300)]}
    no_amount = Payment(key="p", currency="USD", dated=AT)
    assert texts(**used, payments=[no_amount]) == ["Payment p of 0.00 USD is used for 3.00 USD more than it is."]
    no_paid = Invoice(key="i", number="07", amount=300, currency="USD", dated=AT)
    (said,) = texts(invoices=[no_paid], payments=[payment(amount=300)], allocations=[part(amount=300)])
    assert said == "Invoice 07 says 0.00 USD was paid; the payments set against it add up to 3.00 USD."


def test_one_cent_given_back_is_enough_to_be_a_refund():
    books = {
        "invoices": [invoice(amount=1200)],
        "payments": [payment(amount=1000)],
        "refunds": [refund(amount=1)],
        "allocations": [part("a", 1200), part("b", 1, refund="r")],
    }
    assert lines(**books)[0] == ("payments", "p", "USD", -201, "refund")
