"""A workspace with some history, for tests that do it harm."""

import shutil

import pytest

from clubos_desktop.model.club import Club
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import settings
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import Workspace

ACTS = 40


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    path = tmp_path_factory.mktemp("harm") / "club.clubos"
    keys = MemoryKeys()
    club = Club("Hill Walkers", "America/Los_Angeles", "USD", "US")
    workspace = Workspace.create(path, club=club, person=("Ann Lee", Role.OPERATOR), keys=keys, clock=SystemClock())
    for number in range(ACTS - 1):
        with workspace.database.transaction(workspace.actor, "value set", {"n": number}) as tx:
            settings.put(tx, f"value {number}", "x" * 400)
    workspace.close()
    return path, keys


@pytest.fixture
def path(made_once, tmp_path):
    """The database file of a copy that the test may ruin."""
    source, _ = made_once
    for file in source.parent.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    return tmp_path / source.name


@pytest.fixture
def keys(made_once):
    """A copy of the keys, so that no test changes another's."""
    copied = MemoryKeys()
    copied.set("database", made_once[1].get("database"))
    return copied


@pytest.fixture
def key(keys):
    return bytes.fromhex(keys.get("database"))
