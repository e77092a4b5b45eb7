import pytest

from clubos_desktop.connectors.http import Http, Standing
from clubos_desktop.model.domains import Side
from tests.support.scripted import Hands, Notes, Scripted, Unlimited


@pytest.fixture
def server():
    scripted = Scripted()
    yield scripted
    scripted.close()


@pytest.fixture
def clock():
    return Hands()


@pytest.fixture
def ledger():
    return Notes()


@pytest.fixture
def standing():
    return Standing("Copying")


@pytest.fixture
def connect(server, ledger, clock):
    """Make a connection to the scripted server; closed at the end."""
    made = []

    def make(**settings):
        http = Http(
            Side.LEGACY,
            "Wild Apricot",
            server.url,
            ledger=ledger,
            budget=settings.pop("budget", Unlimited()),
            clock=clock,
            seed=1,
            **settings,
        )
        made.append(http)
        return http

    yield make
    for http in made:
        http.close()
