"""Settling differences: by button, by letter, with a form, many alike, with undo; pairs by people; nothing stale."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, Qt

from clubos_desktop.findings import reading
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Choice, Standing
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import tables
from clubos_desktop.store.views import DifferenceFilter
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed
from ui.models.settling import way_of
from ui.places import Fold, Place


@pytest.fixture
def opened(window, qtbot, tmp_path):
    """Differences of a club of forty, with the list of those that need somebody."""
    window.open_club(make_club(tmp_path, members=40))
    window.show()
    qtbot.waitUntil(lambda: window.judged is not None)
    window.go(Place.DIFFERENCES)
    window.here().choose("need")
    return window


def settled(window, qtbot, act):
    """Do something and wait until the list was read again."""
    before = window.here().list.total
    act()
    try:
        qtbot.waitUntil(lambda: window.here().list.total != before)
    except qtbot.TimeoutError:
        pytest.fail(f"{window.here().list.total} {window.toast._words.text()} {window.here().list.detail.current}")


def test_wild_apricot_is_right_and_the_row_leaves_the_list(opened, qtbot, shot):
    screen = opened.here()
    shot(opened, "deciding")
    who = screen.list.detail.current.difference.who
    settled(opened, qtbot, screen.list.detail.bar._buttons[Choice.CLUBOS].click)
    assert opened.toast._words.text() == "To be corrected in ClubOS, by hand."
    assert screen._buttons["correct"].text() == "1 to be corrected"
    assert not screen._buttons["correct"].isHidden()
    shot(opened, "deciding-settled")
    settled(opened, qtbot, opened.undo)
    assert screen._buttons["correct"].isHidden()
    assert who in [screen.list.rows.row(n).finding.difference.who for n in range(screen.list.rows.rowCount())]
    assert not unnamed(opened)
    assert not forbidden(opened)


def test_a_letter_in_the_list_decides_and_ctrl_z_takes_it_back(opened, qtbot):
    screen = opened.here()
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    settled(opened, qtbot, lambda: qtbot.keyClick(screen.list.table, Qt.Key.Key_2))
    settled(opened, qtbot, lambda: qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))


def test_what_needs_a_reason_asks_for_it_in_place(opened, qtbot, shot):
    screen = opened.here()
    bar = screen.list.detail.bar
    bar.press("a")
    assert bar.form.isVisible()
    bar.form._keep()
    assert bar.form._lines["reason"].below.text() == "Please fill this in."
    shot(opened, "deciding-form")
    assert screen.back()
    assert bar.form.isHidden()
    bar.press("A")
    bar.form._texts["reason"].setText("The member has moved and answers in January.")
    now = opened.club.now()
    bar.form._until.setDate(QDate(now.year, now.month, now.day).addDays(30))
    settled(opened, qtbot, bar.form._keep)
    assert screen._buttons["accepted"].text() == "1 accepted"
    screen.choose("accepted")
    found = screen.list.detail.current
    assert found.standing is Standing.ACCEPTED
    assert "Anna Berg" in screen.list.detail._decided.text()
    assert "The member has moved" in screen.list.detail._decided.text()
    shot(opened, "deciding-accepted")


def test_many_alike_are_settled_after_a_look_with_one_undo(opened, qtbot, shot):
    screen = opened.here()
    cause = next(cause for cause in screen._outline.causes if cause.n > 2)
    screen._look(cause)
    settled(opened, qtbot, lambda: screen.list.detail.bar.press("1"))
    alike = screen.list.alike
    assert alike.isVisible()
    left = screen.list.total
    alike.look.click()
    qtbot.waitUntil(alike.go.isVisible)
    assert alike.go.text() == f"Settle {left} like this"
    shot(opened, "deciding-alike")
    settled(opened, qtbot, alike.go.click)
    assert screen.list.total == 0
    settled(opened, qtbot, opened.undo)
    assert screen.list.total == left


@pytest.mark.parametrize("height", [768, 560])
def test_an_offer_leaves_the_way_back_and_gives_way_to_a_search(opened, qtbot, shot, height):
    opened.resize(1100, height)
    screen = opened.here()
    screen._look(next(cause for cause in screen._outline.causes if cause.n > 2))
    settled(opened, qtbot, lambda: screen.list.detail.bar.press("1"))
    assert screen.list.alike.isVisible()
    assert screen.list.search.isVisible()
    shot(opened, f"deciding-offer-{height}")
    screen.search()
    assert screen.list.search.isVisible()
    assert screen.list.alike.isHidden()
    screen.list.alike.show()
    screen.list.search.setText("Ann")
    assert screen.list.alike.isHidden(), "it spoke of another list"


def test_what_changed_meanwhile_is_not_decided(opened, qtbot):
    screen = opened.here()
    shown = screen.list.detail.current
    with opened.club.workspace.database.landing() as conn:
        changed = tables.difference.update().where(tables.difference.c.id == shown.difference.id)
        conn.execute(changed.values(legacy="another value"))
    screen.list.detail.bar._buttons[Choice.CLUBOS].click()
    qtbot.waitUntil(lambda: "Nothing was decided" in opened.toast._words.text())
    assert screen._buttons["correct"].isHidden()


def test_ways_that_do_not_fit_are_not_offered(opened):
    screen = opened.here()
    rows = [screen.list.rows.row(n).finding.difference for n in range(screen.list.rows.rowCount())]
    money = next(n for n, row in enumerate(rows) if row.domain == "invoices")
    screen.list.table.select_row(money)
    bar = screen.list.detail.bar
    assert not bar._buttons[Choice.CLUBOS].isEnabled()
    assert "books" in bar._buttons[Choice.CLUBOS].toolTip()
    assert bar._buttons[Choice.LEGACY].isEnabled()
    assert way_of(Choice.NOTE).label == "Note"


def test_when_nothing_needs_anybody_the_heading_says_what_was_settled(opened, qtbot):
    screen = opened.here()

    def nothing_needs_anybody():
        return screen._heading.answer.text() == "Nothing needs you."

    while not nothing_needs_anybody():
        qtbot.waitUntil(lambda: nothing_needs_anybody() or screen.list.total > 0)  # the list is read anew in between
        if screen.list.total:
            settled(opened, qtbot, lambda: screen.list.detail.bar.press("2"))
    assert nothing_needs_anybody()
    assert "settled" in screen._heading.why.text()


def test_a_record_that_only_one_system_has_is_added_or_removed_and_equal_to_nothing(opened, shot):
    screen = opened.here()
    detail = screen.list.detail
    for kind, labels in (
        (Kind.ONLY_LEGACY, ("It belongs in both: add it in ClubOS (1)", "It belongs in neither: remove it (2)")),
        (Kind.ONLY_CLUBOS, ("It belongs in neither: remove it (1)", "It belongs in both: add it in Wild Apricot (2)")),
        (Kind.CHANGED, ("Wild Apricot is right (1)", "ClubOS is right (2)")),
    ):
        with opened.club.read() as conn:
            stored = Kind.ONLY_LEGACY if kind is Kind.ONLY_CLUBOS else kind
            wanted = reading.FindingFilter(DifferenceFilter(kinds=(stored,), domain=Domain.MEMBERS))
            found = next(iter(reading.every(conn, to_instant(opened.club.now()), wanted)))
        detail.show_finding(replace(found, difference=replace(found.difference, kind=kind)))
        assert tuple(detail.bar._buttons[choice].text() for choice in (Choice.CLUBOS, Choice.LEGACY)) == labels
        equal = detail.bar._buttons[Choice.EQUAL]
        assert equal.isEnabled() is (kind is Kind.CHANGED)
        assert ("equal to nothing" in equal.toolTip()) is (kind is not Kind.CHANGED)
        shot(opened, f"deciding-{kind.value}")
    assert not unnamed(opened)


def test_who_may_be_there_under_another_name_is_shown_and_asked_before_it_is_removed(opened, qtbot, shot):
    screen, club = opened.here(), opened.club
    wanted = reading.FindingFilter(DifferenceFilter(kinds=(Kind.ONLY_LEGACY,), domain=Domain.MEMBERS))
    with club.read() as conn:
        found = next(iter(reading.every(conn, to_instant(club.now()), wanted)))
        key = found.difference.legacy_id
        lone = conn.exec_driver_sql(f"SELECT id FROM record WHERE key = '{key}'").scalar()
        other = conn.exec_driver_sql("SELECT id FROM record WHERE side = 'clubos' AND domain = 'members'").scalar()
    with club.workspace.database.landing() as conn:
        row = {"domain": "members", "legacy": lone, "clubos": other, "score": 84, "reasons": '["same e-mail"]'}
        conn.execute(tables.suggestion.insert(), row)
    screen._show_list(wanted, "Only in Wild Apricot", "all")
    detail, bar = screen.list.detail, screen.list.detail.bar
    assert "Perhaps the same as Ann Illich in ClubOS: same e-mail." in detail.alike.text()
    ruled = []
    bar.decided.connect(ruled.append)
    screen.list.table.letter.emit("2")
    assert not ruled
    assert bar.warning.isVisible()
    assert bar.anyway.text() == "They are two: remove it"
    shot(opened, "deciding-perhaps")
    assert screen.back()
    assert bar.warning.isHidden()
    bar._buttons[Choice.LEGACY].click()
    bar.anyway.click()
    assert [each.choice for each in ruled] == [Choice.LEGACY]
    detail.show_finding(found)
    detail.pair.click()
    assert screen.pages.currentWidget() is screen.pairs
    assert screen.pairs.table.current_row() == 0
    opened.go(Place.RECORDS, (Domain.MEMBERS, key, None))
    pane = opened.here().pane
    assert "Perhaps the same as Ann Illich in ClubOS" in pane.alike.text()
    shot(opened, "records-perhaps")
    pane.pair.click()
    assert opened.here() is screen


def clicked(qtbot, table, row):
    place = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_where_the_detail_takes_the_lists_place_one_click_opens_it_and_a_letter_that_asks_shows_its_form(opened, qtbot):
    screen = opened.here()
    screen.fold(Fold.ONE_COLUMN)
    table, detail = screen.list.table, screen.list.detail
    assert not detail.isVisible()
    clicked(qtbot, table, 2)
    assert detail.isVisible()
    assert detail.current.difference.who == screen.list.rows.row(2).finding.difference.who
    assert detail._scroll.verticalScrollBar().value() == 0
    assert screen.back()
    assert not detail.isVisible()
    table.letter.emit("A")
    assert detail.bar.form.isVisible()
    assert screen.back()
    screen.fold(Fold.SIDE_BY_SIDE)
    detail.bar.close_form()
    screen.list.split.close_detail()
    clicked(qtbot, table, 1)
    assert table.isVisible()
    opened.go(Place.RECORDS)
    records = opened.here()
    records.fold(Fold.ONE_COLUMN)
    clicked(qtbot, records.table, 1)
    assert records.pane.isVisible()
    assert records.back()
    opened.go(Place.RECORDS, (Domain.MEMBERS, "5000", "c0"))
    records.fold(Fold.ONE_COLUMN)
    assert records.pane.isVisible()
