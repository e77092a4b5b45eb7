"""What the window shows of copying, by command line: pace, runs and their calls, health and logs."""

import io

import pytest

from clubos_desktop.practice.serve import serve_apart

SPEED = 60


@pytest.fixture(scope="module")
def served():
    with serve_apart(60, 5, speed=SPEED) as running:
        yield running.addresses


@pytest.fixture
def copied(shell, served, monkeypatch):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", served.legacy_key)
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", served.clubos_code)
    urls = ("--api-url", served.legacy_api_url, "--auth-url", served.legacy_auth_url)
    assert shell("connect", "legacy", "wild-apricot", *urls, "--speed", SPEED)[0] == 0
    assert shell("connect", "clubos", "clubos", "--url", served.clubos_url, "--speed", SPEED)[0] == 0
    assert shell("sync")[0] == 0
    return shell


def test_pace_runs_calls_and_health(copied):
    code, said = copied.json("pace", "--full")
    assert (code, said["estimate"]["mode"], [side["side"] for side in said["sides"]]) == (
        0,
        "full",
        ["legacy", "clubos"],
    )
    assert said["estimate"]["calls"] == sum(domain["calls"] for domain in said["estimate"]["domains"]) > 50
    assert copied.json("pace", "set", "--side", "legacy", "--share", 0.5)[1]["sides"][0]["share"] == 0.5
    assert copied.json("pace", "set", "--side", "legacy", "--share", 7)[0] == 2
    assert copied.json("pace", "set")[0] == 2
    again = copied.json("pace", "set", "--recheck", 60)[1]["recheck"]
    assert (again["days"], bool(again["next"])) == (60, True)
    assert copied.json("pace", "set", "--recheck", 0)[0] == 2
    assert "Copying what changed would take about" in copied("pace")[1]

    copies = copied.json("runs")[1]["copies"]
    assert [(copy["copy"], copy["complete"]) for copy in copies] == [(1, True)]
    runs = copied.json("runs", 1)[1]["runs"]
    events = next(run for run in runs if (run["side"], run["domain"]) == ("legacy", "events"))
    calls = copied.json("runs", "--calls", events["run_id"])[1]["calls"]
    assert len(calls) == min(50, events["requests"])
    assert all(call["method"] == "GET" and call["status"] == 200 for call in calls)
    assert "events" in copied("runs", "--calls", events["run_id"])[1]
    assert copied.json("runs", 99)[1]["error"]["code"] == "runs.copy"
    assert copied.json("runs", "--calls", 999)[1]["error"]["code"] == "runs.run"

    code, said = copied.json("health")
    assert code == 0
    measured = {call["measured"] for call in said["calls"]}
    assert measured == {True, False}, "few calls of a kind are not measured"
    assert all((call["p50"] is None) is not call["measured"] for call in said["calls"])
    assert "that is not the same as no error" in copied("health")[1]


def test_backups_are_kept_tested_and_examined(copied, tmp_path):
    said = copied.json("backups")[1]
    assert [kept["why"] for kept in said["backups"]] == ["copy"]
    assert said["tested"]["problems"] == [], "the first copy is followed by a tested restore"
    assert copied("pack")[0] == 0
    made = copied.json("backups", "make")[1]["file"]
    assert sorted(kept["why"] for kept in copied.json("backups")[1]["backups"]) == ["by hand", "copy", "pack"]
    code, tested = copied.json("backups", "test")
    assert (code, tested["problems"]) == (0, [])
    assert tested["records"] > 1000
    code, said = copied.json("check")
    assert (code, said["ok"], said["backups"], said["packs"]) == (0, True, 3, 1)
    assert said["tested"]
    file = next(tmp_path.rglob(made))
    content = bytearray(file.read_bytes())
    content[3000] ^= 4
    file.write_bytes(content)
    code, said = copied.json("check")
    assert code == 1
    assert any(problem.startswith(made) for problem in said["problems"])
    assert copied.json("backups", "folder", tmp_path / "other")[1]["folder"] == str(tmp_path / "other")
    assert copied.json("backups")[1]["backups"] == []
    assert copied.json("backups", "test")[1]["error"]["code"] == "backup.none"


def test_a_log_is_read_from_a_file_or_pasted(shell, tmp_path, monkeypatch):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    log = tmp_path / "clubos.log"
    log.write_text("2026-01-02T10:00:00Z ERROR a\n2026-01-03T10:00:00Z FATAL b\n")
    said = shell.json("health", "look", log)[1]["log"]
    assert (said["lines"], said["grades"]) == (2, {"critical": 1, "error": 1})
    assert len(said["gaps"]) == 1
    assert shell.json("health")[1]["logs"] == [], "looking records nothing"
    assert shell("health", "words", "--word", "ERROR=critical")[0] == 0
    assert shell.json("health", "words", "--word", "ERROR=awful")[1]["error"]["code"] == "log.grade"
    pasted = io.TextIOWrapper(io.BytesIO(log.read_bytes()))
    monkeypatch.setattr("sys.stdin", pasted)
    assert shell.json("health", "log", "-")[1]["log"]["grades"] == {"critical": 2}
    assert [(log["lines"], log["critical"]) for log in shell.json("health")[1]["logs"]] == [(2, 2)]
    log.write_text("nothing\n")
    assert shell.json("health", "log", log)[1]["error"]["code"] == "log.empty"
    span = ("--from", "2026-02-01T00:00", "--until", "2026-02-02T00:00")
    assert shell.json("health", "log", log, *span)[0] == 0, "an empty log of a stated time is recorded as empty"
    assert [log["lines"] for log in shell.json("health")[1]["logs"]] == [2, 0]
    assert len(shell.json("health")[1]["not_covered"]) == 1
    log.write_bytes(b"\x00\x01")
    assert shell.json("health", "look", log)[1]["error"]["code"] == "log.no_text"
    assert shell.json("health", "look", tmp_path / "none.log")[1]["error"]["code"] == "log.file"


def test_a_copy_is_taken_back_and_the_next_one_brings_it_again(copied):
    came = copied.json("sync")[1]["came"]
    assert (came["copy"], came["new"], came["first"]) == (2, 0, False)
    said = copied("sync")[1]
    assert "Copied at " in said
    assert "nothing has changed since the copy before. No difference is new." in said
    code, plan = copied.json("sync", "--take-back", 3)
    assert (code, plan["done"], plan["copy"]) == (0, False, 3)
    assert {part["run_id"] > part["stands"] for part in plan["parts"]} == {True}
    assert "Nothing was changed." in copied("sync", "--take-back", 3)[1]
    code, done = copied.json("sync", "--take-back", 3, "--reason", "a trial")
    assert (code, done["done"], done["parts"]) == (0, True, plan["parts"])
    assert {run["state"] for run in copied.json("runs", 3)[1]["runs"]} == {"undone"}
    assert copied.json("sync", "--take-back", 3)[1]["error"]["code"] == "copy.not_taken"
    assert copied.json("sync", "--take-back", 1)[1]["error"]["code"] == "copy.later"
    assert copied.json("check")[0] == 0
    assert copied("sync", "--full")[0] == 0
    assert copied.json("check")[1]["ok"]
