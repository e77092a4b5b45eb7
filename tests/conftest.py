"""What holds for every test: no log warning that it did not expect, and no word to a host other than this one.

A test that provokes a warning says so: `@pytest.mark.logs("part of the message")`.
"""

import logging
import re
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A busy computer is no fault of what is tested.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

LOOPBACK = re.compile(r"127(\.\d{1,3}){3}|::1|localhost|", re.IGNORECASE)
attempts: list[str] = []


class OutsideError(AssertionError):
    """A test spoke to another host. Not an OSError, so that no code takes it for a network failure."""


def refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: looks at every name that is resolved and every address that is connected to, in any thread."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if not LOOPBACK.fullmatch(name):
        attempts.append(f"{event} {name}")
        raise OutsideError(f"Tests speak to loopback alone, not to {name}")


sys.addaudithook(refuse_outside)


@pytest.fixture(autouse=True)
def spoken_outside():
    attempts.clear()
    yield attempts
    assert not attempts, f"tried to reach another host: {attempts}"


class Warnings(logging.Handler):
    """Keeps what was logged at WARNING or above."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request):
    expected = [word for mark in request.node.iter_markers("logs") for word in mark.args]
    handler = Warnings()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    surprises = [line for line in handler.lines if not any(word in line for word in expected)]
    assert not surprises, f"unexpected in the log: {surprises}"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent
