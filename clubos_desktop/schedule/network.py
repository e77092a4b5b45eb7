"""Is the network there? One short connection to a system that is to be copied; nothing is said to it."""

import socket
import ssl
from collections.abc import Sequence
from urllib.parse import urlsplit

from clubos_desktop.job import Job, waiting

SECONDS = 5.0
"""How long one look may take."""


def online(addresses: Sequence[str]) -> Job[bool]:
    """Whether every address (https or http) takes a connection; True when there is none to ask.

    The certificate of an https address is checked too: behind a captive portal it is another one's.
    """
    return (yield from waiting(lambda: all(_answers(address) for address in addresses), "Looking for the network"))


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    if parts.hostname is None:
        return True
    port = parts.port or (80 if parts.scheme == "http" else 443)
    try:
        with socket.create_connection((parts.hostname, port), timeout=SECONDS) as plain:
            if parts.scheme == "https":
                with ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname):
                    pass
            return True
    except OSError:
        return False
