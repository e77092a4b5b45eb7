"""The frame: folding, keys, strip, band, and what a screen reader hears of the first page."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from clubos_desktop.errors import NetworkError
from clubos_desktop.job import Progress
from tests.gui.walk import forbidden, unnamed
from ui.frame.first import PATIENCE, Shell
from ui.frame.strip import Strip, TimeLeft
from ui.frame.window import Window
from ui.screens.first.choice import Choice
from ui.tokens import DARK, LIGHT
from ui.widgets.cards import Empty, Notice

SIZES = [(1920, 1080), (1366, 689), (1093, 535), (1024, 560)]
HEAVY = {
    "sqlalchemy",
    "httpx",
    "msgspec",
    "reportlab",
    "keyring",
    "alembic",
    "cryptography",
    "uvicorn",
    "phonenumbers",
    "babel",
}


@pytest.mark.parametrize(("size", "dark"), [*((size, False) for size in SIZES), (SIZES[1], True)])
def test_the_first_page_fits_every_size(window, dress, shot, size, dark):
    dress(dark=dark)
    page = Choice()
    window.show_page(page)
    window.resize(*size)
    window.show()
    shot(window, f"choice-{size[0]}x{size[1]}-{'dark' if dark else 'light'}")
    assert not unnamed(window)
    assert not forbidden(window)
    for card in (page.practice, page.club):
        assert card.width() >= 300
    assert abs(page.practice.width() - page.club.width()) <= 1


def test_the_first_page_at_double_text_size_scrolls_and_cuts_nothing(window, dress, shot, qtbot):
    dress(text_scale=2.0)
    page = Choice()
    window.show_page(page)
    window.resize(1366, 689)
    window.show()
    qtbot.waitExposed(window)
    shot(window, "choice-200")
    assert page.practice.button.sizeHint().width() <= page.practice.width()


def test_the_first_focus_is_the_page_and_the_arrows_go_from_card_to_card(window, qtbot):
    page = Choice()
    window.show_page(page)
    window.show()
    qtbot.waitExposed(window)
    assert window.focusWidget() is page
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.practice.button.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Right)
    assert page.club.button.hasFocus()
    with qtbot.waitSignal(page.practice_chosen):
        qtbot.mouseClick(page.practice, Qt.MouseButton.LeftButton)


def test_the_strip_says_how_far_and_how_long():
    clock = TimeLeft()
    assert clock.say(Progress("Copying events", 10, 340), 100.0) == ""
    assert clock.say(Progress("Copying events", 20, 340), 101.0) == ""
    assert clock.say(Progress("Copying events", 30, 340), 102.0) == "about 30 s left"
    assert clock.say(Progress("Copying members", 0, 50), 110.0) == ""
    assert clock.say(Progress("Copying members", 10, None), 130.0) == ""


def test_while_it_waits_for_a_limit_the_strip_says_that(dress):
    strip = Strip()
    strip.say(Progress("Copying events from Wild Apricot: waiting 40 s for Wild Apricot's limit of calls", 3, 9))
    assert strip._left.text() == "waiting 40 s"
    assert strip.toolTip() == "Waiting 40 s for Wild Apricot's limit of calls"


def test_an_error_is_a_sentence_with_its_remedy_and_never_a_value(qapp):
    notice = Notice()
    notice.say_error(NetworkError("No answer came.", remedy="Try again.", code="net"))
    assert (notice.cause.text(), notice.remedy.text()) == ("No answer came.", "Try again.")
    notice.say_error(ValueError("ann@example.org"))
    assert "ann@example.org" not in notice.cause.text() + notice.remedy.text()
    assert "ValueError" in notice.remedy.text()


LOADED_FIRST = {
    *(
        "clubos_desktop",
        "resources",
        "ui",
        "ui.app",
        "ui.collecting",
        "ui.fonts",
        "ui.frame",
        "ui.frame.first",
    ),
    *("ui.remembered", "ui.start", "ui.tokens", "ui.tone", "ui.wish"),
    *("PySide6", "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"),
}
"""All of ours and Qt's that may be loaded when the frame is painted first; whatever is added slows each start."""

FIRST_PAINT = """
import sys, tempfile, pathlib
from PySide6.QtCore import QTimer
from ui import start
from ui import app as program
from ui.remembered import Remembered
from ui.wish import Wish
app = program.make_application([])
shell = program.open_window(app, Remembered(pathlib.Path(tempfile.mkdtemp())), Wish())
shell.painted.disconnect()
def first():
    print(" ".join(sorted(sys.modules)))
    program._furnish(app, shell, Remembered(pathlib.Path(tempfile.mkdtemp())), Wish(), "")
    shell.inside.painted.connect(done)
def done():
    print(" ".join(sorted(sys.modules)))
    shell.close()
    app.quit()
shell.painted.connect(first)
QTimer.singleShot(20000, app.quit)
app.exec()
"""


def test_nothing_is_loaded_before_the_first_paint_that_it_does_not_show(root):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
    )
    first, whole = (set(line.split()) for line in done.stdout.splitlines())
    ours = {name for name in first if name.split(".")[0] in {"clubos_desktop", "resources", "ui", "PySide6"}}
    assert {name for name in ours if not name.startswith("PySide6.support")} == LOADED_FIRST
    assert "dataclasses" not in first
    assert "ui.frame.window" in whole
    assert not {name.split(".")[0] for name in whole} & HEAVY
    assert done.stderr == ""


@pytest.mark.parametrize(("width", "scale"), [(1366, 1.0), (1366, 2.0), (600, 1.0)])
def test_what_is_painted_first_stays_in_its_place(dress, jobs, qtbot, width, scale):
    dress(text_scale=scale)
    shell = Shell(LIGHT, "Opening your club …")
    qtbot.addWidget(shell)
    shell.resize(width, 689)
    shell.show()
    words = {label.text(): label for label in shell.findChildren(QLabel) if label.isVisible()}
    assert len(words) == 3
    before = {text: middle_of(label, shell) for text, label in words.items()}
    window = Window(jobs)
    shell.fill(window)
    page = Empty("clock")
    page.say("Opening your club …", PATIENCE)
    window.show_page(page)

    def nothing_has_moved():
        after = {label.text(): middle_of(label, shell) for label in window.findChildren(QLabel) if label.isVisible()}
        for text, (x, y) in before.items():
            assert abs(after[text][0] - x) <= 12
            assert abs(after[text][1] - y) <= 6

    qtbot.waitUntil(nothing_has_moved)
    assert shell.focusWidget() is page
    assert not window.closed
    shell.close()
    assert window.closed


def middle_of(label, within):
    """Where the words begin to the left of, and their middle; words in the middle of a wide label have its middle."""
    wide = label.alignment() & Qt.AlignmentFlag.AlignHCenter
    x = label.width() / 2 if wide else label.sizeHint().width() / 2
    place = label.mapTo(within, QPoint(0, 0))
    return place.x() + x, place.y() + label.height() / 2


def test_the_ground_behind_the_pages_follows_another_theme(wear, qtbot):
    wear(dark=False)
    shell = Shell(LIGHT, "")
    qtbot.addWidget(shell)
    shell.fill(QWidget())
    wear(dark=True)
    assert shell.grab().toImage().pixelColor(50, 300).name() == DARK.page.lower()


def test_a_command_is_run_without_any_qt(root):
    code = "import sys; from ui.start import main; print(main(['verify']), 'PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=600, check=True
    )
    assert done.stdout.split() == ["2", "False"]
