"""Scenario 14 at a terminal: twelve tasks on a copy, checked by result; asking for help is not passing; 0 calls."""

import shlex
from pathlib import Path

import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.store import sidecar
from clubos_desktop.verification.practising import TASKS
from tests.journeys.walking import SPEED


@pytest.fixture
def served():
    with serve(make(60, 3), speed=SPEED) as running:
        yield running


@pytest.fixture
def copied(team, served, monkeypatch):
    addresses = served.addresses
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", addresses.legacy_key)
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", addresses.clubos_code)
    urls = ("--api-url", addresses.legacy_api_url, "--auth-url", addresses.legacy_auth_url)
    team("Ann", "connect", "legacy", "wild-apricot", *urls, "--speed", SPEED, "--share", 1)
    team("Ann", "connect", "clubos", "clubos", "--url", addresses.clubos_url, "--speed", SPEED)
    team("Ann", "sync", "--full", code=None)
    return team


class Trainee:
    """Cem on the copy."""

    def __init__(self, act, clock, copy):
        self.act, self.clock, self.copy = act, clock, copy

    def __call__(self, *words, code=None):
        return self.act("Cem", "--workspace", self.copy, *words, code=code)

    def do(self, task, *words):
        self("training", "begin", task, code=0)
        self.clock.sleep(30)
        self(*words, code=0)

    def state(self):
        return {each["task"]: each for each in self("training", "show")["tasks"]}


def test_an_operator_practises_on_a_copy_from_which_nothing_leaves(copied, shell, clock, tmp_path, served):
    act = copied
    history = len(act("Ann", "audit", "--limit", 500)["entries"])
    cem = Trainee(act, clock, act("Cem", "training", "start")["copy"])
    calls = served.inside(lambda: dict(served.world.calls))
    refused = cem("sync", code=None)
    assert "This is practice on a copy" in str(refused), refused
    assert served.inside(lambda: dict(served.world.calls)) == calls, "the practice servers saw no call"

    found = cem("resolve", "--domain", "members")["findings"]
    some = [each["id"] for each in found if each["kind"] == "changed"]
    pair = cem("match")["suggestions"][0]
    cem.do("left", "resolve", "correct_clubos", "--id", some[0])
    cem.do("right", "resolve", "correct_legacy", "--id", some[1])
    until = ("--until", clock.later(20), "--reason", "Known")
    cem.do("accept", "resolve", "accept", "--id", some[2], *until)
    cem.do("ask", "resolve", "ask", "--id", some[3], "--owner", "Bea")
    cem.do("undo", "resolve", "--undo")
    cem.do("many", "resolve", "correct_clubos", "--id", some[4], "--id", some[5])
    cem.do("pair", "match", "confirm", pair["legacy_id"], pair["clubos_id"], "--domain", pair["domain"])
    cem.do("incident", "incident", "open", "--title", "Nobody can sign in")
    cem.do("over", "incident", "close", "1", "--reason", "Renewed")
    cem.do("ticket", "record", "ticket", "--title", "Password", "--solved", "clubos")
    cem("contact", "add", "--role", "board", "--name", "Dora", "--reach", "by phone")
    cem.do("contact", "contact", "test", "1")
    assert "Board: Make a pack" in cem("training", "help", "pack")["how"]
    cem("pack", "--out", tmp_path / "pack.pdf")
    state = cem.state()
    assert [name for name, each in state.items() if not each["passed"]] == ["pack"], "help was asked for"
    assert state["left"]["seconds"] >= 30
    cem("training", "begin", "pack")
    assert cem.state()["pack"]["passed"] is False, "the pack made before the try does not count"
    cem("pack", "--out", tmp_path / "again.pdf")
    assert cem.state()["pack"] | {"seconds": 0, "title": ""} == {
        "task": "pack", "title": "", "tries": 2, "done": True, "helped": False, "passed": True, "seconds": 0,
    }  # fmt: skip

    assert len(act("Ann", "audit", "--limit", 500)["entries"]) == history, "the workspace itself is untouched"
    ended = act("Cem", "training", "end")["tasks"]
    assert [each["passed"] for each in ended] == [True] * len(TASKS)
    lines = act("Ann", "register", "show", "practice")["lines"]
    assert {(each["who"], each["state"]) for each in lines} == {("Cem", "passed")}
    assert act("Cem", "training", "end", code=2)["error"]["code"] == "practice.none"
    assert act("Ann", "check")["ok"] is True


def test_the_copy_is_named_so_that_a_terminal_takes_it_for_one_word_and_its_keys_are_private(team, shell):
    code, said, _ = shell("--as", "Ann", "training", "start")
    assert code == 0
    words = shlex.split(said)
    copy = words[words.index("--workspace") + 1]
    assert " " in copy
    assert shell("--workspace", copy, "training", "show")[0] == 0
    assert sidecar.beside(Path(copy)).stat().st_mode & 0o077 == 0


def test_who_quits_midway_keeps_what_was_passed_and_nothing_else(team, shell):
    assert team("Ann", "training", "begin", "ticket", code=2)["error"]["code"] == "practice.none"
    copy = team("Ann", "training", "start")["copy"]
    inside = ("--workspace", copy)
    assert team("Ann", *inside, "training", "begin", "juggle", code=2)["error"]["code"] == "practice"
    team("Ann", *inside, "training", "begin", "ticket")
    team("Ann", *inside, "record", "ticket", "--title", "Password", "--solved", "open")
    team("Ann", *inside, "training", "help", "incident")
    assert shell(*inside, "training", "show")[0] == 0
    team("Ann", "training", "end")
    lines = {each["item"]: each["state"] for each in team("Ann", "register", "show", "practice")["lines"]}
    assert (lines["1:ticket"], lines["1:incident"], lines["1:pack"]) == ("passed", "not passed yet", "not begun")
    team("Ann", "training", "start")
    team("Ann", "training", "end")
    assert len(team("Ann", "register", "show", "tickets")["lines"]) == 0, "nothing of a copy comes home"
