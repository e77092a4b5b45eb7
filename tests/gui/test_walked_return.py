"""The switch and the way back by window: from passed gates, over the day, to a parallel run that stands again.

The weeks before come by the command line (tests/journeys/test_switching.py); from the morning on every act is a button
or a field.
"""

import pytest
from PySide6.QtWidgets import QFileDialog

from clubos_desktop.cli.opening import keys_of
from clubos_desktop.practice.faults import Fault
from clubos_desktop.verification.registers.runbook import Mark
from clubos_desktop.workspace import Workspace, default_folder, found
from tests.gui.hand import Hand, said
from tests.gui.test_walked_window import vote
from tests.gui.walk import forbidden, unnamed
from tests.journeys.conftest import act, clock, connected, shell, team
from tests.journeys.test_switching import day, on_the_second, rehearsed_back, served, touched, voted, world
from tests.journeys.walking import PINS
from ui.opened import OpenedClub
from ui.places import Place

__all__ = ["act", "clock", "connected", "day", "served", "shell", "team", "world"]

pytestmark = pytest.mark.long

ROLES = {"lead": "Ann", "technology": "Cem", "messages": "Ann", "approver": "Bea", "second approver": "Cem"}


@pytest.fixture
def second(day, clock, tmp_path):
    """The morning of the switch; the code that the second computer showed."""
    for seed in (1, 2):
        rehearsed_back(day, clock, tmp_path, seed)
    voted(day, clock, tmp_path, "cutover")
    return on_the_second(day)


@pytest.fixture
def hand(second, window, qtbot, clock):
    (path,) = found(default_folder())
    window.open_club(OpenedClub(Workspace.open(path, keys_of(path, clock), clock), practice=False))
    window.show()
    made = Hand(window, qtbot, clock, PINS)
    made.settle()
    return made


@pytest.fixture
def saving(monkeypatch, tmp_path):
    """Where a person saves."""

    def ask(_parent, _title, name, _kinds):
        return str(tmp_path / name.rsplit("/", 1)[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_said: str(tmp_path))
    return tmp_path


class Walk:
    """One plan's page, and the hand on it."""

    def __init__(self, hand, place, shot, name):
        self.hand, self.shot, self.name = hand, shot, name
        self.screen = hand.go(place)
        hand.settle()
        hand.qtbot.waitUntil(lambda: self.screen.standing is not None)

    def see(self, what):
        """A picture, and the words on it."""
        self.shot(self.hand.window, f"walk-{self.name}-{what}")
        assert not forbidden(self.hand.window)
        assert not unnamed(self.hand.window)

    def at(self, step, mark):
        def there():
            run = self.screen.standing.run
            now = run.current if run else None
            return now is not None and (now.step.id, now.mark) == (step, mark)

        self.hand.qtbot.waitUntil(there)
        self.hand.settle()

    def begin_run(self, button):
        self.hand.press(button)
        form = self.screen.begin
        people = {each.name: str(each.id) for each in self.screen.standing.people}
        for role, name in ROLES.items():
            form.roles[role].choose(people[name])
        form.signer.who.choose(people["Ann"])
        form.signer.pin.line.setText(PINS["Ann"])
        self.see("begin")
        self.hand.press(form.send)
        self.hand.qtbot.waitUntil(lambda: self.screen.standing.run is not None or form.trouble.isVisible())
        assert not form.trouble.isVisible(), said(form.trouble)

    def go(self):
        """GO of everyone at a pause point."""
        pause = self.screen.step.pause
        self.see("pause " + self.screen.standing.run.current.step.id)
        for role, name in ROLES.items():
            buttons = [
                each for each in pause.findChildren(type(self.screen.stop)) if each.accessibleName() == f"GO, {role}"
            ]
            if not buttons:
                continue
            pause.signer.pin.line.setText(PINS[name])
            self.hand.press(buttons[-1])
            self.hand.qtbot.waitUntil(
                lambda role=role: role in {each.role for each in self.screen.standing.run.current.answers}
            )
            self.hand.settle()

    def start(self, step):
        self.at(step, Mark.NEXT)
        if self.screen.step.pause.isVisible():
            self.go()
        self.hand.press(self.screen.step.start)
        self.at(step, Mark.UNDER_WAY)
        self.see(step)
        self.hand.clock.sleep(120)

    def done(self, step, told="seen", *, refused=""):
        """Say that it is done, with the PINs it asks for; ``refused`` is what it says instead."""
        card = self.screen.step
        if card.told.isVisible():
            card.told.setText(str(told))
        for signer, name in zip(card.approvers, ("Bea", "Cem"), strict=True):
            signer.pin.line.setText(PINS[name])
        self.hand.press(card.finish)
        if refused:
            self.hand.qtbot.waitUntil(card.trouble.isVisible)
            self.hand.settle()
            assert refused in said(card.trouble)
            self.see(f"{step} refused")
            return
        run = self.screen.standing.run.number

        def over():
            now = self.screen.standing.run
            return now is None or now.number != run or now.done(step) is not None or card.trouble.isVisible()

        self.hand.qtbot.waitUntil(over)
        assert not card.trouble.isVisible(), said(card.trouble)
        self.hand.settle()

    def take(self, step, told="seen"):
        self.start(step)
        self.done(step, told)

    def help(self, label):
        self.hand.press(self.screen.step.helper)
        assert self.screen.step.helper.text() == label
        self.hand.settle()

    def end(self):
        self.hand.qtbot.waitUntil(lambda: self.screen.standing.run.current is None)
        self.hand.settle()
        self.see("over")
        self.hand.press(self.screen.step.end)
        self.hand.qtbot.waitUntil(lambda: self.screen.standing.run is None)
        self.hand.settle()
        self.see("closed")


def switch(hand, shot, second, tmp_path):
    walk = Walk(hand, Place.SWITCH, shot, "switch")
    walk.see("before")
    walk.begin_run(walk.screen.real)
    walk.start("laptop")
    walk.done("laptop", "", refused="second computer")
    walk.help("Look at this computer")
    walk.done("laptop", second)
    walk.start("backup")
    walk.help("Try a restore")
    walk.done("backup")
    walk.start("freeze")
    picture = tmp_path / "forms closed.png"
    picture.write_bytes(b"a picture")
    walk.screen.step.file.setText(str(picture))
    walk.done("freeze", "Every form is closed")
    walk.start("final")
    walk.done("final", refused="not copied since")
    walk.help("Copy everything")
    walk.done("final")
    walk.take("guards")
    walk.take("switch", "The website leads to ClubOS")
    assert walk.screen.standing.in_charge == "clubos"
    walk.see("clubos in charge")
    for step in ("smoke", "open", "operators"):
        walk.take(step)
    walk.start("watch")
    walk.done("watch", refused="24 hours")
    for days in (0, 2):
        hand.clock.days(days) if days else hand.clock.sleep(3600)
        hand.window.clockwork.ask()
        hand.settle()
    walk.help("Look now")
    walk.done("watch", "Nobody wrote to us in those hours")
    walk.end()


def back(hand, shot, tmp_path, world):
    walk = Walk(hand, Place.BACK, shot, "back")
    assert not walk.screen.real.isEnabled()
    assert "The board has not voted for going back." in said(walk.screen.why_not)
    walk.see("no vote")
    board = hand.go(Place.BOARD)
    if board.votes.isVisible():
        hand.press(hand.called("Back to the packs", board))
    hand.press(board.start)
    board.making.purpose.setText("Going back")
    hand.press(board.making.make)
    hand.settle()
    assert board.chosen().purpose == "Going back"
    vote(hand, tmp_path, "rollback")
    walk = Walk(hand, Place.BACK, shot, "back")
    hand.qtbot.waitUntil(walk.screen.real.isEnabled)
    walk.see("before")
    walk.begin_run(walk.screen.real)
    walk.start("close")
    walk.done("close", refused="still gets /")
    walk.help("Write the files…")
    assert (tmp_path / "Files for Wild Apricot").is_dir()
    world.inside(lambda: world.world.faults.active.append(Fault("503", "clubos")))
    walk.done("close")
    world.inside(world.world.faults.active.clear)
    walk.start("reopen")
    changed = next(iter(world.world.club.legacy.contacts.values()))
    walk.done("reopen", changed.id, refused="has not been read")
    world.inside(lambda: touched(world.world.club.legacy, changed))
    walk.help("Read it back")
    walk.done("reopen", changed.id)
    assert walk.screen.standing.in_charge == "legacy"
    walk.start("tell")
    hand.qtbot.waitUntil(lambda: "sent by a person from Wild Apricot" in said(walk.screen.tell))
    walk.see("tell message")
    hand.press(walk.screen.tell.write)
    hand.settle()
    assert "Nothing was sent." in said(walk.screen.tell.said)
    walk.done("tell")
    walk.start("incident")
    walk.screen.step.report.answers[0].setPlainText("The payments did not work.")
    hand.press(walk.screen.step.report.write)
    hand.qtbot.waitUntil(lambda: walk.screen.step.file.text().endswith("What happened.pdf"))
    hand.settle()
    walk.done("incident")
    walk.start("parallel")
    walk.done("parallel", refused="not copied since the return")
    walk.help("Copy everything")
    walk.done("parallel")
    walk.end()


def test_the_day_the_switch_and_the_way_back_by_window(hand, second, shot, saving, world):
    switch(hand, shot, second, saving)
    hand.go(Place.OVERVIEW)
    hand.settle()
    shot(hand.window, "walk-overview-switched")
    assert hand.window.band._phase.text() == "Phase 5 of 5: Post-cutover"
    assert "ClubOS is in charge." in said(hand.window.here())
    hand.clock.days(2)
    back(hand, shot, saving, world)
    hand.go(Place.OVERVIEW)
    hand.settle()
    shot(hand.window, "walk-overview-back")
    assert "ClubOS is in charge." not in said(hand.window.here()), "nor does any page say so"
    assert "Not ready." in said(hand.window.here())
    assert hand.window.band._phase.text().startswith("Phase 3 of 5: Parallel run, week 1")
    walk = Walk(hand, Place.SWITCH, shot, "switch")
    hand.qtbot.waitUntil(lambda: "Gate 3 is not passed" in said(walk.screen.why_not))
    walk.see("locked again")
