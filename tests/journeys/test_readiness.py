"""From trial weeks to passed gates at a terminal: the practice club through Shadow, Pilot and Parallel run."""

import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from tests.journeys.walking import PINS, SPEED, contacts_and_plans, motion, states, to_parallel_run, two_quiet_weeks
from tests.support.post_office import PostOffice, certificate


@pytest.fixture(scope="module")
def served():
    """A club whose two systems hold the same but for one day of joining."""
    with serve(
        make(60, 3, plants=False), speed=SPEED, switches=Switches(open_doors=False, test_token=False)
    ) as running:
        yield running.addresses


def test_gates_1_to_4_are_passed_in_simulated_time(connected, clock, tmp_path):
    act = connected
    to_parallel_run(act, clock, tmp_path)
    two_quiet_weeks(act, clock)
    contacts_and_plans(act, clock, tmp_path)
    (differs,) = act("Ann", "resolve", code=1)["findings"]
    words = ("--id", differs["id"], "--reason", "It is in the old paper file", "--until", clock.later(20))
    act("Ann", "resolve", "accept", *words)
    pack = act("Ann", "pack", "--purpose", "Vote", "--out", tmp_path / "pack.pdf")["sha256"]
    motion(act, clock, tmp_path, "cutover", "--pack", pack[:12])
    passed, criteria = states(act)
    assert {number for number in passed if passed[number]} == {1, 2, 3, 4}, criteria

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
    assert act("Ann", "check")["problems"] == []


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
    ("Ann", ("people", "add", "Tess", "--role", "treasurer"), "person.needs_board"),
    ("Ann", ("people", "retire", "Bea"), "person.needs_board"),
    ("Ann", ("people", "change", "Cem", "--role", "secretary"), "person.needs_board"),
    ("Ann", ("people", "add", "cem"), "person.twice"),
    ("Ann", ("people", "add", "Cem\x1b[2J"), "person.name"),
    ("Ann", ("people", "vouch", "Cem"), "usage"),
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


def test_one_person_alone_never_becomes_two(team, monkeypatch):
    monkeypatch.setenv("CLUBOS_SECOND_PIN", PINS["Cem"])
    assert team("Ann", "people", "add", "Tess", "--role", "treasurer", "--by", "Cem", code=2)["error"]["code"] == (
        "person.not_board"
    )
    assert team("Ann", "people", "add", "Tess", "--role", "treasurer", "--by", "Bea", code=3)["error"]["code"] == (
        "person.wrong_pin"
    )
    monkeypatch.setenv("CLUBOS_SECOND_PIN", PINS["Bea"])
    team("Ann", "people", "add", "Tess", "--role", "treasurer", "--by", "Bea")
    monkeypatch.setenv("CLUBOS_NEW_PIN", "8642")
    assert team("Ann", "--as", "Tess", "people", "pin", code=2)["error"]["code"] == "person.needs_board"
    team("Ann", "--as", "Tess", "people", "pin", "--by", "Bea")
    team("Ann", "people", "change", "Tess", "--role", "secretary", "--called", "Tess Ray", "--by", "Bea")
    found = {each["name"]: each for each in team("Ann", "people", "list")["people"]}
    assert (found["Tess Ray"]["role"], found["Tess Ray"]["vouched"]) == ("secretary", True)
    team("Ann", "people", "reset", "Cem", "--by", "Bea")
    team("Ann", "--as", "Cem", "people", "pin")
    assert not {each["name"]: each for each in team("Ann", "people", "list")["people"]}["Cem"]["vouched"]
    team("Ann", "people", "vouch", "Cem", "--by", "Bea")
    monkeypatch.setenv("CLUBOS_SECOND_PIN", "8642")
    team("Ann", "people", "vouch", "Cem", "--by", "Tess Ray")
    assert {each["name"]: each for each in team("Ann", "people", "list")["people"]}["Cem"]["vouched"]
    monkeypatch.setenv("CLUBOS_SECOND_PIN", PINS["Bea"])
    team("Ann", "people", "retire", "Tess Ray", "--by", "Bea")


def test_a_text_for_members_is_tried_on_the_own_address_alone(team, monkeypatch, tmp_path):
    assert team("Ann", "plan", "day", "--test", code=2)["error"]["code"] == "message.none"
    file = tmp_path / "day.txt"
    file.write_text("Dear {members} members of {club}, we move today.")
    team("Ann", "plan", "day", file)
    assert team("Ann", "plan", "day", "--test", code=2)["error"]["code"] == "mail.none"
    pem = certificate(tmp_path)
    office = PostOffice(pem, user="desk", secret="pw")
    monkeypatch.setenv("CLUBOS_MAIL_PASSWORD", "pw")
    words = ("--host", "127.0.0.1", "--port", office.port, "--sender", "desk@lakeside.example", "--trust", pem)
    try:
        team("Ann", "schedule", "mail", *words, "--to", "all@lakeside.example", "--user", "desk")
        assert team("Ann", "plan", "day", "--test")["tested"] == "desk@lakeside.example"
        message = office.messages[-1]
    finally:
        office.close()
    assert message["To"] == "desk@lakeside.example", "not whom notices go to, and no member"
    assert message.get_content().strip() == "Dear 0 members of Lakeside Club, we move today."


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


def test_a_second_person_agrees_by_mail(team, shell, monkeypatch, tmp_path):
    key, asked, reply = (tmp_path / name for name in ("bea.key", "ask.clubos-request", "answer"))
    team("Bea", "request", "key", key)
    team("Ann", "incident", "open", "--title", "Slow", "--severity", "P2")
    lower = ("--item", "1", "--value", "severity=P3", "--value", "reason=A way around it")
    said = team("Ann", "request", "write", asked, "--for", "Bea", "--list", "incidents", "--act", "regrade", *lower)
    assert "A way around it" in said["words"]
    monkeypatch.setenv("CLUBOS_PIN", PINS["Bea"])
    monkeypatch.setenv("CLUBOS_FOLDER", str(tmp_path / "another computer"))
    code, answered = shell.json("request", "answer", asked, "--key", key, "--out", reply)
    assert (code, answered["answer"]) == (0, "agreed")
    monkeypatch.setenv("CLUBOS_FOLDER", str(tmp_path / "workspaces"))
    assert team("Ann", "request", "apply", reply)["entry"]["second"] == "person:2"
    assert team("Ann", "incident", "list")["incidents"][0]["severity"] == "P3"
    assert team("Ann", "request", "apply", reply, code=2)["error"]["code"] == "request.replayed"
    team("Ann", "request", "write", asked, "--for", "Bea")
    monkeypatch.setenv("CLUBOS_PIN", PINS["Bea"])
    assert shell("request", "answer", asked, "--key", key, "--refuse")[0] == 0
    assert team("Ann", "request", "apply", asked.with_suffix(".clubos-reply"), code=1)["answer"] == "refused"
    assert [each["state"] for each in team("Ann", "request", "list")["requests"]] == ["refused", "agreed"]
    assert team("Ann", "request", "apply", tmp_path / "nowhere", code=2)["error"]["code"] == "file"
