"""The computer, looked at before a rehearsal or the switch, put together: power, room, restart, network, clock.

And the second computer, by the code that it shows.
"""

import http.client
import ssl
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from clubos_desktop import planned
from clubos_desktop.cutover import laptop
from clubos_desktop.cutover.laptop import Point
from clubos_desktop.job import Job, waiting
from clubos_desktop.model.time import SystemClock, day_of, to_instant
from clubos_desktop.schedule import network
from clubos_desktop.workspace import Workspace

_SECONDS = 5.0


def look(workspace: Workspace) -> Job[tuple[Point, ...]]:
    """Everything that the program can see of this computer; nothing is written and nothing is asked twice."""
    addresses = planned.addresses(workspace)
    online = yield from network.online(addresses)
    skew = (yield from _skew(addresses)) if online else None
    return (*laptop.points(workspace.path.parent), laptop.network(online=online), laptop.clock(skew))


def code(workspace: Workspace) -> str:
    """The code that shows the first computer that this workspace was open here."""
    return laptop.code(workspace.database.key, laptop.machine(), _today(workspace))


def second(workspace: Workspace, typed: str) -> Point:
    """Whether ``typed`` is the code of a second computer."""
    return laptop.second(workspace.database.key, laptop.machine(), typed, _today(workspace))


def faults(workspace: Workspace, typed: str, *, real: bool) -> Job[tuple[str, ...]]:
    """What speaks against beginning here; for the real run the second computer's code must be there too."""
    found = yield from look(workspace)
    return laptop.faults((*found, second(workspace, typed)) if real else found)


def _today(workspace: Workspace) -> str:
    return day_of(to_instant(workspace.clock.now()), workspace.club.zone)


def _skew(addresses: Sequence[str]) -> Job[float | None]:
    """Seconds that this computer's own clock is behind the first system that says its time."""
    asked = (found for each in addresses if (found := _said(each)) is not None)
    return (yield from waiting(lambda: next(asked, None), "Comparing the clock"))


def _said(address: str) -> float | None:
    """One HEAD request without any secret; the answer's Date is the system's own time."""
    parts = urlsplit(address)
    if parts.hostname is None:
        return None
    secure = parts.scheme == "https"
    connection = (
        http.client.HTTPSConnection(parts.hostname, parts.port, timeout=_SECONDS, context=ssl.create_default_context())
        if secure
        else http.client.HTTPConnection(parts.hostname, parts.port, timeout=_SECONDS)
    )
    try:
        connection.request("HEAD", "/")
        date = connection.getresponse().getheader("Date")
        return None if date is None else (parsedate_to_datetime(date) - SystemClock().now()).total_seconds()
    except (OSError, http.client.HTTPException, ValueError, TypeError):
        return None
    finally:
        connection.close()
