"""Copies by plan from the command line, as the computer's scheduler runs them."""

import pytest

from clubos_desktop.model.time import SystemClock
from clubos_desktop.practice.serve import serve_apart
from clubos_desktop.store import talk
from clubos_desktop.store.lock import InstanceLock
from tests.support.post_office import PostOffice, certificate

SPEED = 60


@pytest.fixture(scope="module")
def served():
    with serve_apart(60, 5, speed=SPEED) as running:
        yield running.addresses


@pytest.fixture
def club(shell):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    return shell


@pytest.fixture
def connected(club, served, monkeypatch):
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", served.legacy_key)
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", served.clubos_code)
    urls = ("--api-url", served.legacy_api_url, "--auth-url", served.legacy_auth_url)
    assert club("connect", "legacy", "wild-apricot", *urls, "--speed", SPEED, "--share", 1)[0] == 0
    assert club("connect", "clubos", "clubos", "--url", served.clubos_url, "--speed", SPEED)[0] == 0
    return club


def test_a_plan_is_set_shown_and_kept(connected):
    code, said = connected.json("schedule", "show")
    assert (code, said["plan"], said["state"], said["next"], said["on_time"]) == (0, None, "off", None, None)
    assert "No copies are planned" in connected("schedule", "show")[1]
    assert connected.json("schedule", "run-due")[1]["state"] == "off"
    code, said = connected.json("schedule", "set", "--hours", 6, "--jitter", 0)
    assert (code, said["plan"]["every"], said["plan"]["hours"]) == (0, "interval", 6)
    code, made = connected.json("schedule", "run-due")
    assert (code, made["state"]) == (0, "done"), made
    assert {run["state"] for run in made["runs"]} == {"complete"}
    code, again = connected.json("schedule", "run-due")
    assert (code, again["state"], again["runs"]) == (0, "waiting", [])
    code, said = connected.json("schedule", "show")
    assert said["next"] == again["next"] is not None
    assert said["on_time"]["last_good"] is not None
    assert "Every 6 hours" in connected("schedule", "show")[1]
    gates = connected.json("gates")[1]["gates"][2]["criteria"][1]
    assert (gates["id"], gates["state"]) == ("G3.2", "not_measured")
    assert connected.json("schedule", "set", "--off")[1]["state"] == "off"


@pytest.mark.parametrize(
    "words",
    [
        ("--at", "25:00"),
        ("--hours", "30"),
        ("--jitter", "600"),
        ("--quiet", "06:00-08:00"),
        ("--quiet", "06:00"),
        ("--window", "12:00-09:00"),
        ("--window", "08:00-24:00"),
    ],
)
def test_a_plan_that_could_not_be_kept_is_refused(club, words):
    code, said = club.json("schedule", "set", "--every", "interval" if "--hours" in words else "daily", *words)
    assert code == 2
    assert said["error"]["remedy"]
    assert club.json("schedule", "show")[1]["plan"] is None


def test_nothing_connected_is_said_and_kept_as_a_failed_try(club):
    assert club("schedule", "set", "--hours", 1)[0] == 0
    code, said = club.json("schedule", "run-due")
    assert (code, said["state"]) == (3, "sign-in")
    assert "Nothing is connected" in said["reason"]
    code, said = club.json("schedule", "show")
    assert (code, said["state"]) == (1, "needs sign-in")
    assert said["notices"][0]["state"] == "sign-in"


def test_an_open_window_keeps_the_workspace_and_the_due_copy(club, tmp_path):
    assert club("schedule", "set", "--hours", 1)[0] == 0
    path = next((tmp_path / "workspaces").glob("*.clubos"))
    held = InstanceLock.take(path, SystemClock())
    try:
        code, said = club.json("schedule", "run-due")
    finally:
        held.release()
    assert (code, said["state"]) == (0, "handed over")
    assert "is open already" in said["reason"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (talk.TAKEN, "makes the copy that is due"),
        (talk.BUSY, "something runs there"),
        (talk.STOPPED, "waits for Go on"),
        (None, "is left to the program that has it open"),
    ],
)
def test_a_headless_due_run_hands_its_work_to_the_open_window(club, tmp_path, answer, said):
    assert club("schedule", "set", "--hours", 1)[0] == 0
    path = next((tmp_path / "workspaces").glob("*.clubos"))
    held = InstanceLock.take(path, SystemClock())
    heard = []
    listening = None if answer is None else talk.listen(held, lambda word: (heard.append(word), answer)[1])
    try:
        code, told = club.json("schedule", "run-due")
        assert (code, told["state"], told["answer"]) == (0, "handed over", answer)
        assert said in told["reason"]
        assert heard == ([] if answer is None else [talk.RUN_DUE])
        assert club("schedule", "show")[0] == 0, "reading goes on while a window is open"
        code, _, err = club("schedule", "set", "--hours", 2)
        assert code == 3
        assert "is open already" in err
        assert "Ann" not in err
    finally:
        if listening is not None:
            listening.close()
        held.release()


def test_a_locked_workspace_needs_sign_in_and_the_day_says_so_later(shell_without_keyring, monkeypatch):
    club = shell_without_keyring
    assert club("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    assert club("schedule", "set", "--at", "00:00")[0] == 0
    monkeypatch.delenv("CLUBOS_PASSPHRASE")
    code, _, err = club("schedule", "run-due")
    assert code == 3
    assert "needs you to sign in" in err
    monkeypatch.setenv("CLUBOS_PASSPHRASE", "three brown owls")
    assert club.json("schedule", "run-due")[0] == 0
    acts = [entry["act"] for entry in club.json("audit")[1]["entries"]]
    assert "locked copies noted" in acts


@pytest.mark.parametrize("system", ["systemd", "launchd", "windows"])
def test_files_are_shown_for_each_system(club, system):
    code, said = club.json("schedule", "install", "--print", "--system", system)
    assert code == 0
    assert said["files"]
    assert said["register"][0][0] == {"systemd": "systemctl", "launchd": "launchctl", "windows": "schtasks"}[system]
    assert "run-due" in club("schedule", "install", "--print", "--system", system)[1]


def test_install_registers_with_the_systems_own_command_and_uninstall_takes_it_back(club, tmp_path, monkeypatch):
    home, bin_folder, log = tmp_path / "home", tmp_path / "bin", tmp_path / "log"
    bin_folder.mkdir()
    (bin_folder / "systemctl").write_text(f'#!/bin/sh\necho "$@" >> {log}\n')
    (bin_folder / "systemctl").chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", f"{bin_folder}:/usr/bin:/bin")
    code, said = club.json("schedule", "install", "--system", "systemd")
    assert code == 0
    units = [home / ".config" / "systemd" / "user" / name.rsplit("/", 1)[-1] for name in said["files"]]
    assert all(unit.exists() for unit in units)
    assert log.read_text().splitlines()[-1].startswith("--user enable --now clubos-desktop-")
    assert club("schedule", "uninstall", "--system", "systemd")[0] == 0
    assert not any(unit.exists() for unit in units)
    assert "disable --now" in log.read_text()
    assert "Nothing was installed" in club("schedule", "uninstall", "--system", "systemd")[1]
    (bin_folder / "systemctl").write_text("#!/bin/sh\necho no bus >&2\nexit 1\n")
    code, said = club.json("schedule", "install", "--system", "systemd")
    assert (code, said["error"]["code"]) == (3, "schedule.register")
    assert "no bus" in said["error"]["sentence"]


def test_mail_is_tried_before_it_is_kept(club, tmp_path, monkeypatch):
    pem = certificate(tmp_path)
    office = PostOffice(pem, user="desk", secret="pw")
    words = ("--host", "127.0.0.1", "--port", office.port, "--sender", "desk@lakeside.example", "--trust", pem)
    words = ("schedule", "mail", *words, "--to", "ann@lakeside.example", "--user", "desk")
    try:
        assert club.json(*words)[1]["error"]["code"] == "mail.password"
        monkeypatch.setenv("CLUBOS_MAIL_PASSWORD", "wrong")
        assert club.json(*words)[1]["error"]["code"] == "mail.sign_in"
        monkeypatch.setenv("CLUBOS_MAIL_PASSWORD", "pw")
        assert club.json(*words) == (
            0, {"mail": {"host": "127.0.0.1", "port": office.port, "to": ["ann@lakeside.example"]}}
        )  # fmt: skip
        assert len(office.messages) == 1
        monkeypatch.delenv("CLUBOS_MAIL_PASSWORD")
        assert club("schedule", "set", "--hours", 1)[0] == 0
        assert club("schedule", "run-due")[0] == 3  # nothing is connected: a notice goes out, with the kept password
        assert "needs you to sign in" in office.messages[1]["Subject"]
        assert club("schedule", "run-due")[0] == 0
        assert len(office.messages) == 2
        assert club.json("schedule", "mail", "--off") == (0, {"mail": None})
    finally:
        office.close()
