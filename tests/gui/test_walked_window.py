"""From trial weeks to passed gates in the window: the practice club through Shadow, Pilot and Parallel run.

Every act is a button or a form, as a person presses and fills it in; the days between two sittings pass at once, as in
the journey of the command line (tests/journeys/test_readiness.py).
"""

import pytest

from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.findings import Choice
from clubos_desktop.model.people import Role
from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.verification.registers.training import MODULES, TASKS
from clubos_desktop.workspace import Workspace
from tests.gui.hand import Hand
from tests.journeys.walking import PINS, SPEED, ZONE, WalkedClock
from ui.opened import OpenedClub
from ui.places import Place

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def served():
    """A club whose two systems hold the same: what differs is settled elsewhere (tests/gui/test_scenarios.py)."""
    with serve(make(60, 3, plants=False), speed=SPEED, switches=Switches(open_doors=False, test_token=False)) as run:
        yield run.addresses


@pytest.fixture
def clock():
    return WalkedClock()


@pytest.fixture
def hand(window, qtbot, tmp_path, served, clock):
    about = Club("Lakeside Club", ZONE.key, "USD", "US")
    keys = MemoryKeys()
    work = Workspace.create(tmp_path / "club.clubos", club=about, person=("Ann", Role.OPERATOR), keys=keys, clock=clock)
    club = OpenedClub(work, practice=False)
    urls = {"api_url": served.legacy_api_url, "auth_url": served.legacy_auth_url}
    wild = {"kind": "wild-apricot", "speed": SPEED, "share": 1, **urls}
    finish(club.connect(Side.LEGACY, wild, served.legacy_key))
    finish(club.connect(Side.CLUBOS, {"kind": "clubos", "speed": SPEED, "url": served.clubos_url}, served.clubos_code))
    window.open_club(club)
    window.show()
    made = Hand(window, qtbot, clock, PINS)
    made.settle()
    return made


def let_in(hand):
    """Bea on the board and Cem, each with the own PIN."""
    people = hand.go(Place.SETTINGS).people
    for name, role in (("Bea", "chair"), ("Cem", "operator")):
        hand.press(people._add)
        people.person_form.name.setText(name)
        people.person_form.role.choose(role)
        hand.press(hand.called("Add", people.person_form))
        hand.settle()
    for name, pin in PINS.items():
        people = hand.act_as(name)
        hand.press(hand.called("Set my PIN", people))
        for field in (people.pin_form.new, people.pin_form.again):
            field.line.setText(pin)
        hand.press(hand.called("Keep this PIN", people.pin_form))
        hand.qtbot.waitUntil(people.pin_form.isHidden)
        hand.settle()
    hand.act_as("Ann")


def copy(hand, label="Copy now"):
    hand.press(hand.called(label, hand.go(Place.COPIES)))
    hand.settle()


def vote(hand, tmp_path, ballot, name="Bea"):
    """Recorded under Board, with its minutes."""
    minutes = tmp_path / f"minutes {ballot}.txt"
    minutes.write_text(f"The board met on {hand.clock.today}. {ballot}\n")
    board = hand.go(Place.BOARD)
    if not board.votes.isVisible():
        hand.press(board.vote)
    hand.press(board.votes.start)
    form = board.votes.form
    form.ballot.choose(ballot)
    form.ballot.activated.emit(form.ballot.currentIndex())
    for key, value in (("for", 5), ("against", 1), ("abstain", 1)):
        form.counts[key].set_value(value)
    form.quorum.set_value(4)
    form.minutes.setText(str(minutes))
    form.sign.pin.line.setText(PINS[name])
    hand.press(form.sign.sign)
    hand.qtbot.waitUntil(form.isHidden)
    hand.settle()


def operators_learn(hand):
    for name in ("Ann", "Cem"):
        hand.record("operators", "add", person=name)
    right = {module.id: str(module.right) for module in MODULES}
    for row in hand.lines("training"):
        hand.record("training", "answer", row.item, answer=right[row.item.partition(":")[2]])
    assert hand.list("training")._heading.answer.text() == "12 of 12 modules are done."


def said(hand, identity):
    """What a list says of itself."""
    return hand.list(identity)._heading.answer.text()


def missing(hand, phase):
    """What the next phase still needs, as its line says it."""
    return dict(next(row for row in hand.lines("phases") if row.item == phase).more)["Still needs"]


def shadow(hand, tmp_path):
    """Four weeks: trained operators, locked limits, every automatic message looked at."""
    let_in(hand)
    assert hand.window.band._phase.text() == "Phase 1 of 5: Shadow, begins with the first complete copy"
    copy(hand, "Make the first copy")
    assert hand.window.band._phase.text() == "Phase 1 of 5: Shadow, week 1 of 4 to 8"
    operators_learn(hand)
    assert "The board must lock the criteria first." in missing(hand, "pilot")
    vote(hand, tmp_path, "criteria")
    hand.record("criteria", "lock", signs="Bea", vote="1")
    assert said(hand, "criteria").startswith("Locked by the board on ")
    hand.clock.days(29)
    copy(hand)
    assert "8 kinds of automatic messages not looked at." in missing(hand, "pilot")
    for row in hand.lines("mailings"):
        hand.record("mailings", "answer", row.item, state="off")
    assert missing(hand, "pilot") == "nothing"
    hand.record("phases", "begin", "pilot", signs="Ann", until=hand.clock.later(30))
    assert hand.window.band._phase.text().startswith("Phase 2 of 5: Pilot")


def pilot(hand):
    """Four weeks: both operators do every task alone, and everything that is connected has an answer."""
    for row in hand.lines("tasks"):
        hand.record("tasks", "did", row.item, helped="no", tries="1", evidence="seen in ClubOS")
    assert said(hand, "tasks") == f"{2 * len(TASKS)} of {2 * len(TASKS)} tasks were done alone."
    for row in hand.lines("integrations"):
        hand.record("integrations", "answer", row.item, state="unused")
    hand.clock.days(29)
    copy(hand)
    assert missing(hand, "parallel") == "nothing"
    hand.record("phases", "begin", "parallel", signs="Bea")
    assert hand.window.band._phase.text().startswith("Phase 3 of 5: Parallel run")


def two_quiet_weeks(hand):
    """A plan of copies, an incident ten days in, then fifteen days of copies by plan."""
    hand.clock.days(10)
    hand.record("incidents", "open", title="Nobody can sign in", severity="P1")
    hand.record("incidents", "close", "1", reason="The certificate was renewed")
    copies = hand.go(Place.COPIES)
    hand.press(hand.called("Plan", copies))
    form = copies.here.form
    hand.press(form.ways.button("Every few hours"))
    form.hours.choose("6")
    form.jitter.choose("0")
    hand.press(form.keep)
    hand.settle()
    for _ in range(15):
        hand.clock.days(1)
        hand.window.clockwork.ask()
        hand.settle()
        hand.settle()
    hand.record("incidents", "look", note="ClubOS's own page of troubles")
    for what in ("order", "paid"):
        hand.record("eyes", "look", event="Winter dinner", what=what, same="yes")
    hand.record("restores", "test")
    hand.record("load", "add", peak="90", forecast="60", p99="900", owner="Cem")
    hand.record("security", "add", owner="Cem", **{f"point{n}": "yes" for n in range(1, 7)})


def contacts_and_plans(hand):
    """Eight people to call, three texts and a rota of two weeks, approved by the board."""
    for role in ("operations", "board", "technology", "ClubOS"):
        for name in ("First", "Second"):
            hand.record("contacts", "add", role=role, name=f"{name} of {role}", reach="by phone")
    for row in hand.lines("contacts"):
        hand.record("contacts", "test", row.item, ok="yes")
    for row in hand.lines("communication"):
        hand.record("communication", "write", row.item)
    shifts = [f"{hand.clock.later(n)} 09:00-17:00 Ann" for n in range(20, 34)]
    hand.record("rota", "write", text="\n".join(["hours 09:00-17:00", *shifts]))
    hand.record("communication", "approve", signs="Bea")
    hand.record("rota", "approve", signs="Bea")


def settle_what_differs(hand):
    """The one member whom Wild Apricot gives no day of joining: accepted until a day, with a reason."""
    screen = hand.go(Place.DIFFERENCES)
    hand.press(screen._buttons["need"])
    assert screen.list.total == 1
    bar = screen.list.detail.bar
    hand.press(bar._buttons[Choice.ACCEPT])
    bar.form._texts["reason"].setText("The day is in the old paper file; somebody looks it up.")
    hand.press(hand.called("Keep", bar.form))
    hand.qtbot.waitUntil(lambda: screen._buttons["accepted"].text() == "1 accepted")


def pack_and_vote(hand, tmp_path):
    board = hand.go(Place.BOARD)
    if board.votes.isVisible():
        hand.press(hand.called("Back to the packs", board))
    board.ask()
    board.making.purpose.setText("Vote")
    hand.press(board.making.make)
    hand.settle()
    vote(hand, tmp_path, "cutover")


def test_gates_1_to_4_are_passed_by_window_in_simulated_time(hand, tmp_path, shot):
    shadow(hand, tmp_path)
    pilot(hand)
    two_quiet_weeks(hand)
    contacts_and_plans(hand)
    settle_what_differs(hand)
    copy(hand)
    pack_and_vote(hand, tmp_path)
    told = hand.gates()
    shot(hand.window, "walked-gates")
    assert {gate for gate, words in told.items() if ": Passed." in words} == {1, 2, 3, 4}, told
