import pytest

from tests.support.scripted import Notes


@pytest.fixture
def ledger():
    return Notes()


@pytest.fixture
def closing():
    """Sources that are closed at the end."""
    made = []
    yield made
    for source in made:
        source.close()
