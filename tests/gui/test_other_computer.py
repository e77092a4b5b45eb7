"""Continue from another computer: a backup or the club's file, with the code of the recovery sheet."""

import shutil

import pytest

from clubos_desktop.errors import LockedError
from clubos_desktop.job import finish
from clubos_desktop.store import keys
from clubos_desktop.store.passphrase import SHORTEST
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.beginning import Beginning
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.remembered import Remembered
from ui.screens.first.passphrase import OtherComputer
from ui.widgets.chosen_phrase import LEAST

PHRASE = "correct horse battery"


def no_keyring():
    raise LockedError("This computer has no keyring.", remedy="Choose a passphrase.", code="keys.no_keyring")


class Ring:
    """A keyring that keeps what it is given."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, user):
        return self.kept.get((service, user))

    def set_password(self, service, user, secret):
        self.kept[service, user] = secret

    def delete_password(self, service, user):
        del self.kept[service, user]


@pytest.fixture
def other(tmp_path):
    """A club that was on another computer: its file, a backup, and the code of its sheet."""
    club = make_club(tmp_path / "theirs", members=8)
    code, file = club.workspace.recovery_code(), club.path
    backup = tmp_path / "lakeside.clubos-backup"
    finish(club.back_up(backup))
    club.close()
    return file, backup, code


@pytest.fixture
def start(qapp, dress, tmp_path, monkeypatch):
    """Starts the program on a computer with or without a keyring, and goes to the page."""
    monkeypatch.setattr("ui.opening.default_folder", lambda: tmp_path / "workspaces")
    monkeypatch.delenv("CLUBOS_PASSPHRASE", raising=False)
    opened = []

    def begin(qtbot, *, keyring):
        ring = Ring()
        monkeypatch.setattr(keys, "_system_backend", (lambda: ring) if keyring else no_keyring)
        window = Window(JobRunner())
        window.resize(1366, 689)
        opened.append(window)
        Beginning(window, Remembered(tmp_path / "settings")).begin(None, practice=None)
        window.show()
        window.pages.currentWidget().other_computer_chosen.emit()
        qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), OtherComputer), timeout=20_000)
        return window, window.pages.currentWidget()

    yield begin
    for window in opened:
        window.close()


def test_the_least_length_is_the_stores():
    assert LEAST == SHORTEST


def test_without_a_keyring_a_passphrase_is_chosen_twice(start, other, qtbot, shot):
    _, backup, code = other
    window, page = start(qtbot, keyring=False)
    shot(window, "first-other-computer")
    assert not unnamed(window)
    assert not forbidden(window)
    page.proceed.click()
    said = words(page)
    assert {"Please choose the file.", "Please type the code of the sheet."} <= set(said)
    page.file.setText(str(backup))
    page.code.setText(code.lower().replace("-", " "))
    page.phrase.first.line.setText(PHRASE)
    page.proceed.click()
    assert "This is not the same passphrase." in words(page)
    page.phrase.again.line.setText(PHRASE)
    page.proceed.click()
    qtbot.waitUntil(lambda: window.has_club, timeout=20_000)
    assert window.club.name == "Lakeside Club"
    assert window.club.path.parent.name == "workspaces"
    assert window.club.copied()


def test_with_a_keyring_the_code_alone_opens_it(start, other, qtbot):
    file, _, code = other
    window, page = start(qtbot, keyring=True)
    assert page.phrase.isHidden()
    page.file.setText(str(file))
    page.code.setText(code)
    page.proceed.click()
    qtbot.waitUntil(lambda: window.has_club, timeout=20_000)
    assert window.club.path == file


def test_a_wrong_code_a_lost_companion_and_no_file_leave_nothing_behind(start, other, qtbot, tmp_path):
    file, backup, code = other
    window, page = start(qtbot, keyring=True)
    page.file.setText(str(tmp_path / "nowhere.clubos"))
    page.code.setText(code)
    page.proceed.click()
    assert "There is no file nowhere.clubos." in words(page)
    page.file.setText(str(backup))
    page.code.setText(code[:-1] + ("A" if code[-1] != "A" else "B"))
    page.proceed.click()
    qtbot.waitUntil(lambda: any("This is not a recovery code" in text for text in words(page)), timeout=20_000)
    assert not list((tmp_path / "workspaces").glob("*.clubos*"))
    alone = tmp_path / "alone" / "club.clubos"
    alone.parent.mkdir()
    shutil.copy(file, alone)
    page.file.setText(str(alone))
    page.code.setText(code)
    page.proceed.click()
    qtbot.waitUntil(lambda: any("is missing. Nothing was opened." in text for text in words(page)), timeout=20_000)
    assert not window.has_club
