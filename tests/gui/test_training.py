"""Practice in the window: violet, its word, twelve tasks checked by result, and back with what was passed."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import func, select

from clubos_desktop import training
from clubos_desktop.store import tables
from clubos_desktop.verification.acts import proofs
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed
from ui.opened import OpenedClub
from ui.places import Place


@pytest.fixture
def club(tmp_path):
    return make_club(tmp_path)


@pytest.fixture
def inside(window, club, qtbot):
    """The window in a practice copy of the club."""
    window.open_club(club)
    window.show()
    qtbot.waitUntil(lambda: window.view is not None)
    window.go(Place.READY, "practice")
    button = window.here().list.buttons["practise"]
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.club is not club and window.view is not None)
    return window


def state(window, task):
    view = window.view
    return next(row.cells["state"] for row in window.here().list.sheet.rows(view) if row.item == f"in:{task}")


def press(window, qtbot, key):
    view = window.view
    qtbot.mouseClick(window.here().list.detail.buttons[key], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.view is not view)


def choose(window, task):
    page = window.here().list
    rows = page.sheet.rows(window.view)
    page.table.select_row(next(n for n, row in enumerate(rows) if row.item == f"in:{task}"))


def test_practice_is_the_whole_program_in_violet_with_its_word(inside, qtbot, shot):
    assert inside.windowTitle().startswith("PRACTICE – ")
    assert inside.band.property("practice") is True
    assert inside.here().list.sheet.id == "practice"
    assert isinstance(inside.club, OpenedClub)
    inside.go(Place.OVERVIEW)
    inside.go(Place.READY, "practice")
    assert not unnamed(inside.here())
    assert not forbidden(inside)
    shot(inside, "practice-tasks")


def test_a_task_is_passed_by_its_result_and_help_is_not_passing(inside, qtbot, club, shot):
    choose(inside, "ticket")
    press(inside, qtbot, "help")
    assert state(inside, "ticket") == "begun, help was asked for"
    shot(inside, "practice-help")
    press(inside, qtbot, "begin")
    assert state(inside, "ticket") == "begun"
    copy = inside.club.workspace
    proofs.ticket(copy.database, copy.actor, "Password", "clubos", "2026-11-23")
    view = inside.view
    inside.outdate()
    qtbot.waitUntil(lambda: inside.view is not view)
    assert state(inside, "ticket") == "passed"
    button = inside.here().list.buttons["end"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: inside.has_club and inside.club is club and inside.view is not None)
    assert not inside.windowTitle().startswith("PRACTICE")
    assert inside.band.property("practice") is False
    assert not training.place(club.path).exists()
    rows = {row.item: row.cells["state"] for row in inside.here().list.sheet.rows(inside.view)}
    assert rows["1:ticket"] == "passed"
    assert "tickets" not in {entry.register for entry in inside.view.known.kept.entries}


def test_in_practice_nothing_is_copied(inside, qtbot):
    inside.copy_now()
    qtbot.waitUntil(inside.trouble.isVisible)
    assert not inside.jobs.busy


def test_a_window_closed_in_practice_closes_the_club_too(inside, club):
    inside.close()
    assert club.workspace._closed


def test_who_quits_midway_keeps_what_was_passed_and_help_passes_nothing(inside, qtbot, club, shot):
    choose(inside, "incident")
    press(inside, qtbot, "begin")
    press(inside, qtbot, "help")
    choose(inside, "ticket")
    press(inside, qtbot, "begin")
    copy = inside.club.workspace
    proofs.ticket(copy.database, copy.actor, "Password", "clubos", "2026-11-23")
    with copy.database.read() as conn:
        calls = conn.execute(select(func.count()).select_from(tables.call)).scalar_one()
    qtbot.mouseClick(inside.here().list.buttons["end"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: inside.has_club and inside.club is club and inside.view is not None)
    rows = {row.item: row.cells["state"] for row in inside.here().list.sheet.rows(inside.view)}
    assert rows["1:ticket"] == "passed"
    assert rows["1:incident"] == "not passed yet", "help was asked for"
    assert rows["1:pack"] == "not begun"
    assert calls == 0, "nothing left the copy"
    shot(inside, "practice-quit-midway")


def test_a_task_in_the_lists_place_has_the_room_of_the_heading(inside, qtbot):
    inside.resize(900, 560)
    page = inside.here().list
    qtbot.waitUntil(lambda: not page.split.side_by_side)
    assert page.buttons["end"].isVisible()
    page.table.opened.emit(0)
    assert page.detail.isVisible()
    assert not page.buttons["end"].isVisible()
    assert page.back()
    assert page.buttons["end"].isVisible()
    assert not page.detail.isVisible()
