"""A copy ends with a word about what came; and it can be taken back, by keyboard, with a reason."""

import pytest
from PySide6.QtCore import Qt

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.store import views
from tests.gui.memory_club import MemoryClub
from tests.gui.walk import forbidden, unnamed
from ui.places import Place


def member(key, first, **fields):
    given = {"email": f"{first.lower()}@x.org", "status": "Active", "modified": "2026-11-01T00:00:00.000Z"} | fields
    return Member(key=key, first_name=first, last_name="Lee", **given)


@pytest.fixture
def opened(window, qtbot, tmp_path):
    club = MemoryClub(tmp_path)
    club.put(Side.LEGACY, member("1", "Ann"), member("2", "Bob"))
    club.put(Side.CLUBOS, member("a", "Ann"), member("b", "Bob"))
    window.open_club(club)
    window.show()
    copied(window, qtbot)
    return window


def copied(window, qtbot):
    """Copy, as F5 does, and wait for the end."""
    qtbot.waitUntil(lambda: not window.jobs.busy and window.judged is not None)
    with window.club.read() as conn:
        before = len(views.copies(conn))
    window.copy_now(everything=True)
    qtbot.waitUntil(lambda: not window.jobs.busy)
    with window.club.read() as conn:
        assert len(views.copies(conn)) == before + 1


def stand(window):
    with window.club.read() as conn:
        return [record.email for record in views.current(conn, Side.LEGACY, Domain.MEMBERS)]


def test_a_copy_ends_with_what_came(opened, qtbot):
    assert opened.toast._words.text().endswith(": 4 records.")
    opened.club.put(Side.LEGACY, member("1", "Ann", email="new@x.org"), member("3", "Cleo"))
    copied(opened, qtbot)
    assert opened.toast._words.text().endswith(": 1 new, 1 changed, nothing gone.")
    opened.go(Place.COPIES)
    assert "1 new, 1 changed, nothing gone." in opened.here()._heading.why.text()


def test_a_copy_is_taken_back_with_a_reason(opened, qtbot, shot):
    before = stand(opened)
    opened.club.put(Side.LEGACY, member("1", "Ann", email="new@x.org"), member("3", "Cleo"))
    copied(opened, qtbot)
    assert len(stand(opened)) == 3
    opened.go(Place.COPIES, "All copies")
    part = opened.here().here
    assert part.undo.isHidden()
    part.table.select_row(0)
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    assert part.undo.isVisible()
    part.undo.click()
    assert "Members of Wild Apricot: 1 record as before and 1 new here, gone again" in part.taking._lines.text()
    assert not unnamed(opened)
    assert not forbidden(opened)
    shot(opened, "copies-take-back")
    qtbot.keyClick(part.taking.reason, Qt.Key.Key_Return)
    assert "Say in a few words why" in opened.toast._words.text()
    assert len(stand(opened)) == 3
    qtbot.keyClicks(part.taking.reason, "Another club's key")
    qtbot.keyClick(part.taking.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.taking.isHidden() and not opened.jobs.busy)
    assert stand(opened) == before
    assert part.undo.isHidden(), "it is taken back"
    assert "taken back" in opened.here()._heading.answer.text()
    assert part.table.rows.row(0).state == "Taken back. Another club's key"


def test_the_first_copy_cannot_be_taken_back_and_says_why(opened, qtbot):
    opened.go(Place.COPIES, "All copies")
    part = opened.here().here
    part.table.select_row(0)
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    part.undo.click()
    assert "there is nothing before it" in part.taking.cause.text()
    assert part.taking.take.isHidden()
    qtbot.keyClick(part.table, Qt.Key.Key_Escape)
    assert part.taking.isHidden()
    assert part.undo.isVisible()
