import json
from contextlib import contextmanager

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import PasswordDeleteError

from clubos_desktop.cli.main import main


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
