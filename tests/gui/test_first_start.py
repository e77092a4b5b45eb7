"""Start with my club: five pages, each one resumable, against practice servers that nobody told about."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from clubos_desktop.model.domains import Side
from clubos_desktop.practice.serve import serve_apart
from clubos_desktop.store.passphrase import SHORTEST
from tests.gui.walk import forbidden, unnamed, words
from ui.beginning import Beginning
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.remembered import Remembered
from ui.screens.first.clubos import ClubOSAccess
from ui.screens.first.key import WildApricotKey
from ui.screens.first.passphrase import PassphrasePage
from ui.screens.first.sheet import FirstCopy, RecoverySheet
from ui.screens.first.you import YouAndYourClub

PHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def served():
    """Two practice systems in a process of their own. Their clock is quick, so that no limit of calls is reached."""
    with serve_apart(60, 7, speed=600.0) as serving:
        yield serving.addresses


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where clubs go; a computer without a keyring."""
    monkeypatch.setattr("ui.opening.default_folder", lambda: tmp_path / "workspaces")
    monkeypatch.setattr("clubos_desktop.store.keys._system_backend", no_keyring)
    monkeypatch.delenv("CLUBOS_PASSPHRASE", raising=False)
    return tmp_path


def no_keyring():
    from clubos_desktop.errors import LockedError

    raise LockedError("This computer has no keyring.", remedy="Choose a passphrase.", code="keys.no_keyring")


@pytest.fixture
def start(qapp, dress, folder, qtbot):
    """Starts the program; may be called again after the window was closed."""
    opened = []

    def begin() -> Window:
        window = Window(JobRunner())
        window.resize(1366, 689)
        opened.append(window)
        Beginning(window, Remembered(folder / "settings")).begin(None, practice=None)
        window.show()
        return window

    yield begin
    for window in opened:
        window.close()


def page(window, kind, qtbot):
    """The page of that kind, as soon as it is shown."""
    try:
        qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), kind), timeout=30_000)
    except qtbot.TimeoutError:
        pytest.fail(f"{type(window.pages.currentWidget()).__name__}: {words(window)}")
    QApplication.processEvents()
    assert not unnamed(window)
    assert not forbidden(window)
    return window.pages.currentWidget()


def fill_in_page_1(window, qtbot, shot):
    window.pages.currentWidget().club.button.click()
    you = page(window, YouAndYourClub, qtbot)
    you.proceed.click()
    assert you._lines["person"].below.text() == "Please write your name."
    shot(window, "first-1-you")
    you._name.setText("Anna Operator")
    you._club.setText("Lakeside Club")
    you._phrase.first.line.setText("short")
    you.proceed.click()
    assert f"Please take at least {SHORTEST} characters." in words(you)
    you._phrase.first.line.setText(PHRASE)
    you._phrase.again.line.setText("correct horse buttery")
    you.proceed.click()
    assert "This is not the same passphrase." in words(you)
    you._phrase.first.show_button.click()
    assert you._phrase.first.seen
    you._phrase.again.line.setText(PHRASE)
    you.proceed.click()


def test_the_whole_way_from_an_empty_computer_to_the_first_copy(start, served, qtbot, shot):
    window = start()
    fill_in_page_1(window, qtbot, shot)

    key = page(window, WildApricotKey, qtbot)
    key._secret.setText("only twelve!")
    assert key._live._notice.cause.text() == "This is not a key: only 11 characters."
    assert not key.proceed.isEnabled()
    key._secret.setText(f" {served.legacy_key}\u00a0\n")
    key._details.click()
    key._api.setText(served.legacy_api_url)
    key._auth.setText(served.legacy_auth_url)
    key.proceed.click()
    qtbot.waitUntil(lambda: key._connected, timeout=30_000)
    assert key._live._notice.cause.text() == "Connected to Lakeside Club, account 123456."
    shot(window, "first-2-key")
    key.proceed.click()

    access = page(window, ClubOSAccess, qtbot)
    access._copy.click()
    assert "Lakeside Club" in QGuiApplication.clipboard().text()
    access._address.setText(served.clubos_url)
    access._code.setText("not the code")
    access.proceed.click()
    qtbot.waitUntil(access.proceed.isEnabled, timeout=30_000)
    assert access._live._notice.property("tone") == "problem"
    access._code.setText(served.clubos_code)
    access.proceed.click()
    qtbot.waitUntil(lambda: access._connected, timeout=30_000)
    shot(window, "first-3-clubos")
    access.proceed.click()

    sheet = page(window, RecoverySheet, qtbot)
    assert not sheet.proceed.isEnabled()
    sheet._safe.setChecked(True)
    shot(window, "first-4-sheet")
    sheet.proceed.click()

    last = page(window, FirstCopy, qtbot)
    shot(window, "first-5-copy")
    last.proceed.click()
    qtbot.waitUntil(lambda: window.has_club and window.club.copied(), timeout=60_000)
    assert window.club.sheet_safe()
    assert window.strip.isVisible()
    shot(window, "first-6-copying")

    window.stop_everything()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=2_000)
    assert window.band._charge.text() == "Stopped safely."
    assert window.band.stop.text() == "Go on"
    shot(window, "stopped")
    window.band.stop.click()
    assert window.jobs.busy
    assert not window.trouble.isVisible()


def test_closed_in_between_it_goes_on_where_it_was(start, qtbot, shot):
    window = start()
    fill_in_page_1(window, qtbot, shot)
    page(window, WildApricotKey, qtbot)
    window.close()

    window = start()
    phrase = page(window, PassphrasePage, qtbot)
    phrase.phrase.line.setText("a wrong passphrase")
    phrase.proceed.click()
    qtbot.waitUntil(lambda: not phrase.trouble.isHidden(), timeout=30_000)
    shot(window, "first-passphrase")
    phrase.phrase.line.setText(PHRASE)
    phrase.proceed.click()
    key = page(window, WildApricotKey, qtbot)
    assert window.pages.currentWidget() is key
    key.aside.click()
    page(window, ClubOSAccess, qtbot)
    window.close()

    window = start()
    phrase = page(window, PassphrasePage, qtbot)
    phrase.phrase.line.setText(PHRASE)
    phrase.proceed.click()
    page(window, ClubOSAccess, qtbot).aside.click()
    page(window, RecoverySheet, qtbot).aside.click()
    qtbot.waitUntil(lambda: window.has_club)
    window.close()

    window = start()
    phrase = page(window, PassphrasePage, qtbot)
    phrase.phrase.line.setText(PHRASE)
    phrase.proceed.click()
    qtbot.waitUntil(lambda: window.has_club)  # who looked around is not asked again


def test_one_may_look_around_without_any_connection(start, qtbot, shot):
    window = start()
    fill_in_page_1(window, qtbot, shot)
    page(window, WildApricotKey, qtbot).aside.click()
    page(window, ClubOSAccess, qtbot).aside.click()
    sheet = page(window, RecoverySheet, qtbot)
    sheet.aside.click()
    qtbot.waitUntil(lambda: window.has_club)
    assert window.club.account(Side.LEGACY) is None
    screen = window.here()
    assert screen._heading.answer.text() == "Not measured yet. That is normal at the start."
    shot(window, "overview-empty")


def test_tab_goes_through_a_page_as_the_eye_does(start, qtbot, shot):
    window = start()
    window.activateWindow()
    fill_in_page_1(window, qtbot, shot)
    key = page(window, WildApricotKey, qtbot)
    key._secret.setText("x" * 36)
    key._details.click()
    qtbot.waitUntil(window.isActiveWindow)
    QApplication.processEvents()
    key._auth.setFocus()
    qtbot.keyClick(key._auth, Qt.Key.Key_Tab)
    assert key.proceed.hasFocus()
