"""From trial weeks to passed gates at a terminal: the practice club through Shadow, Pilot and Parallel run."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clubos_desktop.cli import opening, setup
from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from clubos_desktop.verification.registers.training import MODULES, TASKS

SPEED = 60
ZONE = ZoneInfo("America/New_York")
PINS = {"Ann": "1111", "Bea": "2222", "Cem": "3333"}


class WalkedClock:
    """Time that a test lets pass; every look at it takes a millisecond."""

    def __init__(self):
        self.at = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)

    def now(self):
        self.at += timedelta(milliseconds=1)
        return self.at

    def monotonic(self):
        return self.now().timestamp()

    def sleep(self, seconds):
        time.sleep(0.001)  # answers come over real sockets: waiting for them must not walk through hours
        self.at += timedelta(seconds=seconds)

    def days(self, n):
        """On to the same hour of a later day, however long the copies of today took."""
        self.at = (self.at + timedelta(days=n)).replace(hour=16, minute=0, second=0)

    @property
    def today(self):
        return self.later(0)

    def later(self, days):
        """A day on the club's calendar: in the evening its date is not that of UTC."""
        return (self.at.astimezone(ZONE).date() + timedelta(days=days)).isoformat()


@pytest.fixture
def clock(monkeypatch):
    walked = WalkedClock()
    for module in (opening, setup):
        monkeypatch.setattr(module, "SystemClock", lambda: walked)
    return walked


@pytest.fixture
def act(shell, monkeypatch):
    """Run a command as a person with the own PIN; it must end well unless ``code`` says otherwise."""

    def run(who, *words, code=0):
        monkeypatch.setenv("CLUBOS_PIN", PINS[who])
        got, said = shell.json("--as", who, *words)
        assert got == code, said
        return said

    return run


@pytest.fixture
def team(shell, clock, act, monkeypatch):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann", "--zone", ZONE.key)[0] == 0
    act("Ann", "people", "add", "Bea", "--role", "chair")
    act("Ann", "people", "add", "Cem")
    for name, pin in PINS.items():
        monkeypatch.setenv("CLUBOS_NEW_PIN", pin)
        act(name, "people", "pin")
    assert all(each["pin"] for each in act("Ann", "people", "list")["people"])
    return act


@pytest.fixture(scope="module")
def served():
    with serve(make(60, 3), speed=SPEED, switches=Switches(open_doors=False, test_token=False)) as running:
        yield running.addresses


@pytest.fixture
def connected(team, served, monkeypatch):
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", served.legacy_key)
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", served.clubos_code)
    urls = ("--api-url", served.legacy_api_url, "--auth-url", served.legacy_auth_url)
    team("Ann", "connect", "legacy", "wild-apricot", *urls, "--speed", SPEED, "--share", 1)
    team("Ann", "connect", "clubos", "clubos", "--url", served.clubos_url, "--speed", SPEED)
    return team


def states(act):
    judged = act("Ann", "gates", code=1)
    return {gate["gate"]: gate["passed"] for gate in judged["gates"]}, {
        each["id"]: each["state"] for gate in judged["gates"] for each in gate["criteria"]
    }


def train(act, clock, name):
    act("Ann", "operator", "add", name)
    for module in MODULES:
        act("Ann", "operator", "train", name, "--module", module.id, "--answer", module.right, "--day", clock.today)


def motion(act, clock, tmp_path, ballot, *more):
    minutes = tmp_path / f"minutes {ballot}.txt"
    minutes.write_text(f"The board met on {clock.today}. {ballot}\n")
    words = ("--motion", "As set before the board", "--day", clock.today, "--expires", clock.later(40))
    votes = ("--for", 5, "--against", 1, "--abstain", 1, "--quorum", 4, "--minutes", minutes)
    return act("Bea", "vote", "record", "--ballot", ballot, *words, *votes, *more)["entry"]["item"]


def to_parallel_run(act, clock, tmp_path):
    """Shadow and Pilot, each four weeks, with locked criteria and two operators."""
    assert act("Ann", "phase", "show")["label"] == "Phase 1 of 5: Shadow, begins with the first complete copy"
    act("Ann", "sync", "--full")
    shown = act("Ann", "phase", "show")
    assert shown["label"] == "Phase 1 of 5: Shadow, week 1 of 4 to 8"
    assert "The board must lock the criteria first." in shown["missing"]
    assert act("Ann", "criteria", "show")["locked"] is None
    assert "at most 1 %" in act("Ann", "criteria", "motion")["motion"]
    for name in ("Ann", "Cem"):
        train(act, clock, name)
    number = motion(act, clock, tmp_path, "criteria")
    assert act("Ann", "criteria", "lock", "--vote", number, code=2)["error"]["code"] == "person.not_board"
    assert act("Bea", "criteria", "lock", "--vote", number)["holds"] is True
    assert act("Bea", "criteria", "set", "--limit", "mismatch=5", code=2)["error"]["code"] == "criteria.locked"
    early = act("Ann", "phase", "begin", "pilot", code=2)["error"]
    assert "4 weeks at least" in early["sentence"]

    clock.days(28)
    assert act("Ann", "phase", "begin", "pilot", "--until", clock.later(30))["phase"] == "pilot"
    for name in ("Ann", "Cem"):
        for task in TASKS:
            act("Ann", "operator", "did", name, "--task", task, "--evidence", "seen in ClubOS")
    assert "7 connections of Wild Apricot without an answer." in act("Ann", "phase", "show")["missing"]
    for each in act("Ann", "register", "show", "integrations")["lines"]:
        act("Ann", "register", "do", "integrations", "answer", "--item", each["item"], "--value", "state=unused")
    clock.days(28)
    assert act("Bea", "phase", "begin", "parallel")["phase"] == "parallel"


def two_quiet_weeks(act, clock):
    """An incident ten days in, then fifteen days with a copy each."""
    clock.days(10)
    opened = act("Ann", "incident", "open", "--title", "Nobody can sign in")["entry"]["item"]
    act("Ann", "incident", "close", opened, "--reason", "The certificate was renewed")
    act("Ann", "schedule", "set", "--hours", 6, "--jitter", 0)
    for _ in range(15):
        clock.days(1)
        act("Ann", "schedule", "run-due")
    act("Ann", "incident", "look")
    act("Ann", "record", "restore")


def contacts_and_plans(act, clock, tmp_path):
    """Eight people to call, three texts, a rota of two weeks, all approved."""
    for role in ("operations", "board", "technology", "ClubOS"):
        for name in ("First", "Second"):
            number = act("Ann", "contact", "add", "--role", role, "--name", name, "--reach", "by phone")["entry"][
                "item"
            ]
            act("Ann", "contact", "test", number)
    for kind in ("week before", "day", "problem"):
        file = tmp_path / f"{kind}.txt"
        file.write_text("Dear {members} members of {club}, we move on {date}.\n")
        assert act("Ann", "plan", kind, file, code=2)["error"]["code"] == "message.place"
        text = act("Ann", "plan", kind, file, "--value", "date=1 July")["entry"]["body"]["text"]
        assert text == "Dear 60 members of Lakeside Club, we move on 1 July."
    file = tmp_path / "rota.txt"
    shifts = [f"{clock.later(n)} 09:00-17:00 Ann" for n in range(20, 34)]
    file.write_text("\n".join(["hours 09:00-17:00", *shifts]))
    act("Ann", "plan", "rota", file)
    act("Bea", "sign", "communication")
    act("Bea", "sign", "support")


def test_gates_2_3_and_4_are_passed_in_simulated_time(connected, clock, tmp_path):
    act = connected
    to_parallel_run(act, clock, tmp_path)
    two_quiet_weeks(act, clock)
    contacts_and_plans(act, clock, tmp_path)
    pack = act("Ann", "pack", "--purpose", "Vote", "--out", tmp_path / "pack.pdf")["sha256"]
    motion(act, clock, tmp_path, "cutover", "--pack", pack[:12])
    passed, criteria = states(act)
    assert {number for number in (2, 3, 4) if passed[number]} == {2, 3, 4}, criteria

    shown = act("Ann", "phase", "show")["could_go"]
    assert shown["today"] is False
    assert shown["needs"]
    act("Ann", "sign", "readiness")
    act("Cem", "sign", "readiness")
    act("Cem", "sign", "withdraw")
    assert [each["signed"] is None for each in act("Ann", "operator", "list")["operators"]] == [False, True]
    clock.days(8)
    passed, criteria = states(act)
    assert criteria["G3.1"] == "fail", "the last look is a week old"
    act("Ann", "pack", "--purpose", "Vote", "--out", tmp_path / "again.pdf")
    passed, criteria = states(act)
    assert (passed[4], criteria["G4.1"]) == (False, "fail"), "another pack voids the vote"
    assert "made again" in act("Ann", "vote", "list")["votes"][-1]["why"]
    assert act("Ann", "check") == {"ok": True, "problems": []}


BAD = [
    ("Ann", ("sign", "readiness"), "operator"),
    ("Ann", ("sign", "communication"), "person.not_board"),
    ("Bea", ("sign", "support"), "plan"),
    ("Bea", ("sign", "review", "--pack", "ab", "--present", "3"), "pack"),
    ("Ann", ("operator", "add", "Nobody"), "person.unknown"),
    ("Ann", ("operator", "train", "Ann", "--module", "help", "--answer", "3"), "operator"),
    ("Ann", ("operator", "did", "Ann"), "usage"),
    ("Ann", ("incident", "open"), "usage"),
    ("Ann", ("incident", "open", "--title", "x", "--since", "noon"), "time"),
    ("Ann", ("incident", "close", "7", "--reason", "over"), "incident"),
    ("Ann", ("contact", "add", "--role", "king", "--name", "A", "--reach", "b"), "contact.role"),
    ("Ann", ("contact", "test", "9"), "contact"),
    ("Bea", ("criteria", "lock", "--vote", "1"), "criteria.rules"),
    ("Ann", ("criteria", "set", "--limit", "mismatch"), "limit"),
    ("Ann", ("criteria", "set", "--limit", "height=2"), "limit"),
    ("Ann", ("phase", "begin", "pilot"), "phase"),
    ("Ann", ("phase", "begin", "shadow"), "text"),
    ("Ann", ("risk", "rate", "R99", "--likelihood", "1", "--impact", "1", "--owner", "A", "--review", "x"), "risk"),
    ("Ann", ("record", "ticket", "--title", "x", "--solved", "never"), "ticket.solved"),
    ("Ann", ("record", "emergency", "--title", "x"), "emergency"),
    ("Ann", ("plan", "rota", "nowhere.txt"), "file"),
    ("Ann", ("people", "pin", "Bea"), "person.own_pin"),
    ("Ann", ("people", "retire"), "usage"),
]  # fmt: skip


def test_bad_input_is_a_sentence_and_records_nothing(team):
    before = len(team("Ann", "audit", "--limit", 500)["entries"])
    for who, words, code in BAD:
        error = team(who, *words, code=2)["error"]
        assert error["code"] == code
        assert error["sentence"].endswith(".")
        assert error["remedy"]
    assert len(team("Ann", "audit", "--limit", 500)["entries"]) == before


def test_a_wrong_pin_signs_nothing(team, shell, monkeypatch):
    team("Ann", "operator", "add", "Ann")
    monkeypatch.setenv("CLUBOS_PIN", "9999")
    code, said = shell.json("--as", "Ann", "sign", "readiness")
    assert (code, said["error"]["code"]) == (3, "person.wrong_pin")
    monkeypatch.delenv("CLUBOS_PIN")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    code, said = shell.json("--as", "Ann", "sign", "readiness")
    assert (code, said["error"]["code"]) == (2, "person.no_terminal")
    assert team("Ann", "operator", "list")["operators"][0]["signed"] is None


def test_a_lower_severity_needs_a_second_person(team, monkeypatch):
    number = team("Ann", "incident", "open", "--title", "Slow", "--severity", "P2")["entry"]["item"]
    words = ("incident", "regrade", number, "--severity", "P3", "--reason", "There is a way around it")
    assert team("Ann", *words, code=2)["error"]["code"] == "second_person"
    monkeypatch.setenv("CLUBOS_SECOND_PIN", PINS["Ann"])
    assert team("Ann", *words, "--second", "Ann", code=2)["error"]["code"] == "second_person"
    monkeypatch.setenv("CLUBOS_SECOND_PIN", PINS["Bea"])
    assert team("Ann", *words, "--second", "Bea")["entry"]["second"] == "person:2"
    assert team("Ann", "incident", "list")["incidents"][0]["severity"] == "P3"


def test_lists_read_well_for_people(team, shell):
    team("Ann", "risk", "rate", "R3", "--likelihood", 3, "--impact", 3, "--owner", "Cem", "--review", "2026-04-01")
    team("Ann", "risk", "add", "--title", "Snow", "--mitigation", "Boots")
    risks = team("Ann", "risk", "list")["risks"]
    assert [(each["number"], each["score"]) for each in risks if each["owner"] or each["title"] == "Snow"] == [
        ("R3", 9),
        ("R16", 4),
    ]
    lists = ("people", "operator", "incident", "contact", "vote", "risk")
    for words in [
        *((name, "list") for name in lists),
        ("operator", "modules"),
        ("phase", "show"),
        ("criteria", "show"),
    ]:
        code, out, _ = shell(*words)
        assert code == 0
        assert out.strip()


def test_every_list_is_shown_filled_in_and_kept_as_a_file(team, shell, tmp_path):
    listed = team("Ann", "register", "lists")["lists"]
    assert {"operators", "incidents", "risks", "weeks", "signals"} <= {each["id"] for each in listed}
    for each in listed:
        assert team("Ann", "register", "show", each["id"])["id"] == each["id"]
        assert shell("register", "show", each["id"])[0] == 0
    said = team("Ann", "register", "fields", "contacts")["acts"]
    assert [field["key"] for field in said[0]["fields"]] == ["role", "name", "reach"]
    assert shell("register", "fields", "incidents")[0] == 0
    words = ("--value", "role=board", "--value", "name=Dora", "--value", "reach=by phone")
    assert team("Ann", "register", "do", "contacts", "add", *words)["entry"]["item"] == "1"
    team("Ann", "register", "do", "contacts", "test", "--item", "1", "--value", "ok=yes")
    file = tmp_path / "contacts.csv"
    assert team("Ann", "register", "out", "contacts", "--file", file)["lines"] == 1
    assert "Dora" in file.read_text("utf-8-sig")
    team("Ann", "register", "pattern", "contacts", "--file", file)
    file.write_text(file.read_text("utf-8-sig") + "board,Emil,by mail\nClubOS,Fay,by phone\n")
    assert team("Ann", "register", "in", "contacts", "--file", file)["recorded"] == 2
    assert [each["name"] for each in team("Ann", "register", "show", "contacts")["lines"]] == ["Dora", "Emil", "Fay"]
    team("Ann", "register", "do", "incidents", "open", "--value", "title=Slow", "--value", "severity=P2")
    lower = ("--item", "1", "--value", "severity=P3", "--value", "reason=There is a way around it")
    assert team("Ann", "register", "do", "incidents", "regrade", *lower, code=2)["error"]["code"] == "second_person"
    for words, code in [
        (("show", "nothing"), "list.unknown"),
        (("show",), "usage"),
        (("do", "contacts", "fly"), "list.act"),
        (("do", "contacts", "test"), "usage"),
        (("do", "contacts", "add", "--value", "x"), "usage"),
        (("in", "contacts", "--file", tmp_path / "nowhere.csv"), "file"),
    ]:
        assert team("Ann", "register", *words, code=2)["error"]["code"] == code


def test_the_second_person_confirms_on_a_list_too(team, monkeypatch):
    team("Ann", "register", "do", "incidents", "open", "--value", "title=Slow", "--value", "severity=P2")
    monkeypatch.setenv("CLUBOS_SECOND_PIN", PINS["Bea"])
    lower = ("--item", "1", "--value", "severity=P3", "--value", "reason=A way around it", "--second", "Bea")
    assert team("Ann", "register", "do", "incidents", "regrade", *lower)["entry"]["second"] == "person:2"
    team("Ann", "register", "do", "operators", "add", "--value", "person=Ann")
    team("Ann", "register", "do", "operators", "sign", "--item", "1")
    assert team("Ann", "register", "show", "operators")["lines"][0]["signed"].startswith("until")
    assert team("Ann", "gates", "--keep", code=1)["verdict"] == "NOT MEASURED"
    assert team("Ann", "register", "show", "weeks")["says"].startswith("1 week sealed, 0 missed")
