"""A volunteer settles differences at a terminal: decides, undoes, pairs, accepts, asks why one is missing."""

import csv
import os
import shutil
from html import escape
from pathlib import Path

import keyring
import pytest

from tests.journeys.test_command_line import connected as connected_anew
from tests.journeys.test_command_line import served

__all__ = ["connected_anew", "served"]


class Kept:
    """Folders of workspaces, each made once, and what the keyring held then."""

    def __init__(self, folder):
        self._folder = folder
        self._secrets = {}

    def put_back(self, name, make):
        """The workspaces as they were when they were made; the first time they are made."""
        ring, here, copy = keyring.get_keyring(), Path(os.environ["CLUBOS_FOLDER"]), self._folder / name
        if name in self._secrets:
            shutil.rmtree(here, ignore_errors=True)
            shutil.copytree(copy, here)
            ring._kept.update(self._secrets[name])
        else:
            make()
            shutil.copytree(here, copy)
            self._secrets[name] = dict(ring._kept)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return Kept(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def connected(request, shell, kept):
    kept.put_back("connected", lambda: request.getfixturevalue("connected_anew"))
    return shell


@pytest.fixture
def copied(connected, kept):
    def copy():
        for _ in range(2):
            assert connected("sync", "--full")[0] == 0

    kept.put_back("copied", copy)
    return connected


def test_one_difference_many_and_undo(copied):
    code, listed = copied.json("resolve")
    assert code == 1
    needing = listed["summary"]["needing"]
    assert needing == len(listed["findings"]) > 50
    first = next(row for row in listed["findings"] if row["kind"] == "changed")
    code, done = copied.json(
        "resolve", "correct_clubos", "--id", first["id"], "--owner", "Ann", "--reason", "typed wrong"
    )
    assert (code, done["decided"], done["summary"]["needing"]) == (0, 1, needing - 1)
    code, waiting = copied.json("resolve", "--corrections")
    assert [(row["id"], row["standing"], row["decision"]["owner"]) for row in waiting["findings"]] == [
        (first["id"], "to_correct", "person:1")
    ]
    code, preview = copied.json("resolve", "correct_legacy", "--domain", "registrations", "--kind", "only_clubos")
    assert code == 0
    assert preview["groups"] == [
        {"domain": "registrations", "kind": "only_clubos", "field": "", "n": preview["would_settle"]}
    ]
    again = ("resolve", "correct_legacy", "--domain", "registrations", "--kind", "only_clubos")
    code, done = copied.json(*again, "--stamp", preview["stamp"])
    assert (code, done["decided"]) == (0, preview["would_settle"])
    code, stale = copied.json(*again, "--stamp", preview["stamp"])
    assert (code, stale["error"]["code"]) == (2, "bulk.none")
    assert copied("sync", "--full")[0] == 0
    code, still = copied.json("resolve", "--standing", "still_there")
    assert len(still["findings"]) == preview["would_settle"] + 1  # nothing was corrected
    code, undone = copied.json("resolve", "--undo", done["batch"])
    assert (undone["undone"], undone["left"]) == (preview["would_settle"], 0)
    assert copied.json("resolve", "--undo")[1]["undone"] == 1
    assert copied.json("resolve")[1]["summary"]["needing"] == needing
    assert copied.json("check")[1]["problems"] == []
    code, out, _ = copied("resolve", "--history")
    assert "undone" in out


def test_pairs_by_hand(copied):
    code, waiting = copied.json("match")
    assert code == 1
    best = next(row for row in waiting["suggestions"] if row["domain"] == "members")
    before = copied.json("causes", "--registrations")[1]
    code, followed = copied.json("match", "confirm", best["legacy_id"], best["clubos_id"], "--reason", "asked him")
    assert code == 0
    assert followed["registrations"] > 0
    after = copied.json("causes", "--registrations")[1]
    assert all(account["balanced"] for account in (*before["accounts"], *after["accounts"]))
    assert after["accounts"][0]["paired"] == before["accounts"][0]["paired"] + followed["registrations"]
    assert copied.json("match", "undo")[0] == 0
    assert copied.json("match")[1] == waiting
    assert copied.json("match", "reject", best["legacy_id"], best["clubos_id"])[0] == 0
    left = copied.json("match")[1]["suggestions"]
    assert best not in left
    assert [row["choice"] for row in copied.json("match", "history")[1]["pairs"]] == ["apart", "together"]
    assert copied.json("check")[1]["problems"] == []


def test_known_differences_and_causes(copied):
    found = copied.json("resolve", "--domain", "members", "--kind", "changed")[1]["findings"]
    accept = ("resolve", "accept", "--reason", "asked her", "--until", "2026-06-30")
    code, said = copied.json(*accept, "--id", found[0]["id"])
    if code == 2:  # the practice club's day is another one
        assert said["error"]["code"] == "decide.until"
    assert copied.json("known", "--limit", 1)[1]["limit"] == 1
    code, causes = copied.json("causes")
    assert code == 1
    ids = [identity for cause in causes["causes"] for identity in cause["ids"]]
    assert len(ids) == len(set(ids))
    cause = next(cause for cause in causes["causes"] if not cause["single"])
    code, preview = copied.json("resolve", "ask", "--owner", "the webmaster", "--cause", cause["key"])
    assert preview["would_settle"] == cause["n"]
    assert causes["impacts"]


def test_rules_and_spot_check(copied):
    code, shown = copied.json("rules")
    assert {row["kind"] for row in shown["fields"] if row["field"] == "phone"} == {"phone"}
    before = copied.json("diff", "--domain", "members")[1]["counts"]["members"]
    change = ("rules", "set", "members", "phone", "unimportant")
    code, preview = copied.json(*change)
    (effect,) = preview["effects"]
    assert (code, effect["field"], effect["differs"][1]) == (0, "phone", 0)
    assert len(effect["hides"]) == effect["differs"][0] > 0
    code, refused = copied.json(*change, "--yes")
    assert (code, refused["error"]["code"]) == (2, "rules.reason")
    assert copied.json(*change, "--yes", "--reason", "phones are asked anew")[1]["version"] == 2
    after = copied.json("diff", "--domain", "members")[1]["counts"]["members"]
    assert after["changed"] == before["changed"] - effect["differs"][0]
    assert copied.json("rules", "history")[1]["versions"][0]["reason"] == "phones are asked anew"
    code, check = copied.json("spot-check", "draw", "--size", 5, "--seed", 7)
    assert (code, check["seed"], len(check["items"])) == (1, 7, 5)
    places = [word for place in range(1, 6) for word in ("--place", place)]
    code, check = copied.json("spot-check", "record", *places, "--result", "right")
    assert code == 0
    assert check["statement"].startswith("0 of 5 looked at were wrong")
    assert copied.json("spot-check") == (0, check)
    assert copied.json("check")[1]["problems"] == []


def test_sheet_and_lists(copied, tmp_path):
    file = tmp_path / "list.csv"
    code, written = copied.json("sheet", "write", file, "--domain", "members")
    assert (code, written["rows"]) == (0, len(copied.json("resolve", "--domain", "members")[1]["findings"]))
    assert copied.json("sheet", "read", file) == (0, {"would_settle": 0, "rulings": []})
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    rows[1][rows[0].index("Decision")] = "correct in ClubOS"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    assert copied.json("sheet", "read", file)[1]["would_settle"] == 1
    assert copied.json("sheet", "read", file, "--yes")[1]["decided"] == 1
    assert copied.json("sheet", "read", file, "--yes")[1]["error"]["code"] == "sheet.stale"
    assert copied.json("resolve", "--undo")[1]["undone"] == 1
    names = [row["who"] for row in copied.json("resolve", "--domain", "members")[1]["findings"]]
    shown, hidden, book = (tmp_path / name for name in ("shown.html", "hidden.html", "list.xlsx"))
    assert copied("diff", "--html", shown, "--xlsx", book)[0] == 1
    assert copied("diff", "--html", hidden, "--hide-names")[0] == 1
    assert all(escape(name) in shown.read_text("utf-8") for name in names)
    assert not any(escape(name) in hidden.read_text("utf-8") for name in names if " " in name)
    assert book.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("resolve", "equal", "--id", "1"), "only with a reason"),
        (("resolve", "ask", "--id", "1"), "Nobody was named"),
        (("resolve", "accept", "--reason", "x", "--until", "soon", "--yes"), "until a day"),
        (("resolve", "correct_clubos", "--id", "999999"), "no difference 999999"),
        (("resolve", "--cause", "no.such.cause"), "No cause is called"),
        (("resolve", "--undo"), "no such decision"),
        (("match", "confirm", "5001"), "A pair is two ids"),
        (("match", "confirm", "1", "2"), "no record 1 among the members"),
        (("match", "undo"), "no such pair"),
        (("known", "--limit", "-1"), "0 or more"),
        (("resolve", "--undo", "9" * 40), "Argument --undo: invalid number value"),
        (("rules", "set", "members"), "Three words are needed"),
        (("rules", "set", "members", "colour", "exact"), "do not show a field colour"),
        (("rules", "set", "members", "phone", "name"), "does not fit here"),
        (("rules", "word", "colours", "red", "blue"), "no list of words"),
        (("sheet", "read", "nowhere.csv"), "cannot be read"),
        (("sheet", "write", "list.pdf"), "neither .xlsx nor .csv"),
        (("spot-check",), "no such spot check"),
        (("spot-check", "draw", "--size", "100000"), "cannot be drawn"),
        (("spot-check", "record"), "needs a record and a result"),
    ],
)
def test_bad_input_is_a_sentence(connected, words, sentence):
    code, out, err = connected(*words)
    assert code == 2
    assert sentence in err
    assert not out


def test_what_stands_behind_a_difference_lists_and_the_paper(copied, tmp_path):
    found = copied.json("resolve", "--domain", "members", "--kind", "changed", "--field", "phone")[1]["findings"]
    code, shown = copied.json("resolve", "--show", found[0]["id"])
    assert (code, shown["id"], shown["agreed"]) == (0, found[0]["id"], None)
    assert len(shown["compared"]) == len(shown["sources"]) == 2
    assert copied("resolve", "--show", found[0]["id"])[1].count("\n") > 5
    assert copied.json("resolve", "--show", 999_999)[1]["error"]["code"] == "decide.unknown"
    keep = ("resolve", "--keep", "Phones", "--domain", "members", "--field", "phone", "--order", "who")
    assert copied.json(*keep)[1] == {"lists": ["Phones"]}
    kept = copied.json("resolve", "--list", "phones")[1]["findings"]
    assert {row["field"] for row in kept} == {"phone"}
    assert [row["who"].lower() for row in kept] == sorted(row["who"].lower() for row in kept)
    assert copied.json("resolve", "--both")[1]["findings"] == []
    assert copied.json("resolve", "--weeks")[1]["weeks"][-1]["found"] > 50
    assert {row["moved"] for row in copied.json("resolve", "--noise")[1]["noise"]} == {0}
    assert copied.json("resolve", "--forget", "Phones")[1] == {"lists": []}
    decided = copied.json("resolve", "correct_clubos", "--list", "Phones")
    assert (decided[0], decided[1]["error"]["code"]) == (2, "saved.unknown")
    copied("resolve", "correct_clubos", "--id", kept[0]["id"])
    assert copied.json("resolve", "--hand-over", "Bo", "--id", kept[0]["id"])[1]["handed_over"] == 1
    paper = tmp_path / "list.pdf"
    assert copied.json("resolve", "--pdf", paper)[1]["corrections"] == 1
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_patch_records_held_twice_and_rules_undone(copied, tmp_path):
    patch = tmp_path / "members.csv"
    copied("diff", "--domain", "members", "--patch", patch)
    rows = list(csv.reader(patch.read_text(encoding="utf-8").splitlines()))
    assert rows[0][:3] == ["@@", "id", "name"]
    assert {row[0] for row in rows[1:]} >= {"->", "---", "+++"}
    code, twice = copied.json("match", "doubles")
    likely = [each for each in twice["doubles"] if each["likely"]]
    couple = next(each for each in twice["doubles"] if not each["likely"])
    assert code == (1 if likely else 0)
    assert copied.json("match", "two", *couple["ids"])[0] == 0
    assert couple not in copied.json("match", "doubles")[1]["doubles"]
    assert copied.json("match", "two", "1", "2")[1]["error"]["code"] == "doubles.unknown"
    assert copied.json("rules", "undo")[1]["error"]["code"] == "rules.undo"
    listed = {(each["domain"], each["field"]): each for each in copied.json("rules", "fields")[1]["fields"]}
    assert (listed["members", "email"]["legacy"], listed["members", "email"]["clubos"]) == ("Email", "email")
    assert listed["members", "groups"]["kind"] is None
    before = copied.json("rules")[1]["fields"]
    copied("rules", "set", "members", "phone", "exact", "--yes", "--reason", "trying")
    assert copied.json("rules", "undo")[1]["version"] == 3
    assert copied.json("rules")[1]["fields"] == before
    assert copied.json("known", "--equal", 3)[1]["equal"] == {"limit": 3, "now": 0}
