"""The look at each opening, and the examination of everything once a week: told once, kept, said when it is over."""

import shutil

import pytest

from clubos_desktop import examining
from clubos_desktop.job import finish
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.store import audit, notices, settings
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace
from tests.support.scripted import Hands

WEEK = 7 * 86400


@pytest.fixture
def made(tmp_path):
    about, person = Club("Lakeside Club", "America/Los_Angeles", "USD", "US"), ("Ann Lee", Role.OPERATOR)
    keys, path = MemoryKeys(), tmp_path / "club.clubos"
    work = Workspace.create(path, club=about, person=person, keys=keys, clock=Hands())
    yield work, keys
    work.close()


def acts(work):
    with work.database.read() as conn:
        return [entry.act for entry in audit.page(conn)]


def test_everything_is_examined_once_a_week_and_it_is_kept(made):
    work, _ = made
    for _ in range(3):
        finish(examining.weekly(work))
    assert acts(work).count("everything examined") == 1
    work.clock.sleep(WEEK)
    finish(examining.weekly(work))
    assert acts(work).count("everything examined") == 2
    with work.database.read() as conn:
        assert settings.get(conn, examining.NOTED, None)["problems"] == []
        assert notices.page(conn) == ()


def test_damage_is_told_once_and_its_end_too(made):
    work, _ = made
    file = work.path.with_name("club backups") / "2026-03-04 12.00.00 copy.clubos-backup"
    file.parent.mkdir()
    file.write_bytes(b"no backup at all")
    for _ in range(2):
        assert finish(examining.noted(work, actor="program")).problems[0].startswith(file.name)
    file.unlink()
    finish(examining.noted(work, actor="program"))
    with work.database.read() as conn:
        assert [(notice.subject, notice.state) for notice in notices.page(conn)] == [
            ("examined", "good"),
            ("examined", "damaged"),
        ]


def test_an_older_file_in_its_place_is_seen_at_the_opening(made, tmp_path):
    work, keys = made
    path = work.path
    assert examining.at_start(work) == []
    work.close()
    shutil.copy(path, tmp_path / "older")
    again = Workspace.open(path, keys, Hands())
    with again.database.transaction("person:1", "value set") as tx:
        settings.put(tx, "a", 1)
    again.close()
    shutil.copy(tmp_path / "older", path)
    opened = Workspace.open(path, keys, Hands())
    problems = examining.at_start(opened)
    opened.close()
    assert "missing" in problems[0]
