"""The chain: pure checks on links, then the log in the file."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from clubos_desktop.model.people import Role
from clubos_desktop.store import audit, people, settings, tables
from clubos_desktop.store.audit import Anchor, Link


def chain(count, act="noted"):
    links, previous = [], audit.GENESIS
    for seq in range(1, count + 1):
        entry = {"seq": seq, "at": "2026-03-04T12:00:00.000Z", "actor": "person:1", "act": act, "subject": {"n": seq}}
        previous = audit.link_hash(previous, entry)
        links.append(Link(**entry | {"subject": audit.canonical(entry["subject"])}, hash=previous))
    return links


def edited(link, **changes):
    parts = {name: getattr(link, name) for name in Link.__slots__}
    return Link(**parts | changes)


def places(links, anchors=()):
    return [problem.seq for problem in audit.check(links, anchors)]


def test_a_hash_can_be_computed_by_anybody_from_the_description():
    body = '{"act":"noted","actor":"person:1","at":"2026-03-04T12:00:00.000Z","seq":1,"subject":{"n":1}}'
    assert chain(1)[0].hash == hashlib.sha256(bytes(32) + body.encode()).digest()


def test_an_untouched_chain_has_no_problem():
    links = chain(5)
    anchors = [Anchor(links[2].hash.hex(), "a pack"), Anchor(links[4].hash.hex(), "a pack", 5)]
    assert audit.check(links, anchors) == []
    assert audit.check([], []) == []


@pytest.mark.parametrize("change", [{"actor": "x"}, {"act": "x"}, {"at": "x"}, {"subject": '{"n":9}'}])
def test_a_changed_entry_is_named(change):
    links = chain(5)
    links[2] = edited(links[2], **change)
    assert places(links) == [3]


@pytest.mark.parametrize("subject", ["no json", '{"n": 3}', '{"n":3,"n":3}', "NaN"])
def test_a_subject_that_is_not_canonical_is_a_change(subject):
    links = chain(5)
    links[2] = edited(links[2], subject=subject)
    assert places(links) == [3]


def test_a_changed_entry_with_a_new_hash_shows_at_the_next():
    links = chain(5)
    entry = {"seq": 3, "at": links[2].at, "actor": "x", "act": "noted", "subject": {"n": 3}}
    links[2] = edited(links[2], actor="x", hash=audit.link_hash(links[1].hash, entry))
    assert places(links) == [4]


def test_missing_entries_are_named():
    links = chain(6)
    del links[2:4]
    found = audit.check(links, [])
    assert [problem.seq for problem in found] == [3, 5]
    assert found[0].what == "Entries 3 to 4 are missing."


def test_a_missing_beginning_is_named():
    assert places(chain(3)[1:]) == [2, 2]


def test_a_cut_tail_is_found_by_what_is_known_elsewhere():
    links = chain(6)
    anchor = Anchor(links[5].hash.hex(), "a pack", 6)
    assert places(links[:4], [anchor]) == [5]
    assert places([], [anchor]) == [1]


def test_a_chain_that_was_made_anew_is_found_by_an_anchor_alone():
    before, after = chain(6), chain(6, act="another")
    assert places(after) == []
    assert places(after, [Anchor(before[3].hash.hex(), "a pack", 4)]) == [4]
    assert places(after, [Anchor(before[3].hash.hex(), "a pack")]) == [None]


def test_an_anchor_at_another_place_is_a_problem():
    links = chain(4)
    assert places(links, [Anchor(links[2].hash.hex(), "a pack", 2)]) == [2]


@given(st.integers(0, 11), st.sampled_from(["change", "delete", "swap", "double"]))
def test_one_edit_is_always_found_near_its_place(at, kind):
    links = chain(12)
    if kind == "change":
        links[at] = edited(links[at], act="other")
    elif kind == "delete":
        del links[at]
    elif kind == "swap":
        other = (at + 1) % 12
        links[at], links[other] = edited(links[other], seq=at + 1), edited(links[at], seq=other + 1)
    else:
        links.insert(at, links[at])
    found = places(links, [Anchor(chain(12)[-1].hash.hex(), "a pack", 12)])
    assert any(abs(place - (at + 1)) <= 1 or (kind == "swap" and place in {1, 12}) for place in found)


@given(
    st.dictionaries(
        st.text(max_size=5).filter(lambda text: text.isprintable()),
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9).filter(str.isprintable),
        max_size=4,
    )
)
def test_canonical_json_is_stable_under_a_round_trip(value):
    text = audit.canonical(value)
    assert audit.canonical(json.loads(text)) == text
    assert audit.canonical(dict(reversed(value.items()))) == text


@pytest.mark.parametrize("value", [{"a": float("nan")}, {"a": b"x"}, {"a": {1, 2}}])
def test_what_has_no_canonical_json_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        audit.canonical(value)


# -- in the file ------------------------------------------------------------------------------------------------------


def act(database, count=1):
    for number in range(count):
        with database.transaction("program", "noted", {"n": number}):
            pass


def attack(database, *statements):
    """What somebody with the key can do to the file: the guards are no obstacle."""
    with database.landing() as connection:
        for name in ("audit_no_update", "audit_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def found(database, anchors=()):
    with database.read() as connection:
        return audit.verify(connection, anchors)


def test_a_fresh_log_and_a_used_one_verify(database):
    assert found(database) == []
    act(database, 3)
    assert found(database) == []


def test_removed_guards_are_named(database):
    act(database)
    attack(database)
    assert [problem.what for problem in found(database)] == [
        "The guard audit_no_update of the log was removed.",
        "The guard audit_no_delete of the log was removed.",
    ]


def test_a_tail_cut_off_in_the_file_is_found_without_any_anchor(database):
    act(database, 4)
    attack(database, "DELETE FROM audit WHERE seq > 2")
    assert 3 in [problem.seq for problem in found(database)]


def test_a_log_that_was_emptied_is_found(database):
    act(database, 4)
    attack(database, "DELETE FROM audit")
    assert 1 in [problem.seq for problem in found(database)]


def test_entries_added_from_outside_are_found(database):
    act(database, 2)
    with database.read() as connection:
        _, previous = audit.head(connection)
    entry = {"seq": 3, "at": "2026-03-04T12:00:00.000Z", "actor": "x", "act": "y", "subject": {}}
    hashed = audit.link_hash(previous, entry)
    attack(database, f"INSERT INTO audit VALUES (3, '{entry['at']}', 'x', 'y', '{{}}', x'{hashed.hex()}')")
    assert 3 in [problem.seq for problem in found(database)]


def test_a_removed_note_of_the_last_number_is_found(database):
    act(database, 2)
    attack(database, "DELETE FROM setting WHERE key = 'audit.head'")
    assert "The note of the last entry's number was removed." in [problem.what for problem in found(database)]


def test_the_latest_moment_of_a_log_is_known(database):
    with database.read() as connection:
        assert audit.last_moment(connection) is None
    act(database, 2)
    with database.read() as connection:
        assert audit.last_moment(connection) == audit.page(connection)[0].at


def test_a_quick_look_sees_whether_an_entry_is_still_the_one_known(database):
    act(database, 2)
    with database.read() as connection:
        seq, hashed = audit.head(connection)
        assert not audit.missing(connection, [Anchor(hashed.hex(), "a note", seq)])
        assert audit.missing(connection, [Anchor(hashed.hex(), "a note", seq + 1)])
        assert audit.missing(connection, [Anchor("00" * 32, "a note", seq)])


def test_history_comes_newest_first_page_by_page_with_people_by_name(database):
    with database.transaction("program", "person added") as tx:
        ann = people.add(tx, " Ann Lee ", Role.TREASURER)
    with database.transaction(people.actor(ann), "limits set", {"key": "limits"}) as tx:
        settings.put(tx, "limits", 1)
    act(database, 3)
    with database.read() as connection:
        first = audit.page(connection, size=3)
        rest = audit.page(connection, before=first[-1].seq, size=3)
    assert [entry.seq for entry in first + rest] == [5, 4, 3, 2, 1]
    assert (rest[0].actor, rest[0].act, rest[0].subject) == ("Ann Lee, treasurer", "limits set", {"key": "limits"})
    assert rest[1].actor == "This program"


def test_two_acts_at_once_both_stand_in_the_chain(database):
    import threading

    threads = [threading.Thread(target=act, args=(database, 20)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found(database) == []
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.audit)).scalar() == 80
