"""A copy taken back: what stood before stands again, to the last byte of what is shown and compared."""

import random

import pytest

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Registration
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import mirror, settings, verdicts, views
from clubos_desktop.store.before import note_parted
from clubos_desktop.store.pairs import PairRow
from clubos_desktop.sync import taking_back

PEOPLE = ("Ann", "Bob", "Cleo", "Dee", "Eli", "Fay", "Gus", "Hal", "Ina", "Jo")


def member(key, first, **fields):
    given = {"email": f"{first.lower()}@x.org", "status": "Active", "modified": "2026-11-01T00:00:00.000Z"} | fields
    return Member(key=key, first_name=first, last_name="Lee", **given)


@pytest.fixture
def copied(club):
    for number, first in enumerate(PEOPLE):
        club.put(Side.LEGACY, member(f"{number}", first))
        club.put(Side.CLUBOS, member(f"c{number}", first))
    club.put(Side.LEGACY, Event(key="e", title="Gala", start="2026-12-20T03:00:00.000Z"))
    club.put(Side.CLUBOS, Event(key="f", title="Gala", start="2026-12-20T03:00:00.000Z"))
    club.put(Side.LEGACY, Registration(key="r", member="1", event="e", status="Paid"))
    club.put(Side.CLUBOS, Registration(key="s", member="c1", event="f", status="CONFIRMED"))
    club.copy()
    club.copy()
    return club


SHOWN = {
    "records": "SELECT id, key, title, sort, fingerprint, exact, candidate, mark_a, mark_b, member, event, apart, "
    "missing_run, gone_run FROM record ORDER BY id",
    "fields": "SELECT record, from_run, fields, raw FROM version WHERE to_run IS NULL ORDER BY record",
    "pairs": "SELECT legacy, clubos, method FROM pair ORDER BY legacy",
    "suggestions": "SELECT legacy, clubos, score FROM suggestion ORDER BY legacy, clubos",
    "differences": "SELECT kind, field, legacy_id, clubos_id, legacy, clubos FROM difference WHERE closed IS NULL "
    "ORDER BY 1, 2, 3, 4",
}


def state(club):
    with club.database.read() as conn:
        return {name: conn.exec_driver_sql(sql).fetchall() for name, sql in SHOWN.items()}


def back(club, copy, reason="It was another club's answer"):
    return finish(taking_back.take_back(club.database, copy, reason=reason, clock=club.clock, actor="Ann"))


def newest(club):
    with club.database.read() as conn:
        return mirror.next_copy(conn) - 1


def change_much(club):
    club.put(Side.LEGACY, member("1", "Bob", email="robert@x.org", modified="2026-12-01T10:00:00.000Z"))
    club.put(Side.LEGACY, member("2", "Cleopatra", modified="2026-12-01T10:00:00.000Z"))
    club.take(Side.LEGACY, Domain.MEMBERS, "3")
    club.put(Side.LEGACY, Registration(key="q", member="2", event="e", status="Paid"))


@pytest.mark.parametrize("mode", Mode)
def test_what_stood_before_stands_again(copied, mode):
    before = state(copied)
    change_much(copied)
    copied.copy(mode)
    assert state(copied) != before
    parts = {(each.run.side, each.run.domain): each for each in back(copied, newest(copied))}
    people = parts[Side.LEGACY, Domain.MEMBERS]
    assert (people.changed, people.new) == (2, 0)
    assert people.missed == 1
    assert "Bob Lee" in people.names
    after = state(copied)
    brought = [row for row in after["records"] if row not in before["records"]]
    assert [(row[1], row[12] == row[13] is not None) for row in brought] == [("q", True)]  # a tombstone, never lost
    assert [row for row in after["records"] if row not in brought] == before["records"]
    for name in ("pairs", "suggestions", "differences"):
        assert after[name] == before[name]
    assert [row for row in after["fields"] if row in before["fields"]] == before["fields"]
    copied.check()


def test_the_next_copy_brings_it_all_again(copied):
    change_much(copied)
    copied.copy()
    brought = state(copied)
    back(copied, newest(copied))
    runs = copied.copy()
    assert {run.state for run in runs.values()} == {RunState.COMPLETE}
    assert copied.shown() is not None
    assert state(copied)["differences"] == brought["differences"]
    assert [row[2:] for row in state(copied)["fields"]] == [row[2:] for row in brought["fields"]]
    copied.check()


def test_what_came_back_is_away_again(copied):
    gone = member("3", "Dee")
    copied.take(Side.LEGACY, Domain.MEMBERS, "3", "4")
    copied.copy()
    copied.put(Side.LEGACY, member("4", "Eli"))
    copied.copy()
    before = state(copied)
    copied.put(Side.LEGACY, gone, member("5", "Fay", email="f@x.org"))
    copied.copy()
    (people,) = (each for each in back(copied, newest(copied)) if each.n)
    assert (people.returned, people.changed) == (1, 1)
    assert state(copied) == before
    copied.check()


def test_tombstones_of_the_copy_stand_again(copied):
    copied.take(Side.LEGACY, Domain.MEMBERS, "3")
    copied.copy()
    before = state(copied)
    copied.copy()
    assert state(copied) != before
    back(copied, newest(copied))
    assert state(copied) == before
    copied.check()


def test_its_runs_say_so_and_count_no_more(copied):
    accepted = copied.read(mirror.last_accepted, Side.LEGACY, Domain.MEMBERS)
    mark = copied.read(views.run, accepted).watermark
    change_much(copied)
    copied.copy()
    back(copied, newest(copied), "  wrong \n club ")
    latest = copied.read(views.latest_runs)[Side.LEGACY, Domain.MEMBERS]
    assert (latest.state, latest.reason) == (RunState.UNDONE, "wrong club")
    assert copied.read(mirror.last_accepted, Side.LEGACY, Domain.MEMBERS) == accepted
    assert copied.read(views.run, copied.read(mirror.last_accepted, Side.LEGACY, Domain.MEMBERS)).watermark == mark
    entry = copied.read(views.audit, limit=1)[0]
    assert (entry.act, entry.actor, entry.subject["copy"]) == ("copy taken back", "Ann", newest(copied))
    assert "club" not in str(entry.subject)


def test_what_cannot_be_taken_back_is_refused(copied):
    first, second = newest(copied) - 1, newest(copied)
    untouched = state(copied)
    for copy, code in ((first, "copy.later"), (99, "copy.unknown")):
        with pytest.raises((InputError, RefusedError)) as said:
            back(copied, copy)
        assert said.value.code == code
    with pytest.raises(InputError) as said:
        back(copied, second, "   ")
    assert said.value.code == "copy.reason"
    back(copied, second)
    for copy, code in ((second, "copy.not_taken"), (first, "copy.first")):
        with pytest.raises(RefusedError) as refused:
            back(copied, copy)
        assert refused.value.code == code
    assert state(copied) == untouched
    assert copied.read(taking_back.possible, second) is False


def test_a_copy_of_an_older_version_of_the_program_is_refused(copied):
    with copied.database.transaction("program", "test") as tx:
        tx.connection.exec_driver_sql("DELETE FROM setting WHERE key LIKE 'returned.%'")
    with pytest.raises(RefusedError) as said:
        back(copied, newest(copied))
    assert said.value.code == "copy.not_kept"


def test_a_random_history_is_walked_back_copy_by_copy(copied):
    draw = random.Random(11)
    states = []
    for step in range(8):
        states.append((newest(copied), state(copied)))
        for side, prefix in ((Side.LEGACY, ""), (Side.CLUBOS, "c")):
            keys = [f"{prefix}{n}" for n in range(len(PEOPLE))]
            copied.take(side, Domain.MEMBERS, *draw.sample(keys, 1))
            for key in draw.sample(keys, 3):
                first = PEOPLE[int(key.removeprefix("c"))]
                mail = draw.choice([f"{first.lower()}@x.org", f"{first.lower()}{step}@x.org"])
                copied.put(side, member(key, first, email=mail, modified=f"2026-12-0{step + 1}T09:00:00.000Z"))
        copied.copy()
    for copy, before in reversed(states):
        back(copied, copy + 1)
        assert state(copied)["fields"] == before["fields"]
        assert state(copied)["records"] == before["records"]
        assert state(copied)["differences"] == before["differences"]
        copied.check()


def half_a_copy(club):
    """A copy of what changed that is stopped when ClubOS is asked: what Wild Apricot answered stays."""
    job = club.job(Mode.INCREMENTAL, [Domain.MEMBERS])
    while next(job).label != "Copying members from ClubOS":
        pass
    job.close()


def waiting(club):
    """A copy of what changed that waits for an OK: many are away."""
    keys = [f"x{n}" for n in range(30)]
    club.put(Side.LEGACY, *(member(key, f"Kim{key}", modified="2026-11-01T00:00:00.000Z") for key in keys))
    club.copy()
    yield
    club.take(Side.LEGACY, Domain.MEMBERS, *keys)
    there = club.sides.pop(Side.CLUBOS)
    club.copy(Mode.INCREMENTAL, [Domain.MEMBERS])
    club.sides[Side.CLUBOS] = there
    assert club.read(mirror.held_runs, Side.LEGACY, Domain.MEMBERS)


@pytest.mark.parametrize("held", [False, True])
def test_what_was_asked_since_is_asked_again_from_where_it_stands(copied, held):
    steps = waiting(copied) if held else iter((None,))
    next(steps)
    copied.put(Side.LEGACY, member("1", "Bob", email="robert@x.org", modified="2026-12-01T08:10:00.000Z"))
    copied.put(Side.LEGACY, member("5", "Fay", email="fay2@x.org", modified="2026-12-01T08:30:00.000Z"))
    copied.copy(Mode.INCREMENTAL, [Domain.MEMBERS])
    wrong = newest(copied)
    copied.put(Side.LEGACY, member("2", "Cleopatra", modified="2026-12-01T08:40:00.000Z"))
    if held:
        next(steps, None)
    else:
        half_a_copy(copied)
    back(copied, wrong)
    assert copied.read(mirror.held_runs, Side.LEGACY, Domain.MEMBERS) == []
    assert copied.read(mirror.unfinished, Side.LEGACY, Domain.MEMBERS) == ()
    copied.copy(Mode.INCREMENTAL, [Domain.MEMBERS])
    if held:
        (run,) = copied.read(mirror.held_runs, Side.LEGACY, Domain.MEMBERS)
        assert copied.read(mirror.page_count, run) == 1
    else:
        assert ("members", "1", "c1", "email") in {
            (d.domain, d.legacy_id, d.clubos_id, d.field) for d in copied.differences()
        }
    copied.check()


def test_what_one_copy_brought_first_and_another_changed_goes_with_both(copied):
    before = state(copied)
    for first in ("Kay", "Kim"):
        copied.put(Side.LEGACY, member("k", first), Event(key="n", title=first, start="2026-12-21T03:00:00.000Z"))
        copied.copy()
    last = newest(copied)
    back(copied, last)
    back(copied, last - 1)
    brought = [row for row in state(copied)["records"] if row not in before["records"]]
    assert [(row[1], row[12] == row[13] is not None) for row in brought] == [("k", True), ("n", True)]
    assert state(copied)["differences"] == before["differences"]
    copied.check()


def test_a_pair_that_ended_twice_within_a_copy_is_made_again_once(copied):
    copied.take(Side.LEGACY, Domain.MEMBERS, "3")
    copied.copy()
    stood = state(copied)
    copied.copy()
    with copied.database.transaction("program", "test") as tx:
        kept = settings.get(tx.connection, "parted", {})[str(newest(copied))]
        ended = [(Domain(row[0]), PairRow(0, *row[1:])) for row in kept]
        note_parted(tx.connection, newest(copied), ended)
    back(copied, newest(copied))
    assert state(copied) == stood


def test_a_pair_that_a_person_parted_since_is_not_made_again(copied):
    copied.take(Side.LEGACY, Domain.MEMBERS, "3")
    copied.copy()
    copied.copy()
    with copied.database.transaction("Ann", "records parted") as tx:
        verdicts.say(tx, Domain.MEMBERS, [("3", "c3")], verdicts.APART)
    back(copied, newest(copied))
    with copied.database.read() as conn:
        keys = conn.exec_driver_sql("SELECT l.key FROM pair p JOIN record l ON l.id = p.legacy").scalars().all()
    assert "2" in keys
    assert "3" not in keys
    copied.check()
