"""The band on top: who is in charge stays in sight, and stopping has calm words whatever ran."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt

from clubos_desktop.job import Progress
from tests.gui.filled import make_club

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(window, tmp_path, qtbot):
    def open_with(**more):
        window.open_club(make_club(tmp_path, members=8, **more))
        window.show()
        qtbot.waitUntil(lambda: window.judged is not None)
        return window

    return open_with


@pytest.mark.parametrize("practice", [True, False])
@pytest.mark.parametrize("size", [(1366, 1.0), (1024, 1.0), (1366, 2.0), (1024, 2.0), (640, 1.0)])
def test_who_is_in_charge_is_never_cut_and_every_button_is_reached(opened, dress, shot, size, practice):
    width, text = size
    dress(text_scale=text)
    window = opened(practice=practice)
    window.resize(width, 560)
    shot(window.band, f"band-{width}-{text}-{practice}")
    band = window.band
    charge = band._charge
    assert charge.isVisible()
    assert charge.width() >= charge.fontMetrics().horizontalAdvance("Wild Apricot is in charge.")
    assert band._practice.isVisible() is practice
    for button in (band.help, band.person, band.stop):
        corner = button.mapTo(band, QPoint(button.width(), 0))
        assert corner.x() <= width
        assert button.width() >= button.sizeHint().width()
    assert band.stop.accessibleName() == "Stop everything"


def test_the_title_says_practice_also_after_the_lock(opened, qtbot):
    window = opened(practice=True)
    assert window.windowTitle().startswith("PRACTICE – ")
    window.locking.lock()
    assert window.windowTitle() == "ClubOS Desktop"
    window.locking.page.open.click()
    assert window.windowTitle().startswith("PRACTICE – ")


def test_the_clock_of_the_practice_club_is_explained_where_ages_stand(opened):
    assert opened(practice=True).here()._copies.clock.isVisible()


def test_a_real_club_has_no_other_clock(opened):
    assert not opened().here()._copies.clock.isVisible()


def test_where_nothing_ran_the_words_are_calm_and_go_on_does_nothing_again(opened, qtbot):
    window = opened()
    window.copy_now()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    window.stop_everything()
    band = window.band
    assert band._charge.text() == "Nothing is running."
    assert band._reads.accessibleName() == "Nothing begins by itself until you press Go on."
    assert band.stop.accessibleName() == "Go on"
    assert window.clockwork.resting
    band.stop.click()
    assert band._charge.text() == "Wild Apricot is in charge."
    assert not window.clockwork.resting
    assert len(window.club.copies) == 1


def test_a_second_stop_does_not_forget_what_the_first_one_stopped(opened, qtbot):
    window = opened()
    window.run("Copying", endless, again=window.copy_now)
    window.stop_everything()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.band._charge.text() == "Stopped safely."
    window.go_on()
    qtbot.waitUntil(lambda: bool(window.club.copies))


def test_what_ended_before_the_stop_reached_it_leaves_the_way_on(opened, qtbot):
    """Nothing begins by plan after Stop everything, so the band must offer Go on, whatever came of the job."""
    window = opened()
    gate = threading.Event()

    def last_step():
        gate.wait()
        return
        yield Progress("")

    window.run("Copying", last_step, again=window.copy_now)
    window.stop_everything()
    gate.set()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    assert window.clockwork.resting
    assert window.band.stop.accessibleName() == "Go on"
    window.copy_now()
    assert not window.clockwork.resting, "who begins something by hand goes on"
    qtbot.waitUntil(lambda: not window.jobs.busy)


def endless():
    while True:
        threading.Event().wait(0.001)
        yield Progress("Copying members", 1, 2)
