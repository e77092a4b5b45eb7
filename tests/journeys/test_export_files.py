"""A club that has only export files: looked at, asked about, confirmed, copied."""

import pytest

CONTACTS = (
    "User ID;First name;Last name;Email;Phone;Membership level;Membership status;Member since\n"
    "1;Ann;Lee;ann@example.org;(805) 555-0101;Regular;Active;{a}\n"
    "2;Zoë;Ångström;zoe@example.org;;Regular;Lapsed;{b}\n"
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def _write(folder, first, second, encoding="utf-8"):
    (folder / "contacts.csv").write_bytes(CONTACTS.format(a=first, b=second).encode(encoding))


def test_files_are_tried_confirmed_and_copied(shell, folder):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    _write(folder, "13/04/2019", "03/04/2020", "cp1252")
    code, looked = shell.json("files", folder)
    assert code == 0
    assert looked["files"][0]["kind"] == "contacts"
    assert looked["dry_run"][0] | {"faults": []} == {
        "domain": "members",
        "created": 2,
        "changed": 0,
        "same": 0,
        "absent": 0,
        "unmatched": [],
        "twice": [],
        "faults": [],
    }
    assert shell.json("sync")[0] == 2, "nothing is connected before --confirm"
    assert shell.json("files", folder, "--confirm")[0] == 0
    code, copied = shell.json("sync", "--full")
    assert code == 0
    assert [(run["domain"], run["state"], run["stored"]) for run in copied["runs"]] == [("members", "complete", 2)]
    code, looked = shell.json("files", folder)
    assert (looked["dry_run"][0]["created"], looked["dry_run"][0]["same"]) == (0, 2)


def test_dates_that_can_be_read_in_two_ways_are_asked(shell, folder):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    _write(folder, "03/04/2019", "05/06/2020")
    code, document = shell.json("files", folder)
    assert code == 2
    assert "day first or month first" in document["error"]["sentence"]
    code, looked = shell.json("files", folder, "--dates", "month-first")
    assert code == 0
    assert looked["files"][0]["order"] == "MDY"


def test_a_folder_without_files_is_said(shell, folder):
    assert shell("init", "--club", "Lakeside Club", "--person", "Ann")[0] == 0
    code, document = shell.json("files", folder)
    assert code == 2
    assert "no CSV file" in document["error"]["sentence"]
    code, document = shell.json("files", folder, "--kind", "contacts")
    assert code == 2
    assert "does not say what a file holds" in document["error"]["sentence"]
