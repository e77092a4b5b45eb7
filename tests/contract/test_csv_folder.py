import csv

import pytest

from clubos_desktop.connectors import csv_folder
from clubos_desktop.connectors.csv_folder import FileMapping, FolderMapping, Kind
from clubos_desktop.errors import InputError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from tests.contract.source_contract import SourceContract, drive

CONTACTS = ["User ID", "First name", "Last name", "Email", "Phone", "Membership level", "Membership status"]
CONTACTS += ["Member since", "Archived", "Balance", "Group participation", "T-shirt"]
BOOKINGS = ["Event ID", "Event title", "Start date", "End date", "Event location", "User ID", "First name", "Email"]
BOOKINGS += ["Ticket type/invitee reply", "Event registration date", "Payment state", "Total fee"]
INVOICES = ["Invoice #", "Invoice date", "Origin", "Status", "Currency", "Item", "Item amount", "User ID"]
PAYMENTS = ["Payment ID", "Payment date", "Amount", "Payment type", "User ID"]


def connect(folder):
    return csv_folder.connect(folder, zone="UTC", currency="USD")


def contact(number):
    day = f"{number % 12 + 1:02d}/{number % 28 + 1:02d}/2019"
    return [
        number,
        f"Zoë {number}",
        "Ång, Jr",
        f"z{number}@example.org",
        "",
        "Regular",
        "Active",
        day,
        "no",
        "1,020.50",
        "Board, Hiking",
        "M",
    ]


def booking(number):
    event = number % 7 + 1
    day = "04/18/2026 09:00 AM"
    return [
        event,
        f"Walk {event}",
        day,
        "04/18/2026 12:30 PM",
        "Gate",
        number % 40 + 1,
        "Zoë",
        "",
        "Member",
        day,
        "Paid",
        "$10.00",
    ]


def write(path, header, rows, delimiter=",", encoding="utf-8-sig"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "contacts.csv", CONTACTS, [contact(number) for number in range(1, 1201)])
    write(tmp_path / "bookings.csv", BOOKINGS, [booking(number) for number in range(1, 301)], ";", "cp1252")
    invoices = [["00001", "03/28/2026", "Event", "Paid", "USD", item, "5.00", 3] for item in ("Walk", "Lunch")]
    invoices += [["00002", "03/29/2026", "Membership", "Unpaid", "USD", "Fee", "60.00", 4]]
    write(tmp_path / "invoices.csv", INVOICES, invoices, "\t")
    write(tmp_path / "payments.csv", PAYMENTS, [[71, "03/28/2026", "(10.00)", "Cash", 3]])
    return tmp_path


class TestCsvFolder(SourceContract):
    @pytest.fixture
    def again(self, folder):
        return lambda: connect(folder)

    @pytest.fixture
    def source(self, again):
        return again()

    @pytest.fixture
    def truth(self):
        bookings = [booking(number) for number in range(1, 301)]
        keys, seen = set(), {}
        for row in bookings:
            pair = f"{row[0]}-{row[5]}"
            seen[pair] = seen.get(pair, 0) + 1
            keys.add(pair if seen[pair] == 1 else f"{pair}-{seen[pair]}")
        return {
            Domain.MEMBERS: {str(number) for number in range(1, 1201)},
            Domain.EVENTS: {str(number) for number in range(1, 8)},
            Domain.REGISTRATIONS: keys,
            Domain.INVOICES: {"00001", "00002"},
            Domain.PAYMENTS: {"71"},
        }

    @pytest.fixture
    def change(self, folder):
        def act(domain):
            if domain is Domain.MEMBERS:
                changed = [contact(number) for number in range(1, 1201)]
                changed[4][4] = "555-0199"
                write(folder / "contacts.csv", CONTACTS, changed)
                return "5"
            changed = [booking(number) for number in range(1, 301)]
            for row in changed:
                row[1] += " (moved)"
            write(folder / "bookings.csv", BOOKINGS, changed, ";", "cp1252")
            return "1"

        return act

    def test_cells_become_values(self, source, truth):
        member = self.records(source, self.whole(source, truth, Domain.MEMBERS).pages)[0]
        assert (member.first_name, member.last_name, member.joined) == ("Zoë 1", "Ång, Jr", "2019-02-02")
        assert (member.balance, member.archived, member.groups) == (102050, False, ("Board", "Hiking"))
        assert member.custom == {"T-shirt": "M"}
        event = self.records(source, self.whole(source, truth, Domain.EVENTS).pages)[0]
        assert (event.start, event.end) == ("2026-04-18T09:00:00.000Z", "2026-04-18T12:30:00.000Z")
        invoices = self.records(source, self.whole(source, truth, Domain.INVOICES).pages)
        assert [(each.amount, each.paid, each.is_paid) for each in invoices] == [(1000, 1000, True), (6000, 0, False)]
        assert self.records(source, self.whole(source, truth, Domain.PAYMENTS).pages)[0].amount == -1000


def refused(act, code):
    with pytest.raises(InputError) as caught:
        act()
    assert caught.value.code == code
    return caught.value.sentence


def test_an_unknown_file_is_asked_about(folder):
    write(folder / "zebra.csv", ["Colour", "Stripes"], [["white", 40]])
    assert "zebra.csv" in refused(lambda: connect(folder), "csv-questions")


def test_dates_that_can_be_read_in_two_ways_are_asked_about(folder):
    write(folder / "payments.csv", PAYMENTS, [[71, "03/04/2026", "10.00", "Cash", 3]])
    assert "day first or month first" in refused(lambda: connect(folder), "csv-questions")


def test_a_confirmed_folder_is_read_without_asking_again(folder):
    write(folder / "payments.csv", ["Nr", "Tag", "Betrag"], [["7", "03/04/2026", "1.010,50"]])
    columns = {"key": "Nr", "dated": "Tag", "amount": "Betrag"}
    payments = FileMapping(file="payments.csv", kind=Kind.PAYMENTS, columns=columns, order="DMY")
    csv_folder.confirm(folder, FolderMapping(files=(payments,), zone="Europe/Berlin", currency="EUR"))
    source = connect(folder)
    account = finish(source.check())
    assert (account.zone, account.currency, source.domains) == ("Europe/Berlin", "EUR", (Domain.PAYMENTS,))
    page = drive(source.pages(Domain.PAYMENTS, "full", since=None, resume=None, parents=())).pages[0]
    reader = source.reader(account)
    found = reader.parse(Domain.PAYMENTS, reader.split(Domain.PAYMENTS, page.body)).records[0]
    assert (found.key, found.amount, found.dated, found.currency) == ("7", 101050, "2026-04-02T22:00:00.000Z", "EUR")


def test_a_mapping_that_cannot_be_kept_is_a_sentence(folder):
    write(folder / "payments.csv", PAYMENTS, [[71, "13/04/2026", "10.00", "Cash", 3]])
    (folder / "clubos-desktop-columns.json").mkdir()
    columns = {"key": "Payment ID", "amount": "Amount", "dated": "Payment date"}
    payments = FileMapping(file="payments.csv", kind=Kind.PAYMENTS, columns=columns, order="DMY")
    refused(lambda: csv_folder.confirm(folder, FolderMapping(files=(payments,))), "file.folder")


@pytest.mark.parametrize(
    ("columns", "order"),
    [
        ({"key": "Payment ID"}, "DMY"),
        ({"key": "Nr", "amount": "Amount"}, "DMY"),
        ({"key": "Payment ID", "amount": "Amount"}, ""),
    ],
)
def test_a_mapping_that_does_not_fit_is_not_kept(folder, columns, order):
    write(folder / "payments.csv", PAYMENTS, [[71, "03/04/2026", "10.00", "Cash", 3]])
    payments = FileMapping(file="payments.csv", kind=Kind.PAYMENTS, columns=columns, order=order)
    refused(lambda: csv_folder.confirm(folder, FolderMapping(files=(payments,))), "csv-mapping")
    assert not (folder / "clubos-desktop-columns.json").exists()


def test_a_spoiled_mapping_is_told(folder):
    (folder / "clubos-desktop-columns.json").write_text("{")
    refused(lambda: connect(folder), "csv-mapping")


def test_two_files_of_a_kind_are_told(folder):
    write(folder / "older.csv", CONTACTS, [contact(13)])
    refused(lambda: connect(folder), "csv-twice")


def test_a_folder_without_files_is_told(tmp_path):
    refused(lambda: connect(tmp_path), "csv-folder")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b'User ID,First name\n1,"never closed', b"User ID,Email\n1,a,b,c\n", b"\xff\xfe\x00\xd8"],
)
def test_what_is_no_table_is_told(folder, data):
    (folder / "contacts.csv").write_bytes(data)
    refused(lambda: connect(folder), "csv-file")


def test_somebody_who_is_in_the_file_twice_keeps_it_from_being_whole(folder):
    write(folder / "contacts.csv", CONTACTS, [contact(20), contact(21), contact(20)])
    source = connect(folder)
    listing = drive(source.pages(Domain.MEMBERS, "full", since=None, resume=None, parents=())).listing
    assert listing.count_after == 3
    assert len(listing.keys) == 2
    assert "20" in listing.notes[0]


def test_a_cell_that_is_no_value_is_a_fault_without_its_text(folder):
    row = contact(20)
    row[9] = "secret"
    write(folder / "contacts.csv", CONTACTS, [row, contact(21)])
    source = connect(folder)
    reader = source.reader(finish(source.check()))
    page = drive(source.pages(Domain.MEMBERS, "full", since=None, resume=None, parents=())).pages[0]
    reading = reader.parse(Domain.MEMBERS, reader.split(Domain.MEMBERS, page.body))
    assert [(fault.where, fault.what) for fault in reading.faults] == [("members 20", "balance: not an amount")]
    assert len(reading.records) == 1


def test_a_dry_run_says_what_would_happen(folder):
    source = connect(folder)
    reader = source.reader(finish(source.check()))

    def reading(domain):
        pages = drive(source.pages(domain, "full", since=None, resume=None, parents=())).pages
        return reader.parse(domain, [raw for page in pages for raw in reader.split(domain, page.body)])

    held = reading(Domain.MEMBERS).records[:3]
    moved = [*contact(2)[:3], "new@example.org", *contact(2)[4:]]
    write(
        folder / "contacts.csv",
        CONTACTS,
        [moved, contact(3), contact(13)],
    )
    done = csv_folder.dry_run(Domain.MEMBERS, reading(Domain.MEMBERS), held)
    assert (done.created, done.changed, done.same, done.absent) == (("13",), ("2",), 1, ("1",))
    known = {Domain.MEMBERS: frozenset({"2", "3"}), Domain.EVENTS: frozenset({"1"})}
    bookings = csv_folder.dry_run(Domain.REGISTRATIONS, reading(Domain.REGISTRATIONS), (), known)
    assert len(bookings.unmatched) > 250
