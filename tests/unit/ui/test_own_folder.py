"""What the window keeps for itself: in the chosen folder where one was chosen, and never over anybody's own files."""

import sys

import pytest

from clubos_desktop import log, training, workspace
from clubos_desktop.errors import InputError
from clubos_desktop.job import finish
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store.lock import InstanceLock
from ui import practising, remembered
from ui.remembered import Looks, Remembered, Theme


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A person's home with their workspaces in a folder that they chose."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("CLUBOS_FOLDER", str(tmp_path / "clubs"))
    return tmp_path


def begun():
    """Practice is begun as far as its folder: of one member there is no club."""
    with pytest.raises(InputError) as caught:
        finish(practising.open_practice(1, 7))
    return caught.value.code


def test_the_variable_is_that_of_the_workspaces_and_the_log():
    assert remembered.FOLDER == workspace.FOLDER == log.FOLDER


def files(folder):
    return sorted(each.name for each in folder.iterdir())


def test_practice_throws_away_an_earlier_practice_and_nothing_else(home):
    (home / "practice").mkdir()
    (home / "practice" / "scales.pdf").write_text("mine")
    assert begun() == "practice.members"
    earlier = home / "clubs" / "practice" / "practice.clubos"
    earlier.write_text("earlier")
    assert begun() == "practice.members"
    assert not earlier.exists()
    assert (home / "practice" / "scales.pdf").read_text() == "mine"
    assert files(home / "clubs") == ["practice"]
    assert files(home / "clubs" / "practice") == [training.MARK]


@pytest.mark.parametrize("name", ["practice.clubos", "practice notes.docx"])
def test_a_folder_that_somebody_else_made_is_left_alone_whatever_its_files_are_called(home, name):
    folder = home / "clubs" / "practice"
    folder.mkdir(parents=True)
    (folder / name).write_text("mine")
    assert begun() == "practice.members"
    assert files(folder) == [name]
    assert files(home / "clubs" / "practice 2") == [training.MARK]


def test_what_somebody_put_into_the_practice_folder_is_left_alone(home):
    assert begun() == "practice.members"
    (home / "clubs" / "practice" / "notes.docx").write_text("mine")
    assert begun() == "practice.members"
    assert (home / "clubs" / "practice" / "notes.docx").read_text() == "mine"


def test_a_practice_that_another_window_has_open_is_left_alone(home):
    assert begun() == "practice.members"
    held = InstanceLock.take(home / "clubs" / "practice" / training.NAME, SystemClock())
    try:
        assert begun() == "practice.members"
        assert (home / "clubs" / "practice" / f"{training.NAME}.lock").exists()
        assert files(home / "clubs" / "practice 2") == [training.MARK]
    finally:
        held.release()


def test_a_link_is_not_followed(home):
    (home / "songs").mkdir()
    (home / "songs" / "practice.clubos").write_text("mine")
    (home / "clubs").mkdir()
    (home / "clubs" / "practice").symlink_to(home / "songs")
    assert begun() == "practice.members"
    assert (home / "songs" / "practice.clubos").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own place cannot be another one")
def test_an_empty_chosen_folder_opens_no_club_of_elsewhere(home, monkeypatch):
    club = home / "club.clubos"
    club.write_text("")
    monkeypatch.delenv("CLUBOS_FOLDER")
    usual = Remembered()
    usual.keep_workspace(club)
    usual.keep_looks(Looks(Theme.DARK))
    assert Remembered().workspace() == club
    monkeypatch.setenv("CLUBOS_FOLDER", str(home / "others"))
    chosen = Remembered()
    assert chosen.workspace() is None
    chosen.keep_workspace(club)
    chosen.keep_looks(Looks(Theme.LIGHT))
    assert Remembered().workspace() == club
    monkeypatch.delenv("CLUBOS_FOLDER")
    assert Remembered().looks().theme is Theme.DARK
