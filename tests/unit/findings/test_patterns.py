"""Causes: each difference in exactly one, the known ones found by name, chance not taken for a cause."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from clubos_desktop.findings import deciding, finders, patterns
from clubos_desktop.findings.cases import Case
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.model.records import Event, Member, Registration
from clubos_desktop.model.time import from_instant, read_instant, to_instant
from tests.unit.copied_club import ZONE


def event(n, mine, theirs, field="start"):
    legacy, clubos = Event(key=f"l{n}", **{field: mine}), Event(key=f"c{n}", **{field: theirs})
    return Case(n, Domain.EVENTS, Kind.CHANGED, field, f"Event {n}", (mine, theirs), n, legacy, clubos)


def member(n, field, mine, theirs):
    legacy, clubos = Member(key=f"l{n}", **{field: mine}), Member(key=f"c{n}", **{field: theirs})
    return Case(n, Domain.MEMBERS, Kind.CHANGED, field, f"Member {n}", (mine, theirs), n, legacy, clubos)


def found(some):
    return {pattern.key: pattern for pattern in patterns.find(some, ZONE) if not pattern.single}


def wall(n, month):
    """Seven in the evening on the wall, and the same read as UTC."""
    text = f"2026-{month:02d}-{n % 28 + 1:02d}T19:00:00"
    return read_instant(text, ZONE), f"{text}.000Z"


def test_seven_and_eight_hours_are_one_cause():
    some = [event(n, *wall(n, 1 + n % 12)) for n in range(12)]
    (pattern,) = found(some).values()
    assert pattern.key == "events.time.wall_as_utc"
    assert pattern.sentence == "12 events are 7 hours or 8 hours earlier in ClubOS: their local time was read as UTC."
    assert pattern.ids == tuple(range(12))
    assert len(pattern.samples) == 2


def test_the_other_way_round_and_whole_days():
    some = [event(n, b, a) for n, (a, b) in enumerate(wall(n, 7) for n in range(3))]
    assert list(found(some)) == ["events.time.utc_as_wall"]
    moved = [event(n, wall(n, 7)[0], wall(n + 1, 7)[0]) for n in range(4)]
    assert found(moved)["events.time.by_1440"].sentence == "4 events are 1 day later in ClubOS."


def test_two_are_chance():
    assert found([event(n, *wall(n, 1)) for n in range(2)]) == {}
    assert len(patterns.find([event(n, *wall(n, 1)) for n in range(2)], ZONE)) == 1


def test_phones_that_lack_the_same_digits():
    some = [member(n, "phone", f"+44 20 7946 0{n}00", f"20 7946 0{n}00") for n in range(5)]
    pattern = found(some)["members.phone.clubos.44"]
    assert pattern.sentence == "5 phones in ClubOS lack 44 at their beginning."
    assert found([member(n, "phone", f"1234567{n}", f"7654321{n}") for n in range(5)]) == {}


def test_words_blanks_and_one_value():
    words = [member(n, "level", "Family", "Standard") for n in range(3)]
    assert "“Family” in Wild Apricot, “Standard” in ClubOS" in found(words)["members.level.Family.Standard"].sentence
    blanks = [member(n, "phone", f"80555501{n}0", None) for n in range(4)]
    assert found(blanks)["members.phone.empty.clubos"].sentence == "Phone is empty in ClubOS for 4 members."
    filled = found([member(n, "phone", None, f"80555501{n}0") for n in range(4)])["members.phone.empty.legacy"]
    assert filled.advice.startswith("Wild Apricot never held it"), "nothing is copied from ClubOS into Wild Apricot"
    same = [member(n, "last_name", f"Name {n}", "Unknown") for n in range(3)]
    assert found(same)["members.last_name.same.Unknown"].n == 3


def lone_registration(n, event_key, *, member_key="m"):
    record = Registration(key=f"r{n}", event=event_key, member=f"{member_key}{n}")
    return Case(
        n, Domain.REGISTRATIONS, Kind.ONLY_LEGACY, "", f"Registration {n}", (None, None), None, record,
        event="Dinner", lone_event=True,
    )  # fmt: skip


def test_registrations_of_a_lone_event_are_one_cause_with_it():
    own = Case(90, Domain.EVENTS, Kind.ONLY_LEGACY, "", "Dinner", (None, None), None, Event(key="7"))
    pattern = found([own, *(lone_registration(n, "7") for n in range(10))])[f"events.{Side.LEGACY}.7"]
    assert pattern.ids == (90, *range(10))
    assert pattern.sentence.startswith("10 registrations belong to Dinner, which has no counterpart")


SHOWN = st.sampled_from([None, "a", "b"])
CASES = st.one_of(
    st.builds(lambda a, b: ("level", a, b), SHOWN, SHOWN),
    st.builds(lambda a, b: ("phone", a, b), *[st.sampled_from([None, "+1 805 555 0101", "805 555 0101"])] * 2),
    st.builds(lambda m: ("start", *wall(3, m)), st.integers(1, 12)),
    st.builds(lambda e: ("registration", e, None), st.sampled_from(["7", "8"])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CASES, max_size=25), st.randoms())
def test_every_difference_is_in_exactly_one_pattern_whatever_the_order(described, chance):
    made = {"start": event, "registration": lambda n, key, _: lone_registration(n, key)}
    some = [made[f](n, a, b) if f in made else member(n, f, a, b) for n, (f, a, b) in enumerate(described)]
    result = patterns.find(some, ZONE)
    assert sorted(identity for pattern in result for identity in pattern.ids) == list(range(len(some)))
    keys = [pattern.key for pattern in result]
    assert len(keys) == len(set(keys))
    shuffled = list(some)
    chance.shuffle(shuffled)
    again = {pattern.key: sorted(pattern.ids) for pattern in patterns.find(shuffled, ZONE)}
    assert again == {pattern.key: sorted(pattern.ids) for pattern in result}


def test_an_instant_is_what_it_says():
    mine, theirs = wall(4, 1)
    assert to_instant(from_instant(mine)) == mine
    assert (from_instant(theirs) - from_instant(mine)).total_seconds() == -8 * 3600


def test_members_that_one_system_alone_has_are_one_cause_with_their_registrations():
    def alone(n):
        return Case(n, Domain.MEMBERS, Kind.ONLY_LEGACY, "", f"M{n}", (None, None), None, Member(key=f"m{n}"))

    def booked(n, member_key):
        there = Registration(key=f"r{n}", event="7", member=member_key)
        return Case(
            n, Domain.REGISTRATIONS, Kind.ONLY_LEGACY, "", f"R{n}", (None, None), None, there, lone_member=True
        )  # fmt: skip

    some = [alone(1), alone(2), booked(11, "m1"), booked(12, "m2"), booked(13, "m2")]
    pattern = found(some)["members.legacy.with_registrations"]
    assert pattern.sentence == "2 members with 3 registrations are only in Wild Apricot."
    assert pattern.ids == (1, 11, 2, 12, 13)
    assert pattern.advice.startswith("Bring each of them into ClubOS, or, if it is there under another name")
    theirs = [replace(case, kind=Kind.ONLY_CLUBOS, legacy=None, clubos=case.legacy) for case in some]
    advice = found(theirs)["members.clubos.with_registrations"].advice
    assert advice.startswith("Remove each of them from ClubOS, or bring it into Wild Apricot")
    large = [alone(1), *(booked(n, "m1") for n in range(20, 20 + finders.LARGE))]
    assert f"{finders.LARGE} registrations belong to m1" in found(large)["members.legacy.m1"].sentence


def test_what_was_decided_is_in_no_cause_and_large_clubs_are_grouped_by_field(desk, monkeypatch):
    def read():
        with desk.database.read() as conn:
            return {each.key: each for each in patterns.outline(conn, ZONE, desk.at)}

    all_of_it = read()
    phone = desk.one("5001", "phone")
    deciding.decide(desk.database, {phone.difference.id: phone.seen}, Ruling(Choice.CLUBOS), **desk.decides)
    assert set(all_of_it) - set(read()) == {"members.changed.phone"}
    small = read()
    monkeypatch.setattr(patterns, "MOST", 0)
    grouped = read()
    assert {key: each.n for key, each in grouped.items()} == {key: each.n for key, each in small.items()}
    assert all(not each.ids and each.twice == small[key].twice for key, each in grouped.items())
