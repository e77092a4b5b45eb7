"""From five passed gates through switch day, the return period and the way back, at a terminal in simulated time."""

import pytest

from clubos_desktop.cutover import laptop
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from tests.journeys.walking import PINS, SPEED, contacts_and_plans, motion, states, to_parallel_run, two_quiet_weeks

ROLES = ("lead=Ann", "technology=Cem", "messages=Ann", "approver=Bea", "second approver=Cem")
NAMED = tuple(word for role in ROLES for word in ("--role", role))
BOTH = ("--approver", "Bea", "--approver", "Cem")


@pytest.fixture(scope="module")
def world():
    with serve(
        make(60, 3, plants=False), speed=SPEED, switches=Switches(open_doors=False, test_token=False)
    ) as running:
        yield running


@pytest.fixture(scope="module")
def served(world):
    return world.addresses


@pytest.fixture
def day(connected, clock, tmp_path, monkeypatch):
    """The morning of the switch: every gate passes and the board has voted."""
    act = connected
    for name, pin in PINS.items():
        monkeypatch.setenv(f"CLUBOS_PIN_{name.upper()}", pin)
    monkeypatch.setenv("CLUBOS_SECOND_PIN", PINS["Bea"])
    act("Ann", "people", "vouch", "Cem", "--by", "Bea")
    monkeypatch.delenv("CLUBOS_SECOND_PIN")
    to_parallel_run(act, clock, tmp_path)
    two_quiet_weeks(act, clock)
    assert [each["field"] for each in unequal(act)] == ["joined"], "somebody is no member: ClubOS wants a day anyway"
    act("Ann", "resolve", "equal", "--field", "joined", "--reason", "Is no member", "--yes")
    contacts_and_plans(act, clock, tmp_path)
    act("Ann", "record", "emergency", "--title", "Chair and one officer decide", "--contact", "3", "--contact", "4")
    return act


def unequal(act):
    found = act("Ann", "diff", "--limit", 200, code=None)["differences"]
    return [each for each in found if each["kind"] not in {"not_comparable", "ignored"}]


def step(act, clock, plan, name, *words, minutes=2):
    act("Ann", plan, "begin", name)
    clock.sleep(60 * minutes)
    return act("Ann", plan, "done", name, "--words", "seen", *BOTH, *words)


def go(act, plan):
    for role in ROLES:
        what, _, who = role.partition("=")
        act(who, plan, "say", "--as-role", what)


def rehearsed_back(act, clock, tmp_path, seed):
    act("Ann", "rollback", "rehearse", "--seed", seed, *NAMED)
    step(act, clock, "rollback", "close")
    act("Ann", "rollback", "begin", "reopen")
    assert act("Ann", "rollback", "done", "--words", "seen", code=2)["error"]["code"] == "rehearsal.damaged"
    act("Ann", "rollback", "failed", "--words", "A record is not as it was")
    assert act("Ann", "rollback", "repair") == {"repaired": True}
    for name in ("reopen", "tell", "incident", "parallel"):
        step(act, clock, "rollback", name)
    ended = act("Ann", "rollback", "end")["entry"]["body"]
    assert ended["before"] == ended["after"]
    assert ended["exported"] == ended["read_back"] > 100


def voted(act, clock, tmp_path, ballot):
    pack = act("Ann", "pack", "--purpose", ballot, "--out", tmp_path / f"{ballot}.pdf")["sha256"]
    return motion(act, clock, tmp_path, ballot, "--pack", pack[:12])


def test_from_five_gates_to_clubos_and_back(day, clock, tmp_path, world):
    act = day
    locked = act("Ann", "cutover", "run", *NAMED, code=2)["error"]
    assert locked["code"] == "cutover.locked"
    assert "The board has not voted for the switch." in locked["sentence"]
    assert "Gate 5 is not passed" in locked["sentence"]
    for seed in (1, 2):
        rehearsed_back(act, clock, tmp_path, seed)
    voted(act, clock, tmp_path, "cutover")
    passed, criteria = states(act)
    assert all(passed.values()), criteria
    assert act("Ann", "cutover", "status")["locked"] == []
    switch_day(act, clock, tmp_path)
    return_period(act, clock, tmp_path, world)
    going_back(act, clock, tmp_path, world)


def whys(act):
    """Why each backup was made, newest first."""
    return [each["why"] for each in act("Ann", "backups")["backups"]]


def switch_day(act, clock, tmp_path):
    assert "before" not in whys(act)
    act("Ann", "cutover", "run", *NAMED)
    assert "before" in whys(act), "a backup is made before the switch begins"
    assert act("Ann", "phase", "show")["label"] == "Phase 4 of 5: Cutover"
    act("Ann", "cutover", "begin", "laptop")
    assert "second computer" in act("Ann", "cutover", "done", "--words", "seen", code=2)["error"]["sentence"]
    act("Ann", "cutover", "done", "--words", on_the_second(act))
    act("Ann", "record", "restore")
    step(act, clock, "cutover", "backup")
    assert act("Ann", "cutover", "begin", code=2)["error"]["code"] == "runbook.pause"
    assert act("Cem", "cutover", "say", "--as-role", "technology", "--no", code=2)["error"]["code"] == "text"
    go(act, "cutover")
    act("Cem", "cutover", "say", "--as-role", "technology", "--no", "--words", "The key is missing")
    assert "technology" in act("Ann", "cutover", "begin", code=2)["error"]["sentence"]
    go(act, "cutover")
    act("Ann", "cutover", "begin", "freeze")
    assert act("Ann", "cutover", "done", code=2)["error"]["code"] == "runbook.proof"
    picture = tmp_path / "forms closed.png"
    picture.write_bytes(b"a picture")
    act("Ann", "cutover", "done", "--file", picture, "--words", "Every form is closed")
    act("Ann", "cutover", "begin", "final")
    assert "not copied since" in act("Ann", "cutover", "done", code=2)["error"]["sentence"]
    act("Ann", "sync", "--full")
    act("Ann", "cutover", "done")
    clock.sleep(3600)
    act("Ann", "cutover", "begin", "guards")
    act("Ann", "cutover", "done")
    go(act, "cutover")
    act("Ann", "cutover", "begin", "switch")
    assert act("Ann", "cutover", "done", "--words", "x", code=2)["error"]["code"] == "runbook.two"
    assert act("Ann", "cutover", "status")["in_charge"] == "legacy"
    act("Ann", "cutover", "done", "--words", "The website leads to ClubOS", *BOTH)
    assert act("Ann", "cutover", "status")["in_charge"] == "clubos"
    step(act, clock, "cutover", "smoke")
    go(act, "cutover")
    step(act, clock, "cutover", "open")
    step(act, clock, "cutover", "operators")
    act("Ann", "cutover", "begin", "watch")
    assert "24 hours" in act("Ann", "cutover", "done", code=2)["error"]["sentence"]
    clock.sleep(3600)
    watched_by_the_clock(act)
    clock.days(2)
    watched_by_the_clock(act)
    (gap,) = act("Ann", "cutover", "status", code=None)["watch"]["gaps"]
    assert gap["who"] == "", "nobody's computer was on in the night, and the rota named nobody"
    assert "Nobody looked from" in act("Ann", "cutover", "done", code=2)["error"]["sentence"]
    act("Ann", "cutover", "done", "--words", "Nobody wrote to us in those hours")
    act("Ann", "cutover", "end")
    assert act("Ann", "gates", code=None)["verdict"] == "DONE"
    assert act("Ann", "phase", "show")["label"] == "Phase 5 of 5: Post-cutover"


def watched_by_the_clock(act):
    """The computer's own scheduler asks what is due: it copies, looks, and has nothing to do a moment later."""
    before = len(act("Ann", "cutover", "status", code=None)["watch"]["looks"])
    act("Ann", "schedule", "run-due", code=None)
    act("Ann", "schedule", "run-due", code=None)
    looks = act("Ann", "cutover", "status", code=None)["watch"]["looks"]
    assert len(looks) == before + 1
    assert looks[0]["calls"] > 0
    assert looks[0]["proposals"] == []


def on_the_second(act):
    """The code that a second computer shows once the workspace was opened there."""
    with pytest.MonkeyPatch.context() as there:
        there.setattr(laptop, "machine", lambda: b"zz")
        return act("Ann", "cutover", "laptop", code=None)["code"]


def return_period(act, clock, tmp_path, world):
    shown = act("Ann", "grace")
    assert (shown["possible"], shown["in_charge"], shown["notice"]) == (True, "clubos", None)
    assert (shown["day"], shown["days"], shown["days_left"], shown["owner"]) == (2, 30, 29, "Ann")
    assert shown["cost"]["records"] == {}
    assert act("Ann", "grace", "close", "--words", "early", code=2)["error"]["code"] == "person.not_board"
    assert act("Bea", "grace", "close", "--words", "early", code=2)["error"]["code"] == "closing.grace"
    world.inside(lambda: ClubOSLife(world.world.club, clock).goes_on())
    clock.days(2)
    act("Ann", "schedule", "run-due")
    found = act("Ann", "grace")["drift"]
    assert (found["changed"], found["open"], found["unowned"]) == (1, 1, 1)
    assert found["holes"], "nobody looked between the switch and the end of the second day"
    assert "1 open" in {
        each["state"] for each in act("Ann", "schedule", "show", code=None)["notices"] if each["subject"] == "drift"
    }
    act("Ann", "sync", "--full")
    assert act("Ann", "grace")["cost"]["records"] == {"members": 1}
    act("Ann", "register", "do", "issues", "open", "--value", "title=Mails come twice", "--value", "owner=Cem")
    made = act("Ann", "grace", "report", "--file", tmp_path / "week.pdf")
    assert made["week"] == 1
    assert (tmp_path / "week.pdf").read_bytes().startswith(b"%PDF")
    drifted = act("Ann", "grace", "drift", code=1)["drift"]
    assert [(each["domain"], each["state"]) for each in drifted] == [("members", "open")]
    key = ("--domain", "members", "--key", drifted[0]["key"])
    act("Ann", "grace", "carry", *key, "--owner", "Cem", "--state", "carried over")
    assert act("Ann", "grace", "drift")["open"] == 0


class ClubOSLife:
    """Members go on: one moves in ClubOS, one still writes into Wild Apricot."""

    def __init__(self, club, clock):
        self.club, self.clock = club, clock

    def goes_on(self):
        moved = next(iter(self.club.clubos.members.values()))
        moved.phone = "+1 805 555 0199"
        late = max(self.club.legacy.contacts.values(), key=lambda each: each.updated)
        late.phone = "+1 805 555 0177"
        self.club.legacy.revision += 1
        self.club.clubos.revision += 1


def going_back(act, clock, tmp_path, world):
    no_vote = act("Ann", "rollback", "run", *NAMED, code=2)["error"]["sentence"]
    assert "The board has not voted for going back." in no_vote
    voted(act, clock, tmp_path, "rollback")
    act("Ann", "rollback", "run", *NAMED)
    act("Ann", "rollback", "begin", "close")
    assert "still gets /" in act("Ann", "rollback", "done", *BOTH, code=2)["error"]["sentence"]
    made = act("Ann", "export", tmp_path / "carry back", "--since-switch")
    assert made["rows"] == made["read_back"] == 1
    world.inside(lambda: world.world.faults.active.append(Fault("503", "clubos")))
    act("Ann", "rollback", "done", *BOTH)
    world.inside(world.world.faults.active.clear)
    changed = next(iter(world.world.club.legacy.contacts.values()))
    act("Ann", "rollback", "begin", "reopen")
    tested = ("rollback", "done", "--words", changed.id)
    assert "has not been read" in act("Ann", *tested, code=2)["error"]["sentence"]
    world.inside(lambda: touched(world.world.club.legacy, changed))
    act("Ann", "sync", "--full")
    act("Ann", *tested)
    assert act("Ann", "rollback", "status", code=None)["in_charge"] == "legacy"
    said = act("Ann", "rollback", "message", "--file", tmp_path / "message")
    assert (said["from"], said["recipients"] > 30, said["tested"]) == ("legacy", True, "")
    assert act("Ann", "rollback", "message", "--file", tmp_path / "x", "--test", code=2)["error"]["code"] == "mail.none"
    step(act, clock, "rollback", "tell")
    report = tmp_path / "what happened.txt"
    report.write_text("The payments did not work.")
    step(act, clock, "rollback", "incident", "--file", report)
    act("Ann", "rollback", "begin", "parallel")
    assert "not copied since the return" in act("Ann", "rollback", "done", code=2)["error"]["sentence"]
    assert act("Ann", "gates", code=None)["verdict"] == "ROLLED BACK"
    act("Ann", "sync", "--full")
    assert "1 of the carry-over list have nobody" in act("Ann", "rollback", "done", code=2)["error"]["sentence"]
    act("Ann", "register", "do", "carryover", "owner", "--value", "owner=Cem")
    act("Ann", "rollback", "done")
    act("Ann", "rollback", "end")
    (line,) = act("Ann", "register", "show", "carryover")["lines"]
    assert (line["owner"], line["state"]) == ("Cem", "open"), "the list outlives the return"
    assert act("Ann", "gates", code=None)["verdict"] == "NOT READY"
    assert act("Ann", "phase", "show")["label"].startswith("Phase 3 of 5: Parallel run, week 1")
    again = act("Ann", "cutover", "run", *NAMED, code=2)["error"]["sentence"]
    assert "Gate 3 is not passed" in again, "the 14 days begin anew"
    assert act("Ann", "check")["problems"] == []


def touched(legacy, contact):
    contact.phone = "+1 805 555 0111"
    contact.updated = max(each.updated for each in legacy.contacts.values())
    legacy.revision += 1
