"""A workspace is made, closed, opened."""

import pytest

from clubos_desktop.errors import InputError, LockedError
from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import audit
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace

CLUB = Club("Hill Walkers", "America/Los_Angeles", "USD", "US")


def make(tmp_path, keys, club=CLUB):
    return Workspace.create(
        tmp_path / "club.clubos", club=club, person=("Ann Lee", Role.OPERATOR), keys=keys, clock=SystemClock()
    )


def test_a_workspace_knows_its_club_and_first_person_after_it_was_closed(tmp_path):
    keys = MemoryKeys()
    make(tmp_path, keys).close()
    opened = Workspace.open(tmp_path / "club.clubos", keys, SystemClock())
    assert opened.club == CLUB
    assert (opened.person.name, opened.person.role, opened.actor) == ("Ann Lee", Role.OPERATOR, "person:1")
    with opened.database.read() as connection:
        assert audit.verify(connection) == []
    opened.close()


def test_without_its_key_it_says_what_to_do(tmp_path):
    make(tmp_path, MemoryKeys()).close()
    with pytest.raises(LockedError) as caught:
        Workspace.open(tmp_path / "club.clubos", MemoryKeys(), SystemClock())
    assert "recovery sheet" in caught.value.remedy


def test_a_wrong_zone_is_refused_before_anything_is_made(tmp_path):
    with pytest.raises(InputError):
        make(tmp_path, MemoryKeys(), Club("Hill Walkers", "Mars/Olympus", "USD", "US"))
    assert list(tmp_path.iterdir()) == []
