"""People and PINs: added, switched in the band, proved by a PIN, and asked for as the second person."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMenu

from clubos_desktop.model.people import Role
from clubos_desktop.model.runs import RunState
from clubos_desktop.store import views
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from tests.support.export_files import add_person, hold
from ui.places import Place


@pytest.fixture
def opened(window, qtbot, tmp_path):
    def open_with(members=8, prepare=lambda _work: None):
        club = make_club(tmp_path, members=members)
        prepare(club.workspace)
        window.open_club(club)
        window.show()
        qtbot.waitUntil(lambda: window.judged is not None)
        return window

    return open_with


def press(widget, text):
    found = [each for each in widget.findChildren(QAbstractButton) if each.isVisibleTo(widget) and each.text() == text]
    assert found, f"{text}: {[each.text() for each in widget.findChildren(QAbstractButton)]}"
    found[0].click()


def focus_and_press(widget, text):
    next(each for each in widget.findChildren(QAbstractButton) if each.text() == text).setFocus()
    press(widget, text)


def test_somebody_new_acts_after_one_press_and_sets_the_own_pin(opened, qtbot, shot):
    window = opened()
    window.go(Place.SETTINGS)
    card = window.here().people
    press(card, "Add a person")
    press(card.person_form, "Add")
    assert "Please write the name." in words(card)
    card.person_form.name.setText("Ben Ode")
    card.person_form.role.choose("chair")
    press(card.person_form, "Add")
    qtbot.waitUntil(lambda: "Ben Ode" in words(card))
    shot(window, "settings-people")
    assert not unnamed(window)
    assert not forbidden(window)
    focus_and_press(card, "Act as Ben Ode")
    assert card.isAncestorOf(window.focusWidget())
    assert window.band.person.text() == "Ben Ode"
    press(card, "Set my PIN")
    form = card.pin_form
    form.new.line.setText("24")
    form._keep()
    assert "Please take at least 4 characters." in words(form)
    form.new.line.setText("2468")
    form.again.line.setText("2469")
    form._keep()
    assert "This is not the same." in words(form)
    form.again.line.setText("2468")
    form._keep()
    qtbot.waitUntil(lambda: window.club.people.me.has_pin)
    qtbot.waitUntil(form.isHidden)
    press(card, "Change my PIN")
    form.present.line.setText("9999")
    for field in (form.new, form.again):
        field.line.setText("1357")
    form._keep()
    qtbot.waitUntil(lambda: any("This is not the PIN of Ben Ode" in text for text in words(form)))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert form.isHidden()


def test_the_band_lets_somebody_else_act_and_each_act_carries_the_name(opened, qtbot):
    window = opened(prepare=lambda work: add_person(work, "Ben Ode", "2468"))
    assert window.band.person.text() == "Anna Berg"
    window.band.person.click()
    menu = window.findChild(QMenu)
    assert [act.text() for act in menu.actions()] == ["Anna Berg, operator", "Ben Ode, chair", "", "People and PINs"]
    menu.actions()[1].trigger()
    menu.close()
    assert window.club.person == "Ben Ode"
    window.club.confirm_sheet()
    with window.club.read() as conn:
        assert views.audit(conn, limit=1)[0].actor.startswith("Ben Ode")
    window.go(Place.SETTINGS)
    card = window.here().people
    window.club.people.retire(window.club.people.active()[0].id)
    window.outdate()
    qtbot.waitUntil(lambda: "Anna Berg" not in words(card))
    press(card, "Has left")
    form = card.agree_form
    assert form.title.text() == "Ben Ode has left"
    form.allowing.pin.line.setText("1111")
    press(form, "Has left")
    qtbot.waitUntil(lambda: any("This is not the PIN of Ben Ode" in text for text in words(form)))
    form.allowing.pin.line.setText("2468")
    press(form, "Has left")
    qtbot.waitUntil(lambda: any("only one of the board with a PIN" in text for text in words(form)))
    assert window.club.people.me.name == "Ben Ode"


def test_somebody_new_on_the_board_is_let_in_by_a_board_member(opened, qtbot, shot):
    window = opened(prepare=lambda work: add_person(work, "Ben Ode", "2468"))
    window.go(Place.SETTINGS)
    card = window.here().people
    press(card, "Add a person")
    form = card.person_form
    form.name.setText("Tess Ray")
    assert not form.allowing.needed
    form.role.choose("treasurer")
    assert form.allowing.needed
    shot(window, "settings-people-agrees")
    assert not unnamed(window)
    assert not forbidden(window)
    press(form, "Add")
    assert "Please type the PIN." in words(form)
    assert [each.name for each in window.club.people.active()] == ["Anna Berg", "Ben Ode"]
    form.allowing.pin.line.setText("2469")
    press(form, "Add")
    qtbot.waitUntil(lambda: any("This is not the PIN of Ben Ode" in text for text in words(form)))
    form.role.choose("operator")
    assert not form.allowing.needed
    form.name.setText("ben ode")
    press(form, "Add")
    qtbot.waitUntil(lambda: any("Ben Ode is here already" in text for text in words(form)))
    form.name.setText("Tess Ray")
    form.role.choose("treasurer")
    form.allowing.pin.line.setText("2468")
    press(form, "Add")
    qtbot.waitUntil(lambda: "Tess Ray" in words(card))
    focus_and_press(card, "Act as Tess Ray")
    press(card, "Set my PIN")
    pin = card.pin_form
    for field in (pin.new, pin.again):
        field.line.setText("1357")
    press(pin, "Keep this PIN")
    assert "Please type the PIN." in words(pin)
    pin.allowing.pin.line.setText("2469")
    press(pin, "Keep this PIN")
    qtbot.waitUntil(lambda: any("This is not the PIN of Ben Ode" in text for text in words(pin)))
    pin.allowing.pin.line.setText("2468")
    press(pin, "Keep this PIN")
    qtbot.waitUntil(lambda: window.club.people.me.has_pin)


def test_a_lost_pin_is_taken_away_and_a_new_one_vouched_for(opened, qtbot):
    def prepare(work):
        add_person(work, "Ben Ode", "2468")
        add_person(work, "Cem Ray", "1357", Role.OPERATOR)

    window = opened(prepare=prepare)
    window.go(Place.SETTINGS)
    card = window.here().people
    press(card, "PIN lost")  # Cem's: of Ben, who is alone on the board, nobody else could take it away
    form = card.agree_form
    assert form.title.text() == "PIN of Cem Ray is lost"
    form.allowing.pin.line.setText("2468")
    press(form, "Take it away")
    qtbot.waitUntil(lambda: not window.club.people.active()[2].has_pin)
    qtbot.waitUntil(lambda: "Act as Cem Ray" in [each.text() for each in card.findChildren(QAbstractButton)])
    focus_and_press(card, "Act as Cem Ray")
    press(card, "Set my PIN")
    for field in (card.pin_form.new, card.pin_form.again):
        field.line.setText("9753")
    press(card.pin_form, "Keep this PIN")
    qtbot.waitUntil(lambda: any("has to vouch" in text for text in words(card)))
    press(card, "Vouch")
    form.allowing.pin.line.setText("2468")
    press(form, "Vouch")
    qtbot.waitUntil(lambda: not any("has to vouch" in text for text in words(card)))


def test_a_held_copy_is_taken_over_with_a_second_person(opened, qtbot, shot, tmp_path):
    runs = []
    window = opened(members=0, prepare=lambda work: runs.append(hold(work, tmp_path / "exports")))
    window.go(Place.COPIES)
    card = window.here().here.top[0]._items[0]
    press(card, "See the names")
    assert any("Ann21 Lee" in text for text in words(card))
    press(card, "Accept, with a second person")
    assert any("and you have none yet" in text for text in words(card))
    window.club.people.set_pin("3690", "")
    window.outdate()
    qtbot.waitUntil(lambda: any("Nobody else here has a PIN yet." in text for text in words(card)))
    add_person(window.club.workspace, "Ben Ode", "2468")
    window.outdate()
    card.sign.pin.line.setText("1111")
    press(card.sign, "Take this copy over")
    assert "Please type both PINs." in words(card)
    card.sign.own.line.setText("3690")
    press(card.sign, "Take this copy over")
    qtbot.waitUntil(lambda: any("This is not the PIN of Ben Ode" in text for text in words(card)))
    shot(window, "copies-second-person")
    assert not unnamed(window)
    assert not forbidden(window)
    card.sign.pin.line.setText("2468")
    card.sign.own.line.setText("3690")
    card.sign.pin.returnPressed.emit()

    def taken():
        with window.club.read() as conn:
            return views.run(conn, runs[0]).state is RunState.COMPLETE

    qtbot.waitUntil(taken)
    qtbot.waitUntil(lambda: not window.here().here.top[0]._items)
