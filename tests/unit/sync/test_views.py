"""What screens, command line and packs read, after real copies."""

import pytest

from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Registration
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import views
from tests.unit.sync.club import Club

AT = "2026-11-01T00:00:00.000Z"


def member(key, first, **fields):
    given = {"email": f"{first}@x.org", "status": "Active", "modified": AT} | fields
    return Member(key=key, first_name=first, last_name="Lee", **given)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    club = Club(tmp_path_factory.mktemp("views") / "club.clubos")
    club.put(Side.LEGACY, *(member(f"{n}", f"Ann{n:02}", phone="8055550100") for n in range(30)))
    club.put(Side.CLUBOS, *(member(f"c{n}", f"Ann{n:02}", phone=f"80555502{n:02}") for n in range(25)))
    club.put(Side.CLUBOS, member("c99", "Zoë"))
    club.put(Side.LEGACY, member("77", "Z.", email="Zoë@x.org"))
    club.put(Side.LEGACY, Event(key="9", title="Gala", start="2026-12-20T03:00:00.000Z"))
    club.put(Side.LEGACY, Registration(key="5", member="1", event="9", status="Paid"))
    club.copy()
    yield club
    club.database.close()


@pytest.fixture
def filled(template, tmp_path):
    club = template.like(tmp_path / "own.clubos")
    yield club
    club.database.close()


def all_pages(club, wanted, limit):
    rows, after = [], None
    while True:
        page = club.read(views.differences, wanted, after=after, limit=limit)
        rows += page.rows
        after = page.next
        if after is None:
            return rows, page.total


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_pages_of_differences_hold_each_once_the_harmful_first(filled, limit):
    rows, total = all_pages(filled, views.DifferenceFilter(), limit)
    assert len(rows) == len({row.id for row in rows}) == total
    kinds = [row.kind for row in rows]
    assert kinds == sorted(kinds, key=[Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS, Kind.CHANGED].index)
    assert sum(count.n for count in filled.read(views.counts)) == total


def test_differences_are_filtered(filled):
    phones = views.DifferenceFilter(domain=Domain.MEMBERS, kinds=(Kind.CHANGED,), field="phone")
    assert all_pages(filled, phones, 10)[1] == 25
    ann = views.DifferenceFilter(text="ann07")
    assert {row.who for row in all_pages(filled, ann, 10)[0]} == {"Ann07 Lee"}
    assert filled.read(views.differences, views.DifferenceFilter(text="%")).total == 0
    assert filled.read(views.differences, views.DifferenceFilter(status=Status.CONFIRMED)).rows == ()
    filled.copy()
    filled.put(Side.CLUBOS, *(member(f"c{n}", f"Ann{n:02}", phone="8055550100", modified=None) for n in range(5)))
    filled.copy()
    closed = filled.read(views.differences, views.DifferenceFilter(status=Status.CLOSED))
    assert {row.field for row in closed.rows} == {"phone"}
    assert closed.total == len(closed.rows) == 5


def test_records_are_pages_of_pairs_by_name(filled):
    rows, after = [], None
    while True:
        page = filled.read(views.records, Domain.MEMBERS, after=after, limit=4)
        rows += page.rows
        after = page.next
        if after is None:
            break
    assert [row.title for row in rows] == sorted((row.title for row in rows), key=str.casefold)
    assert len(rows) == 25 + 5 + 2
    assert {(row.legacy_id, row.clubos_id) for row in rows if row.title == "Ann03 Lee"} == {("3", "c3")}
    assert rows[3].changed == 1
    found = filled.read(views.records, Domain.MEMBERS, search="ZOË@X").rows
    assert {(row.legacy_id, row.clubos_id) for row in found} == {("77", None), (None, "c99")}


def test_a_record_in_detail_has_both_sides(filled):
    detail = filled.read(views.detail, Domain.MEMBERS, clubos_id="c3")
    assert (detail.legacy.key, detail.clubos.key, detail.method) == ("3", "c3", "e-mail and name")
    assert (detail.legacy.record.phone, detail.clubos.record.phone) == ("8055550100", "8055550203")
    assert [d.field for d in detail.differences] == ["phone"]
    assert detail.legacy.copied is not None
    alone = filled.read(views.detail, Domain.MEMBERS, legacy_id="28")
    assert (alone.clubos, alone.method, alone.differences[0].kind) == (None, "", Kind.ONLY_LEGACY)
    assert filled.read(views.detail, Domain.MEMBERS, legacy_id="nobody") is None


def test_versions_are_kept(filled):
    filled.put(Side.LEGACY, member("3", "Ann03", phone="8055559999", modified="2026-12-01T08:30:00.000Z"))
    filled.copy(Mode.INCREMENTAL)
    versions = filled.read(views.versions, Side.LEGACY, Domain.MEMBERS, "3")
    assert [record.phone for _, _, record in versions] == ["8055550100", "8055559999"]
    assert versions[0][1] == versions[1][0]
    assert versions[1][1] is None


def test_suggestions_name_both_records(filled):
    (row,) = [each for each in filled.read(views.suggestions) if each.legacy_id == "77"]
    assert (row.clubos_id, row.legacy_title, row.clubos_title) == ("c99", "Z. Lee", "Zoë Lee")
    assert row.reasons
    assert filled.read(views.suggestion_totals)[Domain.MEMBERS] == len(filled.read(views.suggestions))


def test_runs_and_copies_are_told(filled):
    filled.copy(Mode.INCREMENTAL)
    first, second = filled.read(views.copies)[::-1]
    assert (first.copy, second.copy, first.complete) == (1, 2, True)
    assert len(first.runs) == len(second.runs) == 14
    latest = filled.read(views.latest_accepted)[Side.LEGACY, Domain.MEMBERS]
    assert (latest.copy, latest.mode, latest.state) == (2, Mode.INCREMENTAL, RunState.COMPLETE)
    assert [run.id for run in filled.read(views.runs, limit=2)] == [28, 27]
    members = next(each for each in filled.read(views.field_totals) if each.field == "phone")
    assert (members.comparable, members.unequal, members.ignored) == (25, 25, 0)


def test_a_change_dated_in_the_future_hides_no_later_one(filled):
    filled.put(Side.LEGACY, member("3", "Ann03", modified="2027-12-01T00:00:00.000Z"))
    run = filled.copy()[Side.LEGACY, Domain.MEMBERS]
    assert run.watermark == run.started
    filled.put(Side.LEGACY, member("4", "Ann04", phone="8055559999", modified=run.started))
    filled.copy(Mode.INCREMENTAL)
    held = filled.read(views.detail, Domain.MEMBERS, legacy_id="4")
    assert held.legacy.record.phone == "8055559999"
