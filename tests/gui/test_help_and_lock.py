"""Help on each page (F1), taking back and doing again, the lock when nobody touches the window."""

import re

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

import resources
from tests.gui.filled import make_club
from tests.gui.walk import FORBIDDEN, forbidden, unnamed, words
from tests.support.export_files import add_person
from ui.frame.undoing import Done, Undoing
from ui.models import help_texts
from ui.places import ENTRIES, Place
from ui.widgets.fields import Choice


class CountingTimer(QTimer):
    """Notes each start."""

    def __init__(self, parent):
        super().__init__(parent)
        self.begun = []

    def start(self, *milliseconds):
        self.begun.append(milliseconds)
        super().start(*milliseconds)


CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(window, qtbot, tmp_path):
    def open_with(prepare=lambda _work: None, members=40, **more):
        club = make_club(tmp_path, members=members, **more)
        prepare(club.workspace)
        window.show()
        window.open_club(club)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.waitUntil(lambda: window.judged is not None)
        return window

    return open_with


def test_every_page_has_help_that_is_short_and_speaks_plainly():
    first = {value for name, value in vars(help_texts).items() if name.isupper() and isinstance(value, str)}
    for topic in {place.value for place in Place} | first:
        said = help_texts.texts()[topic]
        whole = " ".join([said.title, *said.paragraphs, *(word for pair in said.keys for word in pair)])
        assert said.keys or len(said.paragraphs) > 1, topic
        assert len(whole.split()) <= 150, topic
        assert not FORBIDDEN.search(whole), topic


def test_no_page_is_written_about_twice():
    headings = re.findall(r"^# (\S+)$", resources.path("help/en.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(headings) == len(set(headings)), headings


def test_ten_places_have_a_key_of_their_own(opened, qtbot):
    window = opened()
    for figure, entry in zip("1234567890", ENTRIES, strict=True):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{figure}"), CTRL)
        assert window._place is entry.place


def test_f1_shows_the_help_of_this_page_and_esc_closes_it(opened, qtbot, shot):
    window = opened()
    page = window.middle.width()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.help.isVisible()
    assert window.middle.width() == page, "help lies over the page and squeezes nothing"
    assert window.help.geometry().right() == window.middle.rect().right()
    assert "Are we ready, and what do I do next?" in " ".join(words(window.help))
    shot(window, "help-overview")
    assert not unnamed(window)
    assert not forbidden(window)
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: any("What still needs a person?" in text for text in words(window.help)))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.help.isVisible()
    assert window.here().isAncestorOf(QApplication.focusWidget())
    window.resize(1700, 800)
    window.band.help.click()
    qtbot.waitUntil(lambda: window.help.geometry().left() > window.middle.geometry().right())
    window.help.close_button.click()
    window.resize(700, 600)
    window.band.help.click()
    qtbot.waitUntil(window.help.isVisible)
    assert not window.middle.isVisible(), "a narrow window has room for one"
    window.help.close_button.click()
    assert window.middle.isVisible()


def test_what_was_taken_back_is_done_again(opened, qtbot):
    window = opened()
    window.go(Place.DIFFERENCES)
    screen = window.here()
    screen.choose("need")
    qtbot.waitUntil(lambda: screen.list.rows.rowCount() > 0)

    def corrected():
        return screen._buttons["correct"].text()

    qtbot.keyClick(screen.list.table, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: corrected() == "1 to be corrected")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: corrected() == "0 to be corrected")
    assert any(each.startswith("Taken back: Wild Apricot is right, ") for each in words(window.toast))
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: corrected() == "1 to be corrected")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: corrected() == "0 to be corrected")


def named(window):
    return [each.accessibleName() for each in window.toast.findChildren(QAbstractButton) if not each.isHidden()]


def test_undo_names_what_it_takes_back_and_asks_elsewhere_and_for_others(opened, qtbot, shot):
    window = opened(prepare=lambda work: add_person(work, "Ben Ode", "2468"))
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert any(each.startswith("Nothing is to be taken back here.") for each in words(window.toast))
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert "Nothing was taken back that could be done again." in words(window.toast)
    window.go(Place.DIFFERENCES)
    screen = window.here()
    screen.choose("need")
    qtbot.waitUntil(lambda: screen.list.rows.rowCount() > 0)

    def corrected():
        return screen._buttons["correct"].text()

    qtbot.keyClick(screen.list.table, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: corrected() == "1 to be corrected")
    what = window.undoing.newest.what
    assert what.startswith("Wild Apricot is right, ")
    assert named(window) == [f"Undo: {what} (Ctrl+Z)"]
    window.go(Place.RECORDS)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.place is Place.DIFFERENCES, "it is shown where it was done"
    assert f"Take this back: {what}?" in words(window.toast)
    shot(window, "undo-asked")
    assert corrected() == "1 to be corrected"
    window.act_as(window.club.people.active()[1].id)
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
        assert f"Anna Berg did this: {what}. Take it back, Ben Ode?" in words(window.toast)
    assert corrected() == "1 to be corrected"
    button = next(each for each in window.toast.findChildren(QAbstractButton) if each.text() == "Take it back")
    button.click()
    qtbot.waitUntil(lambda: corrected() == "0 to be corrected")
    assert f"Taken back: {what}." in words(window.toast)
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert f"Anna Berg did this: {what}. Do it now as Ben Ode?" in words(window.toast)
    assert corrected() == "0 to be corrected"
    window.toast.undo()
    qtbot.waitUntil(lambda: corrected() == "1 to be corrected")
    assert window.undoing.newest.name == "Ben Ode"


def test_a_toast_that_is_too_late_takes_nothing_back():
    told = []
    acts = Undoing()
    one = Done(lambda: told.append("not one"), None)
    acts.add(one)
    assert acts.undo(one) is one
    assert acts.undo(one) is None
    assert told == ["not one"]


def test_a_new_act_forgets_what_was_taken_back():
    told = []
    acts = Undoing()

    def do(name):
        told.append(name)
        acts.add(Done(lambda: told.append(f"not {name}"), lambda: do(name)))

    do("a")
    do("b")
    acts.undo()
    acts.undo()
    assert acts.undo() is None
    assert acts.redo()
    assert acts.redo()
    assert not acts.redo()
    assert told == ["a", "b", "not b", "not a", "a", "b"]
    acts.undo()
    do("c")
    assert not acts.redo()


def test_the_window_locks_when_nobody_touches_it_and_a_pin_opens_it(opened, qtbot, shot):
    window = opened(prepare=lambda work: add_person(work, "Ben Ode", "2468"))
    assert window.locking.idle.timer.interval() == 10 * 60_000
    window.band.person.click()
    window.copy_now()
    window.locking.idle.timer.start(1)
    qtbot.waitUntil(lambda: window.locking.locked)
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Ben Ode" not in shown
    assert not any("Lakeside" in text or "members" in text for text in [*shown, window.windowTitle()])
    assert not any(menu.isVisible() for menu in window.findChildren(QMenu))
    qtbot.waitUntil(lambda: window.club.copies and not window.jobs.busy)
    shot(window, "locked")
    page = window.locking.page
    assert not unnamed(page)
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.here().title == "Overview", "no key reaches what is behind"
    page.pin.line.setText("1111")
    page.open.click()
    qtbot.waitUntil(lambda: any("This is not the PIN of Ben Ode" in text for text in words(page)))
    assert window.locking.locked
    page.pin.line.setText("2468")
    page.open.click()
    qtbot.waitUntil(lambda: not window.locking.locked)
    assert window.club.person == "Ben Ode"
    assert window.windowTitle().startswith("Lakeside Club")


def test_where_nobody_has_a_pin_a_press_opens_it_and_practice_never_locks_by_itself(opened, qtbot):
    window = opened(practice=True)
    assert not window.locking.idle.timer.isActive()
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert window.locking.locked
    assert any("Nobody here has a PIN yet" in text for text in words(window.locking.page))
    window.locking.page.open.click()
    assert not window.locking.locked


def test_each_key_and_click_begins_the_time_anew_and_settings_choose_it(opened, qtbot):
    window = opened()
    idle = window.locking.idle
    idle.timer = CountingTimer(idle)
    idle.start(10, window.windowHandle())
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), press)
    QApplication.sendEvent(window.windowHandle(), QEvent(QEvent.Type.UpdateRequest))
    assert idle.timer.begun == [(600_000,), ()]
    window.go(Place.SETTINGS)
    window.here()._lock.times.button("Never").click()
    assert window.locking.minutes == 10, "without a file of settings nothing is kept"
    idle.stop()
    QApplication.sendEvent(window.windowHandle(), press)
    assert len(idle.timer.begun) == 3


def test_what_was_said_leaves_with_its_page_and_the_wheel_moves_the_page_alone(opened, qtbot):
    window = opened()
    window.say("Kept.")
    window.go(Place.SETTINGS)
    assert window.toast.isVisible(), "an act may say something and lead on"
    qtbot.waitUntil(lambda: not window.toast._fresh)
    window.go(Place.SETTINGS)
    assert window.toast.isVisible(), "the same page"
    window.go(Place.OVERVIEW)
    assert not window.toast.isVisible()
    window.go(Place.SETTINGS)
    for choice in window.here().findChildren(Choice):
        before, middle = choice.currentIndex(), QPointF(choice.rect().center())
        turn = QWheelEvent(
            middle, QPointF(choice.mapToGlobal(choice.rect().center())), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(choice, turn)
        assert choice.currentIndex() == before
        assert not turn.isAccepted(), "so that the page gets it"
