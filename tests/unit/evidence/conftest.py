import pytest

from tests.unit.copied_club import filled


@pytest.fixture
def club(tmp_path):
    made = filled(tmp_path / "club.clubos")
    yield made
    made.close()


@pytest.fixture(scope="session")
def once_copied(tmp_path_factory):
    """The filled club with a phone number that differs, and a member that ClubOS has not, after a copy."""
    made = filled(tmp_path_factory.mktemp("copied") / "club.clubos")
    made.member(2, phone="+1 212 555 0100")
    made.member(4, clubos=False)
    made.copy()
    yield made
    made.close()


@pytest.fixture
def copied(once_copied, tmp_path):
    made = once_copied.like(tmp_path / "club.clubos")
    yield made
    made.close()
