"""Wild Apricot changes a field overnight: seen, decided, copied; or read from export files meanwhile (scenario 15)."""

import pytest

from clubos_desktop import staging
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


def test_failures_are_cards_that_can_be_copied_again_and_saved(shell, club, tmp_path):
    assert shell("failures")[0] == 0
    spoil(club, Fault("410", path="contacts"))
    assert shell("sync", "--full", "--domain", "members")[0] == 3
    code, shown = shell.json("failures")
    card = next(card for card in shown["failures"] if not card["warning"])
    assert (code, card["id"], card["records"], card["answer_kept"]) == (1, "legacy.unexpected-status", 60, True)
    assert shell("failures", "export")[0] == 2
    assert shell("failures", "export", "--out", tmp_path / "cards.csv")[0] == 0
    assert "unexpected-status" in (tmp_path / "cards.csv").read_text("utf-8-sig")
    assert shell("failures", "raw", card["id"], "--out", tmp_path / "answer")[0] == 0
    assert "410" in (tmp_path / "answer").read_text()
    assert shell("failures", "retry", "nothing")[0] == 2
    assert shell("failures", "retry", card["id"])[0] == 1
    spoil(club)
    assert shell("failures", "retry", card["id"])[0] == 0
    assert shell("failures")[0] == 0


def test_what_cannot_be_shown_is_accepted_by_its_id(shell, club):
    spoil(club, Fault("broken-contact", path="/contacts", value="5005"))
    assert shell("sync", "--full", "--domain", "members")[0] == 1
    code, listed = shell.json("skipped")
    assert code == 1
    assert [each["key"] for each in listed["waiting"]] == ["5005"]
    assert listed["waiting"][0]["who"]
    assert shell("skipped", "--accept", "1")[0] == 2
    assert shell("skipped", "--accept", "5005")[0] == 0
    assert shell("sync", "--full", "--domain", "members")[0] == 0


def test_what_was_set_aside_is_accepted_by_its_id(shell, club):
    spoil(club, Fault("new-word", path="/contacts", value="Status=OnHold"))
    assert shell("sync", "--full", "--domain", "members")[0] == 3
    (change,) = shell.json("drift")[1]["changes"]
    assert shell("drift", "decide", change["id"], "--course", "quarantine-rows")[0] == 0
    assert shell("sync", "--full", "--domain", "members")[0] == 0
    code, listed = shell.json("skipped")
    keys = [each["key"] for each in listed["aside"]]
    assert (code, bool(keys), all(each["who"] and "OnHold" in each["why"] for each in listed["aside"])) == (
        1,
        True,
        True,
    )
    assert shell("skipped", "--aside", keys[0], "--aside", "1")[0] == 2
    assert shell("skipped", *(part for key in keys for part in ("--aside", key)))[0] == 0
    code, listed = shell.json("skipped")
    assert (code, {each["accepted"] for each in listed["aside"]}) == (0, {True})


def test_a_connection_without_its_key_is_a_card(shell, club):
    import keyring

    ring = keyring.get_keyring()
    for place in [place for place in ring._kept if place[1].endswith("legacy")]:
        del ring._kept[place]
    assert shell("sync")[0] == 3
    code, shown = shell.json("failures")
    assert (code, shown["failures"][0]["code"]) == (1, "secret.missing")
    assert shown["failures"][0]["hits"][0]["domain"] is None


def test_a_card_is_brought_about_on_demand(shell, tmp_path):
    assert shell("demo", "--faults", "nonsense")[0] == 2
    code, shown = shell.json("demo", "--members", 60, "--out", tmp_path / "demo", "--faults", "LOW_EVENT_COUNT")
    assert code == 0
    assert "LOW_EVENT_COUNT" in {card["code"] for card in shown["failures"]}


@pytest.mark.long
@pytest.mark.parametrize("code", staging.CODES)
def test_each_card_is_brought_about_by_demo(shell, tmp_path, code):
    code_of_exit, shown = shell.json("demo", "--members", 120, "--out", tmp_path / "demo", "--faults", code)
    assert code_of_exit == 0
    assert code in {card["code"] for card in shown["failures"]}


def test_the_check_list_takes_fewer_than_twenty_calls_and_is_kept(shell, club):
    before = club.world.calls["legacy"]
    code, found = shell.json("connect", "legacy", "wild-apricot", "--test")
    assert code == 0, found
    spent = club.world.calls["legacy"] - before
    assert spent == found["calls"] < 20
    assert not club.world.writes["legacy"]
    assert (found["page"], found["quoted"], found["token_seconds"]) == (100, True, 1800)
    assert "may write; we will not" in " ".join(found["account"]["rights"])
    answers = {each["name"]: each for each in found["answers"]}
    assert {"count", "page", "end", "ids", "filter", "registrations", "lifetime", "search", "sign-in", "limit"} | {
        "mail-sent",
        "mail-drafts",
    } == set(answers)
    assert not answers["lifetime"]["known"]
    code, found = shell.json("connect", "legacy", "wild-apricot", "--test")
    assert next(each for each in found["answers"] if each["name"] == "lifetime")["known"]
    assert shell("sync", "--domain", "members")[0] == 0


def test_a_forgotten_key_is_nowhere_any_more(shell, club, tmp_path):
    import keyring

    key = club.addresses.legacy_key
    assert key in keyring.get_keyring()._kept.values()
    assert shell("connect", "legacy", "wild-apricot", "--forget")[0] == 0
    assert key not in keyring.get_keyring()._kept.values()
    assert [file for file in tmp_path.rglob("*") if file.is_file() and key.encode() in file.read_bytes()] == []
    assert shell("sync")[0] == 3
    assert shell("connect", "legacy", "wild-apricot", "--forget")[0] == 0
