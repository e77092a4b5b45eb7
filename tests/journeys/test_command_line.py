"""What a volunteer does at a terminal: from an empty computer to a verified board pack, with the practice club's
servers in place of the real ones."""

import pytest

from clubos_desktop.practice.serve import serve_apart

SPEED = 60


@pytest.fixture(scope="module")
def served():
    with serve_apart(60, 3, speed=SPEED) as running:
        yield running.addresses


@pytest.fixture
def connected(shell, served, monkeypatch):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", served.legacy_key + "\u00a0")
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", served.clubos_code)
    urls = ("--api-url", served.legacy_api_url, "--auth-url", served.legacy_auth_url)
    code, account = shell.json("connect", "legacy", "wild-apricot", *urls, "--speed", SPEED, "--share", 1)
    assert code == 0
    assert account["name"] == "Lakeside Club"
    assert "may write; we will not" in " ".join(account["rights"])
    code, account = shell.json("connect", "clubos", "clubos", "--url", served.clubos_url, "--speed", SPEED)
    assert code == 0
    assert account["warnings"]
    monkeypatch.delenv("CLUBOS_LEGACY_KEY")
    monkeypatch.delenv("CLUBOS_ACCESS_CODE")
    return shell


def test_from_nothing_to_a_verified_pack(connected, tmp_path):
    code, document = connected.json("diff")
    assert (code, document) == (0, {"counts": {}, "differences": []})
    for _ in range(2):
        code, document = connected.json("sync", "--full")
        assert code == 0, document
        assert {run["state"] for run in document["runs"]} == {"complete"}
        members = next(run for run in document["runs"] if run["domain"] == "members" and run["side"] == "legacy")
        assert members["source_count"] == members["listed"] == members["stored"] == 60
    code, document = connected.json("diff")
    assert code == 1
    assert {row["status"] for row in document["differences"]} == {"confirmed"}
    assert sum(n for kinds in document["counts"].values() for n in kinds.values()) == len(document["differences"])
    code, gates = connected.json("gates")
    assert (code, gates["verdict"]) == (1, "NOT READY")
    assert [gate["gate"] for gate in gates["gates"]] == [1, 2, 3, 4, 5]
    pack = tmp_path / "pack.pdf"
    code, made = connected.json("pack", "--out", pack)
    assert code == 0
    assert made["path"] == str(pack)
    assert connected.json("verify", pack) == (0, {"ok": True, "problems": []})
    changed = bytearray(pack.read_bytes())
    changed[len(changed) // 2] ^= 1
    pack.write_bytes(changed)
    assert connected.json("verify", pack)[0] == 1
    code, said = connected.json("check")
    assert (code, said["ok"], said["problems"]) == (0, True, [])
    code, acts = connected.json("audit", "--limit", 200)
    assert code == 0
    assert "pack sealed" in {entry["act"] for entry in acts["entries"]}


def test_a_backup_comes_back_whole(connected, tmp_path):
    assert connected("sync", "--full", "--domain", "members")[0] == 0
    before = connected.json("diff")
    file, again = tmp_path / "club.clubos-backup", tmp_path / "again.clubos"
    assert connected("backup", file)[0] == 0
    code, restored = connected.json("restore", file, "--to", again)
    assert code == 0, restored
    assert connected.json("--workspace", again, "diff") == before


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("diff",), 2, "no workspace"),
        (("sync",), 2, "no workspace"),
        (("pack",), 2, "no workspace"),
        (("fly",), 2, "invalid choice"),
        (("diff", "--domain", "people"), 2, "invalid choice"),
        (("demo", "--members", "5"), 2, "has 60 to 200,000 members"),
        (("practice", "--faults", "rain"), 2, "no fault called rain"),
        (("init", "--club", " ", "--person", "Ann"), 2, "need a name"),
        (("init", "--club", "A", "--person", "Ann", "--zone", "Mars"), 2, "not a time zone"),
        (("init", "--club", "A", "--person", "Ann", "--role", "king"), 2, "not a role"),
        (("verify", "none.pdf"), 2, "cannot be read"),
        (("restore", "none.clubos-backup", "--to", "x.clubos"), 3, "none.clubos-backup"),
    ],
)
def test_bad_input_is_a_sentence_with_a_remedy(shell, words, code, sentence):
    got, document = shell.json(*words)
    assert got == code, document
    assert sentence in document["error"]["sentence"]
    assert document["error"]["remedy"]
    got, out, err = shell(*words)
    assert got == code
    assert out == ""
    assert sentence in err
    assert "Traceback" not in err


def test_a_wrong_key_changes_nothing(shell, served, monkeypatch):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    urls = ("--api-url", served.legacy_api_url, "--auth-url", served.legacy_auth_url)
    monkeypatch.setenv("CLUBOS_LEGACY_KEY", "wrongwrongwrongwrongwrongwrong00")
    code, document = shell.json("connect", "legacy", "wild-apricot", *urls)
    assert code == 3
    assert document["error"]["remedy"]
    assert shell.json("sync") == (
        2,
        {
            "error": {
                "code": "connection.none",
                "sentence": "Nothing is connected yet, so nothing was copied.",
                "remedy": "Connect Wild Apricot and ClubOS first.",
            }
        },
    )


def test_only_the_practice_club_may_be_copied_faster(shell, monkeypatch):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    monkeypatch.setenv("CLUBOS_ACCESS_CODE", "code")
    code, document = shell.json("connect", "clubos", "clubos", "--url", "https://club.example.org", "--speed", 60)
    assert code == 2
    assert document["error"]["code"] == "connection.speed"


def test_another_person_acts_by_name(connected):
    code, document = connected.json("--as", "Bob", "sync", "--domain", "members")
    assert code == 2
    assert "Ann" in document["error"]["remedy"]


def test_without_a_keyring_a_workspace_is_behind_a_passphrase(shell_without_keyring, monkeypatch):
    shell = shell_without_keyring
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    assert shell.json("diff") == (0, {"counts": {}, "differences": []})
    monkeypatch.setenv("CLUBOS_PASSPHRASE", "three brown cats")
    code, document = shell.json("diff")
    assert code == 3
    assert document["error"]["remedy"]
