import json

import keyring
import pytest
from keyring.backends.fail import Keyring

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


@pytest.fixture
def shell(capsys, monkeypatch, tmp_path):
    """A terminal on a computer without a keyring, whose workspaces lie in a folder of their own."""
    monkeypatch.setenv("CLUBOS_FOLDER", str(tmp_path / "workspaces"))
    monkeypatch.setenv("CLUBOS_PASSPHRASE", "three brown owls")
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield Shell(capsys)
    keyring.set_keyring(before)
