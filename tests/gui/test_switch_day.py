"""Around a run by window: the plan, the papers, this computer, notes, a step whose time is over, the watch."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from clubos_desktop.model.domains import Side
from clubos_desktop.model.registers import Noted
from clubos_desktop.model.runbook import Begun, Ended, Plan, RunKind, StepBegun, StepDone, Watched
from clubos_desktop.verification.acts.entering import enter, known
from clubos_desktop.verification.registers.checklists import ROLES
from clubos_desktop.verification.registers.runbook import Mark
from tests.gui.test_switching import at, club, fill_in, opened, person, said, settled, take
from tests.gui.walk import forbidden, unnamed
from tests.support.export_files import add_person
from ui.models import switch_words
from ui.places import Place
from ui.widgets.symbol import Button

__all__ = ["club"]


@pytest.fixture
def saving(monkeypatch, tmp_path):
    """Where a person saves: one file after the other."""

    def ask(_parent, _title, name, _kinds):
        return str(tmp_path / name.rsplit("/", 1)[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return tmp_path


def test_the_papers_the_plan_and_the_computer_before_the_day(club, window, qtbot, shot, saving):
    screen = opened(window, qtbot, Place.SWITCH)
    assert said(screen.plan_card, "Every step waits for the one before it")
    assert said(screen.plan_card, "Cannot be undone. Two people.")
    screen.papers.sheet.click()
    qtbot.waitUntil((saving / "Switch day.pdf").exists)
    screen.papers.reconcile.click()
    qtbot.waitUntil((saving / "Reconciliation sheet.pdf").exists)
    assert (saving / "Switch day.pdf").read_bytes().startswith(b"%PDF")
    screen.papers.hour.setText("soon")
    screen.papers.calendar.click()
    qtbot.waitUntil(screen.unsaved.isVisible)
    assert said(screen.unsaved, "is no time of day")
    screen.papers.hour.setText("08:30")
    screen.papers.calendar.click()
    qtbot.waitUntil((saving / "Switch day.ics").exists)
    qtbot.waitUntil(lambda: said(screen.papers, "08:30: in"))
    assert said(screen.papers, "Nothing begins by itself")
    screen.laptop.look.click()
    qtbot.waitUntil(screen.laptop.code.isVisible)
    assert said(screen.laptop, "Clock: No system said what time it is.")
    assert not forbidden(window)
    assert not unnamed(window)
    shot(window, "switch-around")


def test_a_note_a_step_whose_time_is_over_and_the_report(club, window, qtbot, shot, saving):
    screen = opened(window, qtbot, Place.BACK)
    fill_in(screen, club, RunKind.DRY).send.click()
    at(screen, qtbot, "close", Mark.NEXT)
    settled(window, qtbot)
    screen.step.start.click()
    at(screen, qtbot, "close", Mark.UNDER_WAY)
    assert screen.step.time_over.isHidden()
    qtbot.waitUntil(screen.step.awake.isVisible)
    screen.step.note.setText("The key lay elsewhere")
    screen.step.add_note.click()
    qtbot.waitUntil(lambda: said(screen.step, "Note: The key lay elsewhere"))
    club.workspace.clock.minutes += 20
    screen._tick.timeout.emit()
    qtbot.waitUntil(screen.step.time_over.isVisible)
    assert said(screen.step.time_over, "You can stop here: another day is as good.")
    assert screen.step.where.text().endswith(" · 7 minutes behind plan"), screen.step.where.text()
    assert "20 hours 35 minutes behind plan" in switch_words.pace(replace(screen.standing, behind=1235.0))
    assert said(screen.morning, "Most was lost at “Close ClubOS for members”")
    assert screen.step.told.text() == ""
    shot(window, "back-time-over")
    screen.step.told.setText("seen")
    for signer in screen.step.approvers:
        signer.pin.line.setText("2468")
    settled(window, qtbot)
    screen.step.finish.click()
    for step in ("reopen", "tell"):
        take(screen, window, qtbot, step)
    at(screen, qtbot, "incident", Mark.NEXT)
    settled(window, qtbot)
    screen.step.start.click()
    at(screen, qtbot, "incident", Mark.UNDER_WAY)
    screen.step.report.answers[0].setPlainText("It rained.")
    shot(window, "back-report")
    screen.step.report.write.click()
    qtbot.waitUntil((saving / "What happened.pdf").exists)
    qtbot.waitUntil(lambda: screen.step.file.text().endswith("What happened.pdf"))
    assert not forbidden(window)


def before_the_freeze(club, window, qtbot):
    """A dry run that stands at its first pause point."""
    roles = tuple((role, person(club, "Cara Lind").id) for role in ROLES)
    enter(club.workspace.database, "person:1", "runbook", "begun", Begun(Plan.CUTOVER, RunKind.DRY, "c", roles))
    for step in ("laptop", "backup"):
        for act, body in (("step begun", StepBegun(step)), ("step done", StepDone(step, 60.0))):
            enter(club.workspace.database, "person:1", "runbook", act, body, item="1")
    screen = opened(window, qtbot, Place.SWITCH)
    at(screen, qtbot, "freeze", Mark.NEXT)
    settled(window, qtbot)
    return screen


def looked(screen, qtbot):
    """The clock was looked at once more, and the page shown anew."""
    before = screen.standing
    screen.refresh()
    qtbot.waitUntil(lambda: screen.standing is not before)


def test_a_look_at_the_clock_takes_the_focus_from_nobody(club, window, qtbot):
    screen = before_the_freeze(club, window, qtbot)
    pause = screen.step.pause
    assert pause.isVisible()
    go = next(each for each in pause.findChildren(Button) if each.accessibleName() == "GO, lead")
    for widget in (screen.stop, window.band.help, pause.reason, go):
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        screen._scroll.verticalScrollBar().setValue(40)
        at_place = screen._scroll.verticalScrollBar().value()
        looked(screen, qtbot)
        assert QApplication.focusWidget() is widget, widget
        assert screen._scroll.verticalScrollBar().value() == at_place


def test_who_may_answer_is_offered_anew_when_somebody_comes_and_what_was_typed_stays(club, window, qtbot):
    screen = before_the_freeze(club, window, qtbot)
    pause, cara = screen.step.pause, str(person(club, "Cara Lind").id)
    pause.signer.who.choose(cara)
    pause.signer.pin.line.setText("24")
    before = pause.signer
    looked(screen, qtbot)
    assert pause.signer is before
    add_person(club.workspace, "Eve Holt", "2468")
    looked(screen, qtbot)
    assert pause.signer.who.findData(str(person(club, "Eve Holt").id)) > 0
    assert (pause.signer.who.currentData(), pause.signer.pin.text()) == (cara, "24")


def test_the_watch_stands_on_switch_day_with_its_gaps(club, window, qtbot, shot):
    database = club.workspace.database
    roles = tuple((role, person(club, "Cara Lind").id) for role in ROLES)
    acts = {"begun": Begun(Plan.CUTOVER, RunKind.REAL, "c", roles), "step begun": StepBegun("switch"),
            "step done": StepDone("switch", 1.0), "ended": Ended()}  # fmt: skip
    for act, body in acts.items():
        enter(database, "person:1", "runbook", act, body, item="1")
    enter(database, "person:1", "watcher", "noted", Noted(shift(known(database).at)), item="1")
    club.workspace.clock.minutes += 180
    enter(database, "person:1", "watch", "looked", Watched(240, 40, 900, 0, ("4.0% of the calls failed",)), item="")
    screen = opened(window, qtbot, Place.SWITCH)
    qtbot.waitUntil(screen.watch.isVisible)
    assert said(screen.watch, "4.0% of the calls failed")
    assert said(screen.watch, "Nobody looked from")
    assert said(screen.watch, "The rota names nobody from")
    assert said(screen.watch, "240 calls, 4 % failed at worst, slowest 0.9 s; 1 to decide")
    shot(window, "switch-watch")
    screen.watch.now.click()
    qtbot.waitUntil(lambda: said(screen.watch, "ClubOS was not asked"))
    assert not forbidden(window)


def test_in_a_run_the_step_stands_above_the_watch(club, window, qtbot):
    database = club.workspace.database
    roles = tuple((role, person(club, "Cara Lind").id) for role in ROLES)
    steps = ("laptop", "backup", "freeze", "final", "guards", "switch", "smoke", "open", "operators")
    acts = [("step begun", StepBegun), ("step done", lambda step: StepDone(step, 1.0))]
    enter(database, "person:1", "runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", roles), item="1")
    for step in steps:
        for act, body in acts:
            enter(database, "person:1", "runbook", act, body(step), item="1")
    enter(database, "person:1", "runbook", "step begun", StepBegun("watch"), item="1")
    screen = opened(window, qtbot, Place.SWITCH)
    qtbot.waitUntil(screen.watch.isVisible)
    QApplication.processEvents()
    assert screen.watch.y() > screen.during.y()
    enter(database, "person:1", "runbook", "ended", Ended(), item="1")
    looked(screen, qtbot)
    QApplication.processEvents()
    assert screen.heading.y() < screen.watch.y() < screen.before.y()


def shift(start):
    return {"day": start[:10], "from": "00:00", "until": "00:01", "who": "Ann"}


def test_stopping_says_who_is_in_charge_and_what_to_take_back():
    sentence, more = switch_words.stopped(("Stop entries: switch on again.",), Side.LEGACY)
    assert sentence == "Stopped safely. That is a good outcome."
    assert more.splitlines() == [
        "Wild Apricot is in charge, as before.", "To take back, in this order:", "1. Stop entries: switch on again.",
    ]  # fmt: skip
    assert switch_words.stopped((), Side.CLUBOS)[1] == "ClubOS is in charge.\nNothing is to be taken back."
