"""Random walks through the window, by mouse and keyboard: whatever is pressed, nothing is written (S2.6)."""

import random
import time

import httpx
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QTableView

from clubos_desktop import demo
from ui.beginning import Beginning
from ui.frame.screens import SCREENS
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.remembered import Remembered
from ui.screens.copies.screen import PARTS

SHORT, LONG, STEPS = 4, 200, 25
KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Escape, Qt.Key.Key_Space)
LETTERS = "1234ERAQNU"
WORDS = ("Ann", "'; DELETE FROM member", "https://api.wildapricot.org/v2.2/rpc", "4711", "PUT", "")
ELSEWHERE = ("Open another club", "Practise", "Print", "PDF", "Begin to practise")
"""Buttons that lead out of this window: another club, a printer, another program."""


def wait_for(condition, seconds=300):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        QApplication.processEvents()
        time.sleep(0.005)


@pytest.fixture
def walked(qapp, family, tmp_path, monkeypatch):
    """A window on a served practice club after its first copy, and the two systems' own world."""
    monkeypatch.setattr("ui.practising.default_folder", lambda: tmp_path / "workspaces")
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_: ("", "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda _url: True))
    served, start = [], demo.start

    def kept(*arguments, **named):
        practice = yield from start(*arguments, **named)
        served.append(practice)
        return practice

    monkeypatch.setattr(demo, "start", kept)
    jobs = JobRunner()
    window = Window(jobs)
    window.resize(1366, 689)
    window.show()
    beginning = Beginning(window, Remembered(tmp_path / "settings"))
    beginning.open_practice(60, 7)
    wait_for(lambda: window.has_club and bool(served))
    wait_for(lambda: not jobs.busy and window.judged is not None)
    yield window, served[0].served.addresses.control_url
    window.close()


def written(control):
    """How many calls each system got that would have changed something; asked of the systems themselves."""
    return httpx.get(f"{control}/state").json()["writes"]


def step(window, dice):
    """One thing that a person might do, or a cat."""
    what = dice.randrange(8)
    if what == 0:
        place = dice.choice(list(SCREENS))
        window.go(place, dice.choice([None, *PARTS]) if place.value == "copies" else None)
    elif what == 1:
        QTest.keyClick(QApplication.focusWidget() or window, dice.choice(KEYS))
    elif what == 2:
        QTest.keyClicks(QApplication.focusWidget() or window, dice.choice(LETTERS))
    elif what == 3:
        fill(window, dice)
    elif what == 4:
        tables = [each for each in window.findChildren(QTableView) if each.isVisible() and each.model() is not None]
        if tables:
            table = dice.choice(tables)
            QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, dice.randrange(5, 200)))
    else:
        press(window, dice)
    QApplication.processEvents()


def fill(window, dice):
    fields = [
        each
        for each in (*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit))
        if each.isVisible() and each.isEnabled() and not each.isReadOnly()
    ]
    if fields:
        field = dice.choice(fields)
        put = field.setText if isinstance(field, QLineEdit) else field.setPlainText
        put(dice.choice(WORDS))


def press(window, dice):
    buttons = [
        each
        for each in window.findChildren(QAbstractButton)
        if each.isVisible() and each.isEnabled() and not any(word in each.text() for word in ELSEWHERE)
    ]
    if buttons:
        QTest.mouseClick(dice.choice(buttons), Qt.MouseButton.LeftButton)
    for menu in QApplication.topLevelWidgets():
        if menu is not window.window() and menu.isVisible():
            menu.close()


def walks(window, control, number):
    for seed in range(number):
        dice = random.Random(seed)
        for _ in range(STEPS):
            step(window, dice)
        window.jobs.stop()
        wait_for(lambda: not window.jobs.busy)
        assert not any(written(control).values()), f"seed {seed}"
    with window.club.read() as conn:
        asked = conn.exec_driver_sql("SELECT DISTINCT side, method, path FROM call").fetchall()
    assert {method for _, method, path in asked if "auth/token" not in path.casefold()} <= {"GET", "HEAD"}
    assert asked


def test_nothing_is_written_whatever_is_pressed(walked):
    walks(*walked, SHORT)


@pytest.mark.long
def test_two_hundred_walks_write_nothing(walked):
    walks(*walked, LONG)
