"""Overview, Copies, Differences and Ready to switch: empty, working, in trouble, waiting for an OK, full."""

import json
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clubos_desktop.errors import NetworkError
from clubos_desktop.job import Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode
from clubos_desktop.store import tables, views
from tests.gui.filled import Filler, make_club
from tests.gui.walk import forbidden, unnamed
from ui.places import Place
from ui.widgets.symbol import Button

PLACES = (Place.OVERVIEW, Place.COPIES, Place.DIFFERENCES, Place.READY)


@pytest.fixture
def shown(window, qtbot, tmp_path):
    """Opens a club and judges it."""

    def show(members=40, change=lambda _filler, _conn: None, **more):
        club = make_club(tmp_path, members=members, **more)
        with club.workspace.database.landing() as conn:
            change(Filler(conn), conn)
        window.open_club(club)
        window.show()
        qtbot.waitUntil(lambda: window.judged is not None)
        return window

    return show


def said(screen):
    return " | ".join(label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen))


def endless():
    step = 0
    while True:
        yield Progress("Copying members from Wild Apricot", step % 1200, 1200)
        step += 1
        time.sleep(0.01)


@pytest.mark.parametrize("place", PLACES)
def test_empty_says_why_and_offers_one_way_out(shown, shot, place):
    window = shown(members=0)
    window.go(place)
    shot(window, f"{place}-empty")
    assert not unnamed(window)
    assert not forbidden(window)
    text = said(window.here())
    assert "Not measured yet" in text or "Nothing" in text or "not measured" in text


@pytest.mark.parametrize("place", PLACES)
def test_while_copying_what_is_known_stays_and_the_strip_tells(shown, shot, qtbot, place):
    window = shown()
    window.go(place)
    before = said(window.here())
    window.run("Copying", endless)
    qtbot.waitUntil(lambda: "of 1,200" in window.strip._words.text() or "1,200" in window.strip._words.accessibleName())
    shot(window, f"{place}-working")
    assert window.strip.isVisible()
    assert len(said(window.here())) > len(before) * 0.7
    window.copy_now()
    assert "running already" in window.toast._words.text()
    window.stop()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    assert not window.strip.isVisible()


def test_with_large_text_overview_opens_at_its_answer_wherever_it_was_left(shown, dress):
    dress(text_scale=2.0)
    window = shown()
    bar = window.here()._scroll.verticalScrollBar()
    bar.setValue(300)
    assert bar.value() == 300
    window.go(Place.COPIES)
    window.go(Place.OVERVIEW)
    assert bar.value() == 0


def test_stop_everything_and_go_on(shown, qtbot):
    window = shown()
    window.copy_now()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    window.run("Copying", endless, again=window.copy_now)
    qtbot.waitUntil(lambda: "Copying members" in window.strip._words.text())
    window.stop_everything()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    assert window.band._charge.text() == "Stopped safely."
    window.band.stop.click()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    assert window.club.copies == [Mode.INCREMENTAL, Mode.INCREMENTAL]
    assert window.band._charge.text() == "Wild Apricot is in charge."


def test_a_copy_that_failed_is_one_red_card_with_the_way_out(shown, shot):
    reason = "ClubOS sign-in has run out. Nothing was changed."
    window = shown(change=lambda filler, _conn: filler.run(Side.CLUBOS, Domain.MEMBERS, "failed", reason))
    assert window.here()._problem.isVisible()
    assert reason in said(window.here())
    shot(window, "overview-problem")
    window.go(Place.COPIES)
    screen = window.here()
    stopped = screen.here.top[2]
    assert stopped.isVisible()
    assert reason in said(screen)
    shot(window, "copies-problem")
    asked = []
    window.connect_asked.connect(asked.append)
    (connect,) = [each for each in stopped.findChildren(Button) if each.text() == "Connect again"]
    connect.click()
    assert asked == [Side.CLUBOS]


def held(filler, conn):
    filler.run(Side.LEGACY, Domain.MEMBERS, "held", "600 members are not in the answer.")
    run = views.latest_runs(conn)[Side.LEGACY, Domain.MEMBERS].id
    records = list(range(1, 21))
    body = json.dumps({"present": 40, "records": records, "fields": {}}).encode()
    row = {"run": run, "seq": views.HOLD_SEQ, "cursor": "", "hash": b"", "body": body}
    conn.execute(tables.landing.insert(), row)


def test_half_the_members_are_not_in_the_answer(shown, shot):
    window = shown(change=held)
    window.go(Place.COPIES)
    screen = window.here()
    text = said(screen)
    assert "20 members are not in the answer. Nothing was changed." in text
    assert "1 copy waiting for your OK." in text
    names = screen.here.top[0]._items[0].buttons.itemAt(1).widget()
    names.click()
    assert "Ann Illich" in said(screen)
    shot(window, "copies-held")
    screen.here.top[0]._items[0].buttons.itemAt(0).widget().click()
    assert window.jobs.busy or window.club.copies == [Mode.FULL]


def test_an_act_that_fails_says_so_in_place_and_the_rest_stays(shown, qtbot, shot):
    def fails():
        yield Progress("Copying")
        raise NetworkError("Wild Apricot could not be reached. Nothing was changed.", remedy="Try again.", code="net")

    window = shown()
    window.run("Copying", fails)
    qtbot.waitUntil(window.trouble.isVisible)
    assert window.trouble.notice.cause.text() == "Wild Apricot could not be reached. Nothing was changed."
    assert window.here().isVisible()
    shot(window, "trouble")


def test_differences_by_keyboard_alone(shown, qtbot, shot):
    window = shown()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go(Place.DIFFERENCES)
    screen = window.here()
    screen.causes._items[0].setFocus()
    qtbot.keyClick(screen.causes._items[0], Qt.Key.Key_Space)
    assert screen.pages.currentIndex() == 1
    assert screen.list.table.hasFocus()
    first = screen.list.detail.current
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Down)
    assert screen.list.detail.current != first or screen.list.rows.rowCount() == 1
    qtbot.keyClick(screen.list.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert (
        screen.list.rows.row(screen.list.table.current_row()).finding.difference.who in QApplication.clipboard().text()
    )
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert screen.pages.currentIndex() == 0


def test_letters_that_differ_are_marked_and_nothing_of_a_record_is_markup(shown):
    window = shown(names=("<b>Ann</b> & Co", "Bo Ek"))
    window.go(Place.DIFFERENCES, views.DifferenceFilter())
    screen = window.here()
    html = screen.list.detail.sides.left.text()
    assert "text-decoration:underline" in html or screen.list.detail.current.difference.kind != "changed"
    rows = [screen.list.rows.row(number).finding.difference.who for number in range(screen.list.rows.rowCount())]
    assert any("<b>" in who for who in rows)
    screen.list.detail.sides.say("<script>x</script>", "<script>y</script>")
    assert "<script>" not in screen.list.detail.sides.left.text()


def test_keys_go_from_place_to_place_and_region_to_region(shown, qtbot):
    window = shown()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.here().title == "Copies"
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.band.stop.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.sidebar.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.club.copies == [Mode.INCREMENTAL])
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
