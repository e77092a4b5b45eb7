"""The pages behind Differences, each opened and used: corrections, acceptances, sheets, doubles, rules, samples."""

import csv
import io
from functools import partial

import pytest
from PySide6.QtCore import Qt

from clubos_desktop.findings import sheets
from clubos_desktop.findings.reading import NEEDING_A_PERSON
from clubos_desktop.model.findings import Choice
from clubos_desktop.store.views import Order
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed
from tests.support.export_files import add_person
from ui.models.settling import way_of
from ui.places import Fold, Place
from ui.screens.differences import PAGES


@pytest.fixture
def opened(window, qtbot, tmp_path):
    """Differences of a club of forty, with the list of those that need somebody."""
    window.open_club(make_club(tmp_path, members=40))
    window.show()
    qtbot.waitUntil(lambda: window.judged is not None)
    window.go(Place.DIFFERENCES)
    window.here().choose("need")
    return window


def toast(window):
    return window.toast._words.text()


def decide(window, qtbot, choice):
    screen = window.here()
    before = screen.list.total
    screen.list.detail.bar._buttons[choice].click()
    qtbot.waitUntil(lambda: screen.list.total != before)


def test_every_page_opens_names_its_parts_and_goes_back(opened, qtbot, shot):
    screen = opened.here()
    for key in PAGES:
        screen.open_page(key)
        qtbot.waitUntil(lambda: not opened.jobs.busy)
        shot(opened, f"settling-{key}")
        assert screen._page().title.text()
        assert not unnamed(opened), key
        assert not forbidden(opened), key
        assert not any(button.isChecked() for button in screen._buttons.values())
        assert screen.back()
    screen.fold(Fold.ONE_COLUMN)
    opened.go(Place.DIFFERENCES, "weeks")
    assert screen._page().title.text().startswith("8 differences found this week")


def test_corrections_are_handed_over_and_drawn(opened, qtbot, tmp_path):
    decide(opened, qtbot, Choice.CLUBOS)
    screen = opened.here()
    screen.open_page("correct")
    page = screen._page()
    assert page.title.text() == "1 correction to make by hand, 0 still there."
    page.to.setEditText("Bo Ek")
    page.give.click()
    qtbot.waitUntil(lambda: [each.owner for each in page.listed()] == ["Bo Ek"])
    opened.undo()
    qtbot.waitUntil(lambda: [each.owner for each in page.listed()] == ["Anna Berg"])
    page.save(tmp_path / "list.pdf")
    qtbot.waitUntil(lambda: "ready to print" in toast(opened))
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    page._open(0)
    assert screen.list.total == 1


def test_an_acceptance_is_taken_back_and_the_limits_are_set(opened, qtbot):
    screen = opened.here()
    bar = screen.list.detail.bar
    bar.press("A")
    bar.form._texts["reason"].setText("she moves")
    before = screen.list.total
    bar.form._keep()
    qtbot.waitUntil(lambda: screen.list.total != before)
    screen.open_page("accepted")
    page = screen._page()
    assert page.title.text() == "1 of at most 20 differences are accepted."
    page.known.setValue(3)
    page.known.editingFinished.emit()
    qtbot.waitUntil(lambda: page.title.text() == "1 of at most 3 differences are accepted.")
    page.open_again.click()
    qtbot.waitUntil(lambda: page.title.text().startswith("0 of"))
    assert not page.open_again.isEnabled()


def test_a_sheet_is_read_looked_at_and_taken_over_and_a_foreign_one_refused(opened, qtbot, tmp_path):
    screen, work = opened.here(), opened.club.workspace
    content, n = sheets.write(work.database, NEEDING_A_PERSON, kind="csv", clock=work.clock, actor=work.actor)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    rows[1][rows[0].index("Decision")] = "correct in ClubOS"
    path = tmp_path / "filled.csv"

    def write():
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    write()
    screen.open_page("sheet")
    page = screen._page()
    page.read(path)
    qtbot.waitUntil(page.take.isEnabled)
    assert page.title.text() == "1 decision in this file."
    page.take.click()
    qtbot.waitUntil(lambda: screen._buttons["correct"].text() == "1 to be corrected")
    page.read(path)
    qtbot.waitUntil(page.problem.isVisible)
    assert "out of date" in page.problem.cause.text()
    rows[1][0] = "d1.0000000000.0000000000000000"
    write()
    page.read(path)
    qtbot.waitUntil(lambda: "not written by this workspace" in page.problem.cause.text())
    assert n == len(rows) - 1


def test_a_rule_shows_its_effect_before_it_needs_a_reason(opened, qtbot, shot):
    screen = opened.here()
    screen.open_page("rules")
    page = screen._page()
    qtbot.waitUntil(lambda: page.fields.rows.rowCount() > 0)
    assert page.title.text().startswith("Your rules hide 33 differences")
    phone = next(n for n in range(page.fields.rows.rowCount()) if page.fields.rows.row(n).field == "phone")
    page.fields.select_row(phone)
    assert "It hides 33 differences" in page.change.now.text()
    page.choice.setCurrentIndex(page.choice.findData("unimportant"))
    page._propose()
    qtbot.waitUntil(lambda: "fewer" in page.change.effect.text())
    assert "Would be equal" in page.change.samples.text()
    assert not page.change.go.isEnabled()
    page.change.reason.setText("phones are not kept here")
    shot(opened, "settling-rule-effect")
    assert page.change.go.isEnabled()
    page.change.look.emit()
    assert (screen.list.total, screen.list.wanted().differences.field) == (33, "phone")
    screen.open_page("rules")
    page.show_part("Words")
    assert page.words.isVisible()


def test_a_sample_is_drawn_and_each_look_kept(opened, qtbot):
    screen = opened.here()
    screen.open_page("spot")
    page = screen._page()
    field = page.many.lineEdit()
    assert field.width() >= field.fontMetrics().horizontalAdvance(page.many.text()) + field.textMargins().left()
    assert not page.look.isEnabled()
    assert not page.note.isEnabled()
    page.seed.setText("x")
    page.draw.click()
    assert "whole number" in toast(opened)
    page.seed.setText("7")
    page.many.setValue(3)
    page.draw.click()
    qtbot.waitUntil(lambda: page.title.text() == "3 of 3 records left to look at.")
    page.table.select_row(0)
    page._press("1")
    qtbot.waitUntil(lambda: page.title.text().startswith("2 of 3"))
    assert "0 of 1 looked at were wrong" in page.why.text()
    assert page.table.current_row() == 1
    page.note.setText("moved")
    page._press("2")
    qtbot.waitUntil(lambda: page.title.text().startswith("1 of 3"))
    assert page._check.items[1].note == "moved"
    assert page.look.isEnabled()


def test_a_list_is_narrowed_sorted_kept_and_found_again(opened, qtbot, tmp_path):
    screen = opened.here()
    tools = screen.list.tools
    tools.whats.choose("members")
    tools.whats.activated.emit(tools.whats.currentIndex())
    tools.fields.choose("phone")
    tools.fields.activated.emit(0)
    assert {screen.list.rows.row(n).finding.difference.field for n in range(screen.list.rows.rowCount())} == {"phone"}
    assert screen.list.empty.isHidden()
    screen.list.search.setText("nobody is called this")
    qtbot.waitUntil(lambda: screen.list.rows.rowCount() == 0)
    assert screen.list.empty.isVisible()
    screen.list.search.clear()
    qtbot.waitUntil(lambda: screen.list.rows.rowCount() == 6 and screen.list.empty.isHidden())
    screen.list.table.sort_asked.emit(0)
    names = [screen.list.rows.row(n).finding.difference.who.lower() for n in range(screen.list.rows.rowCount())]
    assert names == sorted(names)
    screen.list.table.sort_asked.emit(0)
    again = [screen.list.rows.row(n).finding.difference.who.lower() for n in range(screen.list.rows.rowCount())]
    assert again == sorted(names, reverse=True)
    tools.keep.click()
    tools.form.name.setText("Phones to call")
    tools.form.name.returnPressed.emit()
    qtbot.waitUntil(lambda: "saved Phones to call" in screen._buttons)
    screen.choose("all")
    screen._buttons["saved Phones to call"].click()
    assert tools.title._full == "Phones to call (6 found)"
    assert screen.list.wanted().differences.order is Order.WHO
    for kind, name in (("html", "a.html"), ("csv", "a.csv"), ("patch", "p.csv"), ("xlsx", "a.xlsx")):
        tools.files.save(kind, tmp_path / name)
        qtbot.waitUntil(partial((tmp_path / name).exists))
    tools.files.hidden.setChecked(True)
    tools.files.save("html", tmp_path / "hidden.html")
    qtbot.waitUntil(partial((tmp_path / "hidden.html").exists))
    who = screen.list.rows.row(0).finding.difference.who
    assert who in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert who not in (tmp_path / "hidden.html").read_text(encoding="utf-8")
    tools.forget.click()
    qtbot.waitUntil(lambda: "saved Phones to call" not in screen._buttons)


def test_by_record_a_name_stands_once_and_letters_walk_the_list(opened, qtbot):
    screen = opened.here()
    screen.list.tools.orders.choose(Order.RECORD.value)
    screen.list.tools.orders.activated.emit(0)
    assert screen.list.wanted().differences.order is Order.RECORD
    screen.list.table.select_row(0)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_J)
    assert screen.list.table.current_row() == 1
    qtbot.keyClick(screen.list.table, Qt.Key.Key_K)
    assert screen.list.table.current_row() == 0
    phone = next(
        n for n in range(screen.list.rows.rowCount()) if screen.list.rows.row(n).finding.difference.field == "phone"
    )
    screen.list.table.select_row(phone)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_C)
    assert screen.list.detail.sides.right.accessibleName() == "+18055559999"
    assert "Equal when both dial the same phone" in screen.list.detail._rule.text()


def test_what_changes_while_a_form_is_open_is_said_and_the_words_stay(opened, qtbot):
    screen = opened.here()
    shown = screen.list.detail.current.difference
    bar = screen.list.detail.bar
    bar.press("A")
    bar.form._texts["reason"].setText("waits for her")
    with opened.club.workspace.database.landing() as conn:
        conn.exec_driver_sql("UPDATE difference SET legacy = 'news' WHERE id = ?", (shown.id,))
    screen.refresh()
    assert bar.form.isVisible()
    assert bar.form._texts["reason"].text() == "waits for her"
    assert "news" in bar.form._news.text()


def test_impacts_open_the_people_they_speak_of(opened, qtbot):
    screen = opened.here()
    screen.choose("all")
    qtbot.waitUntil(lambda: screen.impacts._found != ())
    impact = next(each for each in screen.impacts._found if each.key == "no_call")
    screen.impacts._open(impact)
    assert screen.list.total == len(impact.people)


def test_all_that_is_listed_is_settled_after_a_look_and_undone_later_from_its_list(opened, qtbot, shot):
    screen = opened.here()
    screen.list.tools.settle_all.emit(way_of(Choice.ASK))
    alike = screen.list.alike
    n = screen.list.total
    assert alike.form.isVisible()
    alike.form._owner.setEditText("Bo Ek")
    alike.form._keep()
    qtbot.waitUntil(alike.go.isVisible)
    assert alike.go.text() == f"Settle {n} like this"
    assert "Phone differs for 6 members" in alike.remedy.text()
    shot(opened, "settling-all")
    alike.go.click()
    qtbot.waitUntil(lambda: screen.list.total == 0)
    opened.undoing.forget()
    screen.open_page("decided")
    page = screen._page()
    assert page.title.text() == "1 act of deciding."
    page.undo.click()
    qtbot.waitUntil(lambda: not page.undo.isEnabled())
    screen.choose("need")
    assert screen.list.total == n


def test_what_somebody_else_decided_is_undone_after_a_second_press(opened, qtbot):
    decide(opened, qtbot, Choice.CLUBOS)
    add_person(opened.club.workspace, "Ben Ode", "2468")
    opened.act_as(opened.club.people.active()[-1].id)
    opened.here().open_page("decided")
    page = opened.here()._page()
    assert page.undo.text() == "Undo what Anna Berg decided"
    page.undo.click()
    assert page.undo.text() == "Yes, undo Anna Berg's: Wild Apricot is right, 1 difference"
    assert page.undo.isEnabled()
    page.undo.click()
    qtbot.waitUntil(lambda: not page.undo.isEnabled())
    assert toast(opened) == "Undone: Wild Apricot is right, 1 difference, which Anna Berg had decided."


def test_what_is_compared_with_what_is_a_list_and_a_rule_can_be_chosen_there(opened, qtbot, shot):
    screen = opened.here()
    screen.open_page("rules")
    page = screen._page()
    qtbot.waitUntil(lambda: page.compared.rows.rowCount() > 0 and page._view is not None)
    page.show_part("What is compared")
    rows = page.compared.rows
    page.compared.select_row(rows.place(lambda row: row.field == "phone"))
    assert "Filled in Wild Apricot: 40 of 40 looked at." in page.change.now.text()
    assert "805 555 0123 / " in page.change.now.text()
    assert page.choice.isVisible()
    assert page.choice.currentData() == "phone"
    shot(opened, "rules-compared")
    page.compared.select_row(rows.place(lambda row: row.field == "groups"))
    assert "cannot be compared" in page.change.now.text()
    assert not page.choice.isVisible()
    shot(opened, "rules-not-compared")
    page.show_part("Fields")
    assert page.choice.isVisible()


def test_comparing_both_ways_tells_how_far_it_is_and_can_be_stopped(opened, qtbot):
    screen = opened.here()
    screen.open_page("rules")
    page = screen._page()
    qtbot.waitUntil(lambda: page._view is not None and page.compared.rows.rowCount() > 0)
    page.fields.select_row(page.fields.rows.place(lambda row: row.field == "phone"))
    page.choice.choose("digits")
    told = []
    page.change.effect.setText = lambda text, kept=page.change.effect.setText: (told.append(text), kept(text))
    page._propose()
    assert page.change.stop.isVisible()
    page.change.stop.click()
    assert not page.change.stop.isVisible()
    assert told[-1] == "Stopped. Nothing was changed."
    assert not page.change.go.isVisible()
    page._propose()
    qtbot.waitUntil(page.change.line.isVisible)
    assert any(text == "Comparing both ways: 0 of 39 pairs …" for text in told)
    assert not page.change.stop.isVisible()
