"""Board: packs and their pages, making one, checking one, printing and taking it along."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QLabel

from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.models.packs import packs
from ui.places import Place
from ui.widgets.pages import Document

LATER = "2026-11-24T07:33:00.000Z"
LONG = 60_000
"""Milliseconds: drawing a pack takes two seconds, more on a busy computer."""


@pytest.fixture
def club(tmp_path):
    return make_club(tmp_path)


@pytest.fixture
def shown(window, club, qtbot):
    def show():
        window.open_club(club)
        window.show()
        window.go(Place.BOARD)
        return window.here()

    return show


@pytest.fixture
def made(club):
    """A club with one pack."""
    for _progress in club.make_pack("March meeting", names=False):
        pass
    return club


def seen(screen):
    return [each.text() for each in screen.findChildren(QLabel) if each.isVisible()]


def test_without_a_pack_one_button_makes_one(window, club, shown, qtbot, shot):
    screen = shown()
    shot(window, "board-empty")
    assert "No board pack yet." in seen(screen)
    assert not screen.preview.isVisible()
    qtbot.keyClick(screen._empty.button, Qt.Key.Key_Return)
    assert screen.making.purpose.selectedText() == "Board meeting"
    assert not screen.making.names.isChecked()
    assert "No pack yet." not in seen(screen), "the form stands alone"
    qtbot.keyClicks(screen.making.purpose, "Budget evening")
    qtbot.keyClick(screen.making.purpose, Qt.Key.Key_Return)
    assert "The first pack is being made." in seen(screen)
    qtbot.waitUntil(lambda: screen.table.rows.rowCount() == 1, timeout=LONG)
    assert screen.table.rows.row(0).purpose == "Budget evening"
    assert not screen.table.rows.row(0).names_shown
    assert any(text.startswith("Not ready, names hidden, check number") for text in seen(screen))
    assert screen.isAncestorOf(window.focusWidget()), "the focus stays in the page, never on Stop everything"


def test_the_pack_just_made_is_the_one_looked_at(made, shown, qtbot):
    screen = shown()
    old = screen.chosen()
    screen.ask()
    screen.making.purpose.setText("Vote")
    qtbot.mouseClick(screen.making.make, Qt.MouseButton.LeftButton)
    screen.refresh()
    assert screen.chosen() == old, "until it is there, the one before stays"
    qtbot.waitUntil(lambda: screen.table.rows.rowCount() == 2, timeout=LONG)
    assert screen.chosen().purpose == "Vote"
    screen.table.select_row(1)
    screen.refresh()
    assert screen.chosen() == old, "afterwards the choice is a person's again"


def test_nothing_can_be_shown_to_a_board_before_the_first_copy(window, qtbot, tmp_path):
    window.open_club(make_club(tmp_path, members=0))
    window.show()
    window.go(Place.BOARD)
    screen = window.here()
    assert "Nothing copied yet, so there is nothing to show to a board." in seen(screen)
    assert not screen.start.isEnabled()
    qtbot.mouseClick(screen._empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.club.copies))


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 689), (1093, 535)])
@pytest.mark.usefixtures("made")
def test_the_pages_of_the_chosen_pack_are_shown_and_turned(window, shown, qtbot, shot, size):
    window.resize(*size)
    screen = shown()
    pages = screen.preview.pages
    screen._opened(0)
    shot(window, f"board-{size[0]}x{size[1]}")
    assert pages.total > 3
    assert f"Page 1 of {pages.total}" in seen(screen)
    assert "March meeting" in pages.widget().accessibleName()
    qtbot.keyClick(pages, Qt.Key.Key_PageDown)
    assert f"Page 2 of {pages.total}" in seen(screen)
    qtbot.keyClick(pages, Qt.Key.Key_End)
    assert pages.number == pages.total - 1
    assert not unnamed(window)
    assert not forbidden(window)


def test_a_pack_is_checked_against_the_sealed_data(window, made, shown, qtbot):
    screen = shown()
    qtbot.mouseClick(screen.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.check.isEnabled, timeout=LONG)
    assert "This pack is whole." in seen(screen)


def test_a_changed_pack_is_refused(window, made, shown, qtbot):
    with made.read() as conn:
        path = packs(conn)[0].path
    path.write_bytes(path.read_bytes() + b" ")
    screen = shown()
    qtbot.mouseClick(screen.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.check.isEnabled, timeout=LONG)
    assert any(text.startswith("This pack does not hold:") for text in seen(screen))
    assert "Do not use it. Make a new one." in seen(screen)


def test_a_pack_whose_file_is_gone_says_so_in_its_place(made, shown):
    with made.read() as conn:
        packs(conn)[0].path.unlink()
    screen = shown()
    assert any(text.endswith("cannot be read.") for text in seen(screen.preview))
    assert not screen.preview.print.isEnabled()


def test_a_pack_older_than_the_copy_says_so(made, shown):
    with made.workspace.database.landing() as conn:
        conn.exec_driver_sql("UPDATE run SET ended = ?", (LATER,))
    assert any(text.startswith("Made before the copy of today") for text in seen(shown()))


def test_escape_leaves_the_form_and_loses_nothing(window, shown, made):
    screen = shown()
    screen.ask()
    screen.making.purpose.setText("Half typed")
    assert screen.back()
    assert not screen.making.isVisible()
    screen.ask()
    assert screen.making.purpose.text() == "Half typed"


def test_every_page_goes_on_paper(window, made, shown, tmp_path):
    screen = shown()
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    screen.print_on(printer, screen.chosen().path)
    assert len(Document(tmp_path / "paper.pdf")) == screen.preview.pages.total
    assert "Sent to the printer." in words(window)


def test_the_dialogue_of_the_printer_prints(window, made, shown, qtbot, tmp_path):
    """Qt hands the printer over with its own signal; what is called must take it."""
    screen = shown()
    screen._print()
    printer = screen.dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(40)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    screen.dialog.done(QDialog.DialogCode.Accepted)
    qtbot.waitUntil(lambda: "Sent to the printer." in words(window))
    assert (tmp_path / "paper.pdf").is_file()


def test_a_copy_is_taken_along(window, made, shown, tmp_path):
    screen = shown()
    screen.save_to(screen.chosen().path, tmp_path / "for the chair.pdf")
    assert (tmp_path / "for the chair.pdf").read_bytes() == screen.chosen().path.read_bytes()
    assert (tmp_path / "for the chair.manifest.json").exists()
    screen.save_to(screen.chosen().path, tmp_path / "nowhere" / "x.pdf")
    assert any("There is no folder" in text for text in seen(screen))
