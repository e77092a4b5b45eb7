"""The weekly look at the gates with what goes wrong: run out an hour ago, 98.99 %, nothing measured; each leads on."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from clubos_desktop.job import finish
from clubos_desktop.model.plan import Due, DueState, Plan
from clubos_desktop.model.proofs import Restored
from clubos_desktop.model.registers import Locked
from clubos_desktop.model.time import from_instant, to_instant, zone
from clubos_desktop.store import dues
from clubos_desktop.verification import record
from clubos_desktop.verification.acts import board
from clubos_desktop.verification.acts.entering import enter
from tests.gui.filled import AT, make_club
from tests.gui.walk import forbidden, unnamed
from ui.places import Place
from ui.screens.ready import GATES

HOUR, DAY = 60, 1440
ZONE = "America/Los_Angeles"


@pytest.fixture
def club(tmp_path):
    return make_club(tmp_path)


@pytest.fixture
def review(window, club, qtbot):
    """The window on Ready to switch?, opened at Gate 3."""

    def show():
        window.open_club(club)
        window.show()
        qtbot.waitUntil(lambda: window.view is not None)
        window.go(Place.READY, 3)
        return window.here()

    return show


def ago(club, minutes):
    """The clock as it was so many minutes ago; 0 is now."""
    club.workspace.clock.minutes = 20 - minutes


def due_days(club, done, missed):
    """A plan from the first day on, and what became of each day until yesterday."""
    n = done + missed
    with club.workspace.database.transaction("program", "plan set") as tx:
        dues.add_plan(tx, Plan(ZONE, jitter=0))
    today = from_instant(AT).astimezone(zone(ZONE)).replace(hour=0, minute=0)
    days = []
    for back in range(n, 0, -1):
        opens, closes = (to_instant(today - timedelta(days=each)) for each in (back, back - 1))
        state = DueState.MISSED if back == n // 2 and missed else DueState.DONE
        days.append(Due((today - timedelta(days=back)).date().isoformat(), opens, closes, state, settled=closes))
    with club.workspace.database.transaction("program", "days settled") as tx:
        dues.put(tx, days)


def line(ready, identity):
    return next(row.lines[identity] for row in ready.gates.rows if identity in row.lines)


def test_what_ran_out_an_hour_ago_says_so_and_leads_to_its_list(club, review, qtbot, shot):
    database = club.workspace.database
    ago(club, 30 * DAY + HOUR)
    enter(database, "person:1", "restore", "tested", Restored(2.0, 9, "s", ()))
    ago(club, 2 * HOUR)
    finish(record.evaluate(database, clock=club.workspace.clock, actor="person:1"))
    ago(club, 0)
    ready = review()
    check = line(ready, "G3.3")
    said = check.accessibleName()
    assert "Backup and restore tested successfully.: Got worse since" in said
    assert "must be done again" in said
    qtbot.waitUntil(check.isVisible)
    shot(ready.window(), "review-ran-out")
    qtbot.mouseClick(line(ready, "G3.3").way, Qt.MouseButton.LeftButton)
    assert ready.list.sheet.id == "restores"
    qtbot.mouseClick(ready.list.buttons["test"], Qt.MouseButton.LeftButton)
    view = ready.desk.view
    qtbot.waitUntil(lambda: ready.desk.view is not view and not ready.desk.jobs.busy)
    assert ready.back()
    assert "Passed" in line(ready, "G3.3").accessibleName(), "done again, it counts again"
    assert not unnamed(ready)
    assert not forbidden(ready)


def test_98_99_percent_is_not_99(club, review, qtbot, shot):
    ago(club, 100 * DAY)
    enter(club.workspace.database, "person:1", "criteria", "locked", Locked("c", "1"), item="")
    board.set_limits(club.workspace.database, "person:1", {"sync_days": 99})
    due_days(club, 98, 1)
    ago(club, 0)
    ready = review()
    check = line(ready, "G3.2")
    assert "98 of 99 on time (98.99 %)" in check.accessibleName()
    assert "Passed" not in check.accessibleName()
    assert ready.gates.rows[2].head.isChecked()
    shot(ready.window(), "review-98-99")
    qtbot.mouseClick(line(ready, "G3.2").way, Qt.MouseButton.LeftButton)
    assert ready.desk.here() is not ready, "the plan of copies is elsewhere"


def test_without_any_run_nothing_is_measured_and_the_week_is_sealed_so(club, review, shot):
    database = club.workspace.database
    ago(club, 14 * DAY)
    finish(record.evaluate(database, clock=club.workspace.clock, actor="person:1"))
    ago(club, 0)
    finish(record.evaluate(database, clock=club.workspace.clock, actor="person:1"))
    ready = review()
    said = line(ready, "G3.2").accessibleName()
    assert "Not measured" in said
    assert not ready.desk.judged.gates[2].passed, "not measured is not passed"
    assert ready._stack.currentWidget() is ready._pages[GATES]
    for row in ready.gates.rows:
        for identity, check in row.lines.items():
            assert check.way is not None or "Passed" in check.accessibleName(), f"{identity} leads nowhere"
    ready.open_list("weeks")
    assert [row.cells["verdict"] for row in ready.list._rows] == ["Not ready", "missed", "Not ready"]
    shot(ready.window(), "review-weeks")
