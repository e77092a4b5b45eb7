"""The practice club in the window: opened, copied, and every place looked at in all sizes."""

import time

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.gui.walk import forbidden, unnamed
from ui.beginning import Beginning
from ui.frame.screens import SCREENS
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.models.behind import payer, read_payments
from ui.places import Place
from ui.remembered import Remembered
from ui.screens.copies.screen import NOW, PARTS

SIZES = {
    "1920x1080": (1920, 1080, 1.0, False),
    "1366x689": (1366, 689, 1.0, False),
    "1366x689-dark": (1366, 689, 1.0, True),
    "1093x535": (1093, 535, 1.0, False),
    "1024x560": (1024, 560, 1.0, False),
    "1366x689-200": (1366, 689, 2.0, False),
}


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        QApplication.processEvents()
        time.sleep(0.01)


def widest(area):
    """What makes a page too wide, for the message of a failure."""
    parts = [part for part in area.findChildren(QWidget) if part.isVisible()]
    return sorted((p.minimumSizeHint().width(), type(p).__name__, p.accessibleName()) for p in parts)[-4:]


@pytest.fixture(scope="module")
def practised(qapp, family, tmp_path_factory):
    """A window on a practice club of 80 members after its first copy."""
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("data")
    patch.setattr("ui.practising.default_folder", lambda: folder / "workspaces")
    jobs = JobRunner()
    window = Window(jobs)
    window.resize(1366, 689)
    window.show()
    beginning = Beginning(window, Remembered(tmp_path_factory.mktemp("settings")))
    beginning.open_practice(80, 7)
    wait_for(lambda: window.has_club)
    wait_for(lambda: not jobs.busy and window.judged is not None)
    yield window
    window.close()
    patch.undo()


@pytest.mark.parametrize("size", ["1366x689-dark", "1024x560", "1366x689-200"])
@pytest.mark.parametrize("part", [part for part in PARTS if part != NOW])
def test_every_part_of_copies_in_every_size(practised, wear, shot, part, size):
    width, height, scale, dark = SIZES[size]
    wear(dark=dark, text_scale=scale)
    practised.resize(width, height)
    practised.go(Place.COPIES, part)
    shot(practised, f"copies-{part}-{size}")
    for area in practised.findChildren(QScrollArea):
        if area.isVisible() and area.widget() is not None:
            assert area.horizontalScrollBar().maximum() == 0, widest(area)
    assert not unnamed(practised)
    assert not forbidden(practised)
    practised.go(Place.COPIES, NOW)


@pytest.mark.parametrize("size", SIZES)
def test_every_place_in_every_size(practised, wear, shot, size):
    width, height, scale, dark = SIZES[size]
    wear(text_scale=scale, dark=dark)
    practised.resize(width, height)
    for place in SCREENS:
        practised.go(place)
        QApplication.processEvents()
        shot(practised, f"{place}-{size}")
        if place is Place.DIFFERENCES:
            practised.here().choose("once")
            shot(practised, f"list-{size}")
            practised.here().list.split.open_detail()
            shot(practised, f"detail-{size}")
        assert not unnamed(practised)
        assert not forbidden(practised)
        for area in practised.pages.currentWidget().findChildren(QScrollArea):
            too_wide = area.isVisible() and area.horizontalScrollBar().maximum()
            assert not too_wide, f"{place}: {widest(area)}"


def test_overview_says_where_we_stand_and_what_is_next(practised):
    practised.go(Place.OVERVIEW)
    screen = practised.here()
    assert screen._heading.answer.text() == "Not ready. That is normal in week 1."
    assert screen._next.button.text() == "Look at them now"
    screen._next.do_it()
    assert practised.here() is practised._screens[Place.DIFFERENCES]


def test_the_practice_band_says_so(practised):
    assert practised.band.property("practice") is True
    assert practised.band._practice.text() == "PRACTICE"


def test_every_number_of_differences_opens_the_list_behind_it(practised, qtbot):
    practised.go(Place.DIFFERENCES)
    screen = practised.here()
    screen.choose("once")
    rows = screen.list.rows.rowCount()
    assert rows
    assert str(screen.list.total) in screen._buttons["once"].text().replace(",", "")
    assert screen.list.detail.current == screen.list.rows.row(0).finding
    screen.list.search.setText(screen.list.rows.row(rows - 1).finding.difference.who)
    qtbot.waitUntil(lambda: 1 <= screen.list.rows.rowCount() <= rows)
    assert screen.back()


def test_what_a_member_paid_is_read_off_the_screens_thread(practised, qtbot):
    practised.go(Place.DIFFERENCES)
    screen = practised.here()
    screen.choose("once")
    detail, found = screen.list.detail, [screen.list.rows.row(n).finding for n in range(screen.list.rows.rowCount())]
    with practised.club.read() as conn:
        paying = next(each for each in found if (who := payer(each.difference)) and read_payments(conn, who))
    detail.show_finding(next(each for each in found if payer(each.difference) is None))
    assert detail.paid.text() == ""
    detail.show_finding(paying)
    assert detail.paid.text() == ""
    qtbot.waitUntil(lambda: detail.paid.text().startswith("Paid:\n"))
    detail.show_finding(paying)
    assert detail.paid.text().startswith("Paid:\n"), "the same person stays as read"
    assert screen.back()


def test_a_gate_opens_to_its_checks(practised, qtbot):
    practised.go(Place.READY)
    row = practised.here().gates._rows[0]
    row.head.setChecked(True)
    assert not row._checks.isHidden()
    row.head.setChecked(False)
    assert row._checks.isHidden()


def test_settings_change_the_looks_at_once(practised, tmp_path, qtbot):
    practised.go(Place.SETTINGS)
    practised._remembered = Remembered(tmp_path)
    with qtbot.waitSignal(practised.redress):
        practised.here()._looks._sizes.button("150%").click()
    assert practised.looks().text_scale == 1.5
    practised._remembered = None
