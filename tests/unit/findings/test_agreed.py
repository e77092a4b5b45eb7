"""When both systems last agreed, who changed what since, and the marks of what differs."""

from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.findings import agreed, deciding, marking
from clubos_desktop.findings.marking import Mark
from clubos_desktop.model.domains import Side
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.model.records import Member
from clubos_desktop.sync import rulebook


def member(key, phone):
    return Member(key=key, first_name="Ann", last_name="Four", email="ann4@example.org", phone=phone, status="Active")


def said(desk, difference):
    with desk.database.read() as conn:
        return agreed.last_agreed(conn, rulebook.of_club(conn), difference)


def both(desk):
    with desk.database.read() as conn:
        return agreed.changed_in_both(conn, rulebook.of_club(conn), desk.at)


def change(desk, side, key, phone):
    old = next(each for each in desk.club.sides[side].records["members"] if each.key == key)
    values = {name: getattr(old, name) for name in Member.__struct_fields__} | {"phone": phone}
    desk.club.put(side, Member(**values))


def keys(desk):
    found = desk.findings()
    pair = next(each.difference for each in found if each.difference.field == "phone")
    return pair.legacy_id, pair.clubos_id


def test_never_agreed(desk):
    phone = desk.one("5001", "phone").difference
    assert said(desk, phone) is None
    assert said(desk, desk.one("5003").difference) is None
    assert both(desk) == ()


def test_the_value_of_the_last_copy_in_which_both_said_the_same(desk):
    mine, theirs = keys(desk)
    change(desk, Side.CLUBOS, theirs, "+1 805 555 0177")
    change(desk, Side.LEGACY, mine, "(805) 555-0177")
    desk.club.copy()
    agreeing = desk.at
    desk.club.copy()
    change(desk, Side.CLUBOS, theirs, "+1 805 555 0188")
    desk.club.copy()
    found = said(desk, desk.one(mine, "phone").difference)
    assert found.value == "(805) 555-0177"
    assert agreeing < found.at < desk.at
    assert (found.legacy_since, found.both) == (None, False)
    assert found.clubos_since > found.at
    assert both(desk) == ()


def test_changed_in_both_until_it_is_settled(desk):
    mine, theirs = keys(desk)
    change(desk, Side.CLUBOS, theirs, "+1 805 555 0177")
    change(desk, Side.LEGACY, mine, "+1 805 555 0177")
    desk.club.copy()
    change(desk, Side.CLUBOS, theirs, "+1 805 555 0188")
    change(desk, Side.LEGACY, mine, "+1 805 555 0199")
    desk.club.copy()
    finding = desk.one(mine, "phone")
    found = said(desk, finding.difference)
    assert (found.value, found.both) == ("+1 805 555 0177", True)
    assert both(desk) == (finding.difference.id,)
    deciding.decide(desk.database, {finding.difference.id: finding.seen}, Ruling(Choice.LEGACY), **desk.decides)
    assert both(desk) == ()


def test_a_side_that_came_back_to_what_both_said_has_not_changed(desk):
    mine, theirs = keys(desk)
    for clubos, legacy in (("0177", "0177"), ("0188", "0177"), ("0188", "0199"), ("0188", "0177")):
        change(desk, Side.CLUBOS, theirs, f"+1 805 555 {clubos}")
        change(desk, Side.LEGACY, mine, f"+1 805 555 {legacy}")
        desk.club.copy()
    assert said(desk, desk.one(mine, "phone").difference).legacy_since is None


TEXT = st.text(alphabet="ab c\n", max_size=20)


@given(TEXT, TEXT)
def test_marks_cover_the_texts_and_what_is_the_same_is_the_same(legacy, clubos):
    left, right = marking.marks(legacy, clubos)
    assert ("".join(text for text, _ in left), "".join(text for text, _ in right)) == (legacy, clubos)
    for mark in (Mark.SAME, Mark.WORD):
        same = ["".join(text for text, each in side if each is mark) for side in (left, right)]
        assert same[0] == same[1]


def test_letters_are_marked_inside_words_only_where_the_words_are_alike():
    left, right = marking.marks("Ann Illich", "Ann Illych")
    assert left == (("Ann ", Mark.SAME), ("Ill", Mark.WORD), ("i", Mark.LETTER), ("ch", Mark.WORD))
    assert right[2] == ("y", Mark.LETTER)
    assert marking.marks("Harbour house", "Boat house")[0] == (("Harbour", Mark.LETTER), (" house", Mark.SAME))
    assert marking.marks("x" * (marking.LONGEST + 1), "y")[1] == (("y", Mark.SAME),)


def test_of_a_long_text_only_what_stands_beside_a_difference_is_shown():
    long = " so it goes on and on " * 50
    left, right = marking.marks(f"{long}shore{long}", f"{long}coast{long}")
    assert "".join(text for text, _ in marking.around(left, 10)) == " … on and on shore so it goe … "
    assert "".join(text for text, _ in marking.around(right, 10)) == " … on and on coast so it goe … "
    twice, _ = marking.marks(f"shore{long}shore", f"coast{long}coast")
    assert "".join(text for text, _ in marking.around(twice, 10)) == "shore so it goe … on and on shore"
    same, _ = marking.marks(long, long)
    assert marking.around(same, 10) == same
    short, _ = marking.marks("on the shore", "on the coast")
    assert marking.around(short, 10) == short
