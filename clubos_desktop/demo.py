"""The practice club as a whole journey: serve it, copy both systems twice, compare, judge, print, and check.

The window uses ``start`` alone and lets a person do the rest; ``journey`` does all of it and compares what was found
with what was planted (design.md section 7, the practice world).
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from clubos_desktop import connections
from clubos_desktop.errors import InputError, UnavailableError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.club import Club
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Role
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.serve import Addresses, ServingChild, serve_apart
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.workspace import SUFFIX, Workspace

SPEED = 60.0
"""The practice world's clock runs this many times as fast, so that a minute's limit of calls takes a second."""

LEAST_MEMBERS = 60
"""Fewer could not hold every kind of planted difference (practice.club.make)."""

PERSON = ("You", Role.OPERATOR)
CLUB = Club("Lakeside Club", "America/Los_Angeles", "USD", "US")


@dataclass(slots=True)
class Practice:
    """A practice workspace and the servers behind it. ``close`` ends both; the workspace's key is gone then."""

    workspace: Workspace
    members: int
    seed: int
    _served: ServingChild = field(repr=False)

    def close(self) -> None:
        """Let go of the workspace and stop the servers."""
        try:
            self.workspace.close()
        finally:
            self._served.stop()


def start(folder: Path, *, members: int, seed: int) -> Job[Practice]:
    """A new practice workspace in the empty ``folder``, connected to both practice systems.

    Raises InputError (too few members, a workspace is there), UnavailableError (the servers did not start).
    """
    if members < LEAST_MEMBERS:
        raise InputError(
            f"A practice club has at least {LEAST_MEMBERS} members. Nothing was made.",
            remedy="Choose a larger number.",
            code="practice.members",
        )
    yield Progress("Inventing the practice club", 0, 3)
    try:
        served = serve_apart(members, seed, speed=SPEED)
    except OSError as error:
        raise UnavailableError(
            "The practice club could not be started on this computer. Nothing was made.",
            remedy="Close other programs and try again.",
            code="practice.start",
        ) from error
    try:
        workspace = yield from _connected(folder, served.addresses)
    except BaseException:
        served.stop()
        raise
    return Practice(workspace, members, seed, served)


def _connected(folder: Path, where: Addresses) -> Job[Workspace]:
    clock = PracticeClock(where.speed, datetime.fromisoformat(where.start))
    workspace = Workspace.create(folder / f"practice{SUFFIX}", club=CLUB, person=PERSON, keys=MemoryKeys(), clock=clock)
    try:
        yield Progress("Connecting Wild Apricot", 1, 3)
        legacy = {
            "kind": "wild-apricot",
            "api_url": where.legacy_api_url,
            "auth_url": where.legacy_auth_url,
            "share": 1.0,
        }
        yield from connections.connect(workspace, Side.LEGACY, legacy, where.legacy_key)
        yield Progress("Connecting ClubOS", 2, 3)
        target = {"kind": "clubos", "url": where.clubos_url, "share": 1.0}
        yield from connections.connect(workspace, Side.CLUBOS, target, where.clubos_code)
    except BaseException:
        workspace.close()
        raise
    return workspace
