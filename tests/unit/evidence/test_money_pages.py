"""The pages about money and about times: every cent, ClubOS's totals with their proof, the sign-off, both walls."""

from dataclasses import replace

import pytest

from clubos_desktop.evidence import pack as packs
from clubos_desktop.evidence import pdf
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.pages.walls import MOST
from clubos_desktop.evidence.printed import all_words as texts
from clubos_desktop.model.domains import Side
from clubos_desktop.model.evidence import SignOff
from clubos_desktop.model.people import Role
from clubos_desktop.model.records import Invoice, Payment
from clubos_desktop.store import people, pins
from clubos_desktop.verification.acts import treasurer

from .test_pack import gathered

DATED = "2026-11-02T17:00:00.000Z"
PIN = "4711"


@pytest.fixture
def club_with_money(club, tmp_path):
    """Money in two currencies, one line to explain, totals of ClubOS from a file, an event in the clock change."""
    club.put(
        Side.LEGACY,
        Payment(key="7", member="5001", amount=700, allocated=0, refunded=0, currency="USD", dated=DATED),
        Invoice(key="8", number="00088", amount=1000, paid=500, is_paid=False, currency="EUR", dated=DATED),
    )
    club.event(9, "2026-11-01T09:30:00.000Z", "2026-11-01T22:00:00.000Z")
    club.event(8, "2026-12-05T18:00:00.000Z", None, start="2026-12-05T10:00:00.000Z")
    club.copy(2)
    file = tmp_path / "clubos totals.csv"
    file.write_text(
        "what,currency,amount,month\npayments,USD,35.00,\nrefunds,USD,3.01,\npayments,USD,35.00,2026-11\n"
        "opening,USD,0,\ninvoices,CHF,1,\n"
    )
    treasurer.import_totals(club.database, "person:1", file)
    return club


def pages(pack):
    return " ".join(" ".join(texts(pdf.draw(pack))).split())


def test_the_money_pages_say_what_explains_each_cent(club_with_money):
    words = pages(gathered(club_with_money))
    for said in (
        "What came in, and what it was used for",
        "The difference is explained by 2 lines, to the last cent; 2 of them",
        "Invoice 00088 says 5.00 EUR was paid; the payments set against it add up to 0.00 EUR. No reason found asks",
        "Of payment 7 of 7.00 USD, 7.00 USD is not used. Payment not used yet asks",
        "What is owed: opening + movements = closing",
        "The treasurer has not signed these figures.",
        "Payments, until 2026-12-01 USD 35.00 35.00",
        "Refunds, until 2026-12-01 USD 3.00 3.01",
        "differs clubos totals.csv",
        "Owed at first, until 2026-12-01 USD – 0.00",
        "Invoices, until 2026-12-01 CHF – 1.00",
        "By level, and by means of payment",
        "5 totals of it were read there by people, with a proof.",
    ):
        assert said in words, said


def test_a_signature_stands_in_the_pack_and_a_void_one_says_why(club_with_money):
    club = club_with_money
    with club.database.transaction("program", "person added") as tx:
        tess = people.add(tx, "Tess", Role.TREASURER)
        pins.put(tx, tess.id, PIN)
    for line in ("payments:7", "invoices:8"):
        treasurer.note(club.database, "person:1", line, "Ann Illich called the bank")
    treasurer.sign(club.database, tess, PIN)
    words = pages(gathered(club))
    assert "Signed: all money dated until 1 Dec 2026. Not one figure has changed since." in words
    assert "Payment not used yet noted" in words
    assert "called the bank" not in words, "notes may name people"
    club.put(Side.LEGACY, Payment(key="7", member="5001", amount=800, allocated=0, currency="USD", dated=DATED))
    club.copy()
    words = pages(gathered(club))
    assert "VOID: the signature under all money dated until 1 Dec 2026. What changed:" in words
    assert "Payment 7 was 7.00 USD when it was signed; now it is 8.00 USD." in words


def test_times_stand_as_both_systems_show_them(club_with_money):
    pack = gathered(club_with_money)
    words = pages(pack)
    for said in (
        "are not the same moment",
        "Event 8, 5 Dec 2026 (start)",
        "Sat 5 Dec 2026, 10:00 -08:00",
        "America/Los_Angeles",
        "2026-12-05 18:00 UTC",
        "local time was read as UTC",
        "clocks change that day",
    ):
        assert said in words, said
    many = replace(pack, times=pack.times * MOST)
    assert "more stand in the program." in pages(many)
    all_day = replace(pack, times=(replace(pack.times[0], all_day=True),))
    assert "all day: only the day counts" in pages(all_day)
    assert "None to list." in pages(replace(pack, times=()))


def test_three_currencies_stand_apart_and_none_is_called_so(club_with_money):
    club_with_money.put(Side.LEGACY, Payment(key="9", amount=5, allocated=5, refunded=0, dated=None))
    club_with_money.copy()
    pack = gathered(club_with_money)
    assert [flow.currency for flow in pack.evidence.books.chain.flows] == ["", "EUR", "USD"]
    words = pages(pack)
    assert "No currency" in words
    assert "USD: received 35.00, paid on invoices 20.00, donated 5.00, given back 3.00" in words
    assert "no date" in words


def test_every_figure_of_the_pages_is_made_again_from_the_snapshot(club_with_money):
    pack = gathered(club_with_money)
    signed = SignOff("person:1", DATED, "2026-11-30", "a" * 64, "b" * 64, ("Payment 7 is no longer there.",))
    pack = replace(pack, evidence=replace(pack.evidence, signoff=signed))
    again = packs.load(packs.snapshot(pack))
    assert again == pack
    assert Figures(again).all == Figures(pack).all
    keys = {figure.key for figure in Figures(pack).all}
    assert {"books.flow.USD.received", "books.asking", "books.entered.0", "books.signed", "times.differing"} <= keys
