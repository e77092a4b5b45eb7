# All branches of the package, checked:
#   python -m pytest tests/unit/diff --cov=clubos_desktop.diff --cov-branch --cov-fail-under=100
import msgspec
import pytest
from hypothesis import given

from clubos_desktop.diff.compare import compare
from clubos_desktop.diff.normal import normalise, prints
from clubos_desktop.diff.rules import default_rules, preset, with_kind, with_words
from clubos_desktop.model.differences import FieldDifference, Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.records import Event, Invoice, Member, Registration
from tests.unit.diff import reference
from tests.unit.diff.records import ZONE, event_pairs, member_pairs, registration_pairs, timed_event_pairs

RULES = default_rules(ZONE, "US", "USD")


def found(legacy, clubos, rules=RULES):
    return {one.field: one.kind.value for one in compare(rules, legacy, clubos)}


def changed(legacy, clubos, rules=RULES):
    return {one.field: (one.legacy, one.clubos) for one in compare(rules, legacy, clubos) if one.kind is Kind.CHANGED}


@given(member_pairs)
def test_members_compare_as_the_plain_reference_does(pair):
    assert found(*pair) == reference.differences(reference.member_fields(*pair, "US"))


@given(event_pairs)
def test_events_compare_as_the_plain_reference_does(pair):
    assert found(*pair) == reference.differences(reference.event_fields(*pair, ZONE))


@given(registration_pairs)
def test_registrations_compare_as_the_plain_reference_does(pair):
    assert found(*pair) == reference.differences(reference.registration_fields(*pair))


def prints_agree(legacy, clubos):
    mine, other = prints(RULES, Side.LEGACY, legacy), prints(RULES, Side.CLUBOS, clubos)
    kinds = {one.kind for one in compare(RULES, legacy, clubos)}
    assert (mine[0] == other[0]) == (Kind.CHANGED not in kinds)
    assert (mine == other) == (not kinds)
    assert [len(one) for one in mine + other] == [16] * 4
    assert (mine[0] == other[0]) == (normalise(RULES, Side.LEGACY, legacy) == normalise(RULES, Side.CLUBOS, clubos))


@given(member_pairs)
def test_prints_of_members_are_equal_exactly_when_nothing_changed(pair):
    prints_agree(*pair)


@given(timed_event_pairs)
def test_prints_of_events_are_equal_exactly_when_nothing_changed(pair):
    prints_agree(*pair)


@given(registration_pairs)
def test_prints_of_registrations_are_equal_exactly_when_nothing_changed(pair):
    prints_agree(*pair)


@given(event_pairs)
def test_equal_prints_of_all_day_events_never_hide_a_difference(pair):
    legacy, clubos = pair
    if prints(RULES, Side.LEGACY, legacy)[0] == prints(RULES, Side.CLUBOS, clubos)[0]:
        assert changed(legacy, clubos) == {}


@given(event_pairs)
def test_what_is_found_does_not_depend_on_who_is_left(pair):
    legacy, clubos = (msgspec.structs.replace(one, all_day=False, zone=None) for one in pair)
    there = compare(RULES, legacy, clubos)
    back = compare(RULES, clubos, legacy)
    assert [(one.field, one.kind, one.legacy, one.clubos) for one in there] == [
        (one.field, one.kind, one.clubos, one.legacy) for one in back
    ]


def test_fields_come_in_the_order_of_the_model():
    legacy = Member(
        key="1", first_name="A", last_name="B", email="e", phone="1", status="Active", level="x", joined="2020-01-01"
    )
    assert [one.field for one in compare(RULES, legacy, Member(key="a"))] == [
        one.name for one in COMPARED[Domain.MEMBERS]
    ]
    assert len(normalise(RULES, Side.LEGACY, legacy)) == len(COMPARED[Domain.MEMBERS])


def test_values_are_shown_as_people_read_them():
    legacy = Member(key="1", first_name="Ann ", email="a@example.org", status="PendingNew", joined="2026-03-04")
    clubos = Member(key="a", first_name="ann", email="b@example.org", status="Lapsed", joined="2026-03-05")
    assert compare(RULES, legacy, clubos) == [
        FieldDifference("first_name", Kind.IGNORED, "Ann ", "ann", "name"),
        FieldDifference("email", Kind.CHANGED, "a@example.org", "b@example.org", "email"),
        FieldDifference("status", Kind.CHANGED, "Pending new", "Lapsed", "exact"),
        FieldDifference("joined", Kind.CHANGED, "4 Mar 2026", "5 Mar 2026", "exact"),
    ]
    assert changed(Member(key="1", suspended=True), Member(key="a", joined="2026-03-05")) == {
        "status": ("Suspended", None),
        "joined": (None, "5 Mar 2026"),
    }
    assert changed(Member(key="1"), Member(key="a", status="Active", phone=""))["status"] == ("Not a member", "Active")


def test_booleans_and_numbers_are_shown_in_words_and_digits():
    legacy, clubos = Event(key="1", published=True, capacity=0), Event(key="a", published=False)
    assert changed(legacy, clubos) == {"published": ("yes", "no"), "capacity": ("0", None)}


def times(legacy_start, clubos_start, **legacy):
    return changed(Event(key="1", start=legacy_start, **legacy), Event(key="a", start=clubos_start)).get("start")


def test_times_are_shown_as_wall_time_of_the_club():
    assert times("2026-04-18T16:00:00.000Z", "2026-04-18T09:00:00.000Z") == (
        "Sat 18 Apr 2026, 09:00",
        "Sat 18 Apr 2026, 02:00",
    )
    assert times(None, "2026-04-18T09:00:00.000Z") == (None, "Sat 18 Apr 2026, 02:00")


def test_the_hour_that_autumn_has_twice_is_told_apart_by_the_zones_name():
    assert times("2026-11-01T08:30:00.000Z", "2026-11-01T09:30:00.000Z") == (
        "Sun 1 Nov 2026, 01:30 PDT",
        "Sun 1 Nov 2026, 01:30 PST",
    )


def test_an_event_elsewhere_is_shown_with_the_zones_name():
    assert times("2026-04-18T16:00:00.000Z", "2026-04-18T17:00:00.000Z", zone="Asia/Tokyo") == (
        "Sat 18 Apr 2026, 09:00 PDT",
        "Sat 18 Apr 2026, 10:00 PDT",
    )


def test_all_day_events_compare_days_in_their_own_zone():
    start = "2026-04-17T15:00:00.000Z"  # 18 April in Tokyo, 17 April in Los Angeles
    assert times(start, "2026-04-18T14:59:00.000Z", all_day=True, zone="Asia/Tokyo") is None
    assert times(start, "2026-04-18T15:00:00.000Z", all_day=True, zone="Asia/Tokyo") == (
        "18 Apr 2026, all day",
        "Sun 19 Apr 2026, 00:00 JST",
    )
    assert times(start, "2026-04-18T06:59:00.000Z", all_day=True) is None
    assert times(start, "2026-04-18T07:00:00.000Z", all_day=True) == ("17 Apr 2026, all day", "Sat 18 Apr 2026, 00:00")
    assert times(start, None, all_day=True) == ("17 Apr 2026, all day", None)
    assert times(None, start, all_day=True) == (None, "Fri 17 Apr 2026, 08:00")


def test_registrations_are_shown_in_the_systems_words():
    one = Registration(key="1", status="OnWaitlist", waitlisted=True, registered="2026-04-18T16:00:00.000Z")
    other = Registration(key="a", status="PENDING_PAYMENT", registered="2026-04-18T16:01:00.000Z")
    assert changed(one, other) == {
        "status": ("On waitlist", "Pending payment"),
        "registered": ("Sat 18 Apr 2026, 09:00", "Sat 18 Apr 2026, 09:01"),
    }
    cancelled = Registration(key="1", status="Paid", cancelled=True)
    assert changed(cancelled, Registration(key="a"))["status"] == ("Canceled", None)
    assert changed(Registration(key="1"), Registration(key="a", status="DRAFT"))["status"] == ("Registered", "Draft")
    assert changed(Registration(key="1", status="Unpaid"), Registration(key="a"))["status"] == ("Unpaid", None)


def test_a_cancelled_word_wins_over_the_waitlist_flag():
    one = Registration(key="1", status="Canceled", waitlisted=True)
    assert normalise(RULES, Side.LEGACY, one)[0] == "cancelled"


def test_long_descriptions_are_shown_from_shortly_before_the_difference():
    text = "Bring a hat. " * 40
    difference = changed(
        Event(key="1", description=f"<p>{text}North gate.{text}</p>"), Event(key="a", description=f"{text}South gate.")
    )
    legacy, clubos = difference["description"]
    assert (legacy[:2], legacy[-2:], clubos[:2], clubos[-6:]) == ("… ", " …", "… ", " gate.")
    assert "North gate." in legacy
    assert len(legacy) < 170
    assert changed(Event(key="1", description="Hat"), Event(key="a")) == {"description": ("Hat", None)}
    shown = changed(Event(key="1", description=text), Event(key="a", description=text.strip()[:100]))["description"]
    assert shown[1] == text[:100].strip()


def test_the_end_of_a_long_text_that_is_missing_shows_that_it_goes_on():
    text = "x" * 500
    assert changed(Event(key="1", description=text), Event(key="a"))["description"] == ("x" * 160 + " …", None)


def test_descriptions_are_equal_however_html_was_taken_out():
    html = (
        "<style>p { x }</style><p>Bring &lt;b&gt;a&lt;/b&gt;</p><p title='>'>h<i>a</i>t &amp; coat&nbsp;</p><!-- x -->"
    )
    for text in ("Bring <b>a</b> hat & coat", "Bring ah<i>a</i>t & coat", "Bring a  h a t & coat"):
        assert changed(Event(key="1", description=html), Event(key="a", description=text)) == {}


def test_a_pair_is_of_one_domain():
    with pytest.raises(TypeError, match="one domain"):
        compare(RULES, Member(key="1"), Event(key="a"))


def test_domains_without_pairs_have_no_prints():
    with pytest.raises(KeyError):
        prints(RULES, Side.LEGACY, Invoice(key="1"))


def test_levels_become_tiers_and_statuses_what_the_club_says():
    rules = with_words(RULES, "levels", {"Regular": "Newcomer member"})
    legacy, clubos = (
        Member(key="1", level="REGULAR", status="Active"),
        Member(key="a", level="newcomer-member", status="ALUMNI"),
    )
    assert changed(legacy, clubos, rules) == {}
    assert changed(legacy, clubos, preset(rules, "csv migrator")) == {"status": ("Active", "ALUMNI")}
    suspended = Member(key="1", level="REGULAR", status="Active", suspended=True)
    lapsed = Member(key="a", level="newcomer-member", status="LAPSED")
    assert changed(suspended, lapsed, preset(rules, "without suspended")) == {}
    assert changed(suspended, lapsed, rules) == {"status": ("Suspended", "LAPSED")}


@pytest.mark.parametrize(
    ("field", "kind", "legacy", "clubos", "expected"),
    [
        ("first_name", "exact", "Ann", "ann", "changed"),
        ("first_name", "blanks", "Ann  B", " Ann B", "ignored"),
        ("first_name", "blanks", "Ann", "ann", "changed"),
        ("first_name", "name_without_accents", "Zoë", "ZOE", "ignored"),
        ("first_name", "letters", "O'Hara", "ohara", "ignored"),
        ("phone", "digits", "(805) 555-0123", "8055550123", "ignored"),
        ("phone", "digits", "+1 805 555 0123", "8055550123", "changed"),
        ("phone", "unimportant", "1", "2", "ignored"),
        ("joined", "month", "2026-03-04", "2026-03-31", "ignored"),
        ("joined", "month", "2026-03-04", "2026-04-01", "changed"),
        ("email", "exact", "A@example.org", "a@example.org", "changed"),
    ],
)
def test_a_club_chooses_what_counts(field, kind, legacy, clubos, expected):
    rules = with_kind(RULES, Domain.MEMBERS, field, kind)
    pair = Member(key="1", **{field: legacy}), Member(key="a", status="Not a member", **{field: clubos})
    assert found(*pair, rules) == {field: expected}


def test_a_club_may_compare_times_by_the_day():
    rules = with_kind(RULES, Domain.EVENTS, "start", "day")
    evening, night = "2026-04-19T01:00:00.000Z", "2026-04-19T06:59:00.000Z"  # both 18 April in Los Angeles
    assert found(Event(key="1", start=evening), Event(key="a", start=night), rules) == {"start": "ignored"}
    assert found(Event(key="1", start=evening), Event(key="a", start="2026-04-19T07:00:00.000Z"), rules) == {
        "start": "changed"
    }
