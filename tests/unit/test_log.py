"""The log lets facts through by what they are; what libraries say is never kept."""

import json
import logging
import os

import pytest

from clubos_desktop import log
from clubos_desktop.model.domains import Domain

QUERY = "?$top=100&$skip=0&$filter=…"
UUID = "6f1c1e2a-0000-4000-8000-000000000001"


@pytest.fixture
def lines(tmp_path, monkeypatch):
    monkeypatch.setenv(log.EVERYTHING, "debug")
    handler = log.begin(tmp_path)
    yield lambda: [json.loads(each) for each in handler.file.read_text("utf-8").splitlines()]
    log.end()


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("n", 7, 7),
        ("whole", True, True),
        ("run", None, None),
        ("domain", Domain.MEMBERS, "members"),
        ("code", "rate-limit", "rate-limit"),
        ("code", "ann@example.org", log.HIDDEN),
        ("code", "a" * 200, log.HIDDEN),
        ("act", "copy accepted", "copy accepted"),
        ("act", "ann@example.org came", log.HIDDEN),
        ("name", "Ann", log.HIDDEN),
        ("anything", ["Ann"], log.HIDDEN),
        (
            "path",
            "/accounts/1/contacts/5?$top=100&$skip=0&$filter=…",
            "/accounts/1/contacts/5?$top=100&$skip=0&$filter=…",
        ),
        ("path", "/members/ann@example.org", "/members/…"),
        ("path", "/x?email=ann@example.org", "/x?…"),
        (
            "path",
            "/api/v1/members/6f1c1e2a-0000-4000-8000-000000000001",
            "/api/v1/members/6f1c1e2a-0000-4000-8000-000000000001",
        ),
    ],
)
def test_what_is_let_through(name, value, kept):
    assert log.safe(name, value) == kept


def test_events_carry_facts(lines):
    log.note("copy.failed", domain=Domain.EVENTS, code="timeout", who="Ann Illich")
    log.detail("call", method="GET", path="/contacts", ms=3)
    first, second = lines()
    assert (first["event"], first["domain"], first["code"], first["who"]) == ("copy.failed", "events", "timeout", "…")
    assert (second["level"], second["method"]) == ("debug", "GET")


@pytest.mark.logs("ann@example.org")
def test_what_a_library_says_is_not_kept_only_where_and_which_kind(lines):
    try:
        int("ann@example.org")
    except ValueError:
        logging.getLogger("httpx").exception("while asking for ann@example.org")
    logging.getLogger("ann@example.org").error("ann@example.org")
    told = lines()
    assert "ann" not in json.dumps(told)
    assert told[0]["errors"] == ["builtins.ValueError"]
    assert (told[0]["from"], told[1]["from"]) == ("httpx", "…")


def test_a_full_log_is_turned_and_the_oldest_is_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "LARGEST", 300)
    log.begin(tmp_path)
    try:
        for n in range(60):
            log.note("step", n=n)
    finally:
        log.end()
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["clubos-desktop.log", *(f"clubos-desktop.log.{n}" for n in (1, 2, 3))]
    assert json.loads(log.tail(tmp_path)[-1])["n"] == 59
    assert (tmp_path / "clubos-desktop.log").stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "logs").write_text("in the way")
    log.begin(tmp_path / "logs")
    try:
        log.note("step")
    finally:
        log.end()
    assert log.tail(tmp_path / "nowhere") == []


def test_the_folder_follows_the_workspaces(tmp_path, monkeypatch):
    monkeypatch.setenv(log.FOLDER, str(tmp_path))
    assert log.folder() == tmp_path / "logs"
    monkeypatch.delenv(log.FOLDER)
    assert "clubos-desktop" in str(log.folder())


@pytest.mark.skipif(os.name != "posix", reason="other rights on this system")
def test_a_folder_that_stood_open_is_closed(tmp_path, monkeypatch):
    monkeypatch.setenv(log.FOLDER, str(tmp_path))
    (tmp_path / "logs").mkdir(mode=0o755)
    log.begin()
    log.end()
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700
