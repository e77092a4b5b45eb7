"""The symbol beside the clock: its menu, the one question of the close button, and the way back to the window."""

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from clubos_desktop.model.plan import Plan
from clubos_desktop.store import talk
from tests.gui.filled import make_club
from tests.gui.walk import forbidden
from ui.beginning import Beginning
from ui.frame.first import Shell
from ui.frame.leaving import QUIT, STAY
from ui.frame.tray import GO_ON, STOP
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.places import Place
from ui.remembered import Remembered
from ui.tokens import LIGHT


@pytest.fixture
def opened(qtbot, monkeypatch, tmp_path, dress):
    """A whole program, as it starts, where the desktop has a place beside the clock."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    remembered = Remembered(tmp_path / "config")
    shell = Shell(LIGHT, "")
    made = Window(JobRunner(shell), remembered)
    shell.fill(made)
    shell.stays = made.stays
    qtbot.addWidget(shell)
    shell.show()
    made.open_club(make_club(tmp_path, members=20))
    qtbot.waitUntil(lambda: made.judged is not None and made.tray.there)
    made.shell = shell
    made.remembered = remembered
    yield made
    made.leaving.quit()
    QApplication.setQuitOnLastWindowClosed(True)


def actions(window):
    return {each.text(): each for each in window.tray._menu.actions() if each.text()}


def plan(window, qtbot):
    window.jobs.act(lambda: window.club.planning.choose(Plan("America/Los_Angeles")))
    qtbot.waitUntil(lambda: window.club.planning.plan() is not None)


def test_the_menu_opens_copies_stops_and_goes_on(opened, qtbot):
    assert list(actions(opened)) == ["Open the window", "Copy now", STOP, "Quit"]
    actions(opened)[STOP].trigger()
    assert opened.clockwork.resting
    assert list(actions(opened)) == ["Open the window", "Copy now", GO_ON, "Quit"]
    assert not actions(opened)["Copy now"].isEnabled()
    actions(opened)[GO_ON].trigger()
    assert not opened.clockwork.resting
    copies = len(opened.club.copies)
    actions(opened)["Copy now"].trigger()
    qtbot.waitUntil(lambda: len(opened.club.copies) > copies and not opened.jobs.busy)


def test_the_close_button_asks_once_and_then_does_as_was_said(opened, qtbot, shot):
    plan(opened, qtbot)
    opened.shell.close()
    box = opened.leaving.box
    assert box is not None
    assert opened.shell.isVisible(), "nothing is closed before the answer"
    assert "Next copy by plan" in box.informativeText()
    shot(box, "close-question")
    assert not forbidden(box)
    box.reject()
    qtbot.waitUntil(lambda: opened.leaving.box is None)
    assert opened.leaving.choice == ""
    opened.shell.close()
    next(each for each in opened.leaving.box.buttons() if each.text() == "Stay beside the clock").click()
    assert (opened.remembered.on_close(), opened.shell.isVisible(), opened.closed) == (STAY, False, False)
    actions(opened)["Open the window"].trigger()
    assert opened.shell.isVisible()
    qtbot.waitUntil(lambda: opened.leaving.box is None)
    opened.shell.close()
    assert opened.leaving.box is None, "asked once"
    assert not opened.shell.isVisible()
    actions(opened)["Quit"].trigger()
    assert opened.closed


def test_what_was_said_is_changed_under_settings(opened, qtbot):
    plan(opened, qtbot)
    opened.go(Place.SETTINGS)
    card = opened.here()._plan
    assert card.closings.button("Ask").isChecked()
    card.closings.button("Quit").click()
    assert opened.remembered.on_close() == QUIT
    opened.shell.close()
    assert opened.closed


def test_without_a_plan_the_close_button_closes(opened):
    opened.shell.close()
    assert opened.leaving.box is None
    assert opened.closed


def test_a_second_start_brings_the_window_forward(opened, qtbot, tmp_path):
    opened.leaving.hide()
    assert not opened.shell.isVisible()
    second = Shell(LIGHT, "")
    other = Window(JobRunner(second), Remembered(tmp_path / "other"))
    second.fill(other)
    qtbot.addWidget(second)
    second.show()
    qtbot.waitUntil(lambda: talk.ask(opened.club.path, "nonsense") == "unknown")
    beginning = Beginning(other, Remembered(tmp_path / "other"))
    beginning.begin(opened.club.path, practice=None)
    qtbot.waitUntil(lambda: other.closed)
    qtbot.waitUntil(opened.shell.isVisible)
