import pytest

from clubos_desktop.diff import blocks, likely_events, likely_members
from clubos_desktop.diff.match import candidate
from clubos_desktop.diff.nicknames import related
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Event, Member

RULES = default_rules("America/Los_Angeles", "US", "USD")


def member(key, first, last, email=None, phone=None):
    record = Member(key=key, first_name=first, last_name=last, email=email, phone=phone)
    return candidate(RULES, Side.LEGACY, record)


def event(key, title, start, place=None):
    return candidate(RULES, Side.LEGACY, Event(key=key, title=title, start=start, location=place))


ROBERT = member("1", "Robert", "Johansen", "robert.johansen@example.org", "805 555 0101")


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (
            ("Bob", "Johanson", "bob@example.org", "805 555 0101"),
            ("another e-mail", "same phone", "similar first name", "similar last name"),
        ),
        (
            ("Roberta", "Lee", "robert.johansen@example.org", "805 555 0102"),
            ("same e-mail", "another phone", "similar first name", "another last name"),
        ),
        (
            ("Johansen", "Rob", "robert.johansen@mail.example.net", None),
            ("similar e-mail", "first and last name swapped"),
        ),
        (("Robert", "Johansen", None, None), ("same first name", "same last name")),
        (
            ("Dee", "Johansen", "robert.johansen@example.org", None),
            ("same e-mail", "another first name", "same last name"),
        ),
        (
            (None, "Johansen", "robert.johansen@example.org", None),
            ("same e-mail", "no first name on one side", "same last name"),
        ),
        (
            ("R.", "Lee Johansen", "roberta.johansen@mail.example.net", None),
            ("similar e-mail", "similar first name", "similar last name"),
        ),
        (
            ("Robért", None, None, "805 555 0101"),
            ("same phone", "similar first name", "no last name on one side"),
        ),
    ],
)
def test_suggestions_say_why_in_words(other, reasons):
    found = likely_members.suggest([ROBERT], [member("a", *other)])
    assert [(one.legacy, one.clubos, one.reasons) for one in found] == [("1", "a", reasons)]


@pytest.mark.parametrize(
    "other",
    [
        ("Dee", "Lee", "dee@example.org", "805 555 0199"),
        ("Dee", "Johansen", "dee@example.org", None),
        (None, None, None, None),
    ],
)
def test_strangers_are_not_suggested(other):
    assert likely_members.suggest([ROBERT], [member("a", *other)]) == []


def test_one_person_in_two_spellings_comes_before_a_couple():
    self, partner = (
        member("a", "Bob", "Johansen", None, "805 555 0101"),
        member("b", "Dee", "Johansen", None, "805 555 0101"),
    )
    found = likely_members.suggest([ROBERT], [partner, self])
    assert [one.clubos for one in found] == ["a", "b"]
    assert found[0].score > found[1].score


def test_points_stay_between_nothing_and_a_hundred():
    assert likely_members.score(ROBERT, ROBERT) == 100
    assert likely_members.score(ROBERT, member("a", "Dee", "Lee", "x@example.org", "805 555 0199")) == 0


def test_a_record_keeps_its_best_three():
    many = [member(f"c{number}", "Robert", f"Johansen{'x' * number}", "", "805 555 0101") for number in range(6)]
    found = likely_members.suggest([ROBERT], many)
    assert len(found) == 6  # each of the six has the one as its best
    twins = [member(str(number), "Robert", "Johansen", None, "805 555 0101") for number in range(6)]
    crowded = likely_members.suggest(twins, many)
    for one in twins:
        mine = [suggestion.clubos for suggestion in crowded if suggestion.legacy == one.key]
        assert mine[:3] == ["c0", "c1", "c2"]
    assert [one.score for one in crowded] == sorted((one.score for one in crowded), reverse=True)


def test_a_block_that_is_too_large_says_nothing(monkeypatch):
    monkeypatch.setattr(blocks, "LARGE", 3)
    left = [member(str(number), "Robert", "Smith") for number in range(2)]
    right = [member(f"c{number}", "Robert", "Smith") for number in range(2)]
    assert likely_members.suggest(left, right) == []
    assert len(likely_members.suggest(left[:1], right)) == 2


@pytest.mark.parametrize(("one", "other"), [("meyer", "maier"), ("schmidt", "schmitt"), ("johansen", "johanson")])
def test_names_that_sound_alike(one, other):
    assert likely_members.sound(one) == likely_members.sound(other)


def test_names_that_do_not_sound_alike():
    assert likely_members.sound("lee") != likely_members.sound("ray")
    assert likely_members.sound("") == ""


def test_short_forms_of_first_names():
    assert related("bob", "robert")
    assert related("peggy", "margaret")
    assert not related("bob", "richard")
    assert not related("zoë", "zoë")  # the same name needs no table


HIKE = event("1", "Spring hike to the falls", "2026-04-18T16:00:00.000Z", "Park")


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (
            ("Spring hike to the falls", "2026-04-18T09:00:00.000Z", "Hall"),
            ("same title", "7 hours apart", "another place"),
        ),
        (("Hike to the falls", "2026-04-18T17:00:00.000Z", "Park"), ("similar title", "1 hour apart", "same place")),
        (
            ("Spring hike to the falls", "2026-06-20T16:00:00.000Z", "park"),
            ("same title", "63 days apart", "same place"),
        ),
        (("Walk", "2026-04-18T16:00:00.000Z", "Park"), ("another title", "same start", "same place")),
        (("Spring hike to the falls", None, None), ("same title",)),
        (("Spring hikes to the falls", "2026-04-25T16:00:00.000Z", None), ("similar title", "7 days apart")),
        ((None, "2026-04-18T16:00:00.000Z", "Park"), ("another title", "same start", "same place")),
    ],
)
def test_events_are_suggested_with_reasons(other, reasons):
    found = likely_events.suggest([HIKE], [event("a", *other)])
    assert [(one.legacy, one.clubos, one.reasons) for one in found] == [("1", "a", reasons)]


@pytest.mark.parametrize(
    "other",
    [
        ("Wine evening", "2026-04-25T02:00:00.000Z", "Hall"),
        (None, None, None),
        (HIKE.parts[0], "2027-04-18T16:00:00.000Z", "Park"),
    ],
)
def test_other_events_are_not_suggested(other):
    assert likely_events.suggest([HIKE], [event("a", *other)]) == []
