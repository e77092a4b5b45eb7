"""What is handed in from outside: time, the ledger of calls, the budget of calls, and a source of records."""

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Listing, Mode, Page, Reading


class Clock(Protocol):
    """Time. ``monotonic`` and ``sleep`` are in seconds."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class Ledger(Protocol):
    """Every call that left this laptop, one line each, without secrets or personal values in the path."""

    def call(self, side: Side, method: str, path: str, status: int | None, milliseconds: float) -> None:
        """Note a call. ``status`` is None where no answer came."""

    def flush(self) -> None:
        """Everything noted so far is kept, so that it can be counted."""


class Budget(Protocol):
    """How many calls are left. One bucket a kind: "list", "one", "other"."""

    def take(self, kind: str) -> float:
        """Take one call; returns 0.0 when it may go now, else the seconds to wait before asking again."""

    def settle(self, kind: str, *, left_behind: bool = False) -> None:
        """The answer of a taken call came: the time in which the source counts it begins to run out.

        ``left_behind``: it left, but nobody waits for its answer any more.
        """

    def pause(self, seconds: float, *, asked: float | None = None) -> None:
        """The source said to wait (429): nothing goes before this time is over. ``asked``: a wish that was cut."""


Pages: TypeAlias = Generator[Page | Progress, None, Listing]
"""A listing: pages to land, progress while it waits (at least every 100 ms), and at the end what it knows."""


class Reader(Protocol):
    """The pure part of a connector: from landed bytes to records. The same bytes give the same records."""

    def split(self, domain: Domain, body: bytes) -> list[bytes]:
        """The raw answers in a page, one a record. Raises ContractError when the body is not such a page."""

    def parse(self, domain: Domain, raws: Sequence[bytes]) -> Reading:
        """Records of raw answers, all faults collected."""


class Source(Protocol):
    """A system that can be copied. Made by a connector's ``connect`` function; ``close`` frees its sockets.

    Terminology: *domain* what is listed; *key* the source's id of a record; *cursor* where to go on; *since* the
    watermark of the last accepted run; *parents* keys of the accepted records that a domain hangs on (the events for
    registrations, the invoices for allocations).
    """

    @property
    def side(self) -> Side:
        """Which system it is."""

    @property
    def domains(self) -> tuple[Domain, ...]:
        """What it can list, in the order of reading."""

    def check(self) -> Job[Account]:
        """Sign in and look: account, zone, rights, capabilities. Few calls, all reading."""

    def reader(self, account: Account) -> Reader:
        """The pure reader for this account's zone and currency."""

    def pages(
        self, domain: Domain, mode: Mode, *, since: Instant | None, resume: str | None, parents: Sequence[str]
    ) -> Pages:
        """List a domain. ``resume`` is the cursor of the last landed page of an unfinished run."""

    def close(self) -> None:
        """Free sockets and threads."""
