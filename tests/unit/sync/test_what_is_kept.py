"""What is kept beside a record is that of its present answer: held against a club that never knew another one."""

import pytest

from clubos_desktop.diff.candidates import candidate
from clubos_desktop.diff.match import PASSES
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Registration
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import records
from clubos_desktop.store.records import Fresh
from clubos_desktop.sync import accept, completeness, making
from tests.unit.sync.club import Club


def member(key, first="Ann", last="Lee", **fields):
    given = {"email": f"{first.lower()}@x.org", "phone": "805 555 0100", "modified": "2026-11-01T00:00:00.000Z"}
    return Member(key=key, first_name=first, last_name=last, status="Active", **(given | fields))


EVENT = {"title": "Gala", "start": "2026-12-20T03:00:00.000Z", "location": "Hall"}


@pytest.mark.parametrize("domain", [Domain.MEMBERS, Domain.EVENTS])
def test_every_exact_key_is_found_by_a_mark_of_its_record(club, domain):
    """A key of each pass holds the part whose mark the record carries, and each pass is looked at."""
    record = member("1") if domain is Domain.MEMBERS else Event(key="e", **EVENT)
    made = candidate(club.rules, Side.LEGACY, record)
    carried = making.marks(domain, made)
    assert None not in carried
    sought = [each for each in PASSES[domain] if not each.of_the_rest]
    assert len(making._HELD[domain]) == len(sought)
    assert PASSES[domain][: len(sought)] == tuple(sought)
    found = []
    for number, each in enumerate(sought):
        which, mark = making.mark_of_key(domain, number, each.key(made))
        assert mark == carried[which], each.method
        found.append(which)
    assert set(found) == {0, 1}, "some keys are found by the first mark, others by the second"


@pytest.mark.parametrize("missing", ["email", "phone"])
def test_a_mark_is_there_only_where_its_part_is(club, missing):
    made = candidate(club.rules, Side.LEGACY, member("1", **{missing: None}))
    kept = making.marks(Domain.MEMBERS, made)
    assert [mark is None for mark in kept] == [missing == "email", missing == "phone"]


LATER = {
    "e-mail": member("1", email="other@x.org"),
    "phone": member("1", phone="805 555 0999"),
    "no phone": member("1", phone=None),
    "first name": member("1", first="Zoe", email="ann@x.org"),
    "last name": member("1", last="Abel"),
    "event's title": Event(key="e", **(EVENT | {"title": "Ball"})),
    "event's start": Event(key="e", **(EVENT | {"start": "2026-12-21T03:00:00.000Z"})),
    "event's place": Event(key="e", **(EVENT | {"location": "Barn"})),
    "registration's member": Registration(key="r", member="2", event="e", status="Paid"),
    "registration's event": Registration(key="r", member="1", event="e2", status="Paid"),
    "registration's guest": Registration(key="r", member="1", event="e", status="Paid", guest_of="q"),
    "registration's status": Registration(key="r", member="1", event="e", status="Canceled", cancelled=True),
}


def fill(club):
    club.put(Side.LEGACY, member("1"), member("2", "Bob"))
    club.put(Side.LEGACY, Event(key="e", **EVENT), Event(key="e2", **(EVENT | {"title": "Walk"})))
    club.put(Side.LEGACY, Registration(key="r", member="1", event="e", status="Paid"))


def kept(club):
    sql = (
        "SELECT domain, key, title, sort, fingerprint, exact, candidate, mark_a, mark_b, member, event, apart, "
        "raw_hash FROM record ORDER BY domain, key"
    )
    with club.database.read() as conn:
        return conn.exec_driver_sql(sql).fetchall()


@pytest.mark.parametrize(
    ("what", "mode"), [*((what, Mode.INCREMENTAL) for what in LATER), ("e-mail", Mode.FULL), ("no phone", Mode.FULL)]
)
def test_a_changed_record_is_kept_as_one_that_was_always_so(tmp_path, what, mode):
    """Nothing of the answer before stays in any column, whichever of them have an index."""
    changed, new = Club(tmp_path / "changed.clubos"), Club(tmp_path / "new.clubos")
    for club in (changed, new):
        fill(club)
    before = kept_after(changed)
    changed.put(Side.LEGACY, LATER[what])
    changed.copy(mode)
    new.put(Side.LEGACY, LATER[what])
    new.copy()
    assert kept(changed) == kept(new)
    assert kept(changed) != before
    for club in (changed, new):
        club.database.close()


def kept_after(club):
    club.copy()
    return kept(club)


def test_what_stays_is_not_touched_by_what_changes(club):
    fill(club)
    before = {row[:2]: row for row in kept_after(club)}
    club.put(Side.LEGACY, member("1", email="other@x.org"))
    club.copy()
    after = {row[:2]: row for row in kept(club)}
    assert [key for key, row in after.items() if before[key] != row] == [("members", "1")]


# --- pages


HASHES = {"same": b"s" * 16, "other": b"o" * 16}


def fresh(key, identity, raw_hash):
    return Fresh(identity, key, b"", raw_hash, b"", None, key, key)


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([(HASHES["same"], 4)], [4]),
        ([(HASHES["same"], 5)], None),  # it is another in the answer that was taken over
        ([(HASHES["same"], "new")], [11]),
        ([(HASHES["other"], "new")], None),  # a later page brought another answer of the same record
        ([(HASHES["same"], "known")], [7]),
        ([(HASHES["same"], "nowhere")], None),
        ([(HASHES["same"], 4), (HASHES["same"], "new"), (HASHES["same"], "known")], [4, 11, 7]),
        ([(HASHES["same"], 4), (HASHES["same"], "nowhere"), (HASHES["same"], "new")], None),
        ([], []),
    ],
)
def test_a_page_is_known_only_when_each_of_its_records_stands_as_on_it(places, found):
    latest = {"new": fresh("new", 11, HASHES["same"])}
    assert accept._ids_of_page(places, {"known": 7}, latest, {5}) == found


def test_a_known_page_shows_what_it_showed(club):
    """A record on a page changes and changes back: the page of before counts again only after it was read again."""
    fill(club)
    club.copy()
    club.copy()
    first = member("1")
    for record in (member("1", email="other@x.org"), first, member("1", email="third@x.org"), first):
        club.put(Side.LEGACY, record)
        club.copy()
        with club.database.read() as conn:
            pages = records.known_pages(conn, Side.LEGACY, Domain.MEMBERS)
            ids = {each for packed in pages.values() for each in records.unpack(packed)}
            assert ids == set(records.every_id(conn, Side.LEGACY, Domain.MEMBERS))
        club.check()


# --- marks of the account


def marks(club, side=Side.LEGACY):
    return club.read(completeness.marks, side)


def many(club, numbers):
    club.put(Side.LEGACY, *(member(f"{n:03}", f"Ann{n}", phone=None) for n in numbers))


def test_first_middle_and_last_member_mark_an_account_once_there_are_fifty(club):
    many(club, range(completeness.ENOUGH - 1))
    club.copy()
    assert marks(club) == ()
    many(club, [completeness.ENOUGH - 1])
    club.copy()
    assert marks(club) == ("000", "024", "049")
    assert marks(club, Side.CLUBOS) == ()


def test_marks_stay_while_nothing_moves_and_are_never_of_somebody_who_is_away(club):
    many(club, range(60))
    club.put(Side.LEGACY, Event(key="e", **EVENT))
    club.copy()
    assert marks(club) == ("000", "029", "059")
    with club.database.landing() as conn:
        conn.exec_driver_sql('UPDATE setting SET value = \'["a", "b", "c"]\' WHERE key = \'marks.legacy\'')
    club.copy()
    assert marks(club) == ("a", "b", "c"), "nothing moved"
    many(club, [60])
    club.copy(Mode.INCREMENTAL)
    assert marks(club) == ("a", "b", "c"), "only a whole copy chooses"
    club.put(Side.LEGACY, Event(key="e", **(EVENT | {"title": "Ball"})))
    club.copy()
    assert marks(club) == ("a", "b", "c"), "no member moved"
    club.take(Side.LEGACY, Domain.MEMBERS, "000")
    runs = club.copy()
    assert runs[Side.LEGACY, Domain.MEMBERS].state is RunState.COMPLETE
    assert marks(club) == ("001", "030", "060"), "who is missing is no mark"
    club.copy()
    assert marks(club) == ("001", "030", "060")
