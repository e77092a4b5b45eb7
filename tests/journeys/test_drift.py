"""Wild Apricot changes a field overnight: seen, decided, copied; or read from export files meanwhile (scenario 15)."""

import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.exports import write
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve

SPEED = 600


@pytest.fixture
def club(shell, monkeypatch):
    with serve(make(60, 3), speed=SPEED) as served:
        where = served.addresses
        assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
        monkeypatch.setenv("CLUBOS_LEGACY_KEY", where.legacy_key)
        urls = ("--api-url", where.legacy_api_url, "--auth-url", where.legacy_auth_url)
        assert shell("connect", "legacy", "wild-apricot", *urls, "--speed", SPEED, "--share", 1)[0] == 0
        assert shell("sync", "--full", "--domain", "members")[0] == 0
        yield served


def spoil(served, *faults):
    served.world.faults.active[:] = faults
    served.world.club.legacy.revision += 1


def test_a_change_is_shown_with_examples_and_decided(shell, club):
    assert shell.json("drift") == (
        0,
        {"changes": [], "decisions": [], "aside": [], "files": {"folder": "", "domains": []}},
    )
    spoil(club, Fault("renamed-field", path="contacts", value="MembershipLevel"))
    code, copied = shell.json("sync", "--full", "--domain", "members")
    assert (code, copied["runs"][0]["state"]) == (3, "failed")
    code, shown = shell.json("drift")
    (change,) = shown["changes"]
    assert (code, change["class"], change["breaking"]) == (1, "renamed", True)
    assert len(change["examples"]) == 3
    _, words, _ = shell("drift")
    assert "Gate 1" in words
    assert shell("drift", "decide", change["id"])[0] == 2
    assert shell("drift", "decide", change["id"], "--course", "quarantine-values")[0] == 2
    assert shell("drift", "decide", change["id"], "--course", "map", "--reason", "same thing")[0] == 0
    assert shell("sync", "--full", "--domain", "members")[0] == 0
    code, shown = shell.json("drift")
    assert (code, shown["changes"], shown["decisions"][0]["course"]) == (0, [], "map")
    assert shell("drift", "withdraw", change["id"])[0] == 0
    assert shell("drift", "withdraw", change["id"])[0] == 2


def test_files_stand_in_for_one_part_and_make_way_again(shell, club, tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    write(club.world.club, folder)
    spoil(club, Fault("renamed-field", path="contacts", value="Id"))
    assert shell("sync", "--full", "--domain", "members")[0] == 3
    assert shell("drift", "files", folder, "--domain", "donations")[0] == 2
    assert shell("drift", "files", "--domain", "members")[0] == 2
    assert shell("drift", "files", folder, "--domain", "members")[0] == 0
    _, copied = shell.json("sync", "--full", "--domain", "members")
    assert copied["runs"][0]["listed"] == 60
    assert "export files" in copied["runs"][0]["reason"], copied
    assert shell.json("drift")[1]["files"]["domains"] == ["members"]
    spoil(club)
    assert shell("drift", "files", "--domain", "members", "--off")[0] == 0
    _, copied = shell.json("sync", "--full", "--domain", "members")
    assert "export files" not in copied["runs"][0]["reason"]
