"""Switch day and Go back by window: locked with its reasons, a rehearsal to its end, and what goes wrong."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from clubos_desktop.cutover.checks import looked_at
from clubos_desktop.model.runbook import Begun, Plan, RunKind
from clubos_desktop.verification.registers.checklists import SHIPPED
from clubos_desktop.verification.registers.runbook import Mark, Run
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from tests.support.export_files import add_person
from ui.models.switch_words import acts, helper
from ui.places import Place
from ui.screens.switching.step import StepCard

PIN = "2468"


@pytest.fixture
def club(window, qtbot, tmp_path):
    club = make_club(tmp_path, members=8)
    for name in ("Cara Lind", "Dan Moor"):
        add_person(club.workspace, name, PIN)
    window.open_club(club)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.judged is not None)
    return club


def opened(window, qtbot, place):
    window.go(place)
    screen = window.here()
    qtbot.waitUntil(lambda: screen.standing is not None)
    return screen


def settled(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.busy)


def said(widget, text):
    return any(text in each for each in words(widget))


def person(club, name):
    return next(each for each in club.people.active() if each.name == name)


def fill_in(screen, club, kind):
    screen.ask(kind)
    form = screen.begin
    form.kind.choose(kind.value)
    for choice in form.roles.values():
        choice.choose(str(person(club, "Cara Lind").id))
    form.roles["second approver"].choose(str(person(club, "Dan Moor").id))
    form.signer.who.choose(str(person(club, "Cara Lind").id))
    form.signer.pin.line.setText(PIN)
    return form


def at(screen, qtbot, step, mark):
    def there():
        run = screen.standing.run
        return run is not None and run.current is not None and (run.current.step.id, run.current.mark) == (step, mark)

    qtbot.waitUntil(there)
    if mark is Mark.UNDER_WAY:
        screen.desk.club.workspace.clock.minutes += 2  # a step takes time


def take(screen, window, qtbot, step):
    at(screen, qtbot, step, Mark.NEXT)
    settled(window, qtbot)  # a press while the step before is still being closed is refused
    screen.step.start.click()
    at(screen, qtbot, step, Mark.UNDER_WAY)
    assert not screen.stop.hasFocus(), "a press of the space bar must not stop a run"
    screen.step.told.setText("seen")
    for signer in screen.step.approvers:
        signer.pin.line.setText(PIN)
    settled(window, qtbot)
    screen.step.finish.click()


def test_the_switch_is_locked_and_says_what_is_missing(club, window, qtbot, shot, dress):
    screen = opened(window, qtbot, Place.SWITCH)
    assert screen.heading.answer.text() == "Locked. 5 gates and the vote are missing."
    assert said(screen, "The board has not voted for the switch.")
    assert not screen.real.isEnabled()
    assert screen.stop.isHidden()
    shot(window, "switch-locked")
    assert not unnamed(window)
    assert not forbidden(window)
    screen.ask(RunKind.MOCK)
    shot(window, "switch-begin")
    assert screen.back()
    assert not screen.back()


def test_a_rehearsal_of_going_back_from_its_form_to_its_end(club, window, qtbot, shot):
    screen = opened(window, qtbot, Place.BACK)
    assert screen.heading.answer.text() == "Nothing to go back from."
    assert screen.real.isHidden()
    shot(window, "back-before")
    fill_in(screen, club, RunKind.MOCK).send.click()
    at(screen, qtbot, "close", Mark.NEXT)
    assert window.sidebar.isVisible(), "a rehearsal hides nothing"
    shot(window, "back-step-1")
    take(screen, window, qtbot, "close")
    at(screen, qtbot, "reopen", Mark.NEXT)
    settled(window, qtbot)
    screen.step.start.click()
    at(screen, qtbot, "reopen", Mark.UNDER_WAY)
    screen.step.told.setText("The phone number is the new one")
    settled(window, qtbot)
    screen.step.finish.click()
    qtbot.waitUntil(screen.step.trouble.isVisible)
    assert said(screen.step.trouble, "is not as it was")
    assert screen.step.told.text() == "The phone number is the new one", "what was typed stays"
    settled(window, qtbot)
    screen.step.no.click()
    at(screen, qtbot, "reopen", Mark.FAILED)
    shot(window, "back-failed")
    assert not forbidden(window)
    screen.step.bring_back.click()
    settled(window, qtbot)
    screen.step.start.click()
    at(screen, qtbot, "reopen", Mark.UNDER_WAY)
    settled(window, qtbot)
    screen.step.told.setText("seen")
    screen.step.finish.click()
    for step in ("tell", "incident", "parallel"):
        at(screen, qtbot, step, Mark.NEXT)
        settled(window, qtbot)
        if step == "tell":
            shot(window, "back-irreversible")
            assert said(screen, "Cannot be undone. Two people.")
        take(screen, window, qtbot, step)
    qtbot.waitUntil(lambda: screen.standing.run.current is None)
    settled(window, qtbot)
    screen.step.press()
    qtbot.waitUntil(lambda: screen.standing.run is None)
    assert said(screen.history, "all steps")
    shot(window, "back-after")


def test_stopping_needs_nothing_and_a_rehearsal_leaves_nothing(club, window, qtbot, shot):
    screen = opened(window, qtbot, Place.BACK)
    fill_in(screen, club, RunKind.TABLETOP).send.click()
    take(screen, window, qtbot, "close")
    at(screen, qtbot, "reopen", Mark.NEXT)
    screen.stop.click()
    qtbot.waitUntil(lambda: screen.standing.run is None)
    assert said(screen.stopped, "Stopped safely. That is a good outcome.")
    assert said(screen.stopped, "Nothing is to be taken back.")
    shot(window, "back-stopped")


def test_a_wrong_pin_begins_nothing_and_what_was_chosen_stays(club, window, qtbot):
    screen = opened(window, qtbot, Place.SWITCH)
    form = fill_in(screen, club, RunKind.DRY)
    form.signer.pin.line.setText("0000")
    qtbot.keyClick(form.signer.pin.line, Qt.Key.Key_Return)
    qtbot.waitUntil(form.trouble.isVisible)
    assert said(form.trouble, "not the PIN")
    assert form.kind.chosen() == RunKind.DRY
    assert form.signer.pin.text() == ""
    form.signer.who.choose("")
    form.send.click()
    assert said(form.trouble, "Nobody was chosen")
    assert screen.standing.run is None


def test_a_pause_point_is_read_aloud_and_answered_role_by_role(club, window, qtbot, shot):
    screen = opened(window, qtbot, Place.SWITCH)
    form = fill_in(screen, club, RunKind.TABLETOP)
    form.send.click()
    for step in ("laptop", "backup"):
        take(screen, window, qtbot, step)
    at(screen, qtbot, "freeze", Mark.NEXT)
    settled(window, qtbot)
    pause = screen.step.pause
    assert pause.isVisible()
    assert screen.step.start.isHidden()
    shot(window, "switch-pause")
    pause.signer.who.choose(str(person(club, "Cara Lind").id))
    pause.signer.pin.line.setText(PIN)
    pause.answered.emit("lead", False)
    qtbot.waitUntil(screen.step.trouble.isVisible)
    assert said(screen.step.trouble, "The reason is missing")
    for role, _ in screen.standing.run.begun.roles:
        name = "Dan Moor" if role == "second approver" else "Cara Lind"
        pause.signer.who.choose(str(person(club, name).id))
        pause.signer.pin.line.setText(PIN)
        pause.answered.emit(role, True)
        qtbot.waitUntil(lambda role=role: role in {each.role for each in screen.standing.run.current.answers})
    qtbot.waitUntil(lambda: not pause.isVisible())
    assert screen.step.start.isVisible()


@pytest.mark.parametrize("plan", Plan)
@pytest.mark.parametrize("kind", [RunKind.REAL, RunKind.MOCK])
def test_what_a_step_says_to_press_can_be_pressed(window, plan, kind):
    """Every button that is named is there; where a rehearsal has none of it, the step says so."""
    there = {each.text().removesuffix("…") for each in StepCard().findChildren(QAbstractButton)}
    for step in SHIPPED[plan]:
        run = Run("1", "", "", "", Begun(plan, kind, "c", ()), ())
        for text in step.acts:
            for named in re.findall("Press “([^”]+)”", text):
                if named not in there | {helper(step, run)}:
                    assert kind is RunKind.MOCK, (step.id, named)
                    assert acts(step, run)[-1].startswith("This is a rehearsal: nothing is asked or copied here.")
        assert (len(acts(step, run)) > len(step.acts)) == (bool(step.check) and not looked_at(run, step)), step.id


@pytest.mark.parametrize("size", [(1024, 560, 1.0), (1366, 689, 2.0)])
def test_it_fits_small_windows_and_large_text(club, window, qtbot, request, size):
    width, height, scale = size
    request.getfixturevalue("dress")(dark=scale > 1, text_scale=scale)
    window.resize(width, height)
    screen = opened(window, qtbot, Place.BACK)
    fill_in(screen, club, RunKind.DRY).send.click()
    at(screen, qtbot, "close", Mark.NEXT)
    QApplication.processEvents()
    request.getfixturevalue("shot")(window, f"back-{width}-{scale}")
    assert screen._scroll.horizontalScrollBar().maximum() == 0
    assert screen.plan is Plan.ROLLBACK
