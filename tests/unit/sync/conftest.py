import pytest

from tests.unit.sync.club import Club


@pytest.fixture
def club(tmp_path):
    made = Club(tmp_path / "club.clubos")
    yield made
    made.database.close()
