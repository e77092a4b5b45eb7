"""Records: search, both sides of a person, money, empty states, folding, keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from clubos_desktop.model.domains import Domain
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.places import Place

SIZES = [(1920, 1080), (1366, 689), (1093, 535), (1024, 560)]


@pytest.fixture
def shown(window, qtbot, tmp_path):
    """Opens a club in the window and shows Records."""

    def show(members=40, **more):
        window.open_club(make_club(tmp_path, members=members, **more))
        window.show()
        # Asked again and again: without a display Qt forgets a wish that comes before the first painting.
        qtbot.waitUntil(lambda: window.activateWindow() or window.isActiveWindow())
        window.go(Place.RECORDS)
        return window.here()

    return show


def titles(screen):
    return [screen.table.rows.row(number).title for number in range(screen.table.rows.rowCount())]


@pytest.mark.parametrize(("size", "dark"), [*((size, False) for size in SIZES), (SIZES[1], True)])
def test_it_says_what_both_systems_hold(shown, dress, shot, size, dark):
    dress(dark=dark)
    screen = shown()
    window = screen.window()
    window.resize(*size)
    shot(window, f"records-{size[0]}x{size[1]}-{'dark' if dark else 'light'}")
    assert "39 members in both systems." in words(screen)
    assert not unnamed(window)
    assert not forbidden(window)
    assert screen.width() <= size[0]


def test_the_search_has_the_focus_and_the_first_person_is_open(window, shown, qtbot):
    screen = shown()
    assert screen.window().focusWidget() is screen.field
    assert "Ann Illich" in words(screen.pane)
    assert "In both systems, 1 field different." in words(screen.pane)


def test_typing_finds_people_by_part_of_their_name_in_any_case(shown, qtbot):
    screen = shown()
    qtbot.keyClicks(screen.field, "BRANDT")
    qtbot.waitUntil(lambda: titles(screen) == ["Zoë Brandt"] + [f"Zoë Brandt {n}" for n in range(2, 6)])
    assert "5 matches for “BRANDT”." in words(screen)
    assert any(text.startswith("Of all: 39 members in both systems.") for text in words(screen))
    qtbot.keyClick(screen.field, Qt.Key.Key_Down)
    assert screen.window().focusWidget() is screen.table
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    assert "Zoë Brandt 2" in words(screen.pane)


def test_a_search_without_result_proposes_the_likeliest_name(shown, qtbot):
    screen = shown()
    screen.field.setText("illih")
    qtbot.waitUntil(lambda: any("Nobody matches 'illih'" in text for text in words(screen)))
    assert any("Similar: Ann Illich" in text for text in words(screen))
    qtbot.mouseClick(screen._empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: titles(screen)[:1] == ["Ann Illich"])


def test_both_values_stand_beside_each_other_and_escape_clears_the_search(window, shown, qtbot):
    screen = shown()
    said = words(screen.pane)
    assert "Phone, Wild Apricot: 805 555 0123" in said
    assert "Phone, ClubOS: +1 805 555 9999" in said
    assert "Member since, ClubOS: 4 Mar 2019" in said
    screen.field.setText("Ann")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert screen.field.text() == ""


def test_a_person_who_is_on_one_side_only_is_named_so(shown):
    screen = shown()
    table = screen.table
    last = next(number for number, title in enumerate(titles(screen)) if title == "Bo Ek 5")
    table.select_row(last)
    assert "Only in Wild Apricot." in words(screen.pane)
    assert table.rows.index(last, 3).data() == "only in Wild Apricot"


def test_long_names_have_two_lines_and_the_search_says_what_it_looks_for(shown):
    screen = shown()
    heights, hints = {}, {}
    for domain in (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS, Domain.INVOICES):
        screen.show_domain(domain)
        heights[domain], hints[domain] = screen.table.rowHeight(0), screen.field.placeholderText()
    assert heights[Domain.EVENTS] == heights[Domain.REGISTRATIONS] > heights[Domain.MEMBERS]
    assert list(hints.values()) == ["Name or e-mail", "Name of the event", "Name or event", "Number or name"]


def test_bookings_lead_to_the_registration(shown, qtbot):
    screen = shown()
    button = next(each for each in screen.pane.findChildren(type(screen.pane.see)) if "Winter dinner" in each.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert screen.segments.button("Registrations").isChecked()
    assert "Ann Illich, Winter dinner" in words(screen.pane)


def test_money_says_what_does_not_add_up_and_calls_nothing_equal(shown, qtbot):
    screen = shown()
    qtbot.mouseClick(screen.segments.button("Money"), Qt.MouseButton.LeftButton)
    said = words(screen)
    assert "1 invoice in Wild Apricot." in said
    assert "Invoice 00017 says 40.00 USD paid; its payments add up to 45.00 USD." in said
    assert "does not add up" in said
    assert "same" not in [each.text() for each in screen.findChildren(QLabel) if each.isVisible()]
    qtbot.mouseClick(screen.kinds.button("Donations"), Qt.MouseButton.LeftButton)
    assert "There are no donations." in words(screen)


def test_before_the_first_copy_one_button_fills_it(window, shown, qtbot):
    screen = shown(members=0)
    assert "Nothing copied yet." in words(screen)
    assert not screen.field.isEnabled()
    assert screen.window().focusWidget() is screen._empty.button
    qtbot.mouseClick(screen._empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.club.copies))


def test_in_a_narrow_window_the_detail_takes_the_lists_place(window, shown, qtbot):
    screen = shown()
    window.resize(1000, 560)
    assert not screen.pane.isVisible()
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.pane.isVisible()
    assert not screen.table.isVisible()
    assert screen.split.position.text() == "1 of 40"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert screen.table.isVisible()
    assert screen.window().focusWidget() is screen.table


def test_ctrl_c_copies_the_row_as_cells(shown, qtbot):
    screen = shown()
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Ann Illich\tActive\tFull member\t1 different"


def test_long_and_foreign_names_break_nothing(window, shown, dress, shot):
    dress(text_scale=2.0)
    screen = shown(members=3, names=("Wolfeschlegelsteinhausen " * 12, "שלום כהן", "王 小明"))
    shot(window, "records-long-names-200")
    assert screen.width() <= 1366
    assert screen.table.viewport().width() > 300


def test_pages_of_rows_are_read_as_one_walks_down(shown, qtbot):
    screen = shown(members=250)
    assert screen.table.rows.rowCount() == 100
    screen._step(99)
    screen._step(1)
    assert screen.table.rows.rowCount() == 200
    assert screen.table.current_row() == 100


def test_what_changed_meanwhile_is_shown_and_the_place_kept(window, shown):
    screen = shown()
    screen.table.select_row(5)
    kept = screen._row()
    window.outdate()
    assert screen._row() == kept


def test_a_record_can_be_asked_for(window, shown):
    screen = shown()
    window.go(Place.RECORDS, (Domain.EVENTS, "e1", "x1"))
    assert screen.segments.button("Events").isChecked()
    assert "Winter dinner" in words(screen.pane)
    assert "Start, Wild Apricot: Sat 5 Dec 2026, 10:00" in words(screen.pane)
