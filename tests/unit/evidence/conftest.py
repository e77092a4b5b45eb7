import pytest

from tests.unit.copied_club import filled


@pytest.fixture
def club(tmp_path):
    made = filled(tmp_path / "club.clubos")
    yield made
    made.close()
