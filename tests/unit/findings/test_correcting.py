"""What is to be corrected by hand, by whom; records that one system holds twice; the weeks; the bound on equal ones."""

import io

import pytest
from pypdf import PdfReader

from clubos_desktop.errors import ClubOSError
from clubos_desktop.evidence import corrections as paper
from clubos_desktop.findings import correcting, deciding, doubles, weekly
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.findings import Choice, Ruling, Standing
from clubos_desktop.model.records import Member
from clubos_desktop.store import settings
from clubos_desktop.sync import rulebook
from tests.unit.copied_club import ZONE


def settle(desk, legacy_id, field, ruling):
    found = desk.one(legacy_id, field)
    return deciding.decide(desk.database, {found.difference.id: found.seen}, ruling, **desk.decides)


def listed(desk):
    return desk.read(correcting.listed, desk.at)


def test_each_line_says_what_should_stand_where_and_who_does_it(desk):
    settle(desk, "5001", "phone", Ruling(Choice.CLUBOS))
    settle(desk, "5002", "last_name", Ruling(Choice.VALUE, value="Illich"))
    settle(desk, "5003", "", Ruling(Choice.LEGACY, owner="the webmaster"))
    lines = {each.finding.difference.legacy_id: each for each in listed(desk)}
    phone, name, whole = (lines[key] for key in ("5001", "5002", "5003"))
    assert (phone.where, phone.now, phone.should) == ("ClubOS", "+1 805 555 0101", "(empty)")
    assert (name.where, name.should) == ("Wild Apricot and ClubOS", "Illich")
    assert name.now == "Illich2 / Okafor"
    assert (whole.where, whole.now, whole.should, whole.owner) == (
        "Wild Apricot", "is there", "remove it", "the webmaster",
    )  # fmt: skip
    assert phone.finding.decision.owner == "person:1"
    assert not any(each.still for each in lines.values())
    desk.club.copy()
    assert all(each.still for each in listed(desk))


def test_what_changed_since_it_was_decided_is_looked_at_again_before_it_is_corrected(desk):
    settle(desk, "5001", "phone", Ruling(Choice.LEGACY))
    settle(desk, "5002", "last_name", Ruling(Choice.LEGACY))
    desk.club.copy()
    assert not any(each.changed for each in listed(desk))
    desk.club.member(1, phone="+1 805 555 0999")
    desk.club.copy()
    lines = {each.finding.difference.legacy_id: each for each in listed(desk)}
    assert (lines["5001"].changed, lines["5002"].changed) == (True, False)
    drawn = PdfReader(io.BytesIO(paper.draw("Lakeside Club", desk.at, ZONE, listed(desk))))
    assert "Changed since it was" in " ".join(page.extract_text() for page in drawn.pages)
    settle(desk, "5001", "phone", Ruling(Choice.LEGACY))
    assert not any(each.changed for each in listed(desk))


def test_handed_over_in_one_batch_with_one_undo(desk):
    for key, field in (("5001", "phone"), ("5002", "last_name")):
        settle(desk, key, field, Ruling(Choice.CLUBOS, "typed wrong"))
    seen = {each.finding.difference.id: each.finding.seen for each in listed(desk)}
    batch = correcting.hand_over(desk.database, seen, "Bo", actor="person:1")
    assert {(each.owner, each.finding.decision.reason) for each in listed(desk)} == {("Bo", "typed wrong")}
    deciding.undo(desk.database, batch, **desk.acts)
    assert {each.finding.decision.owner for each in listed(desk)} == {"person:1"}
    with pytest.raises(ClubOSError, match="Nobody was named"):
        correcting.hand_over(desk.database, seen, " ", actor="person:1")
    with pytest.raises(ClubOSError, match="changed meanwhile"):
        correcting.hand_over(desk.database, dict.fromkeys(seen, b"other"), "Bo", actor="person:1")


def test_the_list_on_paper_has_one_part_a_person(desk):
    settle(desk, "5001", "phone", Ruling(Choice.CLUBOS))
    settle(desk, "5002", "last_name", Ruling(Choice.CLUBOS, owner="<b>Bo</b>"))
    drawn = paper.draw("Lakeside Club", desk.at, ZONE, listed(desk))
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn)).pages)
    assert "<b>Bo</b>" in words
    assert "1 of 2 corrections" in words
    assert "Okafor" in words
    assert drawn == paper.draw("Lakeside Club", desk.at, ZONE, listed(desk))
    empty = PdfReader(io.BytesIO(paper.draw("Lakeside Club", desk.at, ZONE, ()))).pages[0].extract_text()
    assert "Nothing is to be corrected" in empty


def again(desk, side, like, **changes):
    old = next(each for each in desk.club.sides[side].records["members"] if each.key == like)
    values = {name: getattr(old, name) for name in Member.__struct_fields__} | changes
    desk.club.put(side, Member(**values))


def found(desk):
    with desk.database.read() as conn:
        return doubles.found(conn, rulebook.of_club(conn))


def test_one_person_twice_becomes_a_correction_and_a_couple_is_remembered(desk):
    again(desk, Side.CLUBOS, "c4", key="c44", phone="+1 805 555 0144")
    again(desk, Side.CLUBOS, "c1", key="c11", first_name="Bob")
    desk.club.copy(2)
    twice, couple = found(desk)
    assert (twice.likely, twice.extra.key, couple.likely) == (True, "c44", False)
    assert "another first name" in couple.reasons
    batch = doubles.merge(desk.database, twice, clock=desk.clock, actor="person:1", zone_name=ZONE)
    (line,) = listed(desk)
    assert (line.where, line.should) == ("ClubOS", "remove it")
    assert "The same as" in line.finding.decision.reason
    deciding.undo(desk.database, batch, **desk.acts)
    assert listed(desk) == ()
    doubles.say_two(desk.database, [couple.place], actor="person:1")
    assert found(desk) == (twice,)
    doubles.take_back(desk.database, [couple.place], actor="person:1")
    assert found(desk) == (twice, couple)
    with desk.database.read() as conn:
        assert doubles.one(conn, rulebook.of_club(conn), "c44", "c4") == twice
        with pytest.raises(ClubOSError, match="not listed"):
            doubles.one(conn, rulebook.of_club(conn), "c1", "c2")


def test_two_that_both_have_a_counterpart_are_not_merged_by_one_word(desk):
    double = doubles.Double(
        Side.CLUBOS, Domain.MEMBERS, doubles.Half("c1", "Ann", True), doubles.Half("c2", "Ann", True), (), True
    )
    with pytest.raises(ClubOSError, match="both have a counterpart"):
        doubles.merge(desk.database, double, clock=desk.clock, actor="person:1", zone_name=ZONE)
    gone = doubles.Double(
        Side.CLUBOS, Domain.MEMBERS, doubles.Half("c1", "Ann", True), doubles.Half("c99", "Ann", False), (), True
    )
    with pytest.raises(ClubOSError, match="not in the list of differences"):
        doubles.merge(desk.database, gone, clock=desk.clock, actor="person:1", zone_name=ZONE)


def test_weeks_count_found_seen_twice_and_gone(desk):
    first = desk.read(weekly.weeks, ZONE, desk.at)[-1]
    n = len(desk.findings())
    assert (first.starts, first.found, first.confirmed, first.closed, first.open) == ("2026-11-30", n, n, 0, n)
    assert desk.read(weekly.oldest_maybe) is None
    desk.clock.sleep(8 * 86400)
    desk.club.take(Side.LEGACY, Domain.MEMBERS, "5003")
    desk.club.member(6, phone="+1 805 555 0166")
    desk.club.copy(2)
    told = desk.read(weekly.weeks, ZONE, desk.at)
    assert [(week.found, week.closed, week.open) for week in told] == [(n, 0, n), (1, 1, n)]
    desk.club.member(7, phone="+1 805 555 0177")
    desk.club.copy()
    assert desk.read(weekly.oldest_maybe) == desk.one("5007", "phone").difference.first_seen
    assert len(desk.read(weekly.weeks, ZONE, desk.at, many=1)) == 1


def test_treating_as_equal_is_bounded_and_a_long_reason_refused(desk):
    with desk.database.transaction("person:1", "limits set") as tx:
        settings.put(tx, "limits", {"equal": 1})
    settle(desk, "5001", "phone", Ruling(Choice.EQUAL, "the same phone"))
    with pytest.raises(ClubOSError, match="1 differences are treated as equal already, and 1 more"):
        settle(desk, "5002", "last_name", Ruling(Choice.EQUAL, "nickname"))
    settle(desk, "5001", "phone", Ruling(Choice.EQUAL, "said better"))
    assert desk.standing("5001", "phone") is Standing.EQUAL
    with pytest.raises(ClubOSError, match="20,000 can be kept"):
        settle(desk, "5002", "last_name", Ruling(Choice.NOTE, "x" * 20_001))
    settle(desk, "5002", "last_name", Ruling(Choice.NOTE, "x" * 10_000))
