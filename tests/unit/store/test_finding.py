"""Lists of differences at any size: counted from what is kept, sorted and searched by indexes, as plain Python does."""

import random

import pytest

from clubos_desktop.findings import reading
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import NEEDING, Standing
from clubos_desktop.store import finding, lists, sqlite, views
from clubos_desktop.store.lists import DifferenceFilter, Order
from tests.benchmarks.million import AT

WHO = ("Zoë Brandt", "ANN ILLICH", "Łukasz Nowak", "王 小明", 'O\'Neill "Bo"', "50 % Ltd_", "ann lee")
VALUES = (None, "", "ann@example.org", "Ann@Example.ORG", "805 555 0123", "Ğ" * 80, "a%b_c")

TEXTS = ("ann", "example", "nobody at all", 'neill "bo', "555", "%b_", "王 小明", "illich", "12")


@pytest.fixture
def filled(database):
    dice = random.Random(11)
    rows = []
    for number in range(1, 401):
        kind = dice.choice(tuple(Kind))
        field = "" if kind in reading.ALONE else dice.choice(("email", "phone", "level"))
        values = (dice.choice(VALUES), dice.choice(VALUES)) if field else (None, None)
        closed = AT if dice.random() < 0.1 else None
        status = Status.CLOSED if closed else dice.choice((Status.SEEN_ONCE, Status.CONFIRMED))
        rows.append(
            (
                number, dice.choice(("members", "events")), kind, str(number), None, dice.choice(WHO), field,
                *values, f"2026-11-{dice.randint(1, 20):02d}T00:00:00.000Z", 1, status,
                closed,
            )
        )  # fmt: skip
    with database.landing() as conn:
        conn.exec_driver_sql(
            "INSERT INTO difference (id, domain, kind, legacy_id, clubos_id, who, field, legacy, clubos, first_seen, "
            "first_copy, status, closed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        conn.exec_driver_sql(
            "INSERT INTO counter SELECT domain, kind, field, status, count(*) FROM difference GROUP BY 1, 2, 3, 4"
        )
    return database


def held(row, text):
    """Whether a row holds a text, in plain Python."""
    folded = text.casefold()
    return any(folded in (value or "").casefold() for value in (row.who, row.legacy, row.clubos, row.legacy_id))


def pages(conn, wanted, size):
    """All rows read by pages, and the total that each page named."""
    found, totals, after = [], set(), None
    while True:
        page = views.differences(conn, wanted, after=after, limit=size)
        found += page.rows
        totals.add(page.total)
        if page.next is None:
            return found, totals
        after = page.next


@pytest.mark.parametrize("order", list(Order))
def test_a_search_finds_what_plain_python_finds_in_the_order_of_the_list(filled, order):
    with filled.read() as conn:
        for descending in (False, True):
            whole, _ = pages(conn, DifferenceFilter(order=order, descending=descending), 1000)
            for text in TEXTS:
                wanted = DifferenceFilter(text=text, order=order, descending=descending)
                found, totals = pages(conn, wanted, 17)
                assert [row.id for row in found] == [row.id for row in whole if held(row, text)], text
                assert totals == {len(found)}


def test_a_search_follows_what_is_written_changed_and_deleted(filled):
    with filled.landing() as conn:
        conn.exec_driver_sql("UPDATE difference SET who = 'Zebra Crossing', closed = NULL WHERE id = 5")
        conn.exec_driver_sql("DELETE FROM difference WHERE id = 6")
        assert finding.matching(conn, "ebra cros") == [5]
        conn.exec_driver_sql("UPDATE difference SET who = 'Nobody' WHERE id = 5")
        assert finding.matching(conn, "ebra cros") == []
        conn.exec_driver_sql("INSERT INTO difference_text (difference_text) VALUES ('integrity-check')")
        assert sqlite.faults(conn) == []


def test_a_search_without_end_is_counted_to_a_thousand(filled, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr(lists, "COUNTED", 10)
    with filled.read() as conn:
        some = views.differences(conn, DifferenceFilter(text="ann"), exact=False)
        whole = views.differences(conn, DifferenceFilter(text="ann"))
        few = views.differences(conn, DifferenceFilter(text="12"), exact=False, limit=1000)
    assert (some.total, some.more) == (10, True)
    assert whole.total > 10
    assert not whole.more
    assert [row.id for row in some.rows] == [row.id for row in whole.rows]
    assert (few.more, few.total) == (False, len(few.rows))
    assert few.total > 10


@pytest.mark.parametrize("order", [order for order in Order if order is not Order.HARM])
def test_every_order_walks_its_own_index(filled, order):
    keys = ", ".join(str(key) for key in lists._KEYS[order])
    with filled.read() as conn:
        plan = conn.exec_driver_sql(
            f"EXPLAIN QUERY PLAN SELECT * FROM difference WHERE closed IS NULL ORDER BY {keys}, id LIMIT 100"
        ).all()
    said = " ".join(str(row) for row in plan)
    assert "ix_difference_" in said
    assert "TEMP B-TREE" not in said


def test_totals_come_from_what_is_kept_and_are_those_of_a_walk(filled):
    now = "2026-12-01T00:00:00.000Z"
    with filled.transaction("person:1", "decided") as tx:
        ids = tx.connection.exec_driver_sql("SELECT id FROM difference WHERE closed IS NULL").scalars().all()
        for number, choice in enumerate(("accept", "equal", "ask", "undecided", "correct_clubos", "accept")):
            expires = "'2026-11-25'" if number == 5 else "'2027-01-01'"
            tx.connection.exec_driver_sql(
                "INSERT INTO batch (id, at, actor, act, n) VALUES (?, ?, 'person:1', ?, 1)", (number + 1, AT, choice)
            )
            for identity in ids[number * 9 : number * 9 + 9]:
                tx.connection.exec_driver_sql(
                    "INSERT INTO decision (id, batch, domain, legacy_id, clubos_id, field, kind, choice, expires, "
                    f"seen, copy, stands) SELECT id, {number + 1}, domain, legacy_id, '', field, kind, '{choice}', "
                    f"{expires}, x'00', 0, 0 FROM difference WHERE id = {identity}"
                )
                tx.connection.exec_driver_sql(f"UPDATE difference SET decision = id WHERE id = {identity}")
    kinds = (None, (Kind.CHANGED, Kind.ONLY_LEGACY))
    with filled.read() as conn:
        for standings in (NEEDING, (Standing.ACCEPTED,), (Standing.EQUAL, Standing.OPEN), (), tuple(Standing)):
            for some in kinds:
                for status in (None, Status.SEEN_ONCE):
                    for domain in (None, Domain.EVENTS):
                        x = DifferenceFilter(kinds=some, status=status, domain=domain)
                        page = reading.page(conn, now, FindingFilter(x, standings), limit=1000)
                        assert page.total == len(page.rows), (standings, x)


def test_records_of_one_system_alone_are_looked_through_in_their_index(filled, monkeypatch):
    """Where a text is in too many differences to be fetched, whole records come first, and none of them is read."""
    monkeypatch.setattr(finding, "MOST", 3)
    with filled.read() as conn:
        whole, _ = pages(conn, DifferenceFilter(), 1000)
        for text in ("ann", "12", "illich", "example", "%"):
            for status in (None, Status.SEEN_ONCE):
                wanted = DifferenceFilter(text=text, status=status)
                found, _ = pages(conn, wanted, 17)
                some = [row for row in whole if held(row, text) and status in (None, row.status)]
                assert [row.id for row in found] == [row.id for row in some], text
        query = lists._of_group(DifferenceFilter(text="ann"), Domain.MEMBERS, Kind.ONLY_LEGACY, "")
        query = query.where(*lists._standing(DifferenceFilter())).order_by("id")
        said = str(query.compile(conn, compile_kwargs={"literal_binds": True})).replace("%%", "%")
        plan = " ".join(str(row) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {said.replace('%', '%%')}").all())
    assert "USING INDEX ix_difference_alone" in plan
    assert "TEMP B-TREE" not in plan
