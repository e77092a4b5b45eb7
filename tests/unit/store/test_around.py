"""What stands around a record, and the row that a record makes in a list."""

import msgspec
import pytest

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Invoice, Member, Record, Registration
from clubos_desktop.store import tables, views
from clubos_desktop.store.around import bookings, similar
from clubos_desktop.store.database import Database


@pytest.fixture
def database(tmp_path):
    made = Database.create(tmp_path / "club.clubos", bytes(32))
    yield made
    made.close()


def put(conn, side: Side, record: Record, title: str, *, member=None, event=None, apart="", gone=None) -> int:
    row = {
        "side": side,
        "domain": record.domain,
        "key": record.key,
        "raw_hash": b"",
        "title": title,
        "sort": title.casefold(),
        "member": member,
        "event": event,
        "apart": apart,
        "gone_run": gone,
    }
    identity = conn.execute(tables.record.insert(), row).inserted_primary_key[0]
    version = {"record": identity, "from_run": 1, "fields": msgspec.msgpack.encode(record), "raw": b"{}"}
    conn.execute(tables.version.insert(), version)
    return identity


def differ(conn, record: int, domain: Domain, kind: str) -> None:
    row = {"domain": domain, "kind": kind, "record": record, "who": "", "first_seen": "", "first_copy": 1}
    conn.execute(tables.difference.insert(), row | {"status": "seen_once"})


@pytest.fixture
def filled(database):
    with database.landing() as conn:
        put(conn, Side.LEGACY, Member(key="1", first_name="Ann", last_name="Illich"), "Ann Illich")
        put(conn, Side.LEGACY, Member(key="2", first_name="Zoë", last_name="Brandt"), "Zoë Brandt")
        put(conn, Side.LEGACY, Event(key="9", title="Summer picnic"), "Summer picnic")
        put(conn, Side.LEGACY, Event(key="8", title="Annual meeting"), "Annual meeting")
        put(conn, Side.LEGACY, Registration(key="a", member="1", event="9"), "", member="1", event="9")
        put(conn, Side.LEGACY, Registration(key="b", member="1", event="8"), "", member="1", event="8")
        put(conn, Side.LEGACY, Registration(key="c", member="2", event="9"), "", member="2", event="9", gone=3)
        put(conn, Side.CLUBOS, Registration(key="d", member="1", event="9"), "", member="1", event="9")
    return database


def test_bookings_of_a_person_carry_the_events_titles(filled):
    with filled.read() as conn:
        found = bookings(conn, Side.LEGACY, Domain.MEMBERS, "1")
        assert [(booking.key, booking.title) for booking in found] == [("b", "Annual meeting"), ("a", "Summer picnic")]
        assert len(bookings(conn, Side.LEGACY, Domain.MEMBERS, "1", limit=1)) == 1


def test_bookings_at_an_event_carry_names_and_leave_out_those_that_are_gone(filled):
    with filled.read() as conn:
        found = bookings(conn, Side.LEGACY, Domain.EVENTS, "9")
        assert [(booking.key, booking.title) for booking in found] == [("a", "Ann Illich")]
        assert bookings(conn, Side.CLUBOS, Domain.EVENTS, "9")[0].title == ""


def test_a_search_that_finds_nothing_gets_the_names_most_like_it(filled):
    with filled.read() as conn:
        assert similar(conn, Domain.MEMBERS, "illih")[0] == "Ann Illich"
        assert similar(conn, Domain.MEMBERS, "qqqqqqqq") == ()
        assert similar(conn, Domain.EVENTS, "summer picknick") == ("Summer picnic",)


def test_a_row_counts_what_does_not_add_up_and_says_why_it_stands_apart(database):
    with database.landing() as conn:
        invoice = put(conn, Side.LEGACY, Invoice(key="5", number="17"), "Invoice 17")
        differ(conn, invoice, Domain.INVOICES, "changed")
        guest = put(conn, Side.LEGACY, Registration(key="6", guest_of="5"), "Guest", apart="guest")
        differ(conn, guest, Domain.REGISTRATIONS, "not_comparable")
    with database.read() as conn:
        [row] = views.records(conn, Domain.INVOICES).rows
        assert (row.changed, row.ignored, row.apart, row.clubos_id) == (1, 0, "", None)
        [row] = views.records(conn, Domain.REGISTRATIONS).rows
        assert (row.changed, row.apart) == (0, "guest")
