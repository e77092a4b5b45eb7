"""From one club to another one, a backup or the practice club, without leaving the program."""

import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from clubos_desktop import staying
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store.lock import InstanceLock
from tests.gui.filled import make_club
from tests.gui.test_people import press
from tests.gui.walk import forbidden, unnamed, words
from ui.frame.first import Shell
from ui.furnishing import furnish
from ui.places import Place
from ui.remembered import Remembered
from ui.screens.first.choice import Choice
from ui.screens.leaving.screen import leave
from ui.tokens import LIGHT
from ui.wish import Wish


@pytest.fixture
def started(qapp, family, worn, tmp_path, monkeypatch):
    """The program at its choice: the top window, the window in it, and what is remembered."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    worn.clear()  # the program dresses by itself here
    remembered = Remembered(tmp_path / "settings")
    shell = Shell(LIGHT, "")
    shell.resize(1366, 689)
    window = furnish(qapp, shell, remembered, Wish(choose=True), family)
    shell.show()
    yield shell, window, remembered
    shell.close()


def test_the_club_is_closed_and_the_choice_offers_it_again(started, tmp_path, qtbot, shot):
    shell, window, remembered = started
    assert window.pages.currentWidget().last.isHidden()
    club = make_club(tmp_path, members=8)
    remembered.keep_workspace(club.path)
    window.open_club(club)
    qtbot.waitUntil(lambda: window.judged is not None)
    window.go(Place.SETTINGS)
    club.hold.clear()
    window.copy_now()
    window.leave()
    assert "Something is running; stop it first, or let it end." in words(window.toast)
    club.hold.set()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    press(window.here(), "Open another club, a backup or the practice club")
    assert shell.inside is not window
    page = shell.inside.pages.currentWidget()
    assert isinstance(page, Choice)
    assert page.last.isVisible()
    assert shell.windowTitle() == "ClubOS Desktop"
    shot(shell, "first-choice-again")
    assert not unnamed(shell)
    assert not forbidden(shell)
    InstanceLock.take(club.path, SystemClock()).release()  # nobody has it any more


def test_what_was_tidied_away_is_deleted_when_the_club_is_closed(started, tmp_path, qtbot, monkeypatch):
    shell, window, remembered = started
    club = make_club(tmp_path, members=8)
    remembered.keep_workspace(club.path)
    window.open_club(club)
    qtbot.waitUntil(lambda: window.judged is not None)
    seen = []

    def take_away(plan):
        InstanceLock.take(club.path, SystemClock()).release()  # nobody has it any more
        seen.append(threading.current_thread() is threading.main_thread())
        return real(plan)

    real = staying.take_away
    monkeypatch.setattr(staying, "take_away", take_away)
    (tmp_path / "kept").mkdir()
    never = a_file(tmp_path) / "below"
    club.hold.clear()
    window.copy_now()
    leave(window, staying.Plan((club.path, never), tmp_path / "kept"), shell)
    assert window.jobs.busy
    assert not window.closed
    club.hold.set()
    qtbot.waitUntil(lambda: bool(boxes()))
    assert seen == [False]
    assert window.closed
    assert not club.path.exists()
    box = boxes()[0]
    assert box.text() == "Not everything could be deleted: 1 left"
    assert str(never) in box.informativeText()
    box.close()
    assert remembered.workspace() is None
    page = shell.inside.pages.currentWidget()
    assert isinstance(page, Choice)
    assert page.last.isHidden()


def a_file(folder):
    path = folder / "a file"
    path.write_text("x")
    return path


def boxes():
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
