"""Calls over HTTP for a connector: pace, retries, sign-in, ledger; several at a time, answers in order.

Threads only wait for answers. Budget, ledger and every decision belong to the generator that asks, so that nothing
here is shared between threads. While it waits it yields Progress at least every 100 ms of real time.
"""

import random
import time
from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import httpx

from clubos_desktop.connectors import failures
from clubos_desktop.connectors.failures import TransientError
from clubos_desktop.connectors.guard import ClosedTransport, ReadOnlyTransport
from clubos_desktop.connectors.waits import BACKOFF, LONGEST_WAIT, retry_after
from clubos_desktop.connectors.wire import Answer, Pool, Request, attempt, check_contents
from clubos_desktop.errors import ClubOSError, RefusedError, SignInError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Side
from clubos_desktop.model.protocols import Budget, Clock, Ledger

_MOST_WAITS = 10
_POLL = 0.05

Answers: TypeAlias = Generator[Progress | Answer, None, None]


class Credentials(Protocol):
    """How a connection signs its calls. ``stamp`` changes with each renewal."""

    @property
    def stamp(self) -> int:
        """Which sign-in ``headers`` belong to."""

    def headers(self) -> Mapping[str, str]:
        """The headers that sign a call."""

    def stale(self) -> bool:
        """Whether to renew before the next call."""

    def renew(self) -> Job[bool]:
        """Sign in anew; False where that is not possible."""

    def refused(self) -> SignInError:
        """The words for a sign-in that is not accepted."""


@dataclass(slots=True)
class Standing:
    """Where a listing stands, for its Progress; the lister moves ``done`` and ``total``."""

    label: str
    done: int = 0
    total: int | None = None

    def progress(self, note: str = "") -> Progress:
        """The present state, with what is being waited for."""
        return Progress(f"{self.label}: {note}" if note else self.label, self.done, self.total)


@dataclass(slots=True)
class _Call:
    request: Request
    future: "Future[Answer] | None" = None
    answer: Answer | None = None
    attempts: int = 0
    waits: int = 0
    not_before: float = 0.0
    started: float = 0.0
    stamp: int = -1
    renewed: bool = False


class Http:
    """One connection: a client, a pool of threads, a budget and a ledger. Close it to free them."""

    def __init__(
        self,
        side: Side,
        name: str,
        base: str,
        *,
        ledger: Ledger,
        budget: Budget,
        clock: Clock,
        token_url: str | None = None,
        workers: int = 4,
        timeout: float = 60.0,
        seed: int | None = None,
        closed: bool = False,
    ) -> None:
        self.side = side
        self.name = name
        self.clock = clock
        self.credentials: Credentials | None = None
        self._ledger = ledger
        self._budget = budget
        self._dice = random.Random(seed)  # noqa: S311 - jitter, not secrecy
        self._pool = Pool(workers)
        self._workers = workers
        self._slice = 0.1
        self._note = ""
        self.asked_to_wait: str | None = None
        """What Retry-After said at the last refusal for too many calls; None where there was none."""
        self._client = _client(base, token_url, workers, timeout, closed=closed)

    def ask(self, request: Request, standing: Standing) -> Job[Answer]:
        """One answer. Raises NetworkError, SignInError, ContractError, RefusedError."""
        answers = self.ask_all((request,), standing)
        for step in answers:
            if isinstance(step, Answer):
                answers.close()
                return step
            yield step
        raise failures.unreadable(self.name)  # pragma: no cover - one request has one answer

    def ask_all(self, requests: Iterable[Request], standing: Standing) -> Answers:
        """The answers in the order of the requests, some of them under way at the same time.

        ``requests`` is drawn from as places free up. Raises as ``ask`` does.
        """
        source = iter(requests)
        window: deque[_Call] = deque()
        try:
            while self._fill(window, source):
                if window[0].answer is not None:
                    yield window.popleft().answer  # type: ignore[misc]  # checked in the line above
                    continue
                if self.credentials is not None and self.credentials.stale() and self._signs(window):
                    yield from self._renew()
                self._pause(window, self._start(window))
                yield standing.progress(self._note)
                done = [call for call in window if call.future is not None and call.future.done()]
                if sum(self._harvest(call) for call in done):
                    yield from self._renew()
        finally:
            self._abandon(window)

    def note_calls(self) -> None:
        """Have every call so far in the ledger: a run that ends counts its calls there."""
        self._ledger.flush()

    def close(self) -> None:
        """Free sockets and threads."""
        self._pool.close()
        self._client.close()

    def _fill(self, window: deque[_Call], source: Iterator[Request]) -> bool:
        """Draw requests while there are places; whether any call is left."""
        while len(window) < self._workers and (request := next(source, None)) is not None:
            window.append(_Call(request))
        return bool(window)

    def _signs(self, window: Collection[_Call]) -> bool:
        return any(call.request.headers is None for call in window)

    def _renew(self) -> Job[None]:
        assert self.credentials is not None  # noqa: S101 - asked for by the callers
        renewed = yield from self.credentials.renew()
        if not renewed:
            raise self.credentials.refused()

    def _start(self, window: Iterable[_Call]) -> float:
        """Send what may go now; returns the seconds until something else may."""
        soonest = LONGEST_WAIT
        now = self.clock.monotonic()
        for call in window:
            if call.future is not None or call.answer is not None:
                continue
            if call.not_before > now:
                soonest = min(soonest, call.not_before - now)
                continue
            kind = call.request.kind
            seconds = self._budget.take(kind) if kind else 0.0
            if seconds > 0:
                soonest = min(soonest, seconds)
                self._note = self._note or f"waiting {seconds:.0f} s for {self.name}'s limit of calls a minute"
                break
            self._send(call)
        return soonest

    def _send(self, call: _Call) -> None:
        request = call.request
        headers = request.headers
        if headers is None:
            headers = self.credentials.headers() if self.credentials is not None else {}
            call.stamp = self.credentials.stamp if self.credentials is not None else 0
        call.started = time.perf_counter()
        self._note = ""
        call.future = self._pool.submit(lambda: attempt(self._client, request, headers))

    def _pause(self, window: Iterable[_Call], seconds: float) -> None:
        """Wait for an answer, or where none is under way a slice of the time until something may go."""
        under_way = [call.future for call in window if call.future is not None]
        if under_way:
            wait(under_way, timeout=_POLL, return_when=FIRST_COMPLETED)
            return
        asked = min(seconds, self._slice)
        started = time.perf_counter()  # real time: the clock handed in may run faster
        self.clock.sleep(asked)
        took = time.perf_counter() - started
        if took > _POLL:
            self._slice = max(0.05, self._slice / 2)
        elif asked == self._slice and took < _POLL / 2:
            self._slice *= 2

    def _harvest(self, call: _Call) -> bool:
        """Take an answer; whether the sign-in must be renewed. Raises what ends the listing."""
        future, call.future = call.future, None
        assert future is not None  # noqa: S101 - asked for by the caller
        error = future.exception()
        answer = future.result() if error is None else None
        self._book(call, answer, left=not isinstance(error, RefusedError))
        try:
            if answer is None:
                raise self._of_error(error)
            return self._judge(call, answer)
        except TransientError as failure:
            self._again(call, failure.told)
            return False

    def _book(self, call: _Call, answer: Answer | None, *, left: bool = True, left_behind: bool = False) -> None:
        if call.request.kind:
            self._budget.settle(call.request.kind, left_behind=left_behind)
        if not left:
            return  # the guard kept it here
        spent = answer.milliseconds if answer else (time.perf_counter() - call.started) * 1000
        status = answer.status if answer else None
        self._ledger.call(self.side, call.request.method, call.request.shown, status, spent)

    def _of_error(self, error: BaseException | None) -> BaseException:
        if isinstance(error, httpx.HTTPError):
            told, again = failures.of_transport(self.name, error)
            return TransientError(told) if again else told
        if isinstance(error, httpx.InvalidURL | UnicodeError):
            return failures.unreadable(self.name)  # an id or a token that no request can carry came from there
        return error or failures.unreadable(self.name)

    def _judge(self, call: _Call, answer: Answer) -> bool:
        """Decide what an answer means; True asks for a new sign-in."""
        status, request = answer.status, call.request
        if status == 429:
            self._hold(call, answer)
        elif status == 401 and request.headers is None and self.credentials is not None:
            return self._unsigned(call)
        elif status >= 500:
            self._failed(call, answer)
        elif status in request.accept:
            call.answer = answer
        elif 300 <= status < 400:
            raise failures.redirected(self.name)
        elif status != 200:
            told = failures.of_status(self.name, status, request.shown)
            told.raw = answer.body[: failures.KEPT]
            raise told
        else:
            check_contents(self.name, answer)
            call.answer = answer
        return False

    def _unsigned(self, call: _Call) -> bool:
        assert self.credentials is not None  # noqa: S101 - asked for by the caller
        if call.stamp != self.credentials.stamp:
            return False  # it was renewed while this call was under way: send it again
        if call.renewed:
            raise self.credentials.refused()
        call.renewed = True
        return True

    def _failed(self, call: _Call, answer: Answer) -> None:
        """A 5xx: a stub is an answer of its own (clubos-api.md B), everything else is tried again."""
        accepted = answer.status in call.request.accept
        if accepted and (b"not implemented" in answer.body or call.attempts >= call.request.patience):
            call.answer = answer
            return
        if answer.retry_after:
            seconds, _ = retry_after(answer.retry_after, self.clock.now())
            call.not_before = self.clock.monotonic() + seconds
        raise TransientError(failures.server(self.name, answer.status))

    def _hold(self, call: _Call, answer: Answer) -> None:
        call.waits += 1
        self.asked_to_wait = answer.retry_after or ""
        if call.waits > _MOST_WAITS:
            raise failures.limit(self.name)
        seconds, asked = retry_after(answer.retry_after, self.clock.now())
        self._budget.pause(seconds, asked=asked)
        call.not_before = self.clock.monotonic() + seconds
        self._note = f"{self.name} asked to wait {seconds:.0f} s"
        if asked is not None:
            self._note = f"{self.name} asked to wait {answer.retry_after} s; waiting {seconds:.0f} s, then asking again"

    def _again(self, call: _Call, told: ClubOSError) -> None:
        if call.attempts >= min(call.request.patience, len(BACKOFF)):
            raise told
        seconds = BACKOFF[call.attempts] * self._dice.uniform(0.5, 1.5)
        call.attempts += 1
        call.not_before = max(call.not_before, self.clock.monotonic() + seconds)
        self._note = f"{self.name} did not answer as it should; trying again ({call.attempts} of {len(BACKOFF)})"

    def _abandon(self, window: Iterable[_Call]) -> None:
        """The asker stopped: calls under way did leave, so the ledger has them, without an answer."""
        for call in window:
            if call.future is not None and not call.future.cancel():
                self._book(call, None, left_behind=True)
            elif call.future is not None and call.request.kind:
                self._budget.settle(call.request.kind)


def _client(base: str, token_url: str | None, workers: int, timeout: float, *, closed: bool) -> httpx.Client:
    """A client that keeps nothing, follows nothing, takes nothing from the environment, and only reads.

    A ``closed`` one has no wire at all.
    """
    limits = httpx.Limits(max_connections=workers + 1, max_keepalive_connections=workers)
    wire: httpx.BaseTransport = ClosedTransport() if closed else httpx.HTTPTransport(limits=limits, trust_env=False)
    addresses = [base, *([token_url] if token_url else [])]
    return httpx.Client(
        base_url=base,
        transport=ReadOnlyTransport(wire, addresses=addresses, token_url=token_url),
        headers={"Accept": "application/json", "User-Agent": "ClubOS-Desktop"},
        timeout=httpx.Timeout(timeout, connect=20.0),
        follow_redirects=False,
        trust_env=False,
    )
