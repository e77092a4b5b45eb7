import csv
import io

from clubos_desktop.model.cards import FailureCard, Hit
from clubos_desktop.model.cells import FORMULA, as_it_was, harmless
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.sync.cards import as_csv

EVIL = '=HYPERLINK("http://x.example","see")'


def test_no_cell_of_the_failure_table_is_a_formula():
    hit = Hit(Domain.MEMBERS, 3, "2026-12-01T10:00:00.000Z", 1)
    card = FailureCard(
        Side.LEGACY, EVIL, f"-{EVIL}", "", f"@{EVIL}", (hit,), faults=(EVIL, f"members 5: a;{EVIL}", "plain")
    )
    head, row = csv.reader(io.StringIO(as_csv((card,)).decode("utf-8-sig"), newline=""))
    assert head[0] == "Cause"
    assert [row[0], row[5], row[6]] == [f"'{EVIL}", f"'-{EVIL}", f"'@{EVIL}"]
    assert row[3] == "3"
    assert row[7].split(" | ") == [f"'{EVIL}", f"members 5: a;'{EVIL}", "plain"]


def test_a_harmless_cell_begins_with_no_sign_and_comes_back():
    for sign in FORMULA:
        assert not harmless(f"{sign}1").startswith(FORMULA)
        assert as_it_was(harmless(f"{sign}1")) == f"{sign}1"
    assert harmless("plain") == "plain"
