"""The watch after the switch: when a look is due, what it measures, its gaps, whose computer was to be on."""

import pytest

from clubos_desktop.cutover import acts, watch
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.registers import Left, Noted
from clubos_desktop.model.runbook import Begun, Plan, Remark, RunKind, Watched
from clubos_desktop.store import tables
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.registers import actions, runbook

from .test_locks import ready, switched

START = "2026-12-05T08:00:00.000Z"
QUIET = Watched(10, 0, 100, 0)


def looked(book, *times, seen=QUIET):
    for at in times:
        book.add("watch", "looked", seen, f"2026-12-{at}:00.000Z", "")
    return book


def test_a_look_is_due_every_hour_then_daily_then_weekly():
    book = switched()
    assert watch.due(book.known("2026-12-05T08:30:00.000Z"), START)
    looked(book, "05T09:00")
    assert not watch.due(book.known("2026-12-05T09:59:00.000Z"), START)
    assert watch.due(book.known("2026-12-05T10:00:00.000Z"), START)
    looked(book, "06T07:30")
    assert not watch.due(book.known("2026-12-06T08:30:00.000Z"), START), "the first day is over: once a day now"
    assert watch.due(book.known("2026-12-07T07:30:00.000Z"), START)
    looked(book, "12T07:00")
    assert not watch.due(book.known("2026-12-18T07:00:00.000Z"), START), "the first week is over: once a week now"
    assert watch.due(book.known("2026-12-19T07:00:00.000Z"), START)
    assert not watch.due(book.known("2027-01-04T08:00:00.000Z"), START), "the return period is over"
    assert watch.board(book.known("2027-01-04T08:00:00.000Z")).next is None
    assert watch.board(ready().known()) is None
    assert runbook.in_charge(book.known().kept) is Side.CLUBOS


def shift(book, day, begins, ends, who, *, item="1"):
    return book.add("watcher", "noted", Noted({"day": day, "from": begins, "until": ends, "who": who}), item=item)


def test_gaps_say_whose_computer_should_have_been_on():
    book = shift(looked(switched(), "05T09:00"), "2026-12-05", "08:00", "14:00", "Ann")
    assert watch.gaps(book.known("2026-12-05T10:00:00.000Z"), START) == ()
    (gap,) = watch.gaps(book.known("2026-12-05T12:00:00.000Z"), START)
    assert (gap.first[11:16], gap.last[11:16], gap.who) == ("09:00", "12:00", "Ann")
    looked(book, "05T13:00", seen=Watched(0, 0, 0, 0))
    (gap,) = watch.gaps(book.known("2026-12-05T13:30:00.000Z"), START)
    assert gap.last[11:16] == "13:30", "a look that could measure nothing closes no gap"
    (_, late) = watch.gaps(looked(book, "05T14:00").known("2026-12-08T08:00:00.000Z"), START)
    assert (late.last, late.who) == ("2026-12-06T08:00:00.000Z", ""), "the first day alone has hourly looks"


def test_the_board_names_who_watches_now_and_the_hours_of_nobody():
    book = shift(looked(switched(), "05T09:00"), "2026-12-05", "08:00", "24:00", "Ann")
    shift(book, "2026-12-06", "00:00", "06:00", "Bea", item="2")
    shift(book, "2026-12-06", "00:00", "23:59", "Cem", item="3")
    book.add("watcher", "left", Left(), item="3")
    board = watch.board(book.known("2026-12-06T03:00:00.000Z"))
    assert board.now == "Bea"
    assert board.next == "2026-12-05T10:00:00.000Z"
    assert board.holes == (("2026-12-06T06:00:00.000Z", "2026-12-06T08:00:00.000Z"),)
    assert (board.until, board.stage.every, board.proposals) == ("2026-12-06T08:00:00.000Z", 1, ())
    assert watch.board(switched().known("2026-12-05T09:00:00.000Z")).proposals == ()


@pytest.mark.parametrize("ends", ["25:00", "24:30", "12:60", "8:00", "07:00", "noon"])
def test_a_shift_that_cannot_be_is_refused(ends):
    with pytest.raises(InputError):
        actions.checked("2026-12-05", "08:00", ends, "Ann")
    actions.checked("2026-12-05", "08:00", "24:00", "Ann")


@pytest.fixture
def after(day, monkeypatch):
    """ClubOS took over half an hour ago; the ledger of calls is empty."""
    at = known(day.database).at
    monkeypatch.setattr(runbook, "switched", lambda _kept: watch.plus(at, -1800))
    return day


def called(day, *calls):
    """Calls to ClubOS, each so many minutes ago with a status and milliseconds."""
    at = known(day.database).at
    same = {"side": Side.CLUBOS, "method": "GET", "path": "/x"}
    rows = [{"at": watch.plus(at, -60 * ago), "status": status, "ms": ms, **same} for ago, status, ms in calls]
    if rows:
        with day.database.landing() as conn:
            conn.execute(tables.call.insert(), rows)


def proposals(day):
    with day.database.read() as conn:
        return watch.look(conn, known(day.database)).proposals


WELL = [(ago, 200, 50) for ago in range(2, 58) for _ in range(20)]


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ([], "was not asked"),
        (WELL, None),
        ([*WELL, (30, None, 50)], None),
        ([*WELL, (30, 503, 50), (30, None, 50)], "2.0% of the calls failed within 5 minutes; 1 % is expected"),
        ([*WELL, *[(30, 500, 50)] * 12], "talk about going back"),
        ([*WELL, *[(30, 200, 6000)] * 20], "The slowest calls took 6.0 s"),
        ([(90, 500, 50), *WELL], None),
    ],
)
def test_the_limits_of_the_first_day(after, calls, said):
    with after.database.read() as conn:
        before = watch.look(conn, known(after.database)).differences
    called(after, *calls)
    found = [each for each in proposals(after) if not (before and "Records differ" in each)]
    assert [said in each for each in found] == ([True] if said else [])


def test_later_stages_have_smaller_limits_over_longer_spans(after, monkeypatch):
    at = known(after.database).at
    called(after, *WELL, (30, 500, 50), (30, 500, 50))
    monkeypatch.setattr(runbook, "switched", lambda _kept: watch.plus(at, -3 * 86400))
    assert any("0.7% of the calls failed within 15 minutes; 0.5 %" in each for each in proposals(after))
    monkeypatch.setattr(runbook, "switched", lambda _kept: watch.plus(at, -9 * 86400))
    assert any("0.2% of the calls failed within 60 minutes; 0.1 %" in each for each in proposals(after))


def test_it_waits_only_after_a_switch(day):
    at = known(day.database).at
    with day.database.read() as conn:
        assert not watch.waits(conn, at, "UTC")
    day.rehearse(kind="dry run")
    with day.database.read() as conn:
        assert not watch.waits(conn, at, "UTC")


def test_a_look_is_kept_and_the_next_is_due_in_an_hour(after):
    called(after, *WELL)
    start = runbook.switched(after.kept)
    assert watch.due(known(after.database), start)
    entry = watch.record(after.database, PROGRAM)
    assert entry.body.calls == len(WELL)
    assert not watch.due(known(after.database), start)
    after.wait(60)
    assert watch.due(known(after.database), start)


def first_day(day, *hours, calls=10, until=25):
    """The first day with looks after so many hours, ``until`` hours after the switch; ClubOS was asked just now."""
    start = known(day.database).at
    for hour in range(until):
        day.wait(60)
        if hour + 1 in hours:
            enter(day.database, PROGRAM, "watch", "looked", Watched(calls, 0, 100, 0), item="")
    called(day, *[(2, 200, 50)] * 50)
    return start


def why_not_over(day, start, words=""):
    with day.database.read() as conn:
        found = watch.unfinished(conn, known(day.database), start, words=words)
    return [each for each in found if "Records differ" not in each]


EVERY_HOUR = range(1, 26)


def test_a_watched_day_is_over_when_its_24_hours_are(day):
    start = first_day(day, *EVERY_HOUR, until=23)
    assert [each[:21] for each in why_not_over(day, start)] == ["The 24 hours end on W"]
    day.wait(60)
    enter(day.database, PROGRAM, "watch", "looked", Watched(10, 0, 100, 0), item="")
    called(day, *[(2, 200, 50)] * 50)
    assert why_not_over(day, start) == []


@pytest.mark.parametrize(("hours", "calls"), [((), 10), (EVERY_HOUR, 0)])
def test_a_day_that_nobody_watched_or_that_could_not_be_measured_is_not_over(day, hours, calls):
    (why,) = why_not_over(day, first_day(day, *hours, calls=calls), "all was well")
    assert why.startswith("Nobody looked in these 24 hours")


def test_one_look_in_the_first_hour_is_no_day_of_watching(day):
    start = first_day(day, 1)
    (late,) = why_not_over(day, start, "all was well")
    assert "long before the end: look now." in late
    (_, gap) = why_not_over(day, start)
    assert gap.startswith("Nobody looked from ")
    enter(day.database, PROGRAM, "watch", "looked", Watched(10, 0, 100, 0), item="")
    assert why_not_over(day, start, "all was well") == []


def test_hours_without_a_look_are_named_until_somebody_says_what_was_in_them(day):
    hours = [hour for hour in EVERY_HOUR if hour not in (10, 11)]
    begun = Begun(Plan.CUTOVER, RunKind.REAL, "c", tuple(sorted(day.roles.items())))
    enter(day.database, "person:1", "runbook", "begun", begun)
    enter(day.database, "person:1", "runbook", "noted", Remark("watch", "Before those hours"), item="1")
    enter(
        day.database,
        "person:1",
        "watcher",
        "noted",
        Noted({"day": "2026-12-01", "from": "00:00", "until": "24:00", "who": "Ann"}),
    )
    start = first_day(day, *hours)
    (gap,) = why_not_over(day, start)
    assert gap.endswith("(Ann): say what you know of these hours.")
    assert why_not_over(day, start, "  ") == [gap]
    assert why_not_over(day, start, "Ann's computer slept; nobody wrote to us") == []
    acts.note(day.database, "person:1", "laptop", "About something else")
    assert why_not_over(day, start) == [gap]
    acts.note(day.database, "person:1", "watch", "Ann's computer slept; nobody wrote to us")
    assert why_not_over(day, start) == []


def test_what_clubos_does_now_is_judged_whatever_the_last_look_said(day):
    start = first_day(day, *EVERY_HOUR)
    called(day, *[(20, 500, 50)] * 10)
    (why,) = why_not_over(day, start)
    assert "talk about going back" in why
    day.wait(60 * 3)
    (why,) = why_not_over(day, start)
    assert "was not asked" in why
