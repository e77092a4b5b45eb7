"""The frame: folding, keys, strip, band, and what a screen reader hears of the first page."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from clubos_desktop.errors import NetworkError
from clubos_desktop.job import Progress
from tests.gui.walk import forbidden, unnamed
from ui.frame.strip import TimeLeft
from ui.screens.first.choice import Choice
from ui.widgets.cards import Notice

SIZES = [(1920, 1080), (1366, 689), (1093, 535), (1024, 560)]
HEAVY = {"sqlalchemy", "httpx", "reportlab", "keyring", "alembic", "cryptography", "uvicorn", "phonenumbers", "babel"}


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


def test_an_error_is_a_sentence_with_its_remedy_and_never_a_value(qapp):
    notice = Notice()
    notice.say_error(NetworkError("No answer came.", remedy="Try again.", code="net"))
    assert (notice.cause.text(), notice.remedy.text()) == ("No answer came.", "Try again.")
    notice.say_error(ValueError("ann@example.org"))
    assert "ann@example.org" not in notice.cause.text() + notice.remedy.text()
    assert "ValueError" in notice.remedy.text()


FIRST_PAINT = """
import sys, tempfile, pathlib
from PySide6.QtCore import QTimer
from ui import app as program
from ui.remembered import Remembered
app = program.make_application([])
window = program.open_window(app, Remembered(pathlib.Path(tempfile.mkdtemp())), program.Wish())
def done():
    print(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
    window.close()
    app.quit()
window.painted.connect(done)
QTimer.singleShot(20000, app.quit)
app.exec()
"""


def test_nothing_heavy_is_loaded_before_the_first_paint(root):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
    )
    loaded = set(done.stdout.split())
    assert "ui" in loaded
    assert not loaded & HEAVY
    assert done.stderr == ""


def test_a_command_is_run_without_any_qt(root):
    code = "import sys; from ui.start import main; print(main(['verify']), 'PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["2", "False"]
