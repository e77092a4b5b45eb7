"""The return period by window: on Overview, on Go back, in its lists; after an emergency; when it is over."""

import threading

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from clubos_desktop.job import Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.registers import Contact
from clubos_desktop.model.runbook import Begun, Ended, Plan, RunKind, StepBegun, StepDone
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import tables
from clubos_desktop.verification.acts import afterwards
from clubos_desktop.verification.acts.entering import enter
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.places import Place

ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))
DAY = 24 * 60


class Later:
    """A club that switched, and days that pass."""

    def __init__(self, folder):
        self.club = make_club(folder, members=8)
        self.work = self.club.workspace
        self.database, self.clock = self.work.database, self.work.clock

    def take(self, plan, *steps, **more):
        body = Begun(plan, RunKind.REAL, "c", ROLES, **more)
        begun = enter(self.database, self.work.actor, "runbook", "begun", body)
        for step in steps:
            enter(self.database, self.work.actor, "runbook", "step begun", StepBegun(step), item=begun.item)
            enter(self.database, self.work.actor, "runbook", "step done", StepDone(step, 60.0), item=begun.item)

    def switch(self):
        self.take(Plan.CUTOVER, "laptop", "backup", "freeze", "final", "guards", "switch")

    def pass_days(self, n):
        self.clock.minutes += n * DAY

    def changes(self, side, key):
        """A copy of now brings a member of a side in another state."""
        at = to_instant(self.clock.now())
        row = {"copy": 2, "side": side, "domain": Domain.MEMBERS, "mode": "full", "state": "complete"}
        with self.database.landing() as conn:
            (run,) = conn.execute(tables.run.insert(), row | {"started": at, "ended": at}).inserted_primary_key
            r = tables.record.c
            number = conn.execute(tables.record.select().where(r.side == side, r.key == key)).first().id
            conn.execute(update(tables.version).where(tables.version.c.record == number).values(from_run=run))


@pytest.fixture
def later(window, qtbot, tmp_path):
    made = Later(tmp_path)
    enter(made.database, made.work.actor, "contact", "added", Contact("chair", "Cara Lind", "805 555 0100"))
    made.switch()
    made.pass_days(8)
    made.changes(Side.LEGACY, "5001")
    made.changes(Side.CLUBOS, "c2")
    afterwards.open_issue(made.database, made.work.actor, "Renewal mails come twice", "Cem")
    window.open_club(made.club)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.judged is not None)
    return made


def said(widget, text):
    return any(text in each for each in words(widget))


def opened(window, qtbot):
    window.go(Place.BACK)
    screen = window.here()
    qtbot.waitUntil(lambda: screen.standing is not None)
    return screen


def test_overview_says_the_day_the_end_and_what_is_open(later, window, qtbot, shot):
    card = window.here().returning
    qtbot.waitUntil(card.isVisible)
    assert card.answer.text() == "Day 9 of 30. You can go back until Wed 23 Dec 2026, 23:32."
    assert said(card, "22 days left")
    assert said(card, "That is 30 times 24 hours after the switch. Anna Berg led the switch and minds it.")
    assert said(card, "Going back now means typing again: 1 member; the rest of what ClubOS got is not known")
    assert said(card, "1 record still changed in Wild Apricot, 1 open, 1 that nobody minds.")
    assert said(card, "1 issue open, the oldest for 0 days.")
    shot(window, "return-overview")
    assert not forbidden(window)
    assert not unnamed(window)
    card.button.click()
    assert window.here().title == "Go back"


def test_after_going_back_overview_says_no_more_that_clubos_is_in_charge(later, window, qtbot):
    screen = window.here()
    qtbot.waitUntil(screen.returning.isVisible)
    assert said(screen, "ClubOS is in charge.")
    later.take(Plan.ROLLBACK, "close", "reopen")
    screen.refresh()
    qtbot.waitUntil(screen.returning.isHidden)
    assert not said(screen, "ClubOS is in charge.")
    QApplication.processEvents()
    assert screen._scroll.verticalScrollBar().value() == 0, "the answer is seen"


def test_go_back_opens_with_until_when_how_long_what_it_costs_and_whom_to_call(later, window, qtbot, shot, tmp_path):
    screen = opened(window, qtbot)
    assert screen.heading.answer.text() == "You can go back until Wed 23 Dec 2026, 23:32."
    assert said(screen.heading, "Going back was not rehearsed yet. Day 9 of 30, each of 24 hours.")
    assert said(screen.both, "Cara Lind, 805 555 0100")
    assert said(screen.both, "Came or changed in ClubOS since the switch, to be typed again: 1 member; the rest")
    assert said(screen.since, "Nobody looked from")
    assert screen.asked.isHidden()
    assert screen.left_ways.isHidden()
    shot(window, "return-go-back")
    screen.without_vote.click()
    assert screen.begin.title.text() == "Emergency: chair and one officer go back"
    assert not screen.real.isEnabled()
    screen.back()
    screen.since.write_report(tmp_path / "week.pdf")
    qtbot.waitUntil((tmp_path / "week.pdf").exists)
    screen.since.drift.click()
    window.here()
    qtbot.waitUntil(lambda: said(window, "Still changed in Wild Apricot"))
    shot(window, "return-drift")
    assert not forbidden(window)


def test_after_an_emergency_the_board_is_asked_until_it_answers(later, window, qtbot, shot):
    later.take(Plan.ROLLBACK, "close", "reopen", emergency=True)
    enter(later.database, later.work.actor, "runbook", "ended", Ended(), item="2")
    later.pass_days(1)
    screen = opened(window, qtbot)
    qtbot.waitUntil(screen.asked.isVisible)
    assert not window.clockwork.kept_free
    assert said(screen.asked, "The board answers until")
    assert screen.since.isHidden()
    shot(window, "return-emergency")
    screen.asked.vote.click()
    assert window.here().title == "Board"
    window.go(Place.OVERVIEW)
    qtbot.waitUntil(lambda: said(window.here().returning, "The club went back to Wild Apricot."))


def test_the_step_that_tells_members_has_the_message_and_the_people(later, window, qtbot, shot, tmp_path):
    later.take(Plan.ROLLBACK, "close", "reopen")
    enter(later.database, later.work.actor, "runbook", "step begun", StepBegun("tell"), item="2")
    screen = opened(window, qtbot)
    qtbot.waitUntil(screen.tell.isVisible)
    assert window.clockwork.answer("run-due") == "busy", "no copy by plan comes between the steps of a real run"
    qtbot.waitUntil(lambda: said(screen.tell, "To 8 members, sent by a person from Wild Apricot."))
    assert "Dear members of Lakeside Club" in screen.tell.text.toPlainText()
    assert said(screen.tell, "The board has not approved this text.")
    shot(window, "return-tell")
    screen.tell.test.click()
    qtbot.waitUntil(lambda: said(screen.tell.said, "No e-mail is set up here"))
    screen.tell.write_to(tmp_path / "message")
    qtbot.waitUntil(lambda: said(screen.tell.said, "Nothing was sent."))
    assert not forbidden(window)


def test_the_last_step_shows_what_has_to_be_carried_back(later, window, qtbot, shot):
    later.take(Plan.ROLLBACK, "close", "reopen", "tell", "incident")
    enter(later.database, later.work.actor, "runbook", "step begun", StepBegun("parallel"), item="2")
    screen = opened(window, qtbot)
    qtbot.waitUntil(screen.carried.isVisible)
    assert said(screen.carried, "1 came or changed in ClubOS since the switch; nobody minds 1 of it.")
    assert screen.tell.isHidden()
    shot(window, "return-parallel")


def test_when_it_is_over_the_reason_and_what_is_left_stand_there(later, window, qtbot, shot):
    later.pass_days(23)
    screen = opened(window, qtbot)
    assert screen.heading.answer.text() == "Going back is not possible any more."
    assert screen.real.isHidden()
    assert screen.without_vote.isHidden()
    assert said(screen.left_ways, "Restore a backup of this workspace")
    shot(window, "return-over")
    screen.closing.click()
    qtbot.waitUntil(lambda: said(window, "Closing Wild Apricot down"))
    shot(window, "return-closing")
    assert not unnamed(window)


@pytest.mark.parametrize("size", [(1024, 560, 1.0, False), (1366, 689, 2.0, True)])
def test_it_fits_small_windows_large_text_and_the_dark(later, window, qtbot, request, size):
    width, height, scale, dark = size
    shot = request.getfixturevalue("shot")
    request.getfixturevalue("dress")(dark=dark, text_scale=scale)
    window.resize(width, height)
    qtbot.waitUntil(window.here().returning.isVisible)
    shot(window, f"return-overview-{width}-{scale}")
    screen = opened(window, qtbot)
    QApplication.processEvents()
    shot(window, f"return-go-back-{width}-{scale}")
    assert screen._scroll.horizontalScrollBar().maximum() == 0


def test_the_band_names_no_system_before_it_is_known_and_the_right_one_before_the_gates_are_judged(
    window, qtbot, tmp_path
):
    made = Later(tmp_path)
    made.switch()
    judge, free = made.club.judge, threading.Event()

    def slowly():
        while not free.wait(0.01):
            yield Progress("Judging the gates")
        return (yield from judge())

    made.club.judge = slowly
    window.show()
    charge = window.band._charge
    assert charge.text() == "This program only reads."
    window.open_club(made.club)
    assert charge.text() == "This program only reads."
    assert window.band._reads.accessibleName() == ""
    qtbot.waitUntil(lambda: charge.text() == "ClubOS is in charge.")
    assert window.judged is None
    free.set()
    qtbot.waitUntil(lambda: window.judged is not None)
    assert charge.text() == "ClubOS is in charge."
