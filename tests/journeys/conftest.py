import json
from contextlib import contextmanager

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import PasswordDeleteError

from clubos_desktop.cli import opening, requesting, setup
from clubos_desktop.cli.main import main
from tests.journeys.walking import PINS, SPEED, ZONE, WalkedClock


class Shell:
    """Runs commands as a person at a terminal would, and keeps what they printed."""

    def __init__(self, capsys):
        self._capsys = capsys

    def __call__(self, *words):
        code = main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        return code, out, err

    def json(self, *words):
        code, out, _ = self("--json", *words)
        return code, json.loads(out)


class Ring(KeyringBackend):
    """A keyring that lives as long as the test: opening a workspace costs no passphrase."""

    priority = 1

    def __init__(self):
        self._kept = {}

    def get_password(self, service, username):
        return self._kept.get((service, username))

    def set_password(self, service, username, password):
        self._kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self._kept:
            raise PasswordDeleteError(username)
        del self._kept[service, username]


@contextmanager
def using(ring):
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    yield
    keyring.set_keyring(before)


@pytest.fixture
def shell(capsys, monkeypatch, tmp_path):
    """A terminal on a computer with a keyring, whose workspaces lie in a folder of their own."""
    monkeypatch.setenv("CLUBOS_FOLDER", str(tmp_path / "workspaces"))
    with using(Ring()):
        yield Shell(capsys)


@pytest.fixture
def shell_without_keyring(capsys, monkeypatch, tmp_path):
    """The same on a computer without a keyring: every workspace is behind a passphrase."""
    monkeypatch.setenv("CLUBOS_FOLDER", str(tmp_path / "workspaces"))
    monkeypatch.setenv("CLUBOS_PASSPHRASE", "three brown owls")
    with using(fail.Keyring()):
        yield Shell(capsys)


@pytest.fixture
def clock(monkeypatch):
    walked = WalkedClock()
    for module in (opening, requesting, setup):
        monkeypatch.setattr(module, "SystemClock", lambda: walked)
    return walked


@pytest.fixture
def act(shell, monkeypatch):
    """Run a command as a person with the own PIN; it must end well unless ``code`` says otherwise (None: any)."""

    def run(who, *words, code=0):
        monkeypatch.setenv("CLUBOS_PIN", PINS[who])
        got, said = shell.json("--as", who, *words)
        assert code in {got, None}, said
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


@pytest.fixture
def connected(team, served, monkeypatch):
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", served.legacy_key)
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", served.clubos_code)
    urls = ("--api-url", served.legacy_api_url, "--auth-url", served.legacy_auth_url)
    team("Ann", "connect", "legacy", "wild-apricot", *urls, "--speed", SPEED, "--share", 1)
    team("Ann", "connect", "clubos", "clubos", "--url", served.clubos_url, "--speed", SPEED)
    return team
