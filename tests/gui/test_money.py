"""Money, times and missing registrations in the window (scenarios 10 and 11), with their bad inputs."""

from itertools import count

import msgspec
import pytest
from PySide6.QtCore import Qt

from clubos_desktop.model.chain import By
from clubos_desktop.model.domains import FINANCE, Domain, Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.records import Allocation, Event, Invoice, Member, Payment, Refund, Registration
from clubos_desktop.store import people, pins, tables
from tests.gui.filled import AT, Filler, make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.places import Place
from ui.screens.money.screen import BALANCES, ENTERED, LINES, TOTALS

PIN = "4711"
SIZES = [((1366, 689), False, 1.0), ((1366, 689), True, 1.0), ((1024, 560), False, 1.0), ((1366, 689), False, 2.0)]


def add_money(club):
    """Two currencies, a refund larger than its payment, a payment without an invoice, half a cent, one that adds up."""
    usd, euros = {"currency": "USD", "dated": AT, "member": "5000"}, {"currency": "EUR", "dated": AT}
    with club.workspace.database.landing() as conn:
        filler = Filler(conn)
        filler._ids = count(10_000)
        for domain in FINANCE:
            filler.run(Side.LEGACY, domain)
        for record in (
            Payment(key="p1", amount=4500, allocated=4500, refunded=0, tender="Check", **usd),
            Allocation(key="a1", payment="p1", invoice="i1", amount=4500, currency="USD"),
            Payment(key="p2", amount=2000, allocated=2500, refunded=2500, tender="Cash", **usd),
            Refund(key="r2", amount=2500, settled=2500, tender="Cash", **usd),
            Allocation(key="a2", payment="p2", refund="r2", amount=2500, currency="USD"),
            Payment(key="p3", amount=700, allocated=0, refunded=0, tender="Cash", **usd),
            Invoice(key="i4", number="00018", amount=1001, paid=1001, is_paid=True, **euros),
            Payment(key="p4", amount=1000, allocated=1000, refunded=0, tender="Check", **euros),
            Allocation(key="a4", payment="p4", invoice="i4", amount=1000, currency="EUR"),
        ):
            filler.record(Side.LEGACY, record, f"{record.domain.value} {record.key}")
    with club.workspace.database.transaction("program", "person added") as tx:
        pins.put(tx, people.add(tx, "Tess Miller", Role.TREASURER).id, PIN)


def text(widget):
    return "\n".join(words(widget))


@pytest.fixture
def opened(window, qtbot, tmp_path):
    """Opens a club with money and shows a place."""

    def show(place=Place.MONEY, *, more=add_money, members=40):
        club = make_club(tmp_path, members=members)
        if more is not None:
            more(club)
        window.open_club(club)
        window.show()
        qtbot.waitUntil(lambda: window.activateWindow() or window.isActiveWindow())
        window.go(place)
        return window.here()

    return show


@pytest.fixture
def look(dress, shot):
    """Puts a look on the window, takes a picture, and lets no control be without a name."""

    def put(window, name, size, *, dark, scale):
        dress(dark=dark, text_scale=scale)
        window.resize(*size)
        shot(window, f"{name}-{size[0]}x{size[1]}-{'dark' if dark else 'light'}-{scale}")
        assert not unnamed(window)
        assert not forbidden(window)

    return put


@pytest.fixture
def money(opened, qtbot):
    screen = opened()
    qtbot.waitUntil(lambda: screen.money is not None)
    return screen


def lines(screen):
    table = screen.lines.table
    return [table.rows.row(number)[0].id for number in range(table.rows.rowCount())]


def noted(screen, qtbot, line):
    screen.show_part(LINES)
    screen.lines.table.select_row(lines(screen).index(line))
    screen.lines.pane.note.setText("Seen with the bank")
    before = screen.money
    qtbot.keyClick(screen.lines.pane.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.money is not before)


@pytest.mark.parametrize(("size", "dark", "scale"), SIZES)
def test_it_says_what_needs_a_word_and_folds(money, look, size, dark, scale):
    window = money.window()
    parts = ((TOTALS, "totals"), (BALANCES, "balances"), (ENTERED, "entered"), (LINES, "lines"))
    for part, name in parts:
        money.show_part(part)
        look(window, f"money-{name}", size, dark=dark, scale=scale)
    assert "3 amounts need a word from you." in text(money)
    assert "Received 72.00 USD; used: 40.00 USD on invoices and 25.00 USD given back" in text(money)
    assert "Received 10.00 EUR; used: 10.01 EUR on invoices" in text(money)
    assert money.width() <= size[0]


def test_records_lead_to_it_and_it_leads_back(window, opened, qtbot):
    screen = opened(Place.RECORDS)
    assert screen.more.isHidden()
    for domain, place in (
        (Domain.EVENTS, Place.TIMES),
        (Domain.REGISTRATIONS, Place.MISSING),
        (Domain.INVOICES, Place.MONEY),
    ):
        screen.show_domain(domain)
        qtbot.mouseClick(screen.more, Qt.MouseButton.LeftButton)
        assert window.here() is window._screens[place]
        assert window.here().back()
        assert window.here() is screen
        assert screen._domain is domain


def test_a_line_shows_the_way_of_its_money_and_leads_to_the_record(window, money, qtbot):
    assert lines(money) == ["invoices:i1", "payments:p2", "refunds:r2", "payments:p3", "invoices:i4"]
    money.lines.table.select_row(1)
    pane = money.lines.pane
    assert "Payment p2 of 20.00 USD gives back 25.00 USD: 5.00 USD more than was left of it." in text(pane)
    assert "25.00 USD of it: Refund r2 of 25.00 USD, 23 Nov 2026, Cash" in text(pane)
    money.lines.table.select_row(0)
    assert "Invoice 00017 of 45.00 USD, 23 Nov 2026, 40.00 USD paid" in text(pane)
    step = pane._steps.itemAt(1).widget().layout().itemAt(0).widget()
    qtbot.mouseClick(step, Qt.MouseButton.LeftButton)
    assert window.here().pane._detail.legacy.key == "p1"


def test_totals_are_told_apart_and_two_currencies_never_added_up(money):
    money.show_part(TOTALS)
    table = money.totals.table.rows
    assert [(table.row(n).currency, table.row(n).amounts) for n in range(2)] == [
        ("EUR", (1001, 1000, 0, 0)),
        ("USD", (4500, 7200, 2500, 0)),
    ]
    assert "Owed before" in text(money.totals)
    money.totals.choose(By.TENDER)
    found = money.totals.table.rows
    names = [(found.row(n).label, found.row(n).currency) for n in range(found.rowCount())]
    assert names == [("Cash", "USD"), ("Check", "EUR"), ("Check", "USD")]


def test_a_balance_that_does_not_fit_leads_to_its_contact(window, opened, qtbot):
    def more(club):
        add_money(club)
        with club.workspace.database.landing() as conn:
            member = Member(key="6000", first_name="Bo", last_name="Ek", balance=900, currency="USD")
            filler = Filler(conn)
            filler._ids = count(20_000)
            filler.record(Side.LEGACY, member, "Bo Ek")

    screen = opened(more=more)
    qtbot.waitUntil(lambda: screen.money is not None)
    screen.show_part(BALANCES)
    rows = screen.balances.table.rows
    assert [rows.index(0, n).data() for n in range(4)] == ["Bo Ek", "9.00 USD", "0.00 USD", "0.00 USD"]
    qtbot.keyClick(screen.balances.table, Qt.Key.Key_Return)
    assert window.here().pane._detail.legacy.key == "6000"


def test_totals_of_clubos_are_entered_with_a_proof_or_refused_with_the_reason(money, qtbot, tmp_path):
    money.show_part(ENTERED)
    qtbot.mouseClick(money.entered._empty.button, Qt.MouseButton.LeftButton)
    form = money.entered.form
    form.fields["amount"].setText("72,00")
    form.fields["file"].line.setText(str(tmp_path / "none.pdf"))
    qtbot.mouseClick(form.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "none.pdf cannot be read" in text(form))
    proof = tmp_path / "report.pdf"
    proof.write_bytes(b"%PDF")
    form.fields["file"].line.setText(str(proof))
    qtbot.mouseClick(form.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "“72,00” is no amount" in text(form))
    form.fields["amount"].setText("72.005")
    qtbot.mouseClick(form.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "“72.005” has more than 2 places behind the point; USD has 2." in text(form))
    form.fields["amount"].setText("72.00")
    qtbot.mouseClick(form.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: money.entered.form is None and money.entered.table.rows.rowCount() == 1)
    assert "report.pdf" in text(money.entered)
    bad = tmp_path / "bad.csv"
    bad.write_text("what,currency,amount\npayments,USD,1.234,50\n")
    money.take(bad)
    qtbot.waitUntil(lambda: "does not have 3 cells" in text(money.entered))
    good = tmp_path / "good.csv"
    good.write_text("what,currency,amount\nrefunds,USD,26.00\n")
    money.take(good)
    qtbot.waitUntil(lambda: money.entered.table.rows.rowCount() == 2)
    rows = money.entered.table.rows
    said = [rows.index(n, 3).data() for n in range(2)]
    assert said == ["Same", "Differs"]
    good.write_text("what,currency,amount\nopening,USD,0\nclosing,USD,-46.01\n")
    money.take(good)
    qtbot.waitUntil(lambda: "ClubOS's opening and movements miss its closing by 0.01 USD." in text(money.entered))


def test_only_figures_with_a_reason_are_signed_and_one_change_voids_them(window, money, qtbot):
    def sign(pin):
        qtbot.mouseClick(money.sign, Qt.MouseButton.LeftButton)
        money.pin.pin.line.setText(pin)
        qtbot.keyClick(money.pin.pin.line, Qt.Key.Key_Return)

    sign(PIN)
    qtbot.waitUntil(lambda: "3 lines have no reason yet" in text(money.pin_card))
    assert money.back()
    assert money.pin_card.isHidden()
    for line in ("invoices:i1", "payments:p2", "refunds:r2"):
        noted(money, qtbot, line)
    qtbot.waitUntil(lambda: "Every cent is explained. The treasurer has not signed yet." in text(money))
    sign("0000")
    qtbot.waitUntil(lambda: "This is not the PIN of Tess Miller" in text(money.pin_card))
    sign(PIN)
    qtbot.waitUntil(lambda: "Tess Miller, treasurer signed all money until 23 Nov 2026." in text(money))
    assert money.sign.isHidden()
    change_a_payment(window.club)
    window.outdate()
    qtbot.waitUntil(lambda: "Void: the signature of Tess Miller" in text(money))
    assert "Payment p1 was 45.00 USD when it was signed; now it is 46.00 USD." in text(money)
    assert not money.sign.isHidden()
    qtbot.mouseClick(money.withdraw, Qt.MouseButton.LeftButton)
    money.pin.pin.line.setText(PIN)
    qtbot.keyClick(money.pin.pin.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "The treasurer has not signed these figures." in text(money))


def change_a_payment(club):
    """A later copy brings another amount."""
    with club.workspace.database.landing() as conn:
        r, v = tables.record.c, tables.version.c
        run = Filler(conn)
        run.run(Side.LEGACY, Domain.PAYMENTS)
        last = conn.exec_driver_sql("SELECT max(id) FROM run").scalar_one()
        record = conn.execute(tables.record.select().where(r.key == "p1")).first()
        old = conn.execute(tables.version.select().where(v.record == record.id)).first()
        conn.execute(tables.version.update().where(v.id == old.id).values(to_run=last))
        payment = msgspec.msgpack.decode(old.fields, type=Payment)
        changed = msgspec.structs.replace(payment, amount=4600)
        values = {"record": record.id, "from_run": last, "raw": b"{}", "fields": msgspec.msgpack.encode(changed)}
        conn.execute(tables.version.insert(), values)


def test_nobody_signs_where_no_treasurer_has_a_pin(window, opened, qtbot):
    screen = opened(more=lambda club: (add_money(club), retire(club)))
    qtbot.waitUntil(lambda: screen.money is not None)
    qtbot.mouseClick(screen.sign, Qt.MouseButton.LeftButton)
    assert "No treasurer with a PIN is known here yet." in text(screen.pin_card)
    qtbot.mouseClick(screen.pin._add, Qt.MouseButton.LeftButton)
    assert window._place is Place.SETTINGS


def retire(club):
    with club.workspace.database.transaction("program", "person changed") as tx:
        tx.connection.execute(tables.person.update().where(tables.person.c.name == "Tess Miller").values(active=False))


def test_without_money_it_says_where_it_comes_from(opened, qtbot):
    screen = opened(more=None)
    qtbot.waitUntil(lambda: screen.money is not None)
    assert "No money was copied yet." in text(screen)
    assert screen.parts.isHidden()
    qtbot.mouseClick(screen._empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(screen.desk.club.copies))


# --- times


def add_times(club):
    """Four events whose local time was read as UTC, one in the night of the clock change."""
    with club.workspace.database.landing() as conn:
        filler = Filler(conn)
        filler._ids = count(10_000)
        for n, (mine, theirs) in enumerate(
            [(f"2026-12-0{day}T18:00:00.000Z", f"2026-12-0{day}T10:00:00.000Z") for day in (6, 7, 8, 9)]
            + [("2026-11-01T09:30:00.000Z", "2026-11-01T09:30:00.000Z")]
        ):
            both = (
                Event(key=f"t{n}", title=f"Walk {n}", start=mine, zone="America/Los_Angeles"),
                Event(key=f"y{n}", title=f"Walk {n}", start=theirs),
            )
            ids = [
                filler.record(side, event, event.title)
                for side, event in zip((Side.LEGACY, Side.CLUBOS), both, strict=True)
            ]
            pair = filler.pair(Domain.EVENTS, *ids)
            if mine != theirs:
                more = {"pair": pair, "legacy_id": f"t{n}", "clubos_id": f"y{n}", "field": "start"}
                filler.difference(Domain.EVENTS, "changed", f"Walk {n}", **more)


@pytest.fixture
def times(opened, qtbot):
    screen = opened(Place.TIMES, more=add_times)
    qtbot.waitUntil(lambda: screen.found is not None)
    return screen


@pytest.mark.parametrize(("size", "dark", "scale"), SIZES)
def test_times_stand_as_both_systems_show_them(times, look, size, dark, scale):
    window = times.window()
    look(window, "times", size, dark=dark, scale=scale)
    screen = times
    assert "4 times of events are not the same moment." in text(screen)
    assert "4 events are 8 hours earlier in ClubOS: their local time was read as UTC." in text(screen)
    screen.table.select_row(4)
    facts = text(screen)
    for said in ("Sun 1 Nov 2026, 01:30", "America/Los_Angeles, UTC-08:00", "2026-11-01 09:30", "the same moment"):
        assert said in facts
    assert "clocks change that day, this wall time comes twice that night" in facts
    screen._opened(4)
    screen._see()
    assert window.here()._domain is Domain.EVENTS


def test_times_without_events_say_so(opened, qtbot):
    screen = opened(Place.TIMES, more=None)
    qtbot.waitUntil(lambda: screen.found is not None)
    assert "Every time is the same moment in both systems." in text(screen)


# --- missing registrations


def add_missing(club):
    """A registration of an event that is only in Wild Apricot, and a guest."""
    with club.workspace.database.landing() as conn:
        filler = Filler(conn)
        filler._ids = count(10_000)
        filler.record(Side.LEGACY, Event(key="e9", title="Picnic"), "Picnic")
        lone = Registration(key="m1", event="e9", member="5001", status="Paid")
        guest = Registration(key="m2", event="e1", member="5001", status="Paid", guest_of="r1")
        filler.record(Side.LEGACY, lone, "Zoë Brandt at Picnic", member="5001", event="e9")
        filler.record(Side.LEGACY, guest, "A guest at Winter dinner", member="5001", event="e1", apart="guest")
        club_counts = {("registrations", "record", Side.LEGACY.value): 2}
        for (domain, kind, field), n in club_counts.items():
            conn.exec_driver_sql(
                "UPDATE counter SET n = n + ? WHERE domain = ? AND kind = ? AND field = ?", (n, domain, kind, field)
            )


@pytest.fixture
def missing(opened, qtbot):
    screen = opened(Place.MISSING, more=add_missing)
    qtbot.waitUntil(lambda: screen.account is not None)
    return screen


@pytest.mark.parametrize(("size", "dark", "scale"), SIZES)
def test_each_missing_registration_has_its_reason(missing, look, size, dark, scale):
    screen = missing
    look(screen.window(), "missing", size, dark=dark, scale=scale)
    assert "42 registrations of Wild Apricot are not in ClubOS, each with a reason." in text(screen)
    assert "42 copied = 0 in both + 42 with a reason." in text(screen)


def test_one_event_is_looked_into_and_its_cause_is_one_click_away(window, missing, qtbot):
    screen = missing
    screen.choose("event_lone")
    assert [screen._model.row(n).key for n in range(screen._model.rowCount())] == ["m1"]
    assert "Bring the event into the other system" in text(screen)
    qtbot.mouseClick(screen.probe, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.probed.isVisible)
    assert "Picnic: 1 copied = 0 in both + 1 with a reason." in text(screen.probed)
    assert screen._model.rowCount() == 1
    assert screen.back()
    assert screen._model.rowCount() == 42
    screen.choose("event_lone")
    screen._see_cause()
    assert window.here().pane._detail.legacy.key == "e9"
    window.go(Place.MISSING)
    screen._see_own()
    assert window.here().pane._detail.legacy.key == "m1"
    window.go(Place.MISSING)
    screen.show_side(Side.CLUBOS)
    qtbot.waitUntil(lambda: "No registration was copied from ClubOS yet." in text(screen))
