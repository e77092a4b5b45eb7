"""Every order by keyset gives every difference once; kept lists come back; a patch turns one side into the other."""

import csv
import io

import pytest

from clubos_desktop.errors import ClubOSError
from clubos_desktop.findings import patching, reading, saved
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import NEEDING, Finding, Standing
from clubos_desktop.store.lists import DifferenceFilter, Order
from tests.unit.copied_club import ZONE

from .conftest import Desk


@pytest.fixture(scope="module")
def larger(template, tmp_path_factory):
    club = template.like(tmp_path_factory.mktemp("larger") / "club.clubos")
    for n in range(10, 22):
        club.member(n, phone=f"+1 805 555 01{n % 5}0", last_name=f"Name {n % 4}")
    club.copy()
    yield club
    club.close()


@pytest.fixture
def many(larger, tmp_path):
    club = larger.like(tmp_path / "many.clubos")
    yield Desk(club)
    club.close()


def by_pages(desk, wanted, size):
    after, found = None, []
    while True:
        page = desk.read(reading.page, desk.at, wanted, after=after, limit=size)
        found += [each.difference for each in page.rows]
        after = page.next
        if after is None:
            return found, page.total


SORTED = {
    Order.RECORD: lambda row: (row.domain, row.who.lower(), row.legacy_id or "", row.clubos_id or "", row.id),
    Order.WHO: lambda row: (row.who.lower(), row.id),
    Order.FIELD: lambda row: (f"{row.domain}.{row.field}", row.who.lower(), row.id),
    Order.LEGACY: lambda row: ((row.legacy or "").lower(), row.id),
    Order.CLUBOS: lambda row: ((row.clubos or "").lower(), row.id),
    Order.SEEN: lambda row: (row.first_seen, row.id),
}


@pytest.mark.parametrize("order", list(SORTED))
@pytest.mark.parametrize("descending", [False, True])
def test_each_order_by_the_page_gives_every_difference_once(many, order, descending):
    wanted = FindingFilter(DifferenceFilter(order=order, descending=descending))
    found, total = by_pages(many, wanted, 4)
    assert len(found) == total == len({row.id for row in found}) > 20
    assert found == sorted(found, key=SORTED[order], reverse=descending)


def test_an_order_narrowed_by_what_stands_beside_it(many):
    x = DifferenceFilter(Domain.MEMBERS, (Kind.CHANGED,), "phone", text="555", order=Order.WHO)
    found, total = by_pages(many, FindingFilter(x, NEEDING), 3)
    assert {row.field for row in found} == {"phone"}
    assert total == len(found) > 3
    assert by_pages(many, FindingFilter(x, (Standing.ACCEPTED,)), 3) == ([], 0)


def test_a_kept_list_comes_back_as_it_was_and_is_found_by_its_name(desk):
    x = DifferenceFilter(Domain.MEMBERS, (Kind.CHANGED,), "phone", Status.CONFIRMED, "805", Order.WHO, True)
    wanted = FindingFilter(x, NEEDING)
    with desk.database.transaction("person:1", "list kept") as tx:
        saved.keep(tx, saved.of(wanted, "  Phones   to call "))
        saved.keep(tx, saved.of(FindingFilter(), "phones to CALL"))
        saved.keep(tx, saved.of(wanted, "Phones to call"))
    (kept,) = desk.read(saved.every)
    assert kept.name == "Phones to call"
    assert desk.read(saved.wanted_of, kept, ZONE) == wanted
    with desk.database.transaction("person:1", "list forgotten") as tx:
        saved.forget(tx, "phones to call")
    with pytest.raises(ClubOSError, match="No list is kept"):
        desk.read(saved.named, "Phones to call")


def test_a_list_of_a_cause_is_found_anew(desk):
    kept = saved.of(FindingFilter(ids=(1, 2)), "Phones", "members.changed.phone")
    found = desk.read(saved.wanted_of, kept, ZONE)
    assert found.ids == (desk.one("5001", "phone").difference.id,)


@pytest.mark.parametrize("name", ["", "   ", "x" * (saved.LONGEST + 1)])
def test_a_name_that_nobody_finds_again_is_refused(name):
    with pytest.raises(ClubOSError, match="1 to 60 letters"):
        saved.of(FindingFilter(), name)


def test_not_too_many_lists(desk):
    with desk.database.transaction("person:1", "lists kept") as tx:
        for n in range(saved.MOST):
            saved.keep(tx, saved.of(FindingFilter(), f"List {n}"))
    with (
        pytest.raises(ClubOSError, match="30 lists are kept already"),
        desk.database.transaction("person:1", "list kept") as tx,
    ):
        saved.keep(tx, saved.of(FindingFilter(), "one more"))


def row(n, field, legacy, clubos, kind=Kind.CHANGED):
    ids = (None if kind is Kind.ONLY_CLUBOS else f"l{n}", None if kind is Kind.ONLY_LEGACY else f"c{n}")
    difference = Difference(
        n, Domain.MEMBERS, kind, *ids, f"Member {n}", field, legacy, clubos, "", "", "", None, Status.SEEN_ONCE
    )
    return Finding(difference, Standing.OPEN, None, b"")


def test_a_patch_says_old_and_new_with_an_arrow_that_stands_in_no_value():
    some = [
        row(1, "phone", "1 -> 2", None),
        row(1, "email", "a@x.org", "b@x.org"),
        row(2, "", None, None, Kind.ONLY_LEGACY),
        row(3, "", None, None, Kind.ONLY_CLUBOS),
        row(4, "phone", "x", "=1+1", Kind.IGNORED),
    ]
    table = list(csv.reader(io.StringIO(patching.to_patch(some, Domain.MEMBERS).decode())))
    head, first, second, third = table
    assert head[:3] == ["@@", "id", "name"]
    changed = dict(zip(head, first, strict=True))
    assert (changed["@@"], changed["Phone"], changed["E-mail"]) == ("-->", "1 -> 2-->", "a@x.org-->b@x.org")
    assert (second[:3], third[:3]) == (["---", "l2", "Member 2"], ["+++", "c3", "Member 3"])


def test_a_patch_with_names_hidden_names_nobody():
    some = [row(1, "email", "a@x.org", "b@x.org"), row(1, "level", "Full", "Family")]
    text = patching.to_patch(some, Domain.MEMBERS, lambda _domain, key: f"Member of {len(key)}").decode()
    assert "x.org" not in text
    assert "Member 1" not in text
    assert "l1" not in text
    assert "Full->Family" in text


def test_there_is_no_patch_of_what_one_system_alone_shows():
    with pytest.raises(ClubOSError, match="in Wild Apricot alone"):
        patching.to_patch([], Domain.INVOICES)


def test_what_is_gone_is_listed_with_its_day(desk):
    desk.club.member(1)
    desk.club.copy()
    found = desk.findings(FindingFilter(DifferenceFilter(status=Status.CLOSED)))
    assert [(each.difference.legacy_id, each.difference.field) for each in found] == [("5001", "phone")]
    assert found[0].difference.first_seen < found[0].difference.confirmed < found[0].difference.closed
