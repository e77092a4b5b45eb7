import csv
import io

import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.exports import AS_EXPORTED, RESAVED, files, write


@pytest.fixture(scope="module")
def club():
    return make(80, 2)


@pytest.mark.parametrize("spelling", [AS_EXPORTED, RESAVED])
def test_everything_is_in_the_files_whatever_its_script(club, spelling):
    tables = {
        name: list(csv.DictReader(io.StringIO(content.decode(spelling.encoding)), delimiter=spelling.delimiter))
        for name, content in files(club, spelling).items()
    }
    contacts = {int(row["User ID"]): row for row in tables["contacts.csv"]}
    assert contacts.keys() == club.legacy.contacts.keys()
    assert all(contacts[key]["Last name"] == row.last for key, row in club.legacy.contacts.items())
    assert len(tables["event registrations.csv"]) == len(club.legacy.registrations)
    assert len(tables["invoices.csv"]) == len(club.legacy.invoices)
    paid = sum(round(float(row["Amount"].replace(",", ".")) * 100) for row in tables["payments.csv"])
    assert paid == sum(row.value for row in club.legacy.payments.values())


def test_the_files_are_written_into_a_folder(club, tmp_path):
    write(club, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files(club))
    assert (tmp_path / "contacts.csv").read_bytes().startswith(b"User ID,First name,")
