"""The weekly judgement: sealed once a week, a missed week is a hole, the trend is counted."""

from datetime import timedelta

import pytest

from clubos_desktop.job import finish
from clubos_desktop.model.registers import Entry, Kept, Weekly
from clubos_desktop.model.time import to_instant
from clubos_desktop.verification import record, weekly
from clubos_desktop.verification.lists import catalogue, reading


@pytest.mark.parametrize(
    ("at", "zone", "week"),
    [
        ("2026-12-07T08:00:00.000Z", "UTC", "2026-12-07"),
        ("2026-12-07T07:59:00.000Z", "America/Los_Angeles", "2026-11-30"),
        ("2026-12-13T23:59:00.000Z", "UTC", "2026-12-07"),
        ("2026-12-13T23:59:00.000Z", "Pacific/Auckland", "2026-12-14"),
    ],
)
def test_a_week_begins_on_monday_by_the_clubs_clock(at, zone, week):
    assert weekly.monday(at, zone) == week


def book(*weeks):
    entries = [
        Entry(n, "week", week, "sealed", f"{week}T08:00:00.000Z", "program", "", Weekly(week, "NOT READY", passed, "h"))
        for n, (week, passed) in enumerate(weeks, 1)
    ]
    return Kept(tuple(entries))


def test_weeks_have_a_trend_and_holes():
    kept = book(("2026-11-02", (1,)), ("2026-11-16", (1, 2)), ("2026-11-23", (2,)))
    found = weekly.weeks(kept, "2026-12-08T08:00:00.000Z", "UTC")
    assert [(each.week, each.step, each.entry is not None) for each in found] == [
        ("2026-11-02", 0, True),
        ("2026-11-09", 0, False),
        ("2026-11-16", 1, True),
        ("2026-11-23", -1, True),
        ("2026-11-30", 0, False),
    ]
    assert weekly.weeks(Kept(), "2026-12-08T08:00:00.000Z", "UTC") == ()


def test_the_first_judgement_of_a_week_seals_it(desk):
    database, clock = desk.database, desk.clock
    with database.read() as conn:
        assert not record.waits(conn, to_instant(clock.now()))
    made = finish(record.evaluate(database, clock=clock, actor="program"))
    finish(record.evaluate(database, clock=clock, actor="program"))
    (entry,) = desk.known().kept.of("week")
    assert (entry.actor, entry.body.sha256) == ("program", weekly.hashed(made))
    clock.at += timedelta(days=14)
    with database.read() as conn:
        assert record.waits(conn, to_instant(clock.now()))
    finish(record.evaluate(database, clock=clock, actor="program"))
    with database.read() as conn:
        assert not record.waits(conn, to_instant(clock.now()))
        view = reading.view(conn, to_instant(clock.now()))
    sheet = catalogue.sheet("weeks")
    rows = sheet.rows(view)
    assert [(row.tone, row.cells["verdict"]) for row in rows][1] == ("problem", "missed")
    assert rows[0].cells["trend"] in {"as before", "-1"}
    assert sheet.heading(view, rows) == "2 weeks sealed, 1 missed. This week is sealed."
    clock.at += timedelta(days=7)
    with database.read() as conn:
        view = reading.view(conn, to_instant(clock.now()))
    assert sheet.heading(view, sheet.rows(view)).endswith("This week is not judged yet.")
