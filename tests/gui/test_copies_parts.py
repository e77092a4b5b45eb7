"""The parts of Copies: pace, health with a log, and every copy down to its calls."""

import pytest
from PySide6.QtCore import Qt

from clubos_desktop.model.domains import Side
from clubos_desktop.model.runs import Mode
from clubos_desktop.store import settings, tables
from tests.gui.filled import AT, make_club
from tests.gui.walk import forbidden, unnamed
from ui.places import Place
from ui.screens.copies.screen import NOW


@pytest.fixture
def opened(window, qtbot, tmp_path):
    club = make_club(tmp_path, members=40)
    row = {"at": AT, "side": "clubos", "method": "GET", "status": 200}
    with club.workspace.database.landing() as conn:
        conn.execute(
            tables.call.insert(),
            [row | {"path": "/api/v1/members?page=1", "ms": n} for n in range(1, 41)]
            + [row | {"path": "/api/admin/events/77", "ms": 9, "status": 500}],
        )
    with club.workspace.database.transaction("person:1", "connection set") as tx:
        for side, kind in (("legacy", "wild-apricot"), ("clubos", "clubos")):
            settings.put(tx, f"connection.{side}", {"kind": kind, "url": "https://club.example"})
            account = {
                "side": side,
                "kind": kind,
                "account_id": "1",
                "name": "Lakeside Club",
                "zone": "UTC",
                "currency": "USD",
            }
            settings.put(tx, f"account.{side}", account)
    window.open_club(club)
    window.show()
    qtbot.waitUntil(lambda: window.judged is not None)
    return window


def part(window, word):
    window.go(Place.COPIES, word)
    return window.here().here


def test_our_part_of_the_calls_is_set_in_one_press(opened, qtbot, shot):
    page = part(opened, "Pace")
    assert "calls" in page._sum.text()
    assert page.table.rows.rowCount() > 3
    budget = page._budgets[Side.LEGACY]
    assert "of our 30 a minute used (40 are allowed)" in budget._bars["list"][0].text()
    budget.shares.button("50 %").click()
    qtbot.waitUntil(lambda: "of our 20 a minute" in budget._bars["list"][0].text())
    days = page.recheck.days
    assert (page.recheck.isVisible(), days.chosen()) == (True, "30")
    days.choose("90")
    days.activated.emit(days.currentIndex())
    qtbot.waitUntil(lambda: opened.club.planning.pace(Mode.FULL).recheck == 90)
    shot(opened, "copies-pace")
    before = page._sum.text()
    page.modes.button("Everything").click()
    assert page._sum.text().startswith("About")
    assert page._sum.text() or before


def test_health_shows_how_many_calls_it_rests_on_and_measures_no_few(opened, qtbot, shot):
    page = part(opened, "Health")
    rows = page.speed.table.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 2)
    cells = {
        rows.index(row, 0).data(): [rows.index(row, column).data() for column in range(7)]
        for row in range(rows.rowCount())
    }
    assert cells["GET /api/v1/members"][2:] == ["40", "20 ms", "38 ms", "40 ms", "Measured"]
    assert cells["GET /api/admin/events/…"][2:] == ["1", "–", "–", "–", "1 failed"]
    assert "Not asked yet" in page.polls._status.accessibleName()
    shot(opened, "copies-health")


def test_a_pasted_log_is_looked_into_and_recorded_only_when_asked(opened, qtbot, shot):
    page = part(opened, "Health")
    log = page.log
    assert log._status.accessibleName() == "No log read in"
    log.look(b"nothing with a time")
    qtbot.waitUntil(log.found.isVisible)
    assert "No line with a time" in log.found.cause.text()
    assert log.keep.isHidden()
    log.look(b"2026-11-22T10:00:00Z FATAL gone\n2026-11-23T10:00:00Z info back")
    qtbot.waitUntil(log.keep.isVisible)
    assert "2 lines: 1 critical and 1 other line." in log.found.cause.text()
    assert "Nothing was logged from" in log.found.remedy.text()
    shot(opened, "copies-log")
    log.keep.click()
    qtbot.waitUntil(lambda: "1 critical in 2 lines" in log._status.accessibleName())


def test_down_to_the_calls_of_a_run_and_up_again_by_keyboard(opened, qtbot, shot):
    page = part(opened, "All copies")
    table = page.table
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    assert table.rows.rowCount() == 1
    table.select_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert page._title.text() == "Copy 1"
    states = {table.rows.row(row).what: row for row in range(table.rows.rowCount())}
    wanted = next(row for row in range(table.rows.rowCount()) if table.rows.row(row).where == "ClubOS")
    assert "Members" in states
    table.select_row(wanted)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.rows.rowCount() == 41
    assert table.rows.row(40).state == "Fault (500)"
    assert not unnamed(opened)
    assert not forbidden(opened)
    shot(opened, "copies-calls")
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert page._title.text() == "Copy 1"
    assert table.current_row() == wanted
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert page._title.text() == "Every copy that was made"
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert opened.here()._shown == NOW


def test_backups_are_made_tested_and_everything_examined(opened, qtbot, shot):
    page = part(opened, "Backups")
    assert page._status.accessibleName() == "No backup yet"
    assert not page.try_it.isEnabled()
    page.make.click()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 1 and not opened.jobs.busy)
    assert "1 backup of" in page._words.text()
    page.try_it.click()
    qtbot.waitUntil(page.result.isVisible)
    assert page.result.cause.text().startswith("Restored, opened and examined; ")
    qtbot.waitUntil(lambda: "everything was there" in page._tested.text())
    page.result.hide()
    page.examine.click()
    qtbot.waitUntil(page.result.isVisible)
    shot(opened, "copies-backups")
    assert page.result.cause.text()
    assert not unnamed(opened)
    assert not forbidden(opened)
