"""Two copies of everything must tell the same: what counts as read differently, to the millisecond."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Invoice, Member
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import settings, twice, views
from clubos_desktop.sync import taking_back
from clubos_desktop.sync.accept import accept_held
from clubos_desktop.sync.prepare import Landed
from clubos_desktop.sync.twice import LAG, TOLD

PLACE = (Side.LEGACY, Domain.MEMBERS)
OLD = "2026-11-01T00:00:00.000Z"
PEOPLE = 60


def member(n, status="Active", modified=OLD):
    return Member(
        key=f"{n:03d}", first_name=f"F{n}", last_name="Lee", email=f"f{n}@x.org", status=status, modified=modified
    )


@pytest.fixture
def copied(club):
    for n in range(PEOPLE):
        club.put(Side.LEGACY, member(n))
    club.copy()
    return club


def figure(club, place=PLACE):
    with club.database.read() as conn:
        found = twice.newest_full(conn, *place)
        return None if found is None else twice.figure(conn, *place, found[0])


def limit(club):
    """The last moment that lies before the copy of everything that was taken over last."""
    with club.database.read() as conn:
        started = twice.newest_full(conn, *PLACE)[1]
    return from_instant(started) - LAG


def test_the_first_copy_contradicts_nothing_and_an_equal_one_neither(copied):
    assert figure(copied) == 0
    runs = copied.copy()
    assert (figure(copied), runs[PLACE].reason) == (0, "")


@pytest.mark.parametrize(("later", "odd"), [(-1, 1), (0, 0), (1, 0)])
@pytest.mark.parametrize("what", ["changed", "new"])
def test_a_change_that_the_copy_before_ought_to_have_shown(copied, later, odd, what):
    at = to_instant(limit(copied) + timedelta(milliseconds=later))
    copied.put(Side.LEGACY, member(3 if what == "changed" else PEOPLE, "Lapsed", at))
    runs = copied.copy()
    assert figure(copied) == odd
    assert bool(runs[PLACE].reason) == bool(odd)
    copied.check()


def test_the_ids_stand_with_the_run_and_the_next_equal_copy_is_good(copied):
    for n in range(4):
        copied.put(Side.LEGACY, member(n, "Lapsed"))
    runs = copied.copy()
    assert figure(copied) == 4
    told = "Read differently though nothing about them had changed: 4 members (ids 000, 001, 002, 003)."
    assert runs[PLACE].reason == told
    assert (copied.copy()[PLACE].reason, figure(copied)) == ("", 0)


def test_more_than_a_few_are_not_all_told(copied):
    for n in range(TOLD + 1):
        copied.put(Side.LEGACY, member(n, "Lapsed"))
    reason = copied.copy()[PLACE].reason
    assert f"{TOLD + 1} members" in reason
    assert "009, …" in reason
    assert "010" not in reason


def test_one_alone_is_one_member(copied):
    copied.put(Side.LEGACY, member(1, "Lapsed"))
    assert "1 member (ids 001)." in copied.copy()[PLACE].reason


@pytest.mark.parametrize("what", ["no time", "a time now"])
def test_without_a_time_of_change_or_with_a_new_one_nothing_contradicts(copied, what):
    copied.put(Side.LEGACY, member(3, modified=None))
    copied.copy()
    copied.put(Side.LEGACY, member(3, "Lapsed", None if what == "no time" else "2026-12-02T00:00:00.000Z"))
    copied.copy()
    assert figure(copied) == 0


@pytest.mark.parametrize(("others", "odd"), [({}, 1), ({"status": "Lapsed"}, 1)])
def test_a_record_that_the_copy_before_did_not_list(copied, others, odd):
    copied.take(*PLACE, "003")
    copied.copy()
    assert figure(copied) == 0, "that something is no longer listed is a change without a time"
    copied.put(Side.LEGACY, member(3, **others))
    copied.copy()
    assert figure(copied) == odd
    copied.check()


def test_what_went_and_came_back_between_two_full_copies_contradicts_nothing(copied):
    copied.take(*PLACE, "003")
    copied.copy(Mode.INCREMENTAL)
    copied.put(Side.LEGACY, member(3))
    copied.copy()
    assert figure(copied) == 0


def test_only_full_copies_of_what_is_compared_are_counted(copied):
    with copied.database.read() as conn:
        before = settings.get(conn, "twice.legacy.members", {})
        assert settings.get(conn, "twice.legacy.invoices", None) is None
    copied.put(Side.LEGACY, Invoice(key="i", amount=1, paid=0, modified=OLD))
    copied.copy(Mode.INCREMENTAL)
    with copied.database.read() as conn:
        assert settings.get(conn, "twice.legacy.members", {}) == before


@pytest.mark.parametrize(("column", "odd"), [("fields", 0), ("raw", 0), ("fields, raw", 1)])
def test_only_another_answer_that_reads_as_something_else_contradicts(copied, column, odd):
    """A newer program may read the same answer otherwise; an answer may differ in what is not read."""
    place = (Side.LEGACY, Domain.EVENTS)
    copied.put(Side.LEGACY, Event(key="e", title="Gala", modified=OLD))
    copied.copy()
    other = {"fields": msgspec.msgpack.encode(Event(key="e", title="Ball", modified=OLD)), "raw": b"{}"}
    with copied.database.landing() as conn:
        for each in column.split(", "):
            conn.exec_driver_sql(
                f"UPDATE version SET {each} = ? WHERE record IN (SELECT id FROM record WHERE key = 'e')", (other[each],)
            )
        conn.exec_driver_sql("UPDATE record SET raw_hash = x'00' WHERE key = 'e'")
        conn.exec_driver_sql("DELETE FROM page")
    assert copied.copy()[place].changed == 1
    assert figure(copied, place) == odd


def held(club):
    run = club.copy()[PLACE]
    assert run.state is RunState.HELD
    source = club.sides[Side.LEGACY]
    landed = Landed(run, source.reader(source.account), source.account)
    return finish(accept_held(club.database, landed, club.rules, clock=club.clock, actor="Ann"))


def test_what_a_person_looked_at_and_accepted_has_its_reason(copied):
    for n in range(20):
        copied.put(Side.LEGACY, member(n, "Lapsed"))
    assert held(copied).changed == 20
    assert figure(copied) == 0


def test_a_look_at_who_vanished_is_none_at_what_changed(copied):
    copied.put(Side.LEGACY, member(1, "Lapsed"))
    copied.take(*PLACE, *(f"{n:03d}" for n in range(20, 40)))
    assert held(copied).state is RunState.COMPLETE
    assert figure(copied) == 1


def test_a_copy_that_is_taken_back_drops_its_figure(copied):
    copied.copy()
    good = copied.read(twice.newest_full, *PLACE)[0]
    copied.put(Side.LEGACY, member(1, "Lapsed"))
    bad = copied.copy()[PLACE]
    assert figure(copied) == 1
    finish(taking_back.take_back(copied.database, bad.copy, reason="wrong", clock=copied.clock, actor="Ann"))
    assert copied.read(twice.newest_full, *PLACE)[0] == good
    assert figure(copied) == 0
    assert copied.read(twice.figure, *PLACE, bad.id) is None
    copied.check()


def test_a_figure_for_each_of_the_last_runs_is_kept(copied):
    run = copied.read(views.latest_runs)[PLACE]
    with copied.database.landing() as conn:
        for n in range(twice.KEPT + 5):
            twice.note(conn, replace(run, id=100 + n), n)
        kept = settings.get(conn, "twice.legacy.members", {})
    assert sorted(kept, key=int) == [str(105 + n) for n in range(twice.KEPT)]
    assert kept["124"] == 24
    with copied.database.landing() as conn:
        twice.forget(conn, replace(run, id=100))
        assert settings.get(conn, "twice.legacy.members", {}) == kept
