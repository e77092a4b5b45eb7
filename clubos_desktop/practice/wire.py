"""A small HTTP/1.1 server: keep-alive, many connections, one thread, answers as bytes.

It can also answer wrongly on purpose: late, cut off, or by dropping the connection. Loopback only.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qsl, unquote

T = TypeVar("T")

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
CSV = "text/csv; charset=utf-8"
LARGEST_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """A request; header names in lower case, query names as sent, the last of equal names wins."""

    method: str
    path: str
    raw_query: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. ``delay`` in real seconds; ``cut`` sends that many bytes and hangs up; ``reset`` sends nothing."""

    status: int
    body: bytes = b""
    kind: str | None = JSON
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    cut: int | None = None
    reset: bool = False


Handler = Callable[[Request], Answer]


def read_request(head: bytes, body: bytes) -> Request | None:
    """A request from its head (without the empty line) and body; None when it is none."""
    lines = head.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        return None
    path, _, query = parts[1].partition("?")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    pairs = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    return Request(parts[0], unquote(path), query, pairs, headers, body)


def write_head(answer: Answer, length: int, *, keep: bool) -> bytes:
    """Status line and headers."""
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "Status"
    lines = [f"HTTP/1.1 {answer.status} {phrase}", f"Content-Length: {length}"]
    if answer.kind is not None:
        lines.append(f"Content-Type: {answer.kind}")
    lines += [f"{name}: {value}" for name, value in answer.headers]
    lines.append("Connection: keep-alive" if keep else "Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


_HANDSHAKE = b"\x16\x03"


class Connection(asyncio.Protocol):
    """One client. Requests are answered in order; a late answer holds back those behind it."""

    def __init__(self, handler: Handler, present: set["Connection"]) -> None:
        self.handler = handler
        self.present = present
        self.buffer = bytearray()
        self.busy = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self.transport = transport  # type: ignore[assignment]
        self.present.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Forget the client."""
        self.transport = None
        self.present.discard(self)

    def data_received(self, data: bytes) -> None:
        """Collect, then answer what is whole."""
        self.buffer += data
        self._work()

    def _work(self) -> None:
        """Answer whole requests until one must wait."""
        while self.transport is not None and not self.busy:
            end = self.buffer.find(b"\r\n\r\n")
            if self.buffer.startswith(_HANDSHAKE):  # it speaks TLS: answered as a server without it does
                self._send(Answer(400, b"", None), keep=False, bodiless=False)
                return
            if end < 0:
                if len(self.buffer) > LARGEST_HEAD:
                    self.transport.abort()
                return
            head = bytes(self.buffer[:end])
            length = _content_length(head)
            if len(self.buffer) < end + 4 + length:
                return
            request = read_request(head, bytes(self.buffer[end + 4 : end + 4 + length]))
            del self.buffer[: end + 4 + length]
            answer = Answer(400, b"", None) if request is None else self.handler(request)
            keep = request is not None and request.headers.get("connection", "").lower() != "close"
            bodiless = request is not None and request.method == "HEAD"
            if answer.delay > 0:
                self.busy = True
                asyncio.get_running_loop().call_later(answer.delay, self._late, answer, keep, bodiless)
            else:
                self._send(answer, keep=keep, bodiless=bodiless)

    def _late(self, answer: Answer, keep: bool, bodiless: bool) -> None:
        """Send a late answer, then go on."""
        self.busy = False
        self._send(answer, keep=keep, bodiless=bodiless)
        self._work()

    def _send(self, answer: Answer, *, keep: bool, bodiless: bool) -> None:
        """Put an answer on the wire, whole or broken as it says."""
        transport = self.transport
        if transport is None:
            return
        if answer.reset:
            transport.abort()
            return
        head = write_head(answer, len(answer.body), keep=keep)
        body = b"" if bodiless else answer.body
        if answer.cut is not None:
            transport.write(head + body[: answer.cut])
            transport.close()
            return
        transport.write(head + body)
        if not keep:
            transport.close()


def _content_length(head: bytes) -> int:
    """The announced length of a request's body."""
    place = head.lower().find(b"\r\ncontent-length:")
    if place < 0:
        return 0
    value = head[place + 17 :].split(b"\r\n", 1)[0].strip()
    return int(value) if value.isdigit() else 0


@dataclass(slots=True)
class Listening:
    """Servers on loopback in one thread of their own. ``ports`` are theirs, in the order of the handlers."""

    handlers: tuple[Handler, ...]
    first_port: int = 0
    ports: tuple[int, ...] = ()
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _connections: set[Connection] = field(default_factory=set)

    def start(self) -> None:
        """Listen; returns when all ports are open. Raises OSError when one is taken."""
        ready: list[OSError | None] = []
        opened = threading.Event()

        def run() -> None:
            loop = asyncio.new_event_loop()
            self._loop = loop
            try:
                servers = loop.run_until_complete(self._open())
                ready.append(None)
                opened.set()
                loop.run_forever()
                loop.run_until_complete(self._close(servers))
            except (OSError, OverflowError) as error:  # the second: a port above 65535
                ready.append(error if isinstance(error, OSError) else OSError(str(error)))
                opened.set()
            finally:
                loop.close()

        self._thread = threading.Thread(target=run, name="practice", daemon=True)
        self._thread.start()
        opened.wait()
        if ready[0] is not None:
            self._thread.join()
            raise ready[0]

    async def _open(self) -> list[asyncio.Server]:
        """One server a handler; with a first port they follow each other."""
        loop = asyncio.get_running_loop()
        servers: list[asyncio.Server] = []
        try:
            for number, handler in enumerate(self.handlers):
                port = self.first_port + number if self.first_port else 0
                servers.append(
                    await loop.create_server(
                        lambda handler=handler: Connection(handler, self._connections),  # type: ignore[misc]
                        "127.0.0.1",
                        port,
                        backlog=256,
                    )
                )
        except OSError:
            await self._close(servers)
            raise
        self.ports = tuple(server.sockets[0].getsockname()[1] for server in servers)
        return servers

    async def _close(self, servers: list[asyncio.Server]) -> None:
        """Close the doors and hang up."""
        for server in servers:
            server.close()
        for _ in range(8):  # turns of the loop: a client just accepted becomes a connection some turns later
            for connection in list(self._connections):
                if connection.transport is not None:
                    connection.transport.abort()
            await asyncio.sleep(0)
        for server in servers:
            await server.wait_closed()

    def inside(self, act: Callable[[], T]) -> T:
        """Run an act in the servers' thread, between two requests, and return its result."""
        if self._loop is None:
            raise RuntimeError("not started")

        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def stop(self) -> None:
        """Stop listening; safe to call twice."""
        if self._thread is None or self._loop is None:
            return
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._thread = None
