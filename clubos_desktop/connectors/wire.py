"""One request and its answer on the wire, and the small pool of threads in which answers are waited for."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import quote

import httpx
import msgspec

from clubos_desktop.connectors import failures
from clubos_desktop.connectors.failures import TransientError
from clubos_desktop.connectors.reading import BROKEN

LARGEST = 64 * 1024 * 1024
"""Bytes of one answer, unpacked; the largest known is 16 MB (clubos-api.md B.9). Four may be under way at once."""

LONGEST = 900.0
"""Seconds one answer may take from its first to its last byte: one that drips for ever must not hold up every copy."""

_SHOWN = frozenset(
    {"$skip", "$top", "$count", "$async", "idsonly", "page", "limit", "pagesize", "eventid", "invoiceid", "refundid"}
    | {"includewaitlist", "includecanceled", "includevoided", "startdate", "enddate"}
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. ``path`` stands below the connection's address or is a whole URL.

    ``kind`` names the budget's bucket (None: not counted), ``accept`` the failing statuses that the asker wants to see
    itself, ``headers`` replace the sign-in's own, ``form`` makes it the token call, ``peek`` leaves the body unread.
    ``patience`` is how often a failed attempt is made again; ``mark`` comes back with the answer.
    """

    path: str
    params: tuple[tuple[str, str], ...] = ()
    kind: str | None = "other"
    expect: str = "json"
    accept: frozenset[int] = frozenset()
    headers: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None
    peek: bool = False
    patience: int = 4
    mark: Any = None

    @property
    def method(self) -> str:
        """GET, except for the token call."""
        return "GET" if self.form is None else "POST"

    @property
    def url(self) -> str:
        """The path with its parameters; a blank is %20, because not every server reads a plus sign as one."""
        query = "&".join(f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in self.params)
        return f"{self.path}?{query}" if query else self.path

    @property
    def shown(self) -> str:
        """The path for the ledger: ids and paging stay, every other value is left out."""
        told = [f"{name}={value if name.casefold() in _SHOWN else '…'}" for name, value in self.params]
        try:
            path = httpx.URL(self.path).path
        except httpx.InvalidURL:
            path = "…"  # made of an id that no address can hold
        return path + ("?" + "&".join(told) if told else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``retry_after`` as the server wrote it, ``milliseconds`` of real time."""

    request: Request
    status: int
    body: bytes
    content_type: str = ""
    retry_after: str | None = None
    milliseconds: float = 0.0


def attempt(client: httpx.Client, request: Request, headers: Mapping[str, str]) -> Answer:
    """Send once and read the whole answer. Raises httpx.HTTPError, or a ClubOSError from the guard."""
    started = time.perf_counter()  # real time: the server's speed is measured, not the club's calendar
    wanted = {"Accept": "text/csv, */*;q=0.5"} if request.expect == "csv" else {}
    sent = client.build_request(request.method, request.url, headers={**wanted, **headers}, data=request.form)
    response = client.send(sent, stream=True)
    try:
        body = b"" if request.peek else _read(response)
    finally:
        response.close()
    kind = response.headers.get("content-type", "")
    wait = response.headers.get("retry-after")
    return Answer(request, response.status_code, body, kind, wait, (time.perf_counter() - started) * 1000)


def _read(response: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    ends = time.perf_counter() + LONGEST
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST:
            raise failures.too_large("The other system")
        if time.perf_counter() > ends:
            raise httpx.ReadTimeout("the answer did not come to its end")
        parts.append(part)
    return b"".join(parts)


def check_contents(name: str, answer: Answer) -> None:
    """Raise TransientError unless the body is what was expected: whole JSON, or text that is no web page."""
    if answer.request.peek or answer.request.expect == "any":
        return
    start = answer.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if "html" in answer.content_type or start[:1] == b"<":
        raise TransientError(failures.html(name))
    if answer.request.expect == "json":
        try:
            msgspec.json.decode(start, type=msgspec.Raw)
        except BROKEN as error:
            raise TransientError(failures.unreadable(name)) from error


@dataclass(slots=True)
class Pool:
    """A few daemon threads: a call that hangs never keeps the program from ending."""

    size: int
    _jobs: "SimpleQueue[tuple[Future[Answer], Callable[[], Answer]] | None]" = field(default_factory=SimpleQueue)
    _threads: list[Thread] = field(default_factory=list)

    def submit(self, work: Callable[[], Answer]) -> "Future[Answer]":
        """Run ``work`` in a thread."""
        future: Future[Answer] = Future()
        self._jobs.put((future, work))
        if len(self._threads) < self.size:
            thread = Thread(target=self._run, name="connector", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def close(self) -> None:
        """Let the threads end once their present call is over."""
        for _ in self._threads:
            self._jobs.put(None)
        self._threads.clear()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, work = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except BaseException as error:  # it is raised again where the answer is asked for
                future.set_exception(error)
