"""Serve a practice club on loopback: both systems, the website and the control port, in a thread or a child process."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from clubos_desktop.practice.card_faults import ADDRESSES
from clubos_desktop.practice.club import MEMBERS, SEED, Club, make
from clubos_desktop.practice.clubos_server import ClubosServer, code_of
from clubos_desktop.practice.control import ControlServer
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.legacy_server import LegacyServer, key_of
from clubos_desktop.practice.website_server import WebsiteServer
from clubos_desktop.practice.wire import Listening
from clubos_desktop.practice.world import Switches, World, WorldClock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers are and what opens them. ``start`` is the practice world's first moment (ISO 8601)."""

    legacy_api_url: str
    legacy_auth_url: str
    legacy_key: str
    clubos_url: str
    clubos_code: str
    website_url: str
    control_url: str
    speed: float
    start: str


def _addresses(ports: tuple[int, ...], seed: int, speed: float, start: str) -> Addresses:
    legacy, clubos, website, control = (f"http://127.0.0.1:{port}" for port in ports)
    return Addresses(
        legacy, f"{legacy}/auth/token", key_of(seed), clubos, code_of(seed), website, control, speed, start
    )


@dataclass(slots=True)
class Serving:
    """Servers in this process. A context manager; ``inside`` runs an act between two requests."""

    addresses: Addresses
    world: World
    listening: Listening = field(repr=False)

    def inside(self, act: Callable[[], T]) -> T:
        """Run an act in the servers' thread and return its result."""
        return self.listening.inside(act)

    def stop(self) -> None:
        """Stop all servers."""
        self.listening.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(
    club: Club,
    *,
    port: int = 0,
    speed: float = 1.0,
    faults: Sequence[Fault | str] = (),
    switches: Switches | None = None,
) -> Serving:
    """Serve a club from a thread of this process.

    ``port`` 0 takes free ports, else four from there on (legacy, ClubOS, website, control). ``speed`` is how many
    practice seconds pass in one: rate limits and sign-ins follow that clock. Faults by name are spells
    (``Fault.named``). Raises OSError when a port is taken.
    """
    world = World(club, WorldClock(club.now, speed), switches or Switches())
    shut = [fault for fault in faults if isinstance(fault, str) and fault in ADDRESSES]
    named = [fault if isinstance(fault, Fault) else Fault.named(fault) for fault in faults if fault not in shut]
    world.faults.active.extend(named)
    handlers = (
        world.faults.around("legacy", LegacyServer(world).handle),
        world.faults.around("clubos", ClubosServer(world).handle),
        world.faults.around("website", WebsiteServer(world).handle),
        ControlServer(world).handle,
    )
    listening = Listening(handlers, port)
    listening.start()
    where = _addresses(listening.ports, club.seed, speed, club.now.isoformat())
    for code in shut:
        where = replace(where, legacy_api_url=shut_address(code, where.legacy_api_url))
    return Serving(where, world, listening)


def shut_address(code: str, url: str) -> str:
    """The address that a way which is shut leads to: a shut door, a server without a certificate, no such name."""
    shut = {"connect": "http://127.0.0.1:9", "tls": url.replace("http:", "https:"), "dns": "https://club.invalid"}
    return shut[code]


@dataclass(slots=True)
class ServingChild:
    """Servers in a child process. A context manager."""

    addresses: Addresses
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def stop(self) -> None:
        """End the child: it stops when nobody holds its input any more."""
        _end(self.process)

    def fault(self, name: str) -> None:
        """Put one fault in force in place of all others; "" for none. Returns when it is."""
        if self.process.stdin is None or self.process.stdout is None:
            raise OSError("the practice club has no pipes")
        self.process.stdin.write(msgspec.json.encode(name) + b"\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve_apart(
    members: int = MEMBERS, seed: int = SEED, *, port: int = 0, speed: float = 1.0, faults: Sequence[str] = ()
) -> ServingChild:
    """Make and serve a club in a child process, so that it costs the engine no time of its own.

    Needs a Python interpreter (not a frozen bundle). Raises OSError when the child could not start, for example
    because a port is taken.
    """
    wanted = {"members": members, "seed": seed, "port": port, "speed": speed, "faults": list(faults)}
    code = "from clubos_desktop.practice.serve import serve_as_child; serve_as_child()"
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(part or str(Path.cwd()) for part in sys.path)},
    )
    if process.stdin is None or process.stdout is None:
        raise OSError("the practice club has no pipes")
    process.stdin.write(msgspec.json.encode(wanted) + b"\n")
    process.stdin.flush()
    told = process.stdout.readline()
    try:
        return ServingChild(msgspec.json.decode(told, type=Addresses), process)
    except msgspec.MsgspecError as error:
        _end(process)
        raise OSError(told.decode(errors="replace").strip() or "the practice club did not start") from error


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Close a child's pipes, which ends it, and wait for it."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def serve_as_child() -> None:
    """The child's life: read what is wanted from its input, serve, and stop when the input ends."""
    wanted = msgspec.json.decode(sys.stdin.buffer.readline(), type=dict[str, Any])
    club = make(wanted.pop("members"), wanted.pop("seed"))
    try:
        serving = serve(club, **wanted)
    except OSError as error:
        sys.stdout.write(f"{error}\n")
        return
    with serving:
        sys.stdout.buffer.write(msgspec.json.encode(serving.addresses) + b"\n")
        sys.stdout.flush()
        for line in sys.stdin.buffer:
            name = msgspec.json.decode(line, type=str)
            serving.inside(partial(_only, serving.world, name))
            sys.stdout.buffer.write(b"\n")
            sys.stdout.flush()


def _only(world: World, name: str) -> None:
    """Put one fault in force in place of all others; "" for none."""
    world.faults.active[:] = [Fault.named(name)] if name else []
    world.tokens.clear()
    world.club.legacy.revision += 1
    world.club.clubos.revision += 1
