import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.diff import doubts
from clubos_desktop.diff.candidates import Candidate
from clubos_desktop.diff.match import (
    PASSES,
    Matches,
    candidate,
    match_events,
    match_members,
    match_registrations,
    stands,
)
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.model.differences import Match
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Invoice, Member, Registration

RULES = default_rules("America/Los_Angeles", "US", "USD")


def members(side, *rows):
    """Rows of (key, first, last, e-mail, phone) or with the day of joining as well."""
    names = ("key", "first_name", "last_name", "email", "phone", "joined")
    records = [Member(**dict(zip(names, row, strict=False))) for row in rows]
    return [candidate(RULES, side, record) for record in records]


def pair_members(legacy, clubos, known=None):
    return match_members(members(Side.LEGACY, *legacy), members(Side.CLUBOS, *clubos), known or {})


ANN = ("Ann", "Lee", "ann@example.org", "805 555 0101")


def test_members_pair_by_address_and_names():
    found = pair_members([("1", "ANN", " Lee", "Ann@Example.org", None)], [("a", *ANN)])
    assert found == Matches([Match("1", "a", "e-mail and name")])


def test_a_new_surname_does_not_part_an_address_and_a_first_name():
    found = pair_members([("1", "Ann", "Smith", "ann@example.org", None)], [("a", *ANN)])
    assert found.pairs == [Match("1", "a", "e-mail and first name")]


def test_names_and_phone_pair_where_the_address_is_new():
    found = pair_members([("1", "Ann", "Lee", "new@example.org", "(805) 555-0101")], [("a", *ANN)])
    assert found.pairs == [Match("1", "a", "name and phone")]


@pytest.mark.parametrize(
    "other",
    [
        ("Dee", "Lee", "ann@example.org", "805 555 0101"),  # a couple: address, phone and surname in common
        ("A.", "Lee", "ann@example.org", "805 555 0101"),
        (None, "Lee", "ann@example.org", "805 555 0101"),
        ("Ann", "Lee", "new@example.org", None),
        ("Ann", "Lea", "new@example.org", "805 555 0101"),
    ],
)
def test_everything_else_is_a_suggestion(other):
    found = pair_members([("1", *other)], [("a", *ANN)])
    assert found.pairs == []
    assert [(one.legacy, one.clubos) for one in found.suggestions] == [("1", "a")]


def test_people_without_a_first_name_on_both_sides_are_never_paired_by_an_address():
    found = pair_members([("1", None, "Lee", "ann@example.org", None)], [("a", None, "Lee", "ann@example.org", None)])
    assert found.pairs == []


def test_a_key_that_two_records_carry_pairs_nobody():
    assert pair_members([("1", *ANN), ("2", *ANN)], [("a", *ANN)]).pairs == []
    assert pair_members([("1", *ANN)], [("a", *ANN), ("b", *ANN)]).pairs == []


def test_paired_records_still_count_for_uniqueness():
    found = pair_members([("1", *ANN), ("2", *ANN)], [("a", *ANN), ("b", *ANN)], {"1": "a"})
    assert found.pairs == []
    assert [(one.legacy, one.clubos) for one in found.suggestions] == [("2", "b")]


def test_known_pairs_stay_and_are_not_given_back():
    legacy = [("1", *ANN), ("2", "Bob", "Ray", "bob@example.org", None)]
    clubos = [("a", "Bob", "Ray", "bob@example.org", None), ("b", *ANN)]
    assert pair_members(legacy, clubos, {"1": "a"}).pairs == []
    assert pair_members(legacy, clubos, {"1": "b"}).pairs == [Match("2", "a", "e-mail and name")]


def test_a_couple_of_which_one_was_imported_is_paired_by_the_first_name():
    legacy = [("1", *ANN), ("2", "Dee", "Lee", "ann@example.org", "805 555 0101")]
    found = pair_members(legacy, [("a", "Dee", "Lee", "ann@example.org", "805 555 0101")])
    assert found.pairs == [Match("2", "a", "e-mail and name")]


DAY = "2019-03-04"
ROBERT = ("Robert", "Johansen", "rob@example.org", "805 555 0101", DAY)
NEW = "new@example.org"


@pytest.mark.parametrize(
    ("other", "method"),
    [
        (("Robert", "Smith", "rob@example.org", None), "e-mail and first name"),
        (("Johansen", "Robert", "rob@example.org", None), "e-mail, names crossed"),
        (("Johanson", "Bob", "rob@example.org", None), "e-mail, names crossed"),
        (("Bob", "Johansen", "rob@example.org", None), "e-mail and a form of the name"),
        (("Bob", "Smith", "rob@example.org", "805 555 0101"), "e-mail and a form of the name"),
        (("Röbert", "Johansen", "rob@example.org", "805 555 0199"), "e-mail and a form of the name"),
        (("Johansen", "Robert", NEW, "805 555 0101"), "phone, names crossed"),
        (("Robert", "Lee-Johansen", NEW, "805 555 0101"), "first name, phone and a form of the last name"),
        (("Robbert", "Johansen", None, "805 555 0101"), "last name, phone and a form of the first name"),
        (("Bob", "Johanssen", NEW, "805 555 0101"), "phone and a form of both names"),
        (("Roebrt", "Johansen", "rob@example.org", "805 555 0101"), None),
        (("R.", "Johansen", "rob@example.org", "805 555 0101"), None),
        (("Roberta", "Johansen", "rob@example.org", "805 555 0101"), None),
        (("Bob", "Smith", "rob@example.org", "805 555 0199"), None),
        (("Bob", "Smith", NEW, "805 555 0101"), None),
        (("Bob", "Johansen", NEW, None), None),
        ((None, "Johansen", "rob@example.org", "805 555 0101"), None),
        (("Bob", None, NEW, "805 555 0101"), None),
        (("Bob", "-", NEW, "805 555 0101"), None),
        ((".", "Johansen", NEW, "805 555 0101"), None),
    ],
)
def test_two_forms_of_a_name_pair_where_they_leave_no_doubt(other, method):
    found = pair_members([("1", *ROBERT)], [("a", *other, DAY)])
    assert [one.method for one in found.pairs] == ([method] if method else [])
    assert not method or pair_members([("1", *ROBERT)], [("a", *other, "2001-03-04")]).pairs == []
    unknown = len(pair_members([("1", *ROBERT)], [("a", *other, None)]).pairs)
    unlike = any(mine and theirs and mine != theirs for mine, theirs in zip(ROBERT[2:4], other[2:4], strict=True))
    assert unknown == (method is not None and not unlike)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chris", "Christine"),
        ("Paul", "Paula"),
        ("Carlo", "Carla"),
        ("Jean", "Joan"),
        ("Kerry", "Jerry"),
        ("A.", "Ann"),
        ("Frances", "Francis"),
        ("Marta", "Maria"),
        ("Gerald", "Gerard"),
        ("Martin", "Marvin"),
        ("Joanne", "Jeanne"),
        ("Mario", "Marco"),
        ("Marcia", "Maria"),
        ("Marina", "Martina"),
        ("Karen", "Karin"),
        ("Julia", "Julie"),
        ("Stephen", "Steven"),
        ("Catherine", "Kathleen"),
        ("Daniele", "Danielle"),
        ("René", "Renée"),
        ("Eli", "Elli"),
        ("Liam", "William"),
        ("Elizabeth", "Lisa"),
    ],
)
@pytest.mark.parametrize(
    "shared", [("lee@example.org", None), (None, "805 555 0101"), ("lee@example.org", "8055550101")]
)
def test_what_may_be_two_people_of_one_household_is_asked(one, other, shared):
    found = pair_members([("1", one, "Lee", *shared)], [("a", other, "Lee", *shared)])
    assert found.pairs == []
    assert [(each.legacy, each.clubos) for each in found.suggestions] == [("1", "a")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zoë", "Zoe"), ("Mary Ann", "Mary-Ann"), ("Jenifer", "Jennifer"), ("Phillip", "Philip"), ("Jim", "James")],
)
@pytest.mark.parametrize("shared", [("lee@example.org", None), (None, "805 555 0101")])
def test_what_cannot_be_the_names_of_two_pairs_by_one_shared_thing(one, other, shared):
    legacy, clubos = ("1", one, "Lee", *shared), ("a", other, "Lee", *shared)
    assert len(pair_members([legacy], [clubos]).pairs) == 1


def test_pairs_of_two_forms_fall_with_the_form_and_others_stand():
    def two(one, other):
        shared = ("lee@example.org", None)
        return members(Side.LEGACY, ("1", one, "Lee", *shared)) + members(Side.CLUBOS, ("a", other, "Lee", *shared))

    form = "e-mail and a form of the name"
    assert stands(Domain.MEMBERS, form, *two("Bob", "Robert"))
    assert not stands(Domain.MEMBERS, form, *two("Marta", "Maria"))
    for method in ("e-mail and first name", "e-mail, first name and a form of the last name"):
        assert not stands(Domain.MEMBERS, method, *two("Marta", "Maria"))
        assert stands(Domain.MEMBERS, method, *two("Marta", "Marta"))
    for method in ("e-mail and name", "name and phone", "name and day of joining", "person", ""):
        assert stands(Domain.MEMBERS, method, *two("Marta", "Maria"))
    assert stands(Domain.REGISTRATIONS, form, *two("Marta", "Maria"))


@pytest.mark.parametrize("side", ["legacy", "clubos", "the new address"])
def test_who_shares_an_address_with_somebody_is_paired_by_exact_names_alone(side):
    partner = ("Dee", "Ray", NEW if side == "the new address" else "rob@example.org", None)
    legacy, clubos = [("1", *ROBERT)], [("a", "Bob", "Johansen", NEW, "805 555 0101", DAY)]
    assert len(pair_members(legacy, clubos).pairs) == 1
    (clubos if side == "clubos" else legacy).append(("x", *partner))
    assert pair_members(legacy, clubos).pairs == []
    married = [
        ("a", "Robert", "Ray", "rob@example.org", "805 555 0101", DAY),
        ("b", *partner[:2], "rob@example.org", None),
    ]
    couple = [("1", *ROBERT), ("2", *partner[:2], "rob@example.org", None)]
    assert {one.legacy: one.method for one in pair_members(couple, married).pairs} == {
        "1": "e-mail, first name and a form of the last name",
        "2": "e-mail and name",
    }


def events(side, *rows):
    """Rows of (key, title, start, place)."""
    records = [Event(key=row[0], title=row[1], start=row[2], location=row[3]) for row in rows]
    return [candidate(RULES, side, record) for record in records]


def pair_events(legacy, clubos):
    return match_events(events(Side.LEGACY, *legacy), events(Side.CLUBOS, *clubos), {})


@pytest.mark.parametrize(
    ("other", "method"),
    [
        (("HIKE", "2026-04-18T16:00:59.000Z", None), "title and start"),
        (("Hike", "2026-04-19T06:59:00.000Z", None), "title and day"),  # 18 April, 23:59 in Los Angeles
        (("Hike", "2026-05-19T16:00:00.000Z", None), "title"),
        (("Walk", "2026-04-18T16:00:00.000Z", "park "), "start and place"),
        (("Hike", "2026-05-20T16:00:00.000Z", "Hall"), None),
        (("Walk", "2026-04-18T16:00:00.000Z", "Hall"), None),
        (("Walk", "2026-04-18T16:01:00.000Z", "Park"), None),
        (("Hike", None, "Park"), None),
        ((None, None, None), None),
    ],
)
def test_events_pair_by_title_start_and_place(other, method):
    found = pair_events([("1", *other)], [("a", "Hike", "2026-04-18T16:00:00.000Z", "Park")])
    assert [one.method for one in found.pairs] == ([method] if method else [])


def test_a_series_pairs_event_by_event():
    weeks = [f"2026-04-{day:02d}T16:00:00.000Z" for day in (4, 11, 18, 25)]
    legacy = [(str(number), "Yoga", week, "Hall") for number, week in enumerate(weeks)]
    moved = [*weeks[:3], "2026-04-26T16:00:00.000Z"]
    clubos = [(f"c{number}", "Yoga", week, "Hall") for number, week in enumerate(moved)]
    found = pair_events(legacy, clubos)
    assert {one.legacy: one.clubos for one in found.pairs} == {"0": "c0", "1": "c1", "2": "c2"}
    assert [(one.legacy, one.clubos) for one in found.suggestions] == [("3", "c3")]


def attendance(side, *rows):
    """Rows of (key, member, event, status, registered, guest of)."""
    return [
        candidate(
            RULES,
            side,
            Registration(key=row[0], member=row[1], event=row[2], status=row[3], registered=row[4], guest_of=row[5]),
        )
        for row in rows
    ]


def pair_registrations(legacy, clubos, known=None, people=None, happenings=None):
    return match_registrations(
        attendance(Side.LEGACY, *legacy),
        attendance(Side.CLUBOS, *clubos),
        known or {},
        {"m": "M"} if people is None else people,
        {"e": "E"} if happenings is None else happenings,
    )


MONDAY, TUESDAY = "2026-04-13T16:00:00.000Z", "2026-04-14T16:00:00.000Z"
HELD = ("x", "M", "E", "CONFIRMED", MONDAY, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Paid", MONDAY), ("Canceled", TUESDAY)),
        (("Paid", TUESDAY), ("Paid", MONDAY)),
        (("Canceled", TUESDAY), ("Canceled", MONDAY)),
        (("Paid", MONDAY), ("Paid", None)),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_live_registration_is_paired_and_the_others_are_superseded(one, other, turned):
    rows = [("10", "m", "e", *one, None), ("9", "m", "e", *other, None)]
    found = pair_registrations(reversed(rows) if turned else rows, [HELD])
    assert (found.pairs, found.superseded) == ([Match("10", "x", "member and event")], ["9"])


def test_of_equal_registrations_the_highest_number_is_the_live_one():
    rows = [(key, "m", "e", "Paid", MONDAY, None) for key in ("9", "10", "8")]
    found = pair_registrations(rows, [HELD])
    assert found.pairs == [Match("10", "x", "member and event")]
    assert sorted(found.superseded) == ["8", "9"]
    words = [(key, "m", "e", "Paid", MONDAY, None) for key in ("b", "a", "7")]
    assert pair_registrations(words, [HELD]).pairs == [Match("7", "x", "member and event")]


def test_guests_are_told_apart_and_never_supersede():
    rows = [("1", "m", "e", "Paid", MONDAY, None), ("2", "m", "e", "Free", TUESDAY, "1")]
    found = pair_registrations(rows, [HELD])
    assert found == Matches([Match("1", "x", "member and event")], guests=["2"])


def test_without_a_pair_of_member_and_event_there_is_none_of_registrations():
    row = ("1", "m", "e", "Paid", MONDAY, None)
    assert pair_registrations([row], [HELD], people={}).pairs == []
    assert pair_registrations([row], [HELD], happenings={}).pairs == []
    assert pair_registrations([row], []).pairs == []
    assert pair_registrations(
        [("1", None, "e", "Paid", MONDAY, None), ("2", None, "e", "Paid", MONDAY, None)], [HELD]
    ) == Matches([])


def test_a_known_pair_ends_when_a_better_registration_takes_its_place():
    rows = [("1", "m", "e", "Canceled", MONDAY, None), ("2", "m", "e", "Paid", TUESDAY, None)]
    found = pair_registrations(rows, [HELD], known={"1": "x"})
    assert found.ended == [Match("1", "x", "member and event")]
    assert found.pairs == [Match("2", "x", "member and event")]


def test_a_known_pair_of_the_live_registration_stays():
    rows = [("1", "m", "e", "Canceled", MONDAY, None), ("2", "m", "e", "Paid", TUESDAY, None)]
    assert pair_registrations(rows, [HELD], known={"2": "x"}) == Matches([], superseded=["1"])


def test_only_paired_domains_have_candidates():
    with pytest.raises(KeyError):
        candidate(RULES, Side.LEGACY, Invoice(key="1"))


_few = st.sampled_from(["a", "b", None])
_last = st.sampled_from(["y", "z", None])  # no first name is a last name too: none are crossed
_days = st.sampled_from(["2019-03-04", "2020-06-01", None])
_rows = st.lists(
    st.tuples(_few, _last, _few, st.sampled_from(["805 555 0101", "805 555 0102", None]), _days), max_size=8
)


def plainly(legacy, clubos):
    """The passes once more: everybody against everybody, of names with a single letter, which have no second form."""
    pairs = {}
    mine, other = [[*row] for row in legacy], [[*row] for row in clubos]

    def of(rows, *parts):
        return [tuple(row[part] for part in parts) for row in rows]

    def unlike(one, two):
        return sum(None not in (one[at], two[at]) and one[at] != two[at] for at in (2, 3, 4))

    def same_day(one, two):
        return one[4] is not None and one[4] == two[4]

    def same_first(one, two):
        if None in (one[0], two[0]) or one[0] != two[0]:
            return False
        if one[1] == two[1]:
            return unlike(one, two) < 2
        return unlike(one, two) == 0 or same_day(one, two)

    def more(one, two):
        last = (None not in (one[1], two[1]) and one[1] == two[1]) or (one[3] is not None and one[3] == two[3])
        return last and same_first(one, two)

    def single(one, two):
        return unlike(one, two) < 2

    def no_other_day(one, two):
        return None in (one[4], two[4]) or one[4] == two[4]

    for parts, fits in (((2, 0, 1), single), ((2,), same_first), ((0, 1, 3), no_other_day), ((2, 0), more)):
        keys, others = of(mine, *parts), of(other, *parts)
        for at, key in enumerate(keys):
            if None in key or keys.count(key) != 1 or others.count(key) != 1:
                continue
            there = others.index(key)
            if at not in pairs and there not in pairs.values() and fits(mine[at], other[there]):
                pairs[at] = there
    alone = [[row for at, row in enumerate(mine) if at not in pairs]]
    alone.append([row for at, row in enumerate(other) if at not in pairs.values()])
    for at, one in enumerate(mine):
        if at in pairs or None in one[:2] or any(of(rest, 0, 1).count(tuple(one[:2])) != 1 for rest in alone):
            continue
        there = next(n for n, row in enumerate(other) if n not in pairs.values() and row[:2] == one[:2])
        if same_day(one, other[there]) and all(of(rest, 4).count((one[4],)) <= 3 for rest in alone):
            pairs[at] = there
    return {str(at): f"c{there}" for at, there in pairs.items()}


@given(_rows, _rows)
def test_members_pair_as_the_plain_reference_does(legacy, clubos):
    left = [(str(at), *row) for at, row in enumerate(legacy)]
    right = [(f"c{at}", *row) for at, row in enumerate(clubos)]
    assert {one.legacy: one.clubos for one in pair_members(left, right).pairs} == plainly(legacy, clubos)


@given(_rows, _rows, st.data())
def test_only_the_unpaired_with_counts_give_what_all_records_give(legacy, clubos, data):
    left = members(Side.LEGACY, *[(str(at), *row) for at, row in enumerate(legacy)])
    right = members(Side.CLUBOS, *[(f"c{at}", *row) for at, row in enumerate(clubos)])
    known = {}
    for one, other in zip(left, data.draw(st.permutations(right)), strict=False):
        if data.draw(st.booleans()):
            known[one.key] = other.key
    sides = {Side.LEGACY: left, Side.CLUBOS: right}

    def counts(side, number, key):
        return sum(PASSES[Domain.MEMBERS][number].key(one) == key for one in sides[side])

    unpaired = [one for one in left if one.key not in known], [one for one in right if one.key not in known.values()]
    assert match_members(*unpaired, {}, counts) == match_members(left, right, known)


@given(_rows, _rows, st.integers())
def test_order_does_not_count_and_nobody_is_paired_twice(legacy, clubos, seed):
    left = members(Side.LEGACY, *[(str(at), *row) for at, row in enumerate(legacy)])
    right = members(Side.CLUBOS, *[(f"c{at}", *row) for at, row in enumerate(clubos)])
    found = match_members(left, right, {})
    random.Random(seed).shuffle(left)
    random.Random(seed).shuffle(right)
    again = match_members(left, right, {})
    assert set(again.pairs) == set(found.pairs)
    assert again.suggestions == found.suggestions
    for keys in ([one.legacy for one in found.pairs], [one.clubos for one in found.pairs]):
        assert len(keys) == len(set(keys))
    paired = {one.legacy for one in found.pairs} | {one.clubos for one in found.pairs}
    assert not paired & {key for one in found.suggestions for key in (one.legacy, one.clubos)}


FATHER = ("John", "Illich", "illich@example.org", "805 555 0101", "1999-01-05")


@pytest.mark.parametrize(
    ("other", "method"),
    [
        (("John", "Illich", "illich@example.org", "805 555 0101", "2021-06-01"), "e-mail and name"),  # nothing tells
        (("John", "Illich", "illich@example.org", None, "2021-06-01"), "e-mail and name"),
        (("John", "Illich", "illich@example.org", "805 555 0199", "1999-01-06"), "e-mail and name"),
        (("John", "Illich", "illich@example.org", "805 555 0199", "2021-06-01"), None),
        (("John", "Illich", NEW, "805 555 0101", "1999-01-05"), "name and phone"),
        (("John", "Illich", NEW, "805 555 0101", None), "name and phone"),
        (("John", "Illich", NEW, "805 555 0101", "2021-06-01"), None),
        (("John", "Illich", None, "805 555 0101", "1999-01-07"), None),
        (("John", "Illich Jr.", "illich@example.org", "805 555 0101", "1999-01-05"), None),
        (("John", "Illich, jr", "illich@example.org", "805 555 0101", None), None),
        (("John Sr", "Illich", NEW, "805 555 0101", "1999-01-05"), None),
        (("Jon", "Illich II", NEW, "805 555 0101", "1999-01-05"), None),
        (("John", "Illich", NEW, None, "1999-01-05"), "name and day of joining"),
        (("John", "Illich", NEW, "805 555 0199", "1999-01-04"), "name and day of joining"),
        (("John", "Illich", NEW, "805 555 0199", "1999-01-07"), None),
        (("John", "Illich", NEW, "805 555 0199", None), None),
        (("John", "Illich", NEW, "805 555 0199", "soon"), None),
        (("John", "Weber", "illich@example.org", "805 555 0101", "2021-06-01"), None),  # the son-in-law
        (("John", "Weber", "illich@example.org", "805 555 0199", "1999-01-05"), "e-mail and first name"),
        (("John", "Illich-Weber", "illich@example.org", "805 555 0199", None), None),
        (("John", "Illich-Weber", "illich@example.org", None, None), "e-mail and first name"),
    ],
)
def test_father_and_son_of_one_name_are_asked_where_anything_tells_them_apart(other, method):
    found = pair_members([("1", *FATHER)], [("a", *other)])
    assert [one.method for one in found.pairs] == ([method] if method else [])


@pytest.mark.parametrize("first", ["Chris", "Alex", "Sam", "Pat", "Robin", "Jo", "Nicky", "Terry", "Andy"])
@pytest.mark.parametrize("shared", [("us@example.org", None), (None, "8055550101"), ("us@example.org", "8055550101")])
def test_two_who_are_called_by_one_name_of_both_sexes_are_asked(first, shared):
    found = pair_members([("1", first, "Illich", *shared, DAY)], [("a", first, "Weber", *shared, DAY)])
    assert found.pairs == []
    assert len(pair_members([("1", first, "Illich", *shared, DAY)], [("a", first, "Illich", *shared, DAY)]).pairs) == 1


def test_a_day_of_joining_tells_nothing_of_a_name_that_two_have_or_where_many_came_that_day():
    one, other = ("John", "Illich", None, None, DAY), ("John", "Illich", NEW, "805 555 0199", DAY)
    assert len(pair_members([("1", *one)], [("a", *other)]).pairs) == 1
    for more in (DAY, "2001-01-01", None):
        namesake = ("2", "John", "Illich", "x@example.org", None, more)
        assert pair_members([("1", *one), namesake], [("a", *other)]).pairs == []
        assert pair_members([("1", *one)], [("a", *other), namesake]).pairs == []
    for count, pairs in ((2, 1), (3, 0)):
        crowd = [(f"x{n}", f"Ann{n}", "Lee", None, None, DAY) for n in range(count)]
        assert len(pair_members([("1", *one), *crowd], [("a", *other)]).pairs) == pairs
        assert len(pair_members([("1", *one)], [("a", *other), *crowd]).pairs) == pairs


@pytest.mark.parametrize(
    ("mine", "other", "differ"),
    [
        ((None, "illich jr"), (None, "illich"), True),
        (("john", "illich jr."), ("john", "illich,junior"), False),
        (("john", "illich sr"), ("john", "illich jr"), True),
        (("john ii", "illich"), ("john iii", "illich"), True),
        (("junior", "illich"), ("june", "illich"), False),  # a name of its own
        ((None, None), (None, "jr"), False),
    ],
)
def test_which_of_father_and_son_a_name_says(mine, other, differ):
    assert doubts.generation(mine, other) is differ
    assert doubts.generation(other, mine) is differ


def test_candidates_of_an_older_edition_have_no_day():
    old = Candidate("1", (None, None, None), ("john", "illich", None, None))
    assert match_members([old], members(Side.CLUBOS, ("a", *FATHER)), {}).pairs == []


def test_candidates_can_be_stored():
    import msgspec

    one = members(Side.LEGACY, ("1", *ANN))[0]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Candidate) == one
    for one_pass in PASSES[Domain.MEMBERS]:
        assert one_pass.key(one) is not None
        assert one_pass.key(members(Side.LEGACY, ("1", None, None, None, None))[0]) is None
    held = events(Side.LEGACY, ("1", "Hike", MONDAY, "Hall"))[0]
    assert all(one_pass.key(held) for one_pass in PASSES[Domain.EVENTS])
