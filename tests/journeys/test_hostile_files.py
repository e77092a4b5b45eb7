"""Every command that reads a person's file, given what is no file: a sentence and a code, never a wait or a crash."""

import os
import stat

import pytest

from tests.journeys.walking import PINS

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders, and other rights, on this system")

READING = {
    "register in": ("register", "in", "tickets", "--file", "FILE"),
    "sheet read": ("sheet", "read", "FILE"),
    "request answer": ("request", "answer", "FILE", "--key", "KEY"),
    "request answer with a key": ("request", "answer", "REQUEST", "--key", "FILE"),
    "request apply": ("request", "apply", "FILE"),
    "plan": ("plan", "rota", "FILE"),
    "health look": ("health", "look", "FILE"),
    "health log": ("health", "log", "FILE"),
    "money import": ("money", "import", "FILE"),
    "money enter": ("money", "enter", "payments", "--amount", "1.00", "--file", "FILE"),
    "verify": ("verify", "FILE"),
    "take a reply": ("register", "do", "requests", "take", "--value", "file=FILE"),
    "record a log": ("record", "log", "--file", "FILE", "--from", "2026-01-01T00:00", "--until", "2026-01-02T00:00"),
    "restore": ("restore", "FILE", "--to", "NEW"),
    "open": ("--workspace", "FILE", "gates"),
    "open to write": ("--workspace", "FILE", "people", "add", "Max"),
}


@pytest.fixture
def club(shell, monkeypatch, tmp_path):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    monkeypatch.setenv("CLUBOS_PIN", PINS["Ann"])
    (tmp_path / "key").write_text("{}")
    (tmp_path / "request").write_text("{}")
    return shell


def strange(folder):
    """A pipe, a device, a link to each, a folder, a huge file that holds nothing, one that is not there."""
    os.mkfifo(folder / "pipe")
    (folder / "to-pipe").symlink_to(folder / "pipe")
    (folder / "to-zero").symlink_to("/dev/zero")
    (folder / "folder").mkdir()
    with (folder / "huge").open("wb") as out:
        out.truncate(1 << 41)
    return [folder / name for name in ("pipe", "to-pipe", "to-zero", "folder", "huge", "absent")]


@posix
@pytest.mark.parametrize("name", READING)
def test_what_is_no_file_is_a_sentence(club, tmp_path, name):
    for path in strange(tmp_path):
        words = {"FILE": path, "KEY": tmp_path / "key", "REQUEST": tmp_path / "request", "NEW": tmp_path / "new"}
        said = [str(words.get(word, word.replace("FILE", str(path)))) for word in READING[name]]
        code, answer = club.json(*said)
        assert (code in {2, 3}, answer["error"]["code"] != "unforeseen") == (True, True), (path.name, answer)
        assert answer["error"]["sentence"].endswith(".")
        assert answer["error"]["remedy"]
        assert not (tmp_path / "new").exists()
    folder = tmp_path / "exports"
    folder.mkdir()
    os.mkfifo(folder / "contacts.csv")
    assert club.json("files", folder)[0] == 2


@posix
def test_what_holds_members_is_its_owners_alone(club, tmp_path):
    for words in (
        ("diff", "--csv", tmp_path / "out.csv", "--html", tmp_path / "out.html", "--xlsx", tmp_path / "out.xlsx"),
        ("diff", "--patch", tmp_path / "out.patch"),
        ("register", "out", "tickets", "--file", tmp_path / "tickets.csv"),
        ("support", tmp_path / "support.txt"),
        ("backup", tmp_path / "one.clubos-backup"),
    ):
        assert club(*words)[0] in {0, 1}
    made = [each for each in tmp_path.rglob("*") if each.name not in {"key", "request", "workspaces"}]
    assert {"out.csv", "out.html", "out.xlsx", "out.patch", "logs"} <= {each.name for each in made}
    open_ones = [each.name for each in made if stat.S_IMODE(each.lstat().st_mode) & 0o077 and not each.is_symlink()]
    assert open_ones == []
