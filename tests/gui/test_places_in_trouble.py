"""Records, Board and History while a copy runs, and when the file cannot be read."""

import pytest

from clubos_desktop.errors import StorageError
from tests.gui.filled import make_club
from tests.gui.walk import words
from ui.places import Place

PLACES = (Place.RECORDS, Place.BOARD, Place.HISTORY)


@pytest.fixture
def club(tmp_path):
    return make_club(tmp_path)


@pytest.fixture
def opened(window, club):
    window.open_club(club)
    window.show()
    return window


@pytest.mark.parametrize("place", PLACES)
def test_a_file_that_cannot_be_read_is_said_in_the_page_with_a_remedy(opened, club, place, qtbot, shot):
    opened.go(place)
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    club.trouble = StorageError(
        "The club's file lies on a drive that is not there any more. Nothing was lost.",
        remedy="Plug the drive in again.",
        code="storage.gone",
    )
    opened.here().refresh()
    qtbot.waitUntil(lambda: "Plug the drive in again." in words(opened.here()))
    shot(opened, f"{place}-in-trouble")
    club.trouble = None
    opened.here().refresh()
    problem = getattr(opened.here(), "_problem", None) or opened.here()._broken
    qtbot.waitUntil(problem.isHidden)


@pytest.mark.parametrize("place", PLACES)
def test_while_a_copy_runs_what_is_known_stays_usable(opened, club, place, qtbot, shot):
    opened.go(place)
    club.hold.clear()
    opened.copy_now()
    qtbot.waitUntil(opened.strip.isVisible)
    shot(opened, f"{place}-while-copying")
    screen = opened.here()
    table = screen.table
    if table.rows.rowCount():
        table.select_row(table.rows.rowCount() - 1)
        assert table.current_row() == table.rows.rowCount() - 1
    else:
        assert place is Place.BOARD
        assert not screen._empty.button.isVisible(), "no second job is offered"
    club.hold.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy)
