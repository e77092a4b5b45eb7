"""What somebody who means harm, or is merely odd, says to the command line and reads from it."""

import io
import json
import os
import subprocess
import sys

import pytest

from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import StorageError


def test_a_name_cannot_command_the_terminal(shell):
    name = "\x1b[2J\x1b]0;owned\x07\x9b31mAnn\u202e\udcff"
    code, said = shell.json("init", "--club", "Hill\x1b[31m Walkers", "--person", name.replace("\udcff", ""))
    assert (code, said["error"]["code"]) == (2, "person.name")
    for words in (("init", "--club", "Hill\x1b[31m Walkers", "--person", "Ann"), ("--as", name, "gates"), ("audit",)):
        _, out, err = shell(*words)
        assert not set(out + err) & set("\x1b\x07\x9b\u202e\udcff")
    code, said = shell.json("--as", name, "gates")
    assert code == 2
    assert name in said["error"]["sentence"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_output_takes_any_text(monkeypatch, encoding):
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding=encoding))
    Terminal(as_json=True).result({"name": "李 Ĝ\x9b"}, "")
    Terminal(as_json=False).result({}, "── 李")
    document, text = raw.getvalue().decode(encoding).splitlines()[:3], raw.getvalue().decode(encoding)
    assert json.loads("".join(document)) == {"name": "李 Ĝ\x9b"}
    assert text.splitlines()[-1] == ("── 李" if encoding == "utf-8" else "?? ?")


def test_a_reader_that_has_seen_enough_is_no_fault():
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "ui.start", "--help"]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=600, env=buffered)
    os.close(writing)
    assert done.stderr == b""


def test_a_full_disk_behind_the_output_has_a_sentence(monkeypatch):
    class Full(io.RawIOBase):
        """A disk without space, until some is freed."""

        freed = False

        def writable(self):
            return True

        def write(self, content):
            if self.freed:
                return len(content)
            raise OSError(28, "No space left on device")

    disk = Full()
    full = io.TextIOWrapper(io.BufferedWriter(disk))
    monkeypatch.setattr("sys.stdout", full)
    with pytest.raises(StorageError, match="could not be written"):
        Terminal(as_json=True).result({}, "")
    disk.freed = True  # it is tried once more when the output is closed


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "file:///etc/passwd",
        "https://[::1",
        "https://u:p@127.0.0.1",
        "https://x\xa0y.org",
        "example.org",
        "https://",
        "https://x.org:99999",
        "https://x.org/?a=b",
        "http://127.0.0.1.example.org",
    ],
)
def test_an_address_that_no_call_may_go_to_is_said_so(shell, monkeypatch, address):
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", "c" * 40)
    shell("init", "--club", "Hill Walkers", "--person", "Ann")
    code, said = shell.json("connect", "clubos", "clubos", "--url", address)
    assert (code, said["error"]["code"]) == (2, "connection.address")


@pytest.mark.parametrize(
    "words",
    [("--port", "70000"), ("--port", "65533"), ("--port", "-1"), ("--speed", "nan"), ("--speed", "inf")],
)
def test_a_practice_club_with_impossible_figures_is_refused(shell, words):
    assert shell("practice", "--members", "60", *words)[0] == 2


@pytest.mark.parametrize("name", ["", ".", "a" * 300 + ".clubos", "/".join(["a" * 100] * 50), "..", "/"])
def test_a_name_that_no_file_can_have_is_refused(shell, name):
    code, said = shell.json("--workspace", name, "gates")
    assert code in {2, 3}
    assert "did not foresee" not in said["error"]["sentence"]


def test_a_club_larger_than_any_memory_is_refused(shell):
    for command in ("practice", "demo"):
        assert shell.json(command, "--members", "99999999999")[0] == 2


def test_what_is_no_file_is_not_waited_for(shell, tmp_path):
    shell("init", "--club", "Hill Walkers", "--person", "Ann")
    folder = tmp_path / "exports"
    folder.mkdir()
    os.mkfifo(folder / "pipe.csv")
    assert shell.json("files", folder)[0] == 2
    for odd in (folder / "pipe.csv", folder):
        assert shell.json("verify", odd)[0] == 2
        assert shell.json("restore", odd, "--to", tmp_path / "new.clubos")[0] == 3


def test_a_limit_larger_than_any_list(shell):
    shell("init", "--club", "Hill Walkers", "--person", "Ann")
    assert shell("audit", "--limit", "9" * 30)[0] == 0
    assert shell("diff", "--limit", "9" * 30)[0] == 0


def test_a_list_or_sheet_never_takes_the_place_of_the_workspace(shell, tmp_path):
    _, made = shell.json("init", "--club", "Hill Walkers", "--person", "Ann")
    for words in (("diff", "--csv"), ("recovery", "--sheet"), ("pack", "--out")):
        for end in ("", ".keys"):
            code, said = shell.json(*words, made["path"] + end)
            assert (code, said["error"]["code"]) == (2, "file.workspace")
    assert shell("check")[0] == 0
    sheet = tmp_path / "sheet.pdf"
    assert shell("recovery", "--sheet", sheet)[0] == 0
    assert sheet.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "words",
    [
        ("support", "x" * 300),
        ("export", "x" * 300),
        ("diff", "--csv", "x" * 5_000),
        ("diff", "--domain=--"),
        ("restore", "one", "--to=--"),
        ("grace", "carry", "--domain", "١٢٣"),
        ("register", "out", "tickets", "--file", "😀" * 100),
        ("criteria", "set", "--limit", "incident_days=1e300"),
        ("criteria", "set", "--limit", "mismatch=nan"),
        ("record", "total", "--domain", "payments", "--minor", "9" * 6_000),
        ("incident", "open", "--title", "\udcff\udce9"),
        ("register", "do", "incidents", "look", "--value", "note=\udcff"),
    ],
)
def test_what_no_file_and_no_number_can_be_is_a_sentence(shell, words):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    code, said = shell.json(*words)
    assert code in {2, 3}
    assert said["error"]["code"] != "unforeseen"
    assert len(said["error"]["sentence"]) < 7_000
