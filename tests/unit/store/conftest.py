"""A clock that stands until it is turned, a database, a keyring of the test's own."""

from datetime import UTC, datetime, timedelta

import pytest

from clubos_desktop.store.database import Database

KEY = bytes(range(32))


class HandClock:
    """Time that a test turns; sleeping turns it too."""

    def __init__(self):
        self.moment = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
        self.slept = []

    def now(self):
        return self.moment

    def monotonic(self):
        return self.moment.timestamp()

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def database(tmp_path, clock):
    made = Database.create(tmp_path / "club.clubos", KEY, clock=clock)
    yield made
    made.close()
