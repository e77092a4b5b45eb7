"""The page to show around: both systems side by side, nobody named, nothing loaded and nothing run."""

import re

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.evidence import preview
from clubos_desktop.model.club import Club as About
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member
from tests.unit.sync.club import Club

ABOUT = About("Lakeside <Club>", "America/Los_Angeles", "USD", "US")
WHEN = "2026-12-20T03:00:00.000Z"


@pytest.fixture
def filled(tmp_path):
    club = Club(tmp_path / "club.clubos")
    ann = {"email": "ann@x.org", "status": "Active", "phone": "8055550100"}
    club.put(Side.LEGACY, Member(key="1", first_name="Ann", last_name="Lee", level="Gold", **ann))
    club.put(Side.CLUBOS, Member(key="a", first_name="Ann", last_name="LEE", level="Silver", **ann))
    club.put(Side.LEGACY, Member(key="2", first_name="Bob<b>", last_name="Ray", status=None))
    club.put(Side.CLUBOS, Member(key="c", first_name="Cem", last_name="Ek", email="cem@x.org", status="Active"))
    club.put(Side.LEGACY, Event(key="9", title="Gala", start=WHEN, location="At Ann's"))
    club.put(Side.CLUBOS, Event(key="8", title="Gala", start=WHEN, location="At Bob's"))
    yield club
    club.database.close()


def page(club, *, names=False):
    made = preview.make(club.database, ABOUT, actor="Anna", names=names)
    return made, made.content.decode()


def test_before_the_first_copy_there_is_nothing_to_show(filled):
    with pytest.raises(InputError, match="Nothing was copied yet"):
        page(filled)


def test_it_shows_what_both_systems_say_and_whether_it_is_the_same(filled):
    filled.copy()
    made, text = page(filled, names=True)
    assert made.records == {Domain.MEMBERS: 3, Domain.EVENTS: 1}
    lines = re.findall(r"<summary[^>]*>(.*?) <span>(.*?)</span>", text)
    assert lines == [
        ("Ann Lee", "1 different"),
        ("Bob&lt;b&gt; Ray", "only in Wild Apricot"),
        ("Cem Ek", "only in ClubOS"),
        ("Gala, 19 Dec 2026", "1 different"),
    ]
    level = re.search(r"<tr><th>Level</th>(.*?)</tr>", text).group(1)
    assert level == '<td dir="auto"><mark>Gold</mark></td><td dir="auto"><mark>Silver</mark></td><td>different</td>'
    assert '<td dir="auto">Lee</td><td dir="auto">LEE</td><td>equal by your rules</td>' in text
    assert "Lakeside &lt;Club&gt; in both systems" in text
    assert "Names are shown" in text
    assert "No call to Wild Apricot was made yet." in text


def test_hidden_names_are_nowhere_in_it_and_nothing_runs(filled):
    filled.copy()
    _, text = page(filled)
    for secret in ("Ann", "Lee", "LEE", "Bob", "Cem", "x.org", "8055550100"):
        assert secret not in text
    assert re.search(r"<summary[^>]*>Member [2-9B-Z]{4}-[2-9B-Z]{4} <span>1 different", text)
    assert text.count("hidden</td>") >= 8
    assert "Gold" in text
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert page(filled)[1] == text
