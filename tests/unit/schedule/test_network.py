"""Is the network there? Asked of loopback."""

import ssl

import pytest

from clubos_desktop.schedule.network import online
from tests.support.post_office import PostOffice, certificate
from tests.support.scripted import Scripted, told


@pytest.fixture
def server():
    made = Scripted()
    yield made
    made.close()


def test_an_open_door_is_a_network(server):
    assert told(online([server.url, server.url]))[0] is True
    assert told(online([]))[0] is True
    assert told(online(["no address"]))[0] is True
    assert server.seen == []  # nothing was said


def test_a_closed_door_is_none(server):
    assert told(online([server.url, "http://127.0.0.1:1"]))[0] is False


def test_another_ones_certificate_is_none_either(tmp_path):
    """Behind a captive portal somebody else answers."""
    office = PostOffice(certificate(tmp_path), tls_at_once=True)
    try:
        assert told(online([f"https://127.0.0.1:{office.port}"]))[0] is False
    finally:
        office.close()
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED
